"""Accounts: a person is whoever reads the mail of an address. No password, nothing to leak.

A code belongs to the browser that asked for it, and so do its tries: a stranger spends his own, never the owner's.
How many codes an address is sent is counted in lanes: one for browsers that signed in with it before, one for every
network it is asked for from. Where a stranger in the owner's own network fills that lane too, a browser told to wait
has its turn when that time is over, whoever else has asked meanwhile. So strangers delay the owner once, and lock
nobody out. Codes to an address that is asked for a lot are longer, so that many lanes make no guess likelier.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from peewee import JOIN, fn

from models.base import db, now, writing
from models.evaluation import Evaluator
from models.person import Person, Session, SignInCode
from models.pool_index import PoolVersion
from models.prepared import Parameter, Prepared
from models.rescue import Rescue
from models.secret import fingerprint, fingerprints, made_of
from models.staff import Staff
from services.access import account_log
from services.mail import outbox

CODE_LIFE = timedelta(minutes=10)
CODE_MINUTES = CODE_LIFE // timedelta(minutes=1)
TRIES = 5
CODES, WITHIN = 3, timedelta(minutes=10)  # codes an address is sent in a lane
SHORT, LONG = 6, 10  # digits; the long ones beyond CODES in all lanes: with five tries each, 15 guesses in a million
KNOWN = "known"  # the lane of browsers that signed in with the address before
FORGET = timedelta(days=1)

# Two hours without a request end a session: long enough to write a page with the sources at hand, short enough for an
# office computer left alone. WCAG 2.2.1 lets a limit under 20 hours be if it can be extended: the page warns and one
# press does it, and whatever is sent too late is kept for its owner.
IDLE = timedelta(hours=2)
# Staff see what is others': after so long without a request they give the second factor anew, and stay signed in.
PROOF_IDLE = timedelta(minutes=30)
NOTED = timedelta(minutes=1)  # a sighting is written down at most this often, and the limit is that much more lenient
LONGEST = timedelta(days=30)
SESSION_RETENTION = LONGEST  # of its row after that: so long what it sends can be kept for its person


@dataclass
class TooManyCodes(Exception):
    """The address was sent enough codes; another can be asked for after `wait`."""

    wait: timedelta


@dataclass
class WrongCode(Exception):
    """Not the code; `left` tries remain."""

    left: int


class Expired(Exception):
    """The code is too old, spent, or was never asked for by this browser."""


@dataclass
class TooManyTries(Exception):
    """The code is dead; a new one can be asked for after `wait`."""

    wait: timedelta


def send_code(email: str, at: datetime, familiar: bool = False, network: str = "", turn: datetime | None = None) -> str:
    """Mail a number to an address, whether anyone is known by it or not; returns the asking browser's token.

    familiar: the browser signed in with this address before. network: where it is. turn: until when it was told to
    wait. Raises TooManyCodes.
    """
    asker = secrets.token_urlsafe(32)
    with writing():
        waits = {lane: until_next_code(email, at, lane) for lane in [*[KNOWN] * familiar, network]}
        lane = min(waits, key=lambda one: waits[one])
        wait = min(waits[lane], turn - at) if turn else waits[lane]
        if wait > timedelta():
            raise TooManyCodes(wait)
        many = SignInCode.recent(email, at - WITHIN, at).count() >= CODES
        digits = LONG if many else SHORT
        code = f"{secrets.randbelow(10**digits):0{digits}}"
        row = SignInCode.create(
            asker_hash=digest(asker),
            email_hash=fingerprint(email),
            address=email,
            code_hash=code_digest(asker, code),
            lane=lane,
            sent_at=at,
            expires_at=at + CODE_LIFE,
        )
        outbox.enqueue("code", email, f"code:{row.asker_hash}", give_up=CODE_LIFE, code=code, minutes=str(CODE_MINUTES))
    return asker


def until_next_code(email: str, at: datetime, lane: str) -> timedelta:
    """How long an address must wait for another code in a lane; nothing when it need not."""
    recent = list(SignInCode.recent(email, at - WITHIN, at, lane).limit(CODES))
    return recent[-1].sent_at + WITHIN - at if len(recent) == CODES else timedelta()


def network(address: str | None) -> str:
    """The lane of the network an internet address is in, which nobody reads back: with IPv6 a household has a /64."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    return fingerprint(f"network {ip_network((known, 64 if known.version == 6 else 32), strict=False)}")


def address_hash(email: str) -> str:
    """What a browser keeps of an address it signed in with: readable there, and of no use for anything else."""
    return fingerprint(known_address(email))


def knows(mark: str | None, email: str) -> bool:
    """Whether a browser keeps this of an address: as `address_hash` made it, by any of the site's keys."""
    return made_of(mark or "", known_address(email))


def known_address(email: str) -> str:
    return f"a browser that knows: {email}"


def address_of(asker: str) -> str | None:
    """Where the code went that this browser asked for."""
    row = SignInCode.get_or_none(SignInCode.asker_hash == digest(asker))
    return row.address if row else None


