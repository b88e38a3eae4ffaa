"""Applications, who takes part in them, and every revision of every answer."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from peewee import BooleanField, Expression, ForeignKeyField, IntegerField, ModelSelect, TextField, fn

from models.base import BaseModel, Instant, SharedJson, now, token
from models.call import Call
from models.company import RETURNED, Company, Membership, Supplier
from models.person import Person
from models.prepared import Parameter, Prepared
from programme.announcement import Announcement
from programme.application_types import PROJECT, ApplicationType

if TYPE_CHECKING:
    from models.submission import Submission
    from models.together import Activity


ASKED = "*"  # no slug: anything completion is asked for


class Application(BaseModel):
    """What somebody applies for, by its purpose: a 과제신청, a place in the supplier pool, or consulting.

    revision: counts every change of what its documents say, changed_at being the newest one's instant; frozen: the
    highest revision a document refers to; agency: the 수행기관 it is assigned to or was sent to; own_opens_at,
    own_closes_at: a window of its own instead of its call's, both or neither; asked: what alone may be changed until
    asked_until, after the window, because completion is asked for: [[slug of a step, kind of evidence or of consent, id
    of whose part or None]]; discarded_at: when its draft was thrown away: nobody meets it until it is taken back, and
    after a while it goes for good; writers: the shared steps given to one company, {slug: {"party": id, "at": when}}.
    """

    token = TextField(unique=True, default=token)
    purpose = TextField(default=PROJECT, index=True)
    number = TextField(unique=True)
    call = ForeignKeyField(Call, backref="applications")
    call_id: int
    agency = TextField(null=True)
    created_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    created_at = Instant(default=now)
    revision = IntegerField(default=0)
    changed_at = Instant(default=now)
    frozen = IntegerField(default=0)
    receipt = TextField(null=True, unique=True)
    own_opens_at = Instant(null=True)
    own_closes_at = Instant(null=True)
    asked = SharedJson(null=True)
    asked_until = Instant(null=True)
    discarded_at = Instant(null=True)
    writers = SharedJson(default=dict)
    parties: "ModelSelect[Party]"
    submissions: "ModelSelect[Submission]"

    activity: "Activity | None" = None  # where models/together.py: find_for asked for it
    behind = True  # whether a company's evidence may have changed since it saw it; False where a query just said so

    @property
    def type(self) -> ApplicationType:
        """What its call asks of its kind: wizards, rules, texts, documents, words. Raises calls.Unknown,
        calls.NotTaken."""
        return self.call.type_of(self.purpose)

    @property
    def announcement(self) -> Announcement:
        return self.call.announcement

    @property
    def opens_at(self) -> datetime:
        """When its window begins."""
        return self.own_opens_at or self.call.opens_at

    @property
    def closes_at(self) -> datetime:
        """When its window ends."""
        if self.own_closes_at:
            return self.own_closes_at
        return self.type.closes_at(self.call) if self.call.takes(self.purpose) else self.call.closes_at

    def open_at(self, instant: datetime, item: str = "", party: int | None = None) -> bool:
        """Whether it may be changed: in its window; a registration sent back to be mended at any time. item, party:
        what of it, as in `asked`, where that alone may be asked for after the window; ASKED for anything that is."""
        if not self.call.takes(self.purpose) or self.discarded_at:
            return False
        if item and self.completing_at(instant):
            return item == ASKED or [item, party] in (self.asked or [])
        if self.opens_at <= instant < self.closes_at:
            return True
        return self.type.registers and self.sent_back

    @cached_property
    def sent_back(self) -> bool:
        """Whether it is a registration to be mended: of those its company submitted, in whichever call, the newest. As
        of when this row is asked first, for pages ask it of each thing to be mended: what writes reads the row anew."""
        entry = self.entry
        if entry.state != RETURNED:
            return False
        theirs = Application.id.in_(Party.select(Party.application).where(Party.company == entry.company_id))
        submitted = Application.select().where(
            theirs, Application.purpose == self.purpose, ~Application.receipt.is_null()
        )
        return submitted.order_by(Application.id.desc()).first() == self

    def completing_at(self, instant: datetime) -> bool:
        """Whether completion is asked for, and may still be given."""
        return self.asked_until is not None and instant < self.asked_until

    @property
    def company(self) -> Company:
        """The company that leads, or is the only one."""
        return Party.get(Party.application == self, Party.lead).firm

    @property
    def entry(self) -> Supplier:
        """The pool entry of that company, as it stands now; raises DoesNotExist when it never began one."""
        if (found := ENTRY.first(number=self.id)) is None:
            raise Supplier.DoesNotExist
        return found

    @classmethod
    def newest(cls, number: int) -> "Application":
        """The row as it stands now, its call with it. number: its id."""
        return NEWEST.first(number=number)

    @classmethod
    def stamp(cls, number: int) -> tuple[int, datetime]:
        """What tells its newest revision from all others, a database put back among them. number: its id."""
        row = STAMP.first(number=number)
        return row.revision, row.changed_at

    @classmethod
    def advance(cls, which: Expression) -> None:
        """An answer, a consent, a piece of evidence or the consortium of these changed: a new revision as of now, which
        sees the companies' evidence as it stands. which: by id."""
        cls.advancing(which).execute()
        Party.see_evidence(cls.select(cls.id).where(which))

    @classmethod
    def advancing(cls, which: Expression, at: Any = None):
        return cls.update(revision=cls.revision + 1, changed_at=at or now()).where(which)

    @classmethod
    def next(cls, application: "Application") -> int:
        """A change of one, which knows of it from now on; the number of the new revision."""
        at = now()
        ((application.revision, changed_at),) = NEXT.run(number=application.id, at=at).fetchall()
        application.changed_at = cls.changed_at.python_value(changed_at)
        cls.see_companies([application])
        return application.revision

    @classmethod
    def see_companies(cls, rows: Collection["Application"]) -> None:
        """Let those that may not have seen it see the companies' evidence as it stands; after the window, of the parts
        whose evidence is asked for, and alone may be changed."""
        behind = [row for row in rows if row.behind]
        parts = [part for row in behind if row.asked for part in row.type.parts_showing(row.asked)]
        if behind:
            Party.see_evidence([row.id for row in behind if not row.asked], parts)
        for row in rows:
            row.behind = True

    @classmethod
    def of(cls, person: Person, purpose: str = PROJECT):
        """Applications of this purpose in which the person, or one of the person's companies, takes part, newest first;
        those thrown away left out."""
        return (
            cls.select(cls, Call)
            .join(Call)
            .where(
                cls.purpose == purpose,
                cls.discarded_at.is_null(),
                cls.id.in_(Party.select(Party.application).where(Party.acted_for(person), Party.left_at.is_null())),
            )
            .order_by(cls.created_at.desc())
        )


