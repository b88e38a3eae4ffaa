"""Applications: starting one, who may reach it in what role, and where it stands."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from peewee import ModelSelect, fn

from forms import wizards
from forms.base import Sent, StepForm
from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models.application import Application, Call, Party, Revision
from models.base import now, writing
from models.company import Company, Membership, Supplier
from models.consortium import ACCEPTED, Invitation
from models.person import Person
from models.prepared import Prepared
from models.submission import Event, Submission
from models.together import ShareLink
from programme import calls
from programme.application_types import POOL, PROJECT, ApplicationType
from programme.consents.items import PUBLISHED
from programme.numbers import digits
from programme.reference_numbers import application_number
from services.access import quotas
from services.access.permissions import NotNow
from services.drafts import companies, revisions
from services.drafts.application_view import ApplicationView  # noqa: F401 - where callers look for it
from services.drafts.loading import UNNAMED, load_view  # noqa: F401 - where callers look for them

NOT_A_MEMBER = "귀사는 이 컨소시엄에 더는 참여하고 있지 않습니다. 주관 도입기업에 문의해 주세요."


def every_call() -> list[Call]:
    """All calls, the one that closes first in front."""
    return CALLS.rows()


def current_call(kind: str = PROJECT, *, of: list[Call] | None = None) -> Call | None:
    """Of the calls that take a kind of application, the one that is open or comes next, of several the one that closes
    first; with none, the last one. of: `every_call`, where the caller has it."""
    return next(iter(current_calls(kind, of=of)), None)


def current_calls(kind: str = PROJECT, *, of: list[Call] | None = None) -> list[Call]:
    """All that are open or come next, the one that closes first in front; with none of them, the last one."""
    known, at = [call for call in (every_call() if of is None else of) if call.takes(kind)], now()
    return [call for call in known if call.closes_at > at] or known[-1:]


CALLS = Prepared(lambda: Call.select().order_by(Call.closes_at))


def call_named(slug: str) -> Call | None:
    """The call a form names; the current one where it names none."""
    return known_calls().where(Call.slug == slug).first() if slug else current_call()


def known_calls(kind: str = PROJECT) -> "ModelSelect[Call]":
    """The calls whose package is here and takes a kind of application."""
    return Call.select().where(Call.package.in_(calls.taking(kind)))


def open_calls(at: datetime, kind: str = PROJECT) -> list[Call]:
    """The calls that take a kind of application and are open at this instant, the one that closes first in front."""
    return list(known_calls(kind).where(Call.opens_at <= at, Call.closes_at > at).order_by(Call.closes_at))


def offered(kind: str, shown: Iterable[Call | None]) -> bool:
    """Whether one of the calls a page speaks of takes a kind of application; where there is no call, the newest
    package."""
    packages = [call.package for call in shown if call] or [calls.newest().slug]
    return any(calls.takes(package, kind) for package in packages)


def type_in(call: Call | None, kind: str) -> ApplicationType:
    """What a call asks of a kind of application; where there is no call, the newest package. Raises calls.NotTaken."""
    return calls.type_of(call.package if call else calls.newest().slug, kind)


def start(
    person: Person, call: Call, arrived: datetime, purpose: str = PROJECT, company: Company | None = None
) -> Application:
    """A new application led by this company of the person's, filled with what that company said before.

    company: None for the one the person applied with last. Of what is mailed to an agency a company has one a call:
    asked again, that one. Raises revisions.Closed, quotas.QuotaExceeded.
    """
    with writing():
        call = Call.get_by_id(call.id)
        if not Application(call=call, purpose=purpose).open_at(arrived):
            raise revisions.Closed
        company = company or company_of(person)
        begun = Party.select(Party.application).where(Party.company == company)
        mine = (Application.call == call) & (Application.purpose == purpose) & Application.id.in_(begun)
        kept = Application.discarded_at.is_null()
        if call.type_of(purpose).mailed and (earlier := Application.get_or_none(mine, kept)):
            return earlier
        quotas.check_applications(person, call, purpose)
        number = next_number(call, purpose)
        application = Application.create(number=number, call=call, purpose=purpose, created_by=person)
        copy_company(Party.begin(application, company, "adopter"), person)
        Event.create(application=application, person=person, action="started")
    return application


def start_alone(
    person: Person, call: Call, purpose: str, window: tuple[datetime, datetime] | None = None
) -> Application:
    """A new application answered by somebody who is no company, for himself. window: its own, [opens, closes), where it
    has not the call's."""
    opens, closes = window or (None, None)
    with writing():
        number = next_number(call, purpose)
        application = Application.create(
            number=number, call=call, purpose=purpose, created_by=person, own_opens_at=opens, own_closes_at=closes
        )
        Party.begin_alone(application, person)
        Event.create(application=application, person=person, action="started")
    return application


