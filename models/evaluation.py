"""Evaluation after closing: who evaluates, in which round, what, and what became of it."""

from datetime import datetime
from typing import Any

from peewee import Expression, ForeignKeyField, IntegerField, TextField

from models.application import Application, Call
from models.base import BaseModel, Instant, Json, Sealed, SealedJson, now, token
from models.case import Case
from models.person import Person
from models.submission import Submission

# What becomes of an assignment. PROPOSED: not confirmed yet, and unknown to the evaluator; OFFERED: asked about
# conflicts; CLEAR: none, the sheet is open to him; REPLACED: taken back by an officer; VOID: a conflict found after he
# had read.
PROPOSED, OFFERED, CLEAR, HANDED_IN = "proposed", "offered", "clear", "handed_in"
DECLINED, CONFLICTED, REPLACED, VOID = "declined", "conflicted", "replaced", "void"
READABLE = (CLEAR, HANDED_IN)
ACTIVE = (PROPOSED, OFFERED, *READABLE)  # those that take a place of their case
DECLARED, FOUND, OFFICER = "declared", "found", "officer"  # where a conflict is known from

# Of a round at an instant, and of an assignment its evaluator meets: what may be done to them then.
RUNNING, OVER, ROUND_CLOSED = "running", "over", "round closed"
OFFERED_LATE, CLEAR_LATE = "offered late", "clear late"
ROUND_STATES = {RUNNING: "평가 기간", OVER: "평가 기간 끝", ROUND_CLOSED: "회차 마감"}
ASSIGNMENT_STATES = {
    OFFERED: "이해관계 확인 전",
    OFFERED_LATE: "이해관계 확인 전, 평가 기간 끝",
    CLEAR: "평가 중",
    CLEAR_LATE: "평가 중, 평가 기간 끝",
    HANDED_IN: "평가표 제출함",
    ROUND_CLOSED: "회차 마감",
}


class Evaluator(BaseModel):
    """Somebody who evaluates, invited by the lead agency. name, institution: as he says; number: the institution's
    business number; sector: industry, academy or research; fields: what he knows; regions: where he goes, none for
    anywhere; most: how many cases he takes. secret … enrolled_at: of his second factor, as of models/staff.py: Staff.
    person: None once he is anonymised, and `name` a number (services/evaluation/anonymising.py)."""

    token = TextField(unique=True, default=token)
    person = ForeignKeyField(Person, null=True, backref="evaluating", unique=True, on_delete="RESTRICT")
    person_id: int  # of everyone who may be met; none of whom is anonymised
    name = Sealed(null=True)
    institution = Sealed(null=True)
    number = Sealed(null=True)
    sector = TextField(default="")
    fields = Json(default=list)
    regions = Json(default=list)
    most = IntegerField(default=0)
    secret = Sealed(null=True)
    counter = IntegerField(default=0)
    tries = IntegerField(default=0)
    barred_until = Instant(null=True)
    known_tries = IntegerField(default=0)
    known_barred_until = Instant(null=True)
    enrolled_at = Instant(null=True)
    created_at = Instant(default=now)
    ended_at = Instant(null=True)
    agency = None  # he works for none: as Staff has one

    @property
    def holder(self) -> Person:
        """Its person, of everyone who is not anonymised."""
        assert self.person
        return self.person

    @property
    def ready(self) -> bool:
        """Whether he said what must be known before he is given a case."""
        return bool(self.name and self.institution and self.most)


class Pledge(BaseModel):
    """A promise of integrity and confidentiality, given. Rows are only added."""

    evaluator = ForeignKeyField(Evaluator, backref="pledges", on_delete="RESTRICT")
    evaluator_id: int
    version = TextField()
    text_hash = TextField()
    signer = Sealed()
    at = Instant(default=now)


