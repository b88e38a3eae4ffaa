"""Evidence (증빙) a company handed in, and its consents: rows that are added and never altered, until those
removed and never handed in are swept."""

from peewee import ForeignKeyField, IntegerField, TextField

from models.application import Application, Party
from models.base import BaseModel, Day, Instant, now, token
from models.company import Company
from models.person import Person
from programme import asked


class Evidence(BaseModel):
    """One paper: what it is (programme.papers.KINDS), who issued it when, and the file with it.

    storage: the random name it lies under in the files folder; name: what the uploader called it, NFC.
    """

    token = TextField(unique=True, default=token)
    company = ForeignKeyField(Company, backref="evidence", on_delete="CASCADE")
    kind = TextField()
    issuer = TextField()
    number = TextField()
    issued = Day(null=True)
    expires = Day(null=True)
    name = TextField()
    storage = TextField(unique=True)
    size = IntegerField()
    sha256 = TextField()
    uploaded_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    uploaded_at = Instant(default=now)
    removed_at = Instant(null=True)

    @classmethod
    def of(cls, company: Company):
        """What the company has handed in and not taken back, newest first."""
        mine = cls.company == company, cls.removed_at.is_null()
        return cls.select().where(*mine).order_by(cls.uploaded_at.desc(), cls.id.desc())

    @classmethod
    def brought(cls, party: Party) -> "list[Evidence]":
        """What a company hands in with an application, newest first: nothing while it was merely chosen for it, nor with
        a request for consulting."""
        wanted = party.joined_at and asked.kinds(party.application.purpose, party.role)
        return list(cls.of(party.company)) if wanted else []


class Consent(BaseModel):
    """One choice about one consent text: which text (version and hash), what, who in what capacity, when."""

    party = ForeignKeyField(Party, backref="consents", on_delete="CASCADE")
    kind = TextField()
    version = TextField()
    text_hash = TextField()
    choice = TextField()  # yes or no
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    signer = TextField()
    capacity = TextField()  # representative, or who acts for one
    at = Instant(default=now)

    @classmethod
    def of(cls, party: Party) -> dict[str, "Consent"]:
        """The newest choice about each text."""
        rows = cls.select().where(cls.party == party).order_by(cls.id)
        return {row.kind: row for row in rows}


class Conversion(BaseModel):
    """A PDF the worker makes of what somebody asked for: of a company's evidence, bound together, or of an
    application's papers. state: queued, running, done or failed; done of total pieces are ready."""

    token = TextField(unique=True, default=token)
    application = ForeignKeyField(Application, backref="conversions", on_delete="CASCADE")
    company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
    kind = TextField()
    revision = IntegerField()
    state = TextField(default="queued")
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    why = TextField(default="")
    name = TextField(default="")
    storage = TextField(null=True)
    size = IntegerField(default=0)
    asked_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    asked_at = Instant(default=now)
    lease_until = Instant(null=True)
    ended_at = Instant(null=True)
