"""Cases: what becomes of every submitted project after closing (programme/course.py), each move it made, and what
officers found when they checked it. The plain columns are what lists and rounds read: none opens a sealed snapshot."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from peewee import BigIntegerField, Expression, ForeignKeyField, IntegerField, TextField

from models.application import Application, Call, Party
from models.base import BaseModel, Day, Instant, Json, Sealed, SealedBlob, SealedJson, now
from models.person import Person
from models.prepared import Parameter, Prepared
from models.submission import Submission
from programme.course import ASK_COMPLETION, HELD, RECEIVED, WITHDRAWN

REQUIREMENT = "requirement"  # what a check is of


class Case(BaseModel):
    """One standing project as the agencies judge it. submission: the edition judged; track, service_type, region,
    agency, asked_grant, total: of that edition, frozen when the case was opened (agency: whose case it is, moved with
    `reassign`).

    moves: how many moves it has made; every move is a compare-and-set on it. since: when it came into its state;
    due_on: until when somebody outside must answer. held: why nothing is done to it, None where it goes on; withdrawal:
    why its lead asks to withdraw it, None where it does not."""

    application = ForeignKeyField(Application, backref="+", unique=True, on_delete="CASCADE")
    application_id: int
    submission = ForeignKeyField(Submission, backref="+", on_delete="CASCADE")
    submission_id: int
    track = TextField(default="")
    service_type = TextField(default="")
    agency = TextField(null=True)
    region = TextField(default="")
    asked_grant = BigIntegerField(null=True)
    total = BigIntegerField(null=True)
    accepted_grant = BigIntegerField(null=True)
    state = TextField(default=RECEIVED)
    moves = IntegerField(default=0)
    since = Instant(default=now)
    due_on = Day(null=True)
    held = Sealed(null=True)
    withdrawal = Sealed(null=True)
    opened_at = Instant(default=now)

    class Meta:
        table_name = "evaluation_case"  # CASE is a word of SQL
        indexes = ((("state", "agency"), False),)

    @property
    def state_now(self) -> str:
        """Its state as the table of moves asks for it: HELD where it is held."""
        return HELD if self.held is not None else self.state

    @classmethod
    def newest(cls, number: int) -> "Case":
        """The row as it stands now, with its application and that one's call. number: its id."""
        return NEWEST.first(number=number)

    @property
    def edition(self) -> Submission:
        """The edition judged, read once, which knows its application as the case does."""
        self.submission.application = self.application
        return self.submission

    @cached_property
    def listing(self) -> dict[str, Any]:
        """What lists say of the edition judged, read once; nothing sealed is opened."""
        row = Submission.select(Submission.listing).where(Submission.id == self.submission_id).get()
        return row.listing or {}

    @classmethod
    def of(cls, application: Application) -> "Case | None":
        return cls.get_or_none(cls.application == application)

    @classmethod
    def withdrawn(cls, applications: Iterable[Application]) -> set[int]:
        """The ids of those of these applications whose withdrawal after closing was confirmed."""
        closed = [row.id for row in applications if row.closes_at <= now()]
        rows = cls.select(cls.application).where(cls.application.in_(closed), cls.state == WITHDRAWN) if closed else ()
        return {row.application_id for row in rows}

    @classmethod
    def of_others(cls, person: Any) -> Expression:
        """Those whose applications this person takes no part in: who does is no officer of them."""
        mine = Party.select(Party.application).where(Party.acted_for(person), Party.left_at.is_null())
        return cls.application.not_in(mine)

    @classmethod
    def in_call(cls, call: Any) -> Expression:
        """Those of a call."""
        return cls.application.in_(Application.select(Application.id).where(Application.call == call))


HERE = Case.id == Parameter("number")
NEWEST = Prepared(lambda: Case.select(Case, Application, Call).join(Application).join(Call).where(HERE))


class CaseMove(BaseModel):
    """A move a case made; rows are only added, numbered from 1, and lead from state to state. person: who made it, and
    confirmed_by: who confirmed it where another must. detail: its plain facts; said: what was asked and said in
    words."""

    case = ForeignKeyField(Case, backref="history", on_delete="CASCADE")
    case_id: int
    number = IntegerField()
    name = TextField()
    before = TextField()
    after = TextField()
    person = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    confirmed_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    detail = Json(default=dict)
    said = SealedJson(null=True)
    at = Instant(default=now)

    class Meta:
        indexes = ((("case", "number"), True),)

    @classmethod
    def plain(cls) -> list[Any]:
        """Its columns but what was said."""
        return [field for field in cls._meta.sorted_fields if field is not cls.said]

    @classmethod
    def asked(cls, application: Application) -> list[dict[str, Any]]:
        """What completion of an application was asked for last: {slug, party, title, words} each."""
        rows = cls.select().join(Case).where(Case.application == application, cls.name == ASK_COMPLETION)
        row = rows.order_by(cls.number.desc()).first()
        return list(row.said["items"]) if row else []


class Check(BaseModel):
    """What an officer found of one item of a case; rows are only added, the newest counts. kind: REQUIREMENT; item: a
    clause, a document or a company's line; party: the company it is about, None for the whole; answer: as
    services/evaluation/requirements.py knows them; resolved_on: the day an exception ① was resolved. since, which is no
    column: when it was first said so, as `requirements.newest` finds out."""

    case = ForeignKeyField(Case, backref="checks", on_delete="CASCADE")
    kind = TextField(default=REQUIREMENT)
    item = TextField()
    party = ForeignKeyField(Party, null=True, backref="+", on_delete="CASCADE")
    party_id: int | None
    answer = TextField()
    amount = BigIntegerField(null=True)
    resolved_on = Day(null=True)
    note = Sealed(default="")
    person = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = Instant(default=now)
    since: datetime

    class Meta:
        table_name = "case_check"  # so is CHECK
        indexes = ((("case", "kind"), False),)


class CaseDocument(BaseModel):
    """A letter or sheet a move gave rise to, as it was made then; never made again."""

    case = ForeignKeyField(Case, backref="documents", on_delete="CASCADE")
    move = ForeignKeyField(CaseMove, backref="documents", on_delete="CASCADE")
    slug = TextField()
    name = TextField()
    sha256 = TextField()
    size = IntegerField()
    content = SealedBlob()

    class Meta:
        indexes = ((("move", "slug"), True),)
