"""Each company's word that what it answers for is right, and what re-opens it (design §4.6, docs/adr/0011).

The lead confirms by handing in; every other company says so itself, once it owes nothing. What it answers for is its
own steps, and those it writes together with the lead.
"""

import config
from forms.wizard import By, Journey, Task
from forms.wizard import Party as Part
from models.application import Application, Party, Revision
from models.base import now
from models.consortium import Confirmation
from models.person import Person
from models.picture import Picture
from models.submission import Event
from services.mail import outbox

REOPENING = ("saved", "restored")  # kinds of revision: what somebody stood by, not what the page kept meanwhile


def give(application: Application, party: Party, revision: int, person: Person) -> Confirmation:
    """Note the company's word in the caller's transaction; revision: of the application, as its page showed it."""
    Event.create(application=application, person=person, action="confirmed", detail={"position": party.position})
    return Confirmation.create(party=party, person=person, revision=min(revision, application.revision))


def changed(journey: Journey, part: Part, given: Confirmation) -> list[Task]:
    """What the company answers for that was saved again since it gave its word, in the order of the steps; a figure
    belongs to its step.

    An autosave counts once a paper refers to it: it is overwritten no more, and saving it changes nothing.
    """
    application = Application.get_by_id(given.party.application_id)
    kept = (Revision.kind == "autosaved") & ~Revision.superseded & (Revision.number <= application.frozen)
    newer = Revision.select(Revision.step, Revision.party).where(
        Revision.application == application,
        Revision.number > given.revision,
        Revision.kind.in_(REOPENING) | kept,
    )
    redrawn = Picture.select(Picture.place).where(
        Picture.application == application,
        Picture.party.is_null(),
        (Picture.since > given.revision) | (Picture.until > given.revision),
    )
    figures: set[tuple[str, int | None]] = {(row.place, None) for row in redrawn}
    saved = {(row.step, row.party_id) for row in newer} | figures
    return [task for task in journey.of(part) if task.key in saved]


def tell(application: Application, task: Task, person: Person) -> None:
    """Owe the people of every company whose word this saved change re-opens a mail, at most one a company an hour.

    In the transaction of the change. Whoever made it is not told.
    """
    link = f"{config.current().public_url}/applications/{application.token}/confirm"
    for party in Party.present(application):
        given = None if party.lead else Confirmation.of(party)
        part = Part(party.id, By(party.role), party.lead)
        theirs = part.answers(task.step) and (task.step.shared or (task.party and task.party.key == party.id))
        if given is None or not theirs:
            continue
        for row in party.company.memberships:
            if row.person != person:
                key = f"reopened:{party.id}:{now():%Y%m%d%H}:{row.person_id}"
                outbox.owe(
                    "reopened",
                    to=row.person.email,
                    key=key,
                    about=application.token,
                    step=task.step.title,
                    number=application.number,
                    link=link,
                )
