"""Evidence of a company: what is wanted, what was handed in, and handing in more. Files are forms of their own."""

from flask import Blueprint, abort, g, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import MultiDict

from blueprints import words
from forms.evidence import EvidenceForm
from models.application import Party, Rescue
from models.evidence import Evidence
from programme import asked
from services import evidence, judging, registrations, rescue

bp = Blueprint("evidence", __name__, url_prefix="/applications/<application>/evidence")


@bp.url_value_preprocessor
def make_room(endpoint: str | None, _values: dict | None) -> None:
    """A file larger than may be kept must still be read to be refused with everything else typed kept in the page.

    This early, for the CSRF guard reads the form before any view does.
    """
    if endpoint == "evidence.upload":
        request.max_content_length = 2 * evidence.FILE_LIMIT


@bp.get("/")
def show(application: str):
    kept = rescue.find(g.person, request.args.get("rescue", 0, type=words.number))
    if kept and kept.path == words.here():
        sent = MultiDict(kept.sent)
        return page(party_here(), sent.get("kind", ""), EvidenceForm.of(EvidenceForm.pick(sent)), restored=kept)
    return page(party_here())


@bp.post("/")
def upload(application: str):
    party = party_here()
    kind = next((kind for kind in wanted(party) if kind.slug == request.form.get("kind")), None) or abort(404)
    form = EvidenceForm.of(EvidenceForm.pick(request.form))
    file = request.files.get("file")
    refused = "" if file and file.filename else "올릴 파일을 골라 주세요."
    if not form.validate() or refused:
        return page(party, kind.slug, form, refused, failed=True), 422
    assert file and file.filename
    said = {name: form[name].data for name in ("issuer", "issued", "expires")}
    try:
        evidence.add(
            party.company,
            party.application.call,
            kind.slug,
            file.stream,
            file.filename,
            number=form.number.data or "",
            person=g.person,
            arrived=g.arrived,
            **said,
        )
    except evidence.Refused as error:
        return page(party, kind.slug, form, str(error), failed=True), 422
    if kept := rescue.find(g.person, request.form.get("rescue", 0, type=words.number)):
        rescue.discard(kept)
    return redirect(url_for(".show", application=application) + f"#{kind.slug}", 303)


@bp.post("/remove")
def remove(application: str):
    evidence.remove(find(request.form.get("evidence", "")), g.standing.application.call, g.arrived)
    return redirect(url_for(".show", application=application), 303)


@bp.get("/<paper>")
def download(application: str, paper: str):
    row = find(paper)
    if not evidence.held(row):
        abort(404)
    response = send_file(
        evidence.path_of(row), mimetype="application/octet-stream", as_attachment=True, download_name=row.name
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def find(token: str) -> Evidence:
    """A paper of the company the person acts for here; 404 for any other."""
    companies = [Party.get_by_id(part.key).company_id for part in g.standing.parties]
    return Evidence.get_or_none(Evidence.token == token, Evidence.company.in_(companies)) or abort(404)


def party_here() -> Party:
    return Party.get_by_id(g.standing.party.key)


def wanted(party: Party):
    """The kinds of paper it may hand in here; where none is asked for there is no such page."""
    return asked.kinds(party.application.purpose, party.role) or abort(404)


def page(
    party: Party,
    kind: str = "",
    form: EvidenceForm | None = None,
    refused: str = "",
    failed: bool = False,
    restored: Rescue | None = None,
):
    kind = kind or request.args.get("kind", "")
    verdict = judging.verdict(g.standing)
    return render_template(
        "evidence/show.html",
        standing=g.standing,
        kinds=wanted(party),
        held=evidence.newest(Evidence.of(party.company)),
        findings=[
            found for found in verdict.blocks + verdict.warns if found.step == "evidence" and found.party == party.id
        ],
        here=evidence.held,
        reasons=registrations.reasons(g.standing.application),
        kind=kind,
        form=form or EvidenceForm.of(None),
        refused=refused,
        failed=failed,
        restored=restored,
        rescues=[] if restored else rescue.offered(g.person, words.here()),
        open=g.standing.application.open_at(g.arrived),
    )
