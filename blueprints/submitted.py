"""What was submitted, as one ZIP and one PDF: everything for who leads, documents and own certificates for the
others."""

from flask import Blueprint, abort, redirect, render_template, url_for

from models.application import Party
from models.company import Company
from models.submission import Submission
from services.pdf import conversions, documents_pdf
from services.pdf.conversions import SUBMITTED
from web import downloads
from web.current import g
from web.downloads import newest_submitted_pdf, send_submitted_zip

bp = Blueprint("submitted", __name__, url_prefix="/applications/<application>/submitted")


@bp.get("/all.zip")
def bundle():
    submission, company = own_submission()
    return send_submitted_zip(submission, company)


@bp.get("/pdf/")
def show():
    submission, company = own_submission()
    return render_template(
        "submission/pdf.html",
        view=g.view,
        submission=submission,
        made=newest_submitted_pdf(submission, company),
        possible=documents_pdf.is_available(),
        whole=company is None,
    )


@bp.post("/pdf/")
def make():
    submission, company = own_submission()
    conversions.request_pdf(submission.application, company, SUBMITTED, g.person)
    return redirect(url_for(".show"), 303)


@bp.get("/pdf/<made>")
def download(made: str):
    _, company = own_submission()
    return downloads.send_conversion(made, SUBMITTED, company)


def own_submission() -> tuple[Submission, Company | None]:
    """What stands of the application, and whose certificates are for who asks: None for everybody's. 404 for a company
    that was not in it."""
    submission = Submission.standing_for(g.view.application)
    party = Party.get_by_id(g.view.party.key)
    if submission is None or not submission.readable_by(party):
        abort(404)
    return submission, None if party.lead else party.company
