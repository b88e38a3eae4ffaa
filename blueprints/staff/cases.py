"""Cases after closing: queue, case and completion. Each move with a button (programme/course.py) is a route."""

import io
from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import MultiDict

from docgen import DOCX
from forms import cases as forms
from forms.base import StepForm
from models.case import CaseDocument
from models.proposal import Proposal
from models.rescue import Rescue
from programme import calls, course
from programme.announcement import Announcement
from programme.application_types import PROJECT
from programme.korean import day_of
from services.access.permissions import NotNow
from services.backoffice import agencies, cases, proposals, queries
from services.backoffice.acts import ACTS
from services.drafts import applications
from services.evaluation import completion, letters, moves, opening, requirements
from web import rescued_input
from web.current import g
from web.staff import (
    ROWS_A_PAGE,
    calls_taking,
    every_call,
    irregular_suppliers,
    list_paging,
    log_access,
    one_of,
    requested_call,
    search_words,
)
from web.url_params import positive_int

bp = Blueprint("cases", __name__, url_prefix="/staff/cases")
FORMS: dict[str, type[StepForm]] = {  # what a move with a button asks for on the page of its case
    move.name: forms.reason(move.name)
    for move in course.MOVES
    if move.button and move.asks and not {"items", "clauses", "agency"} & set(move.asks)
}


def forms_here() -> dict[str, type[StepForm]]:
    """The same of the case in the address, and its next agency."""
    return FORMS | {course.REASSIGN: forms.reassigning(course.REASSIGN, g.case.agency, g.case.application.announcement)}


@bp.get("/")
def index():
    call = requested_call() if request.args.get("call") else cases.current_call(of=every_call())
    choices = agencies.choices(g.post, call, PROJECT)
    choices |= {queries.UNASSIGNED: "배정 전"} if choices else {}
    wanted = cases.Wanted(one_of("part", cases.PARTS), one_of("agency", choices), search_words())
    queue = cases.Queue(g.post, call, g.arrived, wanted)
    shown = list_paging(queue.total)
    return render_template(
        "staff/cases.html",
        call=call,
        calls=calls_taking(),
        wanted=asdict(wanted),
        parts=cases.PARTS,
        agencies=choices,
        counts=queue.counts,
        rows=queue.rows(shown["page"], ROWS_A_PAGE),
        waiting=opening.waiting(call).count() if call and g.post.agency is None else 0,
        closed=bool(call and g.arrived >= call.closes_at),
        opened=request.args.get("opened", "") if request.args.get("opened", "").isdigit() else "",
        **shown,
    )


@bp.post("/open")
def open_cases():
    call = applications.call_named(request.form.get("call", "")) or abort(404)
    made = opening.open_cases(call, g.person, g.arrived)
    return redirect(url_for(".index", call=call.slug, opened=made), 303)


@bp.get("/<case>/")
def show():
    kept, sent = rescued_input.restored_input()
    return page(sent if kept else None, restored=kept)


def seen_here() -> int:
    """The counter of moves the page showed."""
    return request.form.get("base", 0, type=positive_int)


def make_move(name: str) -> Callable[[], object]:
    """The view of a move that asks for a reason at most."""

    def view() -> object:
        form = forms_here().get(name, StepForm).posted(request.form)
        if not form.validate():
            return page(request.form, refused=(name, form)), 422
        said = dict(form.data)
        try:
            if name == course.REASSIGN:
                opening.reassign(g.case, g.person, seen_here(), said["agency"], said["reason"])
            else:
                moves.make(g.case, name, g.person, seen_here(), said=said)
        except letters.TellsWho as refusal:
            refusal.mark(form)
            return page(request.form, refused=(name, form)), 422
        rescued_input.discard_restored()
        return redirect(url_for(".show", done=name), 303)

    return view


