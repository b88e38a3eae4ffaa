"""Proving that a marked template stays a document whatever the data (compile time only).

A block's marks must stand where leaving out or repeating what is between them keeps the XML whole: among elements of
the same names, in one cell. A value's mark must stand where a value may: in a run's text, an attribute, a property.
And a table's grid must not hang on data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from docgen.errors import Refused
from docgen.language import CLOSE, OPEN, Marks

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ANCHORS = {W + name for name in ("tbl", "tr", "tc", "txbxContent", "footnote", "body", "hdr", "ftr")}
CODES = {W + "instr", W + "instrText"}  # fields: what stands there is carried out, not shown
BODY = "word/document.xml"
PROPERTIES = "docProps/core.xml"
TEXT = (W + "t", W + "r")


@dataclass(frozen=True)
class Place:
    """Where a mark stands: the names of the elements around it, innermost last; its attribute; the cell it is in."""

    names: tuple[str, ...]
    attribute: str
    anchor: Any
    paragraph: Any


def found(root: Any) -> Iterator[tuple[str, Place]]:
    """Every mark of the tree in the order of its text."""
    around: list[Any] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield from marks_in(element.text, [*around, element])
            yield from marks_in(element.tail, around)
        elif event == "start":
            around.append(element)
            for name, value in element.attrib.items():
                yield from marks_in(value, around, name)
            yield from marks_in(element.text, around)
        else:
            around.pop()
            if around:
                yield from marks_in(element.tail, around)


def marks_in(text: str | None, around: list[Any], attribute: str = "") -> Iterator[tuple[str, Place]]:
    if text and OPEN in text:
        anchor = next((element for element in reversed(around) if element.tag in ANCHORS), None)
        paragraph = next((element for element in reversed(around) if element.tag == W + "p"), None)
        place = Place(tuple(element.tag for element in around), attribute, anchor, paragraph)
        for piece in text.split(OPEN)[1:]:
            yield piece.partition(CLOSE)[0], place


def check(parts: dict[str, bytes], marks: Marks) -> dict[int, str]:
    """How each slot's value is to be written: {number: "text", "flat" or "serial"}.

    Raises Refused for a mark that stands where its tag cannot be run.
    """
    ways: dict[int, str] = {}
    for name, part in parts.items():
        if OPEN.encode() not in part:
            continue
        begun: dict[str, Place] = {}
        for code, place in found(etree.fromstring(part)):
            try:
                if callable(place.names[-1]):  # lxml's tag of what is no element
                    raise Refused("stands in a comment")
                if code[0] == "v":
                    ways[int(code[1:])] = way(marks.slots[int(code[1:])], place, name)
                else:
                    whole(begun.setdefault(code[1:], place), place)
            except Refused as refused:
                raise Refused(f"{tag(code, marks)} {refused} ({where(name, place)})") from None
    return ways


def way(slot: Any, place: Place, part: str) -> str:
    if slot == ["serial"]:
        return "serial"
    if CODES & {place.attribute, place.names[-1]}:
        raise Refused("stands in a field's code")
    if place.attribute or part == PROPERTIES:
        return "flat"
    if place.names[-1:-3:-1] != TEXT:
        raise Refused("stands outside of a run's text")
    return "text"


def whole(begin: Place, place: Place) -> None:
    """Raises Refused unless what stands between the two places can be left out or repeated."""
    if place.anchor is not None and place.anchor.tag == W + "tr":
        raise Refused("makes columns that depend on data")
    if (begin.names, begin.attribute) != (place.names, place.attribute) or begin.anchor is not place.anchor:
        raise Refused("and its end stand in different places, so that cutting between them breaks the document")


def settle_tables(body: Any, marks: Marks) -> None:
    """Raises Refused for a table whose number of columns, as docxtpl counts it, hangs on data.

    Where all rows of a table come and go, docxtpl takes its columns away with the last of them: so does what is put
    into its grid here.
    """
    around, split = blocks_around(body)
    for table in list(body.iter(W + "tbl")):
        rows = list(table.iter(W + "tr"))
        sure = [row for row in rows if around[row] == around[table]]
        try:
            same = fixed(len(table.find(W + "tblGrid")), widths(rows), widths(sure))
        except ValueError:
            raise Refused(f"a cell spans a number of columns that depends on data ({where(BODY, table)})") from None
        if not same:
            clear_with(table, rows, [around[row][len(around[table]) :] for row in rows], split, marks)


def clear_with(table: Any, rows: list[Any], inner: list[list[int]], split: set[int], marks: Marks) -> None:
    """Let the grid's columns stand only when one of the rows does. inner: the blocks each row stands in."""
    grid = table.find(W + "tblGrid")
    numbers = {number for blocks in inner for number in blocks}
    alike = {widths([row])[1] for row in rows} == {len(grid)}
    if not alike or numbers & split or {len(blocks) for blocks in inner} != {1}:
        raise Refused(
            "a table needs one row that is always there and as wide as every other; "
            f"the columns of this one depend on data ({where(BODY, table)})"
        )
    tests = [marks.blocks[number] for number in sorted(numbers)]
    test = tests[0][-2] if tests[0][0] == "for" else tests[0][1]
    for other in tests[1:]:
        test = ["or", test, other[-2] if other[0] == "for" else other[1]]
    grid.text, last = marks.condition(test)
    grid[-1].tail = last


