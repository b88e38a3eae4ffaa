"""Requests for consulting, before the agency they went to: the list, one request with what may be done about it, and
the result, written step by step and sent."""

from dataclasses import asdict

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms import consulting as wizard
from forms import staff as forms
from forms.base import StepForm
from forms.wizard import Task
from models.application import Call
from models.consulting import AGREED, ASSIGNED, CANCELLED, CASE_STATES, SENT, ConsultingCase
from models.rescue import Rescue
from models.submission import StoredDocument
from programme import calls, visits
from programme.application_types import CONSULTING
from programme.korean import today
from services.backoffice import agencies, consulting, consulting_lists
from services.backoffice.consulting_lists import SORTS, Wanted
from services.documents.consulting_result import OFFICER
from services.submissions import consulting_cases, snapshots
from web import downloads, remembered, rescued_input
from web.current import g
from web.staff import (
    ROWS_A_PAGE,
    calls_taking,
    list_paging,
    log_access,
    log_look,
    one_of,
    reason_to_take,
    requested_call,
    search_words,
    send_xlsx,
)
from web.url_params import positive_int

bp = Blueprint("consulting", __name__, url_prefix="/staff/consulting")
FORMS: dict[str, type[StepForm]] = {  # what an officer types, by what the button does
    ASSIGNED: forms.ExpertForm,
    AGREED: forms.VisitDayForm,
    CANCELLED: forms.CancellationForm,
    "note": forms.NoteForm,
}
TOPICS = wizard.WishForm().topics.offered


@bp.get("/")
def index():
    call, known, wanted = requested_list()
    if (back := remembered.restored("consulting", asdict(wanted))) is not None:
        return back
    shown = list_paging(consulting_lists.narrowed(g.post, call, wanted).count())
    return render_template(
        "staff/consulting_list.html",
        call=call,
        wanted=asdict(wanted),
        known=known,
        rows=consulting_lists.cases(g.post, call, wanted, shown["page"], ROWS_A_PAGE),
        **shown,
    )


@bp.get("/list.xlsx")
def list_xlsx():
    call, _, wanted = requested_list()
    rows = consulting_lists.cases(g.post, call, wanted)
    announcement = call.announcement if call else calls.newest()
    return send_xlsx("사전진단 컨설팅", *consulting_lists.table(rows, announcement, TOPICS))


def requested_list() -> tuple[Call | None, dict[str, dict[str, str]], Wanted]:
    """The call the address asks for, what a list may be narrowed by as {code: name}, and what it is."""
    call = requested_call(CONSULTING)
    known = {
        "state": CASE_STATES,
        "agency": agencies.choices(g.post, call, CONSULTING),
        "region": {region: region for region in consulting_lists.regions(g.post, call)},
        "topic": TOPICS,
        "sort": SORTS,
        "call": {each.slug: each.label for each in calls_taking(CONSULTING)},
    }
    narrowed = {name: one_of(name, known[name]) for name in known if name != "call"}
    return call, known, Wanted(**narrowed, words=search_words())


@bp.get("/<submission>/")
def show():
    kept, sent = rescued_input.restored_input()
    return page(sent if kept else None, restored=kept)


@bp.post("/<submission>/")
def act():
    """A move, a note, or sending the result: what the pressed button says."""
    case, do = g.consulting, request.form.get("do", "")
    seen = request.form.get("base", 0, type=positive_int)  # the case's version; of the sheet, where that is sent
    if do not in consulting_cases.OFFICE | {"note", SENT}:
        abort(400)
    form = FORMS.get(do, StepForm).posted(request.form)
    if not form.validate():
        return page(request.form, refused=form), 422
    given = dict(form.data)
    if do == AGREED and (why := consulting.refused_day(g.submission.application.call, given["visit_on"])):
        form["visit_on"].errors = [why]
        return page(request.form, refused=form), 422
    if do == "note":
        consulting.note(case, given["text"], g.person)
    elif do == SENT:
        consulting.send_result(g.submission, seen, g.person)
    else:
        consulting.move(g.submission, do, seen, g.person, **given)
    rescued_input.discard_restored()
    return redirect(url_for(".show", done=do), 303)


