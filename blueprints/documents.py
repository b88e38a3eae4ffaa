"""Documents: every paper of a draft, one or all, at any time; and those handed in, as they were."""

import io

from flask import Blueprint, abort, g, render_template, request, send_file

from docgen.bundle import Bundle
from models.application import Party
from models.submission import StoredPaper, Submission
from services import documents

bp = Blueprint("documents", __name__, url_prefix="/applications/<application>/documents")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/")
def index(application: str):
    facts = documents.context(g.standing)
    return render_template(
        "documents/index.html",
        standing=g.standing,
        stamp=facts["stamp"],
        papers=documents.listed(g.standing),
        held=documents.held(g.standing.application, g.person),
        submission=Submission.standing_for(g.standing.application),
    )


@bp.get("/<slug>.docx")
def paper(application: str, slug: str):
    if slug not in documents.listed(g.standing):
        abort(404)
    (file,) = documents.made(g.standing, [slug])
    return handed(file.content, file.name, DOCX, [slug])


@bp.get("/all.zip")
def bundle(application: str):
    files = documents.made(g.standing)
    content = b"".join(Bundle((file.name, file.content) for file in files))
    name = f"신청서류_{g.standing.application.number}.zip"
    return handed(content, name, "application/zip", [file.slug for file in files])


@bp.get("/submitted/<int(max=999999999):paper>")
def stored(application: str, paper: int):
    ours = StoredPaper.select().join(Submission).where(Submission.application == g.standing.application)
    row = ours.where(StoredPaper.id == paper).first()
    if row is None or not row.submission.readable_by(Party.get_by_id(g.standing.party.key)):
        abort(404)
    response = send_file(io.BytesIO(row.content), mimetype=DOCX, as_attachment=True, download_name=row.name)
    response.headers["Cache-Control"] = "no-store"
    return response


def handed(content: bytes, name: str, mimetype: str, slugs: list[str]):
    """The file as a download that a browser may ask about again, noted once it is really sent."""
    mark = documents.digest(content)
    response = send_file(io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name, etag=mark)
    response.headers["Cache-Control"] = "private, no-cache"
    if request.method == "GET" and response.status_code == 200:
        documents.downloaded(g.standing.application, g.person, slugs)
    return response
