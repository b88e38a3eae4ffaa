"""The mail of the day to officers who asked for it: what waits, in numbers. One a day, from nine in the morning in
Korea; none when nothing waits, and none to whose post has ended."""

from datetime import datetime

import config
from models.base import writing
from models.mail import Outbox
from models.person import Person
from models.staff import Staff
from programme.korean import official_date
from services.backoffice import today
from services.drafts.applications import current_call, every_call
from services.mail import outbox
from services.scheduled.deadline_reminders import MORNING


def enqueue_due(at: datetime) -> int:
    """Queue the mails of the day; once each, however often it is called. How many are new."""
    here = at.astimezone(config.KST)
    if here.hour < MORNING:
        return 0
    waiting: dict[str | None, list[str]] = {}  # by agency
    owed = 0
    for post in wanting():
        key = f"digest:{here:%Y%m%d}:{post.id}"
        if Outbox.select().where(Outbox.key == key).exists():
            continue
        if post.agency not in waiting:
            waiting[post.agency] = lines_for(post, at)
        owed += enqueue(post, key, at, waiting[post.agency])
    return owed


def wanting():
    """The posts held now whose holders want the mail."""
    rows = Staff.select(Staff, Person).join(Person).where(Staff.digest, Staff.ended_at.is_null())
    return rows.order_by(Staff.id)


def lines_for(post: Staff, at: datetime) -> list[str]:
    """What waits for a post."""
    known = every_call()
    waits = today.of(post, current_call(of=known), known, at)
    return [f"{line.what} {line.count}건" for line in waits.lines() if line.count]


def enqueue(post: Staff, key: str, at: datetime, lines: list[str]) -> int:
    if not lines:
        return 0
    with writing():
        if not wanting().where(Staff.id == post.id).exists():  # ended, or not wanted any more, meanwhile
            return 0
        mail = outbox.enqueue(
            "digest",
            to=post.person.email,
            key=key,
            day=official_date(at.astimezone(config.KST)),
            lines=lines,
            link=f"{config.current().public_url}/staff/",
        )
        return int(mail is not None)
