"""Every step of every wizard: show it and save it."""

from collections.abc import Callable

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms import suggestions, table_rows
from forms.base import Sent
from forms.parsed import State
from forms.wizard import Task
from models.application import Revision
from programme import rules
from programme.guidance import DEFINITIONS, GUIDANCE
from services.access import rejected_posts
from services.access.permissions import NotNow
from services.drafts import applications, checks, known_answers, loading, merge, revisions
from web import clashes, lookups, rescued_input, table_pages
from web.current import g, is_own, task_or_404
from web.navigation import following, next_url, previous_url, step_url, task_list_url
from web.request_hooks import htmx
from web.step_page import note_presence, step_context, step_page
from web.url_params import current_address, positive_int, requested_position

bp = Blueprint("wizard", __name__, url_prefix="/applications/<application>")


@bp.get("/<slug>")
def show(slug: str):
    return shown(task_or_404(slug))


def shown(task: Task):
    """A step's page, or where to go first."""
    first = g.view.journey.blocked_by(task, g.view.party)
    if first:
        return redirect(step_url(first, first=1), 303)
    kept, sent = rescued_input.restored_input()
    if kept:
        base = sent.get("base", 0, type=positive_int)
        return step_page(task, g.view.journey.read(task, submitted_answers(task, sent, base)), base=base, restored=kept)
    head = g.view.head(task)
    judged = head is not None and head.kind != revisions.AUTOSAVED  # nothing scolded before it is saved
    suggested = suggestion(task)
    known = known_answers.offered(g.view, task, g.person) if g.view.application.open_at(g.arrived, *task.key) else {}
    if "more" not in request.args and not (suggested or known):
        parsed = g.view.journey.parsed(task, judged)
        return step_page(task, parsed.form, parsed=parsed)
    form = g.view.journey.read(task, known | g.view.journey.answers.get(task.key, {}) | suggested)
    if judged and not suggested:
        form.validate()
    return step_page(task, form, offered=bool(known) and not all(leaf.blank for leaf in form.leaves()))


def suggestion(task: Task) -> Sent:
    """What a button was asked to put into empty boxes: shown, and stored when the page is saved."""
    if not {"none", "skeleton"} & set(request.args) or not g.view.application.open_at(g.arrived, *task.key):
        return {}
    form, answers = task.step.form, g.view.journey.answers.get(task.key, {})
    if "none" in request.args:
        return suggestions.none_apply(form, answers)
    return suggestions.skeleton(form, answers, request.args["skeleton"])


@bp.get("/<slug>/help")
def help(slug: str):  # noqa: A001
    """The words of a step explained, and examples of its answers: a page, or what its help opens with."""
    task = task_or_404(slug)
    guidance = GUIDANCE.get(slug) or abort(404)
    return render_template(
        "wizard/help_page.html",
        task=task,
        guidance=guidance,
        criteria=g.view.application.announcement.criteria.get(slug, ()),
        words=[DEFINITIONS[word] for word in guidance.words],
        examples=suggestions.examples(slug, task.step.form, g.view.application.announcement),
    )


@bp.post("/<slug>")
def save(slug: str):
    task, posted = task_or_404(slug), request.form
    require_author()
    base = posted.get("base", 0, type=positive_int)
    sent = submitted_answers(task, posted, base)
    if "whole" not in posted:
        sent = revisions.filled_up(g.view.application, task, sent, base)
    of_rows = table_rows.BUTTONS.keys() & set(posted)
    sent = changed_by_button(task, sent, of_rows)
    unasked = of_rows or {"auto", "add", "rows", "fix", "skeleton", "none", "find", "pick"} & set(posted)
    try:
        row = revisions.save(
            g.view.application,
            task,
            sent,
            base=base,
            person=g.person,
            arrived=g.arrived,
            kind=revisions.AUTOSAVED if unasked else revisions.SAVED,
            blanks=bool(of_rows),
        )
    except revisions.Stale as stale:
        whose = "다른 창에서 고친" if stale.head.saved_by == g.person else "다른 사람이 고친"
        kept = rejected_posts.store(
            g.person, current_address(), request.form.to_dict(flat=False), f"{whose} 칸과 겹친 내용"
        )
        if "auto" in request.form:
            return render_template("wizard/clash.html"), 409
        form = g.view.journey.read(task, stale.merged)
        return step_page(task, form, base=stale.head.number, restored=kept, failed=True, stale=stale), 409
    rescued_input.discard_restored()  # what was kept is on this page, and so stored now
    base = reload_after_save(task, row, sent, base)
    if not unasked:
        lookups.ask_after_saving(task)
    return saved_response(task, base)


