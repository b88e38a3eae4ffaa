"""Proving that a marked template stays a document whatever the data (compile time only).

A block's marks must stand where leaving out or repeating what is between them keeps the XML whole: among elements of
the same names, in one cell. A value's mark must stand where a value may: in a run's text, an attribute, a property.
And a table's grid must not hang on data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from docgen.drawings import surround
from docgen.errors import Refused
from docgen.language import CLOSE, OPEN, Marks
from docgen.refusals import W, tag, where

ANCHORS = {W + name for name in ("tbl", "tr", "tc", "txbxContent", "footnote", "body", "hdr", "ftr")}
CODES = {W + "instr", W + "instrText"}  # fields: what stands there is carried out, not shown
BODY = "word/document.xml"
PROPERTIES = "docProps/core.xml"
TEXT = (W + "t", W + "r")
COUNTED = ("serial", "number", "same", "nth")  # slots whose value no data gives


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
            yield from marks_in(element.tail, around)


def marks_in(text: str | None, around: list[Any], attribute: str = "") -> Iterator[tuple[str, Place]]:
    if text and OPEN in text:
        anchor = next((element for element in reversed(around) if element.tag in ANCHORS), None)
        paragraph = next((element for element in reversed(around) if element.tag == W + "p"), None)
        place = Place(tuple(element.tag for element in around), attribute, anchor, paragraph)
        for piece in text.split(OPEN)[1:]:
            yield piece.partition(CLOSE)[0], place


def with_marks(parts: dict[str, bytes]) -> list[str]:
    """The members in which a tag stands. A picture may hold the bytes of a mark by chance."""
    return [name for name, part in parts.items() if name.endswith((".xml", ".rels")) and OPEN.encode() in part]


def check(parts: dict[str, bytes], marks: Marks) -> dict[int, str]:
    """How each slot's value is to be written: {number: "text", "flat" or one of COUNTED}.

    Raises Refused for a mark that stands where its tag cannot be run.
    """
    ways: dict[int, str] = {}
    for name in with_marks(parts):
        begun: dict[str, Place] = {}
        for code, place in found(etree.fromstring(parts[name])):
            try:
                if callable(place.names[-1]):  # lxml's tag of what is no element
                    raise Refused("XML 주석 안에 있습니다. 주석 밖에 쓰세요.")
                if code[0] == "v":
                    ways[int(code[1:])] = way(marks.slots[int(code[1:])], place, name)
                else:
                    whole(begun.setdefault(code[1:], place), place)
            except Refused as refused:
                raise Refused(
                    f"{tag(code, marks.slots, marks.blocks)}: {refused} ({where(name, place.paragraph)})"
                ) from None
    return ways


def way(slot: Any, place: Place, part: str) -> str:
    if slot[0] in COUNTED:
        return str(slot[0])
    if CODES & {place.attribute, place.names[-1]}:
        raise Refused("필드 코드 안에 있습니다. 필드 밖의 글에 쓰세요.")
    if place.attribute or part == PROPERTIES:
        return "flat"
    if place.names[-1:-3:-1] != TEXT:
        raise Refused("글자가 들어갈 자리가 아닙니다. 문단의 글 안에 쓰세요.")
    return "text"


def whole(begin: Place, place: Place) -> None:
    """Raises Refused unless what stands between the two places can be left out or repeated."""
    if place.anchor is not None and place.anchor.tag == W + "tr":
        raise Refused("값에 따라 표의 열이 달라집니다. 열은 그대로 두고 {%tr %}로 행을 되풀이하세요.")
    if (begin.names, begin.attribute) != (place.names, place.attribute) or begin.anchor is not place.anchor:
        raise Refused(
            "시작 태그와 끝 태그가 서로 다른 자리에 있어 문서가 깨집니다. 둘을 같은 칸, 같은 문단 묶음에 두세요. "
            "행을 되풀이하려면 {%tr %}, 문단을 되풀이하려면 {%p %}를 쓰세요."
        )


def settle_tables(body: Any, marks: Marks) -> None:
    """Raises Refused for a table whose number of columns, as docxtpl counts it, hangs on data.

    Where all rows of a table come and go, the table goes with the last of them: Word opens none without rows.
    """
    around, split = blocks_around(body)
    for table in list(body.iter(W + "tbl")):
        rows = list(table.iter(W + "tr"))
        sure = [row for row in rows if around[row] == around[table]]
        try:
            same = fixed(len(table.find(W + "tblGrid")), widths(rows), widths(sure))
        except ValueError:
            raise Refused(
                f"{{% colspan %}}: 값에 따라 칸의 너비가 달라집니다. Word에서 칸을 합쳐 두세요. ({where(BODY, table)})"
            ) from None
        if not same:
            stand_with(table, rows, [around[row][len(around[table]) :] for row in rows], split, marks)


def stand_with(table: Any, rows: list[Any], inner: list[list[int]], split: set[int], marks: Marks) -> None:
    """Let the table stand only when one of its rows does. inner: the blocks each row stands in."""
    numbers = {number for blocks in inner for number in blocks}
    alike = {widths([row])[1] for row in rows} == {len(table.find(W + "tblGrid"))}
    if not alike or numbers & split or {len(blocks) for blocks in inner} != {1}:
        raise Refused(
            "값에 따라 표의 행이 모두 없어질 수 있습니다. 늘 있는 행(머리글 행 따위)을 표의 너비만큼 하나 두세요. "
            f"({where(BODY, table)})"
        )
    tests = [marks.blocks[number] for number in sorted(numbers)]
    test = tests[0][-2] if tests[0][0] == "for" else tests[0][1]
    for other in tests[1:]:
        test = ["or", test, other[-2] if other[0] == "for" else other[1]]
    surround(table, *marks.condition(test))


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
