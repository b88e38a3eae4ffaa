"""Files of every kind as downloads."""

import io
from typing import Any
from urllib.parse import quote

from flask import Response, abort, request, send_file

from docgen import DOCX
from docgen.bundle import Bundle
from models.application import Application
from models.company import Company
from models.evidence import Conversion, Evidence
from models.submission import Submission
from services.drafts import evidence
from services.files import file_store, views
from services.files.sealed_file import Damaged, read_through, size_of
from services.files.stored_file import StoredFile
from services.pdf import conversions
from services.pdf.conversions import SUBMITTED
from services.submissions import submitted_set
from web.current import g


def send_stored(file: StoredFile, etag: str, **how: Any) -> Response:
    """A stored file as an answer, decrypted as it goes out; any part of it may be asked for. 404 when it is not here.
    Raises sealed_file.Damaged when what is asked for does not open, before any of it went out."""
    try:
        content = file.open()
    except FileNotFoundError:
        abort(404)
    size = size_of(content)
    response = send_file(content, conditional=False, **how)
    response.content_length = size
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-store"
    response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    span = response.content_range
    if response.status_code in (200, 206) and request.method == "GET":
        try:
            read_through(content, span.start or 0, span.stop or size)
        except Damaged:
            content.close()
            raise
    return response


def send_conversion(
    made: str, kind: str, company: Company | None, since: int = 0, application: Application | None = None
) -> Response:
    """What the worker made, as a download; 404 when it is of somebody else, or of an earlier revision than `since`, or
    not made, or gone.

    application: the one in the address, where that is not an applicant's."""
    whose = application or g.view.application
    ours = Conversion.application == whose, Conversion.company == company, Conversion.kind == kind
    row = Conversion.get_or_none(Conversion.token == made, *ours, ~Conversion.storage.is_null()) or abort(404)
    if row.revision < since:
        abort(404)
    how = {"mimetype": "application/pdf", "as_attachment": True, "download_name": row.name}
    return send_stored(file_store.find(str(row.storage)), row.token, **how)


def send_docx(name: str, content: bytes) -> Response:
    return send_made(name, content, DOCX)


def send_made(name: str, content: bytes, kind: str) -> Response:
    """What was made of somebody's answers: it must not lie in a browser's cache after signing out."""
    response = send_file(
        io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, etag=False, conditional=False
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def send_evidence(row: Evidence):
    """A document's file as it came, never shown in a page of ours; 404 when it is not here."""
    how = {"mimetype": "application/octet-stream", "as_attachment": True, "download_name": row.name}
    return send_stored(evidence.file_of(row), row.sha256, **how)


# A document of strangers in a frame of ours: it has no origin, runs nothing, asks for nothing and is framed by nobody
# else. The frame itself bears no sandbox attribute, for with it Chromium opens no PDF; the answer's own sandbox it
# obeys.
FRAMED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def send_view(row: Evidence) -> Response:
    """A document's file as a page may show it; 404 when it is not here."""
    if not evidence.file_exists(row):
        abort(404)
    view = views.of(evidence.file_of(row), row.name)
    response = Response(
        view.content, content_type=f"{view.kind}; charset=utf-8" if view.kind == views.TEXT else view.kind
    )
    response.headers.update(FRAMED | {"Content-Disposition": content_disposition(row.name, "inline")})
    return response


def newest_submitted_pdf(submission: Submission, company: Company | None):
    """The PDF last asked for, where it is, or will be, of this very edition."""
    row = conversions.newest(submission.application, company, SUBMITTED)
    fits = row and (row.revision == submission.edition or row.state in (conversions.QUEUED, conversions.RUNNING))
    return row if fits else None


def send_submitted_zip(submission: Submission, company: Company | None) -> Response:
    bundle = Bundle(submitted_set.files(submitted_set.pieces(submission, company)))
    headers = {
        "Content-Length": str(len(bundle)),
        "Content-Disposition": content_disposition(f"{submitted_set.name(submission)}.zip"),
        "Cache-Control": "no-store",
    }
    return Response(iter(bundle), mimetype="application/zip", headers=headers)


def content_disposition(name: str, how: str = "attachment") -> str:
    """The header that saves an answer under this name, Hangul and all (RFC 6266)."""
    return f"{how}; filename*=UTF-8''{quote(name, safe='')}"