class Round(BaseModel):
    """One round of a stage: its cases are evaluated between opens_at and closes_at. sheets: the kind of application its
    sheets are; frozen: what decides a score, as it was when the round was made, with the name of its version;
    need, quorum: sheets a case; agency: whose, None for the lead agency's; closed_at: when two officers closed it."""

    token = TextField(unique=True, default=token)
    call = ForeignKeyField(Call, on_delete="RESTRICT")
    call_id: int
    agency = TextField(null=True)
    name = TextField()
    number = IntegerField()
    sheets = TextField()
    frozen = Json()
    need = IntegerField()
    quorum = IntegerField()
    opens_at = Instant()
    closes_at = Instant()
    made_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_by_id: int | None
    made_at = Instant(default=now)
    closed_at = Instant(null=True)
    closed_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    confirmed_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("call", "number"), True),)

    def open_at(self, at: datetime) -> bool:
        return self.opens_at <= at and not self.over_at(at)

    def over_at(self, at: datetime) -> bool:
        return self.closed_at is not None or at >= self.closes_at

    def state_at(self, at: datetime) -> str:
        """Of ROUND_STATES; a round not opened yet is RUNNING: it is filled meanwhile."""
        if self.closed_at is not None:
            return ROUND_CLOSED
        return OVER if self.over_at(at) else RUNNING


class RoundCase(BaseModel):
    """A case in a round. official: its score in hundredths, once the round is closed; counted, lowest, highest: of the
    sheets that made it; result: the move it led to, "" for a case that stood still by then."""

    round = ForeignKeyField(Round, backref="cases", on_delete="CASCADE")
    round_id: int
    case = ForeignKeyField(Case, backref="rounds", on_delete="RESTRICT")
    case_id: int
    official = IntegerField(null=True)
    counted = IntegerField(null=True)
    lowest = IntegerField(null=True)
    highest = IntegerField(null=True)
    result = TextField(default="")

    class Meta:
        indexes = ((("round", "case"), True),)


class Assignment(BaseModel):
    """One evaluator's part in one case of a round. application: his sheet, once he is clear; answers: to the questions
    about conflicts; reason: why he declined, was replaced, or the sheet is void."""

    token = TextField(unique=True, default=token)
    round = ForeignKeyField(Round, backref="assignments", on_delete="CASCADE")
    round_id: int
    case = ForeignKeyField(Case, backref="assignments", on_delete="RESTRICT")
    case_id: int
    evaluator = ForeignKeyField(Evaluator, backref="assignments", on_delete="RESTRICT")
    evaluator_id: int
    application = ForeignKeyField(Application, null=True, unique=True, backref="assignment", on_delete="RESTRICT")
    application_id: int | None
    state = TextField(default=PROPOSED)
    declared_at = Instant(null=True)
    answers = SealedJson(null=True)
    reason = Sealed(null=True)
    made_at = Instant(default=now)
    moved_at = Instant(default=now)

    class Meta:
        indexes = ((("round", "case", "evaluator"), True), (("evaluator", "state"), False))

    def state_at(self, at: datetime) -> str:
        """Of ASSIGNMENT_STATES, of one its evaluator meets."""
        of = self.round.state_at(at)
        if of == ROUND_CLOSED:
            return ROUND_CLOSED
        return {OFFERED: OFFERED_LATE, CLEAR: CLEAR_LATE}.get(self.state, self.state) if of == OVER else self.state


class Conflict(BaseModel):
    """Why an evaluator is kept from a case, or from all cases of the company of a business number (`number`, ten
    digits). One row closes it to him in every stage; rows are never taken away, and tell of nobody once the evaluator
    is anonymised."""

    evaluator = ForeignKeyField(Evaluator, backref="conflicts", on_delete="RESTRICT")
    evaluator_id: int
    case = ForeignKeyField(Case, null=True, on_delete="RESTRICT")
    case_id: int | None
    number = TextField(null=True)
    source = TextField()
    note = Sealed()
    person = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = Instant(default=now)

    class Meta:
        indexes = ((("evaluator", "case"), False), (("evaluator", "number"), False))

    @classmethod
    def closes(cls, evaluator: Any, case: Any, numbers: Any) -> Expression:
        """Whether a row keeps an evaluator from a case of companies of these numbers."""
        return (cls.evaluator == evaluator) & ((cls.case == case) | cls.number.in_(list(numbers)))


class Score(BaseModel):
    """The points of one criterion of a sheet as handed in: an edition's, so that no list opens what is sealed."""

    submission = ForeignKeyField(Submission, backref="scores", on_delete="CASCADE")
    submission_id: int
    criterion = TextField()
    points = IntegerField()

    class Meta:
        indexes = ((("submission", "criterion"), True),)
