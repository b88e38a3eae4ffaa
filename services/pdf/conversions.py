"""PDFs the worker makes when somebody asks: as with mail, the table is the truth and the queue only wakes the worker.

A row is taken by compare-and-set and kept by a lease longer than a maker may run, so that any number of workers may be
killed at any moment: what was asked for is made, or is said not to be. A result is kept for a day.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from blinker import Signal
from peewee import Expression, fn

from models.application import Application
from models.base import db, now, writing
from models.company import Company
from models.evidence import Conversion
from models.person import Person
from models.submission import Submission
from services.access import quotas
from services.files import child_process, file_store
from services.files.child_process import Failed
from services.pdf import documents_pdf, evidence_pdf

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
EVIDENCE, DOCUMENTS = "evidence", "documents"
SUBMITTED = "submitted"  # of what was submitted, whose rows count editions where the others count revisions
# By kind: what writes the PDF into an empty file, sets the row's revision to the one it shows, and gives the name it is
# downloaded by, or raises child_process.Failed.
MAKERS: dict[str, Callable[[Conversion, Path, child_process.Progress], str]] = {
    EVIDENCE: evidence_pdf.make_evidence_pdf,
    DOCUMENTS: documents_pdf.make_documents_pdf,
    SUBMITTED: documents_pdf.make_submitted_pdf,
}
LEASE = timedelta(seconds=2 * child_process.SECONDS) + timedelta(minutes=1)  # LibreOffice, then the binder
GIVE_UP = timedelta(minutes=30)  # what workers died over, this long after it was asked for
RETENTION = timedelta(days=1)
OUR_FAULT = "저희 쪽 문제로 만들지 못했습니다. 서류는 그대로 있으니 잠시 뒤에 다시 눌러 주세요."

log = logging.getLogger(__name__)
pdf_requested = Signal("Sent after the commit in which somebody asked for a PDF; tasks.py wakes the worker.")
busy = threading.Lock()  # one at a time in a process: mail must not wait for PDFs


def request_pdf(
    application: Application, company: Company | None, kind: str, person: Person, since: int = 0
) -> Conversion:
    """Ask for a PDF of the application as it stands; one being made, or made of the same, is the answer again.

    company: whose evidence; None for the documents, which are everybody's. since: one of an earlier revision is no
    answer.

    Raises quotas.QuotaExceeded, and KeyError for a kind nobody makes.
    """
    if kind not in MAKERS:
        raise KeyError(kind)
    made = newest(application, company, kind, since)
    lost = made is not None and made.storage is not None and not file_store.find(made.storage).is_whole()
    with writing():
        revision = newest_of(application, kind)
        row = newest(application, company, kind, since)
        made_of_it = row is not None and row.state == DONE and row.revision == revision and not (lost and row == made)
        if row and (row.state in (QUEUED, RUNNING) or made_of_it):
            return row
        quotas.check_pdf_requests(person, now())
        db.after_commit(pdf_requested.send)
        return Conversion.create(
            application=application, company=company, kind=kind, revision=revision, asked_by=person
        )


def newest_of(application: Application, kind: str) -> int:
    """The revision a PDF made now would show; of what was submitted, its edition, 0 for none."""
    if kind != SUBMITTED:
        return Application.get_by_id(application.id).revision
    view = Submission.standing_for(application)
    return view.edition if view else 0


def newest(application: Application, company: Company | None, kind: str, since: int = 0) -> Conversion | None:
    """The last one asked for, if it is of this revision or a later one."""
    same = Conversion.application == application, Conversion.company == company, Conversion.kind == kind
    row = Conversion.select().where(*same).order_by(Conversion.id.desc()).first()
    return row if row and row.revision >= since else None


def pump(clock: Callable[[], datetime] = now) -> int:
    """Make whatever is due, one after the other; how many were made. Nothing while another thread is at it."""
    if not busy.acquire(blocking=False):
        return 0
    try:
        made = 0
        give_up(clock())
        while row := claim_next(clock):
            made += attempt(row, clock)
        return made
    finally:
        busy.release()


def due(at: datetime) -> Expression:
    """Asked for, or taken by a worker that let its lease run out."""
    return (Conversion.state == QUEUED) | ((Conversion.state == RUNNING) & (Conversion.lease_until <= at))


def give_up(at: datetime) -> None:
    """Put an end to those that worker after worker died over."""
    over = Conversion.state == RUNNING, Conversion.lease_until <= at, Conversion.asked_at < at - GIVE_UP
    future = Conversion.state == RUNNING, Conversion.lease_until > at + LEASE  # the clock was put back since
    if Conversion.select().where(*future).exists():
        with writing():
            Conversion.update(lease_until=at + LEASE).where(*future).execute()
    if Conversion.select().where(*over).exists():
        with writing():
            Conversion.update(state=FAILED, why=OUR_FAULT, ended_at=at).where(*over).execute()


def claim_next(clock: Callable[[], datetime]) -> Conversion | None:
    """One that is due, now ours until its lease ends: of whoever was served longest ago, or never, the oldest. So
    nobody waits for more than one of each other person's, however many they ask for."""
    theirs = Conversion.alias()
    served = theirs.select(fn.MAX(theirs.lease_until)).where(theirs.asked_by == Conversion.asked_by)
    turn = fn.COALESCE(served, 0), Conversion.id
    while row := Conversion.select().where(due(at := clock())).order_by(*turn).first():
        with writing():
            ours = Conversion.id == row.id, due(at)
            if Conversion.update(state=RUNNING, lease_until=at + LEASE).where(*ours).execute():
                return Conversion.get_by_id(row.id)
    return None


def attempt(row: Conversion, clock: Callable[[], datetime]) -> bool:
    """Make it, or say why not; whether it was made."""
    try:
        to = file_store.create_file(file_of(row))
        name = MAKERS[row.kind](row, to, lambda done, total: settle(row, done=done, total=total))
        size = to.stat().st_size
        file_store.keep(to.name)
        settle(
            row,
            state=DONE,
            revision=row.revision,
            why=row.why,
            name=name,
            storage=to.name,
            size=size,
            ended_at=clock(),
        )
        return True
    except Failed as failure:
        settle(row, state=FAILED, why=str(failure), ended_at=clock())
    except Exception:
        log.exception("conversion %s failed", row.id)
        settle(row, state=FAILED, why=OUR_FAULT, ended_at=clock())
    return False


def file_of(row: Conversion) -> str:
    """Where it is made, however often that is begun."""
    return f"{row.token}.pdf"


def settle(row: Conversion, **changes: object) -> None:
    """Note how it goes, while the lease is ours."""
    ours = Conversion.id == row.id, Conversion.state == RUNNING, Conversion.lease_until == row.lease_until
    with writing():
        Conversion.update(**changes).where(*ours).execute()


def sweep(at: datetime) -> int:
    """Drop those asked for RETENTION ago, and what was made; how many."""
    with writing():
        gone = list(Conversion.select().where(Conversion.asked_at < at - RETENTION))
        Conversion.delete().where(Conversion.id.in_([row.id for row in gone])).execute()
        db.after_commit(lambda: file_store.unlink({file_of(row) for row in gone}))
    return len(gone)
