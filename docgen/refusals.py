"""What a refusal says, to the officer who edits the template: the tag, why it cannot be run, what to write instead, and
where it stands (compile time only)."""

import re
from typing import Any

from docgen.expressions import FILTERS

MARK = re.compile("\ue000[^\ue001]*\ue001")  # as docgen.language writes it
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = {
    "document": "본문",
    "header": "머리말",
    "footer": "바닥글",
    "footnotes": "각주",
    "endnotes": "미주",
    "core": "문서 속성",
}
SYNTAX = (  # what jinja says of a broken tag, and what we say
    (
        r"Encountered unknown tag '(\w+)'",
        "{{% {0} %}}라는 태그는 없습니다. for·if·elif·else·endfor·endif 가운데 하나로 쓰세요.",
    ),
    (
        r"Unexpected end of template",
        "{{% for %}}나 {{% if %}}가 끝나지 않았습니다. 끝에 {{% endfor %}}나 {{% endif %}}를 쓰세요.",
    ),
    (r"Expected an expression", "태그가 비었습니다. {{{{ 값 이름 }}}}처럼 이름을 쓰세요."),
    (r"Missing end of raw", "{{% raw %}}가 끝나지 않았습니다. 끝에 {{% endraw %}}를 쓰세요."),
    (r"Missing end of comment", "{{# 가 닫히지 않았습니다. 끝에 #}}를 쓰세요."),
    (
        r"unexpected '(.+)'|got '(.+)'|unexpected char (.+) at",
        "쓸 수 없는 자리에 “{0}” 기호가 있습니다. 괄호의 짝과 따옴표를 확인하세요.",
    ),
    (r"", "태그의 문법이 틀렸습니다({0}). {{{{ 값 이름 }}}}이나 {{% if 값 이름 %}}처럼 쓰세요."),
)
TAGS = {
    "assign": "{% set %}",
    "assignblock": "{% set %}",
    "include": "{% include %}",
    "import": "{% import %}",
    "fromimport": "{% from %}",
    "extends": "{% extends %}",
    "macro": "{% macro %}",
    "callblock": "{% call %}",
    "filterblock": "{% filter %}",
    "with": "{% with %}",
    "scopedevalcontextmodifier": "{% autoescape %}",
    "block": "{% block %}",
    "scope": "{% autoescape %}",
}
INSTEAD = {  # of an expression, by jinja's name for it
    "Call": "함수 호출 “…()”은 쓸 수 없습니다. 값의 이름만 쓰세요.",
    "Test": "“is …”는 쓸 수 없습니다. {% if 값 이름 %}이나 {% if 값 이름 == '값' %}으로 쓰세요.",
    "Concat": "“~”는 쓸 수 없습니다. {{ 앞 }}{{ 뒤 }}처럼 태그를 나란히 쓰세요.",
    "List": "목록 “[…]”은 쓸 수 없습니다. 항목마다 문단이나 행을 따로 만들어 쓰세요.",
    "Dict": "“{…}”는 쓸 수 없습니다. 값의 이름만 쓰세요.",
    "CondExpr": "“… if …”에는 else를 함께 쓰세요. 예: {{ '예' if 값 이름 else '아니요' }}",
}
LOOPS = "{% for 하나 in 목록 %} 꼴의 for만 쓸 수 있습니다. 조건은 안쪽에 {% if %}로, 짝(k, v)은 하나.이름으로 쓰세요."


def syntax(message: str) -> str:
    """What jinja's message means."""
    found = ((re.search(pattern, message), said) for pattern, said in SYNTAX)
    return next(said.format(next(filter(None, told.groups()), message)) for told, said in found if told)


def tag_of(kind: str) -> str:
    """A tag jinja knows and this language does not. kind: jinja's name for it, in lower case."""
    return f"{TAGS.get(kind, kind)} 태그는 쓸 수 없습니다. 들어갈 글을 그 자리에 직접 쓰거나 for와 if로 쓰세요."


def expression_of(kind: str) -> str:
    return INSTEAD.get(kind, f"계산이나 그 밖의 식({kind})은 쓸 수 없습니다. 계산을 마친 값의 이름을 쓰세요.")


def filter_of(name: str) -> str:
    return f"“{name}” 필터는 쓸 수 없습니다. 쓸 수 있는 필터: {', '.join(FILTERS)}"


def name_of(name: str) -> str:
    return f"“{name}”라는 이름은 쓸 수 없습니다. 서식이 받는 값의 이름을 쓰세요."


# Where


def part_of(part: str) -> str:
    """본문(word/document.xml)"""
    stem = re.sub(r"\d*\.xml$", "", part.rpartition("/")[2])
    return f"{PARTS[stem]}({part})" if stem in PARTS else part


def where(part: str, paragraph: Any) -> str:
    """e.g. 본문(word/document.xml), “표: 12명” 부근. paragraph: the element around, or None."""
    text = "" if paragraph is None else MARK.sub("…", "".join(paragraph.itertext(W + "t")))
    return ", ".join(filter(None, (part_of(part), text.strip() and f"“{text.strip()[:200]}” 부근")))


def paragraph_of(lines: list[str], line: int) -> str:
    """What a person reads in that paragraph, its tags included."""
    text = lines[min(line, len(lines)) - 1]
    read = "".join(piece.partition(">")[2] for piece in ("x>" + text).split("<"))
    return f"{max(line - 1, 1)}번째 문단 “{read.strip()[:200]}”"


# Tags


def tag(code: str, slots: list[Any], blocks: list[Any]) -> str:
    """The tag behind a mark, as its author may recognise it."""
    if code[0] == "v":
        return "{{ " + written(slots[int(code[1:])]) + " }}"
    kind, *about = blocks[int(code[1:])]
    return f"{{% {kind} {f'{about[0]} in {written(about[1])}' if kind == 'for' else written(about[0])} %}}"


def written(expression: Any) -> str:
    kind, *parts = expression
    if kind == "path":
        return ".".join(map(str, parts))
    if kind == "filter":
        return f"{written(parts[1])} | {parts[0]}"
    return next((written(part) for part in parts if isinstance(part, list)), "…")
