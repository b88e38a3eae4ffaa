"""Three-way merge of one step's answers: what the page was drawn from, what is stored now, what was sent.

A plain field merges by its value; a table merges as one field, for rows have no names of their own.
"""

from dataclasses import dataclass

from forms.base import Sent
from programme.characters import empty


@dataclass(frozen=True)
class Clash:
    """A field both sides changed: the values sent, and those stored meanwhile, by sent name."""

    field: str
    mine: Sent
    theirs: Sent


def by_field(sent: Sent) -> dict[str, Sent]:
    """The sent names under the field each belongs to; what is empty counts as not sent."""
    fields: dict[str, Sent] = {}
    for name, values in sent.items():
        if not all(empty(value) for value in values):
            fields.setdefault(name.split("-")[0], {})[name] = values
    return {field: values if field in values else renumbered(values) for field, values in fields.items()}


def renumbered(cells: Sent) -> Sent:
    """A table's cells with rows counted from 0 without gaps, so that removing an empty row is no change."""
    rows = sorted({int(name.split("-")[1]) for name in cells if "-" in name})
    new_index = {str(row): str(index) for index, row in enumerate(rows)}
    return {
        "-".join((parts[0], new_index[str(int(parts[1]))], *parts[2:])) if len(parts) > 1 else name: values
        for name, values in cells.items()
        for parts in [name.split("-")]
    }


def merge(base: Sent, stored: Sent, mine: Sent) -> tuple[Sent, list[Clash]]:
    """The merged answers, and the fields only a person can settle (in the merged answers they are as sent)."""
    old, theirs, ours = by_field(base), by_field(stored), by_field(mine)
    merged: Sent = {}
    clashes = []
    for field in dict.fromkeys((*theirs, *ours)):
        before, their, our = old.get(field, {}), theirs.get(field, {}), ours.get(field, {})
        if our == before:
            merged |= their
            continue
        merged |= our
        if their not in (before, our):
            clashes.append(Clash(field, our, their))
    return merged, clashes


def same(one: Sent, other: Sent) -> bool:
    """Whether two pages say the same."""
    return one == other or by_field(one) == by_field(other)
