"""Registrations in the supplier pool, before the lead agency: the queue, one registration, and the decisions."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from blueprints import rescue
from blueprints.staff.handed_in import looked
from forms import staff as forms
from models.application import Rescue
from models.company import APPROVED, POOL_STATES, RETURNED, SUSPENDED, WAITING
from models.pool import RESUMED
from models.submission import StoredPaper
from services.access import permissions
from services.pool import decisions
from services.submissions import registrations, snapshots

bp = Blueprint("approval", __name__, url_prefix="/staff/registrations")


@bp.get("/")
def queue():
    return render_template("staff/queue.html", waiting=decisions.queue(WAITING), returned=decisions.queue(RETURNED))


@bp.get("/<registration>/")
def show():
    kept, sent = rescue.restored()
    return page(sent if kept else None, restored=kept)


@bp.post("/<registration>/")
def send_back():
    form = reasons(request.form)
    if not form.validate() or not form.said():
        return page(request.form, refused="faults" if form.faults else "none"), 422
    decisions.send_back(g.submission.application, seen(), form.said(), g.person)
    return done(RETURNED)


@bp.post("/<registration>/approve")
def approve():
    if reasons(request.form).said():  # written, and the other button pressed: neither is guessed
        return page(request.form, refused="contradiction"), 422
    decisions.approve(g.submission.application, seen(), g.person)
    return done(APPROVED)


@bp.get("/<registration>/suspend")
def suspension():
    kept, sent = rescue.restored()
    form = forms.SuspensionForm.of(forms.SuspensionForm.pick(sent) if kept else None)
    return suspending(form, restored=kept)


@bp.post("/<registration>/suspend")
def suspend():
    form = forms.SuspensionForm.of(forms.SuspensionForm.pick(request.form))
    if not form.validate():
        return suspending(form, failed=True), 422
    decisions.suspend(g.submission.application, seen(), form.reason.data, g.person)
    return done(SUSPENDED)


@bp.post("/<registration>/resume")
def resume():
    decisions.resume(g.submission.application, seen(), g.person)
    return done(RESUMED)


def seen() -> decisions.Seen:
    return decisions.Seen.of(request.form.get("base", ""))


def done(decision: str):
    rescue.stored()
    return redirect(url_for(".show", done=decision), 303)


def reasons(sent: MultiDict[str, str] | None) -> forms.ReasonsForm:
    form = forms.reasons(tuple(decisions.items(snapshots.read(g.submission)).items()))
    return form.of(form.pick(sent) if sent else None)


def page(sent: MultiDict[str, str] | None = None, refused: str = "", restored: Rescue | None = None):
    submission, supplier = g.submission, g.supplier
    looked(submission, f"등록 신청 내용 (제{submission.edition}차)")
    shown = snapshots.read(submission)
    reviews = decisions.reviews(supplier.company)
    form = reasons(sent)
    if refused:
        form.validate()
    return render_template(
        "staff/registration.html",
        shown=shown,
        submission=submission,
        supplier=supplier,
        state=POOL_STATES[supplier.state],
        seen=decisions.Seen(submission.edition, supplier.state),
        may={name: permissions.fits(action, supplier.state) for name, action in decisions.ACTIONS.items()},
        latest=decisions.handed_in(supplier.company) == submission,
        expected=registrations.expected(submission) if supplier.state == WAITING else None,
        changes=decisions.changes(submission, supplier),
        reviews=reviews,
        done=bool(reviews) and reviews[0].decision == request.args.get("done") and not refused,
        waiting=decisions.queued(WAITING),
        decisions=decisions.DECISIONS,
        items=decisions.items(shown),
        papers=list(StoredPaper.named(submission)),
        form=form,
        refused=refused,
        failed=bool(refused),
        restored=restored,
        rescues=rescue.offered(restored),
    )


def suspending(form: forms.SuspensionForm, failed: bool = False, restored: Rescue | None = None):
    submission, supplier = g.submission, g.supplier
    return render_template(
        "staff/suspend.html",
        title=snapshots.read(submission).title,
        submission=submission,
        state=POOL_STATES[supplier.state],
        possible=permissions.fits(decisions.ACTIONS[SUSPENDED], supplier.state),
        seen=decisions.Seen(submission.edition, supplier.state),
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescue.offered(restored),
    )
