"""The record of accounts: who came in, who failed to, and what somebody was allowed to do from when until when."""

from peewee import ForeignKeyField, TextField

from models.base import BaseModel, Instant, now
from models.person import Person


class AccountEvent(BaseModel):
    """One thing that happened to an account. Rows are only added, and go when the law's time is over.

    kind: of services/access/account_log.py; person: whose account, None where nobody has the address tried; by: who did
    it to somebody else, None for the person itself and for the command line; agency: of the post it is about, "" for
    the lead agency; address: where on the internet it was done from, "" on the server itself."""

    kind = TextField()
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    person_id: int | None
    by = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    by_id: int | None
    agency = TextField(null=True)
    address = TextField(default="")
    at = Instant(default=now)

    class Meta:
        indexes = ((("kind", "at"), False),)
