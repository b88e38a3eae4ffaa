"""The classification of industries, for everybody: a page to search it, and what is offered while a code is typed."""

from flask import Blueprint, render_template, request

from programme import calls
from programme.industry import KSIC
from services.lookups import industries
from web.lookups import search_words

bp = Blueprint("industries", __name__, url_prefix="/industries")
OFFERED = 6


@bp.get("/")
def index():
    words, ksic = search_words(), wanted_ksic()
    found = industries.find(words, ksic)
    return render_template("industries/index.html", words=words, ksic=ksic, result=found, task=None)


@bp.get("/suggestions")
def suggestions():
    """For htmx, as a field of a step is typed into."""
    words, ksic = search_words("industry_code"), wanted_ksic()
    return render_template("industries/suggestions.html", words=words, result=industries.find(words, ksic, OFFERED))


def wanted_ksic() -> int:
    """The revision an address asks for; the newest call's where it names none of ours."""
    ksic = request.args.get("ksic", 0, type=int)
    return ksic if ksic in KSIC else calls.newest().ksic
