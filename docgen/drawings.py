"""Placeholder pictures: found in a template by their alternative text, made ready to be replaced (compile time only).

A picture whose alternative text is "pictures.as_is", or "pictures.as_is: 현재 업무 흐름", is the place of the picture
as_is. What follows the colon stays as the alternative text.
"""

import re
from typing import Any

from lxml import etree

from docgen.language import Marks

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DEFAULT = "{http://schemas.openxmlformats.org/package/2006/content-types}Default"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
NAME = re.compile(r"pictures\.([A-Za-z][A-Za-z0-9_]*)(?:\s*:\s*(.*))?", re.DOTALL)
TYPES = {"png": "image/png", "jpeg": "image/jpeg"}
PREFIX = "picture-"  # of a relationship's id; the picture's name follows


def make_replaceable(parts: dict[str, bytes], marks: Marks) -> dict[str, list[list[int]]]:
    """Make the placeholders of all parts replaceable, in place; {name: [[width, height] of each box, EMU]}."""
    boxes: dict[str, list[list[int]]] = {}
    for part in [name for name in parts if name.startswith("word/") and name.endswith(".xml")]:
        if b"pictures." not in parts[part]:
            continue
        root = etree.fromstring(parts[part])
        here: dict[str, str] = {}
        for drawing in root.iter(W + "drawing"):
            if name := fitted(drawing, marks, boxes, here):
                surround(drawing, *marks.condition(["path", "pictures", name]))
        if here:
            parts[part] = written(root)
            relate(parts, part, here, root, marks)
    if boxes:
        declare(parts)
    return boxes


def fitted(drawing: Any, marks: Marks, boxes: dict[str, list[list[int]]], here: dict[str, str]) -> str:
    """The picture's name when the drawing is a placeholder, its size and its source made to follow what is given."""
    about, blip = drawing.find(f".//{WP}docPr"), drawing.find(f".//{A}blip")
    told = NAME.fullmatch(about.get("descr", "").strip()) if about is not None and blip is not None else None
    if told is None:
        return ""
    name, extent = told[1], drawing.find(f".//{WP}extent")
    box = [int(extent.get("cx")), int(extent.get("cy"))]
    boxes.setdefault(name, []).append(box)
    sizes = [marks.value(["fit", name, box, side]) for side in (0, 1)]
    for sized in (extent, *drawing.iterfind(f".//{PIC}spPr/{A}xfrm/{A}ext")):
        sized.set("cx", sizes[0])
        sized.set("cy", sizes[1])
    for told_again in (about, *drawing.iter(PIC + "cNvPr")):
        told_again.set("descr", told[2] or "")
    for crop in list(drawing.iter(A + "srcRect")):
        crop.getparent().remove(crop)
    here[name] = blip.get(R + "embed", "")
    blip.set(R + "embed", PREFIX + name)
    return name


def surround(element: Any, begin: str, end: str) -> None:
    """Put text before and after an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        parent.text = (parent.text or "") + begin
    else:
        previous.tail = (previous.tail or "") + begin
    element.tail = end + (element.tail or "")


def relate(parts: dict[str, bytes], part: str, here: dict[str, str], root: Any, marks: Marks) -> None:
    """Relationships to the pictures given, in place of those to the placeholders nobody else shows."""
    folder, _, file = part.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    relations = etree.fromstring(parts[path])
    used = {value for element in root.iter() for name, value in element.attrib.items() if name.startswith(R)}
    for old in [one for one in relations if one.get("Id") in set(here.values()) - used]:
        relations.remove(old)
    for name in here:
        begin, end = marks.condition(["path", "pictures", name])
        target = "media/" + marks.value(["path", "pictures", name, "file"])
        relations.append(etree.Element(RELATION, Id=PREFIX + name, Type=IMAGE, Target=target))
        surround(relations[-1], begin, end)
    parts[path] = written(relations)


def declare(parts: dict[str, bytes]) -> None:
    """Content types for what may be given; and members no relationship names any more are dropped."""
    types = etree.fromstring(parts["[Content_Types].xml"])
    known = {one.get("Extension") for one in types.iter(DEFAULT)}
    for place, (extension, kind) in enumerate(TYPES.items()):
        if extension not in known:
            types.insert(place, etree.Element(DEFAULT, Extension=extension, ContentType=kind))
    parts["[Content_Types].xml"] = written(types)
    named = b"".join(part for name, part in parts.items() if name.endswith(".rels"))
    for name in [name for name in parts if name.startswith("word/media/")]:
        if name.removeprefix("word/").encode() not in named:
            del parts[name]


def written(root: Any) -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)
