"""What applicants are told of a 현장평가: the letter with the printed score and the opinions, and the mail it goes with.
Who evaluated is in neither."""

from docgen import DOCX
from models.case import Case, CaseDocument, CaseMove
from programme import course
from programme.course import STATES
from programme.evaluation import printed_score
from programme.korean import by_marker
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
    opinions = [by_marker(each.splitlines()) for each in (row.said or {}).get("opinions", [])]
    more = facts(case, row) | {
        "counted": str(row.detail["counted"]),
        "clauses": [],
        "reason": by_marker([]),
        "opinions": [{"no": str(place), "text": text} for place, text in enumerate(opinions, 1)],
    }
    letters.keep(case, row, SLUG, **more)


def mail(case: Case, row: CaseMove) -> None:
    """To everyone who takes part, once, with the letter; to nobody where nobody may decide."""
    if not letters.is_told(row.name):
        return
    kept = CaseDocument.get(CaseDocument.move == row, CaseDocument.slug == SLUG)
    told = facts(case, row)
    told.pop("passing")
    attached = [(kept.name, DOCX, bytes(kept.content))]
    letters.enqueue(SLUG, case, row, lifecycle.members(case.application), attached, **told)


moves.DOCUMENTS[SLUG] = letter
moves.MAILS[SLUG] = mail
