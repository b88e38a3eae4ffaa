"""Mails about rounds of evaluation: to evaluators who have not handed in, three days and a day before the end and on
the day after it; to who made a round that is over and not closed. Once each, however often they are asked for; an
extended round reminds anew."""

from collections import Counter
from datetime import datetime

import config
from models.application import Call
from models.evaluation import CLEAR, OFFERED, Assignment, Evaluator, Round
from models.mail import Outbox
from models.person import Person
from programme.korean import date_time, day_of
from services.evaluation import assignments

DAYS = (3, 1)  # days before the end
OVERDUE = -1  # the day after it
MORNING = 9  # nobody is woken


def enqueue_due(at: datetime) -> int:
    """Queue what is due at this instant; how many are new."""
    here, before = at.astimezone(config.KST), Outbox.select().count()
    if here.hour < MORNING:
        return 0
    for row in Round.select(Round, Call).join(Call).where(Round.closed_at.is_null()):
        left = (day_of(row.closes_at) - here.date()).days
        if at >= row.closes_at:
            tell_over(row)
            if left == OVERDUE:
                tell_overdue(row)
        elif left in DAYS and at >= row.opens_at:
            remind(row, left)
    return Outbox.select().count() - before


def mark(of: Round) -> str:
    """What tells this end of the round from a later one."""
    return f"{of.id}:{int(of.closes_at.timestamp())}"


def remind(of: Round, left: int) -> None:
    until = f"평가표는 {date_time(of.closes_at)} 전까지 받습니다(한국 시각)."
    tell_waiting(of, left, f"평가 기간이 {left}일 남았습니다", until)


def tell_overdue(of: Round) -> None:
    ended = f"평가표는 {date_time(of.closes_at)} 전까지 받았습니다(한국 시각)."
    more = "회차는 아직 마감하지 않았습니다. 평가 기간을 늘리면 메일로 알려 드리며, 쓴 내용은 그대로 있습니다."
    tell_waiting(of, OVERDUE, "내지 않은 평가표가 있는데 평가 기간이 끝났습니다", ended, more)


def tell_waiting(of: Round, left: int, title: str, *lines: str) -> None:
    """One mail to each evaluator who has not handed in."""
    rows = Assignment.select(Assignment, Evaluator, Person).join(Evaluator).join(Person)
    waiting = Counter(
        row.evaluator for row in rows.where(Assignment.round == of, Assignment.state.in_((OFFERED, CLEAR)))
    )
    for evaluator, many in waiting.items():
        key = f"evaluation-due:{mark(of)}:{left}:{evaluator.id}"
        said = [f"내지 않은 평가표가 {many}건 있습니다.", *lines]
        assignments.tell(evaluator.holder, key, of, title, said, "/evaluation/")


def tell_over(of: Round) -> None:
    for post in assignments.makers(of):
        assignments.tell(
            post.person,
            f"evaluation-over:{mark(of)}:{post.person_id}",
            of,
            "평가 기간이 끝났습니다",
            ["평가표가 모였으면 마감을 제안하고, 모자라면 기간을 늘리거나 다른 평가위원을 배정해 주세요."],
            f"/staff/rounds/{of.token}/",
        )