def check_code(asker: str, code: str, at: datetime, address: str = "") -> Person:
    """The person whose address the code went to, made at the first sign-in. A code opens once; a wrong one is recorded.

    address: where on the internet it was typed. Raises WrongCode, Expired, TooManyTries.
    """
    row = SignInCode.get_or_none(SignInCode.asker_hash == digest(asker))
    if row is None or row.used_at or row.expires_at <= at:
        raise Expired
    with writing():
        live = (SignInCode.id == row.id) & SignInCode.used_at.is_null() & (SignInCode.tries < TRIES)
        counted = SignInCode.update(tries=SignInCode.tries + 1).where(live).execute()
        if counted and made_of(row.code_hash, f"{asker}:{code}"):
            SignInCode.update(used_at=at).where(SignInCode.id == row.id).execute()
            return person_at(row.address, at)
        account_log.note(account_log.WRONG_CODE, find_person(row.address), address, at=at)
    # Told outside the transaction, which would otherwise take the counted try back.
    left = TRIES - SignInCode.get_by_id(row.id).tries if counted else 0
    if left:
        raise WrongCode(left)
    raise TooManyTries(until_next_code(row.address, at, row.lane))


def person_at(email: str, at: datetime | None = None) -> Person:
    """The person known by an address, new if there was none."""
    if not db.in_transaction() and (person := find_person(email)):
        return person
    with writing():  # asked under the lock: two at once must not make two, under hashes by different keys either
        made = {"email": email, "email_hash": fingerprint(email), "created_at": at or now()}
        return find_person(email) or Person.create(**made)


def find_person(email: str) -> Person | None:
    """The person known by an address."""
    return Person.get_or_none(Person.email_hash.in_(fingerprints(email)))


def open_session(person: Person, at: datetime, address: str = "") -> str:
    """A new session's token for the browser's cookie; only its hash is kept. address: where on the internet it is."""
    token = secrets.token_urlsafe(32)
    with writing():
        Session.create(token_hash=digest(token), person=person, created_at=at, seen_at=at, expires_at=at + LONGEST)
        account_log.note(account_log.SIGNED_IN, person, address, at=at)
    return token


def session_of(token: str | None) -> Session | None:
    """The session of a cookie, live or not: an ended one still tells whose it was; and its person, whose `post` is the
    one held now, or None, `evaluator` likewise, and who is `rescued` if anything is kept of what was refused."""
    session = SESSION_QUERY.first(token_hash=digest(token or ""))
    if session:
        session.person.rescued = bool(session.rescued)
    for held in (session.person.post, session.person.evaluator) if session else ():
        if held:
            held.person = session.person
    return session


SESSION_QUERY = Prepared(
    lambda: (
        Session.select(
            Session,
            Person,
            Staff,
            Evaluator,
            fn.EXISTS(Rescue.select(Rescue.id).where(Rescue.person == Person.id)).alias("rescued"),
            PoolVersion.select(PoolVersion.version).alias("pool_version"),
        )
        .join(Person)
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.person == Person.id) & Staff.ended_at.is_null(), attr="post")
        .switch(Person)
        .join(
            Evaluator,
            JOIN.LEFT_OUTER,
            on=(Evaluator.person == Person.id) & Evaluator.ended_at.is_null(),
            attr="evaluator",
        )
        .where(Session.token_hash == Parameter("token_hash"))
    )
)


def ends(session: Session) -> datetime:
    """When a session ends unless something is done in it."""
    return session.ended_at or min(session.seen_at + IDLE + NOTED, session.expires_at)


def note(session: Session, at: datetime) -> None:
    """Note that somebody is there, if that was not noted a moment ago. A proof of presence that lapsed is none any more
    whatever becomes of the row: a full disk, which keeps nobody from reading, must not keep it either."""
    if is_lapsed(session, at):
        session.verified_at = None
    if at - session.seen_at >= NOTED:
        extend(session, at)


def is_lapsed(session: Session, at: datetime) -> bool:
    """Whether nobody was there for so long that the second factor must be given anew."""
    return at - session.seen_at > PROOF_IDLE


def extend(session: Session, at: datetime) -> None:
    """Let the idle time begin anew; an ended session stays ended."""
    with writing():
        live = (Session.id == session.id) & Session.ended_at.is_null() & (Session.seen_at > at - IDLE - NOTED)
        lapsed = {"verified_at": None} if is_lapsed(session, at) else {}
        if Session.update(seen_at=at, **lapsed).where(live).execute():
            session.seen_at, session.verified_at = at, None if lapsed else session.verified_at


def end_session(session: Session, at: datetime) -> None:
    with writing():
        Session.update(ended_at=at).where(Session.id == session.id, Session.ended_at.is_null()).execute()


def choose_mails(person: Person, closing: bool, expiry: bool) -> None:
    """Which reminders a person wants. What was decided or asked of it is mailed all the same."""
    with writing():
        Person.update(closing_mails=closing, expiry_mails=expiry).where(Person.id == person.id).execute()


def end_all(person: Person, at: datetime) -> None:
    """Sign a person out everywhere."""
    with writing():
        Session.update(ended_at=at).where(Session.person == person, Session.ended_at.is_null()).execute()


def live_sessions(person: Person, at: datetime) -> list[Session]:
    """Where a person is signed in, last used first."""
    rows = Session.select().where(Session.person == person).order_by(Session.seen_at.desc())
    return [row for row in rows if ends(row) > at]


def rename(person: Person, name: str) -> None:
    """What a person is called from now on by whom it works with; "" for what is known otherwise."""
    with writing():
        Person.update(name=name or None).where(Person.id == person.id).execute()


def sweep(at: datetime) -> int:
    """Forget codes after a day, and sessions once nothing they send could be kept for their person."""
    with writing():
        codes = SignInCode.delete().where(SignInCode.sent_at < at - FORGET).execute()
        return codes + Session.delete().where(Session.expires_at < at - SESSION_RETENTION).execute()


def digest(token: str) -> str:
    """Of a long random token; nobody guesses it, so it needs no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_digest(asker: str, code: str) -> str:
    """Of a short code: keyed, or the million would soon be tried."""
    return fingerprint(f"{asker}:{code}")
