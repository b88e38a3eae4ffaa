"""Consents: the ledger of what each company agreed to, text by text."""

from datetime import datetime

from models.application import Application, Party
from models.base import writing
from models.evidence import Consent
from models.person import Person
from models.submission import Event
from programme.consents import CONSENTS, text_hash
from programme.consents import Consent as Text
from services.answers import Closed


def asked(party: Party) -> list[Text]:
    """The texts this company is asked about, required ones first."""
    purpose = party.application.purpose
    theirs = (text for text in CONSENTS if party.role in text.roles and purpose in text.purposes)
    return sorted(theirs, key=lambda text: not text.required)


def give(
    party: Party, choices: dict[str, str], *, signer: str, capacity: str, person: Person, arrived: datetime
) -> int:
    """Add a ledger row for every choice that is new, about a newer text or signed otherwise; how many. Raises Closed."""
    with writing():
        if not party.application.open_at(arrived):
            raise Closed
        given = Consent.of(party)
        fresh = [
            text
            for text in asked(party)
            if text.slug in choices and signed(given.get(text.slug), text) != (choices[text.slug], signer, capacity)
        ]
        for text in fresh:
            Consent.create(
                party=party,
                kind=text.slug,
                version=text.version,
                text_hash=text_hash(text),
                choice=choices[text.slug],
                person=person,
                signer=signer,
                capacity=capacity,
            )
        if fresh:
            Application.advance(Application.id == party.application_id)
            Event.create(application=party.application, person=person, action="consented", detail={"texts": len(fresh)})
    return len(fresh)


def signed(row: Consent | None, text: Text) -> tuple[str, str, str] | None:
    """The choice that stands about this very text, and who made it in what capacity."""
    return (row.choice, row.signer, row.capacity) if row and standing(row, text) else None


def standing(row: Consent | None, text: Text) -> str:
    """The choice that stands about this very text: "yes", "no", or "" when none was made since it was worded so."""
    return row.choice if row and row.text_hash == text_hash(text) else ""
