"""The case of a request for consulting (공고 붙임1, 진행절차: 신청서 확인 및 전문가 매칭 → 현장방문 → 진단결과): how it may move, what the
applicant's own acts do to it, and what the applicant sees of it. What officers do: services/backoffice/consulting.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

from models.application import Application, Call
from models.base import now, writing
from models.consulting import (
    AGREED,
    ASSIGNED,
    CANCELLED,
    CASE_STATES,
    CONFIRMED,
    RECEIVED,
    SENT,
    VISITED,
    ConsultingCase,
    ConsultingNote,
    ConsultingResult,
)
from models.person import Person
from models.staff import Agency
from models.submission import Event, Submission
from programme.application_types import CONSULTING
from programme.korean import date_time, official_date
from programme.regions import region_of
from services.access.permissions import NotNow
from services.drafts import people
from services.submissions import snapshots

MOVED = "consulting moved"  # as events call it
RETENTION = timedelta(days=365)  # 컨설팅을 마친 날부터 1년: the consent (programme/calls/…/consents/consulting.py)


@dataclass(frozen=True)
class Move:
    """whence: the states it may be made in; button: what an officer presses, "" where no officer does."""

    whence: frozenset[str]
    button: str = ""


MOVES = {  # by the state each leads to
    RECEIVED: Move(frozenset({CANCELLED})),  # by submitting again
    CONFIRMED: Move(frozenset({RECEIVED}), "신청 확인하기"),
    # Another expert agrees on a day anew, where one is left.
    ASSIGNED: Move(frozenset({CONFIRMED, ASSIGNED, AGREED}), "전문가 배정하기"),
    AGREED: Move(frozenset({ASSIGNED, AGREED}), "방문일 정하기"),
    VISITED: Move(frozenset({AGREED}), "방문 마침"),
    SENT: Move(frozenset({VISITED, SENT}), "결과서 보내기"),  # sent again when it was corrected
    CANCELLED: Move(frozenset({RECEIVED, CONFIRMED, ASSIGNED, AGREED}), "컨설팅 취소하기"),
}
OFFICE = frozenset(MOVES) - {RECEIVED, SENT}  # those an officer makes by a button of the case's page


def open_moves(case: ConsultingCase) -> list[str]:
    """The states an officer may lead this case to now, in the order of the procedure."""
    return [to for to in CASE_STATES if to in OFFICE and case.state in MOVES[to].whence]


# The applicant's side


def on_submission(submission: Submission, agency: str) -> None:
    """A request came, for the first time or again, in the submission's transaction. agency: which it is sent to now.
    Begins anew after it was cancelled, and with another agency. Raises NotNow."""
    application = submission.application
    facts = facts_of(submission)
    case = ConsultingCase.of(application)
    if case is None:
        ConsultingCase.create(application=application, **facts)
        return
    elsewhere = application.agency not in (None, agency)
    if elsewhere and case.state in (VISITED, SENT):
        raise NotNow("방문까지 마친 컨설팅입니다. 수행기관을 바꾸어 다시 신청할 수 없으니 수행기관에 전화해 주세요.")
    if elsewhere or case.state == CANCELLED:
        set_state(case, RECEIVED, None, **EMPTIED)
    ConsultingCase.update(facts).where(ConsultingCase.id == case.id).execute()


def on_withdrawal(application: Application) -> None:
    """The applicant took the request back, in that transaction. Raises NotNow."""
    case = ConsultingCase.of(application)
    if case is None or case.state == CANCELLED:
        return
    if case.state not in MOVES[CANCELLED].whence:
        raise NotNow("방문까지 마친 컨설팅이라 신청을 철회할 수 없습니다. 궁금한 것은 수행기관에 전화해 주세요.")
    set_state(case, CANCELLED, None, **EMPTIED | {"reason": "신청 기업이 신청을 철회했습니다."})


EMPTIED = {"expert": None, "affiliation": None, "visit_on": None, "reason": None}


def facts_of(submission: Submission) -> dict[str, Any]:
    """What lists say of a request: {wished_on, region, topics}."""
    snapshot = submission.snapshot
    journey = snapshots.journey(submission.application.type, snapshot)
    address = snapshots.first(snapshot["parties"][0]["steps"], "company", "address")
    return {
        "wished_on": journey.data("visit")["first"],
        "region": region_of(address),
        "topics": " ".join(journey.data("wish")["topics"]),
    }


def fill() -> int:
    """Give requests of before cases were kept theirs; how many. Those of a call whose package is gone or takes none
    wait."""
    waiting = (
        Submission.select(Submission.id)
        .join(Application)
        .where(
            Submission.standing,
            Application.purpose == CONSULTING,
            Application.agency.is_null(False),
            Call.taking(Application),
            Application.id.not_in(ConsultingCase.select(ConsultingCase.application)),
        )
    )
    numbers = [row.id for row in waiting]
    for number in numbers:
        with writing():
            row = Submission.get_by_id(number)
            ConsultingCase.create(application=row.application, moved_at=row.arrived_at, **facts_of(row))
    return len(numbers)


# Moving


def set_state(case: ConsultingCase, to: str, person: Person | None, **given: Any) -> None:
    """By compare-and-set, in the caller's transaction; the case is as it is from then on. Raises NotNow."""
    as_seen = (ConsultingCase.id == case.id) & (ConsultingCase.version == case.version)
    changes = {"state": to, "version": case.version + 1, "moved_by": person, "moved_at": now(), **given}
    if not ConsultingCase.update(changes).where(as_seen).execute():
        again = ConsultingCase.get_by_id(case.id)
        overtaken(again, again.moved_by, again.moved_at)
    detail = {"from": case.state, "to": to}
    Event.create(application=case.application_id, person=person, action=MOVED, detail=detail)
    for name, value in changes.items():
        setattr(case, name, value)


