"""Cases in the hands of tests: a closed call with one opened, looked after by AGENCY's agency, in any state."""

from datetime import timedelta
from typing import Any

from models.application import Application, Call
from models.base import now, writing
from models.case import Case, CaseMove
from programme import course
from services.backoffice import agencies
from services.evaluation import moves, opening, requirements
from services.evaluation.requirements import Answer
from tests.applying import LEAD, application_of, person
from tests.reviewing import LEAD_AGENCY

OFFICER = "women"  # whose AGENCY is: tests/reviewing.py: posts


def close_call() -> None:
    over = now() - timedelta(seconds=1)
    Call.update(closes_at=over, consulting_closes_at=over).execute()


def opened(email: str = LEAD) -> Case:
    """The case of what this person submitted, given to AGENCY's agency."""
    application = application_of(email)
    agencies.assign(application, OFFICER, person(LEAD_AGENCY))
    close_call()
    opening.open_cases(application.call, person(LEAD_AGENCY), now())
    return Case.get(Case.application == application)


def fresh(case: Case) -> Case:
    return Case.get_by_id(case.id)


def make(case: Case, name: str, email: str, **more: Any) -> CaseMove:
    return moves.make(case, name, person(email), fresh(case).moves, **more)


def put(case: Case, state: str) -> Case:
    """Put it where a test wants it, history left aside. HELD: in CHECKING, held."""
    held = "쉽니다." if state == course.HELD else None
    where = course.CHECKING if state == course.HELD else state
    with writing():
        Case.update(state=where, held=held).where(Case.id == case.id).execute()
        Application.update(asked=None, asked_until=None).where(Application.id == case.application_id).execute()
    return fresh(case)


def check_all(case: Case, email: str, **otherwise: Answer) -> None:
    """Answer every line of the requirement check with what fits, but for those of these ids."""
    found = requirements.lines(fresh(case))
    given = {line.key: otherwise.get(line.requirement.id, Answer("fits")) for line in found}
    requirements.record(fresh(case), person(email), requirements.mark(found), given)