def reload_after_save(task: Task, row: Revision | None, sent: Sent, base: int) -> int:
    """Let g.view be the application after a save; the revision the page, which says `sent`, stands at from now on."""
    position = requested_position()
    after = row and loading.advanced(g.view, task, row, position)
    view = after or applications.load_view(g.view.application, g.person, position)
    g.view = view if is_own(view) else abort(404)  # it lost its part since
    if row and merge.same(revisions.opened(task.step.form, row.sent), sent):
        return row.number
    return revisions.matching_revision(g.view.application, task, sent, base) or base


def saved_response(task: Task, base: int):
    """What a stored page is answered with, by the button that sent it."""
    task, pressed = task_or_404(task.step.slug), request.form
    if "auto" in pressed:
        shown = step_context(task, g.view.journey.form(task), checks.hints(g.view))
        return render_template("wizard/saved.html", **shown | {"base": base})
    for button in ("add", *table_rows.BUTTONS):
        if button in pressed:
            return redirect(rows_url(task, button, pressed[button]), 303)
    if elsewhere := next((lead(task) for button, lead in OTHER_DESTINATIONS.items() if button in pressed), None):
        return redirect(elsewhere, 303)
    if g.view.journey.state(task) is not State.DONE:
        form = g.view.journey.read(task, g.view.journey.answers[task.key])
        form.validate()
        return step_page(task, form, failed=True), 422
    if is_blocked(task):  # stored like anything else, but it should not be overlooked
        return redirect(step_url(task, stop=1), 303)
    return lead_on(task)


def lead_on(task: Task):
    """To what comes after a step. htmx is answered with the next step itself, which a redirect would make it ask
    for."""
    after = following(task)
    address = next_url(task, after)
    if not (htmx and after and address == step_url(after)):
        if after:
            note_presence(after)  # so that its page, which the browser asks for next, need not
        return redirect(address, 303)
    response = make_response(shown(after))
    if response.status_code == 200:
        response.headers["HX-Push-Url"] = address
    return response


def skeleton_url(task: Task) -> str:
    """The page again, with the frame in an empty box, or saying that something stands there."""
    name = request.form["skeleton"]
    if name not in task.step.form.names():
        abort(400)
    answers = g.view.journey.answers.get(task.key, {})
    place = {"skeleton" if suggestions.skeleton(task.step.form, answers, name) else "written": name}
    return step_url(task, more=rows_wanted(task), **place) + f"#{name}"


def none_url(task: Task) -> str:
    return step_url(task, none=1)


def notes_url(task: Task) -> str:
    return url_for("notes.show", application=g.view.application.token, slug=task.step.slug)


def picture_url(task: Task) -> str:
    """Where the step's picture is uploaded: on a page of its own, so that no file keeps what is typed from being
    saved."""
    slug = task.step.slug
    return url_for("pictures.show", application=g.view.application.token, step=slug) + f"#{slug}"


def is_blocked(task: Task) -> bool:
    """Whether a rule would keep the application from being submitted as this step now stands."""
    return any(found.level == rules.BLOCK for found in checks.at(task, checks.hints(g.view)))


