"""Looking over what was written: a step's history, and the page that checks them all."""

from io import BytesIO

from flask import Blueprint, abort, get_template_attribute, redirect, render_template, request, send_file, url_for
from markupsafe import Markup, escape

from forms.base import StepForm
from forms.wizard import Step, Task
from models.base import now
from services.drafts import checks, people, revisions
from services.scheduled import calendars
from web import plan_charts
from web.current import g, task_or_404
from web.navigation import step_url
from web.problem_list import problem_links
from web.url_params import positive_int

TITLE, CHANGE = Markup("<title>"), Markup("<change>")
bp = Blueprint("checks", __name__, url_prefix="/applications/<application>")


@bp.get("/<slug>/history")
def history(slug: str):
    task = task_or_404(slug)
    rows = revisions.history(g.view.application, task)
    shown = request.args.get("revision", rows[0].number if rows else 0, type=positive_int)
    if rows and shown not in {row.number for row in rows}:
        abort(404)
    sent = revisions.content(g.view.application, task, shown)
    return render_template(
        "wizard/history.html",
        view=g.view,
        task=task,
        rows=rows,
        shown=shown,
        savers=people.of_view(g.view, [row.saved_by_id for row in rows]),
        form=task.step.form.of(sent),
        url=request.path,
        open=g.view.application.open_at(g.arrived, *task.key),
    )


@bp.post("/<slug>/history")
def put_back(slug: str):
    task = task_or_404(slug)
    revision = request.form.get("revision", 0, type=positive_int)
    if revisions.put_back(g.view.application, task, revision, g.person, g.arrived) is None:
        abort(404)
    return redirect(step_url(task, said="reverted"), 303)


@bp.get("/calendar.ics")
def calendar():
    content = calendars.of(g.view, g.view.party, now())
    return send_file(
        BytesIO(content), "text/calendar", as_attachment=True, download_name=f"{g.view.application.number}.ics"
    )


@bp.get("/check")
def check():
    verdict = checks.verdict(g.view)
    if "saved" in request.args and not verdict.ready:  # who comes from the last step is led to what is still to be done
        return redirect(url_for("applications.task_list"), 303)
    application = g.view.application
    completing = application.completing_at(g.arrived)
    return render_template(
        "wizard/check.html",
        view=g.view,
        unused=unused_answers(),
        counts=counts(verdict),
        drawn_summary=drawn_summary,
        charts=plan_charts.of_plan(g.view.journey),
        unfolded="unfold" in request.args,
        asked=[task for task in g.view.journey.tasks if completing and application.open_at(g.arrived, *task.key)],
        **problem_links(verdict),
    )


def counts(verdict: checks.Verdict) -> dict[tuple[str, int | None], tuple[int, int]]:
    """{step and company: (things to mend, things to look at)}; no entry for a step with neither."""
    journey, found = g.view.journey, {}
    for task in journey.tasks:
        blocks, warns = len(checks.at(task, verdict.blocks)), len(checks.at(task, verdict.warns))
        look = warns + len(journey.parsed(task).warnings)
        mend = max(len(journey.form(task).faults), 1) + blocks if task in verdict.remaining else blocks
        if mend or look:
            found[task.key] = mend, look
    return found


def drawn_summary(task: Task, title: str, change: str) -> Markup:
    """A step's answers as HTML. change: the step's address, "" where nothing can be changed. Of a reading they are
    drawn once, whoever's they are, with marks in the place of title and address; nothing typed holds a bare "<"."""
    parsed, mark = g.view.journey.parsed(task), CHANGE if change else ""
    draw = get_template_attribute("macros/summary.html", "summary")
    made = parsed.draw(("summary", mark), lambda: draw(TITLE, parsed.form, mark, level=None))
    return made.replace(TITLE, escape(title)).replace(CHANGE, escape(change))


def unused_answers() -> list[tuple[Step, StepForm, bool]]:
    """What this company sees of kept answers the path does not ask for: (step, its form, whether the whole step is
    off)."""
    journey, mine = g.view.journey, (None, g.view.party.key)
    off = [
        (step, step.form.of(journey.answers[step.slug, party]), True) for step, party in journey.unused if party in mine
    ]
    on_path = [(task.step, journey.form(task), False) for task in journey.tasks if task.key[1] in mine]
    return [*((step, form, whole) for step, form, whole in on_path if form.unused), *off]
