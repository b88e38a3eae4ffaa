"""How companies and colleagues come to an application: invitations, and what each company confirmed."""

from peewee import ForeignKeyField, IntegerField, TextField

from models.application import Application, Party
from models.base import BaseModel, Instant, Sealed, now, token
from models.company import Company
from models.person import Person

SENT, SEEN, ACCEPTED, DECLINED, WITHDRAWN = "sent", "seen", "accepted", "declined", "withdrawn"
EXPIRED = "expired"  # never stored: sent or seen, and past its time


class Invitation(BaseModel):
    """A mailed invitation, good once and for one address. role: adopter or supplier of `application`, or colleague of
    `company`. company: the one invited, None for one this site does not know yet."""

    token = TextField(unique=True, default=token)  # in our own pages, for whoever sent it
    key_hash = TextField(unique=True)  # of the key in the mail
    application = ForeignKeyField(Application, null=True, backref="invitations", on_delete="CASCADE")
    company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
    role = TextField()
    email = Sealed()
    email_hash = TextField(index=True)
    invited_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    state = TextField(default=SENT)
    reason = TextField(default="")  # why it was declined
    sent_at = Instant(default=now)
    expires_at = Instant()
    seen_at = Instant(null=True)
    answered_at = Instant(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")


class Confirmation(BaseModel):
    """A company's word that its part, and what it writes together with others, is right as of a revision.

    A later saved change to any of it re-opens the question; that is computed, not stored.
    """

    party = ForeignKeyField(Party, backref="confirmations", on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    revision = IntegerField()
    at = Instant(default=now)
