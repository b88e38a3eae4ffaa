"""The pieces papers are made of: headings, running text, tables, notes, signature lines.

Widths are in mm and add up to page.WIDTH. A cell's text stands "<" left, "|" centred, ">" right or "#" as a head.
"""

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from doc_templates.page import WIDTH
from docgen.images import PNG
from programme.pictures import EVERY, SEAL

GREY, PALE, CREAM = "D9D9D9", "F2F2F2", "FAF3DB"
STYLES = {"<": "표 내용", "|": "표 가운데", ">": "표 숫자", "#": "표 머리"}
ROW = 7.0  # least height of a row, mm


@dataclass(frozen=True)
class Column:
    """One column of a repeating table: its head, width, the tag of its cells and how they stand."""

    head: str
    width: float
    text: str
    stands: str = "<"


# Running text


def name_box(document: Document, text: str) -> None:
    """The paper's name in a double-ruled box."""
    table = grid(document, [WIDTH])
    row = add_row(table, [(1, "<", "")], height=15)
    outline(table, "double", 6)
    fill(row.cells[0], PALE)
    row.cells[0].paragraphs[0].style = "Title"
    row.cells[0].paragraphs[0].add_run(text).font.size = Pt(19)
    gap(document)


def heading(document: Document, number: str, text: str, new_page: bool = False) -> None:
    """A numbered section bar: the number white on dark, the title beside it, a rule beneath."""
    paragraph = document.add_paragraph(style="heading 1")
    if new_page:
        paragraph.paragraph_format.page_break_before = True
    box = paragraph.add_run(f" {number} ")
    box.font.color.rgb = RGBColor(255, 255, 255)
    box._r.get_or_add_rPr().append(shading("404040"))
    paragraph.add_run(f"  {text}")


def sub(document: Document, text: str) -> None:
    document.add_paragraph(f"□ {text}", style="heading 2")


def unit(document: Document, text: str = "(단위: 원)") -> None:
    document.add_paragraph(text, style="단위")


def note(document: Document, text: str) -> None:
    document.add_paragraph(f"※ {text}", style="주석")


def gap(document: Document, points: float = 6, together: bool = False) -> None:
    """White space between two tables, which would otherwise grow together."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(points)
    paragraph.paragraph_format.keep_with_next = together or None


def tag(document: Document, text: str) -> None:
    """A tag on a paragraph of its own, which disappears: "for company in companies", "endfor"."""
    document.add_paragraph(f"{{%p {text} %}}", style="반복 표시")


def prose(document: Document, path: str) -> None:
    """A long answer: a paragraph for each of its lines."""
    tag(document, f"for line in {path}")
    document.add_paragraph("{{ line }}", style="본문")
    tag(document, "endfor")


def centred(document: Document, text: str, points: float = 11, before: float = 0, bold: bool = False) -> Paragraph:
    paragraph = document.add_paragraph(style="표 가운데")
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(points), bold
    return paragraph


# Pictures


def figure(document: Document, place: str, height: float = 110) -> None:
    """A picture as wide as the text and its title under it; nothing while none is uploaded."""
    title = EVERY[place].title
    tag(document, f"if pictures.{place}")
    paragraph = document.add_paragraph(style="표 가운데")
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(6), True
    picture(paragraph, f"pictures.{place}: {title}", WIDTH, height)
    document.add_paragraph(f"[그림] {title}", style="표 가운데").paragraph_format.space_after = Pt(8)
    tag(document, "endif")


def seal(paragraph: Paragraph) -> None:
    """The company's seal, 12 mm at most; nothing while none is uploaded."""
    picture(paragraph, f"pictures.{SEAL.slug}: {SEAL.title}", 12, 12)


def picture(paragraph: Paragraph, told: str, width: float, height: float) -> None:
    """A place for a picture, as docgen knows it by its alternative text; a grey one stands in it."""
    drawn = paragraph.add_run().add_picture(io.BytesIO(grey()), Mm(width), Mm(height))
    drawn._inline.docPr.set("descr", told)


def grey() -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xd9")) + chunk(b"IEND", b"")


# Tables


