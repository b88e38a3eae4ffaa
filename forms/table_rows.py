"""The rows of tables as they are sent, "people-2-name": kept apart by keys, moved, put between and taken away.

A row's number says where it stands; its key, sent hidden as "people-2-key", which row it is, wherever it is moved
(docs/adr/0031).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2s

from programme.characters import empty

Sent = dict[str, list[str]]

KEY = "key"
KEY_FORM = re.compile("[a-z0-9]{1,16}")
ROW = re.compile(r"([a-z_]{1,60})-(0|[1-9][0-9]{0,3})")


def is_key(name: str) -> bool:
    return name.split("-")[2:] == [KEY]


def without_keys(sent: Sent) -> Sent:
    """What was said: keys only tell rows apart."""
    return {name: values for name, values in sent.items() if not is_key(name)}


def numbers(sent: Iterable[str], table: str) -> list[int]:
    """The numbers of a table's rows, blank ones too, in order; of names as anybody may send them, those of rows."""
    cells = (name for name in sent if name.startswith(f"{table}-") and name.count("-") == 2)
    return sorted({number for of, number in (split(name.rpartition("-")[0]) for name in cells) if of})


def written(sent: Sent) -> set[str]:
    """The rows with something in them, "people-2"."""
    cells = {name: values for name, values in sent.items() if "-" in name and not is_key(name)}
    return {name.rpartition("-")[0] for name, values in cells.items() if not all(map(empty, values))}


def keys(sent: Sent, table: str) -> dict[int, str]:
    """The key of each row of a table. Rows stored without one, by a fill or before there were keys, have their number,
    unless another row has it; new and blank ones have none."""
    came = {
        name.split("-")[1]: values[0] for name, values in sent.items() if is_key(name) and name.startswith(f"{table}-")
    }
    rows, found = written(sent), {}
    for number in map(str, numbers(sent, table)):
        default = "" if number in came.values() else number
        found[int(number)] = came.get(number, default) if f"{table}-{number}" in rows else ""
    return found


def keyed(sent: Sent) -> Sent:
    """The answers with the key of every row, as their page would send them."""
    tables = {name.split("-")[0] for name in sent if "-" in name}
    return sent | {f"{table}-{number}-{KEY}": [key] for table in tables for number, key in keys(sent, table).items()}


def name_new_rows(sent: Sent, page: str) -> Sent:
    """Give each row that was written in, and came with an empty key, one of its own. page: which drawing of the page it
    was written on; sent again, it is the same row."""
    new = [row for row in written(sent) if sent.get(f"{row}-{KEY}") == [""]]
    return sent | {f"{row}-{KEY}": [blake2s(f"{page} {row}".encode(), digest_size=5).hexdigest()] for row in new}


def completed(sent: Sent, base: Sent, table: str, shown: Iterable[str]) -> Sent:
    """A page that shows only some rows of a table, with the other rows as the page's base has them, before and after
    its own. shown: the keys of the rows it was drawn with."""
    known = {number: key for number, key in keys(base, table).items() if key}
    own = {*shown, *keys(sent, table).values()}
    first = next((number for number, key in known.items() if key in own), max(known, default=0) + 1)
    rest = [number for number, key in known.items() if key not in own]
    whole = {name: values for name, values in sent.items() if not name.startswith(f"{table}-")}
    before, after = ([(base, number) for number in rest if (number < first) is side] for side in (True, False))
    for place, (answers, number) in enumerate([*before, *((sent, number) for number in numbers(sent, table)), *after]):
        row = f"{table}-{number}-"
        cells = {name.removeprefix(row): values for name, values in answers.items() if name.startswith(row)}
        key = {KEY: [known[number]]} if answers is base else {}
        whole |= {f"{table}-{place}-{column}": values for column, values in (cells | key).items()}
    return whole


# ---- what a row's buttons do; row: "people-2" ----


def without(sent: Sent, row: str) -> Sent:
    return {name: values for name, values in sent.items() if not name.startswith(f"{row}-")}


def moved(sent: Sent, row: str, by: int) -> Sent:
    """The row changes places with the one before it (by -1) or after it (1), if there is one."""
    table, number = split(row)
    rows = numbers(sent, table)
    place = rows.index(number) + by if number in rows else -1
    if not 0 <= place < len(rows):
        return sent
    return renumbered(sent, table, {number: rows[place], rows[place]: number})


def inserted(sent: Sent, row: str) -> Sent:
    """A blank row below this one."""
    table, number = split(row)
    after = renumbered(sent, table, {other: other + 1 for other in numbers(sent, table) if other > number})
    return after | {f"{table}-{number + 1}-{KEY}": [""]}


def renumbered(sent: Sent, table: str, new: Mapping[int, int]) -> Sent:
    def renamed(name: str) -> str:
        parts = name.split("-")
        if parts[0] != table or len(parts) < 3:
            return name
        return f"{table}-{new.get(int(parts[1]), int(parts[1]))}-{parts[2]}"

    return {renamed(name): values for name, values in sent.items()}


def split(row: str) -> tuple[str, int]:
    """The table and the number of a row; what no row is called is a row of no table."""
    found = ROW.fullmatch(row)
    return (found[1], int(found[2])) if found else ("", 0)


BUTTONS: dict[str, Callable[[Sent, str], Sent]] = {
    "remove": without,
    "up": lambda sent, row: moved(sent, row, -1),
    "down": lambda sent, row: moved(sent, row, 1),
    "insert": inserted,
}
