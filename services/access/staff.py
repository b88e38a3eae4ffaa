"""The agencies' people: who works where; and proving a post, theirs or an evaluator's, by a second factor (TOTP, RFC
6238)."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pyotp
from peewee import JOIN, ModelSelect, fn

import config
from models.application import Application, Party
from models.base import now, writing
from models.evaluation import Evaluator
from models.person import Person, Session
from models.secret import fingerprint, made_of
from models.staff import AccessLog, Staff
from programme import calls, reception
from services.access import account_log, accounts
from services.access.permissions import NotNow, Role

VERIFIED_FOR = timedelta(hours=12)  # how long a proof lasts within its session: a working day
ONE_LOOK = timedelta(minutes=10)  # within which a page drawn again, as after each of its buttons, is the same look
TAKING = (
    "서류를 받는 이유"  # of the row that opens an application's documents, which hold telephones, for a working day
)
SLACK = 1  # steps of thirty seconds a device's clock may be off, either way
# Wrong tries in a row, from wherever they come, and how long none is taken then: doubled each time, a day at most. By
# then a guesser who reads the holder's mail has 15 chances in a million a day; `staff add` lets the holder begin anew.
# Browsers the holder proved in before are counted apart, so that a guesser elsewhere never keeps the holder out there.
Post = Staff | Evaluator  # what the second factor proves
TRIES, LOCKED_FOR, LONGEST = 5, timedelta(minutes=5), timedelta(days=1)


class UnknownAgency(Exception):
    """No 수행기관 of this slug."""


class WrongDeviceCode(Exception):
    """Not the device's six digits of now, or digits that opened once already."""


class NotTwoOfficers(Exception):
    """Those named are not two people of the lead agency; the message says who is not."""


@dataclass
class TooManyDeviceCodes(Exception):
    """None is taken for this post before `wait` is over."""

    wait: timedelta


NO_EVALUATOR = "평가위원은 기관 담당자가 될 수 없습니다. 평가를 맡기는 사람과 평가하는 사람은 달라야 합니다."


class IsEvaluator(Exception):
    """Who assigns cases to evaluators and looks after them is none of them: as an officer he would keep a case that a
    conflict closed to him as an evaluator."""


def evaluates(person: Person | None) -> bool:
    """Whether somebody holds an evaluator's post now."""
    return (
        person is not None
        and Evaluator.select().where(Evaluator.person == person, Evaluator.ended_at.is_null()).exists()
    )


def add(email: str, agency: str | None = None, by: Person | None = None) -> Staff:
    """Let the person of an address work for the lead agency, or for one of the four. by: the officer who did it; None
    on the command line. Raises UnknownAgency, IsEvaluator.

    Somebody who worked for another, or lost the device, begins anew: signed out everywhere, and with the second factor
    to be set up again.
    """
    if agency is not None and agency not in calls.agencies():
        raise UnknownAgency(agency)
    with writing():
        person = accounts.person_at(email, now())
        if evaluates(person):
            raise IsEvaluator
        held = post_of(person)
        worked = Staff.delete().where(Staff.person == person).execute()
        if worked or Evaluator.select().where(Evaluator.person == person).exists():  # whose device proves no post here
            accounts.end_all(person, now())
        kind = account_log.GRANTED
        if held:
            kind = account_log.RESET if held.agency == agency else account_log.CHANGED
        record(kind, person, agency, by)
        return Staff.create(person=person, agency=agency)


def works_for(post: Post) -> str | None:
    """As the record of accounts has it: an agency, "" for the lead agency; None for an evaluator, who works for
    none."""
    return (post.agency or "") if isinstance(post, Staff) else None


def record(kind: str, person: Person, agency: str | None, by: Person | None) -> None:
    """Record that somebody's rights changed, and who changed them from where."""
    account_log.note(kind, person, by.came_from if by else "", by=by, agency=agency or "")


def end(email: str, by: Person | None = None) -> bool:
    """Take the post away, and every session with it; whether there was one. by: as for `add`."""
    with writing():
        person = accounts.find_person(email)
        if person:  # who held none, too: a session of before may still be open
            accounts.end_all(person, now())
        held = post_of(person)
        if held is None:
            return False
        Staff.update(ended_at=now()).where(Staff.id == held.id).execute()
        record(account_log.ENDED, held.person, held.agency, by)
        return True


