"""How the suppliers of a submitted project stand in the pool: R11 (공급기업 풀 등록 및 현행화 필수) after submitting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.application import Application, Call, Party
from models.company import DRAFT, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Supplier
from models.pool import Review
from models.submission import Submission
from programme.application_types import PROJECT

NOT_IN_ORDER = (SUSPENDED, RETURNED, WAITING, OUTDATED, DRAFT)  # the gravest first
TROUBLED = {state: POOL_STATES[state] for state in NOT_IN_ORDER[:-1]} | {DRAFT: "등록 없음"}


@dataclass(frozen=True)
class SupplierState:
    """A supplier of a submitted project whose registration is not in order. at, reason: of the suspension it is
    under."""

    company: int
    name: str
    state: str
    at: datetime | None = None
    reason: str = ""

    @property
    def called(self) -> str:
        return TROUBLED[self.state]


def of_submissions(wanted: Any, by: Any = Submission.id) -> dict[int, list[SupplierState]]:
    """The suppliers not in order of the submitted projects that fit a condition, by the submission's id or another
    column of it, the gravest first."""
    columns = by, Submission.companies, Call.opens_at, Supplier.company, Supplier.name, Supplier.state
    rows: Any = (
        Submission.select(*columns, Supplier.renewed_at).join(Application).join(Call).switch(Application).join(Party)
    )
    rows = rows.join(Supplier, on=Supplier.company == Party.company)
    rows = rows.where(
        wanted, Application.purpose == PROJECT, Party.role == "supplier", Supplier.state.in_(NOT_IN_ORDER)
    )
    found: dict[int, list[SupplierState]] = {}
    for key, companies, opened, company, name, state, renewed in rows.tuples():
        lapsed = state != OUTDATED or renewed is None or renewed < opened  # of an older call it was brought up to date
        if company in companies and lapsed:
            found.setdefault(key, []).append(SupplierState(company, name, state))
    return {key: sorted(each, key=lambda one: NOT_IN_ORDER.index(one.state)) for key, each in found.items()}


def of_application(application: Application) -> list[SupplierState]:
    """The same of the submission of one that counts, with why a suspended one is; none of what was not submitted."""
    found = of_submissions((Submission.application == application) & Submission.standing)
    return [suspended(one) if one.state == SUSPENDED else one for each in found.values() for one in each]


def of_projects(projects: Collection[int]) -> dict[int, list[SupplierState]]:
    """What those who write projects are told, by the application's id, the gravest first: of the consortium as it is
    the suspended, of what was submitted those not in order."""
    if not projects:
        return {}
    columns = Party.application, Supplier.company, Supplier.name, Supplier.state
    rows: Any = Party.select(*columns).join(Supplier, on=Supplier.company == Party.company)
    here = Party.application.in_(list(projects)), Party.role == "supplier", Party.left_at.is_null()
    found: dict[int, dict[int, SupplierState]] = {}
    for key, *row in rows.where(*here, Supplier.state == SUSPENDED).tuples():
        found.setdefault(key, {})[row[0]] = SupplierState(*row)
    submitted = Submission.application.in_(list(projects)) & Submission.standing
    for key, each in of_submissions(submitted, by=Submission.application).items():
        found[key] = found.get(key, {}) | {one.company: one for one in each}
    return {key: list(each.values()) for key, each in found.items()}


def of_project(application: Application) -> list[SupplierState]:
    """The same of one, with why a suspended one is; none of what has no consortium."""
    found = of_projects([application.id]).get(application.id, []) if application.type.consortium else []
    return [suspended(one) if one.state == SUSPENDED else one for one in found]


def suspended(one: SupplierState) -> SupplierState:
    review = Review.suspension_of(one.company)
    return SupplierState(one.company, one.name, one.state, review.at, review.note) if review else one
