"""Reminders seven, three days and one day before the call closes: of unfinished drafts, of registrations sent back, and
of what was submitted here and nobody said was submitted where it counts."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import product
from typing import Any

import config
from models.application import Application, Call, Party
from models.base import writing
from models.company import RETURNED, Supplier
from models.mail import Outbox
from models.submission import Submission
from programme import reception
from programme.application_types import POOL, PURPOSES
from programme.korean import date_time, day_of
from services.drafts import applications, checks
from services.drafts.applications import load_view
from services.mail import outbox
from services.submissions import completions, filings, lifecycle

DAYS = (7, 3, 1)
MORNING = 9  # nobody is woken

log = logging.getLogger(__name__)


def enqueue_due(at: datetime) -> int:
    """Queue the reminders due at this instant; once each, however often it is called. How many are new."""
    owed = 0
    here = at.astimezone(config.KST)
    for call, purpose in product(applications.open_calls(at), PURPOSES):
        if not call.takes(purpose):
            continue
        closes = Application(call=call, purpose=purpose).closes_at  # consulting ends before the rest
        left = (day_of(closes) - here.date()).days
        if at < closes and left in DAYS and here.hour >= MORNING:
            owed += sum(tried(partial(remind, application, left)) for application in unfinished(call, purpose))
            owed += sum(tried(partial(remind_to_file, submission, left)) for submission in unfiled(call, purpose))
    return owed


def unfinished(call: Call, purpose: str) -> list[Application]:
    """What was begun and stands nowhere: not submitted, taken back, or sent back to be mended."""
    view = Submission.select(Submission.application).where(Submission.standing)
    returned = Supplier.select(Supplier.company).where(Supplier.state == RETURNED)
    theirs = Party.select(Party.application).where(Party.company.in_(returned))
    mending = (Application.purpose == POOL) & Application.id.in_(theirs)
    ours = (Application.call == call) & (Application.purpose == purpose) & Application.discarded_at.is_null()
    return list(Application.select().where(ours, Application.id.not_in(view) | mending))


def unfiled(call: Call, purpose: str) -> list[Submission]:
    """What was submitted here, counts elsewhere only, and is not known to be there; what must be mended first is not
    asked."""
    if not reception.current(call.announcement).elsewhere(call.type_of(purpose)):
        return []
    again = {application.id for application in unfinished(call, purpose)}
    rows = Submission.select(Submission, Application).join(Application)
    theirs = rows.where(Submission.standing, Application.call == call, Application.purpose == purpose)
    return filings.unfiled([row for row in theirs if row.application_id not in again])


def tried(reminding: Callable[[], int]) -> int:
    """Remind; an application that cannot be reminded holds up no other."""
    try:
        return reminding()
    except Exception:
        log.exception("no reminder: %s", reminding)
        return 0


def key_prefix(application: Application, kind: str, left: int) -> str:
    """How the keys of these mails begin; "" once they are queued. An extended call reminds anew."""
    key = f"{kind}:{application.id}:{application.closes_at.astimezone(config.KST):%Y%m%d}:{left}:"
    return "" if Outbox.select().where(Outbox.key.startswith(key)).exists() else key


def remind(application: Application, left: int) -> int:
    if not (key := key_prefix(application, "reminder", left)):
        return 0
    view = load_view(application)
    verdict, asked = checks.verdict(view), completions.progress(view)
    titles = [*(task.step.title for task in verdict.remaining), *(finding.what for finding in verdict.blocks)]
    titles += [item.title for item in completions.still_open(asked)]
    context = base_context(application, left) | {"remaining": list(dict.fromkeys(titles)), "number": application.number}
    if asked:
        context["what"] = f"보완을 요청받은 {context['what']}"
    return enqueue_for_members("reminder", application, key, **context)


def remind_to_file(submission: Submission, left: int) -> int:
    application = submission.application
    if not (key := key_prefix(application, "unfiled", left)):
        return 0
    context = base_context(application, left) | {"receipt": submission.receipt, "edition": str(submission.edition)}
    context |= {"link": f"{context['link']}receipt"}
    return enqueue_for_members("unfiled", application, key, leading=True, **context)  # who alone may say it was filed


def base_context(application: Application, left: int) -> dict[str, Any]:
    """What every reminder says."""
    return {
        "days": str(left),
        "closes": date_time(application.closes_at),
        "what": application.type.words.draft,
        "link": f"{config.current().public_url}/applications/{application.token}/",
    }


def enqueue_for_members(kind: str, application: Application, key: str, leading: bool = False, **context: Any) -> int:
    """Queue a mail to everyone who acts for a company that takes part, or for the lead only, and wants reminders; how
    many they are."""
    call = application.announcement
    with writing():
        people = [person for person in lifecycle.members(application, leading) if person.closing_mails]
        for person in people:
            outbox.enqueue(
                kind, to=person.email, key=f"{key}{person.id}", about=application.token, call=call, **context
            )
    return len(people)
