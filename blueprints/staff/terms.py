"""The taxonomies pool entries are sorted by: ours, for the lead agency to keep."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms.staff import TermForm
from models.pool import Term
from models.rescue import Rescue
from services.pool import taxonomies
from web import rescued_input, url_params
from web.current import g

bp = Blueprint("terms", __name__, url_prefix="/staff/terms")


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    return page(taxonomies.kinds(), sent if kept else None, restored=kept)


@bp.post("/")
def save():
    """One word: a new one of a taxonomy, another name for one, or what its row's button says."""
    if "base" not in request.form:  # without it another name would become a new word
        abort(400)
    if not request.form["base"]:
        return named(request.form.get("kind", ""), None)
    term = Term.get_or_none(Term.id == request.form.get("base", 0, type=url_params.positive_int)) or abort(404)
    match request.form.get("do"):
        case "up" | "down" as way:
            taxonomies.move(term, -1 if way == "up" else 1, g.person)
        case "retire" | "offer" as what:
            taxonomies.retire(term, what == "retire", g.person)
        case _:
            return named(term.kind, term)
    return redirect(url_for(".show") + f"#{term.kind}", 303)


def named(kind: str, term: Term | None):
    kinds = taxonomies.kinds()
    if kind not in kinds:
        abort(404)
    form = TermForm.of(TermForm.pick(request.form))
    if not form.validate():
        return page(kinds, request.form, form), 422
    try:
        taxonomies.rename(term, form.name.data, g.person) if term else taxonomies.add(kind, form.name.data, g.person)
    except taxonomies.DuplicateTerm:
        form.name.errors = [
            "이미 있는 이름입니다. 다른 이름을 입력하거나, 그만 쓰기로 한 것이면 다시 쓰기를 눌러 주세요."
        ]
        return page(kinds, request.form, form), 422
    rescued_input.discard_restored()
    return redirect(url_for(".show") + f"#{kind}", 303)


def page(
    kinds: dict[str, str],
    sent: MultiDict[str, str] | None = None,
    form: TermForm | None = None,
    restored: Rescue | None = None,
):
    """kinds: every taxonomy with its name. sent: what stands in one of the page's forms otherwise than stored. form:
    the same, when it was refused."""
    return render_template(
        "staff/terms.html",
        kinds={kind: (name, Term.of(kind)) for kind, name in kinds.items()},
        sent=sent or {},
        errors=form.name.errors if form else [],
        failed=form is not None,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
