"""Three-way merge of one table, by row and by cell.

A row is the same row while it has its key, a hidden value its page sends with it. Rows without one are matched by what
they say: the longest run of equal rows in order, and in between the rows that share most cells.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from forms.table_rows import KEY

PAIRS = 40_000  # pairs of rows compared cell by cell at most: larger tables are matched by equal rows and place only

Cells = dict[str, list[str]]  # {column: values} of a row; what is empty is not there
Token = tuple[str, int]  # a row of the merged table: of the base, or new on a side


@dataclass(frozen=True)
class CellClash:
    """A cell both sides changed. row: its place in the merged table."""

    row: int
    column: str
    mine: list[str]
    theirs: list[str]


def said(row: Cells) -> Cells:
    return {column: values for column, values in row.items() if column != KEY}


def merge_rows(base: list[Cells], theirs: list[Cells], ours: list[Cells]) -> tuple[list[Cells], list[CellClash]]:
    """The merged rows, and the cells only a person can settle (in the merged rows they are as in `ours`).

    A row one side removed and the other left alone is gone; one the other side changed stays.
    """
    their_rows, our_rows = matched(base, theirs), matched(base, ours)
    tokens: dict[Token, tuple[Cells, Cells, Cells] | None] = {}
    for index, before in enumerate(base):
        their, our = (
            side[pairs[index]] if index in pairs else None for pairs, side in ((their_rows, theirs), (our_rows, ours))
        )
        tokens["base", index] = survivor(before, their, our)
    their_order = order(their_rows, len(theirs), "theirs")
    our_order = order(our_rows, len(ours), "ours")
    for one, other in same_new_rows(theirs, their_order, ours, our_order):
        tokens["theirs", one] = {}, theirs[one], ours[other]
        our_order[other] = ("theirs", one)
    for token in {*their_order, *our_order} - tokens.keys():
        row = (theirs if token[0] == "theirs" else ours)[token[1]]
        tokens[token] = {}, row, row
    merged: list[Cells] = []
    clashes: list[CellClash] = []
    for token in interleaved(their_order, our_order):
        if rows := tokens[token]:
            row, clashing = merge_cells(*rows)
            if not said(row):  # each side emptied what the other left: what is still said of it stays
                row, clashing = row | {column: theirs for column, _, theirs in clashing}, []
            if said(row):
                clashes += [CellClash(len(merged), *clash) for clash in clashing]
                merged.append(row)
    return merged, clashes


def shared_rows(theirs: list[Cells], ours: list[Cells]) -> list[Cells]:
    """What the rows of two sides that are alike share, where it is not known what both came from."""
    keys = {tuple(row[KEY]): row for row in ours if KEY in row}
    pairs = [(row, keys[tuple(row[KEY])]) for row in theirs if KEY in row and tuple(row[KEY]) in keys]
    taken = {tuple(row[KEY]) for row, _ in pairs}
    left, right = ([row for row in side if tuple(row.get(KEY, ())) not in taken] for side in (theirs, ours))
    pairs += [(left[one], right[other]) for one, other in best_pairs(left, right).items()]
    return [{column: values for column, values in row.items() if other.get(column) == values} for row, other in pairs]


def survivor(before: Cells, their: Cells | None, our: Cells | None) -> tuple[Cells, Cells, Cells] | None:
    """What a row of the base is merged from; None when it goes. The side that removed it has no say about a row the
    other changed."""
    if their is None or our is None:
        left = their or our or before
        return None if said(left) == said(before) else (before, left, left)
    return before, their, our


def merge_cells(before: Cells, their: Cells, our: Cells) -> tuple[Cells, list[tuple[str, list[str], list[str]]]]:
    """One row's cells, and those both sides changed: (column, mine, theirs)."""
    merged: Cells = {}
    clashes = []
    for column in dict.fromkeys((*their, *our)):
        was, theirs, mine = (row.get(column, []) for row in (before, their, our))
        value = theirs if mine == was or (column == KEY and theirs) else mine
        if column != KEY and value is mine and theirs not in (was, mine):
            clashes.append((column, mine, theirs))
        if value:
            merged[column] = value
    return merged, clashes


def order(pairs: dict[int, int], rows: int, side: str) -> list[Token]:
    """The rows of a side, in its order, as tokens."""
    bases = {after: before for before, after in pairs.items()}
    return [("base", bases[index]) if index in bases else (side, index) for index in range(rows)]


