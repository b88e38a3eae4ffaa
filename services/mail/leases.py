"""Leases: a mail is its worker's for a short while only, so that another takes it up soon when the worker dies; while a
delivery lasts, the lease is renewed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from peewee import Expression

from models.base import db, now, writing
from models.mail import SENDING, Outbox

LEASE = timedelta(seconds=30)
RENEWED = timedelta(seconds=7)

log = logging.getLogger(__name__)


def is_ours(mail: Outbox) -> Expression:
    """Whether it is still this worker's; each taking has a number."""
    return (Outbox.id == mail.id) & (Outbox.state == SENDING) & (Outbox.attempts == mail.attempts)


@contextmanager
def renewing(mail: Outbox) -> Iterator[None]:
    """Keep it ours until this is over, however long the server thinks."""
    over = Event()
    keeper = Thread(target=renew, args=(mail, over), name=f"lease of mail {mail.id}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def renew(mail: Outbox, over: Event) -> None:
    held = True
    while held and not over.wait(RENEWED.total_seconds()):
        try:
            with db.connection_context(), writing():
                held = bool(Outbox.update(lease_until=now() + LEASE).where(is_ours(mail)).execute())
        except Exception:  # a full disk, say: there is time for three more tries
            log.exception("the lease of mail %s was not renewed", mail.id)
