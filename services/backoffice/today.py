"""What waits for an officer today: on the first page of staff, and in the mail of the day to who wants it.

A few queries, however much there is; nothing sealed is opened.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

from models.application import Application, Call
from models.case import Case, CaseMove
from models.company import WAITING
from models.mail import CODE, FAILED, Outbox
from models.staff import AccessLog, Staff
from models.submission import Event, Submission
from programme import course
from programme.application_types import CONSULTING, POOL, PROJECT, PURPOSES, SITE
from programme.korean import day_of
from services.backoffice import cases
from services.backoffice.queries import of_call, renewals_not_begun, standing_submissions, visible_to, withdrawn
from services.drafts.applications import current_call, offered
from services.evaluation import rounds
from services.pool import decisions
from services.pool.decisions import Queued

SOON = (
    2  # days before the last day an approval is likely on (공고 붙임2: 3~7일) from which a registration is shown first
)
SHOWN = 10  # registrations and mails a list has room for
FAILED_WITHIN = timedelta(days=30)
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
MANY, WITHIN = 30, timedelta(hours=1)  # applications one person opens in so long are looked into where there are more
INFLOW = 14  # days of the chart
CASES = {  # of cases after closing: parts of their queue
    course.RECEIVED: "요건 확인을 시작하지 않은 과제",
    cases.OVERDUE: "기한이 지난 과제",
    cases.WITHDRAWING: "신청 기업이 철회를 요청한 과제",
    course.HELD: "보류한 과제",
}
ROUNDS = "rounds"
JUDGED = (course.RECEIVED, course.CHECKING, course.COMPLETION, course.VISIT, course.RECOMMENDED)


@dataclass(frozen=True)
class Waiting:
    """A registration that waits. left: as Queued says it."""

    queued: Queued
    left: int


@dataclass(frozen=True)
class Today:
    """waiting: registrations, the most urgent first; renewals: entries whose renewal nobody began; failed: mails given
    up lately; hasty: people who opened very many applications within an hour since yesterday; new: what came to an
    agency since yesterday, by purpose."""

    lead: bool
    unassigned: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    renewals: int = 0
    failed: int = 0
    hasty: int = 0
    new: dict[str, dict[str, int]] = field(default_factory=dict)
    after: "AfterClosing" = field(default_factory=lambda: AfterClosing())

    @property
    def urgent(self) -> list[Waiting]:
        """Those that are late, due or soon due, and what came back from completion."""
        return [row for row in self.waiting if row.left <= SOON or row.queued.answers]

    def lines(self) -> list["Line"]:
        return [*self.about_applications(), *self.after.lines()]

    def about_applications(self) -> list["Line"]:
        if not self.lead:
            return [line for kind, counts in self.new.items() for line in new_lines(kind, counts)]
        late, due = sum(row.left < 0 for row in self.waiting), sum(row.left == 0 for row in self.waiting)
        soon = sum(0 < row.left <= SOON for row in self.waiting)
        return [
            Line("waiting", "승인을 기다리는 등록 신청", len(self.waiting)),
            Line("late", "예상 결정일이 지난 등록 심사", late),
            Line("due", "오늘이 예상 결정일인 등록 심사", due),
            Line("soon", f"예상 결정일이 {SOON}일 안에 오는 등록 심사", soon),
            Line("answered", "보완하여 다시 낸 등록", sum(row.queued.answers for row in self.waiting)),
            Line("unassigned", "수행기관을 정하지 않은 과제신청", self.unassigned),
            Line("renewals", "현행화를 시작하지 않은 공급기업", self.renewals),
            Line("failed", "보내지 못한 메일", self.failed),
            Line("hasty", f"한 시간에 신청 {MANY}건보다 많이 열어 본 사람", self.hasty),
        ]


@dataclass(frozen=True)
class AfterClosing:
    """The cases of the last call that closed. counts: by part of their queue; ending: how many rounds end soon."""

    call: Call | None = None
    counts: Counter[str] = field(default_factory=Counter)
    ending: int = 0

    @property
    def judged(self) -> int:
        """How many are still being judged."""
        return sum(self.counts[state] for state in JUDGED)

    def lines(self) -> list["Line"]:
        return [
            *(Line(part, what, self.counts[part], of_cases=True) for part, what in CASES.items()),
            *self.of_rounds(),
        ]

    def of_rounds(self) -> list["Line"]:
        """Nothing of a call whose cases are not evaluated on site."""
        what = f"{rounds.SOON}일 안에 평가 기간이 끝나는 현장평가 회차"
        return [Line(ROUNDS, what, self.ending, of_cases=True)] if offered(SITE, [self.call]) else []


@dataclass(frozen=True)
class Line:
    """Something to be done and how much of it, as the page and the mail say it. kind: what the page links it by;
    of_cases: whether that is a part of the queue of cases, or ROUNDS; call: of which call's list it is, "" for the
    page's."""

    kind: str
    what: str
    count: int
    of_cases: bool = False
    call: str = ""


def new_lines(kind: str, counts: dict[str, int]) -> list[Line]:
    """A line for each call something came for, which is named where there are several."""
    what = f"어제부터 새로 온 {PURPOSES[kind]}"
    several = len(counts) > 1
    return [Line(kind, f"{what}({slug})" if several else what, counts[slug], call=slug) for slug in counts] or [
        Line(kind, what, 0)
    ]


