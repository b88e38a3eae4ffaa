"""Compiling a template: docxtpl itself prepares it once, with a mark where each tag stood (never at run time).

Whatever docxtpl does to every document – joining broken tags, taking away rows and paragraphs of tags, columns, line
breaks, python-docx's way of writing parts – it does to the template full of marks. What comes out is cut at the marks.
`structure` has proven by then that the cuts hold whatever the data.
"""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from docgen import alone, drawings, markup, mending, pairs, structure
from docgen.artefact import Artefact
from docgen.errors import Refused
from docgen.language import CLOSE, OPEN, Marks
from docgen.pack import Packed, kept
from docgen.refusals import part_of
from docgen.tags import mentioned

CONTENT_TYPES = "[Content_Types].xml"  # Word wants it first
NO_CLOCK = datetime(1980, 1, 1, tzinfo=UTC)
LARGEST = 50 * 1024 * 1024
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")  # where docxtpl looks for tags
BROKEN = "{}: 태그를 빼면 문서가 이어지지 않습니다. {{%p %}}와 {{%tr %}}을 문단이나 행에 홀로 두고 짝을 맞추세요. ({})"
MARK = re.compile(f"{OPEN}([^{CLOSE}]+){CLOSE}")
PARAGRAPH = re.compile(r"<w:p([ >])")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class Marked(DocxTemplate):
    """docxtpl's own rendering, with marks in place of jinja."""

    def __init__(self, template: Path | io.BytesIO) -> None:
        super().__init__(template)
        self.marks = Marks()

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        try:
            marked = self.marks.text(PARAGRAPH.sub(r"\n<w:p\1", src_xml))
        except Refused as refused:
            raise Refused(f"{refused} ({part_of(str(part.partname).lstrip('/'))})") from None
        marked = re.sub(r"\n<w:p([ >])", r"<w:p\1", marked)
        for escaped, plain in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
            marked = marked.replace(escaped, plain)
        return self.resolve_listing(marked)

    def fix_tables(self, xml: str) -> Any:
        """Refuses what docxtpl's own parser would mend by cutting the document short."""
        try:
            body = etree.fromstring(xml, parser=PARSER)
            structure.settle_tables(body, self.marks)
            return super().fix_tables(etree.tostring(body, encoding="unicode"))
        except etree.XMLSyntaxError as error:
            raise Refused(BROKEN.format(part_of(structure.BODY), error)) from None

    def fix_docpr_ids(self, tree: Any) -> None:
        for drawing in tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            drawing.set("id", self.marks.value(["serial"]))

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        for name in PROPERTIES:
            setattr(self.docx.core_properties, name, self.marks.text(getattr(self.docx.core_properties, name)))


def compiled(content: bytes) -> Artefact:
    """The artefact of a template's bytes. Raises Refused, naming what this engine does not run and where it stands."""
    document = prepared(content)
    try:
        document.render({})
    except etree.XMLSyntaxError as error:
        raise Refused(BROKEN.format("문서의 한 부분", error)) from None
    properties = document.docx.core_properties  # made with the clock where the template has none
    properties.created = properties.modified = properties.created or NO_CLOCK
    whole = io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    structure.check(parts, document.marks)
    mend(parts, document.marks)
    boxes = drawings.make_replaceable(parts, document.marks)
    ways = structure.check(parts, document.marks)
    texts = Texts(document.marks, ways)
    live = {name: parts[name].decode() for name in structure.with_marks(parts)}
    programs = {name: texts.program(xml) for name, xml in live.items()}
    facts = {
        "names": sorted(set[str]().union(*map(mentioned, programs.values()))),
        "pictures": boxes,
        "parts": list(programs.items()),
        "members": len(parts) - len(live),
    }
    still = sorted((name for name in parts if name not in live), key=lambda name: (name != CONTENT_TYPES, name))
    members = kept(((name.encode(), parts[name]) for name in still), Packed())
    return Artefact(facts, bytes(texts.bytes), members, markup.pages(parts, document.marks, Texts))


def mend(parts: dict[str, bytes], marks: Marks) -> None:
    """Mend, in place, what Word would not open, or refuse it."""
    for name in structure.with_marks(parts):
        root = etree.fromstring(parts[name])
        pairs.fields(root, marks, name)
        if pairs.identities(root, marks, name) | mending.cells(root, marks, name):
            parts[name] = drawings.written(root)


def prepared(content: bytes) -> Marked:
    """The template opened. Raises Refused for what is no Word document, or unpacks to more than anyone draws."""
    document = Marked(io.BytesIO(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if (whole := sum(member.file_size for member in archive.infolist())) > LARGEST:
                raise Refused(
                    f"압축을 풀면 {whole:,}바이트입니다. {LARGEST:,}바이트까지 쓸 수 있으니 그림을 줄여 저장하세요."
                )
            for name in archive.namelist():
                if any(
                    character.encode() in archive.read(name) for character in (OPEN, CLOSE) if name.endswith(".xml")
                ):
                    raise Refused(f"{part_of(name)}에 쓸 수 없는 글자 U+E000이나 U+E001이 있습니다. 지우고 저장하세요.")
            for name in archive.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    alone.check(etree.fromstring(archive.read(name), parser=PARSER), name)
        document.init_docx()
    except (AttributeError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise Refused(f"Word 문서(.docx)가 아닙니다. Word에서 .docx로 다시 저장하세요. ({error})") from None
    return document


class Texts:
    """A text with marks, cut into the program `docgen.program` describes; its static pieces gather in bytes.

    ways: how each slot's value is written, by its number: "text", or "flat" in an attribute.
    """

    def __init__(self, marks: Marks, ways: dict[int, str]) -> None:
        self.marks = marks
        self.ways = ways
        self.bytes = bytearray()

    def program(self, text: str) -> list[Any]:
        tokens = [(code[0], int(code[1:])) if at % 2 else ("", code) for at, code in enumerate(MARK.split(text))]
        return self.block(tokens[::-1])

    def block(self, tokens: list[tuple[str, Any]]) -> list[Any]:
        """Eats tokens from the end of the list until one that belongs to a block begun before."""
        block: list[Any] = []
        while tokens and tokens[-1][0] not in ("l", "e", "x"):
            kind, what = tokens.pop()
            if kind in ("f", "i"):
                block.append(self.nested(kind, what, tokens))
                continue
            if not block or block[-1][0] != "t":
                block.append(["t", len(self.bytes), [0], []])
            self.piece(block[-1], kind, what)
        return block

    def piece(self, node: list[Any], kind: str, what: Any) -> None:
        if kind == "v":
            expression = self.marks.slots[what]
            node[3].append([self.ways[what], expression])
            node[2].append(0)
        else:
            data = what.encode()
            node[2][-1] += len(data)
            self.bytes += data

    def nested(self, kind: str, number: int, tokens: list[tuple[str, Any]]) -> list[Any]:
        about = self.marks.blocks[number]
        bodies, other = [self.block(tokens)], []
        while (end := tokens.pop()[0]) != "x":
            if end == "l":
                bodies.append(self.block(tokens))
            else:
                other = self.block(tokens)
        if kind == "f":
            return ["f", *about[1:], bodies[0], other]
        return ["i", [list(pair) for pair in zip(about[1:], bodies, strict=True)], other]
