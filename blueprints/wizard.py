"""Every step of every wizard: show it and save it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    abort,
    g,
    get_template_attribute,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.datastructures import MultiDict

from blueprints import htmx, rescue
from blueprints.way import following, onward, place_of, stages, to
from blueprints.words import clock, here, masked, number
from config import KST
from forms import business_plan
from forms.base import Sent, StepForm
from forms.wizard import Reading, State, Task
from models.application import Rescue, Revision
from programme import rules
from programme.application_types import PURPOSES
from programme.pictures import EVERY
from services.access import rejected_posts
from services.access.permissions import NotNow
from services.drafts import applications, checks, loading, merge, origins, picture_slots, pool_changes, revisions
from services.submissions import pool_offers, registrations

LAST_DAY = timedelta(days=1)
WORKED_OUT = {"labour": {"amount": "금액(원)"}}  # columns of a step's table that follow from the others
PAGE = 2000  # characters a page, measured on the sister programme's form at 11 pt

bp = Blueprint("wizard", __name__, url_prefix="/applications/<application>")


@bp.get("/<slug>")
def show(application: str, slug: str):
    return shown(task_or_404(slug))


def shown(task: Task):
    """A step's page, or where to go first."""
    first = g.standing.journey.barred_by(task, g.standing.party)
    if first:
        return redirect(to(first, first=1), 303)
    kept, sent = rescue.restored()
    if kept:
        base = sent.get("base", 0, type=number)
        return page(task, task.step.form.of(said_in(task, sent, base)), base=base, restored=kept)
    head = g.standing.head(task)
    judged = head is not None and head.kind != revisions.AUTOSAVED  # nothing scolded before it is saved
    if "more" not in request.args:
        reading = g.standing.journey.reading(task, judged)
        return page(task, reading.form, reading=reading)
    form = task.step.form.of(g.standing.journey.answers.get(task.key))
    if judged:
        form.validate()
    return page(task, form)


@bp.post("/<slug>")
def save(application: str, slug: str):
    task = task_or_404(slug)
    refuse_anothers()
    base = request.form.get("base", 0, type=number)
    sent = said_in(task, request.form, base)
    if "whole" not in request.form:
        sent = revisions.filled_up(g.standing.application, task, sent, base)
    if "remove" in request.form:
        sent = without_row(sent, request.form["remove"])
    if "fix" in request.form:
        sent |= checks.largest(g.standing, task, sent)
    unasked = {"auto", "add", "remove", "fix"} & set(request.form)
    try:
        row = revisions.save(
            g.standing.application,
            task,
            sent,
            base=base,
            person=g.person,
            arrived=g.arrived,
            kind=revisions.AUTOSAVED if unasked else revisions.SAVED,
        )
    except revisions.Stale as stale:
        whose = "다른 창에서 고친" if stale.head.saved_by == g.person else "다른 사람이 고친"
        kept = rejected_posts.keep(g.person, here(), request.form.to_dict(flat=False), f"{whose} 칸과 겹친 내용")
        if "auto" in request.form:
            return render_template("wizard/clash.html"), 409
        form = task.step.form.of(stale.merged)
        return page(task, form, base=stale.head.number, clashes=stale.clashes, restored=kept, failed=True), 409
    rescue.stored()  # what was kept is on this page, and so stored now
    base = go_on(task, row, sent, base)
    if htmx and "auto" not in request.form and base != g.standing.base(task):
        return render_template("wizard/clash.html"), 409  # others' words came in: the script asks for the whole page
    return answer(task, base)


def go_on(task: Task, row: Revision | None, sent: Sent, base: int) -> int:
    """Let g.standing be the application after a save; the revision the page, which says `sent`, stands at from now on."""
    position = request.args.get("as", 0, type=number)
    after = row and loading.advanced(g.standing, task, row, position)
    g.standing = after or applications.stand(g.standing.application, g.person, position)
    if row and merge.same(revisions.opened(task.step.form, row.sent), sent):
        return row.number
    return revisions.said(g.standing.application, task, sent, base) or base