def page(sent: MultiDict[str, str] | None = None, refused: StepForm | None = None, restored: Rescue | None = None):
    case, submission = g.consulting, g.submission
    log_look(submission, "컨설팅 처리 화면")
    do = sent.get("do", "") if sent else ""
    drawn = {name: form.of(form.pick(sent)) if sent and name == do else form.of(None) for name, form in FORMS.items()}
    if refused is not None:
        drawn[do] = refused
    elif do != ASSIGNED:
        drawn[ASSIGNED] = forms.ExpertForm.of({"expert": [case.expert or ""], "affiliation": [case.affiliation or ""]})
    first, last = consulting.visit_days(submission.application.call)
    return render_template(
        "staff/consulting.html",
        submission=submission,
        case=case,
        shown=snapshots.read(submission),
        states=CASE_STATES,
        moves={to: consulting_cases.MOVES[to].button for to in consulting_cases.open_moves(case)},
        forms=drawn,
        days=visits.wanted(first, last, today()),
        day_left=today() <= last,
        keeps_day=consulting.keeps_day(case, submission.application.call),
        writable=case.writable,
        sheet=consulting.sheet(case, submission),
        results=consulting_cases.results(case),
        notes=consulting.notes(case),
        history=consulting.history(case),
        documents=list(StoredDocument.named(submission)),
        taking=reason_to_take(submission),
        agency=calls.agency(str(submission.application.agency), submission.application.announcement).name,
        done=request.args.get("done", "") if refused is None else "",
        failed=refused is not None,
        refused=refused,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


# The result


def task_here(slug: str) -> Task:
    """A step of the result; 404 for an unknown one."""
    return consulting.sheet(g.consulting, g.submission).task(slug, OFFICER) or abort(404)


@bp.get("/<submission>/result/<slug>")
def step(slug: str):
    case, task = g.consulting, task_here(slug)
    kept, sent = rescued_input.restored_input()
    known = (case.sheet or {}).get(slug)
    form = task.step.form.of(task.step.form.pick(sent) if kept else known)
    if known and not kept:
        form.validate()
    return step_page(case, task, form, restored=kept)


@bp.post("/<submission>/result/<slug>")
def save_step(slug: str):
    """Kept right or wrong, as it goes by htmx or by its button."""
    case, task = g.consulting, task_here(slug)
    sent = task.step.form.pick(request.form)
    case = consulting.save_step(case, slug, sent, request.form.get("base", 0, type=positive_int), g.person)
    rescued_input.discard_restored()
    if "auto" in request.form:
        return render_template("staff/consulting_live.html", case=case)
    form = task.step.form.of(sent)
    if not form.validate():
        return step_page(case, task, form, failed=True), 422
    steps = list(consulting.sheet(case, g.submission).tasks)
    following = [each.step.slug for each in steps][[each.step.slug for each in steps].index(slug) + 1 :]
    if following:
        return redirect(url_for(".step", slug=following[0]), 303)
    return redirect(url_for(".show") + "#result", 303)


def step_page(case: ConsultingCase, task: Task, form: StepForm, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "staff/consulting_sheet.html",
        submission=g.submission,
        case=case,
        journey=consulting.sheet(case, g.submission),
        task=task,
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


@bp.get("/<submission>/result/<int(max=99999):edition>.docx")
def file(edition: int):
    """The result as it was sent."""
    row = consulting_cases.result_of(g.submission.application, edition) or abort(404)
    return send_result_file(row.name, row.content)


@bp.get("/<submission>/result/0.docx")
def draft():
    """The result as it would be sent now."""
    name, content = consulting.result_file(g.consulting, g.submission)
    return send_result_file(f"초안_{name}", content)


def send_result_file(name: str, content: bytes):
    log_access(g.submission, f"컨설팅 {name}")
    return downloads.send_docx(name, content)