def blocks_around(body: Any) -> tuple[dict[Any, list[int]], set[int]]:
    """The blocks each element stands in, and the blocks that have an else or elif."""
    around: dict[Any, list[int]] = {}
    split: set[int] = set()
    now: list[int] = []
    for element, codes in before(body):
        for kind, number in ((code[0], int(code[1:])) for code in codes):
            if kind in ("f", "i"):
                now = [*now, number]
            elif kind == "x":
                now = now[:-1]
            elif kind in ("e", "l"):
                split.add(number)
        around[element] = now
    return around, split


def before(body: Any) -> Iterator[tuple[Any, list[str]]]:
    """Each element with the marks that stand between the one before it and itself."""
    codes: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            yield element, codes
            codes = codes_in("".join((*element.attrib.values(), element.text or "")))
        else:
            codes = codes + codes_in(element.tail or "")


def codes_in(text: str) -> list[str]:
    return [piece.partition(CLOSE)[0] for piece in text.split(OPEN)[1:]]


def fixed(columns: int, most: tuple[int, int], sure: tuple[int, int]) -> bool:
    """Whether docxtpl leaves the grid as it is now when only the sure rows stand."""
    return most[1] == sure[1] and (most[0] <= columns or most[0] == sure[0])


def widths(rows: list[Any]) -> tuple[int, int]:
    """The most cells of a row, and the most columns its cells span."""
    cells = [row.findall(W + "tc") for row in rows]
    return max(map(len, cells), default=0), max((sum(map(spanned, row)) for row in cells), default=0)


def spanned(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else int(span.get(W + "val"))


# Naming


def where(part: str, place: Any) -> str:
    """e.g. word/document.xml, at “표: 12명”."""
    around = place.paragraph if isinstance(place, Place) else place
    text = "" if around is None else "".join(around.itertext(W + "t"))
    for piece in text.split(OPEN)[1:]:
        text = text.replace(OPEN + piece.partition(CLOSE)[0] + CLOSE, "…")
    return ", ".join(filter(None, (part, text.strip() and f"at “{text.strip()[:200]}”")))


def tag(code: str, marks: Marks) -> str:
    """The tag behind a mark, as its author may recognise it."""
    if code[0] == "v":
        return "{{ " + written(marks.slots[int(code[1:])]) + " }}"
    kind, *about = marks.blocks[int(code[1:])]
    return f"{{% {kind} {f'{about[0]} in {written(about[1])}' if kind == 'for' else written(about[0])} %}}"


def written(expression: Any) -> str:
    kind, *parts = expression
    if kind == "path":
        return ".".join(map(str, parts))
    if kind == "filter":
        return f"{written(parts[1])} | {parts[0]}"
    return next((written(part) for part in parts if isinstance(part, list)), "…")
