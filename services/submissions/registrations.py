"""The supplier's side of the pool: beginning or renewing a registration, submitting it, and what is published of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forms import wizards
from models import pool
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import (
    APPROVED,
    DRAFT,
    OUTDATED,
    RETURNED,
    SUSPENDED,
    WAITING,
    Company,
    Membership,
    Supplier,
)
from models.person import Person
from models.prepared import Parameter, Prepared
from models.submission import Event, Submission
from programme import reception, rules
from programme.announcement import Announcement
from programme.application_types import POOL, ApplicationType
from programme.korean import day_of
from services.access import quotas
from services.access.permissions import NotNow
from services.drafts import applications, revisions
from services.submissions import corrections, snapshot_findings, typed_once
from services.submissions.pool_answers import Steps, certificates, differences, form, public_facts, steps_of

ASKED_ANEW = {"limits"}  # judged at each year's closing day


@dataclass
class AlreadyRegistered(Exception):
    """Another company's entry holds this business number, approved or pending."""

    number: str


# Beginning


def begin(person: Person, arrived: datetime, company: Company | None = None) -> Application:
    """The company's registration in the current call that takes any: the one begun already, else a new one, filled with
    what was last published, and the rest with what the company wrote in its applications. company: one of the person's;
    None for the one in the pool, else a new one. Raises revisions.Closed, calls.NotTaken."""
    with writing():
        company = company or company_of(person)
        call = applications.current_call(POOL)
        if begun := begun_in(call, company.id):
            return begun
        applications.type_in(call, POOL)
        if call is None or not call.open_at(arrived):
            raise revisions.Closed
        quotas.check_applications(person, call, POOL)
        number = applications.next_number(call, POOL)
        application = Application.create(number=number, purpose=POOL, call=call, created_by=person)
        party = Party.begin(application, company, "supplier")
        supplier, _ = Supplier.get_or_create(company=company)
        if supplier.established:
            lasting = sorted(supplier.profile.keys() & wizards.steps(application.type).keys() - ASKED_ANEW)
            applications.fill(party, {slug: supplier.profile[slug] for slug in lasting}, person, POOL)
        typed_once.fill_registration(party, person)
        Event.create(application=application, person=person, action="started")
    return Application.get_by_id(application.id)


def company_of(person: Person) -> Company:
    """The company the person registers: the one in the pool, else one that never applied as an adopter, else a new
    one."""
    mine = Company.select().where(Company.id.in_(Party.companies_of(person))).order_by(Company.id.desc())
    adopters = Party.select(Party.company).where(Party.role == "adopter")
    known = (
        mine.where(Company.id.in_(Supplier.select(Supplier.company))).first()
        or mine.where(Company.id.not_in(adopters)).first()
    )
    if known:
        return known
    company = Company.create()
    Membership.create(person=person, company=company)
    return company


def others(person: Person) -> list[tuple[Company, str]]:
    """The person's companies that are not in the pool and have a name: those that applied as adopters."""
    mine = Party.select(Party, Application).join(Application)
    mine = mine.where(
        Call.taking(Application),
        Party.company.in_(Party.companies_of(person)),
        Party.role == "adopter",
        Party.company.not_in(Supplier.select(Supplier.company)),
    )
    newest = {party.company_id: party for party in mine.order_by(Party.id)}
    named = [
        (party.firm, part.name)
        for party in newest.values()
        for part in applications.load_view(party.application).journey.parties
        if part.key == party.id
    ]
    return [(company, name) for company, name in named if name not in applications.UNNAMED.values()]


def current(company: Company) -> Application | None:
    """The company's registration in the current call."""
    return begun_in(applications.current_call(POOL), company.id)


def begun_in(call: Call | None, company: int) -> Application | None:
    """The company's registration in a call; None in none."""
    return CURRENT.first(company=company, call=call.id) if call else None


