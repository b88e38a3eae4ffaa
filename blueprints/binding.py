"""A company's evidence as one PDF: asking for it, how far it is, and taking it."""

from flask import Blueprint, Response, abort, g, redirect, render_template, send_file, url_for

from blueprints.evidence import party_here
from models.application import Application
from models.company import Company
from models.evidence import Conversion
from programme.calls import title_of
from services.drafts import evidence
from services.pdf import binding, conversions

bp = Blueprint("binding", __name__, url_prefix="/applications/<application>/evidence/pdf")


@bp.get("/")
def show():
    party = party_here()
    fit, unfit = binding.sorted_out(party)
    return render_template(
        "evidence/binding.html",
        standing=g.standing,
        fit=fit,
        unfit=unfit,
        title_of=title_of,
        made=conversions.newest(g.standing.application, party.firm, "evidence"),
    )


@bp.post("/")
def bind():
    conversions.ask(g.standing.application, party_here().firm, "evidence", g.person)
    return redirect(url_for(".show"), 303)


@bp.get("/<made>")
def download(made: str):
    return handed(made, "evidence", party_here().firm)


def handed(
    made: str, kind: str, company: Company | None, since: int = 0, application: Application | None = None
) -> Response:
    """What the worker made, as a download; 404 when it is of somebody else, or of an earlier revision than `since`, or not
    made, or gone.

    application: the one in the address, where that is not an applicant's."""
    whose = application or g.standing.application
    ours = Conversion.application == whose, Conversion.company == company, Conversion.kind == kind
    row = Conversion.get_or_none(Conversion.token == made, *ours, ~Conversion.storage.is_null()) or abort(404)
    if row.revision < since:
        abort(404)
    path = evidence.folder() / str(row.storage)
    if not path.exists():
        abort(404)
    response = send_file(path, mimetype="application/pdf", as_attachment=True, download_name=row.name)
    response.headers["Cache-Control"] = "no-store"
    return response
