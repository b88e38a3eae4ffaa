"""Registrations in the supplier pool, before the lead agency: the queue, one registration, and the decisions."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from blueprints import rescue
from blueprints.staff.handed_in import found, looked
from forms import staff as forms
from models.application import Rescue
from models.company import APPROVED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Supplier
from models.pool import RESUMED
from models.submission import StoredPaper, Submission
from programme.application_types import POOL
from services.access import permissions
from services.pool import decisions
from services.submissions import registrations, snapshots

bp = Blueprint("approval", __name__, url_prefix="/staff/registrations")


@bp.get("/")
def queue():
    return render_template("staff/queue.html", waiting=decisions.queue(WAITING), returned=decisions.queue(RETURNED))


@bp.get("/<token>/")
def show(token: str):
    submission = found(token, POOL)
    kept, sent = rescue.restored()
    return page(submission, sent if kept else None, restored=kept)


@bp.post("/<token>/")
def send_back(token: str):
    submission = found(token, POOL)
    form = reasons(submission, request.form)
    if not form.validate() or not form.said():
        return page(submission, request.form, refused="faults" if form.faults else "none"), 422
    decisions.send_back(submission.application, seen(), form.said(), g.person)
    return done(token, RETURNED)


@bp.post("/<token>/approve")
def approve(token: str):
    submission = found(token, POOL)
    if reasons(submission, request.form).said():  # written, and the other button pressed: neither is guessed
        return page(submission, request.form, refused="contradiction"), 422
    decisions.approve(submission.application, seen(), g.person)
    return done(token, APPROVED)


@bp.get("/<token>/suspend")
def suspension(token: str):
    kept, sent = rescue.restored()
    form = forms.SuspensionForm.of(forms.SuspensionForm.pick(sent) if kept else None)
    return suspending(found(token, POOL), form, restored=kept)


@bp.post("/<token>/suspend")
def suspend(token: str):
    submission = found(token, POOL)
    form = forms.SuspensionForm.of(forms.SuspensionForm.pick(request.form))
    if not form.validate():
        return suspending(submission, form, failed=True), 422
    decisions.suspend(submission.application, seen(), form.reason.data, g.person)
    return done(token, SUSPENDED)


@bp.post("/<token>/resume")
def resume(token: str):
    decisions.resume(found(token, POOL).application, seen(), g.person)
    return done(token, RESUMED)


def seen() -> decisions.Seen:
    return decisions.Seen.of(request.form.get("base", ""))


def done(token: str, decision: str):
    rescue.stored()
    return redirect(url_for(".show", token=token, done=decision), 303)


def reasons(submission: Submission, sent: MultiDict[str, str] | None) -> forms.ReasonsForm:
    form = forms.reasons(tuple(decisions.items(snapshots.read(submission)).items()))
    return form.of(form.pick(sent) if sent else None)


def entry(submission: Submission) -> Supplier:
    return Supplier.get_or_none(Supplier.company == submission.application.company) or abort(404)


def page(
    submission: Submission,
    sent: MultiDict[str, str] | None = None,
    refused: str = "",
    restored: Rescue | None = None,
):
    looked(submission, f"등록 신청 내용 (제{submission.edition}차)")
    supplier = entry(submission)
    shown = snapshots.read(submission)
    reviews = decisions.reviews(supplier.company)
    form = reasons(submission, sent)
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


def suspending(
    submission: Submission, form: forms.SuspensionForm, failed: bool = False, restored: Rescue | None = None
):
    supplier = entry(submission)
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
