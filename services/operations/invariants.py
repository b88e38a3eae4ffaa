"""The promises that can be read back from the database (docs/promises.md): what breaks one is listed."""

import hashlib
from collections.abc import Iterator

from peewee import fn

from models.application import Application, Call, Party
from models.case import Case, CaseMove
from models.evaluation import Assignment, Evaluator
from models.evidence import Evidence
from models.mail import Outbox
from models.picture import Picture
from models.submission import Claim, StoredDocument, Submission
from programme import calls, course
from programme.reference_numbers import receipt_number, receipt_places
from services.evaluation import moves, promises
from services.files import file_store
from services.submissions import consulting

TYPES = [of for types in calls.TYPES.values() for of in types.values()]
ABOUT_A_SUBMISSION = {kind for of in TYPES if of.mails for kind in vars(of.mails).values()} | {*consulting.MAILS}


def broken() -> list[str]:
    """One line for everything that must not be; empty when all promises hold."""
    submitted = [*receipts(), *duplicates(), *documents(), *attachments(), *files(), *mails(), *companies()]
    return [*submitted, *cases(), *promises.broken()]


def cases() -> Iterator[str]:
    """P13: every case is where its history leads, judges what stands submitted, and asks for completion only while it
    waits for it."""
    rows: dict[int, list[CaseMove]] = {}
    for row in CaseMove.select(*CaseMove.plain()).order_by(CaseMove.case, CaseMove.number):
        rows.setdefault(row.case_id, []).append(row)
    for case in Case.select(Case, Application).join(Application).order_by(Case.id):
        name, history = case.application.receipt, rows.get(case.id, [])
        try:
            replayed = moves.replayed(history)
        except ValueError as error:
            yield f"P13 {name}: {error}"
            continue
        if place_of(case) != (led := place_of(replayed)):
            yield f"P13 {name}: its history leads to {led}, it is at {place_of(case)}"
        if not case.submission.standing:
            yield f"P13 {name}: the edition judged does not stand"
        if case.application.asked is not None and case.state != course.COMPLETION:
            yield f"P13 {name}: asks for completion while it is {case.state}"


def place_of(case: Case) -> tuple[str, int, bool, bool]:
    """What a history tells: state, number of moves, whether it is held, whether its withdrawal is asked for."""
    return case.state, case.moves, case.held is not None, case.withdrawal is not None


def submissions() -> Iterator[Submission]:
    """Every submission without what it sealed."""
    return Submission.select(*Submission.unsealed()).order_by(Submission.id).iterator()


def receipts() -> Iterator[str]:
    """P1: receipt numbers of a call run 1, 2, 3 … without gap or duplicate, each with its submission."""
    for call in Call.select().where(Call.package.not_in(list(calls.TYPES))):
        yield f"P1 {call.slug}: its package {call.package!r} is not here"
    for call in Call.select().where(Call.package.in_(list(calls.TYPES))):
        for of in calls.TYPES[call.package].values():
            rows = Application.select(Application.receipt).where(
                Application.call == call, Application.purpose == of.kind, ~Application.receipt.is_null()
            )
            given = sorted(str(row.receipt) for row in rows)
            count = call.receipts if of.consortium else len(given)
            if receipt_places(call.slug, of.number_prefix, given) != list(range(1, count + 1)):
                last = receipt_number(call.slug, of.number_prefix, count)
                yield f"P1 {call.slug}: receipts {given} are not those up to {last}"
    for begun in Application.select().where(
        ~Application.receipt.is_null(), Application.id.not_in(Submission.select(Submission.application))
    ):
        yield f"P1 {begun.number}: receipt {begun.receipt} without a submission"
    for row in submissions():
        if row.receipt != row.application.receipt:
            yield f"P1 {row.application.number}: {row.receipt} was submitted, {row.application.receipt} is its receipt"


