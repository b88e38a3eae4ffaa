"""Registrations that were never approved, and those of entries that ended or whose number was freed: kept for a year
and then deleted, as the consent texts say (승인되지 않은 경우 접수 마감일부터 1년, 등록이 끝난 뒤 1년)."""

from datetime import datetime, timedelta
from typing import Any

from peewee import ModelSelect

from models.application import Application, Call, Party
from models.base import writing
from models.company import DRAFT, Company, Supplier
from models.evidence import Evidence
from models.proposal import CONFIRMED, Proposal
from models.submission import Filing, StoredDocument, Submission
from programme.application_types import POOL
from services.submissions import discards

RETENTION = timedelta(days=365)
NOTHING: dict[str, Any] = {"steps": {}, "parties": []}  # what a snapshot says then


def sweep(at: datetime) -> int:
    """Delete what these say and their documents; how many. Their numbers and receipts stay, never to be given again.
    Files no row names any more go with the next sweep of files."""
    with writing():
        rows = list(due(at))
        for party in rows:
            erase(party, at)
        return len(rows)


def due(at: datetime) -> "ModelSelect[Party]":
    """The parties of companies, each with its application, whose registration's time is over."""
    over = at - RETENTION
    ended = Supplier.ended_at.is_null() | (Supplier.ended_at < over)
    settled = Proposal.act == "free-number", Proposal.state == CONFIRMED, Proposal.settled_at >= over
    freed_lately = Proposal.select(Proposal.company).where(*settled)
    rows = Party.select(Party, Application).join(Application).join(Call)
    rows = rows.join(Supplier, on=Supplier.company == Party.company)
    rows = rows.where(Application.purpose == POOL, Call.closes_at < over, Supplier.approved_at.is_null(), ended)
    return rows.where(Supplier.company.not_in(freed_lately))


def erase(party: Party, at: datetime) -> None:
    application, company = party.application, party.firm
    editions = Submission.select(Submission.id).where(Submission.application == application)
    for model in (StoredDocument, Filing):
        model.delete().where(model.submission.in_(editions)).execute()  # type: ignore[attr-defined]
    blank: dict[str, Any] = {"snapshot": NOTHING, "listing": None, "words": "", "companies": [], "standing": False}
    Submission.update(**blank).where(Submission.application == application).execute()
    discards.erase([application.id])
    Application.update(discarded_at=at).where(Application.id == application.id).execute()
    leave(company)


def leave(company: Company) -> None:
    """Nothing is left of an entry none of whose registrations is there, and of evidence for nothing."""
    if Party.select().where(Party.company == company).exists():
        return
    Evidence.delete().where(Evidence.company == company).execute()
    blank: dict[str, Any] = {"name": "", "number": None, "state": DRAFT, "facts": {}, "profile": {}, "words": ""}
    Supplier.update(**blank).where(Supplier.company == company, Supplier.imported_at.is_null()).execute()
