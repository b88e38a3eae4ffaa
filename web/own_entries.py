"""A person's own entries in the supplier pool."""

from dataclasses import dataclass

from models.application import Application, Call, Party
from models.company import POOL_STATES, Supplier
from models.pool import Review
from programme.characters import visible
from services.drafts import applications, checks
from services.submissions import completions, registrations
from web.current import g


@dataclass(frozen=True)
class OwnEntry:
    """A pool entry of the person's, with its registration – in this call, else one still to be settled –, what that
    lacks while it may be changed, and the decision it is suspended by. begun: whether it is of this call."""

    supplier: Supplier
    name: str
    application: Application | None
    verdict: checks.Verdict | None
    reasons: dict[str, str]
    suspension: Review | None
    begun: bool = False

    @property
    def state(self) -> str:
        return POOL_STATES[self.supplier.state]

    @property
    def missing(self) -> int:
        """How many things stand between it and submitting."""
        return len(self.verdict.remaining) + len(self.verdict.blocks) if self.verdict else 0


def own_entries(call: Call | None) -> list[OwnEntry]:
    """call: the current one that takes registrations."""
    mine = Supplier.select().where(Supplier.company.in_(Party.companies_of(g.person))).order_by(Supplier.id)
    return [own_entry(supplier, call) for supplier in mine]


def own_entry(supplier: Supplier, call: Call | None) -> OwnEntry:
    current = registrations.begun_in(call, supplier.company_id)
    application = current or registrations.unsettled(supplier)
    suspension = registrations.suspension(supplier)
    if application is None:
        return OwnEntry(supplier, supplier.name, None, None, {}, suspension)
    view = applications.load_view(application, g.person)
    written = view.journey.values("company", view.journey.parties[0])["name"]
    verdict = checks.verdict(view) if application.open_at(g.arrived) else None
    name, reasons = supplier.name or visible(written or ""), completions.reasons(view)
    return OwnEntry(supplier, name, application, verdict, reasons, suspension, current is not None)
