"""All of what was submitted, for staff: one ZIP and one PDF. Every taking is logged."""

from flask import Blueprint, g, redirect, render_template, url_for

from services.pdf import conversions, documents_pdf
from services.pdf.conversions import SUBMITTED
from services.submissions import snapshots
from web import downloads
from web.staff import log_access, submission_url

bp = Blueprint("submitted_set", __name__, url_prefix="/staff/applications/<submission>/submitted")


@bp.get("/all.zip")
def bundle():
    submission = g.submission
    log_access(submission, f"제출본 모두 (제{submission.edition}차, ZIP)")
    return downloads.send_submitted_zip(submission, None)


@bp.get("/pdf/")
def show():
    submission = g.submission
    return render_template(
        "staff/set.html",
        title=snapshots.read(submission).title,
        submission=submission,
        made=downloads.newest_submitted_pdf(submission, None),
        possible=documents_pdf.is_available(),
        back=submission_url(submission),
    )


@bp.post("/pdf/")
def make():
    conversions.request_pdf(g.submission.application, None, SUBMITTED, g.person)
    return redirect(url_for(".show"), 303)


@bp.get("/pdf/<made>")
def download(made: str):
    submission = g.submission
    response = downloads.send_conversion(made, SUBMITTED, None, application=submission.application)
    log_access(submission, f"제출본 모두 (제{submission.edition}차, PDF)")
    return response
