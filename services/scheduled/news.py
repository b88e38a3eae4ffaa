"""What the other companies of a consortium did for one to know: steps given to it, notes on what it writes with them.
One mail a day to each of its people at most, and none where there is no news."""

import logging
from datetime import datetime

import config
from forms.wizard import Party as Part
from forms.wizard import Task
from models.application import Application, Party
from models.base import writing
from models.mail import Outbox
from models.together import Note
from programme.korean import day_of
from services.drafts import applications, companies, notes, step_writers
from services.drafts.applications import ApplicationView
from services.mail import outbox
from services.scheduled.deadline_reminders import MORNING

log = logging.getLogger(__name__)


def enqueue_due(at: datetime) -> int:
    """Queue the mails of the day, one an application and company; how many are new."""
    if at.astimezone(config.KST).hour < MORNING:
        return 0
    owed = 0
    noted = Note.select(Note.application).where(Note.settled_at.is_null())
    for application in Application.select().where((Application.writers != {}) | Application.id.in_(noted)):
        try:
            owed += enqueue_for_application(application, at) if application.open_at(at) else 0
        except Exception:  # one application that cannot be read holds up no other
            log.exception("no news of %s", application.number)
    return owed


def enqueue_for_application(application: Application, at: datetime) -> int:
    view = applications.load_view(application)
    return sum(enqueue_for_company(view, part, at) for part in view.journey.parties if part.joined)


def enqueue_for_company(view: ApplicationView, part: Part, at: datetime) -> int:
    """Queue one mail to each of a company's people; how many are new."""
    application, key = view.application, f"news:{view.application.id}:{part.key}:"
    last = Outbox.select(Outbox.created_at).where(Outbox.key.startswith(key)).order_by(Outbox.created_at.desc()).first()
    since = last.created_at if last else None
    if since and day_of(since) >= day_of(at):
        return 0
    given = newly_given(view, part, since)
    noted = notes.to_be_told(application, view.journey, part, since)
    if not (given or noted):
        return 0
    with writing():
        people = [member.person for member in companies.people(Party.get_by_id(part.key).firm)]
        day = at.astimezone(config.KST).strftime("%Y%m%d")
        for person in people:
            outbox.enqueue(
                "news",
                to=person.email,
                key=f"{key}{day}:{person.id}",
                about=application.token,
                call=application.announcement,
                given=[task.step.title for task in given],
                noted=[task.step.title for task in noted],
                number=application.number,
                link=f"{config.current().public_url}/applications/{application.token}/",
            )
    return len(people)


def newly_given(view: ApplicationView, part: Part, since: datetime | None) -> list[Task]:
    """The steps another company gave to this one since, not done yet; only the lead gives steps."""
    if part.lead:
        return []
    given = step_writers.given_to(view.application, view.journey, part)
    when = {task: datetime.fromisoformat(view.application.writers[task.step.slug]["at"]) for task in given}
    return [task for task in given if (since is None or when[task] > since) and task in view.remaining]
