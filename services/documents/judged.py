"""Which case a score sheet is about, for its document. Of the case's edition only what lists say of it is read."""

from models.application import Application
from models.case import Case
from models.evaluation import Assignment, Evaluator, Round
from models.submission import Submission
from services.documents.sheet_context import NOWHERE


def case_of(sheet: Application) -> dict[str, str]:
    rows = Assignment.select(Assignment, Round, Evaluator, Case, Application, *Submission.unsealed()).join(Round)
    rows = rows.switch(Assignment).join(Evaluator).switch(Assignment).join(Case, on=Assignment.case)
    rows = rows.join(Application, on=Case.application).switch(Case).join(Submission, on=Case.submission)
    row = rows.where(Assignment.application == sheet).first()
    if row is None:
        return dict(NOWHERE)
    case, listing, call = row.case, row.case.submission.listing or {}, sheet.announcement
    slot = call.tracks.get(case.track, ""), call.service_types.get(case.service_type, "")
    return {
        "receipt": case.application.receipt or "",
        "project": listing.get("title", ""),
        "adopters": listing.get("adopters", ""),
        "suppliers": listing.get("suppliers", ""),
        "slot": " · ".join(filter(None, slot)),
        "region": case.region,
        "round": row.round.name,
        "evaluator": row.evaluator.name or "",
        "institution": row.evaluator.institution or "",
    }
