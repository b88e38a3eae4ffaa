"""Reminders three days and one day before the day until which a supplier is to complete its registration."""

from datetime import datetime
from functools import partial

import config
from models.application import Application, Call, Party
from models.company import RETURNED, Supplier
from models.mail import Outbox
from models.pool import Review
from programme.application_types import POOL
from programme.korean import official_date
from services.drafts import applications
from services.scheduled.deadline_reminders import MORNING, enqueue_for_members, tried
from services.submissions import completions

DAYS = (3, 1)


def enqueue_due(at: datetime) -> int:
    """Queue the reminders due at this instant; once each, however often it is called. How many are new."""
    here = at.astimezone(config.KST)
    if here.hour < MORNING:
        return 0
    returned = Supplier.select(Supplier.company).where(Supplier.state == RETURNED)
    theirs = Party.select(Party.application).where(Party.company.in_(returned))
    known = Call.taking(Application), Application.purpose == POOL, Application.id.in_(theirs)
    owed = 0
    for application in Application.select(Application, Call).join(Call).where(*known).order_by(Application.id):
        review = completions.returned(application)
        left = (review.due - here.date()).days if review and review.due else 0
        if review and left in DAYS:
            owed += tried(partial(remind, application, review, left))
    return owed


def remind(application: Application, review: Review, left: int) -> int:
    key = f"completion_due:{review.id}:{left}:"
    if Outbox.select().where(Outbox.key.startswith(key)).exists():
        return 0
    view = applications.load_view(application)
    asked = completions.progress(view)
    return enqueue_for_members(
        "completion_due",
        application,
        key,
        company=view.journey.parties[0].name,
        number=application.number,
        link=f"{config.current().public_url}/applications/{application.token}/completion/",
        days=str(left),
        due=official_date(review.due),
        open=[item.title for item in completions.still_open(asked)],
        count=str(len(asked)),
    )
