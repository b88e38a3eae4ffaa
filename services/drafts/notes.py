"""Notes on a step, between the companies that write it. They are in no document, no submission and no export."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from peewee import JOIN, Expression

from forms.wizard import Journey, Task
from forms.wizard import Party as Part
from models.application import Application
from models.base import now, writing
from models.person import Person
from models.together import Note
from services.access.quotas import QuotaExceeded
from services.drafts import revisions

DAILY = 100  # notes a person writes on one application within a day
A_DAY = timedelta(days=1)


def on(application: Application, task: Task) -> Expression:
    """Which notes are about a step."""
    step, number = task.key
    whose = Note.party.is_null() if number is None else Note.party == number
    return (Note.application == application) & (Note.step == step) & whose


def of(application: Application, task: Task) -> list[Note]:
    """A step's notes, those to be settled first, oldest first."""
    rows = (
        Note.select(Note, Person)
        .join(Person, JOIN.LEFT_OUTER, on=Note.author == Person.id)
        .where(on(application, task))
    )
    return list(rows.order_by(Note.settled_at.is_null(False), Note.id))


def unsettled(application: Application, tasks: Iterable[Task]) -> Counter[tuple[str, int | None]]:
    """How many notes wait to be settled, by the key of their task."""
    rows = Note.select(Note.step, Note.party).where(Note.application == application, Note.settled_at.is_null())
    keys = {task.key for task in tasks}
    return Counter(key for row in rows if (key := (row.step, row.party_id)) in keys)


def write(application: Application, task: Task, part: Part, person: Person, text: str, arrived: datetime) -> Note:
    """Add a note to a step. Raises revisions.Closed, QuotaExceeded."""
    with writing():
        if not Application.newest(application.id).open_at(arrived):
            raise revisions.Closed
        mine = Note.select().where(Note.application == application, Note.author == person, Note.at > now() - A_DAY)
        if mine.count() >= DAILY:
            raise QuotaExceeded(f"메모는 한 사람이 하루에 {DAILY}개까지 쓸 수 있습니다. 내일 다시 써 주세요.")
        step, number = task.key
        about = {"application": application, "step": step, "party": number}
        return Note.create(**about, author=person, by=part.key, text=text)


def find(application: Application, task: Task, token: str) -> Note | None:
    return Note.get_or_none(on(application, task), Note.token == token)


def settle(note: Note, person: Person, settled: bool, arrived: datetime) -> None:
    """Say that a note is dealt with, or that it is not. Raises revisions.Closed."""
    with writing():
        if not Application.newest(note.application_id).open_at(arrived):
            raise revisions.Closed
        said = {"settled_at": now(), "settled_by": person} if settled else {"settled_at": None, "settled_by": None}
        Note.update(said).where(Note.id == note.id, Note.settled_at.is_null(settled)).execute()


def to_be_told(application: Application, journey: Journey, part: Part, since: datetime | None) -> list[Task]:
    """The steps a company writes with others on which another company noted something since, not settled yet."""
    rows = Note.select().where(Note.application == application, Note.settled_at.is_null(), Note.party.is_null())
    steps = {row.step for row in rows if row.by_id != part.key and (since is None or row.at > since)}
    return [task for task in journey.of(part) if task.party is None and task.step.slug in steps]