def current_of(companies: Iterable[int]) -> dict[int, Application]:
    """The same of several, by their ids."""
    call = applications.current_call(POOL)
    here = Application.purpose == POOL, Application.call == call, Party.company.in_(list(companies))
    rows = Party.select(Party, Application).join(Application).where(*here) if call else []
    return {row.company_id: row.application for row in rows if row.company_id}


def unsettled(supplier: Supplier) -> Application | None:
    """The newest registration, of whichever call, of an entry that none was approved of yet or that was sent back: it
    is still to be read, and to be mended."""
    if supplier.state not in (DRAFT, WAITING, RETURNED):
        return None
    theirs = Party.select(Party.application).where(Party.company == supplier.company)
    here = Application.purpose == POOL, Call.taking(Application), Application.id.in_(theirs)
    return Application.select().where(*here).order_by(Application.id.desc()).first()


def in_call() -> Any:
    parties = Party.select(Party.application).where(Party.company == Parameter("company"))
    here = (Application.purpose == POOL) & (Application.call == Parameter("call"))
    return Application.select().where(here, Application.id.in_(parties)).limit(1)


CURRENT = Prepared(in_call)


# Submitting


def on_submission(submission: Submission, person: Person) -> None:
    """Claim the business number and wait for approval: 전담기관에서 승인 (붙임2), never the site. What an officer approved
    in this call, submitted again word for word with the same certificates, stands (docs/adr/0038). Within the
    submission's transaction. Raises AlreadyRegistered, NotNow."""
    application, steps = submission.application, steps_of(submission.snapshot)
    of, supplier = application.type, application.entry
    if supplier.state == SUSPENDED:
        raise NotNow(
            f"공급기업 풀 등록이 정지되어 있어 제출할 수 없습니다. {contact_for_questions(of)}에 문의해 주세요."
        )
    claim(supplier, form(of, "company", steps).number.data)
    same = bool(supplier.approved_at) and not differences(of, supplier.profile, steps)
    if not (same and supplier.state == APPROVED and seen_by_an_officer(submission)):
        if supplier.state not in (WAITING, RETURNED):
            supplier.waiting_since = submission.arrived_at
        supplier.state = WAITING
        if same:
            submission.evidence_only = True
            submission.save(only=[Submission.evidence_only])
    if not supplier.established:
        publish_name(of, supplier, steps)
    supplier.save()
    typed_once.fill_applications(supplier.company_id, steps, person, submission.arrived_at)


def seen_by_an_officer(submission: Submission) -> bool:
    """Whether its certificates are those of the edition of this call that was approved last, and none runs out before
    the closing day."""
    approved = last_approved(submission.application)
    if approved is None or {*certificates(approved.snapshot)} != {*certificates(submission.snapshot)}:
        return False
    return not any(found.step == rules.EVIDENCE for found in snapshot_findings.of(submission))


def last_approved(application: Application) -> Submission | None:
    """The edition of a registration that the lead agency approved last."""
    approved = pool.Review.application == application, pool.Review.decision == APPROVED
    review = pool.Review.select().where(*approved).order_by(pool.Review.id.desc()).first()
    editions = Submission.select().where(Submission.application == application)
    return editions.where(Submission.edition == review.edition).first() if review else None


def restorable(application: Application) -> Submission | None:
    """What stands again when a later edition is taken back: nothing of an entry that left the pool meanwhile."""
    return last_approved(application) if application.entry.approved_at else None


def publish_name(of: ApplicationType, supplier: Supplier, steps: Steps) -> None:
    """Let an entry neither approved nor brought in be found by its name alone, and fill the steps of an application it
    joins."""
    supplier.name, supplier.profile = form(of, "company", steps).name.data, steps
    supplier.words = Supplier.searchable(supplier.name, {}, {})


def claim(supplier: Supplier, number: str) -> None:
    """Give an entry its business number, which nobody else in the pool may have. The caller saves it, in a transaction:
    it waits for all others. Raises AlreadyRegistered."""
    if Supplier.select().where(Supplier.number == number, Supplier.id != supplier.id).exists():
        raise AlreadyRegistered(number)
    supplier.number = number


