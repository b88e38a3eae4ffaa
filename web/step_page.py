"""The page of a step: its questions, and what is shown beside them."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import get_template_attribute, render_template, request
from markupsafe import Markup
from peewee import OperationalError

from config import KST
from forms.base import StepForm
from forms.parsed import ParsedAnswers
from forms.wizard import Respondent, Task
from models.base import now
from models.rescue import Rescue
from programme import rules
from programme.application_types import PURPOSES
from programme.guidance import GUIDANCE
from programme.pictures import EVERY
from services.drafts import (
    checks,
    notes,
    origins,
    people,
    picture_slots,
    pool_changes,
    presence,
    revisions,
    step_writers,
)
from services.drafts.memo import Memo
from services.lookups import business_status
from services.submissions import completions, pool_offers
from web import clashes, lookups, plan_charts, rescued_input, table_pages
from web.current import g
from web.navigation import field_url, following, next_url, place, previous_url, stage_number, step_url, stepper_stages
from web.request_hooks import htmx
from web.url_params import positive_int

LAST_DAY = timedelta(days=1)
QUESTIONS: Memo[Markup] = Memo(2_000_000)  # characters of single questions kept
CHARACTERS_A_PAGE = 2000  # characters a page, measured on the sister programme's form at 11 pt


def step_page(
    task: Task,
    form: StepForm,
    base: int | None = None,
    failed: bool = False,
    stale: revisions.Stale | None = None,
    restored: Rescue | None = None,
    parsed: ParsedAnswers | None = None,
    offered: bool = False,
):
    """The step's page. parsed: what the form is of, where it is shared by all who meet the same answers; stale: why
    it was not saved; offered: the form says what is known, and nobody saved it yet."""
    view = g.view
    wanted = dict(item.partition("-")[::2] for item in request.args.get("more", "").split(","))
    for rows in form.tables.values():
        while len(rows.entries) < min(positive_int(wanted.get(rows.name, "")), rows.most):
            rows.add_row()
    blank = task.party and view.journey.summary(task).blank
    offer = pool_offers.offered(view, g.person).tasks if blank else []
    findings = checks.hints(view)
    context = step_context(task, form, findings, restored) | ({} if base is None else {"base": base})
    return render_template(
        "wizard/step.html",
        stages=stepper_stages(findings),
        stage=stage_number(task),
        place=place(task),
        back=previous_url(task),
        failed=failed,
        onward=next_url(task, following(task)) if "stop" in request.args else "",
        clashes=clashes.contexts(task, stale) if stale else [],
        newer=[one for one in pool_changes.changes(view) if one.task == task],
        offer=offer if task in offer else [],
        restored=restored,
        offered=offered,
        notes=unsettled_notes(task),
        guidance=GUIDANCE.get(task.step.slug),
        criteria=view.application.announcement.criteria.get(task.step.slug, ()),
        asks_number=task.step.slug == business_status.STEP,
        number=lookups.business_number(task),
        tax=lookups.tax_status(task),
        questions=draw_questions(form, context["origin"], context["table_pages"], parsed, bool(htmx) and not failed),
        **context,
    )


def draw_questions(
    form: StepForm, origin: Any, pages: dict[str, table_pages.TablePage], parsed: ParsedAnswers | None, light: bool
) -> Markup:
    """The step's questions as HTML; of a reading they are drawn once, unless staff edit what they offer."""
    came = {} if origin["whole"] else origin["fields"]
    work = partial(draw_each, form, came, pages, light)
    return parsed.draw((light, *came.items()), work) if parsed and not pages else work()


