"""Cases as the agencies work through them: each agency's queue, the oldest first, and what officers propose about one.

A queue asks a few queries however many cases there are, and opens nothing that is sealed.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from peewee import SQL, Expression, Function, fn
from peewee import Case as Switch

from forms.acts import ActForm
from models.application import Application, Call
from models.base import now, writing
from models.case import Case
from models.evaluation import Round
from models.person import Person
from models.proposal import Proposal
from models.staff import Staff
from models.submission import Submission
from programme import calls, course
from programme.announcement import Announcement
from programme.application_types import PROJECT
from programme.korean import day_of
from services.access.permissions import NotNow
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.backoffice.queries import UNASSIGNED
from services.drafts import applications
from services.evaluation import letters, moves, rounds
from services.submissions import listings

OVERDUE, WITHDRAWING, VISIT_DUE = "overdue", "withdrawing", "visit_due"
ACROSS = (course.HELD, OVERDUE, WITHDRAWING, VISIT_DUE)  # parts that are no states
PARTS = course.STATES_NOW | {OVERDUE: "기한 지남", WITHDRAWING: "철회 요청", VISIT_DUE: "방문할 것"}  # of a queue
SEALED = {"held", "withdrawal"}  # what a list does not read
NEVER = "9999"  # after every day


@dataclass(frozen=True)
class Wanted:
    """What a queue is narrowed to; "" for no matter. part: of PARTS; agency: a slug, or UNASSIGNED."""

    part: str = ""
    agency: str = ""
    words: str = ""


@dataclass(frozen=True)
class Queued:
    """A case as a queue shows it. day: the day it is due, None without one; left: days until then, below 0 when that is
    past; days: how long it has been in its state; agency: who looks after it, in short."""

    case: Any
    day: date | None
    left: int | None
    days: int
    agency: str

    @property
    def submission(self) -> Submission:
        row: Submission = self.case.submission
        return row

    @property
    def listing(self) -> dict[str, Any]:
        return self.submission.listing or {}

    @property
    def state(self) -> str:
        return course.STATES[self.case.state]


def visible_to(post: Staff) -> Expression:
    """The cases a post is let see: of a 수행기관 its own, and never one its holder takes part in."""
    others = Case.of_others(post.person_id)
    return others if post.agency is None else (Case.agency == post.agency) & others


def find(post: Staff, token: str) -> Case | None:
    """The case of an application, where this post is let see it."""
    rows = Case.select(Case, Application, Call).join(Application).join(Call)
    return rows.where(Application.token == token, visible_to(post)).first()


def due_day(call: Call | None) -> Function:
    """The day a case is due, as a column: until when completion is asked for, or the closing day of the open round it
    is in; NEVER for neither."""
    open_ones = Round.select(Round.id, Round.agency, Round.closes_at).where(Round.closed_at.is_null())
    open_ones = open_ones.where(Round.call == call) if call else open_ones
    days = [(rounds.goes_on(of), day_of(of.closes_at).isoformat()) for of in open_ones]
    return fn.COALESCE(Case.due_on, Switch(None, days, NEVER) if days else NEVER).coerce(False)


def of_part(part: str, today: date, day: Function) -> Expression:
    """day: of `due_day`."""
    if part == course.HELD:
        return Case.held.is_null(False)
    if part == OVERDUE:
        return (day < today.isoformat()) & Case.state.in_(course.ACTIVE)
    if part == VISIT_DUE:
        return (day < NEVER) & (Case.state == course.VISIT)
    if part == WITHDRAWING:
        return Case.withdrawal.is_null(False) & Case.state.in_(course.ACTIVE)
    return Case.state == part


@dataclass(frozen=True)
class Queue:
    """The cases a post is let see, of a call (None: of any), narrowed to what is wanted, as they stand at an
    instant."""

    post: Staff
    call: Call | None
    at: datetime
    wanted: Wanted = Wanted()

    @cached_property
    def day(self) -> Function:
        return due_day(self.call)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many cases each part holds, narrowed otherwise as the queue is."""
        today = day_of(self.at)
        across = [fn.COUNT(Case.id).filter(of_part(part, today, self.day)) for part in ACROSS]
        rows: Any = Case.select(Case.state, fn.COUNT(Case.id), *across).join(Submission)
        counted = Counter[str]()
        for state, count, *others in rows.where(*self.inside()).group_by(Case.state).tuples():
            counted.update({state: count} | dict(zip(ACROSS, others, strict=True)))
        return counted

    @property
    def total(self) -> int:
        part = self.wanted.part
        return self.counts[part] if part else sum(self.counts[state] for state in course.STATES)

    def rows(self, page: int, each: int) -> list[Queued]:
        """Those on a page of so many each: what is due first in front, then the longest in its state."""
        columns, today = [field for field in Case._meta.sorted_fields if field.name not in SEALED], day_of(self.at)
        marks = {"is_held": course.HELD, "is_withdrawing": WITHDRAWING}
        said = [of_part(part, today, self.day).alias(name) for name, part in marks.items()]
        known = Submission.id, Submission.listing, Submission.receipt, Submission.edition
        rows = Case.select(*columns, *said, self.day.alias("day"), *known, Application.id, Application.token)
        rows = rows.join(Submission).switch(Case).join(Application).where(*self.inside())
        rows = rows.where(of_part(self.wanted.part, today, self.day)) if self.wanted.part else rows
        announcement = self.call.announcement if self.call else None
        shown = rows.order_by(SQL("day"), Case.since, Case.id).paginate(page, each)
        return [queued(row, today, announcement) for row in shown]

    def inside(self) -> list[Expression]:
        """What it is narrowed to, but for its part; asked of cases beside their editions."""
        wanted, found = self.wanted, [visible_to(self.post)] + ([Case.in_call(self.call)] if self.call else [])
        if wanted.agency:
            found.append(Case.agency.is_null() if wanted.agency == UNASSIGNED else Case.agency == wanted.agency)
        words = listings.holding(wanted.words)
        return found if words is None else [*found, words]


def queued(row: Any, today: date, call: Announcement | None) -> Queued:
    day = None if row.day == NEVER else date.fromisoformat(row.day)
    short = calls.agency(row.agency, call).short if row.agency else ""
    return Queued(row, day, (day - today).days if day else None, (today - day_of(row.since)).days, short)


def current_call(kind: str = PROJECT, *, of: list[Call]) -> Call | None:
    """The call whose cases are looked at unless another is named, of those that take a kind of application: the last
    that closed; before any did, the current one. of: `applications.every_call`."""
    closed = [call for call in of if call.takes(kind) and call.closes_at <= now()]
    return closed[-1] if closed else applications.current_call(kind, of=of)


def propose_ineligible(case: Case, form: ActForm, person: Person, seen: int) -> Proposal:
    """An officer enters that an application does not meet the requirements; another confirms. Raises NotNow."""
    move = course.BY_NAME[course.FIND_INELIGIBLE]
    with writing():
        case = Case.newest(case.id)
        if not moves.acting(case, person) & set(move.who):
            raise NotNow(moves.NOT_YOURS)
        moves.check(case, move, seen)
        letters.check_words(case, [form.reason.data])
        return proposals.propose(ACTS, "find-ineligible", None, form, person, case, seen)
