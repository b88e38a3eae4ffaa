"""What the staff's pages share: the submission of an address, the log of accesses, and what the address of a list asks
for."""

import io
from collections.abc import Container
from datetime import timedelta
from typing import TypeVar

from flask import render_template, request, send_file, url_for

from forms.base import StepForm
from models.application import Call
from models.base import now
from models.rescue import Rescue
from models.submission import Submission
from programme.application_types import PROJECT
from services.access import staff
from services.drafts import applications as applications_of
from services.files import xlsx
from services.pool import decisions, supplier_states
from services.submissions import snapshots
from web import rescued_input
from web.current import g
from web.url_params import positive_int, search_text


def log_access(submission: Submission, what: str, why: str = "", **whose) -> None:
    why = why or submission.application.type.words.review
    staff.log_access(g.person, what, why, application=submission.application, **whose)


def log_look(submission: Submission, what: str) -> None:
    """A page that was drawn; again within minutes it is the same look."""
    staff.log_look(g.person, what, submission.application.type.words.review, submission.application)


def reason_to_take(submission: Submission) -> str:
    """Why this officer takes what was submitted away; "" where that is still to be said."""
    return staff.reason_to_take(g.person, submission.application, now())


def reason_page(template: str, form: StepForm, failed: bool = False, restored: Rescue | None = None) -> str:
    """The page that asks why personal data of the submission at hand is seen or taken."""
    return render_template(
        template,
        title=snapshots.title(g.submission),
        form=form,
        back=submission_url(g.submission),
        hours=staff.VERIFIED_FOR // timedelta(hours=1),
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


def submission_url(submission: Submission) -> str:
    application = submission.application
    if application.type.registers:
        return url_for("approval.show", registration=application.token)
    return url_for("submissions.show", submission=application.token)


ROWS_A_PAGE = 50  # rows a page
Row = TypeVar("Row")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def every_call() -> list[Call]:
    """All calls, the one that closes first in front, read once in a request."""
    if "calls" not in g:
        g.calls = applications_of.every_call()
    return g.calls


def calls_taking(kind: str = PROJECT) -> list[Call]:
    """Those that take a kind of application."""
    return [call for call in every_call() if call.takes(kind)]


def requested_call(kind: str = PROJECT) -> Call | None:
    """The call a list is of: the one the address names, else the current one that takes a kind of application. Raises
    calls.NotTaken where the one named, or every one, takes none."""
    slug = request.args.get("call", "")
    named = next((call for call in calls_taking() if call.slug == slug), None)
    call = named or applications_of.current_call(kind, of=every_call())
    applications_of.type_in(call, kind)
    return call


def one_of(name: str, known: Container[str]) -> str:
    value = request.args.get(name, "")
    return value if value in known else ""


def search_words() -> str:
    return search_text(request.args.get("words", ""))


def list_paging(total: int, name: str = "page") -> dict[str, int]:
    """Where the page asked for stands among those of so many rows. name: what the address calls its number."""
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(1, request.args.get(name, 1, type=positive_int)), pages)
    return {"total": total, "page": page, "pages": pages}


def rows_on(paging: dict[str, int], rows: list[Row]) -> list[Row]:
    """The rows of that page, of all there are."""
    return rows[(paging["page"] - 1) * ROWS_A_PAGE :][:ROWS_A_PAGE]


def send_xlsx(title: str, heads: list[str], rows: list[list[xlsx.Cell]]):
    """The whole list as a file. It holds no personal data, but that it left is noted."""
    content = xlsx.workbook(title, heads, rows)
    name = xlsx.file_name(title, len(rows), now())
    staff.log_access(g.person, f"목록 내려받기: {name}", "목록 내보내기")
    response = send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def irregular_suppliers(submission: Submission) -> dict[str, object]:
    """The suppliers of a project whose registrations are not in order (R11), and where the lead agency reads those."""
    found = supplier_states.of_application(submission.application) if submission.application.type.consortium else []
    lead = g.post.agency is None
    return {
        "supplier_states": found,
        "registrations": decisions.registrations_of(one.company for one in found) if lead else {},
    }
