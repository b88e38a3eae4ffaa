"""The supplier pool's paperwork: decisions about registrations and what suppliers answer to them, the taxonomies
entries are sorted by, shortlists."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from models.application import Application, Party
from models.base import BaseModel, Day, Instant, Json, Sealed, now
from models.company import SUSPENDED, Company, Names, Supplier
from models.person import Person
from models.prepared import Prepared

# A decision is called as the state it leads to (models/company.py), but for these: to waiting, and to what it was.
TAKEN_BACK, RESUMED = "taken_back", "resumed"


class Review(BaseModel):
    """What the lead agency decided about a registration as submitted; rows are only added.

    edition: of the submission decided about. reasons: {step slug, kind of evidence or consent: what must be mended};
    due: the day until which that is asked for, where it was said.
    """

    application = ForeignKeyField(Application, backref="reviews", on_delete="CASCADE")
    application_id: int
    edition = IntegerField()
    decision = TextField()
    reasons = Json(default=dict)
    due = Day(null=True)
    note = TextField(default="")
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    at = Instant(default=now)

    @classmethod
    def suspension_of(cls, company: Company | int) -> "Review | None":
        """The newest decision a company's entry was suspended by, in whichever call."""
        theirs = cls.application.in_(Party.select(Party.application).where(Party.company == company))
        return cls.select().where(theirs, cls.decision == SUSPENDED).order_by(cls.id.desc()).first()


class Reply(BaseModel):
    """What a supplier answers in words to one item of a request for completion; officers read it once an edition is
    submitted after it."""

    review = ForeignKeyField(Review, backref="replies", on_delete="CASCADE")
    item = TextField()
    text = Sealed()
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    at = Instant(default=now)

    class Meta:
        indexes = ((("review", "item"), True),)

    @classmethod
    def words(cls, review: Review) -> dict[str, str]:
        """{item: what was answered}."""
        return {row.item: row.text for row in cls.select().where(cls.review == review)}


class Term(BaseModel):
    """One word of a taxonomy, e.g. a field of expertise. The official lists were not found: these are ours, for staff
    to edit. A retired term stays where it was chosen and is offered no more."""

    kind = TextField()
    slug = TextField()
    name = TextField()
    position = IntegerField()
    retired = BooleanField(default=False)

    class Meta:
        indexes = ((("kind", "slug"), True),)

    @classmethod
    def of(cls, kind: str) -> "list[Term]":
        """The terms of a taxonomy in their order, retired ones too."""
        return list(cls.select().where(cls.kind == kind).order_by(cls.position, cls.id))

    @classmethod
    def by_kind(cls) -> "dict[str, list[Term]]":
        """The same of every taxonomy, by its kind."""
        found: dict[str, list[Term]] = {}
        for row in TERMS.rows():
            found.setdefault(row.kind, []).append(row)
        return found

    @classmethod
    def names(cls) -> Names:
        """{(kind, slug): name} of every taxonomy, in its order."""
        rows = cls.select().order_by(cls.kind, cls.position, cls.id)
        return {(row.kind, row.slug): row.name for row in rows}


TERMS = Prepared(lambda: Term.select().order_by(Term.position, Term.id))


class Shortlisted(BaseModel):
    """A supplier somebody wants to look at again."""

    person = ForeignKeyField(Person, backref="shortlist", on_delete="CASCADE")
    supplier = ForeignKeyField(Supplier, on_delete="CASCADE")
    at = Instant(default=now)

    class Meta:
        indexes = ((("person", "supplier"), True),)
