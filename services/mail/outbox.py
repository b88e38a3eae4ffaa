"""Mail: the table is the truth, the queue only wakes the worker.

A mail is queued in the transaction of the fact it reports, and written and sent by whoever pumps. It is accepted at
least once, and twice only when a worker dies between the server's yes and our note of it; the second copy bears the
same identity."""

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from blinker import Signal
from email_validator import validate_email
from peewee import Expression, ModelSelect

import config
from models.base import db, now, token, writing
from models.mail import CODE, FAILED, QUEUED, SENDING, SENT, Attachment, Lane, Outbox, queue
from programme.announcement import Announcement
from services.mail import leases, smtp, templates
from services.mail.leases import LEASE

BACK_OFF = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3)]
GIVE_UP = timedelta(hours=48)
RESEND_AFTER = timedelta(minutes=10)
RETENTION = timedelta(days=180)
ATTACHED = 10 * 1024 * 1024  # bytes that may go with one mail: servers take 10 to 25 MB, a third of it base64's
SECRET = {CODE, "invitation", "evaluator_invitation"}  # kinds whose body is erased as soon as it is of no more use here
ERASED = {"facts": None, "text": None, "html": None}
SECRET_RETENTION = timedelta(days=1)  # … and whose row goes with it

Attached = tuple[str, str, bytes]  # name, type, content

log = logging.getLogger(__name__)
mail_queued = Signal("Sent after a commit in which mail became due; tasks.py wakes the worker.")


class TooLarge(ValueError):
    """What was to go with a mail is more than mail servers take."""


def enqueue(
    kind: str,
    to: str,
    key: str,
    about: str | None = None,
    give_up: timedelta = GIVE_UP,
    attached: Sequence[Attached] = (),
    call: Announcement | None = None,
    reply_to: tuple[str, str] | None = None,
    **context: Any,
) -> Outbox | None:
    """Queue a mail to somebody, in the caller's transaction; None when the same key was queued before.

    kind and context: see kinds.KINDS; its body is written of them when it goes out, so that nobody waits for that with
    the write lock held. call: whose words it is written in. key: names the fact reported, e.g. "receipt:17:4". about:
    an application's token. reply_to: (address, whose it is) that answers go to. Raises
    email_validator.EmailNotValidError unless `to` and that are exactly one address each, TooLarge, calls.Unknown, and
    as templates.check_context does."""
    templates.check_context(kind, context)
    if sum(len(content) for _, _, content in attached) > ATTACHED:
        raise TooLarge(f"more than {ATTACHED:,} bytes with one mail")
    address, answers = one_address(to), one_address(reply_to[0]) if reply_to else None
    package, at = call.slug if call else None, now()
    mail = Outbox(
        key=key,
        kind=kind,
        about=about,
        to=address,
        reply_to=answers,
        subject=templates.subject(kind, context, package),
        facts={"context": context, "call": package, "answered_by": reply_to[1] if reply_to else ""},
        message_id=identity(),
        created_at=at,
        next_at=at,
        give_up_at=at + give_up,
    )
    with nullcontext() if db.in_transaction() else writing():
        if not queue(mail):
            return None
        for name, mimetype, content in attached:
            Attachment.create(outbox=mail, name=name, mimetype=mimetype, content=content)
        db.after_commit(mail_queued.send)
    return mail


def one_address(text: str) -> str:
    """Raises EmailNotValidError."""
    address = validate_email(text, check_deliverability=False, test_environment=True)
    return address.ascii_email or address.normalized


def identity() -> str:
    return f"<{token()}@{urlsplit(config.current().public_url).hostname}>"


def pump(
    clock: Callable[[], datetime] = now, lane: Lane | None = None, going: Callable[[], bool] = lambda: True
) -> int:
    """Send whatever is due, one mail after the other, outside any transaction; how many were accepted.

    lane: only what is in this one. going: whether to take another. Any number of pumps may run at once: each mail is
    taken by compare-and-set, and kept by a lease that is renewed while its delivery lasts.
    """
    sent = 0
    expire(clock())
    while going() and (mail := claim_next(clock, lane)):
        sent += attempt(mail, clock)
    return sent


def put_back(at: datetime) -> None:
    """Let nothing wait out a clock that was put back: no mail is due later than its next try allows, no lease is longer
    than a lease."""
    late = (Outbox.state == QUEUED) & (Outbox.next_at > at)
    held = (Outbox.state == SENDING) & (Outbox.lease_until > at + LEASE)
    if not Outbox.select().where(late | held).exists():
        return
    with writing():
        for tries, wait in enumerate([timedelta(), *BACK_OFF]):
            tried = Outbox.attempts >= tries if tries == len(BACK_OFF) else Outbox.attempts == tries
            Outbox.update(next_at=at + wait).where(late, tried, Outbox.next_at > at + wait).execute()
        Outbox.update(lease_until=at + LEASE).where(held).execute()


def expire(at: datetime) -> None:
    """Give up what nobody could send in its time."""
    over = Outbox.due(at) & (Outbox.give_up_at <= at)
    if Outbox.select().where(over).exists():
        with writing():
            finish(over, FAILED)