def duplicates() -> Iterator[str]:
    """P5: one standing submission an application, one a business number, purpose and call."""
    view = Submission.select(Submission.application).where(Submission.standing)
    for row in view.group_by(Submission.application).having(fn.COUNT(Submission.id) > 1):
        yield f"P5 application {row.application_id}: more than one standing submission"
    claimed = Claim.select(Claim.application)
    for claim in Claim.select().where(Claim.application.not_in(view)):
        yield f"P5 {claim.number}: claimed by an application that stands nowhere"
    claiming = Party.select(Party.application).where(Party.role == "adopter", Party.left_at.is_null())
    for row in view.where(Submission.application.not_in(claimed), Submission.application.in_(claiming)):
        yield f"P5 {row.application.receipt}: stands without a claim on its business number"


def takes(row: Submission) -> bool:
    """Whether its call's package is here and takes its kind."""
    return row.application.call.takes(row.application.purpose)


def documents() -> Iterator[str]:
    """P2: every submission has its documents, each still with the hash on the receipt."""
    without = Assignment.select(Assignment.application).join(Evaluator).where(Evaluator.person.is_null())
    anonymised = {row.application_id for row in without}  # sheets, whose documents named who wrote them
    for row in submissions():
        erased = row.application.discarded_at is not None  # a registration never approved, after its time
        erased = erased or row.application_id in anonymised
        if not row.documents.exists() and takes(row) and row.application.type.documents.each and not erased:
            yield f"P2 {row.receipt} 제{row.edition}차: no documents stored"
    for certificate in StoredDocument.select().iterator():
        if hashlib.sha256(certificate.content).hexdigest() != certificate.sha256:
            yield f"P2 {certificate.name}: content and hash disagree"


def attachments() -> Iterator[str]:
    """P2: every file of evidence and every picture that was submitted is still here as it was."""
    submitted = {
        file["sha256"]: f"{row.receipt} {file['name']}"
        for row in Submission.select().iterator()
        for whose in (row.snapshot, *row.snapshot["parties"])
        for kind in ("evidence", "pictures")
        for file in whose.get(kind, [])
    }
    for digest, name in submitted.items():
        rows = [row for table in (Evidence, Picture) for row in table.select().where(table.sha256 == digest)]
        if not any(file_store.digest(row.storage) == digest for row in rows):
            yield f"P2 {name}: the file is gone or changed"


def files() -> Iterator[str]:
    """P12: every file of evidence and every picture that is here, of drafts too, is as it was uploaded. One that is not
    here must be attached again, which its page says."""
    for table in (Evidence, Picture):
        for row in table.select().order_by(table.id).iterator():
            if file_store.digest(row.storage) not in (row.sha256, None):
                yield f"P12 {table._meta.table_name} {row.id}: the file {row.storage} is not as it was uploaded"


def mails() -> Iterator[str]:
    """P3: every submission has queued its mail, no mail reports one that is not there, no two share an identity."""
    known = set()
    for row in submissions():
        known.add(str(row.id))
        mails = row.application.type.mails if takes(row) else None
        if mails is None:
            continue
        for kind in [mails.again if row.edition > 1 else mails.first] + [mails.withdrawal] * (
            row.withdrawn_at is not None
        ):
            if not Outbox.select().where(Outbox.key.startswith(f"{kind}:{row.id}:")).exists():
                yield f"P3 {row.receipt} 제{row.edition}차: no {kind} mail was owed"
    for mail in Outbox.select(Outbox.key).where(Outbox.kind.in_(ABOUT_A_SUBMISSION)):
        if mail.key.split(":")[1] not in known:
            yield f"P3 {mail.key}: reports a submission that is not there"
    duplicates_found = Outbox.select(Outbox.message_id).group_by(Outbox.message_id).having(fn.COUNT(Outbox.id) > 1)
    for duplicate in duplicates_found:
        yield f"P3 {duplicate.message_id}: two mails with one identity"


def companies() -> Iterator[str]:
    """P7: a company takes part or has left, never both, and whoever leads is in."""
    for party in Party.select().where(~Party.joined_at.is_null(), ~Party.left_at.is_null()):
        yield f"P7 {party.application.number}: the company at {party.position} both takes part and has left"
    leading = Party.select(Party.application).where(Party.lead, ~Party.joined_at.is_null(), Party.left_at.is_null())
    for row in Application.select().where(Application.id.not_in(leading), Application.discarded_at.is_null()):
        yield f"P7 {row.number}: nobody leads it"
