"""All of what was handed in, for staff: one ZIP and one PDF. Every taking is logged."""

from flask import Blueprint, g, redirect, render_template, url_for

from blueprints import binding, submitted
from blueprints.staff.handed_in import looked, page_of
from services.pdf import conversions, printing
from services.pdf.conversions import SUBMITTED
from services.submissions import snapshots

bp = Blueprint("sets", __name__, url_prefix="/staff/applications/<submission>/submitted")


@bp.get("/all.zip")
def bundle():
    submission = g.submission
    looked(submission, f"제출본 모두 (제{submission.edition}차, ZIP)")
    return submitted.zipped(submission, None)


@bp.get("/pdf/")
def show():
    submission = g.submission
    return render_template(
        "staff/set.html",
        title=snapshots.read(submission).title,
        submission=submission,
        made=submitted.made_of(submission, None),
        possible=printing.possible(),
        back=page_of(submission),
    )


@bp.post("/pdf/")
def make():
    conversions.ask(g.submission.application, None, SUBMITTED, g.person)
    return redirect(url_for(".show"), 303)


@bp.get("/pdf/<made>")
def download(made: str):
    submission = g.submission
    response = binding.handed(made, SUBMITTED, None, application=submission.application)
    looked(submission, f"제출본 모두 (제{submission.edition}차, PDF)")
    return response
