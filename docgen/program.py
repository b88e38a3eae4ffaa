"""Running a compiled template: its program walks plain data and leaves static bytes and values side by side.

A program is a list of
    ["t", start, [length, …], [[how, expression], …]]   static pieces of the template's text, a value between each two
    ["f", name, expression, counts, [body], [else]]     for name in expression
    ["i", [[test, [body]], …], [else]]                  if, elif, else
`loaded` makes of it what `run` wants. All values of a document are checked, escaped and encoded at once, joined by
NUL, which no text may hold: that is where the speed comes from.
"""

from __future__ import annotations

from operator import itemgetter

from docgen.errors import NotPlain, Unprintable
from docgen.expressions import evaluate, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scope = dict[str, Any]

TEXT, FOR, IF = range(3)
ONE, MANY, PRINTED, FLAT, SERIAL, SPAN, MORE, SHADE = range(8)
HOW = {"text": PRINTED, "flat": FLAT, "serial": SERIAL, "span": SPAN, "more": MORE, "shade": SHADE}
NUL = "\0"
CONTROLS = bytes(code for code in range(0x20) if code not in (0x09, 0x0A))
LAST = b"\xef\xbf"  # how U+FFC0 to U+FFFF begin
NONCHARACTERS = (LAST + b"\xbe", LAST + b"\xbf")  # U+FFFE, U+FFFF
FIRST_SERIAL = 1001  # where docxtpl begins to number drawings
PALETTE = ("pale", "grey", "dark", "warm", "cool")


class Output:
    """What a run leaves: as many values as static pieces, each after its piece."""

    __slots__ = ("serial", "spans", "static", "values")

    def __init__(self) -> None:
        self.static: list[bytes] = []
        self.values: list[Any] = []
        self.serial = FIRST_SERIAL - 1
        self.spans: dict[Any, int] = {}


# Loading


def loaded(block: list[Any], texts: bytes) -> list[Any]:
    """The program ready to run. texts: what its static pieces are cut from."""
    return [LOADERS[node[0]](node, texts) for node in block]


def load_text(node: list[Any], texts: bytes) -> Any:
    _, start, lengths, slots = node
    pieces = []
    for length in lengths:
        pieces.append(texts[start : start + length])
        start += length
    return TEXT, tuple(pieces), tuple(groups(slots))


def load_for(node: list[Any], texts: bytes) -> Any:
    _, name, many, counts, body, other = node
    return FOR, name, many, counts, loaded(body, texts), loaded(other, texts)


def load_if(node: list[Any], texts: bytes) -> Any:
    return IF, [(test, loaded(body, texts)) for test, body in node[1]], loaded(node[2], texts)


LOADERS: dict[str, Callable[[list[Any], bytes], Any]] = {"t": load_text, "f": load_for, "i": load_if}


def groups(slots: list[Any]) -> list[tuple[int, Any, Any]]:
    """The slots, those in a row that read entries of one parent taken together: one look-up for all."""
    found: list[list[Any]] = []
    for how, expression in slots:
        path = how == "text" and expression[0] == "path"
        parent, last = (expression[1:-1], expression[-1]) if path else (None, None)
        if path and found and found[-1][0] == parent:
            found[-1][1].append(last)
        else:
            found.append([parent, [last]] if path else [None, HOW[how], expression])
    return [group(*one) for one in found]


def group(parent: Any, what: Any, expression: Any = None) -> tuple[int, Any, Any]:
    if parent is None:
        return what, expression, None
    return MANY if len(what) > 1 else ONE, tuple(parent), itemgetter(*what)


# Running


def run(block: list[Any], scope: Scope, out: Output) -> None:
    """Raises KeyError, IndexError, TypeError or docgen's own errors, naming nothing: `trace` finds out what it was."""
    for node in block:
        if node[0] == TEXT:
            write(node, scope, out)
        elif node[0] == FOR:
            repeat(node, scope, out)
        else:
            for test, body in node[1]:
                if evaluate(test, scope):
                    run(body, scope, out)
                    break
            else:
                run(node[2], scope, out)


def write(node: Any, scope: Scope, out: Output) -> None:
    out.static += node[1]
    values = out.values
    for how, keys, get in node[2]:
        if how <= MANY:
            parent: Any = scope
            for key in keys:
                parent = parent[key]
            if how == MANY:
                values += get(parent)
            else:
                values.append(get(parent))
        else:
            values.append(SPECIAL[how](keys, scope, out))
    values.append("")


def repeat(node: Any, scope: Scope, out: Output) -> None:
    _, name, many, counts, body, other = node
    items = listed(evaluate(many, scope))
    if not items:
        run(other, scope, out)
        return
    inner = dict(scope)
    for place, item in enumerate(items):
        inner[name] = item
        if counts:
            inner["loop"] = counted(place, len(items))
        run(body, inner, out)


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


def flat(value: Any) -> str:
    """A value in an attribute or a property, on one line."""
    one = text(value)
    if one.isprintable():
        return one
    return " ".join(one.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n"))


def serial(_: Any, scope: Scope, out: Output) -> str:
    out.serial += 1
    return str(out.serial)


def span(key: Any, scope: Scope, out: Output) -> str:
    """The rowspan of a merged cell: 1, and one more for each cell below that continues it."""
    out.spans[key[1]] = len(out.values)
    return "1"


def more(key: Any, scope: Scope, out: Output) -> str:
    if (place := out.spans.get(key[1])) is not None:
        out.values[place] = str(int(out.values[place]) + 1)
    return ""


def shade(value: Any) -> str:
    """The palette's word for a fill such as "D9D9D9", after a space; "" for none and for white."""
    fill = text(value)
    if len(fill) != 6 or fill.strip("0123456789abcdefABCDEF"):
        return ""
    red, green, blue = bytes.fromhex(fill)
    light = (red * 3 + green * 6 + blue) // 10
    if max(red, green, blue) - min(red, green, blue) > 12 and light > 96:
        return " dg-warm" if red > blue else " dg-cool"
    return "" if light > 250 else " dg-pale" if light > 230 else " dg-grey" if light > 96 else " dg-dark"


SPECIAL: dict[int, Callable[[Any, Scope, Output], str]] = {
    PRINTED: lambda expression, scope, out: text(evaluate(expression, scope)),
    FLAT: lambda expression, scope, out: flat(evaluate(expression, scope)),
    SERIAL: serial,
    SPAN: span,
    MORE: more,
    SHADE: lambda expression, scope, out: shade(evaluate(expression, scope)),
}


# Escaping


def escaped(values: list[Any], newline: bytes) -> list[bytes]:
    """The values as XML, a line break written as newline. Tabs are left.

    Raises NotPlain, Unprintable or UnicodeEncodeError, naming nothing.
    """
    if not values:
        return []
    try:
        joined = NUL.join(values)
    except TypeError:
        joined = NUL.join(map(text, values))
    if "\r" in joined:
        joined = joined.replace("\r\n", "\n").replace("\r", "\n")
    data = joined.encode()
    if len(data.translate(None, CONTROLS)) != len(data) - len(values) + 1:  # but the NULs between them
        raise Unprintable
    if LAST in data and any(map(data.__contains__, NONCHARACTERS)):
        raise Unprintable
    data = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b'"', b"&quot;")
    return data.replace(b"\n", newline).split(b"\0")
