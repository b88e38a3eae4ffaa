"""Running a compiled template: its program walks plain data and leaves static bytes and values side by side.

A program is a list of
    ["t", start, [length, …], [[how, expression], …]]   static pieces of the template's text, a value between each two
    ["f", name, expression, counts, [body], [else]]     for name in expression
    ["i", [[test, [body]], …], [else]]                  if, elif, else
`loaded` makes of it what `run` wants.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from operator import itemgetter

from docgen.errors import NotPlain
from docgen.expressions import evaluate, text
from docgen.readers import reader
from docgen.values import flat, shade

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scope = dict[str, Any]

FIRST_SERIAL = 1001  # where docxtpl begins to number drawings
ONE, MANY, FLAT, OTHER = range(4)  # how a group of slots is read


class Output:
    """What a run leaves: as many values as static pieces, each after its piece."""

    __slots__ = ("serial", "spans", "static", "values")

    def __init__(self) -> None:
        self.static: list[bytes] = []
        self.values: list[Any] = []
        self.serial = FIRST_SERIAL - 1
        self.spans: dict[Any, int] = {}


def loaded(block: list[Any], texts: bytes) -> list[Any]:
    """The program ready to run. texts: what its static pieces are cut from."""
    return [LOADERS[node[0]](node, texts) for node in block]


def run(block: list[Any], scope: Scope, out: Output) -> None:
    """Raises KeyError, IndexError, TypeError or docgen's own errors, naming nothing: `trace` finds out what it was."""
    for node in block:
        node.run(scope, out)


# Nodes


class Text:
    """Static pieces with a value between each two. Slots in a row that read one parent's entries are read at once."""

    __slots__ = ("groups", "pieces")

    def __init__(self, node: list[Any], texts: bytes) -> None:
        self.pieces = pieces(node, texts)
        self.groups = [group(*one) for one in grouped(node[3])]

    def run(self, scope: Scope, out: Output) -> None:
        out.static += self.pieces
        values = out.values
        for how, keys, get in self.groups:
            if how == OTHER:
                values.append(get(scope, out))
                continue
            parent: Any = scope
            for key in keys:
                parent = parent[key]
            if how == MANY:
                values += get(parent)
            elif how == ONE:
                values.append(get(parent))
            else:
                values += map(flat, get(parent))
        values.append("")


class For:
    """A body for each item of a list."""

    __slots__ = ("body", "counts", "items", "name", "other")

    def __init__(self, node: list[Any], texts: bytes) -> None:
        _, self.name, many, self.counts, body, other = node
        self.items = reader(many)
        self.body = loaded(body, texts)
        self.other = loaded(other, texts)

    def run(self, scope: Scope, out: Output) -> None:
        items = listed(self.items(scope))
        if not items:
            run(self.other, scope, out)
            return
        inner = dict(scope)
        for place, item in enumerate(items):
            inner[self.name] = item
            if self.counts:
                inner["loop"] = counted(place, len(items))
            run(self.body, inner, out)


class Rows(For):
    """A for whose body prints nothing but entries of the item, or the item: the common row, and fast."""

    __slots__ = ("again", "first", "get", "last")

    def __init__(self, node: list[Any], texts: bytes) -> None:
        super().__init__(node, texts)
        *begin, self.last = pieces(node[4][0], texts)
        self.first = tuple(begin)
        self.again = (self.last + begin[0], *begin[1:])
        keys = [path[2:] for _, path in node[4][0][3]]
        self.get = itemgetter(*(key for (key,) in keys)) if keys[0] else None

    @staticmethod
    def fits(node: list[Any]) -> bool:
        _, name, _, counts, body, _ = node
        if counts or len(body) != 1 or body[0][0] != "t" or not body[0][3]:
            return False
        paths = [path if how == "text" and path[0] == "path" else [] for how, path in body[0][3]]
        entries = all(len(path) == 3 and path[1] == name for path in paths)
        return entries or paths == [["path", name]]

    def run(self, scope: Scope, out: Output) -> None:
        items = listed(self.items(scope))
        if not items:
            run(self.other, scope, out)
            return
        out.static += self.first + self.again * (len(items) - 1)
        out.static.append(self.last)
        if self.get is None:
            out.values += items
        elif len(self.first) == 1:
            out.values += map(self.get, items)
        else:
            out.values += chain.from_iterable(map(self.get, items))
        out.values.append("")


