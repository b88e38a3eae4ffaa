"""Who else is looking at a step just now: noted when a step is shown or stored, at most once a minute; when another
step is opened at once, if somebody else is there to be told. Who is alone pays no write for every page turned."""

from datetime import datetime, timedelta

from forms.wizard import Task
from models.base import writing
from models.person import Person
from models.together import LATELY, Presence
from services.drafts import people
from services.drafts.application_view import ApplicationView

NOTED = timedelta(minutes=1)
FORGET = timedelta(days=1)


def note(view: ApplicationView, task: Task, person: Person, at: datetime) -> None:
    """Note that a person looks at a step, if that was not noted a moment ago."""
    if not (view.party and view.application.activity):
        return
    activity, part = view.application.activity, view.party.key
    seen = activity.seen if activity.seen and abs(at - activity.seen.seen_at) < NOTED else None
    if seen and ((seen.step, seen.party_id) == (task.step.slug, part) or not activity.others):
        return
    here = {"step": task.step.slug, "party": part, "seen_at": at}
    with writing():
        row = Presence.insert(application=view.application, person=person, **here)
        row.on_conflict(conflict_target=(Presence.application, Presence.person), update=here).execute()


def others(view: ApplicationView, task: Task, person: Person, at: datetime) -> list[str]:
    """Who else looked at a step lately, by company and name."""
    if not (view.application.activity and view.application.activity.others):
        return []
    there = (Presence.application == view.application) & (Presence.step == task.step.slug) & (Presence.person != person)
    rows = Presence.select(Presence, Person).join(Person).where(there, Presence.seen_at > at - LATELY)
    if task.party:
        rows = rows.where(Presence.party == task.party.key)
    return [
        people.with_company(view, row.person, people.part_of(view, row.party_id)) for row in rows.order_by(Presence.id)
    ]


def sweep(at: datetime) -> int:
    """Forget who was where a day ago; how many."""
    with writing():
        return Presence.delete().where(Presence.seen_at < at - FORGET).execute()
