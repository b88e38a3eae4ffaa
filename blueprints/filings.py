"""Saying that what was handed in here was handed in where it counts: one press, or with its number and moment; and undoing."""

from datetime import datetime

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

import config
from blueprints import rescue
from forms.filing import FilingForm
from models.application import Rescue
from models.submission import Filing, Submission
from services.submissions import filings

bp = Blueprint("filings", __name__, url_prefix="/applications/<application>/filed")


@bp.get("/")
def show():
    asked()
    kept, sent = rescue.restored()
    return page(FilingForm.of(FilingForm.pick(sent) if kept else known()), restored=kept)


@bp.post("/")
def save():
    asked()
    row = g.standing.application
    if request.form.get("answer") == "now":
        filings.note(row, "", g.arrived, g.person)
        return done()
    form = FilingForm.of(FilingForm.pick(request.form))
    if not form.validate_at(g.arrived):
        return page(form, failed=True), 422
    filings.note(row, form.number.data or "", form.moment, g.person)
    rescue.stored()
    return done()


@bp.post("/undo")
def undo():
    asked()
    filings.undo(g.standing.application, g.person)
    return done()


def asked() -> None:
    """404 where handing in here is all there is to do, or nothing was handed in."""
    application = g.standing.application
    if not filings.asked(application) or not Submission.standing_for(application):
        abort(404)


def done():
    return redirect(url_for("submission.receipt") + "#filed", 303)


def known() -> dict[str, list[str]]:
    """What was said before about this edition; else that it is being done now."""
    row = Filing.of(g.standing.application)
    standing = Submission.standing_for(g.standing.application)
    row = row if row and row.submission == standing else None
    at: datetime = (row.filed_at if row else g.arrived).astimezone(config.KST)
    return {"number": [row.number if row else ""], "day": [f"{at:%Y-%m-%d}"], "time": [f"{at:%H:%M}"]}


def page(form: FilingForm, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "submission/filed.html",
        standing=g.standing,
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescue.offered(restored),
    )
