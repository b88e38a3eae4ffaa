"""All of what was handed in, for staff: one ZIP and one PDF. Every taking is logged."""

from flask import Blueprint, g, redirect, render_template, url_for

from blueprints import binding, submitted
from blueprints.staff.handed_in import found, looked, page_of
from services.pdf import conversions, printing
from services.pdf.conversions import SUBMITTED
from services.submissions import snapshots

bp = Blueprint("sets", __name__, url_prefix="/staff/applications/<token>/submitted")


@bp.get("/all.zip")
def bundle(token: str):
    submission = found(token)
    looked(submission, f"제출본 모두 (제{submission.edition}차, ZIP)")
    return submitted.zipped(submission, None)


@bp.get("/pdf/")
def show(token: str):
    submission = found(token)
    return render_template(
        "staff/set.html",
        title=snapshots.read(submission).title,
        submission=submission,
        made=submitted.made_of(submission, None),
        possible=printing.possible(),
        back=page_of(submission),
    )


@bp.post("/pdf/")
def make(token: str):
    conversions.ask(found(token).application, None, SUBMITTED, g.person)
    return redirect(url_for(".show", token=token), 303)


@bp.get("/pdf/<made>")
def download(token: str, made: str):
    submission = found(token)
    response = binding.handed(made, SUBMITTED, None, application=submission.application)
    looked(submission, f"제출본 모두 (제{submission.edition}차, PDF)")
    return response
