"""Consents: the ledger of what each company agreed to, text by text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.application import ASKED, Application, Call, Party
from models.base import writing
from models.evidence import Consent
from models.person import Person
from models.submission import Event
from programme.application_types import ApplicationType
from programme.consents import Consent as Text
from programme.consents import text_hash
from services.drafts.revisions import Closed


def texts_for(party: Party) -> list[Text]:
    """The texts this company is asked about, required ones first."""
    return texts(party.application.type, party.role)


def texts(of: ApplicationType, role: str) -> list[Text]:
    """The same for a company of this role."""
    return sorted(of.texts(role), key=lambda text: not text.required)


def give(
    party: Party, choices: dict[str, str], *, signer: str, capacity: str, person: Person, arrived: datetime
) -> int:
    """Add a ledger row for every choice that is new, about a newer text or signed otherwise; how many. Raises
    Closed."""
    with writing():
        application = Application.newest(party.application_id)
        if not application.open_at(arrived, ASKED):
            raise Closed
        given = Consent.of(party)
        fresh = [
            text
            for text in texts_for(party)
            if text.slug in choices
            and current_signature(given.get(text.slug), text) != (choices[text.slug], signer, capacity)
        ]
        if any(text.required and not application.open_at(arrived, text.slug, party.id) for text in fresh):
            raise Closed
        if fresh:
            said = [(text, choices[text.slug]) for text in fresh]
            record(application, party, said, signer=signer, capacity=capacity, person=person)
            Application.next(application)
            Event.create(application=application, person=person, action="consented", detail={"texts": len(fresh)})
    return len(fresh)


def changeable(party: Party, newest: Mapping[str, Consent]) -> list[Text]:
    """The optional texts the company ever answered: those it may say otherwise about whenever it likes. newest: what
    `Consent.newest` says of it."""
    return [text for text in texts_for(party) if not text.required and text.slug in newest]


def change(party: Party, text: Text, choice: str, *, person: Person, arrived: datetime) -> None:
    """Take an optional consent back, or give it after all: in the window and out of it, from now on. Signed as the
    company signed last. While the application is open its documents follow; what was submitted stays as it was."""
    with writing():
        application, given = Application.newest(party.application_id), Consent.newest(party)
        if given[text.slug].choice == choice and current_choice(given[text.slug], text):
            return
        last = max(given.values(), key=lambda row: row.id)
        record(application, party, [(text, choice)], signer=last.signer, capacity=last.capacity, person=person)
        if application.open_at(arrived):
            Application.advance(Application.id == application.id)
        detail = {"text": text.slug, "choice": choice}
        Event.create(application=application, person=person, action="changed consent", detail=detail)


def catch_up(at: datetime) -> None:
    """Let the documents of applications that are open again say what was chosen meanwhile."""
    unseen = Consent.since > Application.revision
    rows = Application.select(Application, Call).join(Call).switch(Application).join(Party).join(Consent)
    changed = rows.where(Party.left_at.is_null(), unseen).distinct()
    with writing():
        if opened := [row.id for row in changed if row.open_at(at)]:
            Application.advance(Application.id.in_(opened))


def record(application: Application, party: Party, said: list[tuple[Text, str]], **by: Any) -> None:
    """Add a row to the ledger for each choice, seen from the application's next revision on. application: as it stands;
    said: each text with the choice; by: signer, capacity, person."""
    common = {"party": party, "since": application.revision + 1, **by}
    rows = [
        common | {"kind": text.slug, "version": text.version, "text_hash": text_hash(text), "choice": choice}
        for text, choice in said
    ]
    Consent.insert_many(rows).execute()


def changed_since(party: Party, revision: int) -> list[tuple[Text, Consent]]:
    """What the company says otherwise about optional texts since that revision, newest rows."""
    rows = Consent.newest(party)
    return [(text, rows[text.slug]) for text in changeable(party, rows) if rows[text.slug].since > revision]


def current_signature(row: Consent | None, text: Text) -> tuple[str, str, str] | None:
    """The choice that stands about this very text, and who made it in what capacity."""
    return (row.choice, row.signer, row.capacity) if row and current_choice(row, text) else None


def current_choice(row: Consent | None, text: Text) -> str:
    """The choice that stands about this very text: "yes", "no", or "" when none was made since it was worded so."""
    return row.choice if row and row.text_hash == text_hash(text) else ""
