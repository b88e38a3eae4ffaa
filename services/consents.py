"""Consents: the ledger of what each company agreed to, text by text."""

from datetime import datetime

from models.application import Party
from models.base import writing
from models.evidence import Consent
from models.person import Person
from models.submission import Event
from programme.consents import CONSENTS, text_hash
from services.answers import Closed


def asked(party: Party):
    """The texts this company is asked about, required ones first."""
    return sorted((text for text in CONSENTS if party.role in text.roles), key=lambda text: not text.required)


def owed(party: Party) -> int:
    """How many required texts the company has still to agree to."""
    given = Consent.of(party)
    return sum(text.required and (text.slug not in given or given[text.slug].choice != "yes") for text in asked(party))


def give(
    party: Party, choices: dict[str, str], *, signer: str, capacity: str, person: Person, arrived: datetime
) -> int:
    """Add a ledger row for every choice that is new or about a newer text; how many. Raises Closed."""
    with writing():
        if not party.application.call.open_at(arrived):
            raise Closed
        given = Consent.of(party)
        fresh = [text for text in asked(party) if text.slug in choices and differs(given.get(text.slug), text, choices)]
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
            Event.create(application=party.application, person=person, action="consented", detail={"texts": len(fresh)})
    return len(fresh)


def differs(row: Consent | None, text, choices: dict[str, str]) -> bool:
    return row is None or row.choice != choices[text.slug] or row.text_hash != text_hash(text)
