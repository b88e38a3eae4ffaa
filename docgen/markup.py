"""The preview's HTML, drawn from the marked template itself (compile time only): classes, never inline styles.

Each paragraph, run, table and picture becomes its element, each mark stays where it stood, and the result is cut at
the marks as the document is. The body falls into sections, one a heading.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from html import escape
from typing import Any

from lxml import etree

from docgen.drawings import PREFIX, WP, A, R
from docgen.language import CLOSE, OPEN, Marks
from docgen.styles import Styles, W, font, number, on
from docgen.tags import mentioned
from docgen.values import shade

MARK = re.compile(f"{OPEN}[^{CLOSE}]+{CLOSE}")
VALUE = re.compile(f"{OPEN}v(\\d+){CLOSE}")
BLOCK = re.compile(f"{OPEN}[^v{CLOSE}][^{CLOSE}]*{CLOSE}")
TAG = re.compile("<[^>]*>")
MERGE = re.compile(f"({OPEN}i\\d+{CLOSE})restart({OPEN}e\\d+{CLOSE})continue({OPEN}x\\d+{CLOSE})")
SKIPPED = {W + name for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "del", "instrText")}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
INLINE_LIMIT = 200_000  # bytes of a template's own picture, e.g. a logo
DEEPEST = 1  # headings of these outline levels begin a section
TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}


def pages(parts: dict[str, bytes], marks: Marks, cutter: Callable[..., Any]) -> tuple[bytes, bytes]:
    """[id, title, level, names, program] of the header (level 0), each section of the body and the footer, as JSON; and
    what their static pieces are cut from. cutter: compiler.Texts."""
    page = Page(parts, marks)
    drawn = page.drawn()
    texts = cutter(marks, dict.fromkeys(range(len(marks.slots)), "text") | page.ways)
    whole = []
    for name, title, level, html in drawn:
        block = texts.program(html)
        whole.append([name, title, level, sorted(mentioned(block)), block])
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), bytes(texts.bytes)


class Page:
    """One document on its way to HTML. ways: how the slots made here are written; above: the outline levels of the
    last heading and of those it stands under. The first becomes h2, for a document may leave out a level."""

    def __init__(self, parts: dict[str, bytes], marks: Marks) -> None:
        self.parts = parts
        self.marks = marks
        self.ways: dict[int, str] = {}
        self.styles = Styles(parts.get("word/styles.xml", b""))
        self.relations = self.related("word/document.xml")
        self.tables = self.boxed = 0
        self.above: list[int] = []

    def related(self, part: str) -> dict[str, str]:
        """{relationship id: member} of a part."""
        folder, _, file = part.rpartition("/")
        rels = self.parts.get(f"{folder}/_rels/{file}.rels")
        found = etree.fromstring(rels) if rels else ()
        return {one.get("Id"): f"{folder}/{one.get('Target')}" for one in found if one.get("TargetMode") is None}

    def slot(self, expression: Any, way: str) -> str:
        self.ways[len(self.marks.slots)] = way
        return self.marks.value(expression)

    def drawn(self) -> list[tuple[str, str, int, str]]:
        body = etree.fromstring(self.parts["word/document.xml"]).find(W + "body")
        sections = [("dg-0", "", 0, [begun("section", "dg-0"), *only_marks(body.text)])]
        depth = opened("".join(only_marks(body.text)))
        for child in body:
            level = self.styles.of(child).level if child.tag == W + "p" else None
            if depth == 0 and level is not None and level <= DEEPEST:
                name = f"dg-{len(sections)}"
                sections.append((name, words(child), level + 1, [begun("section", name)]))
            sections[-1][3].extend((self.node(child), *only_marks(child.tail)))
            depth += opened("".join(child.itertext()) + (child.tail or ""))
        drawn = [(name, title, level, "".join(pieces) + "</section>") for name, title, level, pieces in sections]
        return [*self.edge(body, "header"), *drawn, *self.edge(body, "footer")]

    def edge(self, body: Any, kind: str) -> list[tuple[str, str, int, str]]:
        """The header or footer of the last section's pages."""
        for reference in body.iterfind(f"{W}sectPr/{W}{kind}Reference"):
            if reference.get(W + "type") == "default":
                part = self.relations[reference.get(R + "id")]
                own, self.relations = self.relations, self.related(part)
                html = self.inside(etree.fromstring(self.parts[part]))
                self.relations = own
                return [(f"dg-{kind}", "", -1, f"{begun(kind, f'dg-{kind}')}{html}</{kind}>")]
        return []

    # Elements

    def node(self, element: Any) -> str:
        if element.tag in SKIPPED or element.tag == FALLBACK or not isinstance(element.tag, str):
            return ""
        draw = {
            W + "p": self.paragraph,
            W + "r": self.run,
            W + "t": self.text,
            W + "tbl": self.table,
            W + "tr": self.row,
            W + "br": lambda _: "<br>",
            W + "cr": lambda _: "<br>",
            W + "tab": lambda _: "\t",
            W + "drawing": self.picture,
            W + "txbxContent": self.box,
        }
        if self.boxed and element.tag in (W + "tbl", W + "tr"):
            return self.inside(element)
        return draw.get(element.tag, self.inside)(element)

    def box(self, element: Any) -> str:
        """A text box: its paragraphs as lines, since no paragraph may stand in the one it hangs from."""
        self.boxed += 1
        html = self.inside(element)
        self.boxed -= 1
        return f'<span class="dg-box">{html}</span>'

    def inside(self, element: Any) -> str:
        """What an element holds, and the marks between."""
        pieces = only_marks(element.text)
        for child in element:
            pieces += [self.node(child), *only_marks(child.tail)]
        return "".join(pieces)

    def text(self, element: Any) -> str:
        return escape(element.text or "")

    def paragraph(self, element: Any) -> str:
        style, html = self.styles.of(element), self.inside(element)
        if self.boxed:
            return f"<span{classes(style.align, style.look)}>{html}</span>"
        level = style.level
        if level is None or level >= 5 or not html or opened(html):
            return f"<p{classes(style.align, style.look if html else 'dg-gap')}>{html}</p>"
        self.above = [*(each for each in self.above if each < level), level]
        name = f"h{len(self.above) + 1}"
        return f"<{name}{classes(style.align, style.look, '' if level else 'dg-ruled')}>{html}</{name}>"

    def run(self, element: Any) -> str:
        html = self.inside(element)
        look = classes(font(element.find(W + "rPr"), self.styles.of(element.getparent())))
        return f"<span{look}>{html}</span>" if look or BLOCK.search(html) else html

    def table(self, element: Any) -> str:
        self.tables += 1
        widths = [number(column, "w") for column in element.iterfind(f"{W}tblGrid/{W}gridCol")]
        whole = sum(widths) or 1
        columns = "".join(f'<col class="dg-w{max(round(width / whole * 20) * 5, 5)}">' for width in widths)
        plain = element.find(f"{W}tblPr/{W}tblBorders/{W}insideV")
        ruled = "dg-plain" if plain is not None and plain.get(W + "val") in ("nil", "none") else ""
        table = f"<table{classes('dg-table', ruled)}><colgroup>{columns}</colgroup>{self.inside(element)}</table>"
        return f'<div class="dg-scroll" tabindex="0">{table}</div>' if len(widths) > 3 else table

    def row(self, element: Any) -> str:
        table = self.tables
        properties = element.find(W + "trPr")
        head = properties is not None and on(properties, "tblHeader")
        skipped = None if properties is None else properties.find(W + "gridBefore")
        column = 0 if skipped is None else number(skipped, "val")
        pieces = ["<tr>", *only_marks(element.text)]
        for child in element:
            if child.tag == W + "tc":
                properties = child.find(W + "tcPr")
                pieces.append(self.cell(child, properties, f"{table}.{column}", head))
                span = None if properties is None else properties.find(W + "gridSpan")
                column += 1 if span is None else number(span, "val")
            pieces += only_marks(child.tail)
        return "".join((*pieces, "</tr>"))

    def cell(self, element: Any, properties: Any, column: str, head: bool) -> str:
        """column: names the table and its column, so that a cell merged downwards finds those that continue it."""
        merge = None if properties is None else properties.find(W + "vMerge")
        told = None if merge is None else merge.get(W + "val", "continue")
        if told == "continue":
            return self.slot(["more", column], "more")
        attributes = self.about(properties) if properties is not None else ""
        if told is not None:
            attributes += f' rowspan="{self.slot(["span", column], "span")}"'
        html = self.inside(element)
        named = head and MARK.sub("", TAG.sub("", html)).strip()  # a value alone may be none: no heading then
        name = "th" if named else "td"
        attributes += ' scope="col"' if named else ""
        html = f"<{name}{attributes}>{html}</{name}>"
        if told and (marks := MERGE.fullmatch(told)):
            begin, otherwise, end = marks.groups()
            return begin + html + otherwise + self.slot(["more", column], "more") + end
        return html

    def about(self, properties: Any) -> str:
        """A cell's class and colspan."""
        span, fill, align = (properties.find(W + name) for name in ("gridSpan", "shd", "vAlign"))
        middle = " dg-middle" if align is not None and align.get(W + "val") == "center" else ""
        colour = "" if fill is None else fill.get(W + "fill", "")
        if dynamic := VALUE.fullmatch(colour):
            colour = self.slot(self.marks.slots[int(dynamic[1])], "shade")
        else:
            colour = shade(colour)
        columns = f' colspan="{span.get(W + "val")}"' if span is not None else ""
        return (f' class="{(middle + colour).strip()}"' if middle + colour else "") + columns

    def picture(self, element: Any) -> str:
        about, blip = (element.find(f".//{name}") for name in (WP + "docPr", A + "blip"))
        if blip is None:
            return self.inside(element)
        told = escape(about.get("descr", "") if about is not None else "")
        source = self.source(blip.get(R + "embed", ""))
        return f'<img class="dg-picture" alt="{MARK.sub("", told)}" src="{source}">' if source else ""

    def source(self, relation: str) -> str:
        if relation.startswith(PREFIX):
            return self.slot(["path", "pictures", relation.removeprefix(PREFIX), "src"], "flat")
        member = self.relations.get(relation, "")
        kind, content = TYPES.get(member.rpartition(".")[2]), self.parts.get(member, b"")
        small = kind and len(content) <= INLINE_LIMIT
        return f"data:{kind};base64,{b64encode(content).decode()}" if small else ""


def begun(element: str, name: str) -> str:
    return f'<{element} class="{"dg-section" if element == "section" else name}" id="{name}">'


def classes(*names: str) -> str:
    told = " ".join(filter(None, names))
    return f' class="{told}"' if told else ""


def only_marks(text: str | None) -> list[str]:
    return MARK.findall(text or "")


def opened(text: str) -> int:
    """How many more blocks begin in a text with marks than end in it."""
    return sum({"f": 1, "i": 1, "x": -1}.get(code[1], 0) for code in BLOCK.findall(text))


def words(paragraph: Any) -> str:
    """The words of a paragraph that no data changes."""
    return " ".join(MARK.sub("", "".join(text.text or "" for text in paragraph.iter(W + "t"))).split())
