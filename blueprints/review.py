"""Looking over what was written: a step's history, and the page that checks them all."""

from typing import NamedTuple

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from wtforms import Field

from blueprints.way import registration_of, to
from blueprints.wizard import task_or_404
from blueprints.words import number
from forms.base import StepForm
from forms.wizard import By, Step, Task
from programme import rules
from services.drafts import checks, revisions

APART = (rules.CONSENTS, rules.EVIDENCE)  # many and alike: what is missing of them is one list
TOGETHER = "함께 쓰는 단계"


class Line(NamedTuple):
    """One thing to do. party: whose it is, None for all; href: where this person does it, "" if others do."""

    party: int | None
    words: str
    href: str
    slug: str
    todo: str = ""


class Group(NamedTuple):
    """Things to do of one company. mender: who can do them, where this person cannot."""

    who: str
    mender: str
    lines: list[Line]


bp = Blueprint("review", __name__, url_prefix="/applications/<application>")


@bp.get("/<slug>/history")
def history(slug: str):
    task = task_or_404(slug)
    rows = revisions.history(g.standing.application, task)
    shown = request.args.get("revision", rows[0].number if rows else 0, type=number)
    if rows and shown not in {row.number for row in rows}:
        abort(404)
    sent = revisions.content(g.standing.application, task, shown)
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
def put_back(slug: str):
    task = task_or_404(slug)
    revision = request.form.get("revision", 0, type=number)
    if revisions.put_back(g.standing.application, task, revision, g.person, g.arrived) is None:
        abort(404)
    return redirect(to(task), 303)


@bp.get("/check")
def check():
    verdict = checks.verdict(g.standing)
    if "saved" in request.args and not verdict.ready:  # who comes from the last step is led to what is still to be done
        return redirect(url_for("applications.desk"), 303)
    return render_template("wizard/check.html", standing=g.standing, unused=unused(), **pointers(verdict))


def unused() -> list[tuple[Step, StepForm, bool]]:
    """What this company sees of kept answers the path does not ask for: (step, its form, whether the whole step is off)."""
    journey, mine = g.standing.journey, (None, g.standing.party.key)
    off = [
        (step, step.form.of(journey.answers[step.slug, party]), True) for step, party in journey.unused if party in mine
    ]
    asked = [(task.step, journey.form(task), False) for task in journey.tasks if task.key[1] in mine]
    return [*((step, form, whole) for step, form, whole in asked if form.unused), *off]


def pointers(verdict: checks.Verdict) -> dict[str, object]:
    """What a page needs to lead from the verdict to the places it speaks of."""
    journey = g.standing.journey
    return {
        "verdict": verdict,
        "mine": journey.of(g.standing.party),
        "owed": by_company([unfinished(task) for task in verdict.owed]),
        "missing": {
            step: by_company([lacking(found) for found in verdict.blocks if found.step == step]) for step in APART
        },
        "others": [found for found in verdict.blocks if found.step not in APART] + verdict.warns,
        "advice": by_company([bettered(task, *said) for task in journey.tasks for said in journey.form(task).warnings]),
        "to": to,
        "place": place,
        "mender": mender,
        "names": {part.key: part.name for part in journey.parties} if len(journey.parties) > 1 else {},
        "open": g.standing.application.open_at(g.arrived),
    }


def unfinished(task: Task) -> Line:
    return Line(task.key[1], task.step.title, address(task), task.step.slug)


def lacking(finding: rules.Finding) -> Line:
    return Line(finding.party, finding.what, place(finding), finding.step, finding.todo)


def bettered(task: Task, field: Field, words: str) -> Line:
    """Something more that could be written."""
    where = address(task)
    title = f"{task.step.title} – {field.label.text}"
    return Line(task.key[1], title, f"{where}#{field.id}" if where else "", task.step.slug, words)


def address(task: Task) -> str:
    """A step this person answers; "" for one of others."""
    return to(task) if task in g.standing.journey.of(g.standing.party) else ""


def by_company(lines: list[Line]) -> list[Group]:
    """Lines under the company each is about, one's own and what is written together first."""
    names = {part.key: part.name for part in g.standing.journey.parties}
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        who = names[line.party] if line.party is not None else TOGETHER
        found.setdefault((who, "" if line.href else mender_of(line.party, line.slug)), []).append(line)
    alone = len(names) == 1
    groups = [Group("" if alone else who, by, rows) for (who, by), rows in found.items()]
    return sorted(groups, key=lambda group: bool(group.mender))


def place(finding: rules.Finding) -> str:
    """Where a finding is mended or followed up, if this person can."""
    token, mine = g.standing.application.token, finding.party in (None, g.standing.party.key)
    if finding.step == rules.PARTIES:
        return among_parties(finding)
    if finding.step in (rules.EVIDENCE, rules.CONSENTS):
        page, card = ("evidence.show", finding.field) if finding.step == rules.EVIDENCE else ("consents.show", "")
        return url_for(page, application=token, _anchor=card or None) if mine else ""
    task = g.standing.journey.task(finding.step, g.standing.party)
    mine = task and mine and task in g.standing.journey.of(g.standing.party)
    return to(task) + (f"#{finding.field}" if finding.field else "") if mine else ""


def among_parties(finding: rules.Finding) -> str:
    """Where what is the matter with a company's place in the consortium is followed up."""
    token, party = g.standing.application.token, g.standing.party
    if finding.party == party.key:
        in_pool = finding.id in (*rules.NOT_IN_POOL, rules.PENDING)
        return registration_of(party) if in_pool else url_for("parties.confirming", application=token)
    return url_for("applications.consortium", application=token) if party.lead else ""


def mender(finding: rules.Finding) -> str:
    """Who can mend what a finding says, where it is not this person's company."""
    if finding.step == rules.PARTIES and finding.id not in (*rules.NOT_IN_POOL, rules.PENDING):
        return "" if place(finding) or finding.party is not None else mender_of(None, "")
    return (
        ""
        if place(finding) and finding.party in (None, g.standing.party.key)
        else mender_of(finding.party, finding.step)
    )


def mender_of(party: int | None, slug: str) -> str:
    """Who answers a step, consents or brings evidence: another company, or those who write together."""
    journey = g.standing.journey
    if party is not None:
        return next(f"{part.name}의 담당자가 할 수 있습니다." for part in journey.parties if part.key == party)
    together = slug in journey.steps and journey.steps[slug].by is By.CONSORTIUM
    return f"주관 도입기업{'과 공급기업이' if together else '이'} 할 수 있습니다."
