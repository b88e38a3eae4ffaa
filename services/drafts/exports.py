"""Export and import: an application's every answer as JSON, and back."""

from datetime import date, datetime
from typing import Any

from peewee import IntegrityError

from forms import wizards
from forms.base import Sent
from forms.wizard import Party as Part
from forms.wizard import Respondent, Step, Task
from models.application import ALONE, Application, Call, Party, Revision
from models.base import now, token, writing
from models.company import Company, Membership, Supplier
from models.evidence import Consent, Evidence
from models.person import Person
from models.picture import Picture
from programme.application_types import PROJECT
from services.drafts import picture_slots, revisions
from services.drafts.applications import ApplicationView, next_number

SCHEMA = 1


class NotOurs(Exception):
    """The file is not an export this site can read."""


def export(view: ApplicationView, unused: bool = True) -> dict[str, Any]:
    """Shape: {schema, purpose, number, call, revision, saved_at, steps, unused, pictures, parties: [{role, lead, steps,
    unused, consents, evidence, pictures}]}; steps: {slug: what was sent}. Files of evidence and pictures are named by
    their hash, not held. unused: with kept answers off the path, of steps and of single fields, which must not leave in
    a submission."""
    application, journey = view.application, view.journey
    rows, attached, given = view.rows, view.evidence, view.consents
    drawn: dict[int | None, list[dict[str, Any]]] = {}
    for row in picture_slots.attached(view):
        drawn.setdefault(row.party_id, []).append(picture(row))

    def steps(party: int | None) -> dict[str, dict[str, Sent]]:
        used: dict[str, Sent] = {}
        kept: dict[str, Sent] = {}
        for slug, whose in sorted(journey.answers, key=str):
            if whose == party:
                values, aside = journey.used_and_unused(slug, party)
                used |= {slug: values} if (slug, party) in journey.path else {}
                kept |= {slug: aside} if aside and unused else {}
        return {"steps": used, "unused": kept}

    return {
        "schema": SCHEMA,
        "purpose": application.purpose,
        "number": application.number,
        "call": application.call.slug,
        "revision": application.revision,
        "saved_at": application.changed_at.isoformat(),
        **steps(None),
        "pictures": drawn.get(None, []),
        "parties": [
            {
                "role": party.role,
                "lead": party.lead,
                **steps(party.id),
                "consents": [consent(row) for row in given.get(party.id, {}).values()],
                "evidence": [certificate(row) for row in attached[party.id]],
                "pictures": drawn.get(party.id, []),
            }
            for party in rows
        ],
    }


CONSENT = ("kind", "version", "text_hash", "choice", "signer", "capacity")
CERTIFICATE = ("kind", "issuer", "number", "name", "size", "sha256")
DAYS = ("issued", "expires")


PICTURE = ("place", "name", "size", "sha256", "kind", "width", "height")


def picture(row: Picture) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PICTURE} | {"uploaded_at": row.uploaded_at.isoformat()}


def consent(row: Consent) -> dict[str, str]:
    return {name: getattr(row, name) for name in CONSENT} | {"at": row.at.isoformat()}


def certificate(row: Evidence) -> dict[str, Any]:
    days = {name: value.isoformat() if (value := getattr(row, name)) else None for name in DAYS}
    return {name: getattr(row, name) for name in CERTIFICATE} | days | {"uploaded_at": row.uploaded_at.isoformat()}


def import_application(data: Any, person: Person) -> Application:
    """An exported application as a new one of this person's, with a number of its own. Raises NotOurs.

    Evidence and pictures come as rows without their files; they must be attached again before submitting.
    """
    try:
        with writing():
            return _import(data, person)
    except (AttributeError, IndexError, LookupError, TypeError, ValueError, IntegrityError) as error:
        raise NotOurs(f"{type(error).__name__}: {error}") from error


def _import(data: dict[str, Any], person: Person) -> Application:
    if data["schema"] != SCHEMA:
        raise NotOurs(f"schema {data['schema']!r}, wanted {SCHEMA}")
    call = Call.get_or_none(Call.slug == data["call"])
    if call is None:
        raise NotOurs(f"no call {data['call']!r} here")
    purpose = data.get("purpose", PROJECT)
    application = Application.create(number=next_number(call, purpose), purpose=purpose, call=call, created_by=person)
    shared = [(Task(step_of(application, slug)), sent) for slug, sent in whole(data).items()]
    revisions.write_all({application: shared}, person, revisions.RESTORED)
    for position, entry in enumerate(data["parties"], start=1):
        import_party(application, entry, position, person)
    import_pictures(application, None, data.get("pictures", []), person)
    saved_at = datetime.fromisoformat(data["saved_at"])
    Revision.update(saved_at=saved_at).where(Revision.application == application).execute()
    Application.update(changed_at=saved_at).where(Application.id == application.id).execute()
    return Application.get_by_id(application.id)


def import_party(application: Application, entry: dict[str, Any], position: int, person: Person) -> None:
    company = None if entry["role"] == ALONE else company_for(application, person)
    role, lead = Respondent(entry["role"]), bool(entry["lead"])
    party = Party.create(
        application=application,
        company=company,
        person=None if company else person,
        role=str(role),
        lead=lead,
        position=position,
        joined_at=now(),
    )
    part = Part(party.id, role, lead)
    own = [(Task(step_of(application, slug), part), sent) for slug, sent in whole(entry).items()]
    revisions.write_all({application: own}, person, revisions.RESTORED)
    for row in entry["consents"]:
        at = datetime.fromisoformat(row["at"])
        Consent.create(party=party, person=person, at=at, **{name: row[name] for name in CONSENT})
    for row in reversed(entry["evidence"]) if company else ():
        days = {name: row[name] and date.fromisoformat(row[name]) for name in DAYS}
        at = datetime.fromisoformat(row["uploaded_at"])
        values = {name: row[name] for name in CERTIFICATE}
        known = values | days | {"company": company, "since": Company.advance_evidence(party.firm)}
        Evidence.create(storage=token(), uploaded_at=at, uploaded_by=person, **known)
    Party.see_evidence([application.id])
    import_pictures(application, party, entry.get("pictures", []), person)


def company_for(application: Application, person: Person) -> Company:
    """A company of this person's for an application brought in; a registration's stands in the pool."""
    company = Company.create()
    Membership.create(person=person, company=company)
    if application.type.registers:
        Supplier.create(company=company)
    return company


def import_pictures(application: Application, party: Party | None, rows: Any, person: Person) -> None:
    """None stand in exports made before there were pictures."""
    for row in rows:
        values = {name: row[name] for name in PICTURE}
        at = datetime.fromisoformat(row["uploaded_at"])
        Picture.create(
            application=application, party=party, storage=token(), uploaded_at=at, uploaded_by=person, **values
        )


def whole(entry: dict[str, Any]) -> dict[str, Sent]:
    """Each step's answers, those off the path among them. Raises TypeError."""
    used, unused = ({slug: as_sent(sent) for slug, sent in entry[key].items()} for key in ("steps", "unused"))
    return {slug: used.get(slug, {}) | unused.get(slug, {}) for slug in (*used, *unused)}


def step_of(application: Application, slug: str) -> Step:
    """Raises KeyError for a step none of its wizards declares."""
    return wizards.steps(application.type)[slug]


def as_sent(sent: Any) -> Sent:
    """A step's answers as a browser could have sent them. Raises TypeError."""
    if not all(isinstance(values, list) and all(isinstance(text, str) for text in values) for values in sent.values()):
        raise TypeError("answers are lists of text")
    return sent