def change_rows(task: Task, sent: Sent, button: str) -> Sent:
    """The page after one of the buttons beside a row: moved, with a row put below it, or without it."""
    row = request.form[button]
    table, _ = table_rows.split(row)
    if table not in task.step.form.tables_of():
        abort(400)
    full = len(table_rows.numbers(sent, table)) >= task.step.form.of(None).tables[table].most
    return sent if full and button == "insert" else table_rows.BUTTONS[button](sent, row)


def rows_url(task: Task, button: str, value: str) -> str:
    """The page after a button of a table, at the row it was about."""
    row_of, number = table_rows.split(value)
    table, tables = row_of or value, task.step.form.tables_of()
    if table not in tables:
        abort(400)
    more = rows_wanted(task, table, {"add": 1, "insert": 1, "remove": -1}.get(button, 0))
    by = {"up": -1, "down": 1, "insert": 1}.get(button)
    row = f"{table}-{number + by}" if by else f"{table}-{rows_shown(table)}" if button == "add" else f"{table}-{number}"
    return step_url(task, more=more, **table_pages.at(row)) + f"#{row if by else table}"


def rows_wanted(task: Task, changed: str = "", change: int = 0) -> str:
    """How many rows each table is to show, as "people-3,careers-2": as many as the page had, one of them changed. Blank
    ones at the end are nothing stored, but should not vanish either."""
    counts = {name: rows_shown(name) for name in task.step.form.tables_of()}
    return ",".join(f"{name}-{count + change * (name == changed)}" for name, count in counts.items())


def rows_shown(table: str) -> int:
    """How many rows of a table the page had, with those of the pages before it."""
    return table_pages.position(table) + len(table_rows.numbers(request.form, table))


def rows_page_url(task: Task) -> str:
    """The page of a long table that was asked for by one of its rows; behind its last row a blank one."""
    table, number = table_rows.split(request.form["rows"])
    if table not in task.step.form.tables_of():
        abort(400)
    return step_url(task, more=f"{table}-{number + 1}", at=f"{table}-{number}") + f"#{table}"


def require_author() -> None:
    """A browser brings what it kept, whoever uses it by now. Raises NotNow, upon which it is kept for who typed it."""
    if "brought" in request.form and rejected_posts.author(request.form.get("author", "")) != g.person:
        raise NotNow(
            "이 브라우저를 먼저 쓴 사람의 글이라 저장하지 않았습니다. 그 사람이 로그인하면 되살릴 수 있습니다."
        )


def submitted_answers(task: Task, posted: MultiDict[str, str], base: int) -> Sent:
    """What a page says of the step's own fields."""
    sent = clashes.resolve(task.step.form, task.step.form.pick(posted), posted)
    if "brought" in posted:  # by the browser it was kept in, where no personal answers are
        sent = revisions.with_personal(g.view.application, task, sent, base)
    sent = table_rows.name_new_rows(sent, posted.get("page", ""))
    parts = {
        name: table_pages.shown(posted[key])
        for name in task.step.form.tables_of()
        if (key := name + table_pages.SHOWN) in posted
    }
    return revisions.with_other_rows(g.view.application, task, sent, base, parts) if parts else sent


def changed_by_button(task: Task, sent: Sent, of_rows: set[str]) -> Sent:
    """The page as the button that sent it changes it."""
    for button in of_rows:
        sent = change_rows(task, sent, button)
    if "fix" in request.form:
        sent |= checks.largest(g.view, task, sent)
    return sent | lookups.picked(task, sent) if "pick" in request.form else sent


OTHER_DESTINATIONS: dict[str, Callable[[Task], str]] = {
    "fix": step_url,
    "rows": rows_page_url,
    "find": lookups.search_url,
    "pick": lookups.answered_url,
    "skeleton": skeleton_url,
    "none": none_url,
    "picture": picture_url,
    "notes": notes_url,
    "leave": task_list_url,
    "back": previous_url,
}  # buttons that store the page, right or wrong, and lead elsewhere
