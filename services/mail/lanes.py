"""The lanes mail is sent in: threads of the worker's own, so that a mail server that hangs holds up neither the queue
nor the codes people sign in with."""

import logging
from threading import BoundedSemaphore, Event, Lock, Thread, main_thread

from models.base import db, now
from models.mail import Lane, Outbox
from services.mail import outbox

WIDTH = 3  # deliveries at a time in each lane
# Seconds between looks at what is due: with the lease, what a killed worker left is taken up within a minute.
EVERY = 5

log = logging.getLogger(__name__)
free = {lane: BoundedSemaphore(WIDTH) for lane in Lane}
watching = Lock()


def wake() -> None:
    """Put as many to work in every lane as it has mails due and room for; nobody waits here."""
    for lane in Lane:
        for _ in Outbox.queue(now(), lane).limit(WIDTH):
            if not free[lane].acquire(blocking=False):
                break
            Thread(target=work, args=(lane,), name=f"mail: {lane}", daemon=False).start()  # its end is waited for


def work(lane: Lane) -> None:
    """Send what is due in a lane; a worker told to stop ends what it is at and takes no more."""
    try:
        with db.connection_context():
            outbox.pump(lane=lane, going=main_thread().is_alive)
    except Exception:
        log.exception("the lane of %s stopped", lane)
    finally:
        free[lane].release()


def watch(over: Event | None = None) -> None:
    """See to it for good, whatever becomes of the queue; once a process."""
    if watching.acquire(blocking=False):
        Thread(target=check_lanes, args=(over or Event(),), name="mail: watch", daemon=True).start()


def check_lanes(over: Event) -> None:
    while True:
        try:
            with db.connection_context():
                outbox.put_back(now())
                wake()
        except Exception:
            log.exception("nobody looked after the mail")
        if over.wait(EVERY):
            return
