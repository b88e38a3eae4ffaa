"""A company's evidence as one PDF: asking for it, how far it is, and taking it."""

from flask import Blueprint, redirect, render_template, url_for

from services.pdf import conversions, evidence_pdf
from services.pdf.conversions import EVIDENCE
from web.current import current_company, g, own_evidence
from web.downloads import send_conversion

bp = Blueprint("evidence_pdf", __name__, url_prefix="/applications/<application>/evidence/pdf")


@bp.get("/")
def show():
    company = current_company()
    fit, unfit = evidence_pdf.bindable(own_evidence())
    return render_template(
        "evidence/pdf.html",
        view=g.view,
        fit=fit,
        unfit=unfit,
        made=conversions.newest(g.view.application, company, EVIDENCE),
    )


@bp.post("/")
def make():
    conversions.request_pdf(g.view.application, current_company(), EVIDENCE, g.person)
    return redirect(url_for(".show"), 303)


@bp.get("/<made>")
def download(made: str):
    return send_conversion(made, EVIDENCE, current_company())
