"""An application's documents as one PDF: asking for it, how far it is, and taking it."""

from flask import Blueprint, redirect, render_template, url_for

from models.application import Party
from services.pdf import conversions, documents_pdf
from services.pdf.conversions import DOCUMENTS
from web import downloads
from web.current import g

bp = Blueprint("documents_pdf", __name__, url_prefix="/applications/<application>/documents/pdf")


@bp.get("/")
def show():
    made = conversions.newest(g.view.application, None, DOCUMENTS, oldest_visible_revision())
    return render_template("documents/pdf.html", view=g.view, made=made, possible=documents_pdf.is_available())


@bp.post("/")
def make():
    conversions.request_pdf(g.view.application, None, DOCUMENTS, g.person, oldest_visible_revision())
    return redirect(url_for(".show"), 303)


@bp.get("/<made>")
def download(made: str):
    return downloads.send_conversion(made, DOCUMENTS, None, oldest_visible_revision())


def oldest_visible_revision() -> int:
    """The revision the person's company joined with: an earlier one may show a company that left. The lead may see
    all."""
    party = Party.get_by_id(g.view.party.key)
    return 0 if party.lead else party.since
