"""Tags that take away the paragraph or row they stand in: they must stand in it alone, or what is beside them would
vanish without a word (compile time only)."""

import re
from collections.abc import Iterator
from typing import Any

from docgen.errors import Refused
from docgen.refusals import W, where

TAKING = re.compile(r"\{[%{](p|tr) [^}%]*[%}]\}|\{#(p|tr) [^}#]*#\}")
SHOWN = (W + "drawing", W + "pict", W + "object")
UNITS = {"p": ("문단", "문단"), "tr": ("행", "표의 행")}
OTHERS = re.compile(r"\{\{[pr] [^}%]*\}\}")
NO_OTHERS = (
    "{}: 다른 문서를 넣는 {{{{p }}}}와 서식 있는 글을 넣는 {{{{r }}}}은 쓸 수 없습니다. "
    "{{{{ 값 이름 }}}}으로 쓰고, 서식은 그 글자에 Word로 주세요. ({})"
)


def check(root: Any, part: str) -> None:
    """Raises Refused, naming the tag and what would vanish with it."""
    for paragraph in root.iter(W + "p"):
        if told := OTHERS.search(words(paragraph, W + "p")):
            raise Refused(NO_OTHERS.format(told[0], where(part, paragraph)))
    for name in UNITS:
        for unit in root.iter(W + name):
            beside(unit, name, part)


def beside(unit: Any, name: str, part: str) -> None:
    """unit: a paragraph or row; name: w:p or w:tr without its prefix."""
    text = words(unit, unit.tag)
    found = next((tag for tag in TAKING.finditer(text) if name in tag.groups()), None)
    if found is None:
        return
    rest = (text[: found.start()] + text[found.end() :]).strip()
    picture = any(True for _ in own(unit, unit.tag, SHOWN))
    if rest or picture:
        what, whole = UNITS[name]
        lost = f"“{rest[:60]}”" if rest else "그림"
        raise Refused(
            f"{found[0]}: 이 태그는 자기가 있는 {what}을 통째로 없애므로 같은 {what}에 있는 {lost}까지 사라집니다. "
            f"태그만 있는 {whole}을 따로 만드세요. ({where(part, unit)})"
        )


def words(unit: Any, tag: str) -> str:
    return "".join(text.text or "" for text in own(unit, tag, (W + "t",)))


def own(unit: Any, tag: str, wanted: tuple[str, ...]) -> Iterator[Any]:
    """What stands in the unit and in no smaller one of its kind."""
    for element in unit.iter(*wanted):
        if next(element.iterancestors(tag)) is unit:
            yield element
