"""The supplier's side of the pool: beginning or renewing a registration, handing it in, and what is published of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import IntegrityError

import config
from forms import supplier_pool
from forms.base import Sent
from forms.fields import Rows
from forms.wizard import Task
from models import pool
from models.application import Application, Party
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
from models.submission import Event, Submission
from programme.pool import APPROVAL_DAYS
from programme.purposes import POOL
from services import answers, applications
from services.permissions import NotNow

STEPS = {step.slug: step for step in supplier_pool.WIZARD.steps}
ASKED_ANEW = {"limits"}  # judged at each year's closing day
Steps = dict[str, Sent]


@dataclass
class AlreadyRegistered(Exception):
    """Another company's entry holds this business number, approved or pending."""

    number: str


# Beginning


def begin(person: Person, arrived: datetime, company: Company | None = None) -> Application:
    """The company's registration in the current call: the one begun already, else a new one, filled with what was last
    published. company: one of the person's; None for the one in the pool, else a new one. Raises answers.Closed."""
    with writing():
        company = company or company_of(person)
        if begun := current(company):
            return begun
        call = applications.current_call()
        if call is None or not call.open_at(arrived):
            raise answers.Closed
        number = applications.next_number(call, POOL)
        application = Application.create(number=number, purpose=POOL, call=call, created_by=person)
        party = Party.create(
            application=application, company=company, role="supplier", lead=True, position=1, joined_at=now()
        )
        supplier, _ = Supplier.get_or_create(company=company)
        if supplier.approved_at:
            for slug in supplier.profile.keys() & STEPS.keys() - ASKED_ANEW:
                applications.fill(party, Task(STEPS[slug]), supplier.profile[slug], person)
        Event.create(application=application, person=person, action="started")
    return Application.get_by_id(application.id)


def company_of(person: Person) -> Company:
    """The company the person registers: the one in the pool, else one that never applied as an adopter, else a new one."""
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
    mine = Party.select().where(
        Party.company.in_(Party.companies_of(person)),
        Party.role == "adopter",
        Party.company.not_in(Supplier.select(Supplier.company)),
    )
    newest = {party.company_id: party for party in mine.order_by(Party.id)}
    named = [
        (party.company, part.name)
        for party in newest.values()
        for part in applications.stand(party.application).journey.parties
        if part.key == party.id
    ]
    return [(company, name) for company, name in named if name not in applications.UNNAMED.values()]


def current(company: Company) -> Application | None:
    """The company's registration in the current call."""
    parties = Party.select(Party.application).where(Party.company == company)
    return Application.get_or_none(
        Application.purpose == POOL, Application.call == applications.current_call(), Application.id.in_(parties)
    )


def entry(application: Application) -> Supplier:
    """The pool entry a registration is for."""
    return Supplier.of(application.company)


# Handing in


def handed_in(submission: Submission, person: Person) -> None:
    """Claim the business number and wait for approval; a renewal that changed nothing since the lead agency last
    approved stands approved at once. Within the submission's transaction. Raises AlreadyRegistered, NotNow."""
    supplier, steps = entry(submission.application), steps_of(submission.snapshot)
    if supplier.state == SUSPENDED:
        raise NotNow("공급기업 풀 등록이 정지되어 있어 제출할 수 없습니다. 전담기관(044-300-0553)에 문의해 주세요.")
    claim(supplier, form("company", steps).number.data)
    holds = supplier.approved_at and not differences(supplier.profile, steps) and not sent_back(supplier.company)
    supplier.state = APPROVED if holds else WAITING
    if holds:
        supplier.renewed_at = now()
        Event.create(application=submission.application, person=person, action="renewed")
    elif supplier.approved_at is None:
        introduce(supplier, steps)
    supplier.save()


def introduce(supplier: Supplier, steps: Steps) -> None:
    """Let an entry never published be found by its name alone, and fill the steps of an application it joins."""
    supplier.name, supplier.profile = form("company", steps).name.data, steps
    supplier.words = Supplier.searchable(supplier.name, {}, {})


def claim(supplier: Supplier, number: str) -> None:
    """Hold a business number in the pool; its unique key settles every race."""
    if Supplier.select().where(Supplier.number == number, Supplier.id != supplier.id).exists():
        raise AlreadyRegistered(number)
    try:
        Supplier.update(number=number).where(Supplier.id == supplier.id).execute()
    except IntegrityError as error:
        raise AlreadyRegistered(number) from error
    supplier.number = number