HERE, NOW = Application.id == Parameter("number"), (Application.revision, Application.changed_at)
NEXT = Prepared(lambda: Application.advancing(HERE, Parameter("at", Application.changed_at)).returning(*NOW))
NEWEST = Prepared(lambda: Application.select(Application, Call).join(Call).where(HERE))
STAMP = Prepared(lambda: Application.select(*NOW).where(HERE))


ALONE = "person"  # the role of somebody who is no company


class Party(BaseModel):
    """The part of a company in an application, or of a person who answers for himself: of one of the two, never both
    (the database refuses it). role: adopter, supplier or person; one adopter, or the person, leads.

    A company that left keeps its row, and so its answers, should it come back. since: the application's revision it
    joined with; evidence_revision: that of the company's evidence which the application saw last.
    """

    application = ForeignKeyField(Application, backref="parties", on_delete="CASCADE")
    application_id: int
    company = ForeignKeyField(Company, null=True, backref="parties")
    person = ForeignKeyField(Person, null=True, backref="parties", on_delete="RESTRICT")
    company_id: int | None
    person_id: int | None
    role = TextField()
    lead = BooleanField(default=False)
    position = IntegerField()
    joined_at = Instant(null=True)  # a supplier is chosen first and joins by its own hand
    left_at = Instant(null=True)
    since = IntegerField(default=0)
    evidence_revision = IntegerField(default=0)

    class Meta:
        indexes = ((("application", "company"), True), (("application", "position"), True))

    @property
    def firm(self) -> Company:
        """Its company, where only companies come: a person has none."""
        assert self.company
        return self.company

    @classmethod
    def begin(cls, application: Application, company: Company, role: str) -> "Party":
        """The company that begins an application, and leads it."""
        seen = Company.select(Company.evidence_revision).where(Company.id == company.id).scalar()
        here = {"application": application, "company": company, "role": role, "evidence_revision": seen}
        return cls.create(**here, lead=True, position=1, joined_at=now())

    @classmethod
    def begin_alone(cls, application: Application, person: Person) -> "Party":
        """The person who answers an application alone, for himself."""
        return cls.create(application=application, person=person, role=ALONE, lead=True, position=1, joined_at=now())

    @classmethod
    def see_evidence(cls, applications: Any, parts: Iterable[int] = ()) -> None:
        """Let these applications and these parts, by id, see the companies' evidence as it stands now."""
        seen = Company.select(Company.evidence_revision).where(Company.id == cls.company)
        these = cls.application.in_(applications) | cls.id.in_(parts)
        cls.update(evidence_revision=seen).where(these, cls.company.is_null(False)).execute()

    @classmethod
    def present(cls, application: Application) -> list["Party"]:
        """The companies in the consortium, in its order."""
        return PRESENT.rows(application=application.id)

    @classmethod
    def of(cls, application: Application, person: Person) -> Any:
        """The parts this person acts for in an application."""
        return cls.select().where(cls.application == application, cls.acted_for(person), cls.left_at.is_null())

    @classmethod
    def acted_for(cls, person: Person) -> Expression:
        """The parts this person acts for: those of the person's companies, and the person's own."""
        return cls.company.in_(cls.companies_of(person)) | (cls.person == person)

    @staticmethod
    def companies_of(person: Person):
        return Membership.select(Membership.company).where(Membership.person == person)


