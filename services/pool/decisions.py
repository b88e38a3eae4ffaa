"""The lead agency's decisions about registrations in the supplier pool (공고 붙임2: 전담기관에서 승인, 3~7일).

Each is one transaction: the state by compare-and-set, a Review, an Event, and a mail to everyone of the company. Who
decides says what was on the page he decided from (`SeenState`); when that is no longer so, nothing is done and NotNow
says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from peewee import JOIN, fn

from models.application import Application, Call, Party
from models.base import now, writing
from models.company import APPROVED, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Supplier
from models.person import Person
from models.pool import RESUMED, TAKEN_BACK, Review
from models.pool_index import Listing
from models.review_notes import RegistrationTaken
from models.submission import Event, Submission
from programme import calls
from programme.announcement import Announcement
from programme.application_types import POOL
from programme.korean import day_of
from services.access import permissions, staff
from services.access.permissions import NotNow
from services.drafts import consents, evidence
from services.pool import decision_mails, suspensions
from services.submissions import completions, registrations, snapshots

ACTIONS = {  # each decision, called by the state it leads to, as the permission table calls it
    APPROVED: "approve a registration",
    RETURNED: "send a registration back",
    TAKEN_BACK: "take a request for completion back",
    SUSPENDED: "suspend a supplier",
    RESUMED: "resume a supplier",
}
DECISIONS = {
    APPROVED: "승인",
    RETURNED: "보완 요청",
    TAKEN_BACK: "보완 요청 거둠",
    SUSPENDED: "정지",
    RESUMED: "정지 해제",
}


@dataclass(frozen=True)
class SeenState:
    """What the page of a decision showed: the edition of the registration and the entry's state."""

    edition: int
    state: str

    def __str__(self) -> str:
        return f"{self.edition}-{self.state}"

    @classmethod
    def of(cls, text: str) -> "SeenState":
        """As a form brings it back; nonsense fits nothing that is."""
        edition, _, state = text.partition("-")
        return cls(int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 10 else 0, state)


def current_submission(registration: Application) -> Submission | None:
    """Of the registrations of the company of this one the one that counts: the newest that stands."""
    theirs = Party.select(Party.application).where(Party.company.in_(company_of(registration)))
    view = Submission.select(Submission, Application, Call).join(Application).join(Call)
    rows = view.where(Submission.standing, Application.purpose == POOL, Application.id.in_(theirs))
    return rows.order_by(Submission.id.desc()).first()


def entry(registration: Application) -> Supplier | None:
    """The pool entry a registration is for."""
    return Supplier.get_or_none(Supplier.company.in_(company_of(registration)))


def company_of(registration: Application) -> Any:
    """The company whose registration it is, as a query for its id."""
    return Party.select(Party.company).where(Party.application == registration, Party.lead)


def registrations_of(companies: Iterable[int]) -> dict[int, str]:
    """The token of the registration that counts, as `current_submission` says it, of each of these companies that has
    one."""
    rows: Any = Submission.select(Party.company, Application.token).join(Application).join(Party)
    view = Submission.standing, Application.purpose == POOL, Party.company.in_(list(companies))
    return dict(rows.where(*view).order_by(Submission.id).tuples())


@dataclass(frozen=True)
class Queued:
    """A registration that waits, as a line shows it. renewal: of an entry approved before; since: when it came into the
    queue; package: of its call; taken_by: the id of who took it on; completion: asked for of this application last,
    edition and due day, if any was."""

    name: str
    renewal: bool
    since: datetime
    token: str
    number: str
    edition: int
    arrived_at: datetime
    evidence_only: bool
    package: str
    taken_by: int | None = None
    completion: tuple[int, date | None] | None = None

    @property
    def answers(self) -> bool:
        """Whether this edition was submitted after a request for completion."""
        return self.completion is not None and self.completion[0] < self.edition

    @property
    def due(self) -> date | None:
        """Until when completion of this edition is asked for."""
        return None if self.completion is None or self.answers else self.completion[1]

    @property
    def announcement(self) -> Announcement:
        return calls.announcement(self.package)

    @property
    def expected(self) -> tuple[date, date]:
        """The days between which a decision is likely, by how long it waits in all: an estimate."""
        return registrations.expected_by(self.announcement, self.since)

    def left(self, at: datetime) -> int:
        """Days to the last of them; below 0 when that is past."""
        return (self.expected[1] - day_of(at)).days


