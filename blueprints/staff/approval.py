"""Registrations in the supplier pool, before the lead agency: the queue, one registration, and the decisions."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms import staff as forms
from models.application import Rescue
from models.company import APPROVED, POOL_STATES, RETURNED, SUSPENDED, WAITING
from models.pool import RESUMED, TAKEN_BACK
from models.submission import StoredDocument
from services.access import permissions
from services.pool import case_items, comparisons, decisions, suspensions
from services.submissions import completions, registrations, snapshot_findings, snapshots
from web import rescued_input
from web.request_hooks import CSP
from web.staff import log_access

FRAMING = f"{CSP}; frame-src 'self'"  # the page shows certificates in a frame

bp = Blueprint("approval", __name__, url_prefix="/staff/registrations")


@bp.get("/")
def queue():
    return render_template(
        "staff/queue.html",
        waiting=decisions.queue(WAITING),
        returned=sorted(decisions.queue(RETURNED), key=lambda row: (row.due is None, row.due or row.since)),
        overdue=completions.overdue,
    )


@bp.get("/<registration>/")
def show():
    kept, sent = rescued_input.restored_input()
    return page(sent if kept else None, restored=kept)


@bp.post("/<registration>/")
def send_back():
    form = reasons_form(request.form)
    if not form.validate() or not form.given_reasons():
        return page(request.form, refused="faults" if form.faults else "none")
    decisions.send_back(g.submission.application, seen_state(), form.given_reasons(), g.person, form.due.data)
    return decided(RETURNED)


@bp.post("/<registration>/approve")
def approve():
    if reasons_form(request.form).given_reasons():  # written, and the other button pressed: neither is guessed
        return page(request.form, refused="contradiction")
    decisions.approve(g.submission.application, seen_state(), g.person)
    return decided(APPROVED)


@bp.post("/<registration>/completion")
def take_back():
    decisions.take_back(g.submission.application, seen_state(), g.person)
    return decided(TAKEN_BACK)


@bp.get("/<registration>/suspend")
def suspend_page():
    kept, sent = rescued_input.restored_input()
    form = forms.SuspensionForm.of(forms.SuspensionForm.pick(sent) if kept else None)
    return suspension_page(form, restored=kept)


@bp.post("/<registration>/suspend")
def suspend():
    form = forms.SuspensionForm.of(forms.SuspensionForm.pick(request.form))
    if not form.validate():
        return suspension_page(form, failed=True), 422
    decisions.suspend(g.submission.application, seen_state(), form.reason.data, g.person)
    return decided(SUSPENDED)


@bp.post("/<registration>/resume")
def resume():
    decisions.resume(g.submission.application, seen_state(), g.person)
    return decided(RESUMED)


def seen_state() -> decisions.SeenState:
    return decisions.SeenState.of(request.form.get("base", ""))


def decided(decision: str):
    rescued_input.discard_restored()
    return redirect(url_for(".show", done=decision), 303)


def reasons_form(sent: MultiDict[str, str] | None) -> forms.ReasonsForm:
    form = forms.reasons(tuple(decisions.items(snapshots.read(g.submission)).items()))
    due = completions.usual_due(g.submission.application).isoformat()
    return form.of(form.pick(sent) if sent else {"due": [due]})


def page(sent: MultiDict[str, str] | None = None, refused: str = "", restored: Rescue | None = None):
    submission, supplier = g.submission, g.supplier
    log_access(submission, f"등록 신청 내용 (제{submission.edition}차)")
    shown = snapshots.read(submission)
    reviews = decisions.reviews(supplier.company)
    findings = snapshot_findings.of(submission)
    case = case_items.of(shown, findings)
    form = reasons_form(sent)
    if refused:
        form.validate()
    drawn = render_template(
        "staff/registration.html",
        shown=shown,
        submission=submission,
        supplier=supplier,
        state=POOL_STATES[supplier.state],
        seen=decisions.SeenState(submission.edition, supplier.state),
        may={name: permissions.allowed_in(action, supplier.state) for name, action in decisions.ACTIONS.items()},
        latest=decisions.current_submission(supplier.company) == submission,
        expected=registrations.expected(submission) if supplier.state == WAITING else None,
        changes=comparisons.changes(submission, supplier),
        new=comparisons.new_certificates(submission, supplier.company),
        round=comparisons.round_of(submission),
        asked=completions.returned(submission.application),
        overdue=completions.overdue,
        findings=findings,
        case=case,
        reviews=reviews,
        done=bool(reviews) and reviews[0].decision == request.args.get("done") and not refused,
        waiting=decisions.queued(WAITING),
        decisions=decisions.DECISIONS,
        items=decisions.items(shown),
        documents=list(StoredDocument.named(submission)),
        form=form,
        refused=refused,
        failed=bool(refused),
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
    return drawn, 422 if refused else 200, {"Content-Security-Policy": FRAMING}


def suspension_page(form: forms.SuspensionForm, failed: bool = False, restored: Rescue | None = None):
    submission, supplier = g.submission, g.supplier
    return render_template(
        "staff/suspend.html",
        title=snapshots.read(submission).title,
        submission=submission,
        state=POOL_STATES[supplier.state],
        possible=permissions.allowed_in(decisions.ACTIONS[SUSPENDED], supplier.state),
        touched=suspensions.touched(submission.application),
        seen=decisions.SeenState(submission.edition, supplier.state),
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
