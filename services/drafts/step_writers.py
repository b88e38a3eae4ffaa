"""Shared steps given to one company to write: "이 단계는 공급기업이 씁니다". It keeps nobody else from writing there."""

from datetime import datetime

from forms.wizard import Journey, Respondent, Task
from forms.wizard import Party as Part
from models.application import Application
from models.base import now, writing
from models.person import Person
from models.submission import Event
from services.access.permissions import NotNow
from services.drafts import revisions


def may_be_given(task: Task) -> bool:
    """Whether a step is written by several companies together."""
    return task.step.by is Respondent.CONSORTIUM


def candidates(journey: Journey, task: Task) -> list[Part]:
    """The companies a step can be given to."""
    return [part for part in journey.parties if may_be_given(task) and part.joined and part.answers(task.step)]


def writer(application: Application, journey: Journey, task: Task) -> Part | None:
    """The company a step is given to, as long as it could be given to it now."""
    given = application.writers.get(task.step.slug) if task.party is None else None
    return next((part for part in candidates(journey, task) if part.key == given["party"]), None) if given else None


def tasks_of(application: Application, journey: Journey, part: Part | None) -> list[Task]:
    """What a company has to do: the tasks it may answer but for those given to another; nothing for no company."""
    return [task for task in (journey.of(part) if part else ()) if writer(application, journey, task) in (None, part)]


def given_to(application: Application, journey: Journey, part: Part) -> list[Task]:
    """The shared steps given to a company."""
    return [task for task in journey.of(part) if task.party is None and writer(application, journey, task) == part]


def give(application: Application, task: Task, part: Part | None, person: Person, arrived: datetime) -> None:
    """Give a shared step to a company, or, with None, back to all. The company is mailed once a day at most
    (services/scheduled/news.py). Raises revisions.Closed, NotNow."""
    with writing():
        current = Application.newest(application.id)
        if not current.open_at(arrived):
            raise revisions.Closed
        if not may_be_given(task):
            raise NotNow("이 단계는 한쪽이 혼자 쓰는 단계라 맡길 수 없습니다.")
        given = {slug: to for slug, to in current.writers.items() if slug != task.step.slug}
        if part:
            given[task.step.slug] = {"party": part.key, "at": now().isoformat()}
        Application.update(writers=given).where(Application.id == current.id).execute()
        application.writers = given
        detail = {"step": task.step.slug, "party": part.key if part else None}
        Event.create(application=application, person=person, action="gave step", detail=detail)
