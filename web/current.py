"""What the request in hand is about, as rows and tasks."""

from flask import (
    abort,
    g,
)

from forms.wizard import Task
from models.application import Party
from programme.evidence_kinds import Kind


def current_party() -> Party:
    """The part of the company the person acts for here; 404 for a person alone, who has no evidence to bring."""
    party = Party.get_by_id(g.view.party.key)
    party.application = g.view.application
    return party if party.company_id else abort(404)


def required_kinds(party: Party) -> list[Kind]:
    """The kinds of certificate it may submit here; where none is asked for there is no such page."""
    return party.application.type.kinds(party.role) or abort(404)


def task_or_404(slug: str) -> Task:
    """The step as this person's company answers it; 404 for an unknown one, one off the path or another's."""
    view = g.view
    task = view.journey.task(slug, view.party)
    if task is None or task not in view.journey.of(view.party):
        abort(404)
    return task