def next_number(call: Call, purpose: str = PROJECT) -> str:
    """The number of the application about to be made; ask within its transaction."""
    prefix = call.type_of(purpose).number_prefix
    head = f"{call.slug}-{prefix}"
    given = Application.select(Application.number).where(
        Application.purpose == purpose,
        Application.number.startswith(head),
        ~Application.number.like(f"{head}%-%"),  # another round's, whose slug begins alike
    )
    last = given.order_by(Application.id.desc()).first()
    return application_number(call.slug, prefix, int(last.number.removeprefix(head)) + 1 if last else 1)


def company_of(person: Person) -> Company:
    """The company the person applies for: the one it last began an application with, else any company of the person's
    outside the supplier pool, else a new one."""
    led = Party.company.in_(Party.companies_of(person)), Party.role == "adopter", Application.created_by == person
    earlier = Party.select().join(Application).where(*led).order_by(Party.id.desc()).first()
    if earlier:
        return earlier.company
    pool = Supplier.select(Supplier.company)
    member = Membership.select().where(Membership.person == person, Membership.company.not_in(pool)).first()
    if member:
        return member.company
    company = Company.create()
    Membership.create(person=person, company=company)
    return company


# What is asked afresh each time: it is judged at the closing day, or belongs to the plan.
ASKED_ANEW = {"history", "exclusions", "careers", "adopter_team", "supplier_team"}


def copy_company(party: Party, person: Person) -> None:
    """Fill a company's own steps with what it said in its last application, of every purpose: the newest word
    stands."""
    answers: dict[str, tuple[str, Sent]] = {}  # {step: (purpose it was said under, what was said)}
    others = Party.select(fn.MAX(Party.id)).join(Application).group_by(Application.purpose)
    others = others.where(Call.taking(Application))
    newest = others.where(Party.company == party.company, Party.role == party.role, Party.id != party.id)
    rows = Party.select(Party, Application, Call).join(Application).join(Call)
    for earlier in rows.where(Party.id.in_(newest)).order_by(Party.id):
        journey = load_view(earlier.application).journey
        own = [task for task in journey.tasks if task.party and task.party.key == earlier.id]
        purpose = earlier.application.purpose
        answers |= {
            task.step.slug: (purpose, journey.answers[task.key]) for task in own if journey.answers.get(task.key)
        }
    lasting = {
        step.slug: answers[step.slug]
        for step in wizards.steps(party.application.type).values()
        if step.slug in answers and not step.shared and step.slug not in ASKED_ANEW
    }
    for source in sorted({purpose for purpose, _ in lasting.values()}):
        said = {slug: sent for slug, (purpose, sent) in lasting.items() if purpose == source}
        fill(party, said, person, source)


def fill(party: Party, said: Mapping[str, Sent], person: Person | None, source: str) -> None:
    """Write answers the company gave elsewhere, {step: answers}, under this purpose, into its part of this
    application."""
    steps, own = wizards.steps(party.application.type), Part(party.id, Respondent(party.role))
    written = [(Task(steps[slug], own), sent) for slug, sent in said.items()]
    revisions.write_all({party.application: written}, person, revisions.FILLED, source)


def choose_supplier(application: Application, supplier: Supplier, person: Person, arrived: datetime) -> Party:
    """Take a pool entry into the consortium. What it has published fills its steps; the rest it brings by joining.

    Raises revisions.Closed.
    """
    with writing():
        application = Application.newest(application.id)
        if not application.open_at(arrived):
            raise revisions.Closed
        party = Party.get_or_none(Party.application == application, Party.company == supplier.company)
        if party and party.left_at is None:
            return party
        Event.create(application=application, person=person, action="chose", detail={"supplier": supplier.name})
        return add_party(application, supplier.company, "supplier", party)


