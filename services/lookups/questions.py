"""Questions to services, put by the worker. As with mail, the table is the truth and the queue only wakes the worker.

A kind has one question out at a time in a process, so that a service that hangs takes one thread; what nobody waits for
any more is not put at all. A row is taken by compare-and-set and kept by a lease: a killed worker's question is put
again."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from blinker import Signal
from peewee import Expression

from models.base import db, now, writing
from models.lookup import Lookup
from models.person import Person
from services.access import quotas
from services.lookups.client import Garbled, Silent

QUEUED, RUNNING, ANSWERED, SILENT, GARBLED = "queued", "running", "answered", "silent", "garbled"
UNANSWERED = (SILENT, GARBLED)

log = logging.getLogger(__name__)
question_asked = Signal(
    "Sent after the commit in which a question was asked, with its kind; tasks.py wakes the worker."
)


@dataclass(frozen=True)
class Kind:
    """What is asked of one service. put: gives the answer to a query, as plain data, or raises Silent or Garbled;
    seconds: the longest it takes; patience: how long a question is waited for; fresh: how old an answer may be to serve
    again, kept: to be shown; private: it serves nobody but who asked."""

    name: str
    enabled: Callable[[], bool]
    put: Callable[[str], Any]
    seconds: float
    patience: timedelta
    fresh: timedelta
    kept: timedelta
    private: bool = False
    out: threading.Semaphore = field(
        default_factory=threading.Semaphore, compare=False
    )  # the one question put at a time


def ask(kind: Kind, query: str, person: Person) -> Lookup:
    """Ask a question; where the same waits or was answered lately, that is the answer. Raises quotas.QuotaExceeded."""
    with writing():
        same = Lookup.kind == kind.name, Lookup.query == query, Lookup.asked_at > now() - kind.fresh
        rows = Lookup.select().where(*same, *((Lookup.person == person,) if kind.private else ()))
        last = rows.order_by(Lookup.id.desc()).first()
        if last and state(kind, last) not in UNANSWERED:
            return last
        quotas.check_lookups(person, kind.name, now())
        db.after_commit(lambda: question_asked.send(kind.name))
        return Lookup.create(kind=kind.name, query=query, person=person)


def state(kind: Kind, row: Lookup) -> str:
    """How a question stands; one waited for in vain is unanswered, whether or not a worker is there to say so."""
    waits = row.state in (QUEUED, RUNNING)
    return SILENT if waits and now() - row.asked_at > kind.patience else row.state


def pump(kind: Kind, clock: Callable[[], datetime] = now) -> int:
    """Put all questions of a kind that wait, one after the other; how many. Nothing while another thread is at it."""
    put = 0
    while Lookup.select().where(due(kind, clock())).exists() and kind.out.acquire(blocking=False):
        try:
            while row := claim_next(kind, clock):
                settle(row, *attempt(kind, row, clock()), clock())
                put += 1
        finally:
            kind.out.release()
    return put


def due(kind: Kind, at: datetime) -> Expression:
    """Asked, or taken by a worker that let its lease run out."""
    waiting = (Lookup.state == QUEUED) | ((Lookup.state == RUNNING) & (Lookup.lease_until <= at))
    return (Lookup.kind == kind.name) & waiting


def claim_next(kind: Kind, clock: Callable[[], datetime]) -> Lookup | None:
    """The oldest due one, now ours until its lease ends."""
    while row := Lookup.select().where(due(kind, at := clock())).order_by(Lookup.id).first():
        lease = at + timedelta(seconds=2 * kind.seconds + 10)
        with writing():
            if Lookup.update(state=RUNNING, lease_until=lease).where(Lookup.id == row.id, due(kind, at)).execute():
                return Lookup.get_by_id(row.id)
    return None


def attempt(kind: Kind, row: Lookup, at: datetime) -> tuple[str, Any]:
    """Put it, unless nobody waits any more; the state it comes to, and the answer."""
    if at - row.asked_at > kind.patience or not kind.enabled():
        return SILENT, None
    try:
        return ANSWERED, kind.put(row.query)
    except Silent as error:
        log.warning("%s question %s: no answer (%s)", kind.name, row.id, error)
        return SILENT, None
    except Garbled as error:
        log.warning("%s question %s: no answer to it (%s)", kind.name, row.id, error)
        return GARBLED, None
    except Exception as error:
        log.error("%s question %s: %s", kind.name, row.id, type(error).__name__)  # its message may show the key
        return GARBLED, None


def settle(row: Lookup, state: str, answer: Any, at: datetime) -> None:
    """Note how it went, while the lease is ours."""
    ours = Lookup.id == row.id, Lookup.state == RUNNING, Lookup.lease_until == row.lease_until
    with writing():
        Lookup.update(state=state, answer=answer, answered_at=at).where(*ours).execute()


def sweep(kind: Kind, at: datetime) -> int:
    """Drop the questions whose answers are not kept any longer; how many."""
    with writing():
        return Lookup.delete().where(Lookup.kind == kind.name, Lookup.asked_at < at - kind.kept).execute()
