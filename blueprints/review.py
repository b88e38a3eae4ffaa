"""Looking over what was written: a step's history, and the page that checks them all."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints.wizard import task_or_404, to
from blueprints.words import number
from forms.base import StepForm
from forms.wizard import Step
from programme import rules
from services import answers, judging

bp = Blueprint("review", __name__, url_prefix="/applications/<application>")


@bp.get("/<slug>/history")
def history(application: str, slug: str):
    task = task_or_404(slug)
    rows = answers.history(g.standing.application, task)
    shown = request.args.get("revision", rows[0].number if rows else 0, type=number)
    if rows and shown not in {row.number for row in rows}:
        abort(404)
    sent = answers.content(g.standing.application, task, shown)
    return render_template(
        "wizard/history.html",
        standing=g.standing,
        task=task,
        rows=rows,
        shown=shown,
        form=task.step.form.of(sent),
        url=request.path,
        open=g.standing.application.open_at(g.arrived),
    )


@bp.post("/<slug>/history")
def put_back(application: str, slug: str):
    task = task_or_404(slug)
    revision = request.form.get("revision", 0, type=number)
    if answers.put_back(g.standing.application, task, revision, g.person, g.arrived) is None:
        abort(404)
    return redirect(to(task), 303)


@bp.get("/check")
def check(application: str):
    return render_template(
        "wizard/check.html",
        standing=g.standing,
        unused=unused(),
        **pointers(judging.verdict(g.standing)),
    )


def unused() -> list[tuple[Step, StepForm, bool]]:
    """What this company sees of kept answers the path does not ask for: (step, its form, whether the whole step is off)."""
    journey, mine = g.standing.journey, (None, g.standing.party.key)
    off = [
        (step, step.form.of(journey.answers[step.slug, party]), True) for step, party in journey.unused if party in mine
    ]
    asked = [(task.step, journey.form(task), False) for task in journey.tasks if task.key[1] in mine]
    return [*((step, form, whole) for step, form, whole in asked if form.unused), *off]


def pointers(verdict: judging.Verdict) -> dict[str, object]:
    """What a page needs to lead from the verdict to the places it speaks of."""
    journey = g.standing.journey
    return {
        "verdict": verdict,
        "advice": [(task, *said) for task in journey.tasks for said in journey.form(task).warnings],
        "mine": g.standing.journey.of(g.standing.party),
        "to": to,
        "place": place,
        "names": {part.key: part.name for part in journey.parties},
        "open": g.standing.application.open_at(g.arrived),
    }


def place(finding: rules.Finding) -> str:
    """Where a finding is mended, if this person can."""
    token = g.standing.application.token
    pages = {rules.EVIDENCE: "evidence.show", rules.CONSENTS: "consents.show", rules.PARTIES: "applications.consortium"}
    if finding.step in pages:
        mine = finding.party in (None, g.standing.party.key)
        card = finding.field if finding.step == rules.EVIDENCE else ""
        return url_for(pages[finding.step], application=token, _anchor=card or None) if mine else ""
    task = g.standing.journey.task(finding.step, g.standing.party)
    mine = task and finding.party in (None, g.standing.party.key) and task in g.standing.journey.of(g.standing.party)
    return to(task) + (f"#{finding.field}" if finding.field else "") if mine else ""
