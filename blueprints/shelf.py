"""A company's evidence shelf, open at any time: what stands on it, putting more there, saying what each paper is.

A file is kept as soon as it arrives, whatever becomes of the rest of its form; the pages of an application, which show
what it asks for of the same shelf, take files in by the same functions.
"""

from dataclasses import dataclass

from flask import Blueprint, abort, g, redirect, render_template, request, send_file, url_for

from blueprints import limits, rescue
from forms.evidence import EvidenceForm
from models.application import Rescue
from models.company import Company
from models.evidence import Evidence
from programme.calls import evidence_kinds
from services.drafts import companies, evidence
from services.scheduled import expiry_reminders

bp = Blueprint("shelf", __name__, url_prefix="/companies/<company>/evidence")
bp.url_value_preprocessor(limits.make_room)


@dataclass(frozen=True)
class Taken:
    """What became of a post: the papers still to be described, what was said about them, and why files were refused."""

    waiting: list[Evidence]
    form: EvidenceForm
    refused: list[str]

    @property
    def whole(self) -> bool:
        return not (self.waiting or self.refused or self.form.errors)


def take(company: Company) -> Taken:
    """Keep the files that were sent, then describe them, and those kept before, if what was said about them holds."""
    form = EvidenceForm.of(EvidenceForm.pick(request.form))
    named = request.form.getlist("evidence")
    rows = [row for row in Evidence.of(company) if row.token in named]
    files = [file for file in request.files.getlist("file") if file.filename]
    refused = [] if files or rows else ["올릴 파일을 골라 주세요."]
    if named and not (files or rows):
        refused = ["설명하던 파일을 그 사이에 누가 지웠습니다. 올릴 파일을 다시 골라 주세요."]
    if len(files) > evidence.FILES:
        refused = [
            f"파일을 {len(files):,}개 고르셨습니다. 한 번에 {evidence.FILES}개까지 받을 수 있어 하나도 올리지 않았습니다. "
            "나누어 다시 올려 주세요."
        ]
        files = []
    for file in files:
        try:
            rows.append(evidence.add(company, file.stream, file.filename or "", g.person))
        except evidence.Refused as error:
            refused.append(f"{evidence.kept_name(file.filename or '')}: {error}" if len(files) > 1 else str(error))
    holds = form.validate()
    said = {name: value for name, value in form.said.items() if name in request.form}  # what did not come stays
    evidence.describe([row for row in rows if holds or not row.kind], said, g.arrived)
    taken = Taken([] if holds else rows, form, refused)
    if taken.whole:
        rescue.stored()
    return taken


def handed(row: Evidence):
    """A paper's file as it came, never shown in a page of ours; 404 when it is not here."""
    if not evidence.held(row):
        abort(404)
    response = send_file(
        evidence.path_of(row), mimetype="application/octet-stream", as_attachment=True, download_name=row.name
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/")
def show():
    kept, sent = rescue.restored()
    if kept:
        rows = [row for row in Evidence.of(g.company) if row.token in sent.getlist("evidence")]
        return page(Taken(rows, EvidenceForm.of(EvidenceForm.pick(sent)), []), restored=kept)
    row = Evidence.of(g.company).where(Evidence.token == request.args.get("paper", "")).first()
    return page(Taken([row] if row else [], EvidenceForm.of(said_of(row) if row else None), []))


def said_of(row: Evidence) -> dict[str, list[str]]:
    """What is known of a paper, as a browser would send it."""
    days = {name: value.isoformat() for name in ("issued", "expires") if (value := getattr(row, name))}
    return {
        name: [value] for name, value in {"kind": row.kind, "issuer": row.issuer, "number": row.number, **days}.items()
    }


@bp.post("/")
def upload():
    taken = take(g.company)
    if taken.whole:
        return redirect(url_for(".show") + f"#{taken.form.kind.data}", 303)
    return page(taken, failed=True), 422


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


def find(token: str) -> Evidence:
    """A paper of this company, on its shelf or taken off it; 404 for any other."""
    return Evidence.get_or_none(Evidence.token == token, Evidence.company == g.company) or abort(404)


def page(taken: Taken, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "evidence/shelf.html",
        company=g.company,
        name=companies.name_of(g.company),
        kinds=list(evidence_kinds().values()),
        shelf=evidence.newest(Evidence.of(g.company)),
        here=evidence.held,
        ends=expiry_reminders.last_day,
        calls=expiry_reminders.calls_to_come(g.arrived),
        early=expiry_reminders.too_early,
        used=evidence.used(g.company),
        limit=evidence.COMPANY_LIMIT,
        serving=expiry_reminders.serving(g.company, g.arrived),
        removed=evidence.removed(g.company, request.args.get("removed", "")),
        taken=taken,
        failed=failed,
        restored=restored,
        rescues=rescue.offered(restored),
    )
