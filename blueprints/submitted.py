"""What was handed in, as one ZIP and one PDF: everything for who leads, papers and own certificates for the others."""

from flask import Blueprint, Response, abort, g, redirect, render_template, url_for

from blueprints import binding, words
from docgen.bundle import Bundle
from models.application import Party
from models.company import Company
from models.submission import Submission
from services.pdf import conversions, printing
from services.pdf.conversions import SUBMITTED
from services.submissions import submitted_set

bp = Blueprint("submitted", __name__, url_prefix="/applications/<application>/submitted")


@bp.get("/all.zip")
def bundle():
    submission, company = mine()
    return zipped(submission, company)


@bp.get("/pdf/")
def show():
    submission, company = mine()
    return render_template(
        "submission/pdf.html",
        standing=g.standing,
        submission=submission,
        made=made_of(submission, company),
        possible=printing.possible(),
        whole=company is None,
    )


@bp.post("/pdf/")
def make():
    submission, company = mine()
    conversions.ask(submission.application, company, SUBMITTED, g.person)
    return redirect(url_for(".show"), 303)


@bp.get("/pdf/<made>")
def download(made: str):
    _, company = mine()
    return binding.handed(made, SUBMITTED, company)


def mine() -> tuple[Submission, Company | None]:
    """What stands of the application, and whose certificates are for who asks: None for everybody's. 404 for a company
    that was not in it."""
    submission = Submission.standing_for(g.standing.application)
    party = Party.get_by_id(g.standing.party.key)
    if submission is None or not submission.readable_by(party):
        abort(404)
    return submission, None if party.lead else party.company


def made_of(submission: Submission, company: Company | None):
    """The PDF last asked for, where it is, or will be, of this very edition."""
    row = conversions.newest(submission.application, company, SUBMITTED)
    fits = row and (row.revision == submission.edition or row.state in (conversions.QUEUED, conversions.RUNNING))
    return row if fits else None


def zipped(submission: Submission, company: Company | None) -> Response:
    bundle = Bundle(submitted_set.files(submitted_set.pieces(submission, company)))
    headers = {
        "Content-Length": str(len(bundle)),
        "Content-Disposition": words.attachment(f"{submitted_set.name(submission)}.zip"),
        "Cache-Control": "no-store",
    }
    return Response(iter(bundle), mimetype="application/zip", headers=headers)
