"""Registrations in the supplier pool, before the lead agency: the queue, one registration, and the decisions."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms import staff as forms
from models.company import APPROVED, POOL_STATES, RETURNED, SUSPENDED, WAITING
from models.pool import RESUMED, TAKEN_BACK
from models.rescue import Rescue
from models.review_notes import MEND
from services.access import permissions
from services.pool import clean_registrations, decisions, registration_items, review_notes, suspensions
from services.submissions import completions, snapshot_findings, snapshots
from web import registration_page, remembered, rescued_input
from web.current import g
from web.request_hooks import htmx
from web.staff import list_paging, one_of, rows_on
from web.url_params import positive_int

bp = Blueprint("approval", __name__, url_prefix="/staff/registrations")


@bp.get("/")
def queue():
    wanted = {"kind": one_of("kind", review_notes.KINDS), "taker": one_of("taker", review_notes.TAKERS)}
    back = remembered.restored(registration_page.QUEUE, wanted)
    return queue_page(decisions.queue(WAITING)) if back is None else back


@bp.post("/")
def approve_several():
    """Approve the clean ones that were chosen; 409 where one was not, and the page says which and why."""
    pairs = [text.rpartition(":") for text in request.form.getlist("case")]
    chosen, all_waiting = [(token, positive_int(edition)) for token, _, edition in pairs], decisions.queue(WAITING)
    outcomes = clean_registrations.approve(chosen, all_waiting, g.person)
    if not outcomes:
        return queue_page(all_waiting, outcomes, failed=True), 422
    refused = any(each.refused for each in outcomes)
    return queue_page(decisions.queue(WAITING), outcomes, refused), 409 if refused else 200


def queue_page(
    all_waiting: list[decisions.Queued], outcomes: list[clean_registrations.Outcome] | None = None, failed: bool = False
):
    waiting, returned = registration_page.narrowed(all_waiting), registration_page.narrowed(decisions.queue(RETURNED))
    returned.sort(key=lambda row: (row.due is None, row.due or row.since))
    pages = {"page": list_paging(len(waiting)), "returned": list_paging(len(returned), "returned")}
    shown = rows_on(pages["page"], waiting)
    return render_template(
        "staff/queue.html",
        wanted=remembered.kept(registration_page.QUEUE),
        kinds=review_notes.KINDS,
        takers=review_notes.TAKERS,
        outcomes=outcomes,
        failed=failed,
        pages=pages,
        waiting=shown,
        clean=clean_registrations.among(shown, g.person),
        returned=rows_on(pages["returned"], returned),
        overdue=completions.overdue,
        taken=review_notes.taken(),
    )


@bp.get("/<registration>/")
def show():
    kept, sent = rescued_input.restored_input()
    shown = snapshots.read(g.submission)
    given = registration_page.Given.of(sent, shown) if sent else None
    return registration_page.draw(shown, given, restored=kept)


@bp.post("/<registration>/ticks")
def tick():
    """What the officer ticked so far: stored as it goes by htmx, else by a button, which may also tick all that the
    rules say nothing of, or put words kept ready into a box."""
    shown = snapshots.read(g.submission)
    given = registration_page.Given.of(request.form, shown)
    if not given.form.validate():
        return registration_page.draw(shown, given, refused="faults")
    ticks = given.ticks
    item, _, number = request.form.get("phrase", "").rpartition(":")
    if item:
        words = next((row.words for row in review_notes.ready_reasons() if str(row.id) == number), "") or abort(400)
        before = ticks.get(item, review_notes.Tick("")).words
        ticks |= {item: review_notes.Tick(MEND, "\n".join(filter(None, (before, words)))[: forms.REASON])}
    review_notes.tick(g.submission.application, seen_state(), ticks, g.person)
    case = registration_items.of(shown, snapshot_findings.of(g.submission), decisions.items(shown))
    if "all" in request.form:
        more = review_notes.all_right(case, review_notes.ticks(g.submission, g.person))
        review_notes.tick(g.submission.application, seen_state(), more, g.person)
    if htmx:
        return render_template(
            "staff/tally.html", tally=review_notes.tally(case, review_notes.ticks(g.submission, g.person))
        )
    rescued_input.discard_restored()
    return redirect(url_for(".show") + (f"#at-{item}" if item else "#decide"), 303)


@bp.post("/<registration>/taken")
def take():
    """Take it on, or give it up."""
    (review_notes.give_up if "give_up" in request.form else review_notes.take)(g.submission.application, g.person)
    return redirect(url_for(".show"), 303)


@bp.post("/<registration>/")
def send_back():
    shown = snapshots.read(g.submission)
    given = registration_page.Given.of(request.form, shown)
    if not given.form.validate():
        return registration_page.draw(shown, given, refused="faults")
    if given.blank or not given.reasons:
        return registration_page.draw(shown, given, refused="blank" if given.blank else "none")
    waiting = registration_page.narrowed(decisions.queue(WAITING))
    decisions.send_back(g.submission.application, seen_state(), given.reasons, g.person, given.form.due.data)
    return decided(RETURNED, waiting)


@bp.post("/<registration>/approve")
def approve():
    shown = snapshots.read(g.submission)
    given = registration_page.Given.of(request.form, shown)
    if given.mends:  # and the other button pressed: neither is guessed
        return registration_page.draw(shown, given, refused="contradiction")
    waiting = registration_page.narrowed(decisions.queue(WAITING))
    decisions.approve(g.submission.application, seen_state(), g.person)
    return decided(APPROVED, waiting)


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


def decided(decision: str, waiting: list[decisions.Queued] | None = None):
    """On to the next in the queue as it was, waiting, where the officer works through it; else back to the page."""
    rescued_input.discard_restored()
    token = g.submission.application.token
    following = registration_page.following(waiting or [], token)
    if following:
        return redirect(url_for(".show", registration=following, done=decision, of=token), 303)
    return redirect(url_for(".show", done=decision), 303)


def suspension_page(form: forms.SuspensionForm, failed: bool = False, restored: Rescue | None = None):
    submission, supplier = g.submission, g.supplier
    return render_template(
        "staff/suspend.html",
        title=snapshots.title(submission),
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
