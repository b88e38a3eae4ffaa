"""docxtpl itself, as it must be used to lose nothing: what the engine's documents are compared with.

A sandbox that sees plain data only, escaping, strict names, None empty, one newline a line break. A property's value is
not escaped twice, as docxtpl would, and stands on one line.
"""

import io
import zipfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from docx.document import Document
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

import docgen
from docgen.compiler import NO_CLOCK

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES = "[Content_Types].xml"
DEFAULT = "{http://schemas.openxmlformats.org/package/2006/content-types}Default"


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates read what they are given and nothing else: no functions, no methods, no missing names."""

    def __init__(self, autoescape: bool = True) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=autoescape, finalize=written)
        self.globals.clear()
        for name in ("capitalize", "e", "escape", "join", "lower", "replace", "string", "trim", "upper"):
            self.filters[name] = without_none(self.filters[name])

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`kpi.items` is the entry of that name, never the dict's method."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def written(value: Any) -> Any:
    """None is empty. An underscore is spelled out, since docxtpl would read a typed "{_{" as its own escape."""
    if value is None:
        return ""
    return Markup(str(escape(value)).replace("_", "&#95;")) if isinstance(value, str) else value  # noqa: S704


def without_none(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, to which None is empty too."""

    @wraps(function)
    def filtered(*arguments: Any) -> Any:
        return function(*("" if argument is None else argument for argument in arguments))

    return filtered


class Template(DocxTemplate):
    """docxtpl, refusing what it would mend: its own parser cuts a broken document short and says nothing."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml, parser=etree.XMLParser(resolve_entities=False, huge_tree=True))
        return super().fix_tables(xml)

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        plain = Sandbox(autoescape=False)
        plain.finalize = lambda value: " ".join(str("" if value is None else value).replace("\t", " ").split("\n"))
        super().render_properties(context, plain)


def render(template: Path, context: dict[str, Any]) -> dict[str, bytes]:
    """The parts of the filled document, in canonical XML where they are XML."""
    document = Template(str(template))
    places = docgen.pictures(template)
    if places:
        document.init_docx()
        without_places(document.docx)
        context = context | {"pictures": dict.fromkeys(places, False)}
    document.render(plain(context), Sandbox(), autoescape=True)
    properties = document.docx.core_properties  # made with the clock where the template has none
    properties.created = properties.modified = properties.created or NO_CLOCK
    packed = io.BytesIO()
    document.save(packed)
    parts = canonical(packed.getvalue())
    return parts | declared(parts[TYPES]) if places else parts


def without_places(document: Document) -> None:
    """Take the places for pictures out of the body, as the engine does when none is given; docxtpl knows none."""
    for drawing in list(document.element.body.iter(W + "drawing")):
        drawing.getparent().remove(drawing)
    for name in [name for name, one in document.part.rels.items() if one.reltype.endswith("/image")]:
        del document.part.rels[name]


def declared(types: bytes) -> dict[str, bytes]:
    """What may be given is declared whether it is or not."""
    root = etree.fromstring(types)
    kinds = {"png": "image/png", "jpeg": "image/jpeg"}
    for place, (extension, kind) in enumerate(kinds.items()):
        root.insert(place, etree.Element(DEFAULT, Extension=extension, ContentType=kind))
    return {TYPES: etree.tostring(root, method="c14n")}


def plain(value: Any) -> Any:
    """The same data with one newline a line break."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def canonical(document: bytes) -> dict[str, bytes]:
    """{part: its canonical XML, or its bytes where it is no XML}."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: etree.tostring(without_rows(etree.fromstring(part)), method="c14n")
        if name.endswith((".xml", ".rels"))
        else part
        for name, part in parts.items()
    }


def without_rows(root: Any) -> Any:
    """The part with no table that has no rows, which Word does not open; docxtpl leaves them."""
    for table in [table for table in root.iter(W + "tbl") if table.find(W + "tr") is None]:
        table.getparent().remove(table)
    return root
