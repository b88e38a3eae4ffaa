"""What people who work on the same application see of one another: name and company, as far as they are known."""

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from forms.base import Sent
from forms.wizard import Party as Part
from models.company import Membership
from models.person import Person
from programme.characters import visible
from services.drafts.application_view import ApplicationView
from services.mail.outbox import masked

GONE = "탈퇴한 사용자"


def name_of(person: Person | None, contacts: Iterable[Sent] = ()) -> str:
    """What a person calls himself, or what stands beside his address where a company names its contact; else the
    address, not shown whole. contacts: answers of the step that does."""
    if person is None:
        return GONE
    address = person.email.strip().lower()
    named = (sent["name"][0] for sent in contacts if sent.get("name") and address in own_addresses(sent))
    return visible(person.name or next(named, "")).strip() or masked(person.email)


def colleague(person: Person | None) -> str:
    """What officers see of one another: the name, or else the whole address."""
    return (visible(person.name or "").strip() or person.email) if person else GONE


def own_addresses(contact: Sent) -> list[str]:
    return [address.strip().lower() for address in contact.get("email", [])]


def contacts(view: ApplicationView, part: Part | None) -> list[Sent]:
    """Whom a company of an application names as its contact: no other says what its people are called."""
    named = view.journey.answers.get(("contact", part.key)) if part else None
    return [named] if named else []


def with_company(view: ApplicationView, person: Person | None, part: Part | None) -> str:
    """A person as the others in the application see him: "주식회사 온결케어 홍길동". part: the company he acts for
    there."""
    name = name_of(person, contacts(view, part))
    return f"{part.name} {name}" if part and len(view.journey.parties) > 1 else name


def part_of(view: ApplicationView, number: int | None) -> Part | None:
    """The part with this key, if it is one of the application still."""
    return next((part for part in view.journey.parties if part.key == number), None)


def of_view(view: ApplicationView, persons: Iterable[int | None]) -> dict[int, str]:
    """`with_company` of several, each with a company of the application the person acts for now, by the person's id."""
    firms = {member.company_id: member.id for member in view.members if member.company_id}
    here = (Membership.person == Person.id) & Membership.company.in_(list(firms))
    known = Person.select(Person, Membership.company.alias("firm")).join(Membership, JOIN.LEFT_OUTER, on=here)
    rows = known.where(Person.id.in_(list(set(persons)))).order_by(Membership.id)
    return {row.id: with_company(view, row, part_of(view, firms.get(firm_of(row) or 0))) for row in rows}


def firm_of(row: Any) -> int | None:
    membership = getattr(row, "membership", None)
    return membership.firm if membership else None
