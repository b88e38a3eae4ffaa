"""The way through an application: its stages as the stepper, the task list and the home page show them, where each
begins, and what comes before and after a step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from forms import wizards
from forms.wizard import Party, Stage, Task
from models.application import Application
from models.application import Party as Row
from models.company import Company
from programme import rules
from programme.application_types import ApplicationType
from programme.korean import with_particle
from services.consortium import invitations
from services.drafts.applications import ApplicationView
from services.submissions import completions, registrations
from web import table_pages
from web.current import g

CHOICE_STAGE = 1  # place of the stage in which a consortium's lead chooses its supplier, which is no step of a wizard
HANDING_IN = "확인·제출"


class StageLink(NamedTuple):
    """A stage as the stepper shows it. address: where this person's company begins, "" where nothing is its own; done:
    None where only the task list says how far it is."""

    title: str
    address: str
    done: bool | None = None


@dataclass(frozen=True)
class Place:
    """Where a step stands among those its stage has for one company: number of count, both from 1."""

    stage: str
    number: int
    count: int


def all_stages(of: ApplicationType) -> list[tuple[str, str]]:
    """(title, what is done there) of every stage of an application of a kind: those of its wizards, and the two after
    them."""
    own = [(stage.title, stage.about) for wizard in wizards.of(of) for stage in wizard.stages]
    return [
        *own,
        (of.words.giving, f"{of.words.consents}에 답하고 증명서를 올립니다."),
        (HANDING_IN, f"{with_particle(of.words.documents, '을/를')} 내려받아 보고 제출합니다."),
    ]


def stepper_stages(findings: list[rules.Finding]) -> tuple[StageLink, ...]:
    """Every stage of the application at hand. findings: what the rules say of the steps."""
    forbidden = frozenset((found.step, found.party) for found in findings if found.level == rules.BLOCK)
    view = g.view
    journey, party, token = view.journey, view.party, view.application.token
    known = view.once(
        ("stages", forbidden, party and party.key),
        lambda: [(stage.title, is_finished(stage, forbidden), first_task(stage)) for stage in journey.stages],
    )
    shown = [StageLink(title, step_url(first) if first else "", done) for title, done, first in known]
    if view.application.type.consortium:
        chosen = invitations.supplier_choice_state(view) == invitations.DONE
        own = shown[CHOICE_STAGE]
        shown[CHOICE_STAGE] = StageLink(own.title, supplier_choice_url(), bool(own.done and chosen))
    giving = view.application.type.words.giving  # "" where nothing is asked for beside the steps
    given = [StageLink(giving, url_for("consents.show", application=token))] if giving else []
    return (*shown, *given, StageLink(HANDING_IN, url_for("checks.check", application=token)))


def stage_number(task: Task) -> int:
    """Where the step's stage stands among those of the stepper, from 1."""
    return 1 + next(index for index, stage in enumerate(g.view.journey.stages) if task.step in stage.steps)


def place(task: Task) -> Place:
    stage = g.view.journey.stages[stage_number(task) - 1]
    own = list(tasks_in(stage))
    return Place(stage.title, own.index(task) + 1, len(own))


def tasks_in(stage: Stage) -> Iterator[Task]:
    """What this person's company may answer of a stage, in its order."""
    view = g.view
    return (task for task in view.journey.of(view.party) if task.step in stage.steps)


def is_finished(stage: Stage, forbidden: frozenset[tuple[str, int | None]]) -> bool:
    """Whether nothing of the stage is still to be done and no rule forbids what it says."""
    view = g.view
    owed = view.remaining
    return not any(task in owed or task.key in forbidden for task in view.journey.tasks_of(stage))


def unfinished_stages(view: ApplicationView) -> list[str]:
    """The titles of the stages of an application in which something is still to be answered."""
    owed = view.remaining
    return [stage.title for stage in view.journey.stages if any(task.step in stage.steps for task in owed)]


def first_task(stage: Stage) -> Task | None:
    """Where this person's company begins in a stage; None when nothing there is its own."""
    return next(tasks_in(stage), None)


def step_url(task: Task, **query: Any) -> str:
    return url_for("wizard.show", application=g.view.application.token, slug=task.step.slug, **query)


def field_url(task: Task, field: str) -> str:
    """Where a field of a step stands, or a row or cell of its tables."""
    return step_url(task, **table_pages.at(field)) + (f"#{field}" if field else "")


def supplier_choice_url() -> str:
    return url_for("applications.consortium", application=g.view.application.token)


def task_list_url(_task: Task | None = None) -> str:
    return url_for("applications.task_list", application=g.view.application.token)


def registration_url(part: Party) -> str:
    """Where a supplier goes on with its registration in the pool, or begins it."""
    company = Row.get_by_id(part.key).firm
    return registration_address(company, registrations.current(company))


def registration_address(company: Company, begun: Application | None) -> str:
    """The same of a company's registration in this call, as far as it is begun."""
    if begun:
        return url_for("applications.task_list", application=begun.token, **{"as": None})
    return url_for("registrations.index", company=company.token)


def previous_url(task: Task) -> str:
    """The address of the step before this one of the same company; of the first one's the task list."""
    mine = g.view.journey.of(g.view.party)
    before = mine.index(task) - 1 if task in mine else -1
    return step_url(mine[before]) if before >= 0 else task_list_url()


def following(task: Task) -> Task | None:
    """The next step sent back, or else still owed by this company."""
    reasons = completions.reasons(g.view, g.view.party.key)
    mine = g.view.journey.of(g.view.party) if reasons else []
    later = mine[mine.index(task) + 1 :] if task in mine else []
    return next((one for one in later if one.step.slug in reasons), None) or g.view.next_task(task)


def next_url(task: Task, after: Task | None) -> str:
    """The address of the step that is `following`; right after eligibility, choosing the supplier; with none left the
    task list, where the rest is, or the check page, which finds out whether there is a rest."""
    if leaves_eligibility(task, after) and invitations.supplier_choice_state(g.view) == invitations.TO_DO:
        return supplier_choice_url()
    if after:
        return step_url(after)
    token = g.view.application.token
    return task_list_url() if g.view.remaining else url_for("checks.check", application=token, saved=1)


def leaves_eligibility(task: Task, following: Task | None) -> bool:
    """Whether this was the last of the steps that come first, and it is the lead of a project who goes on."""
    gate = [step for stage in g.view.journey.stages if stage.gate for step in stage.steps]
    project = g.view.application.type.consortium
    return project and g.view.party.lead and task.step in gate and not (following and following.step in gate)