def claim_next(clock: Callable[[], datetime], lane: Lane | None = None) -> Outbox | None:
    """The next due mail, now ours to send until its lease ends."""
    while mail := Outbox.queue(at := clock(), lane).first():
        with writing():
            taken = (
                Outbox.update(state=SENDING, lease_until=at + LEASE, attempts=Outbox.attempts + 1)
                .where(Outbox.id == mail.id, Outbox.due(at))
                .execute()
            )
        if taken:
            return Outbox.get_by_id(mail.id)
    return None


def attempt(mail: Outbox, clock: Callable[[], datetime]) -> int:
    try:
        if not smtp.was_accepted(mail):  # by the server, from a worker that died before it said so here
            with leases.renewing(mail):
                smtp.deliver(written(mail))
    except smtp.Refused as refusal:
        settle(mail, clock(), str(refusal), final=True)
    except Exception as trouble:  # whatever it is, this mail waits and the others go on
        settle(mail, clock(), f"{type(trouble).__name__}: {trouble}", final=False)
    else:
        with writing():
            finish(Outbox.id == mail.id, SENT, sent_at=clock(), last_error="", **body_of(mail))
        smtp.mark(mail).unlink(missing_ok=True)
        return 1
    return 0


def written(mail: Outbox) -> Outbox:
    """The mail with its body, which is written now if it never went out. Raises whatever is wrong with its facts."""
    if mail.facts is not None:
        try:
            body = templates.render(mail.kind, **mail.facts)
        except Exception:
            log.exception("the body of mail %s (%s) cannot be written", mail.id, mail.kind)
            raise
        mail.text, mail.html = body.text, body.html
    return mail


def body_of(mail: Outbox) -> dict[str, Any]:
    """What is kept of a mail that was sent: what it said, and no more what it was written of. Another worker may have
    written it."""
    return {} if mail.kind in SECRET or mail.text is None else {"text": mail.text, "html": mail.html, "facts": None}


def settle(mail: Outbox, at: datetime, why: str, final: bool) -> None:
    """Note a failed attempt: try later, or never when the server said so or the time is up."""
    again = at + BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1]
    final = final or again >= mail.give_up_at
    log.warning("mail %s (%s) attempt %s failed%s", mail.id, mail.kind, mail.attempts, " for good" if final else "")
    ours = leases.is_ours(mail)  # another worker may have sent it meanwhile
    with writing():
        if final:
            finish(ours, FAILED, last_error=why[:200])
        else:
            changes = {"state": QUEUED, "next_at": again, "lease_until": None, "last_error": why[:200]}
            Outbox.update(**changes).where(ours).execute()


def finish(which: Expression, state: str, **changes: Any) -> None:
    """End these mails' way; a code or key is not kept a moment longer than it must be."""
    Outbox.update(**ERASED).where(which, Outbox.kind.in_(SECRET)).execute()
    Outbox.update(state=state, lease_until=None, **changes).where(which).execute()


def resend(about: str, number: int) -> bool:
    """Send one of an application's mails once more, as a new message: servers drop one whose identity they have seen.

    False when it is on its way, was tried within RESEND_AFTER, or is not this application's.
    """
    at = now()
    changes = {"state": QUEUED, "attempts": 0, "next_at": at, "give_up_at": at + GIVE_UP, "sent_at": None}
    theirs = (Outbox.id == number) & (Outbox.about == about) & Outbox.kept()
    rested = Outbox.state.in_((SENT, FAILED)) & (Outbox.next_at <= at - RESEND_AFTER)
    with writing():
        changed = Outbox.update(message_id=identity(), last_error="", **changes).where(theirs, rested).execute()
        db.after_commit(mail_queued.send)
    return bool(changed)


@dataclass(frozen=True)
class State:
    """One mail as its applicant sees it. id: for the resend button. state: queued, sending, sent or failed."""

    id: int
    kind: str
    subject: str
    to: str  # masked
    state: str
    when: datetime  # accepted by the server; else next tried; else given up
    again: bool  # whether it may be sent once more now


def state_of(about: str) -> list[State]:
    """How the mails about an application stand, newest first."""
    return [
        State(
            id=mail.id,
            kind=mail.kind,
            subject=mail.subject,
            to=masked(mail.to),
            state=mail.state,
            when=mail.sent_at or mail.next_at,
            again=mail.state in (SENT, FAILED) and mail.next_at + RESEND_AFTER <= now(),
        )
        for mail in Outbox.concerning(about)
    ]


def masked(address: str) -> str:
    """An address its owner recognises and nobody else learns: ho***@example.com."""
    name, _, host = address.rpartition("@")
    return f"{name[:2]}***@{host}"


def waiting() -> "ModelSelect[Outbox]":
    """Mails not accepted yet, those given up among them, oldest first."""
    return Outbox.select().where(Outbox.state != SENT).order_by(Outbox.created_at)


def delete_old(at: datetime) -> int:
    """Drop codes and invitations after a day; of other mail keep only, after RETENTION, that it went out: neither body
    nor files."""
    ended = Outbox.state.in_((SENT, FAILED))
    codes = Outbox.kind.in_(SECRET) & (Outbox.created_at < at - SECRET_RETENTION)
    old = (Outbox.created_at < at - RETENTION) & Outbox.kept()
    smtp.sweep(at)
    with writing():
        dropped = Outbox.delete().where(ended, codes).execute()
        Attachment.delete().where(Attachment.outbox.in_(Outbox.select(Outbox.id).where(ended, old))).execute()
        return dropped + Outbox.update(to="", reply_to=None, **ERASED).where(ended, old).execute()
