"""Each company's confirmation that what it answers for is right, and what re-opens it (docs/adr/0011).

The lead confirms by submitting; every other company says so itself, once it owes nothing. What it answers for is its
own steps, and those it writes together with the lead.
"""

from dataclasses import dataclass
from typing import Any

import config
from forms.wizard import Journey, Respondent, Task
from forms.wizard import Party as Part
from models.application import Application, Party, Revision
from models.base import now
from models.company import Membership
from models.consortium import Confirmation
from models.person import Person
from models.picture import Picture
from models.prepared import Parameter, Prepared
from models.submission import Event
from services.mail import outbox

Saved = list[tuple[tuple[str, int | None], int]]  # keys of tasks, each with the number of a save
REOPENING = ("saved", "restored")  # kinds of revision: what somebody stood by, not what the page kept meanwhile


def record(application: Application, party: Party, revision: int, person: Person) -> Confirmation:
    """Note the company's confirmation in the caller's transaction; revision: of the application, as its page showed
    it."""
    Event.create(application=application, person=person, action="confirmed", detail={"position": party.position})
    return Confirmation.create(party=party, person=person, revision=min(revision, application.revision))


@dataclass(frozen=True)
class ConfirmationStatus:
    """A company's confirmation, None when it gave none; and what it answers for that was saved again since, in the
    order of the steps."""

    given: Confirmation | None
    changed: list[Task]


def statuses(application: Application, journey: Journey) -> dict[int, ConfirmationStatus]:
    """The confirmation of every company, by its part's key; who is alone gives none. application: as it stands now."""
    given = Confirmation.newest(application) if len(journey.parties) > 1 else {}
    again = saved_since(application, min(row.revision for row in given.values())) if given else []
    return {part.key: status_of(journey, part, given.get(part.key), again) for part in journey.parties}


def status_of(journey: Journey, part: Part, given: Confirmation | None, again: Saved) -> ConfirmationStatus:
    keys = {key for key, number in again if given and number > given.revision}
    return ConfirmationStatus(given, [task for task in journey.of(part) if task.key in keys] if keys else [])


def saved_since(application: Application, revision: int) -> Saved:
    """What was saved again after a revision, with the number of that save; a figure belongs to its step.

    An autosave counts once a document refers to it: it is overwritten no more, and saving it changes nothing.
    """
    asked = {"application": application.id, "revision": revision}
    newer, redrawn = NEWER.rows(frozen=application.frozen, **asked), REDRAWN.rows(**asked)
    saved: Saved = [((row.step, row.party_id), row.number) for row in newer]
    return saved + [((row.place, None), max(row.since, row.until or 0)) for row in redrawn]


def newer() -> Any:
    kept = (Revision.kind == "autosaved") & ~Revision.superseded & (Revision.number <= Parameter("frozen"))
    return Revision.select(Revision.step, Revision.party, Revision.number).where(
        Revision.application == Parameter("application"),
        Revision.number > Parameter("revision"),
        Revision.kind.in_(REOPENING) | kept,
    )


def redrawn() -> Any:
    after = (Picture.since > Parameter("revision")) | (Picture.until > Parameter("revision"))
    return Picture.select(Picture.place, Picture.since, Picture.until).where(
        Picture.application == Parameter("application"), Picture.party.is_null(), after
    )


NEWER, REDRAWN = Prepared(newer), Prepared(redrawn)


def changed(journey: Journey, part: Part, given: Confirmation) -> list[Task]:
    """What the company answers for that was saved again since it confirmed."""
    application = Application.newest(given.party.application_id)
    return status_of(journey, part, given, saved_since(application, given.revision)).changed


def told(application: Application, task: Task, person: Person) -> list[Membership]:
    """The people of every company whose word a saved change of this step re-opens, but for who made it."""
    if not application.type.consortium or (task.party and task.party.lead):  # who leads gives no word
        return []
    return [
        row
        for row in Confirmation.bound(application)
        if row.person_id != person.id
        and Part(row.party.id, Respondent(row.party.role), row.party.lead).answers(task.step)
        and (task.step.shared or (task.party and task.party.key == row.party.id))
    ]


def notify_reopened(application: Application, task: Task, person: Person) -> None:
    """Queue a mail to each of `told`, at most one a company an hour, in the transaction of the change."""
    for row in told(application, task, person):
        outbox.enqueue(
            "reopened",
            to=row.person.email,
            key=f"reopened:{row.party.id}:{now():%Y%m%d%H}:{row.person_id}",
            about=application.token,
            call=application.announcement,
            step=task.step.title,
            number=application.number,
            link=f"{config.current().public_url}/applications/{application.token}/confirm",
        )
