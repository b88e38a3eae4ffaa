"""The lead agency's decisions about registrations in the supplier pool (공고 붙임2: 전담기관에서 승인, 3~7일).

Each is one transaction: the state by compare-and-set, a Review, an Event, and a mail to everyone of the company. Who
decides says what was on the page he decided from (`SeenState`); when that is no longer so, nothing is done and NotNow says
why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

import config
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import APPROVED, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Company, Supplier
from models.person import Person
from models.pool import RESUMED, Review
from models.pool_index import Listing
from models.submission import Event, Submission
from programme import calls
from programme.application_types import POOL
from services.access import permissions
from services.access.permissions import NotNow
from services.drafts import consents, evidence
from services.mail import outbox, templates
from services.mail.templates import Letter
from services.submissions import lifecycle, pool_answers, registrations, snapshots

ACTIONS = {  # each decision, called by the state it leads to, as the permission table calls it
    APPROVED: "approve a registration",
    RETURNED: "send a registration back",
    SUSPENDED: "suspend a supplier",
    RESUMED: "resume a supplier",
}
DECISIONS = {APPROVED: "승인", RETURNED: "보완 요청", SUSPENDED: "정지", RESUMED: "정지 해제"}


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


def current_submission(company: Company) -> Submission | None:
    """The registration of a company that counts: the newest that stands."""
    theirs = Party.select(Party.application).where(Party.company == company)
    view = Submission.select(Submission, Application).join(Application)
    rows = view.where(Submission.standing, Application.purpose == POOL, Application.id.in_(theirs))
    return rows.order_by(Submission.id.desc()).first()


def entry(registration: Application) -> Supplier | None:
    """The pool entry a registration is for."""
    whose = Party.select(Party.company).where(Party.application == registration, Party.lead)
    return Supplier.get_or_none(Supplier.company.in_(whose))


def registrations_of(companies: Iterable[int]) -> dict[int, str]:
    """The token of the registration that counts, as `current_submission` says it, of each of these companies that has one."""
    rows: Any = Submission.select(Party.company, Application.token).join(Application).join(Party)
    view = Submission.standing, Application.purpose == POOL, Party.company.in_(list(companies))
    return dict(rows.where(*view).order_by(Submission.id).tuples())


@dataclass(frozen=True)
class Queued:
    """A registration that waits, as a line shows it. renewal: of an entry approved before; package: of its call."""

    name: str
    renewal: bool
    token: str
    number: str
    edition: int
    arrived_at: datetime
    package: str

    @property
    def expected(self) -> tuple[date, date]:
        """The days between which a decision is likely: an estimate."""
        return registrations.expected_by(calls.announcement(self.package), self.arrived_at)


def queue(state: str) -> list[Queued]:
    """Registrations of entries in this state, the longest waiting first. Read of the pool's index, which is short."""
    of = Application.token, Application.number, Submission.edition, Submission.arrived_at, Call.package
    rows = in_queue(state, Party.company, Listing.name, Listing.shown, *of).order_by(Submission.id).tuples()
    newest = {company: Queued(*row) for company, *row in rows}  # of a company's registrations the newest counts
    return sorted(newest.values(), key=lambda each: each.arrived_at)


def queued(state: str) -> int:
    """How many are in that queue."""
    return in_queue(state, Party.company).distinct().count()


def in_queue(state: str, *columns: Any) -> Any:
    """Of the standing registrations of entries in a state; in that state an entry is shown if it was approved
    before."""
    rows = Submission.select(*columns).join(Application).join(Call).switch(Application).join(Party)
    rows = rows.join(Supplier, on=Supplier.company == Party.company).join(Listing)
    known = Call.package.in_(list(calls.TYPES))
    return rows.where(Submission.standing, Application.purpose == POOL, Listing.state == state, known)


def reviews(company: Company) -> list[Review]:
    """Everything ever decided about a company's registrations, newest first."""
    theirs = Party.select(Party.application).where(Party.company == company)
    rows = Review.select(Review, Application).join(Application)
    return list(rows.where(Application.purpose == POOL, Application.id.in_(theirs)).order_by(Review.id.desc()))


def changes(submission: Submission, supplier: Supplier) -> list[tuple[str, str, str, str]] | None:
    """What a registration says otherwise than what the pool shows since the last approval, personal values taken out:
    (step, field, before, after); None for an entry never approved."""
    if supplier.approved_at is None:
        return None
    (party,) = submission.snapshot["parties"]
    published = submission.snapshot | {"parties": [party | {"steps": supplier.profile}]}
    before, after = (
        snapshots.without_kept_back(
            submission, snapshots.without_personal(submission.application.type, each, tell_apart=True)
        )
        for each in (published, submission.snapshot)
    )
    found = pool_answers.changed(submission.application.type, before, after)
    return [(step, field, snapshots.plain(old), snapshots.plain(new)) for step, field, old, new in found]


