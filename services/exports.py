"""Export and import: an application's every answer as JSON, and back."""

from datetime import date, datetime
from typing import Any

from forms.wizard import Task
from models.application import Application, Call, Party, Revision
from models.base import token, writing
from models.company import Company, Membership
from models.evidence import Consent, Evidence
from models.person import Person
from services import answers, documents
from services.applications import WIZARDS, Standing, stand

SCHEMA = 1


class NotOurs(Exception):
    """The file is not an export this site can read."""


def export(standing: Standing) -> dict[str, Any]:
    """Shape: {schema, number, call, revision, saved_at, parties: [{role, lead, steps, unused, consents, evidence}],
    steps, unused}; steps: {slug: what was sent}. Files of evidence are named by their hash, not held."""
    application, journey = standing.application, standing.journey
    asked = {task.key for task in journey.tasks}
    rows = Party.present(application)

    def steps(party: int | None, on_path: bool) -> dict[str, Any]:
        keys = [key for key in sorted(journey.answers, key=str) if key[1] == party]
        return {key[0]: journey.answers[key] for key in keys if (key in asked) == on_path}

    return {
        "schema": SCHEMA,
        "number": application.number,
        "call": application.call.slug,
        "revision": application.revision,
        "saved_at": documents.changed_at(application).isoformat(),
        "steps": steps(None, True),
        "unused": steps(None, False),
        "parties": [
            {
                "role": party.role,
                "lead": party.lead,
                "steps": steps(party.id, True),
                "unused": steps(party.id, False),
                "consents": [consent(row) for row in Consent.of(party).values()],
                "evidence": [paper(row) for row in Evidence.of(party.company)],
            }
            for party in rows
        ],
    }


def consent(row: Consent) -> dict[str, str]:
    named = ("kind", "version", "text_hash", "choice", "signer", "capacity")
    return {name: getattr(row, name) for name in named} | {"at": row.at.isoformat()}


def paper(row: Evidence) -> dict[str, Any]:
    named = ("kind", "issuer", "number", "name", "size", "sha256")
    days = {name: value.isoformat() if (value := getattr(row, name)) else None for name in ("issued", "expires")}
    return {name: getattr(row, name) for name in named} | days | {"uploaded_at": row.uploaded_at.isoformat()}


def bring_in(data: dict[str, Any], person: Person) -> Application:
    """An exported application as a new one of this person's, with a number of its own. Raises NotOurs.

    Evidence comes as rows without their files; they must be attached again before submitting.
    """
    if data.get("schema") != SCHEMA:
        raise NotOurs(f"schema {data.get('schema')!r}, wanted {SCHEMA}")
    call = Call.get_or_none(Call.slug == data["call"])
    if call is None:
        raise NotOurs(f"no call {data['call']!r} here")
    steps = {step.slug: step for wizard in WIZARDS for step in wizard.steps}
    saved_at = datetime.fromisoformat(data["saved_at"])
    with writing():
        number = f"{call.slug}-{Application.select().count() + 1:04d}"
        application = Application.create(number=number, call=call, created_by=person, created_at=saved_at)
        for slug, sent in (data["steps"] | data["unused"]).items():
            answers.write(application, Task(steps[slug]), sent, person, answers.RESTORED)
        for position, entry in enumerate(data["parties"], start=1):
            bring_in_party(application, entry, position, person)
        Revision.update(saved_at=saved_at).where(Revision.application == application).execute()
    return application


def bring_in_party(application: Application, entry: dict[str, Any], position: int, person: Person) -> None:
    company = Company.create()
    Membership.create(person=person, company=company)
    party = Party.create(
        application=application, company=company, role=entry["role"], lead=entry["lead"], position=position
    )
    journey = stand(application).journey
    part = next(part for part in journey.parties if part.key == party.id)
    for slug, sent in (entry["steps"] | entry["unused"]).items():
        answers.write(application, Task(journey.steps[slug], part), sent, person, answers.RESTORED)
    for row in entry["consents"]:
        Consent.create(party=party, person=person, **row | {"at": datetime.fromisoformat(row["at"])})
    for row in reversed(entry["evidence"]):
        days = {name: row[name] and date.fromisoformat(row[name]) for name in ("issued", "expires")}
        uploaded_at = datetime.fromisoformat(row["uploaded_at"])
        Evidence.create(company=company, storage=token(), **row | days | {"uploaded_at": uploaded_at})