def queue(state: str) -> list[Queued]:
    """Registrations of entries in this state, the longest waiting first: a request for completion costs no place. Read
    of the pool's index, which is short."""
    since = fn.COALESCE(Supplier.waiting_since, Submission.arrived_at)
    of = Application.token, Application.number, Submission.edition, Submission.arrived_at, Submission.evidence_only
    columns = Party.company, Application.id, Listing.name, Listing.shown, since
    found = in_queue(state, *columns, *of, Call.package, RegistrationTaken.person).switch(Application)
    found = found.join(RegistrationTaken, JOIN.LEFT_OUTER, on=RegistrationTaken.application == Application.id)
    rows: list[Any] = list(found.order_by(Submission.id).tuples())
    asked = completions_asked(in_queue(state, Application.id))
    # of a company's registrations the newest counts
    newest = {row[0]: Queued(*(*row[2:], asked.get(row[1]))) for row in rows}
    return sorted(newest.values(), key=lambda each: each.since)


def completions_asked(applications: Any) -> dict[int, tuple[int, date | None]]:
    """The edition and the due day of the last request for completion of each of these, selected by their ids; none of
    those it was taken back from, or that were approved since."""
    judged = Review.decision.in_((APPROVED, RETURNED, TAKEN_BACK)), Review.application.in_(applications)
    rows = {row.application_id: row for row in Review.select().where(*judged).order_by(Review.id)}
    return {key: (row.edition, row.due) for key, row in rows.items() if row.decision == RETURNED}


def queued(state: str) -> int:
    """How many are in that queue."""
    return in_queue(state, Party.company).distinct().count()


def in_queue(state: str, *columns: Any) -> Any:
    """Of the standing registrations of entries in a state; in that state an entry is shown if it was approved
    before."""
    rows = Submission.select(*columns).join(Application).join(Call).switch(Application).join(Party)
    rows = rows.join(Supplier, on=Supplier.company == Party.company).join(Listing)
    here = Submission.standing, Application.purpose == POOL, Listing.state == state, Call.taking(Application)
    return rows.where(*here)


def reviews(company: int) -> list[Review]:
    """Everything ever decided about a company's registrations, newest first. company: its id."""
    theirs = Party.select(Party.application).where(Party.company == company)
    rows = Review.select(Review, Application, Person).join(Application)
    rows = rows.switch(Review).join(Person, JOIN.LEFT_OUTER)
    return list(rows.where(Application.purpose == POOL, Application.id.in_(theirs)).order_by(Review.id.desc()))


def approve(registration: Application, seen: SeenState, person: Person) -> None:
    """Take the entry into the pool as this registration says, whether it waits or completion was asked for. Raises
    NotNow."""
    decide(registration, seen, person, APPROVED)


def send_back(
    registration: Application, seen: SeenState, reasons: dict[str, str], person: Person, due: date | None = None
) -> None:
    """Ask for what is missing. reasons: {step slug, kind of evidence or consent: what must be mended}; due: until when,
    the call's own term where none is said. Raises NotNow."""
    decide(registration, seen, person, RETURNED, reasons=reasons, due=due or completions.usual_due(registration))


def take_back(registration: Application, seen: SeenState, person: Person) -> None:
    """End a request for completion: what was submitted waits again where it waited. Raises NotNow."""
    decide(registration, seen, person, TAKEN_BACK)


def suspend(registration: Application, seen: SeenState, reason: str, person: Person) -> None:
    """Take the entry out of the search and of new consortia until it resumes, and tell those who lead a project with
    it. Raises NotNow."""
    decide(registration, seen, person, SUSPENDED, note=reason)


def resume(registration: Application, seen: SeenState, person: Person) -> None:
    """Let a suspended entry be what it was; one that submitted anew meanwhile waits for approval. Who leads a project
    with it is told. Raises NotNow."""
    decide(registration, seen, person, RESUMED)


