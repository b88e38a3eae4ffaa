"""How companies and colleagues come to an application: invitations, and what each company confirmed."""

from datetime import datetime
from typing import Any

from peewee import Expression, ForeignKeyField, IntegerField, TextField, fn

from models.application import IN_CONSORTIUM, Application, Party
from models.base import BaseModel, Hashed, Instant, Sealed, now, token
from models.company import Company, Membership
from models.person import Person
from models.prepared import Prepared
from models.secret import fingerprints

SENT, SEEN, ACCEPTED, DECLINED, WITHDRAWN = "sent", "seen", "accepted", "declined", "withdrawn"
REPLACED = "replaced"  # by a newer mail with a key of its own
EXPIRED = "expired"  # never stored: sent or seen, and past its time
ADOPTER, SUPPLIER, LEAD, COLLEAGUE = "adopter", "supplier", "lead", "colleague"
EVALUATOR = "evaluator"  # asked in by the lead agency, into no application and no company


class Invitation(BaseModel):
    """A mailed invitation, good once and for one address; each mail is a row of its own, and so is counted.

    role: to become adopter, supplier or the lead of `application`, a colleague in `company`, or an evaluator. company:
    the one invited, None for one this site does not know yet; name: what the inviter calls that one."""

    token = TextField(unique=True, default=token)  # in our own pages, for whoever sent it
    key_hash = TextField(unique=True)  # of the key in the mail
    application = ForeignKeyField(Application, null=True, backref="invitations", on_delete="CASCADE")
    application_id: int | None
    company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
    company_id: int | None
    role = TextField()
    name = TextField(default="")
    email = Sealed()
    email_hash = Hashed("email", index=True)
    invited_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    state = TextField(default=SENT)
    message = Sealed(null=True)  # what the inviter adds in its own words
    reason = TextField(default="")  # why it was declined
    sent_at = Instant(default=now)
    expires_at = Instant()
    seen_at = Instant(null=True)
    answered_at = Instant(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")

    def is_for(self, person: Person) -> bool:
        """Whether it went to this person's address."""
        return self.email_hash in fingerprints(person.email)

    def state_at(self, at: datetime) -> str:
        """Its state, EXPIRED among them."""
        return EXPIRED if self.state in (SENT, SEEN) and self.expires_at <= at else self.state

    @classmethod
    def open_at(cls, at: datetime) -> Expression:
        """Neither answered nor taken back, and in its time."""
        return cls.state.in_((SENT, SEEN)) & (cls.expires_at > at)

    @classmethod
    def settle(cls, which: Expression, state: str, person: Person | None = None) -> int:
        """End these as far as they wait for an answer, past their time or not; how many did. The caller writes."""
        ended = {"state": state, "answered_at": now(), "answered_by": person}
        return cls.update(**ended).where(which, cls.state.in_((SENT, SEEN))).execute()


class Confirmation(BaseModel):
    """A company's confirmation that its part, and what it writes together with others, is right as of a revision.

    A later saved change to any of it re-opens the question; that is computed, not stored.
    """

    party = ForeignKeyField(Party, backref="confirmations", on_delete="CASCADE")
    party_id: int
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    revision = IntegerField()
    at = Instant(default=now)

    @classmethod
    def bound(cls, application: Application) -> list[Membership]:
        """Who acts for the companies of the consortium whose confirmation stands, of whatever revision; the lead gives
        none. Each row with its person and `party`."""
        return BOUND.rows(application=application.id)

    @classmethod
    def newest(cls, application: Application) -> dict[int, "Confirmation"]:
        """What `of` gives of each company of the consortium that confirmed, by its party's id."""
        return {row.party_id: row for row in GIVEN.rows(application=application.id)}

    @classmethod
    def of(cls, party: Party) -> "Confirmation | None":
        """The newest since the company joined; one that left and came back confirms anew."""
        if not party.joined_at:
            return None
        given = cls.select().where(cls.party == party, cls.revision >= party.since)
        return given.order_by(cls.revision.desc(), cls.id.desc()).first()


JOINED = IN_CONSORTIUM & ~Party.joined_at.is_null()


def newest() -> Any:
    rows = Confirmation.select().join(Party).where(JOINED, Confirmation.revision >= Party.since)
    return rows.order_by(Confirmation.revision, Confirmation.id)


def bound() -> Any:
    given = Confirmation.select().where(Confirmation.party == Party.id, Confirmation.revision >= Party.since)
    return (
        Membership.select(Membership, Person, Party)
        .join(Person)
        .switch(Membership)
        .join(Party, on=Party.company == Membership.company, attr="party")
        .where(JOINED, ~Party.lead, fn.EXISTS(given))
        .order_by(Party.position, Membership.id)
    )


BOUND, GIVEN = Prepared(bound), Prepared(newest)
