"""Reminders of unfinished drafts, and of registrations sent back: seven, three days and one day before the call closes."""

import logging
from datetime import datetime
from itertools import product

import config
from models.application import Application, Call, Party
from models.base import writing
from models.company import RETURNED, Supplier
from models.mail import Outbox
from models.submission import Submission
from programme import call_2024_221 as programme
from programme.purposes import POOL, PURPOSES
from services import judging, mail, submissions
from services.applications import stand

DAYS = (7, 3, 1)
MORNING = 9  # nobody is woken

log = logging.getLogger(__name__)


def owe_due(at: datetime) -> int:
    """Owe the reminders due at this instant; once each, however often it is called. How many are new."""
    owed = 0
    here = at.astimezone(config.KST)
    for call, purpose in product(Call.select().where(Call.opens_at <= at, Call.closes_at > at), PURPOSES):
        closes = Application(call=call, purpose=purpose).closes_at  # consulting ends before the rest
        left = (closes.astimezone(config.KST).date() - here.date()).days
        if at < closes and left in DAYS and here.hour >= MORNING:
            owed += sum(tried(application, left) for application in unfinished(call, purpose))
    return owed


def unfinished(call: Call, purpose: str) -> list[Application]:
    """What was begun and stands nowhere: not handed in, taken back, or sent back to be mended."""
    standing = Submission.select(Submission.application).where(Submission.standing)
    returned = Supplier.select(Supplier.company).where(Supplier.state == RETURNED)
    theirs = Party.select(Party.application).where(Party.company.in_(returned))
    mending = (Application.purpose == POOL) & Application.id.in_(theirs)
    ours = (Application.call == call) & (Application.purpose == purpose)
    return list(Application.select().where(ours, Application.id.not_in(standing) | mending))


def tried(application: Application, left: int) -> int:
    """Remind; an application that cannot be reminded holds up no other."""
    try:
        return remind(application, left)
    except Exception:
        log.exception("no reminder for %s", application.number)
        return 0


def remind(application: Application, left: int) -> int:
    closes = application.closes_at.astimezone(config.KST)
    key = f"reminder:{application.id}:{closes:%Y%m%d}:{left}:"  # an extended call reminds anew
    if Outbox.select().where(Outbox.key.startswith(key)).exists():
        return 0
    verdict = judging.verdict(stand(application))
    owed = list(dict.fromkeys([*(task.step.title for task in verdict.owed), *(said.what for said in verdict.blocks)]))
    with writing():
        people = submissions.members(application)
        for person in people:
            mail.owe(
                "reminder",
                to=person.email,
                key=f"{key}{person.id}",
                about=application.token,
                days=str(left),
                closes=closes.strftime("%Y. %-m. %-d. %H:%M"),
                owed=owed,
                number=application.number,
                what=application.words.draft,
                link=f"{config.current().public_url}/applications/{application.token}/",
                programme=programme.TITLE,
            )
    return len(people)