def of(post: Staff, call: Call | None, known: list[Call], at: datetime) -> Today:
    """call: the one projects are counted of; of all that are known, renewals are of the current one, cases of the last
    that closed."""
    after = after_closing(post, cases.current_call(of=known), at)
    if post.agency:
        new = {kind: counts for kind, counts in new_to(post.agency, at).items() if counts or offered(kind, [call])}
        return Today(False, new=new, after=after)
    projects = standing_submissions(post, call, PROJECT).where(Application.agency.is_null())
    return Today(
        True,
        unassigned=projects.count(),
        waiting=waiting(at),
        renewals=renewals_not_begun(current_call(POOL, of=known)).count(),
        failed=failed_mails(at).count(),
        hasty=hasty(at),
        after=after,
    )


def after_closing(post: Staff, call: Call | None, at: datetime) -> AfterClosing:
    if call is None:
        return AfterClosing()
    return AfterClosing(call, cases.Queue(post, call, at).counts, rounds.ending(post, call, at))


def waiting(at: datetime) -> list[Waiting]:
    rows = [Waiting(row, row.left(at)) for row in decisions.queue(WAITING)]
    return sorted(rows, key=lambda row: row.left)


def failed_mails(at: datetime):
    """Mails given up lately, the newest first, without address and text; a code is asked for anew by whom it
    concerns."""
    known = Outbox.id, Outbox.subject, Outbox.give_up_at, Outbox.last_error
    given_up = Outbox.state == FAILED, Outbox.kind != CODE, Outbox.give_up_at > at - FAILED_WITHIN
    return Outbox.select(*known).where(*given_up).order_by(Outbox.give_up_at.desc(), Outbox.id.desc())


def failures(at: datetime) -> list[tuple[str, datetime, str]]:
    """(subject, when, why) of those a page has room for; a server's reason may quote the address, which is left out."""
    rows = failed_mails(at).limit(SHOWN)
    return [(row.subject, row.give_up_at, ADDRESS.sub("(주소)", row.last_error)) for row in rows]


def hasty(at: datetime) -> int:
    """How many people opened more than MANY applications within an hour since yesterday: a stolen session, or somebody
    who gathers them."""
    recent = AccessLog.at > at - timedelta(days=1), AccessLog.application.is_null(False)
    many: Any = (
        AccessLog.select(AccessLog.person).where(*recent, AccessLog.person.is_null(False)).group_by(AccessLog.person)
    )
    busy = [who for (who,) in many.having(fn.COUNT(AccessLog.application.distinct()) > MANY).tuples()]
    rows: dict[int, list[tuple[datetime, int]]] = {each: [] for each in busy}
    if busy:
        opened: Any = AccessLog.select(AccessLog.person, AccessLog.at, AccessLog.application)
        for who, moment, application in (
            opened.where(*recent, AccessLog.person.in_(busy)).order_by(AccessLog.at).tuples()
        ):
            rows[who].append((moment, application))
    return sum(opened_many(each) for each in rows.values())


def opened_many(rows: list[tuple[datetime, int]]) -> bool:
    """Whether more than MANY applications are among those of some hour. rows: in their order."""
    first, here = 0, Counter[int]()
    for at, application in rows:
        here[application] += 1
        while rows[first][0] <= at - WITHIN:
            here[rows[first][1]] -= 1
            first += 1
        if len(+here) > MANY:
            return True
    return False


def new_to(agency: str, at: datetime) -> dict[str, dict[str, int]]:
    """What an agency was assigned or sent since yesterday and still looks after: how many of a purpose in a call."""
    since = at - timedelta(days=1)
    assigned = Event.select(Event.application).where(Event.action == "assigned", Event.at > since)
    requests = Submission.select(Submission.application).where(Submission.arrived_at > since, Submission.edition == 1)
    mine: Any = Submission.select(Call.slug, fn.COUNT(Submission.id)).join(Application).join(Call).group_by(Call.slug)
    mine = mine.where(Submission.standing, Application.agency == agency, Application.id.not_in(withdrawn()))
    moved = CaseMove.select(Case.application).join(Case).where(CaseMove.name == course.REASSIGN, CaseMove.at > since)
    new = (
        (PROJECT, Application.id.in_(assigned) | Application.id.in_(moved)),
        (CONSULTING, Application.id.in_(requests)),
    )
    known = Call.taking(Application)
    return {
        of: dict(mine.where(known, Application.purpose == of, then).order_by(Call.slug).tuples()) for of, then in new
    }


def inflow(post: Staff, call: Call | None, at: datetime) -> list[tuple[date, int]]:
    """How many projects that stand came first on each of the last days of a call, in Korea."""
    today = day_of(at)
    last = min(today, day_of(call.closes_at)) if call else today
    first = last - timedelta(days=INFLOW - 1)
    if call:
        first = max(first, min(day_of(call.opens_at), last))
    stands = Submission.select(Submission.application).where(Submission.standing)
    stands = stands.where(Submission.application.not_in(withdrawn()))
    rows = Submission.select(Submission.arrived_at).join(Application).where(Submission.edition == 1)
    rows = rows.where(Application.purpose == PROJECT, Application.id.in_(stands), visible_to(post), of_call(call))
    days = Counter(day_of(row.arrived_at) for row in rows)
    return [(day, days[day]) for day in (first + timedelta(days=each) for each in range((last - first).days + 1))]
