"""What help to write is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from programme.announcement import Announcement

Cells = Mapping[str, str]
Answers = dict[str, dict[str, str | tuple[Cells, ...]]]  # {step slug: {field: text, or rows of cells}}


@dataclass(frozen=True)
class Definition:
    """A word people meet here. meaning: in plain words; example: of its use; also: how else it is written or called."""

    slug: str
    name: str
    meaning: str
    example: str = ""
    also: tuple[str, ...] = ()

    @property
    def searched(self) -> str:
        """All that a search for it may name."""
        return " ".join((self.name, *self.also, self.meaning, self.example))


@dataclass(frozen=True)
class Guidance:
    """Help with one step. prompts: what to write about, part by part; words: the slugs of the definitions that belong
    there; wages: whether the call's average wages help."""

    prompts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    wages: bool = False


@dataclass(frozen=True)
class Example:
    """A whole plan of a firm that does not exist. In its answers {year} and {last} stand for the call's year and the
    last whole year before it."""

    trade: str
    about: str
    answers: Answers

    def sent(self, slug: str, call: Announcement) -> dict[str, list[str]]:
        """Its answer to a step, as a browser would send it."""
        years = {"year": call.year, "last": call.account_years[-1]}
        sent: dict[str, list[str]] = {}
        for field, answer in self.answers[slug].items():
            if isinstance(answer, str):
                sent[field] = [answer.format_map(years)]
                continue
            for number, cells in enumerate(answer):
                sent |= {f"{field}-{number}-{column}": [cell.format_map(years)] for column, cell in cells.items()}
        return sent


def table(columns: str, *rows: tuple[str, ...]) -> tuple[Cells, ...]:
    """Rows of cells: table("work", ("전화를 받는다",), …)."""
    return tuple(dict(zip(columns.split(), row, strict=True)) for row in rows)
