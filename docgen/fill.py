"""Filling a template: docxtpl in a sandbox that sees plain data only."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from docgen.plain import plain

ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say
NO_CLOCK = datetime(*ZIP_DATE, tzinfo=UTC)
CONTENT_TYPES = "[Content_Types].xml"  # Word wants it first


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates read what they are given and nothing else: no functions, no methods, no missing names."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=written)
        self.globals.clear()

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


class Template(DocxTemplate):
    """docxtpl, refusing what it would mend: its own parser cuts a broken document short and says nothing."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml, parser=etree.XMLParser(resolve_entities=False, huge_tree=True))
        return super().fix_tables(xml)


def render(template: Path, context: dict[str, Any]) -> bytes:
    """The template filled with the context, as the bytes of a .docx.

    Raises NotPlain or Unprintable for a value that cannot be written, jinja2.UndefinedError for a tag the context has
    no value for, jinja2.TemplateSyntaxError or lxml.etree.XMLSyntaxError for a template that does not hold together.
    """
    document = Template(str(template))
    document.render(plain(context), Sandbox(), autoescape=True)
    properties = document.docx.core_properties  # made with the clock where the template has none
    properties.created = properties.modified = properties.created or NO_CLOCK
    packed = io.BytesIO()
    document.save(packed)
    return settled(packed)


def settled(packed: io.BytesIO) -> bytes:
    """The same archive with nothing in it that depends on when or where it was packed."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != CONTENT_TYPES, name)):
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(member, source.read(name))
    return fixed.getvalue()