def posts() -> "ModelSelect[Staff]":
    """Whoever works for an agency now, each with its person; the lead agency's first."""
    rows = Staff.select(Staff, Person).join(Person).where(Staff.ended_at.is_null())
    return rows.order_by(Staff.agency.is_null(False), Staff.agency, Staff.id)


def two_officers(emails: Collection[str]) -> list[Person]:
    """Two different people who work for the lead agency now, by their addresses. Raises NotTwoOfficers."""
    people: dict[int, Person] = {}
    for email in emails:
        post = post_of(accounts.find_person(email))
        if post is None or post.agency:
            raise NotTwoOfficers(f"{email} does not work for the lead agency; `flask staff list` shows who does")
        people[post.id] = post.person
    if len(people) != 2 or len(emails) != 2:
        raise NotTwoOfficers("two different people of the lead agency must agree: give --by twice")
    return [*people.values()]


def post_of(person: Person | None) -> Staff | None:
    """The post somebody holds now."""
    return Staff.get_or_none(Staff.person == person, Staff.ended_at.is_null()) if person else None


def require_post(person: Person, *agencies: str | None) -> None:
    """Asked again in a decision's transaction, for a post may end after the request was let in. agencies: whose
    officers may decide; None for the lead agency. Raises NotNow."""
    post = post_of(person)
    if post is None or post.agency not in agencies:
        raise NotNow("이 일의 담당자가 아니어서 처리하지 않았습니다. 그 사이에 업무에서 빠지셨을 수 있습니다.")


def officers() -> list[Staff]:
    """The posts of the lead agency held now, each with its person."""
    rows = Staff.select(Staff, Person).join(Person).where(Staff.agency.is_null(), Staff.ended_at.is_null())
    return list(rows.order_by(Staff.id))


def roles(post: Staff | None, session: Session | None, at: datetime) -> set[Role]:
    """What the post makes of its holder in this session."""
    if post is None or session is None:
        return set()
    if session.verified_at is None or session.verified_at <= at - VERIFIED_FOR:
        return {Role.STAFF}
    return {Role.AGENCY if post.agency else Role.LEAD_AGENCY}


def device(post: Post) -> pyotp.TOTP:
    """The post's device, given a secret when it has none."""
    if post.secret is None:
        with writing():
            kind = type(post)
            kind.update(secret=pyotp.random_base32()).where(kind.id == post.id, kind.secret.is_null()).execute()
        post.secret = type(post).get_by_id(post.id).secret
    return pyotp.TOTP(str(post.secret))


def address(post: Post) -> str:
    """What an authenticator app reads to become the device, as an otpauth:// address."""
    return device(post).provisioning_uri(
        name=Person.get_by_id(post.person_id).email, issuer_name=reception.current(calls.newest()).site
    )


def verify_code(post: Post, session: Session, code: str, at: datetime, known: bool = False, address: str = "") -> None:
    """Note that the holder has the device. A code opens once: its time step is used up. Wrong ones are counted by post.

    known: the browser is one the holder proved in before; address: where on the internet it is. Raises WrongDeviceCode,
    TooManyDeviceCodes.
    """
    lane = KNOWN if known else OTHERS
    totp, kind = device(post), type(post)
    newest = totp.timecode(at)
    steps = range(newest - SLACK, newest + SLACK + 1)
    step = next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)), 0)
    with writing():
        if wait := locked_for(post, at, lane):
            raise TooManyDeviceCodes(wait)
        unused = (kind.id == post.id) & (kind.counter < step) & kind.ended_at.is_null()
        right = {"counter": step, lane.tries: 0, lane.until: None}
        if proved := kind.update(**right).where(unused).execute():
            kind.update(enrolled_at=at).where(kind.id == post.id, kind.enrolled_at.is_null()).execute()
            Session.update(verified_at=at, seen_at=at).where(Session.id == session.id).execute()
        else:
            count_wrong_code(post, at, lane)
        what = account_log.PROVED if proved else account_log.WRONG_NUMBER
        account_log.note(what, post.person, address, agency=works_for(post), at=at)
    if not proved:  # told outside the transaction, which would otherwise take the counted try back
        raise WrongDeviceCode


