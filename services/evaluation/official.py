"""The official score of a case, from its sheets. Pure: no clock, no database, integers only.

What is printed decides: passing and order use these hundredths and nothing finer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from programme.evaluation import Kept, printed_score


@dataclass(frozen=True)
class Sheet:
    """One evaluator's sheet. counts: whether it was handed in, in time, and not voided since; points: whole, one a
    criterion; edition: which one stands of it."""

    counts: bool
    points: tuple[int, ...]
    edition: int | None = None

    @property
    def total(self) -> int:
        return sum(self.points)


@dataclass(frozen=True)
class Official:
    """score: in hundredths. counted: how many sheets; left_out: how many of them by trimming; lowest, highest:
    totals."""

    score: int
    counted: int
    left_out: int
    lowest: int
    highest: int

    @property
    def printed(self) -> str:
        return printed_score(self.score)

    @property
    def spread(self) -> int:
        return self.highest - self.lowest


def official(sheets: Sequence[Sheet], rules: Kept) -> Official | None:
    """The mean of the counted sheets' totals, half up; None where none counts. rules: as the round keeps them."""
    totals = sorted(sheet.total for sheet in sheets if sheet.counts)
    if not totals:
        return None
    mean_of = totals[1:-1] if len(totals) >= rules["trimmed"] else totals
    n = len(mean_of)
    score = (200 * sum(mean_of) + n) // (2 * n)
    return Official(score, len(totals), len(totals) - n, totals[0], totals[-1])


def passes(score: int, rules: Kept) -> bool:
    return bool(score >= rules["passing"])


def far_apart(found: Official, rules: Kept) -> bool:
    """Whether the sheets differ so much that it is pointed out; it changes nothing."""
    return bool(found.spread > rules["spread"])