def on_withdrawal(submission: Submission) -> None:
    """What a registration not yet approved was taken back to: the entry as it stood before. Raises NotNow."""
    of, supplier = submission.application.type, submission.application.entry
    if supplier.state in (APPROVED, SUSPENDED):
        raise NotNow(f"승인되었거나 정지된 등록은 철회할 수 없습니다. {contact_for_questions(of)}에 문의해 주세요.")
    if not supplier.established:
        supplier.state, supplier.number = DRAFT, None
    else:
        current_year = supplier.renewed_at and supplier.renewed_at >= submission.application.call.opens_at
        supplier.state = APPROVED if current_year else OUTDATED
        try:
            claim(supplier, form(of, "company", supplier.profile).number.data)
        except AlreadyRegistered as taken:
            raise NotNow(
                f"원래 등록된 사업자등록번호 {taken}(으)로 그 사이 다른 기업이 등록해 철회할 수 없습니다. "
                f"{contact_for_questions(of)}에 문의해 주세요."
            ) from taken
    supplier.waiting_since = None
    supplier.save()


def suspension(supplier: Supplier) -> pool.Review | None:
    """The decision an entry is suspended by, while it is."""
    return pool.Review.suspension_of(supplier.company_id) if supplier.state == SUSPENDED else None


def contact_for_questions(of: ApplicationType) -> str:
    """Where to ask about the pool."""
    return reception.current(of.announcement).ask


def expected(submission: Submission, supplier: Supplier) -> tuple[date, date]:
    """The days between which approval is likely, in Korea, as the announcement estimates (붙임2), by how long it waits in
    all, as the officers' queue says it."""
    return expected_by(submission.application.announcement, supplier.waiting_since or submission.arrived_at)


def expected_by(call: Announcement, arrived: datetime) -> tuple[date, date]:
    """The same of what arrived then."""
    day = day_of(arrived)
    first, last = (day + timedelta(days=days) for days in call.approval_days)
    return first, last


def outdate(at: datetime) -> int:
    """While a call is open, what was approved before it opened must be renewed. How many entries are new to that."""
    opened = applications.open_calls(at, POOL)
    if not opened:
        return 0
    call = opened[0]  # the one registrations belong to; what was approved for it holds for the others
    old = Supplier.approved_at.is_null(False) & (Supplier.renewed_at < call.opens_at)
    here = Application.call.in_(opened), Application.purpose == POOL
    theirs = Party.select(Party.company).join(Application).where(*here)
    submitted = Supplier.company.in_(theirs) & Supplier.state.in_((WAITING, RETURNED))
    stale = Supplier.state.in_((APPROVED, WAITING, RETURNED)) & old & ~submitted
    if not Supplier.select().where(stale).exists():
        return 0
    with writing():
        return Supplier.update(state=OUTDATED, waiting_since=None).where(stale).execute()


# Publishing


def publish(supplier: Supplier, submission: Submission) -> None:
    """Let what was submitted stand in the pool. The state is the approver's to set."""
    steps = corrections.kept(supplier, steps_of(submission.snapshot), submission.submitted_at)
    enter(submission.application.type, supplier, steps, now())


def enter(of: ApplicationType, supplier: Supplier, steps: Steps, at: datetime) -> None:
    """Write an entry from a registration's answers, {step slug: what was sent}."""
    supplier.name, supplier.profile = form(of, "company", steps).name.data, steps
    supplier.facts = public_facts(of, steps)
    supplier.words = Supplier.searchable(supplier.name, supplier.facts, pool.Term.names())
    supplier.approved_at, supplier.renewed_at, supplier.waiting_since = at, at, None
    supplier.imported_at = supplier.ended_at = None
    moments = ("approved_at", "renewed_at", "waiting_since", "imported_at", "ended_at")
    written = ("name", "profile", "facts", "words", *moments)
    supplier.save(only=[getattr(Supplier, name) for name in written])