def grid(document: Document, widths: Sequence[float]) -> Table:
    """A ruled table without rows; its columns keep their widths whatever is written in them."""
    table = document.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "표 눈금", False
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(Mm(sum(widths)).twips))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def add_row(table: Table, cells: Sequence[tuple[int, str, str]], height: float = ROW, head: bool = False) -> _Row:
    """A row that does not split over pages. cells: (columns spanned, how it stands, text); head: repeats on each."""
    row = table.add_row()
    row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    mark(row, "cantSplit")
    if head:
        mark(row, "tblHeader")
    place = 0
    for span, stands, text in cells:
        cell = row.cells[place] if span == 1 else row.cells[place].merge(row.cells[place + span - 1])
        place += span
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if stands == "#":
            fill(cell, GREY)
        write(cell, text, stands, keep=head)
    return row


def mark(row: _Row, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    height = properties.find(qn("w:trHeight"))
    made = OxmlElement(f"w:{name}")
    height.addprevious(made) if name == "cantSplit" else properties.append(made)


def write(cell: _Cell, text: str, stands: str, keep: bool = False) -> None:
    """The text, a paragraph a line. keep: stays on the page of what follows."""
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = STYLES[stands]
        paragraph.paragraph_format.keep_with_next = keep or None
        paragraph.add_run(line)


def tag_row(table: Table, text: str) -> None:
    """A tag on a row of its own, which disappears."""
    row = table.add_row()
    cell = row.cells[0].merge(row.cells[-1]) if len(row.cells) > 1 else row.cells[0]
    cell.paragraphs[0].style = "반복 표시"
    cell.paragraphs[0].add_run(f"{{%tr {text} %}}")


def facts(document: Document, rows: Sequence[Sequence[str]], label: float = 30, together: bool = False) -> None:
    """Labels and their values: rows of (label, value) over the whole width or of (label, value, label, value)."""
    half = WIDTH / 2 - label
    table = grid(document, [label, half, label, half])
    for place, row in enumerate(rows, start=1):
        if len(row) == 2:
            made = add_row(table, [(1, "#", row[0]), (3, "<", row[1])])
        else:
            made = add_row(table, [(1, "#<"[place % 2], text) for place, text in enumerate(row)])
        if together or place < len(rows):
            keep(made)


def listing(
    document: Document,
    each: str,
    columns: Sequence[Column],
    foot: Sequence[tuple[int, str, str]] = (),
    together: bool = False,
) -> None:
    """A table of one row an item. each: "row in kpi.rows"; foot: the cells of a last row for sums.

    together: its rows stay on one page, for tables that are short; a row of sums or a gap must end what stays together.
    """
    table = grid(document, [column.width for column in columns])
    add_row(table, [(1, "#", column.head) for column in columns], head=True)
    tag_row(table, f"for {each}")
    row = add_row(table, [(1, column.stands, column.text) for column in columns])
    if together:
        keep(row)
    tag_row(table, "endfor")
    if foot:
        for cell in add_row(table, foot).cells:
            fill(cell, PALE)


def box(document: Document, lines: str, colour: str = CREAM, stands: str = "<", height: float = ROW) -> None:
    """A note in a shaded frame."""
    row = add_row(grid(document, [WIDTH]), [(1, stands, lines)], height)
    fill(row.cells[0], colour)


def inset(cell: _Cell, margin: float) -> None:
    """The white space at the cell's left and right, in mm, where the table's own is too much."""
    made = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(margin).twips))
        edge.set(qn("w:type"), "dxa")
        made.append(edge)
    cell._tc.get_or_add_tcPr().find(qn("w:vAlign")).addprevious(made)


def fill(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    after = properties.find(qn("w:vAlign"))
    properties.append(shading(colour)) if after is None else after.addprevious(shading(colour))


def shading(colour: str) -> Any:
    made = OxmlElement("w:shd")
    for name, value in {"val": "clear", "color": "auto", "fill": colour}.items():
        made.set(qn(f"w:{name}"), value)
    return made


def outline(table: Table, kind: str, size: int) -> None:
    """The table's outer lines in another kind; size in eighths of a point."""
    made = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in {"val": kind, "sz": str(size), "space": "0", "color": "000000"}.items():
            line.set(qn(f"w:{name}"), value)
        made.append(line)
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(made)


def unruled(table: Table) -> None:
    """No lines at all: a table that only puts things side by side."""
    outline(table, "nil", 0)
    inner = table._tbl.tblPr.find(qn("w:tblBorders"))
    for side in ("insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        inner.append(line)


def keep(row: _Row) -> None:
    """Keep the row on the page of what follows."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
