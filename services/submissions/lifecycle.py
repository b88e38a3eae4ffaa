"""Submission: judged whole, written in one transaction, receipted once however often it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, IntegrityError, fn

import config
from models.application import ASKED, Application, Call, Party
from models.base import now, writing
from models.company import POOL_STATES, WAITING, Membership
from models.person import Person
from models.submission import Claim, Event, StoredDocument, Submission
from programme.korean import date_time, official_date
from programme.reference_numbers import receipt_number
from services.access import permissions
from services.documents import generate
from services.drafts import checks, exports, loading, revisions
from services.drafts.applications import ApplicationView
from services.mail import kinds, outbox
from services.submissions import consulting, listings, pool_answers, registrations, scores

# Told in the transaction which edition stands now, None for none, of what applicants did in their window. Raises
# NotNow.
FOLLOWERS: list[Callable[[Application, Submission | None], None]] = []


@dataclass
class Incomplete(Exception):
    """Something is still owed or forbids submitting."""

    verdict: checks.Verdict


class AlreadyApplied(Exception):
    """One of the adopters has a standing submission of this purpose in this call; the message names its number."""


def submit(
    application: Application, person: Person, arrived: datetime, judge: Callable[[Submission], None] | None = None
) -> Submission:
    """Submit the application as it stands now; sent twice, the standing submission is the answer, even after closing.
    judge: looks at what is submitted because completion was asked for, in the transaction, which it ends by raising.

    Raises revisions.Closed, Incomplete, AlreadyApplied, NotNow; for a registration registrations.AlreadyRegistered too.
    """
    return submit_view(loading.load_newest(Application.newest(application.id)), person, arrived, judge)


def submit_view(
    view: ApplicationView, person: Person, arrived: datetime, judge: Callable[[Submission], None] | None = None
) -> Submission:
    """The same, where the application is loaded already.

    Documents are made before the write lock is taken and made again under it only if something moved meanwhile.
    """
    if submission := unchanged(view.application):
        return submission
    draft = Draft.of(view)
    with writing():
        application = Application.newest(view.application.id)
        if submission := unchanged(application):
            return submission
        if not application.open_at(arrived, ASKED if judge else ""):
            raise revisions.Closed
        if Draft.current_version(application) != draft.version:
            draft = Draft.of(loading.load_newest(application))
        if not draft.verdict.ready:
            raise Incomplete(draft.verdict)
        submission = write(draft, person, arrived)
        for follow in FOLLOWERS if judge is None else ():
            follow(application, submission)
        if judge:
            judge(submission)
        return submission


def window(application: Application, arrived: datetime) -> str:
    """The state of an application, as the permission table calls it, to a request that arrived then."""
    if application.open_at(arrived):
        return permissions.OPEN
    if application.open_at(arrived, ASKED):
        return permissions.COMPLETING
    return permissions.AS_SUBMITTED if unchanged(application) else permissions.CLOSED


def unchanged(application: Application) -> Submission | None:
    """The standing submission, if nothing was changed since but how the company is reached."""
    submission = Submission.standing_for(application)
    return submission if submission and revisions.says_as_of(application, submission.revision) else None


@dataclass(frozen=True)
class Draft:
    """An application's documents as they would be submitted, and what they were made from."""

    version: tuple[str, int, int]
    view: ApplicationView
    verdict: checks.Verdict
    context: dict[str, Any]  # what its documents were made from
    files: list[generate.File]

    @staticmethod
    def current_version(application: Application) -> tuple[str, int, int]:
        """All that decides what the documents will say: receipt number, edition, revision. application: as it stands
        now."""
        receipt = application.receipt or next_receipt(application)
        edition = Submission.select().where(Submission.application == application).count() + 1
        return receipt, edition, application.revision

    @classmethod
    def of(cls, view: ApplicationView) -> "Draft":
        version, verdict = cls.current_version(view.application), checks.verdict(view)
        context = generate.document_context(view, **stamp(version)) if verdict.ready else {}
        return cls(version, view, verdict, context, generate.generate(view, context=context) if verdict.ready else [])


def next_receipt(application: Application) -> str:
    """The receipt number of the application about to be submitted: each purpose counts for itself."""
    call, of = application.call, application.type
    given = call.receipts
    if not of.consortium:
        theirs = Application.select().where(Application.call == call, Application.purpose == of.kind)
        given = theirs.where(~Application.receipt.is_null()).count()
    return receipt_number(call.slug, of.number_prefix, given + 1)


def stamp(version: tuple[str, int, int]) -> dict[str, Any]:
    receipt, edition, _ = version
    return {"receipt": receipt, "edition": edition, "status": f"제출본 (제{edition}차)"}


