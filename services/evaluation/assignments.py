"""Assignments as they end, and what evaluators and officers are mailed about them. In the caller's transaction, all of
it."""

from collections.abc import Iterable

from peewee import JOIN

import config
from models.application import Application, Call
from models.base import now
from models.case import Case
from models.evaluation import (
    ACTIVE,
    CLEAR,
    CONFLICTED,
    DECLINED,
    HANDED_IN,
    OFFERED,
    PROPOSED,
    REPLACED,
    VOID,
    Assignment,
    Evaluator,
    Round,
)
from models.person import Person
from models.staff import Staff
from models.submission import Event
from programme.course import ENDED
from programme.korean import date_time
from services.access import staff
from services.mail import outbox

MAIL = "evaluation"
STATES = {
    PROPOSED: "제안됨",
    OFFERED: "이해관계 확인 전",
    CLEAR: "평가 중",
    HANDED_IN: "제출함",
    DECLINED: "받지 않음",
    CONFLICTED: "이해관계로 빠짐",
    REPLACED: "배정 거둠",
    VOID: "무효(이해관계)",
}


LET_GO = "ended assignment"  # an Event, by whoever ended it


def end(row: Assignment, state: str, reason: str, person: Person | None = None) -> bool:
    """End an assignment that stands: its sheet closes at once and stays as it is; whether it stood. Officers are told,
    but for what one of them did."""
    still = (Assignment.id == row.id) & Assignment.state.in_(ACTIVE)
    if not Assignment.update(state=state, reason=reason, moved_at=now()).where(still).execute():
        return False
    if row.application_id:
        Application.update(own_closes_at=now()).where(Application.id == row.application_id).execute()
    detail = {"assignment": row.id, "state": state}
    Event.create(person=person, action=LET_GO, detail=detail)
    if row.state != PROPOSED:
        tell_officers(row, state)
    return True


def take_back(row: Assignment, reason: str, person: Person | None) -> bool:
    """Take an assignment back; whether its evaluator knew of it. One merely proposed goes without a trace: he was told
    nothing, and may be given the case another time."""
    if row.state == PROPOSED:
        row.delete_instance()
        return False
    return end(row, REPLACED, reason, person)


def leave(case: Case, reason: str, person: Person | None) -> None:
    """Take a case back from everyone who has it in an open round it is no longer evaluated in: it was withdrawn, or
    another agency looks after it. Sheets handed in are not counted either; who was merely proposed is told nothing."""
    rows = Assignment.select(Assignment, Round, Call, Evaluator, Person).join(Round).join(Call).switch(Assignment)
    rows = rows.join(Evaluator).join(Person, JOIN.LEFT_OUTER).where(Assignment.case == case)
    for row in rows.where(Assignment.state.in_(ACTIVE), Round.closed_at.is_null()):
        row.case = case
        if case.state not in ENDED and row.round.agency in (None, case.agency):
            continue
        if take_back(row, reason, person):
            tell_taken_back(row, reason)


def makers(of: Round) -> list[Staff]:
    """Who is told about a round: who made it, or where nobody did or left since, the lead agency."""
    return list(staff.posts().where(Staff.person == of.made_by_id)) or staff.officers()


def tell_short(rows: Iterable[Assignment], why: str, person: Person) -> None:
    """Who made a round is told, once, that somebody is missing in it by these, which were taken back by another
    officer."""
    by_round: dict[Round, list[Assignment]] = {}
    for row in rows:
        by_round.setdefault(row.round, []).append(row)
    for of, mine in by_round.items():
        for post in makers(of):
            if post.person != person:
                lines = [why, f"배정 {len(mine)}건이 끝났습니다. 다른 평가위원을 배정해 주세요."]
                key = f"evaluation-short:{mine[0].id}:{post.person_id}"
                tell(post.person, key, of, "평가위원이 모자랍니다", lines, f"/staff/rounds/{of.token}/")


def tell_officers(row: Assignment, state: str) -> None:
    """Who made the round is told that a case wants somebody else; of a closed one, that its score stays."""
    if state == REPLACED:
        return
    receipt = row.case.application.receipt
    todo = "마감에 필요한 평가표가 모자라게 되었으면 다른 평가위원을 배정해 주세요."
    if row.round.closed_at:
        todo = "이미 알린 점수는 그대로입니다. 다시 평가하려면 과제 화면에서 현장평가를 다시 하게 해 주세요."
    for post in makers(row.round):
        tell(
            post.person,
            f"evaluation:{row.id}:{state}:{post.person_id}",
            row.round,
            f"배정이 끝났습니다: {STATES[state]}",
            [f"과제 {receipt}의 배정 하나가 ‘{STATES[state]}’ 상태로 끝났습니다.", todo],
            f"/staff/rounds/{row.round.token}/",
        )


def tell(person: Person, key: str, of: Round, title: str, lines: list[str], path: str) -> None:
    outbox.enqueue(
        MAIL,
        person.email,
        key,
        call=of.call.announcement,
        title=title,
        round=of.name,
        lines=lines,
        link=config.current().public_url + path,
    )


def tell_offered(of: Round, rows: Iterable[Assignment]) -> None:
    """One mail to each evaluator about what was newly assigned to him in a round."""
    by_evaluator: dict[Evaluator, list[Assignment]] = {}
    for row in rows:
        by_evaluator.setdefault(row.evaluator, []).append(row)
    for evaluator, mine in by_evaluator.items():
        tell(
            evaluator.holder,
            f"evaluation-offered:{of.id}:{evaluator.id}:{max(row.id for row in mine)}",
            of,
            f"평가할 과제 {len(mine)}건이 배정되었습니다",
            [
                f"평가 기간은 {date_time(of.opens_at)}부터 {date_time(of.closes_at)} 전까지입니다(한국 시각).",
                "과제마다 신청 기업의 이름을 보고 이해관계가 있는지 먼저 답해 주세요. 답하기 전에는 내용이 열리지 않습니다.",
            ],
            "/evaluation/",
        )


def tell_taken_back(row: Assignment, reason: str) -> None:
    tell(
        row.evaluator.holder,
        f"evaluation:{row.id}:{REPLACED}:{row.evaluator_id}",
        row.round,
        "배정을 거두었습니다",
        [
            f"과제 {row.case.application.receipt}의 배정을 거두었습니다. 쓰던 평가표는 열리지 않고 점수에 들어가지 않습니다.",
            reason,
        ],
        "/evaluation/",
    )


def tell_extended(of: Round, reason: str) -> None:
    """Everyone who has a case in it, once a new end: also who handed in, for he may be asked to do so anew."""
    theirs = Assignment.select(Assignment.evaluator).where(
        Assignment.round == of, Assignment.state.in_((OFFERED, CLEAR, HANDED_IN))
    )
    for evaluator in Evaluator.select(Evaluator, Person).join(Person).where(Evaluator.id.in_(theirs)):
        tell(
            evaluator.holder,
            f"evaluation-extended:{of.id}:{of.closes_at.timestamp():.0f}:{evaluator.id}",
            of,
            "평가 기간을 늘렸습니다",
            [
                f"평가표를 {date_time(of.closes_at)} 전까지 받습니다(한국 시각). 낸 평가표도 그때까지 고쳐 다시 낼 수 있습니다.",
                reason,
            ],
            "/evaluation/",
        )
