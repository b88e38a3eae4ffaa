"""The page of a step: its questions, and what is shown beside them."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from flask import g, get_template_attribute, render_template, request

from blueprints import rescue
from blueprints.way import following, onward, place_of, stages, to
from blueprints.words import clock, masked, number
from config import KST
from forms.base import StepForm
from forms.wizard import By, Reading, Task
from models.application import Rescue
from programme import rules
from programme.application_types import PURPOSES
from programme.pictures import EVERY
from services.drafts import checks, origins, picture_slots, pool_changes, revisions
from services.submissions import pool_offers, registrations

LAST_DAY = timedelta(days=1)
WORKED_OUT = {"labour": {"amount": "금액(원)"}}  # columns of a step's table that follow from the others
PAGE = 2000  # characters a page, measured on the sister programme's form at 11 pt


def page(
    task: Task,
    form: StepForm,
    base: int | None = None,
    failed: bool = False,
    clashes: Sequence[revisions.Clash] = (),
    restored: Rescue | None = None,
    reading: Reading | None = None,
):
    """The step's page. reading: what the form is of, where it is shared by all who meet the same answers."""
    wanted = dict(item.partition("-")[::2] for item in request.args.get("more", "").split(","))
    for rows in form.tables.values():
        while len(rows.entries) < min(number(wanted.get(rows.name, "")), rows.most):
            rows.append_entry()
    said = checks.hints(g.standing)
    facts = about(task, form, said) | ({} if base is None else {"base": base})
    return render_template(
        "wizard/step.html",
        stages=stages(said),
        stage=place_of(task),
        failed=failed,
        onward=onward(task, following(task)) if "stop" in request.args else "",
        clashes=[side_by_side(task, clash, base) for clash in clashes],
        newer=[one for one in pool_changes.changes(g.standing) if one.task == task],
        offer=offer if task in (offer := pool_offers.offered(g.standing, g.person).tasks) else [],
        restored=restored,
        questions=drawn(task, form, facts["origin"], reading),
        **facts,
    )


def drawn(task: Task, form: StepForm, origin: Any, reading: Reading | None) -> str:
    """The step's questions as HTML; of a reading they are drawn once, unless staff edit what they offer."""
    came = {} if origin["whole"] else origin["fields"]
    draw = get_template_attribute("macros/questions.html", "questions")
    work = partial(draw, form, WORKED_OUT.get(task.step.slug, {}), came)
    return reading.draw(tuple(came.items()), work) if reading and form.lasting() else work()


def about(task: Task, form: StepForm, said: list[rules.Finding]) -> dict[str, object]:
    """What a step's page shows beside its questions. said: what the rules say of the steps."""
    head = g.standing.head(task)
    characters = checks.characters(g.standing) if task.step.by is By.CONSORTIUM else 0
    return {
        "standing": g.standing,
        "task": task,
        "form": form,
        "url": to(task),
        "base": g.standing.base(task),
        "findings": checks.at(task, said),
        "sums": checks.sums(g.standing, task),
        "largest": checks.largest(g.standing, task, g.standing.journey.answers.get(task.key, {})),
        "characters": characters,
        "pages": round(characters / PAGE, 1),
        "figure": figure(task),
        "origin": origin(task, form),
        "reason": registrations.reasons(g.standing.application).get(task.step.slug, ""),
        "unconfirmed": registrations.entry(g.standing.application) if task in g.standing.unconfirmed else None,
        "saved_at": head.saved_at.astimezone(KST).strftime("%H:%M:%S") if head else "",
        "rescues": rescue.offered(path=to(task, **{"as": None})),
        "open": g.standing.application.open_at(g.arrived),
        "soon": g.standing.application.closes_at - g.arrived < LAST_DAY,
    }


def origin(task: Task, form: StepForm) -> dict[str, object]:
    """What was filled in from elsewhere and still stands: fields, {name: from where}; whole: where all answers of the step
    came from, if from one place."""
    here = g.standing.application.purpose
    found = {
        name: f"{'지난 ' if source == here else ''}{PURPOSES[source]}"
        for name, source in origins.of(g.standing, task).items()
    }
    said = {field.name for field in form if not field.blank}
    sources = set(found.values())
    return {"fields": found, "whole": sources.pop() if len(sources) == 1 and said <= found.keys() else ""}


def figure(task: Task) -> picture_slots.Spot | None:
    """The place for a picture that belongs to the step."""
    place = EVERY.get(task.step.slug)
    return picture_slots.spot(g.standing, place) if place else None


def side_by_side(task: Task, clash: revisions.Clash, base: int | None) -> dict[str, object]:
    """A clash as the page shows it: the stored field, and who saved it when."""
    head = revisions.head(g.standing.application, task)
    assert head
    by = "다른 창에서" if head.saved_by == g.person else f"{masked(head.saved_by)} 님이"
    return {
        "field": clash.field,
        "theirs": task.step.form.of(clash.theirs)[clash.field],
        "said": f"{by} {clock(head.saved_at)}에 저장한 값",
    }
