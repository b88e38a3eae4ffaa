"""What one officer proposes and another confirms, and lists of firms brought into the pool."""

from datetime import datetime, timedelta

from peewee import Expression, ForeignKeyField, IntegerField, TextField

from models.base import BaseModel, Instant, Sealed, SealedJson, now, token
from models.case import Case
from models.company import Company
from models.person import Person

OPEN, CONFIRMED, DECLINED, WITHDRAWN = "open", "confirmed", "declined", "withdrawn"
EXPIRED = "expired"  # never stored: open, and past its time
LIFE = timedelta(days=7)


class Proposal(BaseModel):
    """An act that cannot be undone, as an officer proposes it. act: one of services/backoffice/acts.py: ACTS. subject:
    what it is about, in words; company: whose account, case: which case, None where it is about none. given: what was
    asked for it and said, {"sent": as a browser sent it, "said": [[label, text]], "seen": the case's counter of moves,
    "basis": checksum of what it was decided by}. refusal: why it was declined."""

    token = TextField(unique=True, default=token)
    act = TextField()
    subject = TextField()
    company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
    company_id: int | None
    case = ForeignKeyField(Case, null=True, backref="+", on_delete="CASCADE")
    case_id: int | None
    given = SealedJson()
    reason = Sealed()
    by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    by_id: int | None
    at = Instant(default=now)
    expires_at = Instant()
    state = TextField(default=OPEN)
    settled_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    settled_at = Instant(null=True)
    refusal = Sealed(null=True)

    class Meta:
        indexes = ((("state", "expires_at"), False),)

    def state_at(self, at: datetime) -> str:
        """Its state, EXPIRED among them."""
        return EXPIRED if self.state == OPEN and self.expires_at <= at else self.state

    @classmethod
    def open_at(cls, at: datetime) -> Expression:
        return (cls.state == OPEN) & (cls.expires_at > at)


class PoolImport(BaseModel):
    """A list of firms an officer sent in, as it was read. rows: those without fault, {column: text} each with the
    "line" it stood at; faults: [[line, name, column, what is wrong]]. asked_at: when the import was begun, done: how
    many rows were looked at since; passed: how many of them had come into the pool otherwise meanwhile."""

    token = TextField(unique=True, default=token)
    name = TextField()
    rows = SealedJson()
    faults = SealedJson()
    total = IntegerField()
    done = IntegerField(default=0)
    passed = IntegerField(default=0)
    by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    at = Instant(default=now, index=True)
    asked_at = Instant(null=True)
    ended_at = Instant(null=True)
