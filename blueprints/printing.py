"""An application's papers as one PDF: asking for it, how far it is, and taking it."""

from flask import Blueprint, g, redirect, render_template, url_for

from blueprints import binding
from models.application import Party
from services.pdf import conversions, printing

bp = Blueprint("printing", __name__, url_prefix="/applications/<application>/documents/pdf")


@bp.get("/")
def show():
    made = conversions.newest(g.standing.application, None, "papers", since())
    return render_template("documents/pdf.html", standing=g.standing, made=made, possible=printing.possible())


@bp.post("/")
def make():
    conversions.ask(g.standing.application, None, "papers", g.person, since())
    return redirect(url_for(".show"), 303)


@bp.get("/<made>")
def download(made: str):
    return binding.handed(made, "papers", None, since())


def since() -> int:
    """The revision the person's company joined with: an earlier one may show a company that left. The lead may see all."""
    party = Party.get_by_id(g.standing.party.key)
    return 0 if party.lead else party.since
