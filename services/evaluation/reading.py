"""The copy of a plan evaluators read: form 1 of the edition judged, without personal values, marked with who reads it
and when. It is made anew each time and kept nowhere."""

from datetime import datetime
from typing import Any

import docgen
from models.submission import Submission
from programme.korean import date_time
from services.documents import catalogue
from services.submissions import snapshots

COPY = "평가용 사본"


def mark_of(name: str | None, at: datetime) -> str:
    """What stands at the foot of every page."""
    return f"{COPY} · 평가위원 {name or ''} · {date_time(at, exact=True)}"


def prepared(edition: Submission, mark: str) -> tuple[catalogue.DocumentFile, dict[str, Any]]:
    """The form and what it says."""
    of, journey = edition.application.type, snapshots.read(edition).journey
    document = next(each for each in catalogue.document_files(journey, of) if each.party is None)
    stamp = catalogue.Stamp(
        edition.application.number, edition.revision, edition.arrived_at, mark, edition.receipt, edition.edition
    )
    return document, catalogue.build_context(journey, stamp, {}, {}, of)


def page(edition: Submission, mark: str) -> str:
    """As HTML."""
    document, context = prepared(edition, mark)
    return docgen.preview(document.template, context, cache=catalogue.compiled())


def file(edition: Submission, mark: str) -> tuple[str, bytes]:
    """(name, content) of the Word file; its name says no reader's."""
    document, context = prepared(edition, mark)
    return f"[{COPY}] {catalogue.filename(document, context)}", catalogue.render(document, context)