def answer(task: Task, base: int):
    """What a stored page is answered with, by the button that sent it."""
    task = task_or_404(task.step.slug)
    if "auto" in request.form:
        shown = about(task, g.standing.journey.form(task), checks.hints(g.standing))
        return render_template("wizard/saved.html", **shown | {"base": base})
    for button, change in (("add", 1), ("remove", -1)):
        if button in request.form:
            table = request.form[button].split("-")[0]
            if table not in g.standing.journey.form(task).tables:
                abort(400)
            return redirect(to(task, more=rows_wanted(task, table, change)) + f"#{table}", 303)
    if elsewhere := next((lead(task) for button, lead in LEADS.items() if button in request.form), None):
        return redirect(elsewhere, 303)
    if g.standing.journey.state(task) is not State.DONE:
        form = task.step.form.of(g.standing.journey.answers[task.key])
        form.validate()
        return page(task, form, failed=True), 422
    if forbidden(task):  # stored like anything else, but it should not be overlooked
        return redirect(to(task, stop=1), 303)
    after = following(task)
    address = onward(task, after)
    if htmx and after and address == to(after):
        return pushed(address, shown(after))
    return redirect(address, 303)


def pushed(address: str, page: Any):
    """Another address's page as the answer to what htmx sent, which a redirect would make it ask for."""
    response = make_response(page)
    if response.status_code == 200:
        response.headers["HX-Push-Url"] = address
    return response


def desk(task: Task) -> str:
    return url_for("applications.desk", application=g.standing.application.token)


def picture(task: Task) -> str:
    """Where the step's picture is uploaded: on a page of its own, so that no file keeps what is typed from being saved."""
    slug = task.step.slug
    return url_for("pictures.show", application=g.standing.application.token, step=slug) + f"#{slug}"


def forbidden(task: Task) -> bool:
    """Whether a rule would keep the application from being submitted as this step now stands."""
    return any(found.level == rules.BLOCK for found in checks.at(task, checks.hints(g.standing)))


def rows_wanted(task: Task, changed: str, change: int) -> str:
    """How many rows each table is to show, as "people-3,careers-2": as many as the page had, one of them changed.

    Blank rows are not stored, but should not vanish either.
    """
    sent = [name.split("-")[:2] for name in request.form if "-" in name]
    counts = {
        table: len({row for name, row in sent if name == table}) for table in g.standing.journey.form(task).tables
    }
    return ",".join(f"{table}-{count + change * (table == changed)}" for table, count in counts.items())


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
    """The step's questions as HTML; of a reading they are drawn once."""
    came = {} if origin["whole"] else origin["fields"]
    draw = get_template_attribute("macros/questions.html", "questions")
    work = partial(draw, form, WORKED_OUT.get(task.step.slug, {}), came)
    return reading.draw(tuple(came.items()), work) if reading else work()


def about(task: Task, form: StepForm, said: list[rules.Finding]) -> dict[str, object]:
    """What a step's page shows beside its questions. said: what the rules say of the steps."""
    head = g.standing.head(task)
    characters = checks.characters(g.standing) if task.step in business_plan.WIZARD.steps else 0
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


def task_or_404(slug: str) -> Task:
    """The step as this person's company answers it; 404 for an unknown one, one off the path or another's."""
    task = g.standing.journey.task(slug, g.standing.party)
    if task is None or task not in g.standing.journey.of(g.standing.party):
        abort(404)
    return task


def refuse_anothers() -> None:
    """A browser brings what it kept, whoever uses it by now. Raises NotNow, upon which it is kept for who typed it."""
    if "brought" in request.form and rejected_posts.author(request.form.get("author", "")) != g.person:
        raise NotNow(
            "이 브라우저를 먼저 쓴 사람의 글이라 저장하지 않았습니다. 그 사람이 로그인하면 되살릴 수 있습니다."
        )


def said_in(task: Task, posted: MultiDict[str, str], base: int) -> Sent:
    """What a page says of the step's own fields."""
    sent = settle(task, task.step.form.pick(posted), posted)
    if "brought" in posted:  # by the browser it was kept in, where no personal answers are
        sent = revisions.with_personal(g.standing.application, task, sent, base)
    return sent


def settle(task: Task, sent: Sent, posted: MultiDict[str, str]) -> Sent:
    """After a clash: where the person chose the other's words, take them from the revision the page showed."""
    chosen = {
        name.removeprefix("choose-")
        for name, value in posted.items()
        if name.startswith("choose-") and value == "theirs"
    }
    if not chosen:
        return sent
    theirs = revisions.content(g.standing.application, task, posted.get("base", 0, type=number))
    mine = {name: values for name, values in sent.items() if name.split("-")[0] not in chosen}
    return mine | {name: values for name, values in theirs.items() if name.split("-")[0] in chosen}


def without_row(sent: Sent, row: str) -> Sent:
    """The page without one row of a table; row: "rows-3"."""
    return {name: values for name, values in sent.items() if not name.startswith(f"{row}-")}


LEADS: dict[str, Callable[[Task], str]] = {
    "fix": to,
    "picture": picture,
    "leave": desk,
}  # buttons that store the page, right or wrong, and lead elsewhere