IN_CONSORTIUM = (Party.application == Parameter("application")) & Party.left_at.is_null()
LEADS = Party.select(Party.company).where(Party.application == Parameter("number"), Party.lead)
ENTRY = Prepared(lambda: Supplier.select().where(Supplier.company.in_(LEADS)))
PRESENT = Prepared(lambda: Party.select().where(IN_CONSORTIUM).order_by(Party.position))


class Revision(BaseModel):
    """One saved state of one step (of one company where each answers). Rows are added, never changed but for
    `superseded`: an autosave that a later one by the same person made needless; swept after a day. source: the purpose
    of what a filled one was filled from; "" for what a person wrote, and where it was not noted."""

    application = ForeignKeyField(Application, backref="revisions", on_delete="CASCADE")
    application_id: int
    number = IntegerField()
    step = TextField()
    party = ForeignKeyField(Party, null=True, backref="revisions", on_delete="CASCADE")
    party_id: int | None
    sent = SharedJson()  # {name: [values]}, values of personal fields sealed
    kind = TextField()  # saved, autosaved, filled (from the pool or an earlier application), restored
    source = TextField(default="")
    superseded = BooleanField(default=False)
    saved_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    saved_by_id: int | None
    saved_at = Instant(default=now)

    class Meta:
        indexes = ((("application", "number"), True), (("application", "step", "party"), False))

    @classmethod
    def heads(cls, application: Application, at: int | None = None) -> list["Revision"]:
        """The newest revision of every step and company, up to revision `at`."""
        newest = cls.select(fn.MAX(cls.number)).where(cls.application == application).group_by(cls.step, cls.party)
        if at is not None:
            newest = newest.where(cls.number <= at)
        return list(cls.select().where(cls.application == application, cls.number.in_(newest)))

    @classmethod
    def of(cls, application: Application, step: str, party: int | None):
        """Revisions of one step, newest first."""
        whose = cls.party.is_null() if party is None else cls.party == party
        return cls.select().where(cls.application == application, cls.step == step, whose).order_by(cls.number.desc())