def write(draft: Draft, person: Person, arrived: datetime) -> Submission:
    application, (receipt, edition, revision) = draft.view.application, draft.version
    if application.receipt is None:
        if application.type.consortium:
            Call.update(receipts=Call.receipts + 1).where(Call.id == application.call_id).execute()
        Application.update(receipt=receipt).where(Application.id == application.id).execute()
    Submission.update(standing=False).where(Submission.application == application, Submission.standing).execute()
    claim(draft.view)
    snapshot = exports.export(draft.view, unused=False)
    submission = Submission.create(
        application=application,
        receipt=receipt,
        edition=edition,
        revision=revision,
        snapshot=snapshot,
        **listings.of(application, receipt, snapshot),
        companies=[member.company_id for member in draft.view.members],
        arrived_at=arrived,
        submitted_by=person,
    )
    files = list(draft.files)
    if application.type.documents.receipt:
        files.append(generate.receipt(draft.view, files, arrived, outbox.masked(person.email), draft.context))
    if files:
        StoredDocument.insert_many([stored(submission, file) for file in files]).execute()
    revisions.freeze(application)
    Event.create(application=application, person=person, action="submitted", detail={"edition": edition})
    if application.type.registers:
        registrations.on_submission(submission, person)
    if application.type.evaluation:
        scores.on_submission(submission, draft.view.journey)
    if mails := application.type.mails:
        enqueue_mails(mails.again if edition > 1 else mails.first, submission)
    return submission


def stored(submission: Submission, file: generate.File) -> dict[str, Any]:
    row = {"slug": file.slug, "name": file.name, "sha256": generate.digest(file.content), "size": len(file.content)}
    return row | {"submission": submission, "content": file.content}


def claim(view: ApplicationView) -> None:
    """Take the adopters' business numbers for this application. Raises AlreadyApplied."""
    application, journey = view.application, view.journey
    adopters = [part for part in journey.parties if part.role == "adopter"]
    if adopters:
        Claim.delete().where(Claim.application == application).execute()
    for part in adopters:
        number = journey.data("company", part)["number"]
        try:
            Claim.create(call=application.call, purpose=application.purpose, number=number, application=application)
        except IntegrityError as error:
            raise AlreadyApplied(number) from error


def may_withdraw(application: Application, arrived: datetime) -> bool:
    """Whether what is taken back could be submitted again: a registration sent back is open after closing only as long
    as it is submitted."""
    return application.open_at(arrived) and arrived < application.closes_at


def withdraw(application: Application, person: Person, arrived: datetime) -> None:
    """Take a submission back while the window is open. Its number is never given again. Raises revisions.Closed, and
    NotNow for a registration that was approved and a project that is judged already."""
    with writing():
        application = Application.newest(application.id)
        if not may_withdraw(application, arrived):
            raise revisions.Closed
        submission = Submission.standing_for(application)
        if submission is None:
            return
        submission.application = application
        if application.type.registers:
            registrations.on_withdrawal(submission)
        Submission.update(standing=False, withdrawn_at=now()).where(Submission.id == submission.id).execute()
        if application.type.registers and (approved := registrations.restorable(application)):
            Submission.update(standing=True).where(Submission.id == approved.id).execute()
        Claim.delete().where(Claim.application == application).execute()
        Event.create(application=application, person=person, action="withdrew", detail={"edition": submission.edition})
        if mails := application.type.mails:
            enqueue_mails(mails.withdrawal, submission)
        for follow in FOLLOWERS:
            follow(application, None)


def enqueue_mails(kind: str, submission: Submission) -> None:
    """Queue a mail about this submission to everyone who acts for a company that takes part."""
    application = submission.application
    if application.type.mailed:
        consulting.enqueue_mails(kind, submission, members(application))
        return
    closes = application.closes_at
    context: dict[str, Any] = {
        "receipt": submission.receipt,
        "edition": str(submission.edition),
        "arrived": date_time(submission.arrived_at, exact=True),
        "files": [{"name": row.name, "sha256": row.sha256} for row in StoredDocument.named(submission)],
        "link": f"{config.current().public_url}/applications/{application.token}/receipt",
        "closes": date_time(closes) if submission.arrived_at < closes else "",
    }
    if application.type.registers:
        context |= about_registration(submission)
    else:
        context["project"] = submission.snapshot["steps"]["overview"]["project"][0]
    told = {name: context[name] for name in kinds.KINDS[kind]}
    call = application.announcement
    for member in members(application):
        key = f"{kind}:{submission.id}:{member.id}"
        outbox.enqueue(kind, to=member.email, key=key, about=application.token, call=call, **told)


def about_registration(submission: Submission) -> dict[str, str]:
    """What a mail about a registration says besides: whose it is, how it stands, when approval is likely."""
    supplier = submission.application.entry
    first, last = registrations.expected(submission, supplier)
    return {
        "company": pool_answers.form(
            submission.application.type, "company", pool_answers.steps_of(submission.snapshot)
        ).name.data,
        "state": POOL_STATES[supplier.state],
        "expected": f"{official_date(first)} ~ {official_date(last)}" if supplier.state == WAITING else "",
    }


def members(application: Application, leading: bool = False) -> list[Person]:
    """Everyone who acts for a company that takes part, or takes part himself, each once. leading: for the lead only."""
    here = (Party.application == application) & Party.left_at.is_null() & ~Party.joined_at.is_null()
    if leading:
        here &= Party.lead
    rows = Party.select(Person).join(Membership, JOIN.LEFT_OUTER, on=Membership.company == Party.company)
    rows = rows.join(Person, on=Person.id == fn.COALESCE(Membership.person, Party.person)).where(here)
    people: Any = rows.order_by(Party.position, Membership.id).objects(Person)
    return list({person.id: person for person in people}.values())
