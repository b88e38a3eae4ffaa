"""The way through an application: its stages as the stepper shows them, where each begins, and what comes after a
step."""

from typing import Any

from flask import g, url_for

from forms.wizard import Party, Stage, Task
from models.application import Party as Row
from programme import rules
from services.consortium import invitations
from services.submissions import registrations

CONSORTIUM = "컨소시엄"  # choosing the supplier: no step of a wizard, and yet the second thing to do
CONSORTIUM_STAGE = 1


def stepper_stages(findings: list[rules.Finding]) -> list[tuple[str, bool, str]]:
    """(title, finished, where this person's company begins or "") each. findings: what the rules say of the steps."""
    forbidden = frozenset((found.step, found.party) for found in findings if found.level == rules.BLOCK)
    journey, party = g.view.journey, g.view.party
    known = g.view.once(
        ("stages", forbidden, party and party.key),
        lambda: [(stage.title, is_finished(stage, forbidden), first_step_url(stage)) for stage in journey.stages],
    )
    shown = [(title, done, step_url(first) if first else "") for title, done, first in known]
    if g.view.application.type.consortium:
        shown.insert(
            CONSORTIUM_STAGE,
            (CONSORTIUM, invitations.supplier_choice_state(g.view) == invitations.DONE, supplier_choice_url()),
        )
    return shown


def stage_number(task: Task) -> int:
    """Where the step's stage stands among those of the stepper, from 1."""
    before = next(index for index, stage in enumerate(g.view.journey.stages) if task.step in stage.steps)
    return before + 1 + (g.view.application.type.consortium and before >= CONSORTIUM_STAGE)


def is_finished(stage: Stage, forbidden: frozenset[tuple[str, int | None]]) -> bool:
    """Whether nothing of the stage is still to be done and no rule forbids what it says."""
    owed = g.view.remaining
    return not any(task in owed or task.key in forbidden for task in g.view.journey.tasks_of(stage))


def first_step_url(stage: Stage) -> Task | None:
    """Where this person's company begins in a stage; None when nothing there is its own."""
    return next((task for task in g.view.journey.of(g.view.party) if task.step in stage.steps), None)


def step_url(task: Task, **query: Any) -> str:
    return url_for("wizard.show", application=g.view.application.token, slug=task.step.slug, **query)


def supplier_choice_url() -> str:
    return url_for("applications.consortium", application=g.view.application.token)


def registration_url(part: Party) -> str:
    """Where a supplier goes on with its registration in the pool, or begins it."""
    company = Row.get_by_id(part.key).firm
    if begun := registrations.current(company):
        return url_for("applications.task_list", application=begun.token, **{"as": None})
    return url_for("registrations.index", company=company.token)


def following(task: Task) -> Task | None:
    """The next step sent back, or else still owed by this company."""
    reasons = registrations.reasons(g.view.application)
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
    return url_for(
        "applications.task_list" if g.view.remaining else "review.check",
        application=token,
        saved=None if g.view.remaining else 1,
    )


def leaves_eligibility(task: Task, following: Task | None) -> bool:
    """Whether this was the last of the steps that come first, and it is the lead of a project who goes on."""
    gate = [step for stage in g.view.journey.stages if stage.gate for step in stage.steps]
    project = g.view.application.type.consortium
    return project and g.view.party.lead and task.step in gate and not (following and following.step in gate)
