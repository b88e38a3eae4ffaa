"""The same forms in other engines' tags, made from ours, and the same data in the shape they want.

docxtemplater and easy-template-x get every value, loop and condition as {v12} and {#b5} … {/b5}; fills of cells, which
stand in attributes, they have no tag for. docx-mailmerge2 gets fields and repeated rows; loops and conditions over
paragraphs, or inside each other, it has not: what they hold stands once, filled with the first item.
"""

import io
import json
import re
import zipfile
from copy import deepcopy
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from lxml import etree

from docgen import compiler, structure
from docgen.expressions import evaluate, text
from docgen.language import CLOSE, OPEN, Marks, mark
from docgen.program import counted

W = structure.W
MARK = re.compile(f"{OPEN}([^{CLOSE}]+){CLOSE}")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Rewritten:
    """One of our templates with its marks, ready to be written in another dialect."""

    def __init__(self, template: Path) -> None:
        document = compiler.prepared(template.read_bytes())
        document.render({}, autoescape=True)
        whole = io.BytesIO()
        document.save(whole)
        self.marks: Marks = document.marks
        with zipfile.ZipFile(whole) as archive:
            self.parts = {name: self.without_branches(archive.read(name)) for name in archive.namelist()}
        self.live = [name for name, part in self.parts.items() if OPEN.encode() in part]

    def without_branches(self, part: bytes) -> bytes:
        """A part with each elif and else, which the rivals have not, as a condition of its own behind the first."""
        now: dict[str, tuple[int | str, int]] = {}  # by a block's number: the one that stands for it here, its place

        def rewritten(found: re.Match[str]) -> str:
            kind, number = found[1][0], found[1][1:]
            if kind == "x":
                return mark(f"x{now.pop(number, (number, 0))[0]}")
            if kind not in ("l", "e"):
                return found[0]
            before, place = now.get(number, (number, 0))
            now[number] = self.branch(int(number), place + 1, kind == "l"), place + 1
            return mark(f"x{before}") + mark(f"i{now[number][0]}")

        return MARK.sub(rewritten, part.decode()).encode() if OPEN.encode() in part else part

    def branch(self, number: int, place: int, tested: bool) -> int:
        """A condition that holds where all tests of a block before this place fail and, if it is tested, its own
        holds."""
        about = self.marks.blocks[number]
        tests = [about[2]] if about[0] == "for" else about[1:]
        whole = ["not", tests[0]]
        for test in [*(["not", one] for one in tests[1:place]), *tests[place : place + tested]]:
            whole = ["and", whole, test]
        self.marks.blocks.append(["if", whole])
        return len(self.marks.blocks) - 1

    def codes(self) -> list[str]:
        """Every mark of the text, in order; none of attributes and grids."""
        found = []
        for name in self.live:
            for code, place in structure.found(etree.fromstring(self.parts[name])):
                if not place.attribute and place.names[-1] != W + "tblGrid":
                    found.append(code)
        return found

    def data(self, context: dict[str, Any]) -> dict[str, Any]:
        """{"v12": text, "b5": [data of each time]}."""
        return self.told(self.codes(), context)

    def told(self, codes: list[str], scope: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        place = 0
        while place < len(codes):
            kind, number = codes[place][0], codes[place][1:]
            if kind == "v":
                told[f"v{number}"] = text(evaluate(self.marks.slots[int(number)], scope))
            else:
                end = codes.index(f"x{number}", place)
                told[f"b{number}"] = self.times(int(number), codes[place + 1 : end], scope)
                place = end
            place += 1
        return told

    def times(self, number: int, codes: list[str], scope: dict[str, Any]) -> list[dict[str, Any]]:
        about = self.marks.blocks[number]
        if about[0] == "for":
            items = list(evaluate(about[2], scope))
            return [
                self.told(codes, scope | {about[1]: item, "loop": counted(place, len(items))})
                for place, item in enumerate(items)
            ]
        return [self.told(codes, scope)] if evaluate(about[1], scope) else []

    def written(self, dialect: Any) -> bytes:
        """The template as a .docx. dialect(root) rewrites a part's tree in place."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                if name in self.live:
                    root = etree.fromstring(part)
                    without_attributes(root)
                    dialect(root)
                    part = etree.tostring(root, encoding="UTF-8", standalone=True)
                archive.writestr(name, part)
        return out.getvalue()


def without_attributes(root: Any) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if OPEN in value:
                element.set(name, MARK.sub("", value) or "auto")
        if element.tag == W + "tblGrid":
            element.text = None
            for column in element:
                column.tail = None


# docxtemplater, easy-template-x


def braces(row: str) -> Any:
    """The dialect of {tags}. row: how a loop over a row of one cell begins."""

    def dialect(root: Any) -> None:
        for element in list(root.iter(W + "tbl")):
            rows(element, row)
        for element in list(root.iter(W + "body", W + "tc", W + "hdr", W + "ftr")):
            paragraphs(element)
        for element in root.iter(W + "t"):
            element.text = MARK.sub(lambda found: braced(found[1]), element.text or "")

    return dialect


def braced(code: str) -> str:
    kind, number = code[0], code[1:]
    return {"v": f"{{v{number}}}", "f": f"{{#b{number}}}", "i": f"{{#b{number}}}", "x": f"{{/b{number}}}"}[kind]


def rows(table: Any, row: str) -> None:
    """Marks between rows move into the rows' first and last cells."""
    begun: dict[str, Any] = {}
    before: Any = None
    for element in table:
        codes = structure.codes_in(element.tail or "")
        element.tail = None
        for code in codes:
            if code[0] == "x":
                first = begun.pop(code[1:])
                alone = first is before and len(before.findall(W + "tc")) == 1
                tag = row.format(f"b{code[1:]}") if alone else braced("f" + code[1:])
                start = first.find(f".//{W}p")
                start.insert(0 if start.find(W + "pPr") is None else 1, run(tag))
                before.findall(f".//{W}p")[-1].append(run(braced(code)))
            else:
                begun[code[1:]] = element.getnext()
        before = element.getnext()


def paragraphs(holder: Any) -> None:
    """Marks between paragraphs get paragraphs of their own."""
    for element in [None, *holder]:
        told = holder.text if element is None else element.tail
        codes = structure.codes_in(told or "")
        if element is None:
            holder.text = None
        else:
            element.tail = None
        place = 0 if element is None else holder.index(element) + 1
        for offset, code in enumerate(codes):
            paragraph = etree.Element(W + "p")
            paragraph.append(run(braced(code)))
            holder.insert(place + offset, paragraph)


def run(words: str, properties: Any = None) -> Any:
    made = etree.Element(W + "r")
    if properties is not None:
        made.append(deepcopy(properties))
    piece = etree.SubElement(made, W + "t")
    piece.text = words
    piece.set(SPACE, "preserve")
    return made


# docx-mailmerge2


class Fields:
    """The dialect of merge fields. repeated: {number of a block: a field of its row}, the loops kept."""

    def __init__(self) -> None:
        self.repeated: dict[int, str] = {}

    def __call__(self, root: Any) -> None:
        for table in list(root.iter(W + "tbl")):
            if structure.blocks_around(root)[0][table] == []:
                self.repeat(table)
        for element in root.iter():
            if element.tag != W + "t":
                element.text = MARK.sub("", element.text) if element.text else element.text
            element.tail = MARK.sub("", element.tail) if element.tail else element.tail
        for element in list(root.iter(W + "r")):
            self.split(element)

    def repeat(self, table: Any) -> None:
        for row in table.findall(W + "tr"):
            before, after = row.getprevious(), structure.codes_in(row.tail or "")
            begun = structure.codes_in((before.tail if before is not None else "") or "")
            inside = [code for piece in row.iter(W + "t") for code in structure.codes_in(piece.text or "")]
            if begun and after and f"x{begun[-1][1:]}" == after[0] and begun[-1][0] == "f":
                fields = [code for code in inside if code[0] == "v"]
                if fields and len(fields) == len(inside):
                    self.repeated[int(begun[-1][1:])] = fields[0]

    def split(self, element: Any) -> None:
        piece = element.find(W + "t")
        if piece is None or OPEN not in (piece.text or ""):
            return
        properties, parent, place = element.find(W + "rPr"), element.getparent(), element.getparent().index(element)
        parent.remove(element)
        for at, words in enumerate(MARK.split(piece.text)):
            if at % 2 == 0 and words:
                parent.insert(place, run(words, properties))
            elif at % 2 and words[0] == "v":
                field = etree.Element(W + "fldSimple")
                field.set(W + "instr", f" MERGEFIELD {words} ")
                field.append(run(f"«{words}»", properties))
                parent.insert(place, field)
            else:
                continue
            place += 1

    def data(self, told: dict[str, Any]) -> tuple[dict[str, str], list[tuple[str, list[dict[str, str]]]]]:
        """Single values and (anchor, rows) from what `Rewritten.data` says."""
        values: dict[str, str] = {}
        repeated: list[tuple[str, list[dict[str, str]]]] = []
        for name, value in told.items():
            if name[0] == "v":
                values[name] = value
            elif int(name[1:]) in self.repeated:
                repeated.append((self.repeated[int(name[1:])], value))
            elif value:
                inner, more = self.data(value[0])
                values |= inner
                repeated += more
        return values, repeated


def merged(template: bytes, data: tuple[dict[str, str], list[tuple[str, list[dict[str, str]]]]]) -> bytes:
    from mailmerge import MailMerge

    out = io.BytesIO()
    with MailMerge(io.BytesIO(template)) as document:
        for anchor, items in data[1]:
            document.merge_rows(anchor, items)
        document.merge(**data[0])
        document.write(out)
    return out.getvalue()


# What they made


def texts(document: bytes) -> list[str]:
    """The text of each paragraph that has any."""
    marks = {W + "br": "\n", W + "tab": "\t"}
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [archive.read(name) for name in sorted(archive.namelist()) if re.match(r"word/(doc|head|foot)", name)]
    whole = [
        "".join(marks.get(piece.tag, piece.text or "") for piece in paragraph.iter(W + "t", W + "br", W + "tab"))
        for part in parts
        for paragraph in etree.fromstring(part).iter(W + "p")
    ]
    return [words for words in whole if words.strip()]


def alike(ours: list[str], theirs: list[str]) -> int:
    """How many of our paragraphs theirs has too, in their order."""
    return sum(match.size for match in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks())


def prepared(documents: list[tuple[Path, dict[str, Any]]], folder: Path) -> list[dict[str, Any]]:
    """Each document for each rival: {"docxtemplater": {"template": path, "data": path}, "easytemplatex": …,
    "mailmerge": (…)}."""
    whole = []
    for place, (template, context) in enumerate(documents):
        form = Rewritten(template)
        data, fields = form.data(context), Fields()
        (folder / f"{place}.json").write_text(json.dumps(data))
        one: dict[str, Any] = {"mailmerge": (form.written(fields), fields.data(data))}
        for name, row in (("docxtemplater", "{{-w:tr {}}}"), ("easytemplatex", '{{#{} [loopOver: "row"]}}')):
            (folder / f"{place}.{name}.docx").write_bytes(form.written(braces(row)))
            one[name] = {"template": str(folder / f"{place}.{name}.docx"), "data": str(folder / f"{place}.json")}
        whole.append(one)
    return whole
