"""An application found not to meet the requirements: by which clauses and why, and the letter about it (공고 3., 6. 요건검토).

An officer proposes it, another of the lead agency confirms (services/backoffice/acts.py); the letter is made and kept in
the move's transaction.
"""

import hashlib
from collections.abc import Sequence

from models.case import Case, CaseDocument, CaseMove
from models.person import Person
from models.submission import Submission
from programme import course, reception
from programme.announcement import Announcement
from programme.korean import by_marker
from services.documents import case_letter
from services.evaluation import letters, moves

SLUG = "ineligible"


def clauses(call: Announcement) -> dict[str, str]:
    """What it may rest on: the clauses the requirement check quotes, {id: quoted}."""
    return {each.ground.clause.id: each.ground.clause.quoted for each in call.requirements if each.ground.clause}


def short(call: Announcement) -> dict[str, str]:
    """The same as an officer ticks them, by the line of the check."""
    return {
        each.ground.clause.id: f"{each.number} {each.title}".strip() for each in call.requirements if each.ground.clause
    }


def find(
    case: Case, person: Person, confirmed_by: Person | None, seen: int, named: Sequence[str], reason: str
) -> CaseMove:
    """named: the clauses, by id; seen: the counter of moves when it was proposed. Raises NotNow."""
    quoted = clauses(case.application.announcement)
    said = {"clauses": [quoted[each] for each in named if each in quoted], "reason": reason}
    detail = {"clauses": list(named)}
    at = moves.counter_since(case, seen)
    return moves.make(case, course.FIND_INELIGIBLE, person, at, confirmed_by=confirmed_by, detail=detail, said=said)


def letter(case: Case, row: CaseMove) -> None:
    """Make and keep the letter, marked as a draft where nobody may decide."""
    call, listing = case.application.announcement, letters.listing(case)
    agency, phones = letters.agency_of(case)
    said = row.said or {}
    facts = {
        "receipt": case.application.receipt or "",
        "edition": f"제{Submission.get_by_id(case.submission_id).edition}차",
        "project": listing.get("title") or "과제명 없음",
        "company": listing.get("adopters", ""),
        "agency": agency,
        "phones": phones,
        "sender": reception.current(call).received_by,
        "clauses": said.get("clauses", []),
        "reason": by_marker(str(said.get("reason", "")).splitlines()),
    }
    made = case_letter.context(facts, call, row.at, row.number, not reception.current(call).official)
    name, content = case_letter.render(SLUG, made, call)
    digest = hashlib.sha256(content).hexdigest()
    CaseDocument.create(case=case, move=row, slug=SLUG, name=name, sha256=digest, size=len(content), content=content)


moves.DOCUMENTS[SLUG] = letter