def same_new_rows(
    theirs: list[Cells], their_order: list[Token], ours: list[Cells], our_order: list[Token]
) -> Iterator[tuple[int, int]]:
    """Rows both sides have and the base has not: of one key, or saying the same."""
    known: dict[Hashable, list[int]] = {}
    for side, their in their_order:
        for mark in marks(theirs[their]) if side == "theirs" else ():
            known.setdefault(mark, []).append(their)
    taken: set[int] = set()
    for side, mine in our_order:
        alike = [their for mark in marks(ours[mine]) for their in known.get(mark, ())] if side == "ours" else []
        found = next((their for their in alike if their not in taken), None)
        if found is not None:
            taken.add(found)
            yield found, mine


def marks(row: Cells) -> list[Hashable]:
    """What tells two new rows to be one: the key, or else all it says."""
    whole = tuple(sorted((column, tuple(values)) for column, values in said(row).items()))
    return [*([tuple(row[KEY])] if KEY in row else []), whole]


def interleaved(theirs: list[Token], ours: list[Token]) -> list[Token]:
    """All rows in one order: theirs, unless only ours moved rows; a row only the other side has comes after the row it
    follows there."""
    both = set(theirs) & set(ours)
    moved = [
        [token for token in side if token in both] != sorted(both, key=lambda token: token[1])
        for side in (theirs, ours)
    ]
    spine, other = (ours, theirs) if moved == [False, True] else (theirs, ours)
    result, seen, after = list(spine), set(spine), 0
    for token in other:
        if token in seen:
            after = result.index(token) + 1
            continue
        while after < len(result) and result[after] not in both:
            after += 1  # behind what the spine has new in the same place
        result.insert(after, token)
        after += 1
    return result


def matched(before: list[Cells], after: list[Cells]) -> dict[int, int]:
    """Which row each row of `before` became: {its index: index in `after`}."""
    places = reversed(list(enumerate(after)))  # of two rows with one key the first has it
    keys = {tuple(row[KEY]): index for index, row in places if KEY in row}
    pairs = {
        index: keys.pop(tuple(row[KEY])) for index, row in enumerate(before) if KEY in row and tuple(row[KEY]) in keys
    }
    taken = set(pairs.values())
    old = [index for index in range(len(before)) if index not in pairs]
    new = [index for index in range(len(after)) if index not in taken]
    found = aligned([before[index] for index in old], [after[index] for index in new])
    return pairs | {old[one]: new[other] for one, other in found.items()}


def aligned(old: list[Cells], new: list[Cells]) -> dict[int, int]:
    """Pairs in order, such that they share as many cells as can be, equal rows first; and in a gap with as many rows
    left on either side, row by row."""
    start = 0
    while start < min(len(old), len(new)) and said(old[start]) == said(new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and said(old[-1 - end]) == said(new[-1 - end]):
        end += 1
    pairs = {index: index for index in range(start)}
    pairs |= {len(old) - 1 - index: len(new) - 1 - index for index in range(end)}
    middle = best_pairs(old[start : len(old) - end], new[start : len(new) - end])
    pairs |= {start + one: start + other for one, other in middle.items()}
    edges = [(-1, -1), *sorted(pairs.items()), (len(old), len(new))]
    for (one, other), (next_one, next_other) in pairwise(edges):
        if next_one - one == next_other - other:
            gap = zip(range(one + 1, next_one), range(other + 1, next_other), strict=True)
            pairs |= {left: right for left, right in gap if may_be_one(old[left], new[right])}
    return pairs


def may_be_one(old: Cells, new: Cells) -> bool:
    """Two rows of different keys are two rows."""
    return KEY not in old or KEY not in new


def likeness(old: Cells, new: Cells) -> int:
    """How many cells two rows share; equal rows are likest."""
    if not may_be_one(old, new):
        return 0
    if said(old) == said(new):
        return 1000
    return sum(new.get(column) == values for column, values in said(old).items())


def best_pairs(old: list[Cells], new: list[Cells]) -> dict[int, int]:
    """The pairs in order whose likenesses sum up highest."""
    if not old or not new or len(old) * len(new) > PAIRS:
        return {}
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    like = [[likeness(one, other) for other in new] for one in old]
    for one in reversed(range(len(old))):
        for other in reversed(range(len(new))):
            both = like[one][other] + best[one + 1][other + 1] if like[one][other] else 0
            best[one][other] = max(both, best[one + 1][other], best[one][other + 1])
    pairs: dict[int, int] = {}
    one = other = 0
    while one < len(old) and other < len(new):
        if like[one][other] and best[one][other] == like[one][other] + best[one + 1][other + 1]:
            pairs[one] = other
            one, other = one + 1, other + 1
        elif best[one][other] == best[one + 1][other]:
            one += 1
        else:
            other += 1
    return pairs
