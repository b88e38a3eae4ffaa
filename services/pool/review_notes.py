"""Officers' own notes on registrations before they decide: what each ticked item by item, who has which open, who took
which, and the reasons the office keeps ready. None of it decides anything.

An officer's ticks are his own and of one edition: another's are never mixed in, and the next edition begins anew.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.application import Application
from models.base import now, writing
from models.person import Person
from models.review_notes import MEND, RIGHT, ItemCheck, ReadyReason, RegistrationLook, RegistrationTaken
from models.submission import Submission
from models.together import LATELY
from services.drafts import people
from services.pool import decisions
from services.pool.registration_items import RegistrationItem

NOTED, FORGET = timedelta(minutes=1), timedelta(days=1)
MOST_REASONS = 100


@dataclass(frozen=True)
class Tick:
    """choice: RIGHT, MEND, or "" for none; words: what must be mended."""

    choice: str
    words: str = ""


@dataclass(frozen=True)
class Tally:
    """How far an officer is. at: when he last ticked something."""

    right: int
    mend: int
    left: int
    at: datetime | None


def ticks(submission: Submission, person: Person) -> dict[str, ItemCheck]:
    """What an officer ticked, by item."""
    return ticks_of_each([submission], person)[submission.id]


def ticks_of_each(submissions: Collection[Submission], person: Person) -> dict[int, dict[str, ItemCheck]]:
    """The same of several, by their ids."""
    found: dict[int, dict[str, ItemCheck]] = {row.id: {} for row in submissions}
    for row in ItemCheck.select().where(ItemCheck.submission.in_([*found]), ItemCheck.person == person):
        found[row.submission_id][row.item] = row
    return found


def ticked_by(person: Person) -> set[str]:
    """The tokens of the registrations of which an officer ticked something of the edition that stands."""
    rows: Any = ItemCheck.select(Application.token).join(Submission).join(Application)
    return {token for (token,) in rows.where(ItemCheck.person == person, Submission.standing).distinct().tuples()}


def tally(case: Iterable[RegistrationItem], ticked: dict[str, ItemCheck]) -> Tally:
    """Of what there is to look at, and of whatever else is asked for."""
    choices = {slug: row.choice for slug, row in ticked.items()}
    known = {item.slug: item for item in case}
    count = {choice: sum(choices.get(slug) == choice for slug in known) for choice in (RIGHT, MEND)}
    left = sum(item.there and slug not in choices for slug, item in known.items())
    return Tally(count[RIGHT], count[MEND], left, max((row.at for row in ticked.values()), default=None))


def tick(registration: Application, seen: decisions.SeenState, given: dict[str, Tick], person: Person) -> None:
    """Keep what an officer ticked; what is not given stays. Raises NotNow when another edition stands by now."""
    with writing():
        submission = decisions.still(registration, seen)
        before, added = ticks(submission, person), []
        for item, new in given.items():
            row = before.get(item)
            if row and (row.choice, row.words) == (new.choice, new.words):
                continue
            here = {"choice": new.choice, "words": new.words, "at": now()}
            if row and new.choice:
                ItemCheck.update(**here).where(ItemCheck.id == row.id).execute()
            elif row:
                row.delete_instance()
            elif new.choice:
                added.append({"submission": submission, "item": item, "person": person, **here})
        if added:
            ItemCheck.insert_many(added).execute()


def all_right(case: Iterable[RegistrationItem], ticked: dict[str, ItemCheck]) -> dict[str, Tick]:
    """RIGHT at everything there is that the rules say nothing of and nobody ticked yet."""
    return {item.slug: Tick(RIGHT) for item in case if item.there and not item.findings and item.slug not in ticked}


# ---- who is at it ----


def look(registration: Application, person: Person, at: datetime) -> None:
    """Note that an officer has it open, at most once a minute."""
    mine = RegistrationLook.get_or_none(RegistrationLook.application == registration, RegistrationLook.person == person)
    if mine and abs(at - mine.seen_at) < NOTED:
        return
    with writing():
        row = RegistrationLook.insert(application=registration, person=person, seen_at=at)
        place = (RegistrationLook.application, RegistrationLook.person)
        row.on_conflict(conflict_target=place, update={"seen_at": at}).execute()


def others(registration: Application, person: Person, at: datetime) -> list[str]:
    """Who else had it open a moment ago."""
    there = (
        RegistrationLook.application == registration,
        RegistrationLook.person != person,
        RegistrationLook.seen_at > at - LATELY,
    )
    rows = RegistrationLook.select(RegistrationLook, Person).join(Person).where(*there).order_by(RegistrationLook.id)
    return [people.colleague(row.person) for row in rows]


def taken() -> dict[str, Person]:
    """Who took which registration, by its token."""
    rows = (
        RegistrationTaken.select(RegistrationTaken, Application, Person)
        .join(Application)
        .switch(RegistrationTaken)
        .join(Person)
    )
    return {row.application.token: row.person for row in rows}


def take(registration: Application, person: Person) -> None:
    """Say that he sees to it; whoever did so before gives it up."""
    with writing():
        at = now()
        row = RegistrationTaken.insert(application=registration, person=person, at=at)
        changed = {RegistrationTaken.person: person, RegistrationTaken.at: at}
        row.on_conflict(conflict_target=(RegistrationTaken.application,), update=changed).execute()


def give_up(registration: Application, person: Person) -> None:
    """Say no longer that he sees to it; nothing where somebody else does."""
    with writing():
        RegistrationTaken.delete().where(
            RegistrationTaken.application == registration, RegistrationTaken.person == person
        ).execute()


def sweep(at: datetime) -> int:
    """Forget who had what open a day ago; how many."""
    with writing():
        return RegistrationLook.delete().where(RegistrationLook.seen_at < at - FORGET).execute()


# ---- what of the queue an officer works through ----

KINDS = {"new": "새 등록", "renewal": "현행화", "evidence": "서류만 새로", "answers": "보완 답변"}
TAKERS = {"mine": "내가 맡은 것", "nobody": "맡은 담당자가 없는 것"}


def narrowed(rows: Iterable[decisions.Queued], kind: str, taker: str, person: Person) -> list[decisions.Queued]:
    """Those of a kind, and taken on by whom. kind: of KINDS; taker: of TAKERS; anything else narrows nothing."""
    mine: dict[str, Callable[[decisions.Queued], bool]] = {
        "new": lambda row: not row.renewal,
        "renewal": lambda row: row.renewal,
        "evidence": lambda row: row.evidence_only,
        "answers": lambda row: row.answers,
    }
    kept = [row for row in rows if kind not in mine or mine[kind](row)]
    if taker in TAKERS:
        wanted = person.id if taker == "mine" else None
        kept = [row for row in kept if row.taken_by == wanted]
    return kept


# ---- reasons the office keeps ready ----


def ready_reasons() -> list[ReadyReason]:
    return list(ReadyReason.select().order_by(ReadyReason.item, ReadyReason.id))


def offered(rows: Iterable[ReadyReason], item: str) -> list[str]:
    """Those for an item, its own first."""
    return [row.words for own in (item, "") for row in rows if row.item == own]


def keep_reason(item: str, words: str) -> bool:
    """Keep words ready; whether there was room for more."""
    with writing():
        if ReadyReason.select().count() >= MOST_REASONS:
            return False
        ReadyReason.insert(item=item, words=words).on_conflict_ignore().execute()
        return True


def drop_reason(number: int) -> None:
    with writing():
        ReadyReason.delete().where(ReadyReason.id == number).execute()
