"""Evaluators as the lead agency looks after them: inviting, how much each has, and ending a post."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.evaluation import FIELDS, SECTORS, EndEvaluatorForm, InviteEvaluatorForm
from models.base import now
from models.consortium import ACCEPTED, EVALUATOR, REPLACED, Invitation
from models.evaluation import Conflict, Evaluator
from models.person import Person
from models.rescue import Rescue
from services.consortium import invitations
from services.evaluation import anonymising, gate, planning, rounds
from web import rescued_input
from web.current import g

bp = Blueprint("evaluators", __name__, url_prefix="/staff/evaluators")


@bp.get("/")
def index():
    kept, sent = rescued_input.restored_input()
    return page(InviteEvaluatorForm.of(InviteEvaluatorForm.pick(sent)), restored=kept)


@bp.post("/")
def invite():
    form = InviteEvaluatorForm.posted(request.form)
    if not form.validate():
        return page(form, failed=True), 422
    try:
        invitations.invite_evaluator(g.person, form.email.data)
    except (invitations.Already, invitations.TooMany) as refusal:
        form.email.errors = [str(refusal)]
        return page(form, failed=True), 422 if isinstance(refusal, invitations.Already) else 429
    rescued_input.discard_restored()
    return redirect(url_for(".index", done="invited"), 303)


@bp.post("/invitations")
def settle():
    """Send an invitation again, or take it back."""
    row = Invitation.get_or_none(Invitation.token == request.form.get("invitation", ""), Invitation.role == EVALUATOR)
    if row is None:
        abort(404)
    if request.form.get("do") == "withdraw":
        invitations.withdraw(row, g.person)
        return redirect(url_for(".index"), 303)
    try:
        invitations.resend(row, g.person, g.arrived)
    except invitations.TooMany as refusal:
        return page(InviteEvaluatorForm.of(None), refused=str(refusal)), 429
    return redirect(url_for(".index", done="invited"), 303)


def page(form: InviteEvaluatorForm, failed: bool = False, refused: str = "", restored: Rescue | None = None):
    rows = list(Evaluator.select(Evaluator, Person).join(Person).order_by(Evaluator.ended_at, Evaluator.id))
    asked = Invitation.select().where(Invitation.role == EVALUATOR, Invitation.state.not_in((REPLACED, ACCEPTED)))
    return render_template(
        "staff/evaluators.html",
        form=form,
        failed=failed,
        refused=refused,
        rows=rows,
        ready=gate.ready_among(rows),
        loads=rounds.loads(rows),
        asked=[(row, row.state_at(now())) for row in asked.order_by(Invitation.id.desc())],
        done=request.args.get("done", ""),
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        **words(),
    )


def words() -> dict[str, Any]:
    return {"sectors": SECTORS, "fields": FIELDS}


@bp.get("/<other_evaluator>/")
def show():
    kept, sent = rescued_input.restored_input()
    return one(g.other_evaluator, EndEvaluatorForm.of(EndEvaluatorForm.pick(sent)), restored=kept)


@bp.post("/<other_evaluator>/")
def end():
    form = EndEvaluatorForm.posted(request.form)
    if not form.validate():
        return one(g.other_evaluator, form, failed=True), 422
    planning.end_post(g.other_evaluator, form.reason.data, g.person)
    rescued_input.discard_restored()
    return redirect(url_for(".index", done="ended"), 303)


def one(row: Evaluator, form: EndEvaluatorForm, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "staff/evaluator.html",
        row=row,
        form=form,
        failed=failed,
        ready=gate.is_ready(row),
        load=rounds.loads([row])[row.id],
        kept_because=anonymising.kept_because(row),
        conflicts=list(Conflict.select().where(Conflict.evaluator == row).order_by(Conflict.id.desc())),
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        **words(),
    )
