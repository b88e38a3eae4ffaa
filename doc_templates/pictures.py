"""The places for pictures: figures of a plan, and seals that stand over "(인)" without moving it."""

import io
import struct
import zlib
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from doc_templates import layout
from docgen.images import PNG
from programme.pictures import EVERY, SEAL

LINE = 5  # mm a line of a cell is high, about


def figure(document: Document, place: str, height: float = 110) -> None:
    """A picture as wide as the text and its title under it; nothing while none is uploaded."""
    title = EVERY[place].title
    layout.tag(document, f"if pictures.{place}")
    paragraph = document.add_paragraph(style="표 가운데")
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(6), True
    picture(paragraph, f"pictures.{place}: {title}", layout.WIDTH, height)
    document.add_paragraph(f"[그림] {title}", style="표 가운데").paragraph_format.space_after = Pt(8)
    layout.tag(document, "endif")


def sealed(cell: _Cell, text: str, high: float) -> Paragraph:
    """Write the text in the middle of a cell so high, in mm, ready for seals of that height: as LibreOffice knows no
    middle of a cell with a seal in it, by white space above. The paragraph the seals belong to."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    above = cell.paragraphs[0]
    above.style, above.paragraph_format.line_spacing = "Normal", Mm((high - LINE) / 2)
    paragraph = cell.add_paragraph(text, style="표 가운데")
    for one in (above, paragraph):
        one.paragraph_format.keep_with_next = True
    return paragraph


def seal(paragraph: Paragraph, side: float, place: str = SEAL.slug) -> None:
    """A company's seal over the middle of a paragraph, behind its text; nothing while none is uploaded.

    side: mm it is wide and high at most.
    """
    inline = picture(paragraph, f"pictures.{place}: {SEAL.title}", side, side)
    inline.getparent().replace(inline, floating(inline, side))


def picture(paragraph: Paragraph, told: str, width: float, height: float) -> Any:
    """A place for a picture, as docgen knows it by its alternative text; a grey one stands in it. Its wp:inline."""
    drawn = paragraph.add_run().add_picture(io.BytesIO(grey()), Mm(width), Mm(height))
    drawn._inline.docPr.set("descr", told)
    for side in ("T", "B", "L", "R"):  # LibreOffice takes a margin of 3.2 mm for one not told
        drawn._inline.set(f"dist{side}", "0")
    return drawn._inline


def floating(inline: Any, side: float) -> Any:
    """The same picture in no line: centred in its cell, its middle on the line's."""
    anchor = OxmlElement("wp:anchor")
    told = dict.fromkeys(("distT", "distB", "distL", "distR", "simplePos", "relativeHeight", "locked"), "0")
    for name, value in (told | {"behindDoc": "1", "layoutInCell": "1", "allowOverlap": "1"}).items():
        anchor.set(name, value)
    origin = OxmlElement("wp:simplePos")
    origin.set("x", "0")
    origin.set("y", "0")
    anchor.append(origin)
    anchor.append(position("wp:positionH", "column", "wp:align", "center"))
    above = int(Mm(LINE - side) / 2)
    anchor.append(position("wp:positionV", "paragraph", "wp:posOffset", str(above)))
    size, *rest = list(inline)
    anchor.append(size)
    anchor.append(OxmlElement("wp:wrapNone"))
    anchor.extend(rest)
    return anchor


def position(name: str, to: str, how: str, value: str) -> Any:
    made, told = OxmlElement(name), OxmlElement(how)
    made.set("relativeFrom", to)
    told.text = value
    made.append(told)
    return made


def grey() -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xd9")) + chunk(b"IEND", b"")
