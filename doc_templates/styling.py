"""How cells, rows and tables look: margins, fills, lines, and what stays on one page."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row


def inset(cell: _Cell, left: float, right: float | None = None) -> None:
    """The white space at the cell's left and right, in mm, where the table's own is too much; one of both is the
    same."""
    made = OxmlElement("w:tcMar")
    for side, margin in (("left", left), ("right", left if right is None else right)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(margin).twips))
        edge.set(qn("w:type"), "dxa")
        made.append(edge)
    cell._tc.get_or_add_tcPr().find(qn("w:vAlign")).addprevious(made)


def fill(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    after = next((one for one in properties if one.tag in (qn("w:tcMar"), qn("w:vAlign"))), None)
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