def approve(registration: Application, seen: SeenState, person: Person) -> None:
    """Take the entry into the pool as this registration says. Raises NotNow."""
    with writing():
        submission = decide(registration, seen, person, APPROVED)
        registrations.publish(Supplier.of(registration.company), submission)


def send_back(registration: Application, seen: SeenState, reasons: dict[str, str], person: Person) -> None:
    """Ask for what is missing. reasons: {step slug, kind of evidence or consent: what must be mended}. Raises
    NotNow."""
    decide(registration, seen, person, RETURNED, reasons=reasons)


def suspend(registration: Application, seen: SeenState, reason: str, person: Person) -> None:
    """Take the entry out of the search and of new consortia until it resumes. Raises NotNow."""
    decide(registration, seen, person, SUSPENDED, note=reason)


def resume(registration: Application, seen: SeenState, person: Person) -> None:
    """Let a suspended entry be what it was; one that submitted anew meanwhile waits for approval. Raises NotNow."""
    decide(registration, seen, person, RESUMED)


def decide(registration: Application, seen: SeenState, person: Person, decision: str, **details: Any) -> Submission:
    """details: reasons or note of the Review."""
    letter = letter_about(still(registration, seen), decision, **details)
    with writing():
        submission = still(registration, seen)  # an edition never changes: the letter is of this one
        state = state_before(submission) if decision == RESUMED else decision
        as_seen = (Supplier.company == registration.company) & (Supplier.state == seen.state)
        fits = permissions.allowed_in(ACTIONS[decision], seen.state)
        if not fits or not Supplier.update(state=state).where(as_seen).execute():
            refuse(registration, seen)
        known = {"application": registration, "edition": seen.edition, "decision": decision, "person": person}
        review = Review.create(**known, **details)
        detail = {"edition": seen.edition, "from": seen.state, "to": state}
        Event.create(application=registration, person=person, action=decision, detail=detail)
        notify_applicant(review, letter)
        if state == RETURNED:  # open again: what was added to the evidence meanwhile counts
            evidence.catch_up(now())
            consents.catch_up(now())
    return submission


def still(registration: Application, seen: SeenState) -> Submission:
    """What was submitted, if it is what the page showed. Raises NotNow."""
    submission = current_submission(registration.company)
    if submission is None or (submission.application, submission.edition) != (registration, seen.edition):
        raise NotNow(replaced(submission))
    return submission


def refuse(registration: Application, seen: SeenState) -> NoReturn:
    """Raises NotNow for a decision the entry's state does not allow."""
    still(registration, seen)
    raise NotNow(overtaken(Supplier.of(registration.company)))


def state_before(submission: Submission) -> str:
    """What the entry was when it was suspended; waiting, when another edition came since."""
    rows = Event.select().where(Event.application == submission.application, Event.action == SUSPENDED)
    event = rows.order_by(Event.id.desc()).first()
    state = event.detail["from"] if event and event.detail["edition"] == submission.edition else WAITING
    renewed, opened = Supplier.of(submission.application.company).renewed_at, submission.application.call.opens_at
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
    """What a registration can be sent back for: {step slug, kind of consent or evidence: its title}."""
    (part,) = shown.journey.parties
    found = {task.step.slug: task.step.title for task in shown.journey.tasks}
    for rows in (shown.consents(part), shown.evidence(part)):
        found |= {row["kind"]: row["title"] for row in rows if row["kind"] not in found}
    return found


def letter_about(
    submission: Submission, decision: str, reasons: dict[str, str] | None = None, note: str = ""
) -> Letter:
    """The mail about a decision, written before the write lock is taken."""
    application, shown = submission.application, snapshots.read(submission)
    context: dict[str, Any] = {
        "company": shown.title,
        "number": application.number,
        "link": f"{config.current().public_url}/applications/{application.token}/",
    }
    if decision == RETURNED:
        titles = items(shown)
        context["reasons"] = [{"title": titles[slug], "text": text} for slug, text in (reasons or {}).items()]
    if decision == SUSPENDED:
        context["reason"] = note
    return templates.render(decision, context, application.announcement)


def notify_applicant(review: Review, letter: Letter) -> None:
    """Queue the mail about a decision to everyone of the company."""
    for member in lifecycle.members(review.application):
        key = f"{review.decision}:{review.id}:{member.id}"
        outbox.enqueue(review.decision, to=member.email, key=key, about=review.application.token, letter=letter)