def withdrawn(submission: Submission) -> None:
    """What a registration not yet approved was taken back to: the entry as it stood before. Raises NotNow."""
    supplier = entry(submission.application)
    if supplier.state in (APPROVED, SUSPENDED):
        raise NotNow("승인되었거나 정지된 등록은 철회할 수 없습니다. 전담기관(044-300-0553)에 문의해 주세요.")
    if supplier.approved_at is None:
        supplier.state, supplier.number = DRAFT, None
    else:
        current_year = supplier.renewed_at and supplier.renewed_at >= submission.application.call.opens_at
        supplier.state = APPROVED if current_year else OUTDATED
        supplier.number = form("company", supplier.profile).number.data
    supplier.save()


def sent_back(company: Company) -> bool:
    """Whether the lead agency's last word about the company was to mend something."""
    parties = Party.select(Party.application).where(Party.company == company)
    last = pool.Review.select().where(pool.Review.application.in_(parties)).order_by(pool.Review.id.desc()).first()
    return bool(last and last.decision == pool.RETURNED)


def returned(application: Application) -> pool.Review | None:
    """The decision a registration was sent back with; None once it was handed in again."""
    if application.purpose != POOL or entry(application).state != RETURNED:
        return None
    theirs = pool.Review.application == application, pool.Review.decision == pool.RETURNED
    return pool.Review.select().where(*theirs).order_by(pool.Review.id.desc()).first()


def reasons(application: Application) -> dict[str, str]:
    """What must be mended, by step, kind of evidence or consent."""
    review = returned(application)
    return dict(review.reasons) if review else {}


def expected(arrived: datetime) -> tuple[date, date]:
    """The days between which approval is likely, in Korea. Source: 붙임2, "3일~7일 소요"."""
    day = arrived.astimezone(config.KST).date()
    first, last = (day + timedelta(days=days) for days in APPROVAL_DAYS)
    return first, last


def outdate() -> int:
    """A new call opens: what was approved before must be renewed. How many entries."""
    with writing():
        return Supplier.update(state=OUTDATED).where(Supplier.state == APPROVED).execute()


# Publishing


def publish(supplier: Supplier, submission: Submission) -> None:
    """Let what was handed in stand in the pool. The state is the approver's to set."""
    enter(supplier, steps_of(submission.snapshot), now())


def enter(supplier: Supplier, steps: Steps, at: datetime) -> None:
    """Write an entry from a registration's answers, {step slug: what was sent}."""
    supplier.name, supplier.profile = form("company", steps).name.data, steps
    supplier.facts = facts(steps)
    supplier.words = Supplier.searchable(supplier.name, supplier.facts, pool.Term.names())
    supplier.approved_at = supplier.renewed_at = at
    written = ("name", "profile", "facts", "words", "approved_at", "renewed_at")
    supplier.save(only=[getattr(Supplier, name) for name in written])


def facts(steps: Steps) -> dict[str, Any]:
    """What anybody may read: {main_field, other_fields, industries, region, by slug, summary, people, solutions, records}."""
    expertise, staff = form("expertise", steps), form("staff", steps)
    return {
        "main_field": expertise.main_field.data,
        "other_fields": [slug for slug in expertise.other_fields.data or [] if slug != expertise.main_field.data],
        "industries": expertise.industries.data or [],
        "region": expertise.region.data,
        "summary": expertise.summary.data or "",
        "people": {name: str(staff[name].data or 0) for name in ("software", "engineering")},
        "solutions": form("solutions", steps).solutions.printed,
        "records": form("track_record", steps).records.printed,
    }


# Comparing


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What differs between two snapshots: (step title, field label, before, after), in print and in the wizard's order."""
    return differences(steps_of(before), steps_of(after))


def differences(before: Steps, after: Steps) -> list[tuple[str, str, str, str]]:
    found = []
    for slug, step in STEPS.items():
        old, new = (form(slug, steps) for steps in (before, after))
        for name, field in new._fields.items():
            was, becomes = said(old[name]), said(field)
            if was != becomes:
                found.append((step.title, field.label.text, was, becomes))
    return found


def said(field: Any) -> str:
    """A field's answer in one text; a table's rows a line each."""
    if isinstance(field, Rows):
        columns = {column.short_name: column.label.text for column in field.row()}
        rows = [[f"{columns[name]} {row[name]}" for name in columns if row[name]] for row in field.printed]
        return "\n".join(" · ".join(cells) for cells in rows)
    return "\n".join(field.printed) if isinstance(field.printed, list) else field.printed


def steps_of(snapshot: dict[str, Any]) -> Steps:
    """The company's answers in a registration's snapshot."""
    steps: Steps = snapshot["parties"][0]["steps"]
    return steps


def form(slug: str, steps: Steps) -> Any:
    filled = STEPS[slug].form.of(steps.get(slug))
    filled.validate()
    return filled
