"""How people work on one application together: who is at which step, notes between companies, links for a reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN, ForeignKeyField, ModelSelect, TextField, fn

from models.application import Application, Party
from models.base import BaseModel, Instant, Sealed, now, token
from models.call import Call
from models.company import Membership
from models.person import Person
from models.prepared import Parameter, Prepared

LATELY = timedelta(minutes=3)  # who looked at a step within this time is there


class Presence(BaseModel):
    """The step of an application a person looked at last, and the part he acted for there."""

    application = ForeignKeyField(Application, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    step = TextField()
    party = ForeignKeyField(Party, on_delete="CASCADE")
    party_id: int
    seen_at = Instant()

    class Meta:
        indexes = ((("application", "person"), True),)


class Note(BaseModel):
    """What somebody has to say about a step; never part of a document, a submission or an export.

    party: whose answers it is about, None for a step answered once for all; by: the part its author acted for.
    """

    token = TextField(unique=True, default=token)
    application = ForeignKeyField(Application, backref="notes", on_delete="CASCADE")
    application_id: int
    step = TextField()
    party = ForeignKeyField(Party, null=True, on_delete="CASCADE")
    party_id: int | None
    author = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    by = ForeignKeyField(Party, null=True, on_delete="SET NULL")
    by_id: int | None
    text = Sealed()
    at = Instant(default=now)
    settled_at = Instant(null=True)
    settled_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")

    class Meta:
        indexes = ((("application", "step"), False),)


class ShareLink(BaseModel):
    """A link that shows an application's answers to whoever holds it, until it expires or its maker's company revokes
    it. label: for whom it was made; its key is kept hashed."""

    token = TextField(unique=True, default=token)  # in our own pages, for whoever made it
    key_hash = TextField(unique=True)
    application = ForeignKeyField(Application, backref="share_links", on_delete="CASCADE")
    application_id: int
    party = ForeignKeyField(Party, on_delete="CASCADE")
    party_id: int
    made_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    made_by_id: int | None
    label = Sealed()
    made_at = Instant(default=now)
    expires_at = Instant()
    revoked_at = Instant(null=True)
    openings: "ModelSelect[ShareOpening]"

    @classmethod
    def end_of(cls, party: Party, at: datetime) -> None:
        """End every link a company made for an application."""
        cls.update(revoked_at=at).where(cls.party == party.id, cls.revoked_at.is_null()).execute()


class ShareOpening(BaseModel):
    """One time a share link was opened. network: where from, as a keyed hash that tells one place from another."""

    link = ForeignKeyField(ShareLink, backref="openings", on_delete="CASCADE")
    network = TextField()
    at = Instant(default=now)


@dataclass(frozen=True)
class Activity:
    """What else goes on in an application. seen: where the person was last; others: whether somebody else was there
    lately; notes: whether any on the step waits to be settled."""

    seen: Presence | None
    others: bool
    notes: bool


def find_for(token: str, person: Person, step: str) -> tuple[Application | None, set[int]]:
    """The application of this token, its call and `activity` with it, and the ids of the companies the person acts
    for. step: the slug of the one the request is about, "" for none."""
    rows = MET.rows(token=token, person=person.id, step=step, since=now() - LATELY)
    if not rows:
        return None, set()
    acting = {row.membership.acting for row in rows if getattr(row, "membership", None)}
    first = rows[0]
    first.activity = Activity(getattr(first, "seen", None), bool(first.others), bool(first.notes_open))
    return first, acting


def met() -> Any:
    here, me = Presence.alias(), Parameter("person")
    there = (
        (here.application == Application.id) & (here.person != me) & (here.seen_at > Parameter("since", here.seen_at))
    )
    others = here.select(here.id).where(there)
    about = (Note.application == Application.id) & (Note.step == Parameter("step"))
    notes = Note.select(Note.id).where(about, Note.settled_at.is_null())
    return (
        Application.select(
            Application,
            Call,
            Membership.company.alias("acting"),
            Presence,
            fn.EXISTS(others).alias("others"),
            fn.EXISTS(notes).alias("notes_open"),
        )
        .join(Call)
        .switch(Application)
        .join(Membership, JOIN.LEFT_OUTER, on=Membership.person == me)
        .switch(Application)
        .join(
            Presence,
            JOIN.LEFT_OUTER,
            on=(Presence.application == Application.id) & (Presence.person == me),
            attr="seen",
        )
        .where(Application.token == Parameter("token"), Application.discarded_at.is_null())
    )


MET = Prepared(met)
