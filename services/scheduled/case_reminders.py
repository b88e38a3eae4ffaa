"""Reminders of the day until which completion is asked for after closing: three days and one day before, and once on
the day after it."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import config
from models.case import Case, CaseMove
from models.mail import Outbox
from programme import course
from programme.korean import official_date
from services.evaluation import letters
from services.mail import outbox
from services.scheduled.deadline_reminders import MORNING, tried
from services.submissions import lifecycle

DAYS = (3, 1, -1)  # left
OVER = "보완 기한이 지났습니다"
FOLLOWS = [
    "더 고치거나 제출할 수 없습니다. 수행기관이 제출되어 있는 내용으로 요건을 확인합니다.",
    "보완하지 못한 까닭이 있으면 수행기관에 전화해 주세요.",
]


def enqueue_due(at: datetime) -> int:
    """Queue the reminders due at this instant; once each, however often it is called. How many are new."""
    here = at.astimezone(config.KST)
    if here.hour < MORNING:
        return 0
    days = {here.date() + timedelta(days=left) for left in DAYS}
    waiting = Case.select().where(Case.state == course.COMPLETION, Case.held.is_null(), Case.due_on.in_(list(days)))
    return sum(tried(partial(remind, case, here.date())) for case in waiting.order_by(Case.id))


def remind(case: Case, today: date) -> int:
    """What was asked for, once more, to everybody of the consortium; or that its day is over."""
    asked = CaseMove.select().where(CaseMove.case == case, CaseMove.name == course.ASK_COMPLETION)
    row = asked.order_by(CaseMove.number.desc()).get()
    key = f"case-due:{row.id}:{(case.due_on - today).days}:"
    if Outbox.select().where(Outbox.key.startswith(key)).exists():
        return 0
    kind, facts = said_of(row, case.due_on, today)
    people = lifecycle.members(case.application)
    for person in people:
        outbox.enqueue(
            kind,
            person.email,
            f"{key}{person.id}",
            case.application.token,
            call=case.application.announcement,
            **letters.about(case),
            **facts,
        )
    return len(people)


def said_of(row: CaseMove, due: date, today: date) -> tuple[str, dict[str, Any]]:
    """(kind of mail, what it says besides the case): what is asked for, and once the day is over, what follows."""
    items = row.said["items"] if row.said else []
    if due < today:
        asked = f"{official_date(due)}까지 요청한 것: {', '.join(item['title'] for item in items)}"
        return "case_moved", {"title": OVER, "lines": [asked, *FOLLOWS]}
    reasons = [{"title": item["title"], "text": item["words"]} for item in items]
    return "case_completion", {"reasons": reasons, "due": official_date(due)}
