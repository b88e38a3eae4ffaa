"""The requirement check of a case: a line a clause and company, prefilled, answered by the agency's officers."""

from flask import Blueprint, redirect, render_template, request, url_for

from forms import cases as forms
from models.rescue import Rescue
from programme.requirements import SECTIONS
from services.evaluation import moves, requirements
from services.evaluation.requirements import Answer, Line
from web import rescued_input
from web.current import g
from web.staff import log_access
from web.url_params import positive_int

bp = Blueprint("requirements", __name__, url_prefix="/staff/cases/<case>/requirements")


@bp.get("/")
def show():
    lines = requirements.lines(g.case)
    kept, sent = rescued_input.restored_input()
    form = check_form(lines)
    return checked(lines, form.of(form.pick(sent)) if kept else filled(form, lines), restored=kept)


def check_form(lines: list[Line]) -> type[forms.CheckForm]:
    return forms.checking(tuple((title_of(line), tuple(line.answers.items())) for line in lines))


def title_of(line: Line) -> str:
    whose = f"{line.part.name}: " if line.part else ""
    return f"{whose}{line.requirement.number} {line.requirement.title}".strip()


def filled(form: type[forms.CheckForm], lines: list[Line]) -> forms.CheckForm:
    """With what was answered last, or what the rules and the evidence make likely."""
    known: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        name = forms.alphabetic(number)
        known[f"answer_{name}"] = [line.answer or line.suggested]
        if line.row:
            known |= {f"note_{name}": [line.row.note]}
            known |= {f"on_{name}": [line.row.resolved_on.isoformat()]} if line.row.resolved_on else {}
    return form.of(known)


@bp.post("/")
def check():
    lines = requirements.lines(g.case)
    form = check_form(lines).posted(request.form)
    if not form.validate():
        return checked(lines, form, failed=True), 422
    given = {line.key: said for number, line in enumerate(lines) if (said := said_of(form, number)).answer}
    added = requirements.record(g.case, g.person, posted_base(), given)
    rescued_input.discard_restored()
    return redirect(url_for(".show", saved=added), 303)


def said_of(form: forms.CheckForm, number: int) -> Answer:
    answer, note, day = form.line(number)
    return Answer(answer.data or "", (note.data or "").strip(), day.data if day else None)


def posted_base() -> int:
    return request.form.get("base", 0, type=positive_int)


def checked(lines: list[Line], form: forms.CheckForm, failed: bool = False, restored: Rescue | None = None):
    submission = g.case.edition
    log_access(submission, "요건 확인")
    call = g.case.application.call
    return render_template(
        "staff/requirements.html",
        case=g.case,
        submission=submission,
        listing=submission.listing or {},
        sections=SECTIONS,
        lines=list(enumerate(lines)),
        form=form,
        base=posted_base()
        if failed
        else requirements.mark(lines),  # what this page shows, its officer may not have seen
        otherwise={
            number for number, line in enumerate(lines) if line.row and not said_of(form, number).repeats(line.row)
        },
        opens=call.site_opens_at,
        blockers=requirements.blockers(lines, call.site_opens_at),
        writable=requirements.writable(g.case, moves.of_officer(g.case, g.post)),
        saved=request.args.get("saved", "") if request.args.get("saved", "").isdigit() else "",
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
