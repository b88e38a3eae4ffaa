"""Rounds of evaluation, as officers make and watch them: which cases, from when to when, how many sheets each; who has
handed in, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NoReturn

from peewee import JOIN, Expression, fn

from models.application import Application, Call
from models.base import now, writing
from models.case import Case
from models.evaluation import (
    ACTIVE,
    CLEAR,
    HANDED_IN,
    Assignment,
    Evaluator,
    Round,
    RoundCase,
    Score,
)
from models.person import Person
from models.staff import Staff
from models.submission import Event, Submission
from programme.application_types import SITE
from programme.course import VISIT
from programme.evaluation import Evaluation
from services.access.permissions import NotNow
from services.evaluation import assignments
from services.evaluation.official import Official, Sheet, official
from services.submissions import snapshots

SOON = 3  # days before its end a round is pointed out
SLACK = timedelta(minutes=30)  # how long ago a round made now may be said to open: a form takes its time
Holder = Case.alias()  # a case beside the one asked for
NONE_CHOSEN = "회차에 넣을 과제를 하나 이상 골라 주세요."
IN_ANOTHER = (
    "고르신 과제 가운데 그 사이에 다른 회차에 들어갔거나 현장평가 상태가 아니게 된 것이 있습니다. 다시 골라 주세요."
)
CLOSED = "이미 마감한 회차라 처리하지 않았습니다."
OVER = "평가 기간이 끝나 확정하지 않았습니다. 평가위원이 평가할 수 있도록 먼저 평가 기간을 늘려 주세요."


def rules(call: Call) -> Evaluation:
    """How the stage is done in a call; what is frozen in its rounds."""
    found = call.type_of(SITE).evaluation
    assert found
    return found


def visible_to(post: Staff) -> Expression:
    """The rounds a post works with: of an agency its own."""
    return Round.id.is_null(False) if post.agency is None else Round.agency == post.agency


def with_call() -> Any:
    """Rounds, each with its call."""
    return Round.select(Round, Call).join(Call)


def of_call(post: Staff, call: Call) -> list[Round]:
    return list(with_call().where(Round.call == call, visible_to(post)).order_by(Round.number.desc()))


def goes_on(of: Round) -> Expression:
    """The cases still evaluated in a round: of an agency's, those another agency took over are in it no more."""
    inside = Case.id.in_(RoundCase.select(RoundCase.case).where(RoundCase.round == of)) & (Case.state == VISIT)
    return inside if of.agency is None else inside & (Case.agency == of.agency)


def ending(post: Staff, call: Call, at: datetime) -> int:
    """How many rounds that are not closed end soon."""
    soon = Round.closed_at.is_null(), Round.closes_at > at, Round.closes_at <= at + timedelta(days=SOON)
    return Round.select().where(Round.call == call, visible_to(post), *soon).count()


def named(token: str) -> Round:
    row: Round = with_call().where(Round.token == token).get()
    return row


def find(post: Staff, token: str) -> Round | None:
    return with_call().where(Round.token == token, visible_to(post)).first()


def require_open(of: Round) -> Round:
    """The round as it stands now. Raises NotNow for a closed one."""
    row: Round = with_call().where(Round.id == of.id).get()
    if row.closed_at:
        raise NotNow(CLOSED)
    return row


def refuse(of: Round) -> NoReturn:
    """Raises NotNow for what a round's state does not allow: once its time is over, confirming; once closed, all
    else."""
    raise NotNow(CLOSED if of.closed_at else OVER)