def draw_each(
    form: StepForm, came: dict[str, str], pages: dict[str, table_pages.TablePage], light: bool = False
) -> Markup:
    """The questions one by one: what is shown of most is what was shown before, here or to somebody else."""
    draw, drawn = get_template_attribute("macros/questions.html", "question"), []
    for field in form:
        if field.when:
            continue  # its question is drawn with the one it depends on
        about = field.drawn_from if form.lasting() and field.name not in pages else None
        subject = type(form), field.name, about, light, tuple(came.items())
        made = QUESTIONS.get(subject, None) if about else None
        if made is None:
            made = draw(field, came, pages, light)
            if about:
                QUESTIONS.put(subject, None, made, len(made))
        drawn.append(made)
    return Markup().join(drawn)


def step_context(
    task: Task, form: StepForm, findings: list[rules.Finding], restored: Rescue | None = None
) -> dict[str, Any]:
    """What a step's page shows beside its questions. findings: what the rules say of the steps."""
    view, head = g.view, g.view.head(task)
    completing = view.application.completing_at(g.arrived)
    deadline = view.application.asked_until if completing else view.application.closes_at
    entry = view.entry if view.application.type.registers else None
    characters = checks.characters(view) if task.step.by is Respondent.CONSORTIUM else 0
    return {
        "view": view,
        "task": task,
        "form": form,
        "url": step_url(task),
        "base": view.base(task),
        "findings": checks.at(task, findings),
        "sums": checks.sums(view, task),
        "charts": plan_charts.of_step(view.journey, task.step.slug) if head else [],
        "largest": checks.largest(view, task, view.journey.answers.get(task.key, {})),
        "characters": characters,
        "pages": round(characters / CHARACTERS_A_PAGE, 1),
        "diagram": diagram_slot(task),
        "table_pages": (pages := table_pages.of(form, restored.sent if restored else request.form)),
        "elsewhere": {name: field_url(task, name) for name in table_pages.not_shown(form, pages)},
        "here": who_else(task),
        "writer": step_writers.writer(view.application, view.journey, task),
        "origin": origin_note(task, form),
        "reason": completions.reasons(view, task.key[1]).get(task.step.slug, ""),
        "unconfirmed": task in view.unconfirmed,
        "entry": entry,
        "saved_at": head.saved_at.astimezone(KST).strftime("%H:%M:%S") if head else "",
        "rescues": rescued_input.offered_rescues(path=step_url(task, **{"as": None})),
        "open": view.application.open_at(g.arrived, *task.key),
        "completing": completing,
        "deadline": deadline if g.arrived < deadline else None,
        "soon": g.arrived < deadline < g.arrived + LAST_DAY,
    }


def who_else(task: Task) -> list[str]:
    """Who else looks at the step just now; and a note that this person does."""
    note_presence(task)
    return presence.others(g.view, task, g.person, now())


def note_presence(task: Task) -> None:
    with suppress(OperationalError):  # a full disk must not keep anyone from reading
        presence.note(g.view, task, g.person, now())


def unsettled_notes(task: Task) -> list[tuple[str, str, datetime]]:
    """The step's notes to be settled: (who, text, when)."""
    activity = g.view.application.activity
    rows = notes.of(g.view.application, task) if activity and activity.notes else []
    return [
        (people.with_company(g.view, row.author, people.part_of(g.view, row.by_id)), row.text, row.at)
        for row in rows
        if not row.settled_at
    ]


def origin_note(task: Task, form: StepForm) -> dict[str, object]:
    """What was filled in from elsewhere and still stands: fields, {name: from where}; whole: where all answers of the
    step came from, if from one place."""
    here = g.view.application.purpose
    found = {
        name: "지난 사업계획서"
        if source == revisions.EARLIER_PLAN
        else f"{'지난 ' * (source == here)}{PURPOSES[source]}"
        for name, source in origins.of(g.view, task).items()
    }
    answered = {field.name for field in form if not field.blank}
    sources = set(found.values())
    return {"fields": found, "whole": sources.pop() if len(sources) == 1 and answered <= found.keys() else ""}


def diagram_slot(task: Task) -> picture_slots.PictureSlot | None:
    """The place for a picture that belongs to the step."""
    place = EVERY.get(task.step.slug)
    return picture_slots.slot_of(g.view, place) if place else None
