"""What a step's page asks of the supplier pool, in one query."""

from typing import Any

from peewee import JOIN, fn

from models.application import Application
from models.company import RETURNED, Supplier
from models.pool import Review
from models.prepared import Parameter, Prepared


def of(application: Application, company: int | None, number: str | None) -> list[Supplier]:
    """The entry of a company, with the request for completion its registration, this one, was sent back with, if any;
    and another that holds a business number. company: its id; number: None for none."""
    return ENTRIES.rows(application=application.id, company=company, number=number)


def entries() -> Any:
    mine, before = Supplier.company == Parameter("company"), Review.alias()
    newest = before.select(fn.MAX(before.id)).where(
        before.application == Parameter("application"), before.decision == RETURNED
    )
    asked = mine & (Supplier.state == RETURNED) & (Review.id == newest)
    rows = Supplier.select(Supplier, Review).join(Review, JOIN.LEFT_OUTER, on=asked, attr="request")
    return rows.where(mine | (Supplier.number == Parameter("number")))


ENTRIES = Prepared(entries)
