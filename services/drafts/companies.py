"""A company as its people meet it: what it is called, who acts for it, and where it takes part."""

from collections.abc import Collection

from forms.base import Sent
from forms.consortium.companies import ContactForm
from models.application import Application, Call, Party, Revision
from models.base import writing
from models.company import Company, Membership, Supplier
from models.consortium import COLLEAGUE, WITHDRAWN, Invitation
from models.person import Person
from models.secret import fingerprints
from models.submission import Event
from programme.characters import visible
from programme.numbers import digits
from services.access.permissions import NotNow
from services.drafts import revisions

UNNAMED = "이름을 아직 적지 않은 기업"


def name_of(company: Company) -> str:
    """What a company is called, by `named`."""
    return named(company, Supplier.get_or_none(Supplier.company == company))


def named(company: Company, supplier: Supplier | None) -> str:
    """What the pool calls it; else what it called itself last; else what whoever invited it called it; else where it
    takes part, to tell it from others. supplier: its pool entry, if it ever began one."""
    if supplier and supplier.name:
        return visible(supplier.name)
    answers = Revision.select().where(Revision.step == "company", Revision.party.in_(company.parties))
    newest = answers.order_by(Revision.id.desc()).first()
    if newest and (name := newest.sent.get("name", [""])[0].strip()):
        return visible(name)
    invitations = Invitation.select().where(
        Invitation.company == company, Invitation.role != COLLEAGUE, Invitation.name != ""
    )
    if invited := invitations.order_by(Invitation.id.desc()).first():
        return visible(invited.name)
    last = company.parties.order_by(Party.id.desc()).first()
    return f"{UNNAMED} ({last.application.number})" if last else UNNAMED


def given_names(applications: Collection[int], companies: Collection[int]) -> dict[tuple[int, int], str]:
    """What the pool calls these companies, or who invited them to one of these applications: {(application, company):
    name}, by their ids; none of whom nobody names."""
    if not companies:
        return {}
    pool = {row.company_id: row.name for row in Supplier.unsealed().where(Supplier.company.in_(companies))}
    here = Invitation.application.in_(applications) & Invitation.company.in_(companies)
    invited = Invitation.select().where(here, Invitation.name != "").order_by(Invitation.id)
    named = {(row.application_id, row.company_id): row.name for row in invited if row.application_id and row.company_id}
    return named | {(each, company): name for each in applications for company, name in pool.items() if name}


def contacts_of(company: Company) -> list[Sent]:
    """Whom the company named as its contact last, if anybody."""
    answers = Revision.select().where(Revision.step == "contact", Revision.party.in_(company.parties))
    newest = answers.order_by(Revision.id.desc()).first()
    return [revisions.opened(ContactForm, newest.sent)] if newest else []


def number_of(company: Company, supplier: Supplier | None) -> str:
    """The ten digits of its business number, by the pool or by its own newest answer; "" when it never said. supplier:
    its pool entry, if it ever began one."""
    if supplier and supplier.number:
        return digits(supplier.number)
    answers = Revision.select().where(Revision.step == "company", Revision.party.in_(company.parties))
    newest = answers.order_by(Revision.id.desc()).first()
    return digits(newest.sent.get("number", [""])[0]) if newest else ""


def of(person: Person) -> list[Company]:
    """The companies somebody acts for, oldest first."""
    return list(Company.select().where(Company.id.in_(Party.companies_of(person))).order_by(Company.id))


def people(company: Company) -> list[Membership]:
    """Who acts for it, in the order they came."""
    rows = Membership.select(Membership, Person).join(Person).where(Membership.company == company)
    return list(rows.order_by(Membership.id))


def applications_of(company: Company) -> list[Application]:
    """Where it takes part, newest first; not what goes by a call whose package is gone or takes none."""
    here = Party.select(Party.application).where(Party.company == company, Party.left_at.is_null())
    known = Application.id.in_(here), Call.taking(Application), Application.discarded_at.is_null()
    return list(Application.select().where(*known).order_by(Application.id.desc()))


def remove(company: Company, person: Person, by: Person) -> None:
    """Somebody acts for the company no more; not the last one. Raises NotNow."""
    with writing():
        theirs = Membership.get_or_none(Membership.company == company, Membership.person == person)
        if theirs is None:
            return
        if has_one_person(company):
            raise NotNow("마지막 담당자는 뺄 수 없습니다. 먼저 다른 동료를 초대해 주세요.")
        part(theirs, by)
        Event.create(person=by, action="parted from colleague", detail={"company": company.id, "person": person.id})


def has_one_person(company: Company) -> bool:
    """Whether the last one acts for it, who stays: a company without people could be mended by nobody."""
    return company.memberships.count() == 1


def part(row: Membership, by: Person | None) -> None:
    """End a membership, and every way back in: the invitations to that person, and those the person sent to colleagues.
    The caller writes."""
    row.delete_instance()
    here, person = Invitation.company == row.company_id, row.person
    received = here & Invitation.email_hash.in_(fingerprints(person.email))
    sent = here & (Invitation.invited_by == person) & Invitation.application.is_null()
    Invitation.settle(received | sent, WITHDRAWN, by)
