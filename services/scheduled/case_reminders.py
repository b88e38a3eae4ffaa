"""Reminders three days and one day before the day until which completion is asked for after closing."""

from datetime import date, datetime, timedelta
from functools import partial

import config
from models.case import Case, CaseMove
from models.mail import Outbox
from programme import course
from programme.korean import official_date
from services.evaluation import letters
from services.mail import outbox
from services.scheduled.deadline_reminders import MORNING, tried
from services.submissions import lifecycle

DAYS = (3, 1)


def enqueue_due(at: datetime) -> int:
    """Queue the reminders due at this instant; once each, however often it is called. How many are new."""
    here = at.astimezone(config.KST)
    if here.hour < MORNING:
        return 0
    days = {here.date() + timedelta(days=left) for left in DAYS}
    waiting = Case.select().where(Case.state == course.COMPLETION, Case.held.is_null(), Case.due_on.in_(list(days)))
    return sum(tried(partial(remind, case, here.date())) for case in waiting.order_by(Case.id))


def remind(case: Case, today: date) -> int:
    """What was asked for, once more, to everybody of the consortium."""
    asked = CaseMove.select().where(CaseMove.case == case, CaseMove.name == course.ASK_COMPLETION)
    row = asked.order_by(CaseMove.number.desc()).get()
    key = f"case-due:{row.id}:{(case.due_on - today).days}:"
    if Outbox.select().where(Outbox.key.startswith(key)).exists():
        return 0
    reasons = [{"title": item["title"], "text": item["words"]} for item in row.said["items"]]
    people = lifecycle.members(case.application)
    for person in people:
        outbox.enqueue(
            "case_completion",
            person.email,
            f"{key}{person.id}",
            case.application.token,
            call=case.application.announcement,
            **letters.about(case),
            reasons=reasons,
            due=official_date(case.due_on),
        )
    return len(people)