def decide(registration: Application, seen: SeenState, person: Person, decision: str, **details: Any) -> Review:
    """details: reasons and due, or note, of the Review."""
    facts = decision_mails.facts_of(still(registration, seen), decision, **details)
    with writing():
        submission = still(registration, seen)  # an edition never changes: the facts are of this one
        state = state_after(decision, submission)
        staff.require_post(person, None)
        as_seen = Supplier.company.in_(company_of(registration)) & (Supplier.state == seen.state)
        fits = permissions.allowed_in(ACTIONS[decision], seen.state)
        if not fits or not Supplier.update(state=state).where(as_seen).execute():
            refuse(registration, seen)
        known = {"application": registration, "edition": seen.edition, "decision": decision, "person": person}
        review = Review.create(**known, **details)
        detail = {"edition": seen.edition, "from": seen.state, "to": state}
        Event.create(application=registration, person=person, action=decision, detail=detail)
        decision_mails.notify_applicant(review, facts)
        if decision in (SUSPENDED, RESUMED):
            suspensions.tell_leads(review)
        if decision == APPROVED:
            registrations.publish(registration.entry, submission)
        if state == RETURNED:  # open again: what was added to the evidence meanwhile counts
            evidence.catch_up(now())
            consents.catch_up(now())
    return review


def state_after(decision: str, submission: Submission) -> str:
    """What an entry is once this is decided."""
    if decision == RESUMED:
        return state_before(submission)
    return WAITING if decision == TAKEN_BACK else decision


def still(registration: Application, seen: SeenState) -> Submission:
    """What was submitted, if it is what the page showed. Raises NotNow."""
    submission = current_submission(registration)
    if submission is None or (submission.application, submission.edition) != (registration, seen.edition):
        raise NotNow(replaced(submission))
    return submission


def refuse(registration: Application, seen: SeenState) -> NoReturn:
    """Raises NotNow for a decision the entry's state does not allow."""
    still(registration, seen)
    raise NotNow(overtaken(registration.entry))


def state_before(submission: Submission) -> str:
    """What the entry was when it was suspended; waiting, when another edition came since."""
    rows = Event.select().where(Event.application == submission.application, Event.action == SUSPENDED)
    event = rows.order_by(Event.id.desc()).first()
    state = event.detail["from"] if event and event.detail["edition"] == submission.edition else WAITING
    renewed, opened = submission.application.entry.renewed_at, submission.application.call.opens_at
    return OUTDATED if state == APPROVED and (renewed is None or renewed < opened) else state


def replaced(submission: Submission | None) -> str:
    if submission is None:
        return "그 사이에 기업이 등록 신청을 철회했습니다. 처리하지 않았으니 승인 대기 목록에서 다시 확인해 주세요."
    return (
        f"그 사이에 기업이 등록 신청을 다시 냈습니다(제{submission.edition}차). 앞의 내용을 보고 내린 결정이라 처리하지 "
        "않았습니다. 새로 낸 내용을 확인한 뒤 다시 결정해 주세요."
    )


def overtaken(supplier: Supplier) -> str:
    return (
        f"이 기업은 지금 ‘{POOL_STATES[supplier.state]}’ 상태여서 이 결정을 할 수 없습니다. 다른 담당자가 먼저 처리했을 수 "
        "있습니다. 등록 신청 화면에서 심사 이력을 확인해 주세요."
    )


def items(shown: snapshots.SubmittedApplication) -> dict[str, str]:
    """What a registration can be sent back for, whether or not it was answered or uploaded: {step slug, kind of consent
    or evidence: its title}."""
    of, (part,) = shown.submission.application.type, shown.journey.parties
    found = {task.step.slug: task.step.title for task in shown.journey.tasks}
    asked = [(text.slug, text.title) for text in of.texts(part.role)]
    asked += [(kind.slug, kind.title) for kind in of.kinds(part.role)]
    asked += [(row["kind"], row["title"]) for row in (*shown.consents(part), *shown.evidence(part))]  # of before
    return found | {slug: title for slug, title in asked if slug not in found}
