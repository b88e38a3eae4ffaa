"""What applicants are told of a 현장평가: the letter with the printed score and the opinions, and the mail it goes with. Who
evaluated is in neither."""

import hashlib

from models.case import Case, CaseDocument, CaseMove
from models.submission import Submission
from programme import course, reception
from programme.course import STATES
from programme.evaluation import printed_score
from programme.korean import by_marker
from services.documents import case_letter
from services.evaluation import letters, moves, rounds
from services.submissions import lifecycle

SLUG = "site_result"
FOLLOWS = {
    course.RECOMMENDED: "서면평가 대상과제로 추천합니다. 다음 일정은 따로 알려 드립니다.",
    course.VISIT_FAILED: "평가점수가 추천 기준에 미치지 못하여 서면평가 대상과제로 추천하지 않습니다.",
}


def facts(case: Case, row: CaseMove) -> dict[str, str]:
    """What letter and mail say alike."""
    passing = rounds.rules(case.application.call).passing
    return {
        "result": STATES[row.after],
        "score": printed_score(row.detail["score"]),
        "passing": printed_score(passing.value),
        "follows": FOLLOWS[row.after],
    }


def letter(case: Case, row: CaseMove) -> None:
    """Make and keep the letter, marked as a draft where nobody may decide."""
    call, listing = case.application.announcement, letters.listing(case)
    agency, phones = letters.agency_of(case)
    opinions = (row.said or {}).get("opinions", [])
    told = facts(case, row) | {
        "receipt": case.application.receipt or "",
        "edition": f"제{Submission.get_by_id(case.submission_id).edition}차",
        "project": listing.get("title") or "과제명 없음",
        "company": listing.get("adopters", ""),
        "agency": agency,
        "phones": phones,
        "sender": reception.current(call).received_by,
        "counted": str(row.detail["counted"]),
        "clauses": [],
        "reason": by_marker([]),
        "opinions": [
            {"no": str(place), "text": by_marker(each.splitlines())} for place, each in enumerate(opinions, 1)
        ],
    }
    made = case_letter.context(told, call, row.at, row.number, not reception.current(call).official)
    name, content = case_letter.render(SLUG, made, call)
    digest = hashlib.sha256(content).hexdigest()
    CaseDocument.create(case=case, move=row, slug=SLUG, name=name, sha256=digest, size=len(content), content=content)


def mail(case: Case, row: CaseMove) -> None:
    """To everyone who takes part, once, with the letter; to nobody where nobody may decide."""
    if not letters.is_told(row.name):
        return
    kept = CaseDocument.get(CaseDocument.move == row, CaseDocument.slug == SLUG)
    told = facts(case, row)
    told.pop("passing")
    attached = [(kept.name, letters.DOCX, bytes(kept.content))]
    letters.enqueue(SLUG, case, row, lifecycle.members(case.application), attached, **told)


moves.DOCUMENTS[SLUG] = letter
moves.MAILS[SLUG] = mail
