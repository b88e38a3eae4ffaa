"""An application's papers as one PDF: asking for it, how far it is, and taking it."""

from flask import Blueprint, g, redirect, render_template, url_for

from blueprints import binding
from services import conversions, printing

bp = Blueprint("printing", __name__, url_prefix="/applications/<application>/documents/pdf")


@bp.get("/")
def show(application: str):
    made = conversions.newest(g.standing.application, None, "papers")
    return render_template("documents/pdf.html", standing=g.standing, made=made, possible=printing.possible())


@bp.post("/")
def make(application: str):
    conversions.ask(g.standing.application, None, "papers", g.person)
    return redirect(url_for(".show", application=application), 303)


@bp.get("/<made>")
def download(application: str, made: str):
    return binding.handed(made, "papers", None)