def add_party(application: Application, company: Company, role: str, left: Party | None) -> Party:
    """A company's place in the consortium, new or, where it left one, taken up again, in the caller's transaction; it
    joins by itself."""
    Application.advance(Application.id == application.id)
    if left:
        Party.update(role=role, left_at=None, joined_at=None).where(Party.id == left.id).execute()
        ShareLink.end_of(left, now())  # what ended when it left stays so
        return Party.get_by_id(left.id)
    last = max(party.position for party in application.parties)
    party = Party.create(application=application, company=company, role=role, position=last + 1)
    supplier = Supplier.get_or_none(Supplier.company == company) if role == "supplier" else None
    if supplier and supplier.approved_at:
        fill_from(supplier, party, PUBLISHED.steps, None)
    return party


def join(application: Application, party: Party, person: Person, arrived: datetime) -> None:
    """A company takes part, and brings what is known of it: a supplier from the pool, an adopter from its last
    application. What it once wrote here itself stands again. Raises revisions.Closed, permissions.NotNow."""
    with writing():
        application = Application.newest(application.id)
        if not application.open_at(arrived):
            raise revisions.Closed
        waiting = Party.id == party.id, Party.joined_at.is_null(), Party.left_at.is_null()
        if not Party.update(joined_at=now()).where(*waiting).execute():
            if Party.get_by_id(party.id).left_at:
                raise NotNow(NOT_A_MEMBER)
            return
        supplier = Supplier.get_or_none(Supplier.company == party.company)
        reject_duplicate_business_number(application, party, companies.number_of(party.firm, supplier))
        Party.update(since=Application.next(application)).where(Party.id == party.id).execute()
        Event.create(application=application, person=person, action="joined", detail={"position": party.position})
        invited = (Invitation.application == application) & (Invitation.company == party.company)
        Invitation.settle(invited & (Invitation.role == party.role), ACCEPTED, person)
        written = Revision.select().where(Revision.party == party, Revision.saved_by.is_null(False))
        if party.role == "adopter" and not written.exists():
            copy_company(party, person)
        elif party.role == "supplier" and supplier:
            fill_from(supplier, party, supplier.profile.keys() - {row.step for row in written}, person)


def reject_duplicate_business_number(application: Application, party: Party, number: str) -> None:
    """Raises permissions.NotNow when the company stands in the consortium already under its business number."""
    journey = load_view(application).journey
    for other in journey.parties:
        if number and other.key != party.id and digits(journey.values("company", other)["number"] or "") == number:
            side = "양쪽에 있을 수" if other.role != party.role else "두 번 들어올 수"
            raise NotNow(
                f"같은 사업자등록번호의 기업이 이미 이 컨소시엄에 있습니다. 한 기업이 컨소시엄의 {side} 없습니다"
                "(이 사이트의 확인 규칙입니다). 사업자등록번호가 맞는지 확인하고, 다른 기업이라면 번호를 고친 뒤 다시 시도해 주세요."
            )


def fill_from(supplier: Supplier, party: Party, slugs: Iterable[str], person: Person | None) -> None:
    """Write pool facts into a party's steps; by nobody's hand (person None) only what anybody may read in the pool, and
    so may stand in a stranger's application."""
    said = {
        slug: supplier.profile.get(slug, {})
        for slug in sorted(set(slugs) & wizards.steps(party.application.type).keys())
    }
    if person is None:
        said = {slug: StepForm.among(sent, PUBLISHED.fields(slug)) for slug, sent in said.items()}
    fill(party, {slug: sent for slug, sent in said.items() if sent}, person, POOL)


def state(application: Application, standing: Submission | None) -> str:
    """draft, submitted, changed (submitted, and answers differ since) or withdrawn. standing: what was submitted and
    counts."""
    if standing:
        return "submitted" if revisions.says_as_of(application, standing.revision) else "changed"
    return "withdrawn" if application.receipt else "draft"
