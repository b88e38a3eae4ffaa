"""Submission: judged whole, written in one transaction, receipted once however often it is sent."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import IntegrityError

import config
from models.application import Application, Call, Party
from models.base import now, writing
from models.person import Person
from models.submission import Claim, Event, StoredPaper, Submission
from programme import call_2024_221 as programme
from services import answers, documents, exports, judging, mail
from services.applications import stand


@dataclass
class Incomplete(Exception):
    """Something is still owed or forbids submitting."""

    verdict: judging.Verdict


class AlreadyApplied(Exception):
    """One of the adopters has a standing submission in this call already; the message names its number."""


def submit(application: Application, person: Person, arrived: datetime) -> Submission:
    """Hand the application in as it stands now; sent twice, the standing submission is the answer.

    Papers are made before the write lock is taken and made again under it only if something moved meanwhile.
    Raises answers.Closed, Incomplete, AlreadyApplied.
    """
    draft = Draft.of(application)
    with writing():
        application = Application.get_by_id(application.id)
        if not application.call.open_at(arrived):
            raise answers.Closed
        if Draft.facts(application) != draft.known:
            draft = Draft.of(application)
        standing = Submission.standing_for(application)
        if standing and standing.answers_hash == draft.answers_hash:
            return standing
        if not draft.verdict.ready:
            raise Incomplete(draft.verdict)
        return write(application, draft, person, arrived, standing)


@dataclass(frozen=True)
class Draft:
    """An application's papers as they would be handed in, and what they were made from."""

    known: tuple[str, int, int, datetime]
    verdict: judging.Verdict
    snapshot: dict[str, Any]
    answers_hash: str
    files: list[documents.File]

    @staticmethod
    def facts(application: Application) -> tuple[str, int, int, datetime]:
        """All that decides what the papers will say: receipt number, edition, revision, last change."""
        application = Application.get_by_id(application.id)
        receipt = application.receipt or f"{application.call.slug}-{application.call.receipts + 1:05d}"
        edition = Submission.select().where(Submission.application == application).count() + 1
        return receipt, edition, application.revision, documents.changed_at(application)

    @classmethod
    def of(cls, application: Application) -> "Draft":
        known = cls.facts(application)
        standing = stand(Application.get_by_id(application.id))
        verdict = judging.verdict(standing)
        snapshot = exports.export(standing)
        files = []
        if verdict.ready:
            files = documents.made(standing, **stamp(known))
        return cls(known, verdict, snapshot, hash_of(snapshot), files)


def stamp(known: tuple[str, int, int, datetime]) -> dict[str, Any]:
    receipt, edition, _, _ = known
    return {"receipt": receipt, "edition": edition, "status": f"제출본 (제{edition}차)"}


def hash_of(snapshot: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(snapshot, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def write(
    application: Application, draft: Draft, person: Person, arrived: datetime, standing: Submission | None
) -> Submission:
    receipt, edition, revision, _ = draft.known
    if application.receipt is None:
        Call.update(receipts=Call.receipts + 1).where(Call.id == application.call_id).execute()
        Application.update(receipt=receipt).where(Application.id == application.id).execute()
    if standing:
        Submission.update(standing=False).where(Submission.id == standing.id).execute()
    claim(application)
    submission = Submission.create(
        application=application,
        receipt=receipt,
        edition=edition,
        revision=revision,
        answers_hash=draft.answers_hash,
        snapshot=draft.snapshot,
        arrived_at=arrived,
        submitted_by=person,
    )
    signed = documents.receipt(
        stand(application), draft.files, arrived, mail.masked(person.email), **stamp(draft.known)
    )
    for file in (*draft.files, signed):
        StoredPaper.create(
            submission=submission,
            slug=file.slug,
            name=file.name,
            sha256=documents.digest(file.content),
            size=len(file.content),
            content=file.content,
        )
    answers.freeze(Application.get_by_id(application.id))
    Event.create(application=application, person=person, action="submitted", detail={"edition": edition})
    tell("receipt" if edition == 1 else "replacement", submission, person)
    return submission


def claim(application: Application) -> None:
    """Take the adopters' business numbers for this application. Raises AlreadyApplied."""
    Claim.delete().where(Claim.application == application).execute()
    journey = stand(application).journey
    for part in journey.parties:
        if part.role == "adopter":
            number = journey.data("company", part)["number"]
            try:
                Claim.create(call=application.call, number=number, application=application)
            except IntegrityError as error:
                raise AlreadyApplied(number) from error


def withdraw(application: Application, person: Person, arrived: datetime) -> None:
    """Take a submission back while the window is open. Its number is never given again. Raises answers.Closed."""
    with writing():
        application = Application.get_by_id(application.id)
        if not application.call.open_at(arrived):
            raise answers.Closed
        standing = Submission.standing_for(application)
        if standing is None:
            return
        Submission.update(standing=False, withdrawn_at=now()).where(Submission.id == standing.id).execute()
        Claim.delete().where(Claim.application == application).execute()
        Event.create(application=application, person=person, action="withdrew", detail={"edition": standing.edition})
        tell("withdrawal", standing, person)


def tell(kind: str, submission: Submission, person: Person) -> None:
    """Owe everyone who acts for a company in the consortium a mail about this submission."""
    application = submission.application
    facts = {
        "receipt": submission.receipt,
        "edition": str(submission.edition),
        "project": stand(application).journey.data("overview")["project"] or "",
        "arrived": submission.arrived_at.astimezone(config.KST).strftime("%Y. %-m. %-d. %H:%M:%S"),
        "files": [{"name": row.name, "sha256": row.sha256} for row in submission.papers.order_by(StoredPaper.id)],
        "link": f"{config.current().public_url}/applications/{application.token}/receipt",
        "programme": programme.TITLE,
    }
    for member in members(application):
        key = f"{kind}:{submission.id}:{member.id}"
        mail.owe(kind, to=member.email, key=key, about=application.token, **facts)


def members(application: Application) -> list[Person]:
    """Everyone who acts for a company in the consortium, each once."""
    people = [row.person for party in Party.present(application) for row in party.company.memberships]
    return list({person.id: person for person in people}.values())
