"""The pieces documents are made of: headings, running text, tables, notes, signature lines.

Widths are in mm and add up to page.WIDTH. A cell's text stands "<" left, "|" centred, ">" right, "#" as a head;
"₩" right and "금" left, small enough for 15 digits on a line of 32 mm, and of 140 mm with their Hangul.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from doc_templates import styling
from doc_templates.page import WIDTH

GREY, PALE, CREAM = "D9D9D9", "F2F2F2", "FAF3DB"
STYLES = {"<": "표 내용", "|": "표 가운데", ">": "표 숫자", "₩": "표 금액", "금": "표 금액(한글)", "#": "표 머리"}
ROW = 7.0  # least height of a row, mm
IN_HANGUL = "_hangul }}"  # how the tag of an amount in digits and Hangul ends
FEW = 12  # rows that mostly fit on a page, whatever they say

Block = Document | _Cell


@dataclass(frozen=True)
class Column:
    """One column of a repeating table: its head, width, the tag of its cells and how they stand."""

    head: str
    width: float
    text: str
    stands: str = "<"


# Running text


def name_box(document: Document, text: str) -> None:
    """The document's name in a double-ruled box."""
    table = grid(document, [WIDTH])
    row = add_row(table, [(1, "<", "")], height=15)
    styling.outline(table, "double", 6)
    styling.fill(row.cells[0], PALE)
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
    box._r.get_or_add_rPr().append(styling.shading("404040"))
    paragraph.add_run(f"  {text}")


def sub(document: Document, text: str) -> None:
    document.add_paragraph(f"□ {text}", style="heading 2")


def unit(document: Document, text: str = "(단위: 원)") -> None:
    document.add_paragraph(text, style="단위")


def note(document: Document, text: str, last: str = "") -> None:
    """last: what makes it the last before a signature, whose page it then keeps to."""
    if last:
        tag(document, f"if {last}")
        document.add_paragraph(f"※ {text}", style="주석").paragraph_format.keep_with_next = True
        tag(document, "else")
    document.add_paragraph(f"※ {text}", style="주석")
    if last:
        tag(document, "endif")


def gap(document: Block, points: float = 6, together: bool = False) -> None:
    """White space between two tables, which would otherwise grow together."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(points)
    paragraph.paragraph_format.keep_with_next = together or None


def tag(document: Document, text: str) -> None:
    """A tag on a paragraph of its own, which disappears: "for company in companies", "endfor"."""
    document.add_paragraph(f"{{%p {text} %}}", style="반복 표시")


def prose(document: Document, path: str) -> None:
    """A long answer: a paragraph for each of its lines, those of 개조식 hanging by their marks."""
    tag(document, f"for part in {path}")
    for when, style in (("if part.circled", "본문 ◦"), ("elif part.dashed", "본문 -"), ("else", "본문")):
        tag(document, when)
        tag(document, "for line in part.lines")
        document.add_paragraph("{{ line }}", style=style)
        tag(document, "endfor")
    tag(document, "endif")
    tag(document, "endfor")


def period(of: str) -> str:
    """The days between which something lasts; nothing while neither is known."""
    return f"{{{{ {of}.starts }}}}{{% if {of}.starts or {of}.ends %}}~{{% endif %}}{{{{ {of}.ends }}}}"


def centred(
    document: Block, text: str, points: float = 11, before: float = 0, bold: bool = False, together: bool = False
) -> Paragraph:
    """together: on the page of what follows."""
    paragraph = document.add_paragraph(style="표 가운데")
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_with_next = together or None
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(points), bold
    return paragraph


# Tables


def grid(document: Block, widths: Sequence[float]) -> Table:
    """A ruled table without rows; its columns keep their widths whatever is written in them."""
    table = document.add_table(rows=0, cols=len(widths))
    if isinstance(document, _Cell):
        drop(document.paragraphs[-1])  # which python-docx puts behind it
    table.style, table.autofit = "표 눈금", False
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(Mm(sum(widths)).twips))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def frame(document: Document, columns: int, height: float, top: bool = False) -> _Cell:
    """An unruled cell over the whole width that is at least so high and never split: what grows in it takes from its
    white space first. columns: of the widest table that will stand in it, since docxtpl counts those too; top: what is
    in it stands at the top, not in the middle. Its last piece must be a paragraph."""
    table = grid(document, [WIDTH / columns] * columns)
    styling.unruled(table)
    cell = add_row(table, [(columns, "<", "")], height).cells[0]
    if top:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    styling.inset(cell, 0)
    drop(cell.paragraphs[0])
    return cell


def drop(paragraph: Paragraph) -> None:
    paragraph._p.getparent().remove(paragraph._p)


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
            styling.fill(cell, GREY)
        if stands == "₩":
            styling.inset(cell, 0, 0.7)
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


def label_table(document: Block, rows: Sequence[Sequence[str]], label: float = 30, together: bool = False) -> None:
    """Labels and their values: rows of (label, value) over the whole width or of (label, value, label, value)."""
    half = WIDTH / 2 - label
    table = grid(document, [label, half, label, half])
    for place, row in enumerate(rows, start=1):
        if len(row) == 2:
            made = add_row(table, [(1, "#", row[0]), (3, "금" if row[1].endswith(IN_HANGUL) else "<", row[1])])
        else:
            made = add_row(table, [(1, "#<"[place % 2], text) for place, text in enumerate(row)])
        if together or place < len(rows):
            styling.keep(made)


def listing(
    document: Document,
    each: str,
    columns: Sequence[Column],
    foot: Sequence[tuple[int, str, str]] = (),
    together: int = 0,
    ended: bool = False,
) -> None:
    """A table of one row an item. each: "row in kpi.rows"; foot: the cells of a last row for sums.

    together: up to so many rows stay on one page, with what follows; a row of sums or a gap must end that.
    ended: the last row stays on the page of what follows.
    """
    table = grid(document, [column.width for column in columns])
    add_row(table, [(1, "#", column.head) for column in columns], head=True)
    cells = [(1, column.stands, column.text) for column in columns]
    if together:
        tag_row(table, f"if {each.partition(' in ')[2]}|length <= {together}")
        repeated(table, each, cells, "all")
        tag_row(table, "else")
    repeated(table, each, cells, "last" if ended else "")
    if together:
        tag_row(table, "endif")
    if foot:
        for cell in add_row(table, foot).cells:
            styling.fill(cell, PALE)


def repeated(table: Table, each: str, cells: Sequence[tuple[int, str, str]], keeping: str = "") -> None:
    """A row for each item. keeping: "all" or the "last" of them on the page of what follows."""
    tag_row(table, f"for {each}")
    if keeping == "last":
        tag_row(table, "if loop.last")
        styling.keep(add_row(table, cells))
        tag_row(table, "else")
    row = add_row(table, cells)
    if keeping == "all":
        styling.keep(row)
    if keeping == "last":
        tag_row(table, "endif")
    tag_row(table, "endfor")


def box(document: Document, lines: str, colour: str = CREAM, stands: str = "<", height: float = ROW) -> None:
    """A note in a shaded frame."""
    row = add_row(grid(document, [WIDTH]), [(1, stands, lines)], height)
    styling.fill(row.cells[0], colour)
