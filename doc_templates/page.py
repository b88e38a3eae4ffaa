"""A blank document of ours: A4, the styles of styles.xml, and the head and foot every form has.

python-docx's own base carries 350 kB of styles nobody uses here, so its styles and settings are replaced and its other
parts dropped.
"""

from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
WIDTH = 170  # mm between the margins
DROPPED = ("numbering", "stylesWithEffects", "customXml", "webSettings", "thumbnail")
STAMP = (
    "{{ stamp.number }} · 개정 {{ stamp.revision }} · 저장 {{ stamp.saved }} · 확인값 {{ stamp.hash }} · "
    "{{ stamp.status }}"
)
OURS = "{{ reception.document_note }}"  # whose document it is: the site's own word


def blank(form: str, title: str, number: str = "과제번호") -> Document:
    """An empty document. form: what stands at the head, e.g. "서식 1"; title: the file's title; number: what the
    application's number is called."""
    document = docx.Document()
    strip(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    section.header_distance, section.footer_distance = Mm(11), Mm(9)
    head = section.header.paragraphs[0]
    head.add_run(f"[{form}] {title}\t{OURS}")
    foot = section.footer.paragraphs[0]
    page_number(foot)
    section.footer.add_paragraph(f"{number} {STAMP}", style="footer")
    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = title, "", "ko-KR", ""
    properties.created = properties.modified = datetime(2024, 4, 1, tzinfo=UTC)
    properties.last_modified_by = ""
    return document


def strip(document: Document) -> None:
    part = document.part
    part._styles_part._element = parse_xml((HERE / "styles.xml").read_bytes())
    part._settings_part._element = parse_xml((HERE / "settings.xml").read_bytes())
    for rels in (part.rels, part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in DROPPED]:
            del rels[key]


def page_number(paragraph: Paragraph) -> None:
    """- 1 -"""
    paragraph.add_run("- ").font.size = Mm(3.2)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = paragraph.add_run("1")
    number.font.size = Mm(3.2)
    field.append(number._r)
    paragraph._p.append(field)
    paragraph.add_run(" -").font.size = Mm(3.2)
