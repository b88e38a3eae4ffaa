"""Three-way merge of one step's answers: what the page was drawn from, what is stored now, what was sent.

A plain field merges by its value, a table by its rows and their cells (services/drafts/table_merge.py).
"""

from dataclasses import dataclass

from forms.base import Sent
from forms.table_rows import is_key, without_keys
from programme.characters import empty
from services.drafts.table_merge import Cells, merge_rows, shared_rows


@dataclass(frozen=True)
class Clash:
    """A field, or a cell of a table, both sides changed: the values sent, and those stored meanwhile, by sent name.

    field: its name in the merged answers, "people-2-name" for a cell.
    """

    field: str
    mine: Sent
    theirs: Sent


def by_field(sent: Sent) -> dict[str, Sent]:
    """The sent names under the field each belongs to; what is empty counts as not sent, a row of nothing but its key
    too."""
    filled = {name: values for name, values in sent.items() if not all(empty(value) for value in values)}
    rows = {name.rpartition("-")[0] for name in filled if not is_key(name)}
    fields: dict[str, Sent] = {}
    for name, values in filled.items():
        if name.rpartition("-")[0] in rows:
            fields.setdefault(name.split("-")[0], {})[name] = values
    return {field: renumbered(values) for field, values in fields.items()}


def renumbered(cells: Sent) -> Sent:
    """A table's cells with rows counted from 0 without gaps, so that removing an empty row is no change."""
    rows = sorted({int(name.split("-")[1]) for name in cells if "-" in name})
    new_index = {str(row): str(index) for index, row in enumerate(rows)}
    return {
        "-".join((parts[0], new_index[str(int(parts[1]))], *parts[2:])) if len(parts) > 1 else name: values
        for name, values in cells.items()
        for parts in [name.split("-")]
    }


def merge(base: Sent | None, stored: Sent, mine: Sent) -> tuple[Sent, list[Clash]]:
    """The merged answers, and what only a person can settle (in the merged answers it is as sent). base: None where
    nobody knows any more what the page was drawn from: then all that differs is asked about."""
    theirs, ours = by_field(stored), by_field(mine)
    old = agreed(theirs, ours) if base is None else by_field(base)
    merged: Sent = {}
    clashes = []
    for field in dict.fromkeys((*theirs, *ours)):
        before, their, our = old.get(field, {}), theirs.get(field, {}), ours.get(field, {})
        if our == before:
            merged |= their
        elif any("-" in name for name in (*their, *our)):
            table, cells = merge_table(field, before, their, our)
            merged |= table
            clashes += cells
        else:
            merged |= our
            if their not in (before, our):
                clashes.append(Clash(field, our, their))
    return merged, clashes


def merge_table(field: str, before: Sent, their: Sent, our: Sent) -> tuple[Sent, list[Clash]]:
    rows, clashing = merge_rows(*(rows_of(cells) for cells in (before, their, our)))
    clashes = []
    for cell in clashing:
        name = f"{field}-{cell.row}-{cell.column}"
        mine, theirs = ({name: values} if values else {} for values in (cell.mine, cell.theirs))
        clashes.append(Clash(name, mine, theirs))
    return named(field, rows), clashes


def agreed(theirs: dict[str, Sent], ours: dict[str, Sent]) -> dict[str, Sent]:
    """What both sides say alike; of a table, the cells that rows which are alike share."""
    common = {}
    for field in theirs.keys() & ours.keys():
        tables = rows_of(theirs[field]), rows_of(ours[field])
        common[field] = {name: values for name, values in theirs[field].items() if ours[field].get(name) == values}
        if all(tables):
            common[field] = named(field, shared_rows(*tables))
    return common


def named(field: str, rows: list[Cells]) -> Sent:
    """A table's cells by the names they are sent under."""
    return {f"{field}-{index}-{column}": values for index, row in enumerate(rows) for column, values in row.items()}


def rows_of(cells: Sent) -> list[Cells]:
    """The rows of a renumbered table, in order, in whichever its cells come; none of a plain field."""
    rows: dict[int, Cells] = {}
    for name, values in cells.items():
        if "-" in name:
            _, index, column = name.split("-")
            rows.setdefault(int(index), {})[column] = values
    return [rows[index] for index in sorted(rows)]


def same(one: Sent, other: Sent) -> bool:
    """Whether two pages say the same; which keys their rows have says nothing."""
    return one == other or by_field(without_keys(one)) == by_field(without_keys(other))
