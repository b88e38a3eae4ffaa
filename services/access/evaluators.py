"""Evaluators' posts: who holds one, and what it makes of its holder. The second factor is the same as staff's
(services/access/staff.py)."""

from collections.abc import Iterable
from datetime import datetime

from peewee import Expression

from models.base import now, writing
from models.evaluation import Assignment, Evaluator
from models.person import Person, Session
from programme.characters import name_key
from services.access import account_log, accounts, staff
from services.access.permissions import NotNow, Role

AN_OFFICER = "기관 담당자는 평가위원이 될 수 없습니다. 평가를 맡기는 사람과 평가하는 사람은 달라야 합니다."


def add(person: Person, by: Person | None) -> Evaluator:
    """The person's post, in the caller's transaction: a new one, or the ended one taken up again with a second factor
    to be set up anew. by: who invited. Raises NotNow for an officer of an agency."""
    if staff.post_of(person):
        raise NotNow(AN_OFFICER)
    held = Evaluator.get_or_none(Evaluator.person == person)
    if held is None or held.ended_at:
        account_log.note(account_log.GRANTED, person, person.came_from, by=by)
    if held is None:
        return Evaluator.create(person=person)
    if held.ended_at:
        anew = {"ended_at": None, "secret": None, "counter": 0, "enrolled_at": None}
        anew |= {"tries": 0, "barred_until": None, "known_tries": 0, "known_barred_until": None}
        Evaluator.update(anew).where(Evaluator.id == held.id).execute()
        accounts.end_all(person, now())
    return Evaluator.get_by_id(held.id)


def end(evaluator: Evaluator, by: Person) -> None:
    """Take the post away, and every session with it, in the caller's transaction."""
    held = Evaluator.id == evaluator.id, Evaluator.ended_at.is_null()
    if Evaluator.update(ended_at=now()).where(*held).execute():
        account_log.note(account_log.ENDED, evaluator.person, by.came_from, by=by)
    accounts.end_all(evaluator.holder, now())


def find(token: str) -> Evaluator | None:
    """Somebody who holds or held a post, and is not anonymised."""
    return Evaluator.get_or_none(Evaluator.token == token, Evaluator.person.is_null(False))


def post_of(person: Person | None) -> Evaluator | None:
    """The post somebody holds now."""
    return Evaluator.get_or_none(Evaluator.person == person, Evaluator.ended_at.is_null()) if person else None


def roles(post: Evaluator | None, session: Session | None, at: datetime) -> set[Role]:
    """What the post makes of its holder in this session."""
    if post is None or session is None:
        return set()
    if session.verified_at is None or session.verified_at <= at - staff.VERIFIED_FOR:
        return {Role.UNPROVED}
    return {Role.EVALUATOR}


def naming(texts: Iterable[str], whose: Expression) -> list[str]:
    """Those of these texts that have the name or the address of an evaluator, however it is spaced or composed. A name
    of two characters, which may be any word ("이상"), counts as one before "위원" only. whose: the assignments whose
    evaluators are looked for; of all there are, some name may be part of any text."""
    said = {text: name_key(text).casefold() for text in texts if text}
    if not said:
        return []
    posts = Evaluator.select(Evaluator, Person).join(Person)
    posts = posts.where(Evaluator.id.in_(Assignment.select(Assignment.evaluator).where(whose)))
    known = {name_key(each).casefold() for post in posts for each in (post.name or "", post.holder.email)}
    marks = [each if len(each) > 2 else f"{each}위원" for each in known if each]
    return [text for text, key in said.items() if any(mark in key for mark in marks)]


def save_profile(post: Evaluator, **said: object) -> None:
    """What he says of himself; once he may hold cases by `gate.save_profile`, which looks at them again."""
    with writing():
        Evaluator.update(said).where(Evaluator.id == post.id, Evaluator.ended_at.is_null()).execute()
