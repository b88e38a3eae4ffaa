"""A company's evidence, open at any time: what stands on it, putting more there, saying what each certificate is.

A file is kept as soon as it arrives, whatever becomes of the rest of its form; the pages of an application, which show
what it asks for of the same evidence, take files in by the same functions.
"""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.evidence import EvidenceForm
from models.evidence import Evidence
from models.rescue import Rescue
from programme.calls import evidence_kinds
from services.drafts import companies, evidence
from services.scheduled import expiry_reminders
from web import rescued_input, upload_limits
from web.current import g
from web.downloads import send_evidence
from web.evidence_upload import UploadResult, form_values, receive_files

bp = Blueprint("company_evidence", __name__, url_prefix="/companies/<company>/evidence")
bp.url_value_preprocessor(upload_limits.raise_body_limit)


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    if kept:
        rows = [row for row in Evidence.of(g.company) if row.token in sent.getlist("evidence")]
        return page(UploadResult(rows, EvidenceForm.of(EvidenceForm.pick(sent)), []), restored=kept)
    row = Evidence.of(g.company).where(Evidence.token == request.args.get("certificate", "")).first()
    return page(UploadResult([row] if row else [], EvidenceForm.of(form_values(row) if row else None), []))


@bp.post("/")
def upload():
    taken = receive_files(g.company)
    if taken.whole:
        kind = taken.form.kind.data
        return redirect(url_for(".show", said="uploaded", of=kind) + f"#{kind}", 303)
    return page(taken, failed=True), 422


@bp.post("/remove")
def remove():
    row = evidence_here(request.form.get("evidence", ""))
    evidence.remove(row, g.arrived)
    return redirect(url_for(".show", removed=row.token), 303)


@bp.post("/put-back")
def put_back():
    row = evidence.put_back(evidence_here(request.form.get("evidence", "")), g.arrived)
    return redirect(url_for(".show", said="put_back", of=row.kind) + f"#{row.kind}", 303)


@bp.get("/<certificate>")
def download(certificate: str):
    return send_evidence(evidence_here(certificate))


def evidence_here(token: str) -> Evidence:
    """A certificate of this company, in its evidence or taken off it; 404 for any other."""
    return Evidence.get_or_none(Evidence.token == token, Evidence.company == g.company) or abort(404)


def page(taken: UploadResult, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "evidence/company.html",
        company=g.company,
        name=companies.name_of(g.company),
        kinds=list(evidence_kinds().values()),
        days=expiry_reminders.DAYS,
        evidence_by_kind=evidence.newest(Evidence.of(g.company)),
        here=evidence.file_exists,
        ends=expiry_reminders.last_day,
        calls=expiry_reminders.calls_to_come(g.arrived),
        early=expiry_reminders.too_early,
        used=evidence.used(g.company),
        limit=evidence.COMPANY_LIMIT,
        serving=expiry_reminders.applications_using(g.company, g.arrived, asked=True),
        removed=evidence.removed(g.company, request.args.get("removed", "")),
        taken=taken,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
