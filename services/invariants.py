"""The promises that can be read back from the database (safety.md P1, P2, P3, P5): what breaks one is listed."""

import hashlib
from collections.abc import Iterator

from peewee import fn

from models.application import Application, Call
from models.mail import Outbox
from models.submission import Claim, StoredPaper, Submission


def broken() -> list[str]:
    """One line for everything that must not be; empty when all promises hold."""
    return [*receipts(), *once(), *papers(), *mails()]


def receipts() -> Iterator[str]:
    """P1: receipt numbers of a call run 1, 2, 3 … without gap or twin, each with its submission."""
    for call in Call.select():
        rows = Application.select(Application.receipt).where(Application.call == call, ~Application.receipt.is_null())
        given = sorted(row.receipt or "" for row in rows)
        due = [f"{call.slug}-{number:05d}" for number in range(1, call.receipts + 1)]
        if given != due:
            yield f"P1 {call.slug}: receipts {given} are not {due}"
    for application in Application.select().where(~Application.receipt.is_null()):
        if not application.submissions.exists():
            yield f"P1 {application.number}: receipt {application.receipt} without a submission"


def once() -> Iterator[str]:
    """P5: one standing submission an application, one a business number and call."""
    standing = Submission.select(Submission.application).where(Submission.standing)
    for row in standing.group_by(Submission.application).having(fn.COUNT(Submission.id) > 1):
        yield f"P5 application {row.application_id}: more than one standing submission"
    for claim in Claim.select():
        if Submission.standing_for(claim.application) is None:
            yield f"P5 {claim.number}: claimed by an application that stands nowhere"
    held = {claim.application_id for claim in Claim.select()}
    for row in Submission.select().where(Submission.standing):
        if row.application_id not in held:
            yield f"P5 {row.receipt}: stands without a claim on its business number"


def papers() -> Iterator[str]:
    """P2: every submission has its papers, each still with the hash on the receipt."""
    for submission in Submission.select():
        if not submission.papers.exists():
            yield f"P2 {submission.receipt} 제{submission.edition}차: no papers stored"
    for paper in StoredPaper.select():
        if hashlib.sha256(paper.content).hexdigest() != paper.sha256:
            yield f"P2 {paper.name}: content and hash disagree"


def mails() -> Iterator[str]:
    """P3: every submission owes its mail, and no two mails share an identity."""
    for submission in Submission.select():
        kind = "receipt" if submission.edition == 1 else "replacement"
        if not Outbox.select().where(Outbox.key.startswith(f"{kind}:{submission.id}:")).exists():
            yield f"P3 {submission.receipt} 제{submission.edition}차: no mail was owed"
    twins = Outbox.select(Outbox.message_id).group_by(Outbox.message_id).having(fn.COUNT(Outbox.id) > 1)
    for row in twins:
        yield f"P3 {row.message_id}: two mails with one identity"
