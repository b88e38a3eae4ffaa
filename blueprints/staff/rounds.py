"""Rounds of evaluation before officers: making one, filling it, watching who hands in, and asking a second officer to
close it (services/backoffice/acts.py)."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

import config
from forms import evaluation as forms
from forms.base import StepForm
from models.application import Call
from models.base import now
from models.evaluation import ACTIVE, OFFERED, PROPOSED, Assignment, Round
from models.rescue import Rescue
from programme.application_types import SITE
from programme.evaluation import printed_score
from services.access.permissions import NotNow
from services.backoffice import cases, proposals
from services.backoffice.acts import ACTS as TOGETHER
from services.evaluation import assignments, closing, official, planning, rounds
from web import rescued_input, round_closing
from web.current import g
from web.staff import calls_taking, every_call, requested_call
from web.url_params import positive_int

bp = Blueprint("rounds", __name__, url_prefix="/staff/rounds")


@bp.get("/")
def index():
    call = (not request.args.get("call") and cases.current_call(SITE, of=every_call())) or requested_call(SITE)
    return render_template(
        "staff/rounds.html",
        call=call,
        calls=calls_taking(SITE),
        rows=rounds.of_call(g.post, call) if call else [],
        called=closing.called,
        waiting=len(rounds.waiting_cases(g.post, call)) if call else 0,
    )


@bp.get("/new/")
def ask():
    call = requested_call(SITE) or abort(404)
    kept, sent = rescued_input.restored_input()
    if kept and sent.get("call") and not request.args.get("call"):  # its address is kept without
        return redirect(url_for(".ask", call=sent["call"], rescue=kept.id), 303)
    if kept:
        return asking(call, forms.RoundForm.of(forms.RoundForm.pick(sent)), picked_in(sent), restored=kept)
    figures, at = rounds.rules(call), now().astimezone(config.KST)
    closes = (at + timedelta(days=figures.open_days.value)).replace(hour=18, minute=0)
    said = {"opens": [f"{at:%Y-%m-%d %H:%M}"], "closes": [f"{closes:%Y-%m-%d %H:%M}"]}
    said |= {"need": [str(figures.evaluators.value)], "quorum": [str(figures.quorum.value)]}
    form = forms.RoundForm.of(said | {"name": [f"현장평가 {len(rounds.of_call(g.post, call)) + 1}차"]})
    return asking(call, form)


@bp.post("/new/")
def make():
    call = requested_call(SITE) or abort(404)
    form = forms.RoundForm.posted(request.form)
    picked = picked_in(request.form)
    if not form.validate():
        return asking(call, form, picked, failed=True), 422
    wanted = rounds.Wanted(**form.data)
    try:
        row = rounds.make(g.post, g.person, call, wanted, sorted(picked))
    except NotNow as refusal:
        return asking(call, form, picked, refused=str(refusal)), 409
    rescued_input.discard_restored()
    return redirect(url_for(".show", round=row.token, done="made"), 303)


def picked_in(sent: MultiDict[str, str]) -> set[int]:
    return {number for each in sent.getlist("case") if (number := positive_int(each))}


def asking(
    call: Call,
    form: forms.RoundForm,
    picked: set[int] | None = None,
    failed: bool = False,
    refused: str = "",
    restored: Rescue | None = None,
):
    """picked: the cases that are ticked, by their ids; None for all."""
    waiting = rounds.waiting_cases(g.post, call)
    return render_template(
        "staff/round_form.html",
        call=call,
        form=form,
        picked={case.id for case in waiting} if picked is None else picked,
        cases=waiting,
        rules=rounds.rules(call),
        failed=failed or bool(refused),
        refused=refused,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


# One round


@bp.get("/<round>/")
def show():
    kept, sent = rescued_input.restored_input()
    if kept and (line := line_with(sent.get("assignment", ""))):
        return choosing(line, restored=kept)
    return page(g.round, restored=None if g.round.closed_at else kept)  # closed, the page has no form any more


def line_with(assignment: str) -> rounds.Line | None:
    """The case an assignment is of, by its token; None for none of this round."""
    found = rounds.lines(g.round, g.person) if assignment else []
    return next((line for line in found if any(each.token == assignment for each in line.held)), None)


@bp.post("/<round>/")
def act():
    """Propose, extend, take back, close: what the pressed button says."""
    of, do = g.round, request.form.get("do", "")
    if do == "close":
        answer = propose_closing(of)
        if not isinstance(answer, tuple):  # which a refusal is
            rescued_input.discard_restored()
        return answer
    if do == "take_closing_back":
        round_closing.take_back(of)
        return redirect(url_for(".show", done=do), 303)
    form = FORMS.get(do, StepForm).posted(request.form)
    if do not in ACTS:
        abort(400)
    if not form.validate():
        return reason_refused(form) if do == "take_back" else (page(of, wrong=form, do=do), 422)
    told = ACTS[do](of, form)
    rescued_input.discard_restored()
    return redirect(url_for(".show", done=do, **told), 303)


def reason_refused(form: StepForm):
    """The page of the case again, of whose assignment was not said why."""
    return choosing(line_with(request.form.get("assignment", "")) or abort(404), wrong=form), 422


@bp.post("/<round>/confirm")
def confirm():
    found = planning.confirm(g.round, g.person)
    many: dict[str, Any] = {"many": found.offered, "far": found.far, "full": found.full, "held": found.held}
    return redirect(url_for(".show", done="confirm", **many), 303)


@bp.post("/<round>/void")
def void():
    form = forms.TakeBackForm.posted(request.form)
    if not form.validate():
        return reason_refused(form)
    planning.found_late(g.round, request.form.get("assignment", ""), form.reason.data, g.person)
    rescued_input.discard_restored()
    return redirect(url_for(".show", done="void"), 303)


def propose_closing(of: Round):
    """Ask a second officer to close it by the scores the page showed; what is found to conflict by now is closed
    first."""
    if request.form.get("round") != of.token:
        abort(400)
    closing.look_again(of)
    form = TOGETHER["close-round"].form(None).posted(request.form)
    if not form.validate():
        return page(of, wrong=form, do="close"), 422
    try:
        proposals.propose(TOGETHER, "close-round", None, form, g.person, shown=request.form.get("shown", ""))
    except NotNow as refusal:
        return page(of, wrong=form, do="close", refused=str(refusal)), 409
    return redirect(url_for(".show", done="close"), 303)


def propose(of: Round, form: StepForm) -> dict[str, Any]:
    return {"many": len(planning.propose(of, g.person).pairs)}


def extend(of: Round, form: Any) -> dict[str, Any]:
    rounds.extend(of, form.closes.data, form.why.data, g.person)
    return {}


def take_back(of: Round, form: Any) -> dict[str, Any]:
    planning.take_back(of, request.form.get("assignment", ""), form.reason.data, g.person)
    return {}


ACTS = {"propose": propose, "extend": extend, "take_back": take_back}
FORMS: dict[str, type[StepForm]] = {"extend": forms.ExtendRoundForm, "take_back": forms.TakeBackForm}


def page(of: Round, wrong: StepForm | None = None, do: str = "", refused: str = "", restored: Rescue | None = None):
    back = MultiDict(restored.sent if restored else {})
    lines, hidden = rounds.lines(of, g.person), rounds.hidden(of, g.person)
    field = planning.field_of(of, lines) if of.closed_at is None else None
    over = g.arrived >= of.closes_at
    unconfirmed = [(line, each) for line in lines for each in line.held if each.state == PROPOSED]
    return render_template(
        "staff/round.html",
        of=of,
        call=of.call,
        rules=rounds.rules(of.call),
        lines=lines,
        going=[line for line in lines if not planning.standstill(line)],
        wanted=planning.wanted,
        standstill=planning.standstill,
        states=assignments.STATES,
        plan=field,
        **round_closing.context(of, lines, hidden, typed="close" in (do, back.get("do"))),
        gaps=sum(planning.wanted(line) for line in lines) if field else 0,
        reasons=planning.reasons(field) if field else {},
        hidden=hidden,
        proposed=len(unconfirmed),
        waiting=sum(each.state == OFFERED for line in lines for each in line.held),
        printed_score=printed_score,
        far_apart=official.far_apart,
        over=over,
        closing=wrong if do == "close" else round_closing.form_of(of, back),
        refused=refused,
        extending=wrong if do == "extend" else forms.ExtendRoundForm.of(forms.ExtendRoundForm.pick(back)),
        unfolded=wrong is not None or back.get("do") == "extend",
        failed=wrong is not None,
        faults=wrong.faults if wrong else [],
        done=request.args.get("done", "") if wrong is None else "",
        many=request.args.get("many", 0, type=positive_int),
        far=request.args.get("far", 0, type=positive_int),
        full=request.args.get("full", 0, type=positive_int),
        held=request.args.get("held", 0, type=positive_int),
        namesakes=sum(bool(field.warning(line.case.id, each.evaluator_id)) for line, each in unconfirmed)
        if field
        else 0,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


# One case of a round, by hand


@bp.get("/<round>/<line>/")
def choose():
    return choosing(g.line)


@bp.post("/<round>/<line>/")
def add():
    who = request.form.get("evaluator", 0, type=positive_int)
    if not who:
        return choosing(g.line, failed=True), 422
    planning.add(g.round, g.line.case.id, who, g.person)
    return redirect(url_for(".show", done="added"), 303)


def choosing(line: rounds.Line, failed: bool = False, restored: Rescue | None = None, wrong: StepForm | None = None):
    """failed: no evaluator was chosen; wrong: why one of its assignments was not taken back."""
    of, field = g.round, planning.field_of(g.round, [line])
    key = line.case.id
    back = MultiDict(restored.sent if restored else request.form if wrong else {})
    return render_template(
        "staff/round_case.html",
        of=of,
        line=line,
        wanted=planning.wanted(line),
        standstill=planning.standstill(line),
        states=assignments.STATES,
        active=ACTIVE,
        rows=[
            (row, field.loads[number], field.bars(key, number), field.warning(key, number))
            for number, row in field.candidates.items()
        ],
        warnings={each.id: field.warning(key, each.evaluator_id) for each in line.held if each.state in UNANSWERED},
        failed=failed or wrong is not None,
        unchosen=failed,
        faults=wrong.faults if wrong else [],
        taking_back={each.id: taking_back(each, back, wrong) for each in line.held},
        restored=restored,
    )


def taking_back(each: Assignment, back: MultiDict[str, str], wrong: StepForm | None) -> forms.TakeBackForm:
    """What is asked of who takes this assignment back; with what was sent, where it was sent for this one."""
    sent = each.token == back.get("assignment")
    form: Any = wrong if sent and wrong else forms.TakeBackForm.of(forms.TakeBackForm.pick(back) if sent else None)
    form.reason.id = f"reason-{each.id}"
    return form


UNANSWERED = PROPOSED, OFFERED