@dataclass(frozen=True)
class Lane:
    """The columns in which the tries of some browsers are counted."""

    tries: str
    until: str


KNOWN, OTHERS = Lane("known_tries", "known_barred_until"), Lane("tries", "barred_until")


def proof_mark(post: Post) -> str:
    """What a browser keeps of having proved a post with its device; with another device it is of no use."""
    return fingerprint(proved_with(post))


def proved_in(mark: str | None, post: Post) -> bool:
    """Whether a browser keeps this of the post and the device it has now."""
    return post.enrolled_at is not None and made_of(mark or "", proved_with(post))


def proved_with(post: Post) -> str:
    return f"a browser that proved: {type(post).__name__} {post.id} {post.secret}"


def locked_for(post: Post, at: datetime, lane: Lane = OTHERS) -> timedelta:
    """How long no proof is taken for a post; nothing when one is. A clock put back makes it no longer than it was."""
    until = getattr(type(post).get_by_id(post.id), lane.until)
    return min(max(until - at, timedelta()), LONGEST) if until else timedelta()


def count_wrong_code(post: Post, at: datetime, lane: Lane) -> None:
    """One more wrong try of a post; every fifth in a row bars it, each time twice as long."""
    kind = type(post)
    tries = getattr(kind.get_by_id(post.id), lane.tries) + 1
    rounds, rest = divmod(tries, TRIES)
    wait = None if rest else min(LOCKED_FOR * 2 ** min(rounds - 1, 16), LONGEST)
    counted = {lane.tries: tries, lane.until: at + wait if wait else None}
    kind.update(**counted).where(kind.id == post.id).execute()


def choose_digest(post: Staff, wanted: bool) -> None:
    """Whether the holder wants the mail of the day."""
    with writing():
        Staff.update(digest=wanted).where(Staff.id == post.id).execute()


def access_log(reader: Person, post: int = 0, words: str = "", since: date | None = None) -> "ModelSelect[AccessLog]":
    """The log, newest first, as an officer reads it: who evaluates an application he takes part in is kept from him.
    post: id of whose accesses; words: all must stand in what or why; since: a day in Korea."""
    own = Party.select(Party.application).where(Party.acted_for(reader), Party.left_at.is_null())
    rows = AccessLog.select(AccessLog, Person, Application).join(Person, JOIN.LEFT_OUTER).switch(AccessLog)
    rows = (
        rows.join(Application, JOIN.LEFT_OUTER)
        .where(~(fn.COALESCE(AccessLog.application.in_(own), False) & AccessLog.evaluates))
        .order_by(AccessLog.id.desc())
    )
    if post:
        rows = rows.where(AccessLog.person.in_(Staff.select(Staff.person).where(Staff.id == post)))
    for word in words.split():
        rows = rows.where(AccessLog.what.contains(word) | AccessLog.why.contains(word))
    if since:
        rows = rows.where(AccessLog.at >= datetime.combine(since, time(0, tzinfo=config.KST)))
    return rows


def log_look(person: Person, what: str, why: str, application: Application) -> None:
    """Log that somebody read a page about an application; drawn again a little later it is one look."""
    same = AccessLog.person == person, AccessLog.application == application, AccessLog.what == what
    if not AccessLog.select().where(*same, AccessLog.why == why, AccessLog.at > now() - ONE_LOOK).exists():
        log_access(person, what, why, application=application)


def reason_to_take(person: Person, application: Application, at: datetime) -> str:
    """Why somebody takes the documents of an application away, as said within a working day; "" where nothing was."""
    said = AccessLog.person == person, AccessLog.application == application, AccessLog.what == TAKING
    row = AccessLog.select().where(*said, AccessLog.at > at - VERIFIED_FOR).order_by(AccessLog.id.desc()).first()
    return str(row.why) if row else ""


def log_access(person: Person, what: str, why: str, **whose: object) -> None:
    """Log an access to personal data, and where from. whose: company=, application=."""
    with writing():
        AccessLog.create(person=person, what=what, why=why, address=person.came_from, **whose)
