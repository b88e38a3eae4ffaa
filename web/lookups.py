"""Where a step's buttons lead that look something up, and what a search has to be told."""

from flask import abort, request, url_for

from forms.base import Sent
from forms.wizard import Task
from programme.characters import normal, visible
from services.lookups import business_status, industries
from services.lookups.business_status import Status
from web.current import g, task_or_404
from web.navigation import step_url

PLACES = {"industries": "industry_code", "addresses": "address"}  # what is looked for: the field that is answered by it
LONGEST = 100  # characters of a search


def step_to_answer(what: str) -> Task:
    """The step a search is for, as the address names it; 404 for one that asks for nothing of the kind."""
    task = task_or_404(request.args.get("step", ""))
    return task if PLACES[what] in task.step.form.names() else abort(404)


def search_url(task: Task) -> str:
    """Where what a step's button finds is looked for."""
    what = request.form["find"]
    if what not in PLACES or PLACES[what] not in task.step.form.names():
        abort(400)
    return url_for(f"lookups.{what}", application=g.view.application.token, step=task.step.slug)


def answered_url(task: Task) -> str:
    """The step again, where what was chosen stands now."""
    field = next((field for field in PLACES.values() if field in task.step.form.names()), "")
    return step_url(task) + f"#{field}"


def picked(task: Task, sent: Sent) -> Sent:
    """What choosing an industry answers; an address comes as the answers it is."""
    if PLACES["industries"] not in task.step.form.names():
        return {}
    return industries.answers(request.form["pick"], sent, g.view.application.announcement.ksic)


def business_number(task: Task) -> str:
    """The number a step holds whose state the tax office can be asked for; "" for none."""
    asks = task.step.slug == business_status.STEP
    return (g.view.journey.data(task.step.slug, task.party)[business_status.FIELD] or "") if asks else ""


def tax_status(task: Task) -> Status | None:
    """What is known of the step's business number."""
    return business_status.status(business_number(task))


def ask_after_saving(task: Task) -> None:
    """Let the worker ask about the number that was just saved."""
    if business_status.enabled() and (number := business_number(task)):
        business_status.ask_after_saving(number, g.person)


def search_words(name: str = "q") -> str:
    """What somebody looks for, from the address or the form."""
    return as_words(request.values.get(name, ""))


def as_words(typed: str) -> str:
    """Something typed, as what is looked for: one line, nothing unseen in it, and not too long."""
    return " ".join(visible(normal(typed[: 4 * LONGEST])).split())[:LONGEST]
