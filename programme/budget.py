"""The sums of a budget, worked out of what was said once: who works how long at what rate, and what else it costs.

A line is in won; a category's sum is cut to 1,000 won. Plain rows in, as forms give them; nothing missing is guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from programme.announcement import Announcement

LABOUR = "SW개발비"
LEAST = 1000  # what is below it is cut off, in won
TableRow = Mapping[str, Any]


def cut(won: int) -> int:
    """The amount with what is below 1,000 won cut off."""
    return won // LEAST * LEAST


@dataclass(frozen=True)
class Labour:
    """The man-months of one job at one rate. months, wage: 0 while nothing says them."""

    job: str
    months: Decimal
    wage: int

    @property
    def amount(self) -> int:
        return int(self.months * self.wage)


def wage_of(call: Announcement, row: TableRow) -> int:
    """A supplier's rate a month in won: the one given, else the average of the job."""
    wage = row.get("wage")
    return call.wages.get(row.get("job") or "", 0) if wage is None else int(wage)


def labour(call: Announcement, people: Iterable[TableRow]) -> list[Labour]:
    """What the suppliers' people cost, those of one job at one rate together, in the order they were written."""
    months: dict[tuple[str, int], Decimal] = {}
    for row in people:
        if row.get("job") or row.get("months"):
            key = row.get("job") or "", wage_of(call, row)
            months[key] = months.get(key, Decimal()) + Decimal(row.get("months") or 0)
    return [Labour(job, count, wage) for (job, wage), count in months.items()]


def in_kind(row: TableRow) -> int:
    """What an adopter's own person is worth, in won; 0 where no rate is given."""
    return int(Decimal(row.get("months") or 0) * int(row.get("wage") or 0))


def sums(
    call: Announcement, suppliers: Iterable[TableRow], adopters: Iterable[TableRow], costs: Iterable[TableRow]
) -> dict[str, int]:
    """Each category's sum, labour first, then in the order of the announcement; only those that have a line."""
    lines = labour(call, suppliers)
    found = {LABOUR: sum(line.amount for line in lines)} if lines else {}
    kind = [won for row in adopters if (won := in_kind(row))]
    rows = [row for row in costs if row.get("category")]
    for category in call.categories:
        amounts = [int(row.get("amount") or 0) for row in rows if row["category"] == category]
        amounts += kind if category == call.in_kind else []
        found |= {category: sum(amounts)} if amounts else {}
    return {category: cut(won) for category, won in found.items()}
