"""Documents: every paper of a draft, one or all, as Word files or on the screen; and those handed in, as they were."""

import io
from collections.abc import Callable

from flask import Blueprint, Response, abort, g, redirect, render_template, request, send_file, url_for

from blueprints import htmx
from docgen.bundle import Bundle
from models.application import Party
from models.picture import Picture
from models.submission import StoredPaper, Submission
from services.documents import generate, previews
from services.documents.generate import File
from services.pdf import printing
from services.submissions import filings

bp = Blueprint("documents", __name__, url_prefix="/applications/<application>/documents")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/")
def index():
    facts, row = generate.context(g.standing), g.standing.application
    submission = Submission.standing_for(row)
    return render_template(
        "documents/index.html",
        standing=g.standing,
        submitted=submission is not None and submission.readable_by(Party.get_by_id(g.standing.party.key)),
        changed=submission is not None and submission.revision != row.revision,
        elsewhere=filings.asked(row),
        filed=filings.holds(row),
        stamp=facts["stamp"],
        papers=generate.listed(g.standing),
        held=generate.held(g.standing.application, g.person),
        submission=submission,
        printable=printing.possible(),
    )


@bp.get("/<slug>.docx")
def paper(slug: str):
    if slug not in generate.listed(g.standing):
        abort(404)

    def alone(files: list[File]) -> tuple[bytes, str, str]:
        return files[0].content, files[0].name, DOCX

    return handed([slug], alone)


@bp.get("/all.zip")
def bundle():
    def zipped(files: list[File]) -> tuple[bytes, str, str]:
        content = b"".join(Bundle((file.name, file.content) for file in files))
        return content, f"초안_신청서류_{g.standing.application.number}.zip", "application/zip"

    return handed(list(generate.listed(g.standing)), zipped)


@bp.get("/<slug>.html")
def page(slug: str):
    known = generate.listed(g.standing)
    if slug not in known:
        abort(404)
    html = previews.whole(g.standing, slug, address)
    return render_template("documents/page.html", standing=g.standing, paper=known[slug], slug=slug, html=html)


@bp.get("/at/<step>")
def part(step: str):
    """What a step fills: into the step's page for htmx, else the whole paper, scrolled to it."""
    task = g.standing.journey.task(step, g.standing.party) or abort(404)
    if htmx:
        return render_template("documents/part.html", html=previews.part(g.standing, task, address), task=task)
    slug, section = previews.place(g.standing, task)
    if not slug:
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".page", slug=slug, _anchor=section), 303)


@bp.get("/submitted/<int(max=999999999):paper>")
def stored(paper: int):
    ours = StoredPaper.select().join(Submission).where(Submission.application == g.standing.application)
    row = ours.where(StoredPaper.id == paper).first()
    if row is None or not row.submission.readable_by(Party.get_by_id(g.standing.party.key)):
        abort(404)
    response = send_file(io.BytesIO(row.content), mimetype=DOCX, as_attachment=True, download_name=row.name)
    response.headers["Cache-Control"] = "no-store"
    return response


def address(row: Picture) -> str:
    return url_for("pictures.picture", application=g.standing.application.token, picture=row.token)


def handed(slugs: list[str], packed: Callable[[list[File]], tuple[bytes, str, str]]) -> Response:
    """The papers as a download, noted once it is really sent; nothing is made when the browser still has the same.

    packed: gives content, name and media type of the download.
    """
    facts = generate.context(g.standing)
    mark = generate.mark(g.standing, slugs, facts)
    if request.if_none_match.contains_weak(mark):
        response = Response(status=304)
        response.set_etag(mark)
    else:
        content, name, kind = packed(generate.made(g.standing, slugs, facts))
        response = send_file(io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, etag=mark)
        if request.method == "GET" and response.status_code == 200:
            generate.downloaded(g.standing.application, g.person, slugs)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