class If:
    """The first body whose test holds, or the other one."""

    __slots__ = ("other", "tests")

    def __init__(self, node: list[Any], texts: bytes) -> None:
        self.tests = [(reader(test), loaded(body, texts)) for test, body in node[1]]
        self.other = loaded(node[2], texts)

    def run(self, scope: Scope, out: Output) -> None:
        for test, body in self.tests:
            if test(scope):
                run(body, scope, out)
                return
        run(self.other, scope, out)


LOADERS: dict[str, Callable[[list[Any], bytes], Any]] = {
    "t": Text,
    "f": lambda node, texts: (Rows if Rows.fits(node) else For)(node, texts),
    "i": If,
}


def pieces(node: list[Any], texts: bytes) -> tuple[bytes, ...]:
    _, start, lengths, _ = node
    cut = []
    for length in lengths:
        cut.append(texts[start : start + length])
        start += length
    return tuple(cut)


def grouped(slots: list[Any]) -> list[list[Any]]:
    """[how, parent's path, [entry, …]] or [how, expression]."""
    found: list[list[Any]] = []
    for how, expression in slots:
        if how not in ("text", "flat") or expression[0] != "path":
            found.append([how, expression])
        elif found and found[-1][:2] == [how, expression[1:-1]] and len(found[-1]) == 3:
            found[-1][2].append(expression[-1])
        else:
            found.append([how, expression[1:-1], [expression[-1]]])
    return found


def group(how: str, what: Any, entries: list[Any] | None = None) -> tuple[int, Any, Any]:
    if entries is None:
        return OTHER, (), partial(OTHERS[how], what)
    if how == "text":
        return MANY if len(entries) > 1 else ONE, tuple(what), itemgetter(*entries)
    return FLAT, tuple(what), itemgetter(*entries) if len(entries) > 1 else lambda parent: (parent[entries[0]],)


# What else a slot may hold


def listed(items: Any) -> list[Any]:
    if type(items) is not list:
        raise NotPlain(f"is a {type(items).__name__}, not a list to repeat for")
    return items


def counted(place: int, length: int) -> dict[str, int | bool]:
    return {
        "index": place + 1,
        "index0": place,
        "first": place == 0,
        "last": place == length - 1,
        "length": length,
        "revindex": length - place,
        "revindex0": length - place - 1,
    }


def serial(_: Any, scope: Scope, out: Output) -> str:
    out.serial += 1
    return str(out.serial)


def number(told: list[Any], scope: Scope, out: Output) -> str:
    """The next number, remembered under a key for `same`."""
    out.spans[told[1]] = int(value := serial(told, scope, out))
    return value


def same(told: list[Any], scope: Scope, out: Output) -> str:
    return str(out.spans[told[1]])


def nth(told: list[Any], scope: Scope, out: Output) -> str:
    """What tells the second, third … of a name from the first."""
    out.spans[told[1]] = count = out.spans.get(told[1], 0) + 1
    return f"_{count}" if count > 1 else ""


def span(cell: list[Any], scope: Scope, out: Output) -> str:
    """The rowspan of a merged cell: 1, and one more for each cell below that continues it."""
    out.spans[cell[1]] = len(out.values)
    return "1"


def more(cell: list[Any], scope: Scope, out: Output) -> str:
    if (place := out.spans.get(cell[1])) is not None:
        out.values[place] = str(int(out.values[place]) + 1)
    return ""


OTHERS: dict[str, Callable[[Any, Scope, Output], str]] = {
    "text": lambda expression, scope, out: text(evaluate(expression, scope)),
    "flat": lambda expression, scope, out: flat(evaluate(expression, scope)),
    "shade": lambda expression, scope, out: shade(evaluate(expression, scope)),
    "serial": serial,
    "number": number,
    "same": same,
    "nth": nth,
    "span": span,
    "more": more,
}
