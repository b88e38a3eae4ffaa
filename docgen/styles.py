"""How paragraphs and runs look, as far as the preview shows it: Word's styles followed to their ends (compile time
only)."""

from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from docgen.values import shade

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALIGNED = {"center": "dg-center", "right": "dg-right", "end": "dg-right"}
SIZES = ((44, "dg-huge"), (30, "dg-large"), (24, "dg-big"), (18, ""), (0, "dg-small"))  # from these half-points up


@dataclass(frozen=True)
class Style:
    """align: a class or none; level: a heading's outline level, from 0; size: half-points; hangs: its first line
    does."""

    align: str = ""
    level: int | None = None
    size: int = 20
    bold: bool = False
    hangs: bool = False

    @property
    def look(self) -> str:
        bold = "dg-bold" if self.bold and self.level is None else ""
        return " ".join(filter(None, (sized(self.size), bold, "dg-hangs" if self.hangs else "")))


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, part: bytes) -> None:
        root = etree.fromstring(part) if part else etree.Element(W + "styles")
        self.known = {style.get(W + "styleId"): style for style in root.iter(W + "style")}
        plain = [name for name, style in self.known.items() if style.get(W + "default") and is_paragraph(style)]
        self.plain = plain[0] if plain else ""
        self.base = told(Style(), root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def of(self, paragraph: Any) -> Style:
        """A paragraph's own look; that of the default for what is none."""
        properties = paragraph.find(W + "pPr") if paragraph is not None else None
        named = None if properties is None else properties.find(W + "pStyle")
        style = self.named(self.plain if named is None else named.get(W + "val"), 0)
        return told(style, properties)

    def named(self, name: str, depth: int) -> Style:
        style = self.known.get(name)
        if style is None or depth > 20:  # no style, or styles that rest on each other
            return self.base
        parent = style.find(W + "basedOn")
        found = self.base if parent is None else self.named(parent.get(W + "val"), depth + 1)
        return told(told(found, style.find(W + "pPr")), style.find(W + "rPr"))


def is_paragraph(style: Any) -> bool:
    return style.get(W + "type") == "paragraph"


def told(style: Style, properties: Any) -> Style:
    """The style with what these paragraph or run properties say of it."""
    if properties is None:
        return style
    align, level, size, indent = (properties.find(W + name) for name in ("jc", "outlineLvl", "sz", "ind"))
    if align is not None:
        style = replace(style, align=ALIGNED.get(align.get(W + "val"), ""))
    if level is not None:
        style = replace(style, level=number(level, "val") if number(level, "val") < 9 else None)
    if size is not None:
        style = replace(style, size=number(size, "val"))
    if indent is not None:
        style = replace(style, hangs=number(indent, "hanging") > 0)
    return replace(style, bold=on(properties, "b")) if properties.find(W + "b") is not None else style


def font(properties: Any, paragraph: Style) -> str:
    """The classes of a run whose look differs from its paragraph's."""
    if properties is None:
        return ""
    own = told(paragraph, properties)
    fill = properties.find(W + "shd")
    names = (
        sized(own.size) if sized(own.size) != sized(paragraph.size) else "",
        ("dg-bold" if own.bold else "dg-light") if own.bold != paragraph.bold else "",
        "dg-italic" if on(properties, "i") else "",
        "dg-underline" if on(properties, "u") else "",
        "" if fill is None else shade(fill.get(W + "fill", "")).strip(),
    )
    return " ".join(filter(None, names))


def sized(half_points: int) -> str:
    return next(name for least, name in SIZES if half_points >= least)


def on(properties: Any, name: str) -> bool:
    """Whether a switch such as <w:b/> is set."""
    switch = properties.find(W + name)
    return switch is not None and switch.get(W + "val", "1") not in ("0", "false", "off", "none")


def number(element: Any, name: str) -> int:
    """An attribute's number; 0 for none, and for one that only data decides."""
    text = element.get(W + name, "")
    return int(text) if text.isdecimal() else 0
