"""Saying that what was submitted here was submitted where it counts: one press, or with its number and moment; and
undoing."""

from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for

import config
from forms.filing import FilingForm
from models.rescue import Rescue
from models.submission import Filing, Submission
from services.submissions import filings
from web import rescued_input
from web.current import g
from web.url_params import positive_int

bp = Blueprint("filings", __name__, url_prefix="/applications/<application>/filed")


@bp.get("/")
def show():
    submission = standing_here()
    kept, sent = rescued_input.restored_input()
    form = FilingForm.of(FilingForm.pick(sent) if kept else recorded_filing(submission))
    return page(submission, form, restored=kept)


@bp.post("/")
def save():
    submission, row = standing_here(), g.view.application
    seen = request.form.get("base", 0, type=positive_int)
    if request.form.get("answer") == "now":
        filings.note(row, seen, "", g.arrived, g.person)
        return back_to_receipt()
    form = FilingForm.of(FilingForm.pick(request.form))
    if not form.validate_at(g.arrived):
        return page(submission, form, failed=True), 422
    filings.note(row, seen, form.number.data or "", form.moment, g.person)
    rescued_input.discard_restored()
    return back_to_receipt()


@bp.post("/undo")
def undo():
    standing_here()
    filings.undo(g.view.application, g.person)
    return back_to_receipt()


def standing_here() -> Submission:
    """What was submitted; 404 where nothing was."""
    return g.view.standing or abort(404)


def back_to_receipt():
    return redirect(url_for("submission.receipt") + "#filed", 303)


def recorded_filing(submission: Submission) -> dict[str, list[str]]:
    """What was said before about this edition; else that it is being done now."""
    row = Filing.of(g.view.application)
    row = row if row and row.submission == submission else None
    at: datetime = (row.filed_at if row else g.arrived).astimezone(config.KST)
    return {"number": [row.number if row else ""], "day": [f"{at:%Y-%m-%d}"], "time": [f"{at:%H:%M}"]}


def page(submission: Submission, form: FilingForm, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "submission/filed.html",
        view=g.view,
        submission=submission,
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
