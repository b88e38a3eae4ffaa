"""The agencies' people, and the log of every access to somebody's data."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from models.application import Application
from models.base import BaseModel, Instant, Sealed, now
from models.company import Company
from models.person import Person


class Agency(BaseModel):
    """How a 수행기관 is written to. slug: of Announcement.agencies."""

    slug = TextField(unique=True)
    email = Sealed()


class Staff(BaseModel):
    """Somebody who works for the lead agency (agency None) or for one of the four.

    secret: of the TOTP device, None until enrolled; counter: its last time step used, so that no code opens twice.
    tries: wrong ones since the last right one, from browsers never proved in; barred_until: none is taken from them
    before. known_tries, known_barred_until: the same of browsers the holder proved in. digest: wants the mail of the
    day (services/scheduled/staff_digest.py)."""

    person = ForeignKeyField(Person, backref="posts", unique=True, on_delete="CASCADE")
    person_id: int
    agency = TextField(null=True)
    secret = Sealed(null=True)
    counter = IntegerField(default=0)
    tries = IntegerField(default=0)
    barred_until = Instant(null=True)
    known_tries = IntegerField(default=0)
    known_barred_until = Instant(null=True)
    enrolled_at = Instant(null=True)
    created_at = Instant(default=now)
    ended_at = Instant(null=True)
    digest = BooleanField(default=False)


class AccessLog(BaseModel):
    """An access to personal data: who, whose, what, why, when and from where (an internet address). evaluates: whether
    as somebody who evaluates it. Rows are only added."""

    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    company = ForeignKeyField(Company, null=True, on_delete="SET NULL")
    application = ForeignKeyField(Application, null=True, on_delete="SET NULL")
    application_id: int | None
    company_id: int | None
    what = TextField()
    why = TextField()
    at = Instant(default=now, index=True)
    address = TextField(default="")
    evaluates = BooleanField(default=False)

    class Meta:
        table_name = "access"  # as the migrations made it
