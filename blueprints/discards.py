"""Throwing a draft away, and taking it back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from models.base import now
from programme.korean import official_date
from services.submissions import discards
from web.current import g

bp = Blueprint("discards", __name__, url_prefix="/applications")


@bp.get("/<application>/discard")
def show():
    """Asks once: what goes, who else is told, and how long it can be taken back."""
    return render_template(
        "applications/discard.html",
        view=g.view,
        possible=discards.discardable(g.view.application),
        until=official_date(discards.last_day(now())),
    )


@bp.post("/<application>/discard")
def discard():
    discards.discard(g.view, g.person)
    return redirect(url_for("applications.index", said="discarded"), 303)


@bp.post("/discarded")
def take_back():
    row = discards.take_back(request.form.get("application", ""), g.person) or abort(404)
    return redirect(url_for("applications.task_list", application=row.token, said="taken_back"), 303)
