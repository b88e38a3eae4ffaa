"""After closing: every project that stands submitted becomes a case, once; and who looks after a case."""

from datetime import datetime
from typing import Any

from models.application import Application, Call
from models.base import now, writing
from models.case import Case, CaseMove
from models.person import Person
from models.submission import Submission
from programme import course
from programme.application_types import PROJECT
from services.access import staff
from services.access.permissions import NotNow
from services.evaluation import moves
from services.submissions import lifecycle


def waiting(call: Call) -> Any:
    """What stands submitted in a call and is no case yet, without what it sealed."""
    rows = Submission.select(*Submission.unsealed(), Application).join(Application)
    known = Case.select(Case.application)
    return rows.where(
        Submission.standing,
        Application.call == call,
        Application.purpose == PROJECT,
        Application.discarded_at.is_null(),
        Application.id.not_in(known),
    ).order_by(Submission.arrived_at, Submission.id)


def open_cases(call: Call, person: Person | None, at: datetime) -> int:
    """Make a case of every project that stands submitted; how many are new. person: an officer of the lead agency, None
    for the command line. Asked again, it makes none. Raises NotNow before the call is closed."""
    with writing():
        call = Call.get_by_id(call.id)
        post = staff.post_of(person)
        if person and (post is None or post.agency):
            raise NotNow(moves.NOT_YOURS)
        if at < call.closes_at:
            raise NotNow("접수가 아직 마감되지 않았습니다. 마감된 뒤에 과제를 열 수 있습니다.")
        rows = list(waiting(call))
        for row in rows:
            case = Case.create(application=row.application, submission=row, moves=1, since=now(), **facts(row))
            opened = course.BY_NAME[course.OPEN]
            moves.record(case, opened, 1, course.RECEIVED, person, detail=edition_of(row))
    return len(rows)


def follow(application: Application, submission: Submission | None) -> None:
    """What came in time may be processed when the case is open already: it is of the edition that stands now, and gone
    with it. Raises NotNow once somebody worked on it."""
    case = Case.of(application)
    if case is None:
        return
    if case.moves > 1:
        raise NotNow(
            "마감 직전에 보내신 것을 처리하기 전에 과제 처리가 시작되어 반영하지 못했습니다. 쓰신 내용은 그대로 있으니 맡은 기관에 "
            "전화해 주세요."
        )
    if submission is None:
        case.delete_instance(recursive=True)
    else:
        Case.update(submission=submission, **facts(submission)).where(Case.id == case.id).execute()
        CaseMove.update(detail=edition_of(submission)).where(CaseMove.case == case).execute()


lifecycle.FOLLOWERS.append(follow)


def edition_of(row: Submission) -> dict[str, Any]:
    return {"edition": row.edition, "receipt": row.receipt}


def facts(row: Submission) -> dict[str, Any]:
    """The plain columns of a case, as the edition it judges says."""
    listing = row.listing or {}
    money = listing.get("money") or {}
    return {
        "track": row.track,
        "service_type": row.service_type,
        "agency": row.application.agency,
        "region": listing.get("region", ""),
        "asked_grant": money.get("grant"),
        "total": money.get("total"),
    }


def reassign(case: Case, person: Person, seen: int, agency: str, reason: str) -> None:
    """Let another agency look after a case, and see its application from now on. Raises NotNow."""
    if agency == case.agency:
        raise NotNow("이미 그 수행기관이 맡고 있는 과제입니다. 새로 맡을 수행기관을 골라 주세요.")
    detail, said = {"from": case.agency, "to": agency}, {"reason": reason}
    with writing():
        moves.make(case, course.REASSIGN, person, seen, detail=detail, said=said, agency=agency)
        Application.update(agency=agency).where(Application.id == case.application_id).execute()


def any_in(call: Call) -> bool:
    """Whether cases of a call were opened, after which its window stays as it is."""
    return Case.select(Case.id).where(Case.in_call(call)).exists()
