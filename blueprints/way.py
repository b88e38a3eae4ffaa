"""The way through an application: its stages as the stepper shows them, where each begins, and what comes after a step."""

from typing import Any

from flask import g, url_for

from forms.wizard import Party, Stage, Task
from models.application import Party as Row
from programme import rules
from services.consortium import invitations
from services.submissions import registrations

CONSORTIUM = "컨소시엄"  # choosing the supplier: no step of a wizard, and yet the second thing to do
SECOND = 1


def stages(said: list[rules.Finding]) -> list[tuple[str, bool, str]]:
    """(title, finished, where this person's company begins or "") each. said: what the rules say of the steps."""
    forbidden = frozenset((found.step, found.party) for found in said if found.level == rules.BLOCK)
    journey, party = g.standing.journey, g.standing.party
    known = g.standing.once(
        ("stages", forbidden, party and party.key),
        lambda: [(stage.title, finished(stage, forbidden), first_of(stage)) for stage in journey.stages],
    )
    shown = [(title, done, to(first) if first else "") for title, done, first in known]
    if g.standing.application.type.consortium:
        shown.insert(SECOND, (CONSORTIUM, invitations.choosing(g.standing) == invitations.DONE, choosing()))
    return shown


def place_of(task: Task) -> int:
    """Where the step's stage stands among those of the stepper, from 1."""
    before = next(place for place, stage in enumerate(g.standing.journey.stages) if task.step in stage.steps)
    return before + 1 + (g.standing.application.type.consortium and before >= SECOND)


def finished(stage: Stage, forbidden: frozenset[tuple[str, int | None]]) -> bool:
    """Whether nothing of the stage is still to be done and no rule forbids what it says."""
    owed = g.standing.owed
    return not any(task in owed or task.key in forbidden for task in g.standing.journey.tasks_of(stage))


def first_of(stage: Stage) -> Task | None:
    """Where this person's company begins in a stage; None when nothing there is its own."""
    return next((task for task in g.standing.journey.of(g.standing.party) if task.step in stage.steps), None)


def to(task: Task, **query: Any) -> str:
    return url_for("wizard.show", application=g.standing.application.token, slug=task.step.slug, **query)


def choosing() -> str:
    return url_for("applications.consortium", application=g.standing.application.token)


def registration_of(part: Party) -> str:
    """Where a supplier goes on with its registration in the pool, or begins it."""
    company = Row.get_by_id(part.key).firm
    if begun := registrations.current(company):
        return url_for("applications.desk", application=begun.token, **{"as": None})
    return url_for("registrations.index", company=company.token)


def following(task: Task) -> Task | None:
    """The next step sent back, or else still owed by this company."""
    reasons = registrations.reasons(g.standing.application)
    mine = g.standing.journey.of(g.standing.party) if reasons else []
    later = mine[mine.index(task) + 1 :] if task in mine else []
    return next((one for one in later if one.step.slug in reasons), None) or g.standing.ahead(task)


def onward(task: Task, after: Task | None) -> str:
    """The address of the step that is `following`; right after eligibility, choosing the supplier; with none left the desk,
    where the rest is, or the check page, which finds out whether there is a rest."""
    if leaves_eligibility(task, after) and invitations.choosing(g.standing) == invitations.TO_DO:
        return choosing()
    if after:
        return to(after)
    token = g.standing.application.token
    return url_for(
        "applications.desk" if g.standing.owed else "review.check",
        application=token,
        saved=None if g.standing.owed else 1,
    )


def leaves_eligibility(task: Task, following: Task | None) -> bool:
    """Whether this was the last of the steps that come first, and it is the lead of a project who goes on."""
    gate = [step for stage in g.standing.journey.stages if stage.gate for step in stage.steps]
    project = g.standing.application.type.consortium
    return project and g.standing.party.lead and task.step in gate and not (following and following.step in gate)