def overtaken(case: ConsultingCase, who: Person | None, at: datetime | None) -> NoReturn:
    """Raises NotNow: somebody changed it meanwhile."""
    name = people.colleague(who) if who else "신청 기업"
    when = f"{date_time(at)}에 " if at else ""
    raise NotNow(
        f"그 사이에 {name} 쪽에서 {when}이 컨설팅을 바꾸었습니다(지금 상태: {CASE_STATES[case.state]}). 보내신 것은 처리하지 "
        "않았으니 화면을 다시 열어 확인한 뒤 이어서 해 주세요."
    )


def refuse(case: ConsultingCase) -> NoReturn:
    """Raises NotNow: its result is not written in this state."""
    raise NotNow(
        f"지금은 결과서를 쓸 수 없습니다(지금 상태: {CASE_STATES[case.state]}). 보내신 것은 처리하지 않았으니 컨설팅 화면을 다시 열어 "
        "확인해 주세요."
    )


# What the applicant sees


def said(case: ConsultingCase) -> tuple[str, list[str]]:
    """What a state means for the applicant: a title, and what follows."""
    expert = f"전문가: {case.expert} ({case.affiliation})" if case.expert else ""
    day = f"방문일: {official_date(case.visit_on)}" if case.visit_on else ""
    told: Mapping[str, tuple[str, list[str]]] = {
        RECEIVED: ("수행기관에 신청서를 보냈습니다", ["수행기관이 신청을 확인하면 알려 드립니다."]),
        CONFIRMED: ("수행기관이 신청을 확인했습니다", ["전문가를 정하면 다시 알려 드립니다."]),
        ASSIGNED: ("컨설팅할 전문가를 정했습니다", [expert, "방문일은 수행기관이 의논해 정합니다."]),
        AGREED: ("방문일을 정했습니다", [day, expert, "그날 어려우면 수행기관에 알려 주세요."]),
        VISITED: ("방문을 마쳤습니다", ["진단 결과서를 다 쓰면 메일로 보내 드립니다."]),
        SENT: ("진단 결과서를 보냈습니다", ["사업계획서를 쓸 때 참고해 주세요."]),
        CANCELLED: ("컨설팅이 취소되었습니다", [f"까닭: {case.reason}"] if case.reason else []),
    }
    title, lines = told[case.state]
    return title, [line for line in lines if line]


UNSENT = "수행기관에 아직 신청서를 보내지 못했습니다"
SEND_IT = "수행기관의 메일 주소가 아직 이 사이트에 없습니다. 접수 내용에 적힌 번호로 전화해 신청서를 보내 주세요."


@dataclass(frozen=True)
class Progress:
    """How a request stands, as its applicant sees it. results: what was sent, the newest first; unsent: the agency does
    not have it, and cannot be mailed."""

    state: str
    title: str
    lines: list[str]
    results: list[ConsultingResult]
    unsent: bool = False


def is_mailed(agency: str) -> bool:
    """Whether an address of this agency is known."""
    return Agency.get_or_none(Agency.slug == agency) is not None


def progress(application: Application) -> Progress | None:
    """None for what never was submitted, or is no request."""
    case = ConsultingCase.of(application) if application.type.mailed else None
    if case is None:
        return None
    if case.state == RECEIVED and application.agency and not is_mailed(application.agency):
        return Progress(case.state, UNSENT, [SEND_IT], results(case), unsent=True)
    return Progress(case.state, *said(case), results(case))


def result_of(application: Application, edition: int) -> ConsultingResult | None:
    """One edition of the result, as it was sent."""
    rows = ConsultingResult.select().join(ConsultingCase).where(ConsultingCase.application == application)
    return rows.where(ConsultingResult.edition == edition).first()


def results(case: ConsultingCase) -> list[ConsultingResult]:
    """What was sent, the newest first, without the contents."""
    known = ConsultingResult.id, ConsultingResult.edition, ConsultingResult.name, ConsultingResult.size
    rows = ConsultingResult.select(*known, ConsultingResult.sent_at).where(ConsultingResult.case == case)
    return list(rows.order_by(ConsultingResult.edition.desc()))


def sweep(at: datetime) -> int:
    """Of consulting that ended a year ago keep only that it was: no expert, sheet, result or note; how many."""
    ended = (ConsultingCase.moved_at < at - RETENTION) & ConsultingCase.state.in_((SENT, CANCELLED))
    told = (
        ConsultingCase.expert.is_null(False)
        | ConsultingCase.sheet.is_null(False)
        | ConsultingCase.reason.is_null(False)
    )
    cases = ConsultingCase.select(ConsultingCase.id).where(ended)
    with writing():
        notes = ConsultingNote.delete().where(ConsultingNote.case.in_(cases)).execute()
        results = ConsultingResult.delete().where(ConsultingResult.case.in_(cases)).execute()
        emptied = ConsultingCase.update(expert=None, affiliation=None, reason=None, sheet=None).where(ended, told)
        return notes + results + emptied.execute()
