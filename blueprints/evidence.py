"""Evidence of a company as one application asks for it: what is wanted, what of it is in the company's evidence, and
putting more there. Files are forms of their own."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from docgen.bundle import Bundle
from forms.evidence import EvidenceForm
from models.application import Party
from models.evidence import Evidence
from models.rescue import Rescue
from models.submission import Submission
from programme import rules
from services.documents import evidence_zip
from services.drafts import checks, evidence, revisions
from services.submissions import completions
from web import downloads, rescued_input, upload_limits
from web.current import current_party, g, required_kinds
from web.downloads import send_evidence
from web.evidence_upload import UploadResult, form_values, receive_files
from web.url_params import positive_int

bp = Blueprint("evidence", __name__, url_prefix="/applications/<application>/evidence")
bp.url_value_preprocessor(upload_limits.raise_body_limit)


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    if kept:
        rows = [row for row in Evidence.of(current_party().firm) if row.token in sent.getlist("evidence")]
        return page(
            sent.get("kind", ""), UploadResult(rows, EvidenceForm.of(EvidenceForm.pick(sent)), []), restored=kept
        )
    if mended := request.args.get("certificate"):
        row = evidence_here(mended)
        return page(row.kind, UploadResult([row], EvidenceForm.of(form_values(row)), []))
    slug = request.args.get("kind", "")
    kind = next((kind for kind in required_kinds(current_party()) if kind.slug == slug), None)
    issuer = kind.known_issuer if kind else ""
    return page(slug, UploadResult([], EvidenceForm.of({"issuer": [issuer]} if issuer else None), []))


@bp.post("/")
def upload():
    party = current_party()
    kind = next((kind for kind in required_kinds(party) if kind.slug == request.form.get("kind")), None) or abort(404)
    require_open(kind.slug)
    taken = receive_files(party.firm)
    if taken.whole:
        return redirect(url_for(".show", said="uploaded", of=kind.slug) + f"#{kind.slug}", 303)
    return page(kind.slug, taken, failed=True), 422


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
    return redirect(url_for(".show") + f"#{row.kind}", 303)


@bp.get("/<certificate>")
def download(certificate: str):
    return send_evidence(evidence_here(certificate))


@bp.get("/all.zip")
def bundle():
    """The company's own, as the application has it now."""
    certificates = evidence_zip.of_party(current_party(), g.view.party.name)
    return send_zip(certificates, f"증빙_{g.view.application.number}.zip")


@bp.get("/submitted.zip")
def submitted_bundle():
    """Everybody's, as it was submitted."""
    submission = Submission.standing_for(g.view.application) or abort(404)
    return send_zip(evidence_zip.of_submission(submission), f"증빙_{submission.receipt}_제{submission.edition}차.zip")


def require_open(kind: str) -> None:
    """Raises revisions.Closed where completion is asked for, but not of this kind."""
    if not g.view.application.open_at(g.arrived, kind, current_party().id):
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
    companies = [Party.get_by_id(part.key).company_id for part in g.view.parties]
    return Evidence.get_or_none(Evidence.token == token, Evidence.company.in_(companies)) or abort(404)


def page(kind: str, taken: UploadResult, failed: bool = False, restored: Rescue | None = None):
    party = current_party()
    verdict = checks.verdict(g.view)
    findings: dict[str, list[rules.Finding]] = {}
    for found in verdict.blocks + verdict.warns:
        if found.step == rules.EVIDENCE and found.party == party.id and found.field:
            findings.setdefault(found.field, []).append(found)
    return render_template(
        "evidence/show.html",
        view=g.view,
        company=party.firm,
        kinds=required_kinds(party),
        attached=evidence.newest(Evidence.attached_as_of(party)),
        undescribed=Evidence.undescribed(party.firm).count(),
        described=request.args.get("described", 0, type=positive_int),
        used=evidence.used(party.firm),
        limit=evidence.COMPANY_LIMIT,
        findings=findings,
        here=evidence.file_exists,
        reasons=completions.reasons(g.view.application, party.id),
        kind=kind,
        removed=evidence.removed(party.firm, request.args.get("removed", "")),
        taken=taken,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        submission=Submission.standing_for(g.view.application),
        open=g.view.application.open_at(g.arrived),
        asked=[
            kind.slug for kind in required_kinds(party) if g.view.application.open_at(g.arrived, kind.slug, party.id)
        ],
    )
