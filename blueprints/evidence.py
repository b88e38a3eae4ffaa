"""Evidence of a company as one application asks for it: what is wanted, what of it is in the company's evidence, and
putting more there. Files are forms of their own."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from docgen.bundle import Bundle
from forms.evidence import EvidenceForm
from models.company import Company
from models.evidence import Evidence
from models.rescue import Rescue
from programme import rules
from services.documents import evidence_zip
from services.drafts import checks, evidence, revisions
from services.submissions import completions
from web import downloads, rescued_input, upload_limits
from web.current import current_company, g, own_evidence, required_kinds
from web.downloads import send_evidence
from web.evidence_upload import UploadResult, form_values, receive_files
from web.url_params import positive_int

bp = Blueprint("evidence", __name__, url_prefix="/applications/<application>/evidence")
bp.url_value_preprocessor(upload_limits.raise_body_limit)


@bp.get("/")
def show():
    company = current_company()
    kept, sent = rescued_input.restored_input()
    if kept:
        rows = [row for row in Evidence.of(company) if row.token in sent.getlist("evidence")]
        taken = UploadResult(rows, EvidenceForm.of(EvidenceForm.pick(sent)), [])
        return page(company, sent.get("kind", ""), taken, restored=kept)
    if mended := request.args.get("certificate"):
        row = evidence_here(mended)
        return page(company, row.kind, UploadResult([row], EvidenceForm.of(form_values(row)), []))
    slug = request.args.get("kind", "")
    kind = next((kind for kind in required_kinds() if kind.slug == slug), None)
    issuer = kind.known_issuer if kind else ""
    return page(company, slug, UploadResult([], EvidenceForm.of({"issuer": [issuer]} if issuer else None), []))


@bp.post("/")
def upload():
    kind = next((kind for kind in required_kinds() if kind.slug == request.form.get("kind")), None) or abort(404)
    require_open(kind.slug)
    company = current_company()
    taken = receive_files(company)
    if taken.whole:
        return redirect(url_for(".show", said="uploaded", of=kind.slug) + f"#{kind.slug}", 303)
    g.view = g.view.anew()
    return page(company, kind.slug, taken, failed=True), 422


@bp.post("/remove")
def remove():
    row = evidence_here(request.form.get("evidence", ""))
    require_open(row.kind)
    evidence.remove(row, g.arrived)
    return redirect(url_for(".show", removed=row.token), 303)


@bp.post("/put-back")
def put_back():
    row = evidence_here(request.form.get("evidence", ""))
    require_open(row.kind)
    row = evidence.put_back(row, g.arrived)
    return redirect(url_for(".show", said="put_back", of=row.kind) + f"#{row.kind}", 303)


@bp.get("/<certificate>")
def download(certificate: str):
    return send_evidence(evidence_here(certificate))


@bp.get("/all.zip")
def bundle():
    """The company's own, as the application has it now."""
    certificates = evidence_zip.of_rows(own_evidence(), g.view.party.name)
    return send_zip(certificates, f"증빙_{g.view.application.number}.zip")


@bp.get("/submitted.zip")
def submitted_bundle():
    """Everybody's, as it was submitted."""
    submission = g.view.standing or abort(404)
    return send_zip(evidence_zip.of_submission(submission), f"증빙_{submission.receipt}_제{submission.edition}차.zip")


def require_open(kind: str) -> None:
    """Raises revisions.Closed where completion is asked for, but not of this kind."""
    if not g.view.application.open_at(g.arrived, kind, g.view.party.key):
        raise revisions.Closed


def send_zip(certificates: list[evidence_zip.Certificate], name: str):
    bundle = Bundle(evidence_zip.files(certificates))
    return iter(bundle), {
        "Content-Type": "application/zip",
        "Content-Length": str(len(bundle)),
        "Content-Disposition": downloads.content_disposition(name),
        "Cache-Control": "no-store",
    }


def evidence_here(token: str) -> Evidence:
    """A certificate of the company the person acts for here; 404 for any other."""
    companies = [g.view.company_of(part) for part in g.view.parties]
    return Evidence.get_or_none(Evidence.token == token, Evidence.company.in_(companies)) or abort(404)


def page(company: Company, kind: str, taken: UploadResult, failed: bool = False, restored: Rescue | None = None):
    party, kinds = g.view.party.key, required_kinds()
    verdict = checks.verdict(g.view)
    findings: dict[str, list[rules.Finding]] = {}
    for found in verdict.blocks + verdict.warns:
        if found.step == rules.EVIDENCE and found.party == party and found.field:
            findings.setdefault(found.field, []).append(found)
    return render_template(
        "evidence/show.html",
        view=g.view,
        company=company,
        kinds=kinds,
        attached=evidence.newest(own_evidence()),
        undescribed=Evidence.undescribed(company).count(),
        described=request.args.get("described", 0, type=positive_int),
        used=evidence.used(company),
        limit=evidence.COMPANY_LIMIT,
        findings=findings,
        here=evidence.file_exists,
        reasons=completions.reasons(g.view, party),
        kind=kind,
        removed=evidence.removed(company, request.args.get("removed", "")),
        taken=taken,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        submission=g.view.standing,
        open=g.view.application.open_at(g.arrived),
        asked=[kind.slug for kind in kinds if g.view.application.open_at(g.arrived, kind.slug, party)],
    )
