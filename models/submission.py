"""Submissions: what was submitted, sealed with its files; who holds a business number; and what was done when."""

from collections.abc import Iterable

from peewee import BooleanField, Field, ForeignKeyField, IntegerField, ModelSelect, TextField

from models.application import Application, Call, Party
from models.base import BaseModel, Instant, Json, SealedBlob, SealedJson, now
from models.person import Person
from models.prepared import Parameter, Prepared
from programme.application_types import PROJECT


class Submission(BaseModel):
    """One submission. edition: 1, then 2 for 제2차 …, under the application's one receipt number. revision: of the
    application, and so of its documents.

    The standing one is `standing`; at most one an application. snapshot: the export of that moment; listing, track,
    service_type, words: what lists say, narrow by and search of it (services/submissions/listings.py). evidence_only:
    of a registration: a renewal whose answers are those approved last, and only certificates are new."""

    application = ForeignKeyField(Application, backref="submissions")
    application_id: int
    receipt = TextField()
    edition = IntegerField()
    revision = IntegerField()
    snapshot = SealedJson()
    listing = Json(null=True)
    track = TextField(default="")
    service_type = TextField(default="")
    words = TextField(default="")
    evidence_only = BooleanField(default=False)
    companies = Json()  # ids of those it was submitted for, the only ones its files are for
    standing = BooleanField(default=True)
    arrived_at = Instant()
    submitted_at = Instant(default=now)
    submitted_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    withdrawn_at = Instant(null=True)
    documents: "ModelSelect[StoredDocument]"

    class Meta:
        indexes = ((("receipt", "edition"), True),)

    def readable_by(self, party: Party) -> bool:
        """Whether its files are for this company: the lead, and whoever was in the consortium then."""
        return party.lead or party.company_id in self.companies

    @classmethod
    def unsealed(cls) -> list[Field]:
        """Its columns but the snapshot."""
        return [field for field in cls._meta.sorted_fields if field is not cls.snapshot]

    @classmethod
    def standing_for(cls, application: Application) -> "Submission | None":
        return STANDING.first(application=application.id)

    @classmethod
    def standing_of(cls, applications: Iterable[Application]) -> dict[int, "Submission"]:
        """What stands of each of these of which something does, without the snapshot, by the application's id."""
        here = cls.application.in_([row.id for row in applications])
        return {row.application_id: row for row in cls.select(*cls.unsealed()).where(here, cls.standing)}


STANDING = Prepared(
    lambda: Submission.select().where(Submission.application == Parameter("application"), Submission.standing).limit(1)
)


class Filing(BaseModel):
    """The lead's word that an edition was submitted where it counts as well, on a site that is nobody's reception.

    number: what was given for it there, if that was noted; filed_at: when, as the lead says. Undone rows stay.
    """

    submission = ForeignKeyField(Submission, backref="filings", on_delete="CASCADE")
    submission_id: int
    number = TextField()
    filed_at = Instant()
    noted_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    noted_at = Instant(default=now)
    undone_at = Instant(null=True)

    @classmethod
    def of(cls, application: Application) -> "Filing | None":
        """The last word that holds about any edition of the application."""
        return FILED.first(application=application.id)


FILED = Prepared(
    lambda: (
        Filing.select(Filing, Submission)
        .join(Submission)
        .where(Submission.application == Parameter("application"), Filing.undone_at.is_null())
        .order_by(Filing.id.desc())
        .limit(1)
    )
)


class Claim(BaseModel):
    """A business number's one standing submission of a purpose in a call; its unique key settles every race."""

    call = ForeignKeyField(Call, on_delete="CASCADE")
    purpose = TextField(default=PROJECT)
    number = TextField()
    application = ForeignKeyField(Application, backref="claims", on_delete="CASCADE")

    class Meta:
        indexes = ((("call", "purpose", "number"), True),)


class StoredDocument(BaseModel):
    """A file as it was submitted; never made again."""

    submission = ForeignKeyField(Submission, backref="documents", on_delete="CASCADE")
    slug = TextField()
    name = TextField()
    sha256 = TextField()
    size = IntegerField()
    content = SealedBlob()

    class Meta:
        table_name = "stored_paper"  # as the migrations made it

    @classmethod
    def named(cls, submission: Submission):
        """What was submitted, in its order, without the contents."""
        known = cls.id, cls.slug, cls.name, cls.sha256, cls.size
        return cls.select(*known).where(cls.submission == submission).order_by(cls.id)


class Event(BaseModel):
    """Who did what to which application, when; append-only."""

    application = ForeignKeyField(Application, null=True, backref="events", on_delete="SET NULL")
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    action = TextField()
    detail = Json(default=dict)
    at = Instant(default=now)
