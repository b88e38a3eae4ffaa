"""Filing: what was submitted here and, on a site that is nobody's reception, must be submitted where it counts as well.

Only the lead knows whether that was done, and says so; what it said can be taken back.
"""

from collections.abc import Iterable
from datetime import datetime

from models.application import Application
from models.base import now, writing
from models.person import Person
from models.submission import Event, Filing, Submission
from programme import reception
from services.access.permissions import NotNow

UNSENT = "이 사이트에 제출한 것이 없어 표시할 수 없습니다. 먼저 제출해 주세요."
REPLACED = "그 사이에 제{edition}차로 다시 제출되어 표시하지 않았습니다. 제{edition}차도 접수 시스템에 냈는지 확인한 뒤 다시 표시해 주세요."


def is_needed(application: Application, standing: Submission | None) -> bool:
    """Whether it must be submitted elsewhere too. What came after closing – completion, a registration mended – is
    taken here only. standing: what was submitted and counts."""
    if not reception.current(application.announcement).elsewhere(application.type):
        return False
    return standing is None or standing.arrived_at < application.closes_at


def filed(standing: Iterable[Submission]) -> set[int]:
    """The ids of the applications of which the edition that stands was said to be filed."""
    editions = [*standing]
    unsaid = {row.id for row in unfiled(editions)} if editions else set()
    return {row.application_id for row in editions if row.id not in unsaid}


def note(application: Application, edition: int, number: str, filed_at: datetime, person: Person) -> None:
    """Write down that the standing edition was filed; said again, the newer word holds. edition: the one that stood on
    the page. Raises NotNow."""
    with writing():
        standing = Submission.standing_for(application)
        if standing is None:
            raise NotNow(UNSENT)
        if standing.edition != edition:
            raise NotNow(REPLACED.format(edition=standing.edition))
        end(application)
        Filing.create(submission=standing, number=number, filed_at=filed_at, noted_by=person)
        record_event(application, person, "filed", edition=standing.edition, number=number)


def undo(application: Application, person: Person) -> None:
    """It was not filed after all."""
    with writing():
        if end(application):
            record_event(application, person, "unfiled")


def end(application: Application) -> int:
    theirs = Submission.select(Submission.id).where(Submission.application == application)
    live = Filing.submission.in_(theirs), Filing.undone_at.is_null()
    return Filing.update(undone_at=now()).where(*live).execute()


def record_event(application: Application, person: Person, action: str, **detail: object) -> None:
    Event.create(application=application, person=person, action=action, detail=detail)


def unfiled(submissions: list[Submission]) -> list[Submission]:
    """Those of these editions nobody said were filed."""
    filed = Filing.select(Filing.submission).where(Filing.undone_at.is_null(), Filing.submission.in_(submissions))
    done = {row.submission_id for row in filed}
    return [submission for submission in submissions if submission.id not in done]