def waiting_cases(post: Staff, call: Call) -> list[Case]:
    """Cases that wait for a round: in their visit, not held, in no round that is not closed. A round of the agency that
    had a case before keeps it from no other."""
    busy = RoundCase.select(RoundCase.case).join(Round).switch(RoundCase).join(Holder, on=RoundCase.case == Holder.id)
    busy = busy.where(Round.closed_at.is_null(), Round.agency.is_null() | (Round.agency == Holder.agency))
    rows = Case.select(Case, Application, *Submission.unsealed()).join(Application).switch(Case).join(Submission)
    rows = rows.where(Application.call == call, Case.state == VISIT, Case.held.is_null(), Case.id.not_in(busy))
    rows = rows.where(Case.of_others(post.person_id))
    if post.agency is not None:
        rows = rows.where(Case.agency == post.agency)
    return list(rows.order_by(Case.region, Case.id))


@dataclass(frozen=True)
class Wanted:
    """What an officer says of a new round."""

    name: str
    opens: datetime
    closes: datetime
    need: int
    quorum: int


def make(post: Staff, person: Person, call: Call, wanted: Wanted, cases: Sequence[int]) -> Round:
    """A round of these cases, by their ids. The first of a call is the 최초 평가 of exception ①: when it opens is kept with
    the call, for good. Raises NotNow."""
    if not cases:
        raise NotNow(NONE_CHOSEN)
    with writing():
        at = now()
        if wanted.opens < at - SLACK:
            raise NotNow("여는 때가 이미 지났습니다. 지금이나 그 뒤로 정해 주세요.")
        known = {case.id for case in waiting_cases(post, call)}
        if not set(cases) <= known:
            raise NotNow(IN_ANOTHER)
        number = (Round.select(fn.MAX(Round.number)).where(Round.call == call).scalar() or 0) + 1
        opens = max(wanted.opens, at)
        row = Round.create(
            call=call,
            agency=post.agency,
            name=wanted.name,
            number=number,
            sheets=SITE,
            frozen=rules(call).frozen(),
            need=wanted.need,
            quorum=wanted.quorum,
            opens_at=opens,
            closes_at=wanted.closes,
            made_by=person,
        )
        RoundCase.insert_many([{"round": row, "case": case} for case in sorted(set(cases))]).execute()
        first = Call.site_opens_at.is_null() | (Call.site_opens_at > opens)  # 최초 평가 개시: of all rounds
        Call.update(site_opens_at=opens).where(Call.id == call.id, first).execute()
        Event.create(person=person, action="made round", detail={"round": row.id, "cases": len(set(cases))})
        return row


def extend(row: Round, closes: datetime, reason: str, person: Person) -> None:
    """Give everyone more time. Raises NotNow."""
    with writing():
        row = require_open(row)
        if closes <= max(row.closes_at, now()):
            raise NotNow("새로 닫는 때는 지금 닫는 때와 지금보다 뒤여야 합니다.")
        Round.update(closes_at=closes).where(Round.id == row.id).execute()
        sheets = Assignment.select(Assignment.application).where(
            Assignment.round == row, Assignment.state.in_((CLEAR, HANDED_IN))
        )
        Application.update(own_closes_at=closes).where(Application.id.in_(sheets)).execute()
        Event.create(person=person, action="extended round", detail={"round": row.id, "reason": reason})
        row.closes_at = closes
        assignments.tell_extended(row, reason)


@dataclass
class Line:
    """A case of a round as officers see it. held: its assignments, those that ended among them."""

    row: RoundCase
    round: Round
    edition: Submission
    held: list[Assignment] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    opinions: list[str] = field(default_factory=list)  # of the sheets that count, read where a round is closed

    @property
    def case(self) -> Case:
        return self.row.case

    @property
    def listing(self) -> dict[str, str]:
        return self.edition.listing or {}

    @property
    def active(self) -> list[Assignment]:
        return [each for each in self.held if each.state in ACTIVE]

    @property
    def handed_in(self) -> int:
        return sum(each.state == HANDED_IN for each in self.held)

    @property
    def missing(self) -> int:
        """How many evaluators it still wants."""
        return max(self.round.need - len(self.active), 0)

    @property
    def official(self) -> Official | None:
        return official(self.sheets, self.round.frozen)


