"""Documents: every document of a draft, one or all, as Word files or on the screen; and those submitted, as they
were."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from docgen import DOCX
from docgen.bundle import Bundle
from models.application import ASKED, Party
from models.picture import Picture
from models.submission import StoredDocument, Submission
from services.documents import generate, previews
from services.documents.generate import File
from services.drafts import revisions
from services.pdf import documents_pdf
from services.submissions import filings
from web.current import g
from web.downloads import send_made
from web.request_hooks import htmx

bp = Blueprint("documents", __name__, url_prefix="/applications/<application>/documents")


@bp.get("/")
def index():
    context, row = generate.document_context(g.view), g.view.application
    submission = g.view.standing
    return render_template(
        "documents/index.html",
        view=g.view,
        submitted=submission is not None and submission.readable_by(Party.get_by_id(g.view.party.key)),
        changed=submission is not None and not revisions.says_as_of(row, submission.revision),
        open=row.open_at(g.arrived, ASKED),
        elsewhere=filings.is_needed(row, submission),
        filed=bool(submission and filings.filed([submission])),
        stamp=context["stamp"],
        documents=generate.available_documents(g.view),
        held=generate.downloaded_revisions(g.view.application, g.person),
        submission=submission,
        printable=documents_pdf.is_available(),
    )


@bp.get("/<slug>.docx")
def download(slug: str):
    if slug not in generate.available_documents(g.view):
        abort(404)

    def alone(files: list[File]) -> tuple[bytes, str, str]:
        return files[0].content, files[0].name, DOCX

    return send_documents([slug], alone)


@bp.get("/all.zip")
def bundle():
    def zipped(files: list[File]) -> tuple[bytes, str, str]:
        content = b"".join(Bundle((file.name, file.content) for file in files))
        return content, f"초안_신청서류_{g.view.application.number}.zip", "application/zip"

    return send_documents(list(generate.available_documents(g.view)), zipped)


@bp.get("/<slug>.html")
def page(slug: str):
    known = generate.available_documents(g.view)
    if slug not in known:
        abort(404)
    html = previews.whole(g.view, slug, picture_url)
    return render_template("documents/page.html", view=g.view, document=known[slug], slug=slug, html=html)


@bp.get("/at/<step>")
def part(step: str):
    """What a step fills: into the step's page for htmx, else the whole document, scrolled to it."""
    task = g.view.journey.task(step, g.view.party) or abort(404)
    if htmx:
        return render_template(
            "documents/part.html", view=g.view, html=previews.part(g.view, task, picture_url), task=task
        )
    slug, section = previews.section_of(g.view, task)
    if not slug:
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".page", slug=slug, _anchor=section), 303)


@bp.get("/submitted/<int(max=999999999):document>")
def stored(document: int):
    ours = StoredDocument.select().join(Submission).where(Submission.application == g.view.application)
    row = ours.where(StoredDocument.id == document).first()
    if row is None or not row.submission.readable_by(Party.get_by_id(g.view.party.key)):
        abort(404)
    return send_made(row.name, row.content, DOCX)


def picture_url(row: Picture) -> str:
    return url_for("pictures.picture", application=g.view.application.token, picture=row.token)


def send_documents(slugs: list[str], packed: Callable[[list[File]], tuple[bytes, str, str]]) -> Response:
    """The documents as a download, noted once it is really sent.

    packed: gives content, name and media type of the download.
    """
    content, name, kind = packed(generate.generate(g.view, slugs))
    response = send_made(name, content, kind)
    if request.method == "GET":
        generate.record_download(g.view.application, g.person, slugs)
    return response
