"""Charts, drawn by the server as SVG (templates/macros/charts.html): bars, and what lasts from when to when (Gantt).

Places are percent across and em down: lines stretch with the page, text does not, and no script or style is needed. Who
sees none of it finds the same facts in a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CHARACTERS = 17  # of a label over its bar: what a phone has room for; the table has it whole
NAMED = 8  # columns at most that bear their name


@dataclass(frozen=True)
class Bar:
    """start, length: where it lies, in percent of the whole width; text: its value as it is said."""

    label: str
    text: str
    start: float
    length: float

    @property
    def short(self) -> str:
        return self.label if len(self.label) <= CHARACTERS else self.label[: CHARACTERS - 1] + "…"


@dataclass(frozen=True)
class Chart:
    """name: begins the ids of its parts; about: what it shows, for who does not see it; heads: what the table calls
    labels and values; columns: (place in percent, name or "") of a Gantt chart's, from left to right."""

    name: str
    title: str
    about: str
    heads: tuple[str, str]
    bars: tuple[Bar, ...]
    columns: tuple[tuple[float, str], ...] = ()

    @property
    def legible(self) -> bool:
        """Whether its bars bear their labels whole."""
        return all(bar.short == bar.label for bar in self.bars)


def bar_chart(
    name: str, title: str, heads: tuple[str, str], values: Iterable[tuple[str, float, str]], whole: float = 0
) -> Chart:
    """A bar for each (label, value, value as it is said). whole: what fills the width; the highest value where none is
    given. What is below nothing has no length."""
    rows = list(values)
    highest = max((row for row in rows), key=lambda row: row[1], default=("", 0, ""))
    full = whole or highest[1] or 1
    bars = tuple(Bar(label, text, 0, percent(min(max(value, 0), full), full)) for label, value, text in rows)
    return Chart(name, title, f"막대 {len(rows)}개. 가장 긴 것은 {highest[0]}, {highest[2]}.", heads, bars)


def gantt(
    name: str,
    title: str,
    heads: tuple[str, str],
    columns: Sequence[str],
    spans: Iterable[tuple[str, int | None, int | None, str]],
) -> Chart:
    """A bar for each (label, first column, last column, both as they are said); columns count from 0, None of who has
    no place among them."""
    count, every = len(columns), -(-len(columns) // NAMED)
    bars = []
    for label, first, last, text in spans:
        lies = first is not None and last is not None
        start, end = (first or 0, min((last or 0) + 1, count)) if lies else (0, 0)
        bars.append(Bar(label, text, percent(start, count), percent(max(end - start, 0), count)))
    heading = tuple((percent(place, count), name if place % every == 0 else "") for place, name in enumerate(columns))
    return Chart(name, title, f"{columns[0]}부터 {columns[-1]}까지 막대 {len(bars)}개.", heads, tuple(bars), heading)


def percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1)