def page(
    sent: MultiDict[str, str] | None = None,
    refused: tuple[str, StepForm] | None = None,
    restored: Rescue | None = None,
):
    case = g.case
    submission = case.edition
    log_access(submission, "과제 처리 화면")
    known = forms_here()
    drawn = {name: form.of(None) for name, form in known.items()}
    if refused:
        drawn[refused[0]] = refused[1]
    elif sent:
        drawn |= {name: form.of(form.pick(sent)) for name, form in known.items()}
    proposed = [(row, proposals.is_overtaken(row)) for row in proposals.open_about(case, g.arrived)]
    awaited = {row.act.replace("-", "_") for row, overtaken in proposed if not overtaken}
    acting = moves.of_officer(case, g.post)
    found = [move for move in moves.open_to(case, acting) if move.name not in awaited]
    done = course.BY_NAME.get(request.args.get("done", "")) if not refused else None
    return render_template(
        "staff/case.html",
        case=case,
        submission=submission,
        listing=submission.listing or {},
        states=course.STATES,
        moves=found,
        named=course.BY_NAME,
        forms=drawn,
        writable=requirements.writable(case, acting),
        left=unmet() if course.BY_NAME[course.PASS] in found else 0,
        agency=calls.agency(case.agency, case.application.announcement).name if case.agency else "배정 전",
        history=moves.history(case),
        documents=documents_of(),
        **irregular_suppliers(submission),
        proposals=proposed,
        declined=proposals.declined_about(case),
        lead=g.post.agency is None,
        confirms=letters.CONFIRMS[case.agency is not None],
        today=day_of(g.arrived),
        done=done,
        done_mailed=bool(done and done.mails and letters.is_told(done.name)),
        proposed=request.args.get("proposed", "") if not refused else "",
        failed=refused is not None,
        refused=refused[1] if refused else None,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


def unmet() -> int:
    """How many things stand in the way of passing the requirements."""
    opens = g.case.application.call.site_opens_at
    return len(requirements.blockers(requirements.lines(g.case), opens))


def documents_of() -> list[CaseDocument]:
    """The letters of the case, without their content."""
    known = CaseDocument.id, CaseDocument.name, CaseDocument.size, CaseDocument.sha256
    return list(CaseDocument.select(*known).where(CaseDocument.case == g.case).order_by(CaseDocument.id))


@bp.get("/<case>/letters/<int(max=999999999):document>")
def document(document: int):
    row = CaseDocument.get_or_none(CaseDocument.id == document, CaseDocument.case == g.case) or abort(404)
    log_access(g.case.edition, f"서류 {row.name}")
    response = send_file(io.BytesIO(row.content), mimetype=DOCX, as_attachment=True, download_name=row.name)
    response.headers["Cache-Control"] = "no-store"
    return response


# Completion


@bp.get("/<case>/complete")
def ask_page():
    known = completion.offered(g.case)
    form = forms.asking(tuple(" – ".join(filter(None, each)) for each in known.values()))
    kept, sent = rescued_input.restored_input()
    due = completion.usual_due().isoformat()
    return asking(known, form.of(form.pick(sent) if kept else {"due": [due]}), restored=kept)


def ask_completion():
    known = completion.offered(g.case)
    form = forms.asking(tuple(" – ".join(filter(None, each)) for each in known.values())).posted(request.form)
    holds = form.validate()
    if not form.words() and not form.due.errors:
        form.due.errors, holds = ["보완할 것을 하나 이상 적어 주세요."], False
    if not holds:
        return asking(known, form, failed=True), 422
    items, words = list(known), form.words()
    asked = {items[number]: text for number, text in words.items()}
    try:
        completion.ask(g.case, g.person, seen_here(), known, asked, form.due.data or completion.usual_due())
    except letters.TellsWho as refusal:
        refusal.mark(form)
        return asking(known, form, failed=True), 422
    rescued_input.discard_restored()
    return redirect(url_for(".show", done=course.ASK_COMPLETION), 303)


def asking(
    known: dict[completion.Item, tuple[str, str]],
    form: forms.AskForm,
    failed: bool = False,
    restored: Rescue | None = None,
):
    submission = g.case.edition
    groups: dict[str, list[tuple[str, str]]] = {}
    for number, (title, whose) in enumerate(known.values()):
        groups.setdefault(whose or "함께 쓰는 단계", []).append((f"{form.PREFIX}{forms.alphabetic(number)}", title))
    return render_template(
        "staff/case_completion.html",
        case=g.case,
        listing=submission.listing or {},
        groups=groups,
        form=form,
        days=completion.DAYS,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


# Ineligible: one officer enters it, another confirms


@bp.get("/<case>/ineligible")
def ineligible_page():
    form = ACTS["find-ineligible"].form(g.case)
    kept, sent = rescued_input.restored_input()
    return entering(form.of(form.pick(sent) if kept else None), restored=kept)


def find_ineligible():
    form = ACTS["find-ineligible"].form(g.case).posted(request.form)
    if not form.validate():
        return entering(form, failed=True), 422
    try:
        cases.propose_ineligible(g.case, form, g.person, seen_here())
    except letters.TellsWho as refusal:
        refusal.mark(form)
        return entering(form, failed=True), 422
    except NotNow as refusal:
        return entering(form, failed=True, refused=str(refusal)), 409
    rescued_input.discard_restored()
    return redirect(url_for(".show", proposed="yes"), 303)


def entering(form: StepForm, failed: bool = False, refused: str = "", restored: Rescue | None = None):
    call: Announcement = g.case.application.announcement
    return render_template(
        "staff/case_ineligible.html",
        case=g.case,
        listing=g.case.listing,
        act=ACTS["find-ineligible"],
        call=call,
        form=form,
        failed=failed,
        refused=refused,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


@bp.post("/<case>/proposal")
def take_back():
    """Whoever proposed something about the case takes it back."""
    mine = Proposal.case == g.case, Proposal.by == g.person, Proposal.open_at(g.arrived)
    row = Proposal.get_or_none(*mine) or abort(404)
    proposals.decline(ACTS, row, g.person, g.arrived)
    return redirect(url_for(".show"), 303)


OWN = {course.ASK_COMPLETION: ask_completion, course.FIND_INELIGIBLE: find_ineligible}
for each in course.MOVES:
    if each.button:
        bp.add_url_rule(f"/<case>/{each.name}", each.name, OWN.get(each.name, make_move(each.name)), methods=["POST"])
