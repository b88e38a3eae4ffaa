"""Evidence of a company as one application asks for it: what is wanted, what of it stands on the shelf, and putting more
there. Files are forms of their own."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints import limits, rescue, words
from blueprints.shelf import Taken, handed, take
from docgen.bundle import Bundle
from forms.evidence import EvidenceForm
from models.application import Party, Rescue
from models.evidence import Evidence
from models.submission import Submission
from programme import rules
from services.documents import evidence_zip
from services.drafts import checks, evidence
from services.submissions import registrations

bp = Blueprint("evidence", __name__, url_prefix="/applications/<application>/evidence")
bp.url_value_preprocessor(limits.make_room)


@bp.get("/")
def show():
    kept, sent = rescue.restored()
    if kept:
        rows = [row for row in Evidence.of(party_here().firm) if row.token in sent.getlist("evidence")]
        return page(sent.get("kind", ""), Taken(rows, EvidenceForm.of(EvidenceForm.pick(sent)), []), restored=kept)
    return page(request.args.get("kind", ""), Taken([], EvidenceForm.of(None), []))


@bp.post("/")
def upload():
    party = party_here()
    kind = next((kind for kind in wanted(party) if kind.slug == request.form.get("kind")), None) or abort(404)
    taken = take(party.firm)
    if taken.whole:
        return redirect(url_for(".show") + f"#{kind.slug}", 303)
    return page(kind.slug, taken, failed=True), 422


@bp.post("/remove")
def remove():
    row = find(request.form.get("evidence", ""))
    evidence.remove(row, g.arrived)
    return redirect(url_for(".show", removed=row.token), 303)


@bp.post("/put-back")
def put_back():
    row = evidence.put_back(find(request.form.get("evidence", "")), g.arrived)
    return redirect(url_for(".show") + f"#{row.kind}", 303)


@bp.get("/<paper>")
def download(paper: str):
    return handed(find(paper))


@bp.get("/all.zip")
def bundle():
    """The company's own, as the application has it now."""
    papers = evidence_zip.of_party(party_here(), g.standing.party.name)
    return zipped(papers, f"증빙_{g.standing.application.number}.zip")


@bp.get("/submitted.zip")
def handed_in():
    """Everybody's, as it was handed in."""
    submission = Submission.standing_for(g.standing.application) or abort(404)
    return zipped(evidence_zip.of_submission(submission), f"증빙_{submission.receipt}_제{submission.edition}차.zip")


def zipped(papers: list[evidence_zip.Paper], name: str):
    bundle = Bundle(evidence_zip.files(papers))
    return iter(bundle), {
        "Content-Type": "application/zip",
        "Content-Length": str(len(bundle)),
        "Content-Disposition": words.attachment(name),
        "Cache-Control": "no-store",
    }


def find(token: str) -> Evidence:
    """A paper of the company the person acts for here; 404 for any other."""
    companies = [Party.get_by_id(part.key).company_id for part in g.standing.parties]
    return Evidence.get_or_none(Evidence.token == token, Evidence.company.in_(companies)) or abort(404)


def party_here() -> Party:
    """The part of the company the person acts for here; 404 for a person alone, who has no evidence to bring."""
    party = Party.get_by_id(g.standing.party.key)
    party.application = g.standing.application
    return party if party.company_id else abort(404)


def wanted(party: Party):
    """The kinds of paper it may hand in here; where none is asked for there is no such page."""
    return party.application.type.kinds(party.role) or abort(404)


def page(kind: str, taken: Taken, failed: bool = False, restored: Rescue | None = None):
    party = party_here()
    verdict = checks.verdict(g.standing)
    findings: dict[str, list[rules.Finding]] = {}
    for found in verdict.blocks + verdict.warns:
        if found.step == rules.EVIDENCE and found.party == party.id:
            findings.setdefault(found.field, []).append(found)
    return render_template(
        "evidence/show.html",
        standing=g.standing,
        company=party.firm,
        kinds=wanted(party),
        brought=evidence.newest(Evidence.brought(party)),
        undescribed=Evidence.of(party.firm).where(Evidence.kind == "").count(),
        used=evidence.used(party.firm),
        limit=evidence.COMPANY_LIMIT,
        findings=findings,
        here=evidence.held,
        reasons=registrations.reasons(g.standing.application),
        kind=kind,
        removed=evidence.removed(party.firm, request.args.get("removed", "")),
        taken=taken,
        failed=failed,
        restored=restored,
        rescues=rescue.offered(restored),
        submission=Submission.standing_for(g.standing.application),
        open=g.standing.application.open_at(g.arrived),
    )