def lines(of: Round, looking: Person | None = None, project: str = "") -> list[Line]:
    """Every case of a round, in a handful of queries and without opening what is sealed in its edition. A case another
    agency took over is in it no more, unless it was decided in it. looking: the officer it is shown to, without those
    he takes part in; project: the token of the only one asked for."""
    rows = RoundCase.select(RoundCase, Case, Application, *Submission.unsealed()).join(Case).join(Application)
    rows = rows.switch(Case).join(Submission).where(in_round(of)).order_by(Case.region, Case.id)
    if looking is not None:
        rows = rows.where(Case.of_others(looking))
    if project:
        rows = rows.where(Application.token == project)
    found = {row.case_id: Line(row, of, row.case.submission) for row in rows}
    handed_in = handed_in_of(of)
    held = Assignment.select(Assignment, Evaluator, Person).join(Evaluator).join(Person, JOIN.LEFT_OUTER)
    for each in held.where(Assignment.round == of, Assignment.case.in_(list(found))).order_by(Assignment.id):
        line = found[each.case_id]
        each.round, each.case = of, line.case
        line.held.append(each)
        edition, points = handed_in.get(each.id, (None, ()))
        line.sheets.append(Sheet(each.state == HANDED_IN and bool(points), tuple(points), edition))
    return list(found.values())


def line_of(of: Round, looking: Person, project: str) -> Line | None:
    """A case of a round as an officer sees it, by its application's token."""
    return next(iter(lines(of, looking, project)), None)


def read_opinions(lines: Sequence[Line]) -> None:
    """The overall opinions of the counted sheets of each case, in no order that tells whose they are; what was read
    before is not read again."""
    unread = [line for line in lines if line.handed_in and not line.opinions]
    of = {row.application_id: line for line in unread for row in line.held if row.state == HANDED_IN}
    if not of:
        return
    editions = Submission.select(Submission, Application, Call).join(Application).join(Call)
    for edition in editions.where(Submission.application.in_(list(of)), Submission.standing):
        journey = snapshots.journey(edition.application.type, edition.snapshot)
        if said := str(journey.values("overall", journey.parties[0])["opinion"] or ""):
            of[edition.application_id].opinions.append(said)
    for line in unread:
        line.opinions.sort()


def in_round(of: Round) -> Expression:
    here = RoundCase.round == of
    return here if of.agency is None else here & ((Case.agency == of.agency) | (RoundCase.result != ""))


def hidden(of: Round, looking: Person) -> int:
    """How many cases of a round are kept from an officer, who takes part in them."""
    return RoundCase.select().join(Case).where(in_round(of), ~Case.of_others(looking)).count()


def handed_in_of(of: Round) -> dict[int, tuple[int, list[int]]]:
    """What stands of each assignment's sheet: the edition's id, and its points, none of one that came late."""
    rows = Score.select(Assignment.id, Submission.id, Submission.arrived_at, Score.points).join(Submission)
    rows = rows.join(Assignment, JOIN.INNER, on=Assignment.application == Submission.application)
    rows = rows.where(Assignment.round == of, Submission.standing).order_by(Score.criterion)
    found: dict[int, tuple[int, list[int]]] = {}
    read: Any = rows.tuples()
    for assignment, edition, arrived, points in read:
        _, counted = found.setdefault(assignment, (edition, []))
        if arrived < of.closes_at:
            counted.append(points)
    return found


def loads(evaluators: Sequence[Evaluator]) -> dict[int, int]:
    """How many cases each has in rounds that are not closed."""
    rows = Assignment.select(Assignment.evaluator, fn.COUNT(Assignment.id)).join(Round)
    rows = rows.where(Round.closed_at.is_null(), Assignment.state.in_(ACTIVE)).group_by(Assignment.evaluator)
    read: Any = rows.tuples()
    found: dict[int, int] = dict(read)
    return {each.id: found.get(each.id, 0) for each in evaluators}
