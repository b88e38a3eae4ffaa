"""Mails to pool entries that a call made 현행화 필요: once each, to everyone of the company."""

import logging
from datetime import datetime

import config
from models.application import Call
from models.base import writing
from models.company import OUTDATED, Membership, Supplier
from models.mail import Outbox
from models.person import Person
from programme.application_types import POOL
from programme.korean import date_time
from services.drafts import applications
from services.mail import outbox
from services.scheduled.deadline_reminders import MORNING

BATCH = 100  # entries a transaction

log = logging.getLogger(__name__)


def enqueue_due(at: datetime) -> int:
    """Queue what is owed to entries outdated by the call that is open; once each, however often it is called. How many
    mails are new."""
    opened = applications.open_calls(at, POOL)
    if not opened or at.astimezone(config.KST).hour < MORNING:
        return 0
    call = opened[0]  # the one registrations belong to: services/submissions/registrations.py: outdate
    told = told_already(call)
    owed = Supplier.select(Supplier.id, Supplier.name, Supplier.company).where(Supplier.state == OUTDATED)
    rows = [row for row in owed.order_by(Supplier.id) if row.id not in told]
    return sum(enqueue_for(call, rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))


def told_already(call: Call) -> set[int]:
    """The entries mailed about this call, or brought in, and told so, since it opened."""
    renewal = Outbox.key.startswith(f"renewal:{call.id}:")
    imported = Outbox.key.startswith("imported:") & (Outbox.created_at >= call.opens_at)
    keys = [row.key.split(":") for row in Outbox.select(Outbox.key).where(renewal | imported)]
    return {int(parts[2] if parts[0] == "renewal" else parts[1]) for parts in keys}


def enqueue_for(call: Call, suppliers: list[Supplier]) -> int:
    people: dict[int, list[Person]] = {}
    theirs = Membership.company.in_([row.company_id for row in suppliers])
    for member in Membership.select(Membership, Person).join(Person).where(theirs).order_by(Membership.id):
        people.setdefault(member.company_id, []).append(member.person)
    mailed = 0
    with writing():
        for row in suppliers:
            for person in people.get(row.company_id, []):
                mail = outbox.enqueue(
                    "renewal",
                    to=person.email,
                    key=f"renewal:{call.id}:{row.id}:{person.id}",
                    call=call.announcement,
                    company=row.name,
                    closes=date_time(call.closes_at),
                    link=f"{config.current().public_url}/sign-in?next=/registrations/",
                )
                mailed += mail is not None
    return mailed
