"""A person's own entries in the supplier pool."""

from dataclasses import dataclass

from flask import g

from models.application import Application, Party
from models.company import POOL_STATES, Supplier
from services.drafts import applications, checks
from services.submissions import registrations


@dataclass(frozen=True)
class OwnEntry:
    """A pool entry of the person's, with its registration in this call and what that still lacks."""

    supplier: Supplier
    application: Application | None
    verdict: checks.Verdict | None
    reasons: dict[str, str]

    @property
    def state(self) -> str:
        return POOL_STATES[self.supplier.state]

    @property
    def missing(self) -> int:
        """How many things stand between it and submitting."""
        return len(self.verdict.remaining) + len(self.verdict.blocks) if self.verdict else 0


def own_entries() -> list[OwnEntry]:
    mine = Supplier.select().where(Supplier.company.in_(Party.companies_of(g.person))).order_by(Supplier.id)
    return [own_entry(supplier) for supplier in mine]


def own_entry(supplier: Supplier) -> OwnEntry:
    application = registrations.current(supplier.company)
    if application is None:
        return OwnEntry(supplier, None, None, {})
    verdict = checks.verdict(applications.load_view(application, g.person))
    return OwnEntry(supplier, application, verdict, registrations.reasons(application))
