"""The engine by itself: its language against docxtpl's, what it refuses, its cache, and what it stays free of."""

import io
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import docx
import pytest
from docxtpl import Listing, RichText
from openxml_audit import OpenXmlValidator

import docgen
from doc_templates import page
from docgen import artefact, bundle, pack
from tests import compare_docxtpl, reference

CONTEXT = {
    "text": "한글 & <b>",
    "many": "첫 줄\n둘째\t칸",
    "nothing": None,
    "yes": True,
    "colour": "D9D9D9",
    "rows": [{"name": "가", "n": 1}, {"name": "나\t다", "n": 2}, {"name": "라", "n": 3}],
    "empty": [],
    "kpi": {"items": "지표", "list": ["ㄱ", "ㄴ"]},
}


def template(folder: Path, *paragraphs: str, rows: list[list[str]] | None = None, name: str = "t.docx") -> Path:
    document = docx.Document()
    page.strip(document)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    document.save(str(folder / name))
    return folder / name


LINES = {
    "value": ["{{ text }} {{ many }}"],
    "value of one line": ["{{many}}"],
    "item": ["{{ kpi['items'] }} {{ kpi.list[1] }} {{ rows[2].name }}"],
    "None": ["[{{ nothing }}]"],
    "constant": ["{{ '말' }} {{ 3 }}"],
    "comment": ["앞{# 아무 말 #}뒤"],
    "comment paragraph": ["앞", "{#p 아무 말 #}", "뒤"],
    "if in a line": ["{% if yes %}예{% else %}아니요{% endif %} {% if nothing %}예{% endif %}"],
    "elif": ["{% if nothing %}1{% elif text == 'x' %}2{% elif rows %}3{% else %}4{% endif %}"],
    "if over paragraphs": ["{%p if yes %}", "예", "{%p else %}", "아니요", "{%p endif %}"],
    "if from one paragraph to another": ["가{% if nothing %}나", "다{% endif %}라"],
    "for in a line": ["{% for row in rows %}{{ row.name }}{% if not loop.last %}, {% endif %}{% endfor %}"],
    "for over paragraphs": ["{%p for row in rows %}", "{{ loop.index }}. {{ row.name }}", "{%p endfor %}"],
    "for and else": ["{%p for row in empty %}", "{{ row }}", "{%p else %}", "없음", "{%p endfor %}"],
    "for with a choice, and else": [
        "{% for row in empty %}{% if yes %}예{% endif %}{% else %}없음{% endfor %}",
        "{% for row in rows %}{% if row.n > 1 %}예{% endif %}{% else %}없음{% endfor %}",
    ],
    "for with a value and a choice": ["{% for row in rows %}{{ row.name }}{% if row.n > 1 %}!{% endif %}{% endfor %}"],
    "for that prints what is no item's": [
        "{% for row in rows %}{{ kpi['items'] }} {% endfor %}{% for row in rows %}{{ row.name }}{{ kpi['items'] }}{% endfor %}",
        "{% for row in rows %}{{ kpi.list[0] }} {% endfor %}{% for row in kpi.list %}{{ row }}{{ text }}{% endfor %}",
    ],
    "for in for": ["{%p for row in rows %}", "{% for x in kpi.list %}{{ row.n }}{{ x }} {% endfor %}", "{%p endfor %}"],
    "loop": ["{% for r in rows %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.length }} {% endfor %}"],
    "loop to its end": ["{% for r in rows %}{{ loop.index }}{{ loop.revindex0 }}{{ loop.last }} {% endfor %}"],
    "runs": ["앞{%r if yes %}가운데{%r endif %}뒤"],
    "comparisons": [
        "{% if 1 < rows[1].n <= 2 and 'ㄱ' in kpi.list and not nothing or nothing != none %}맞음{% endif %}"
    ],
    "comparisons of which the second fails": ["{% if 1 < rows[2].n <= 2 %}맞음{% else %}틀림{% endif %}"],
    "comparisons of which the first fails": ["{% if 3 < rows[1].n <= 2 %}맞음{% else %}틀림{% endif %}"],
    "not in": ["{% if text not in kpi.list %}없음{% endif %}"],
    "choice": ["{{ '예' if yes else '아니요' }}"],
    "filters": ["{{ text|upper|replace('B', 'c') }} {{ rows|length }} {{ kpi.list|join('·') }} {{ kpi.list|first|e }}"],
    "more filters": [
        "{{ rows|count }} {{ rows[1].n|string }} {{ text|lower }} {{ 'aB c'|capitalize }} [{{ ' 가 '|trim }}]",
        "{{ kpi.list|last|escape }} {{ 'x가x'|trim('x') }} {{ kpi.list|join }}",
    ],
    "a filter in a test": [
        "{% if rows|length > 2 %}셋{% endif %}{% if kpi.list|join('-') == 'ㄱ-ㄴ' %}같음{% endif %}",
        "{% if missing|d %}예{% else %}아니요{% endif %}{% if empty|length %}예{% else %}아니요{% endif %}",
    ],
    "default of what is there": [
        "{{ rows[0].name|default('없음') }} {{ kpi['items']|d('없음') }} {{ text|default('없음', true) }}",
        "{{ text|upper|default('없음') }} {{ (nothing or text)|default('없음') }} {{ text|default }} {{ text|escape }}",
    ],
    "default": [
        "{{ missing|default('없음') }} {{ nothing|default('빔', true) }} {{ kpi.none|d }} {{ nothing|d('빔', true) }}"
    ],
    "escaped braces": ["{_{ text }_} {_% if %_}"],
    "raw": ["{% raw %}{{ text }}{% endraw %}"],
    "whitespace": ["앞", "{%- if yes %} 가 {% endif -%}", "뒤"],
    "curly quotes": ["{% if text == ‘x’ %}1{% else %}2{% endif %}"],
    "printed comparison": ["{{ rows[0].n > 0 }}"],
    **{
        f"and, or, not: {one} {two}": [
            f"[{{{{ {one} and {two} }}}}] [{{{{ {one} or {two} }}}}] [{{{{ not {one} }}}}]",
            f"{{% if {one} and {two} %}}1{{% endif %}}{{% if {one} or {two} %}}2{{% endif %}}{{% if not {two} %}}3{{% endif %}}",
        ]
        for one in ("yes", "nothing")
        for two in ("text", "nothing")
    },
}
TABLES = {
    "rows": [
        ["이름", "수"],
        ["{%tr for row in rows %}", ""],
        ["{{ row.name }}", "{{ row.n }}"],
        ["{%tr endfor %}", ""],
    ],
    "if a row": [["가", "나"], ["{%tr if nothing %}", ""], ["다", "라"], ["{%tr endif %}", ""]],
    "only rows": [["{%tr for row in rows %}", ""], ["{{ row.name }}", "{{ row.n }}"], ["{%tr endfor %}", ""]],
    "only rows, none": [["{%tr for row in empty %}", ""], ["{{ row.name }}", ""], ["{%tr endfor %}", ""]],
    "comment row": [["가"], ["{#tr 아무 말 #}"]],
    "fill": [["{% cellbg colour %}{{ text }}", "나"]],
    "vertical merge": [
        ["가", "나"],
        ["{%tr for row in rows %}", ""],
        ["{% vm %}{{ text }}", "{{ row.name }}"],
        ["{%tr endfor %}", ""],
    ],
}
REFUSED = {
    "dynamic columns": ("표의 열이 달라집니다", [["{%tc for row in rows %}", "{{ row.name }}", "{%tc endfor %}"]]),
    "columns by span": ("칸의 너비가 달라집니다", [["{% colspan rows|length %}{{ text }}", "나"]]),
    "horizontal merge": (
        "칸의 너비가 달라집니다",
        [["{%tc for row in rows %}", "{% hm %}{{ text }}", "{%tc endfor %}"]],
    ),
    "paragraphs from cell to cell": ("서로 다른 자리", [["{%p if yes %}", "{%p endif %}"]]),
    "for over cells": ("서로 다른 자리", [["{% for row in rows %}", "{{ row.name }}{% endfor %}"]]),
    "rich text": (r"^\{\{r text \}\}: .*쓸 수 없습니다", "{{r text }}"),
    "sub-document": (r"^\{\{p text \}\}: .*쓸 수 없습니다", "{{p text }}"),
    "macro": ("{% macro %} 태그는", "{% macro a() %}{% endmacro %}"),
    "set": ("{% set %} 태그는", "{% set a = 1 %}"),
    "include": ("{% include %} 태그는", "{% include 'a' %}"),
    "unknown tag": ("{% frob %}라는 태그는 없습니다", "{% frob %}"),
    "unknown filter": ("“tojson” 필터는", "{{ text|tojson }}"),
    "safe": ("“safe” 필터는", "{{ text|safe }}"),
    "test": ("“is …”는", "{% if text is defined %}{% endif %}"),
    "call": ("함수 호출", "{{ text.upper() }}"),
    "items": ("함수 호출", "{% for k in kpi.items() %}{% endfor %}"),
    "pairs": ("하나 in 목록", "{% for k, v in rows %}{% endfor %}"),
    "filtered for": ("하나 in 목록", "{% for r in rows if r.n %}{% endfor %}"),
    "unclosed": ("끝나지 않았습니다", "{% if text %}"),
    "unclosed braces": ("“}” 기호", "{{ text }"),
    "no expression": ("태그가 비었습니다", "{{ }}"),
    "loop outside": ("“loop”라는 이름", "{{ loop.index }}"),
    "cycle": ("함수 호출", "{% for r in rows %}{{ loop.cycle('a', 'b') }}{% endfor %}"),
    "concatenation": ("“~”는", "{{ text ~ text }}"),
    "what loop has not": (r"loop\.previtem는 쓸 수 없습니다", "{% for r in rows %}{{ loop.previtem }}{% endfor %}"),
    "a filter's argument that is no constant": ("“default” 필터에 이런 인자", "{{ text|default(kpi) }}"),
    "an argument too many": ("“upper” 필터에 이런 인자", "{{ text|upper('x') }}"),
    "choice without else": ("else를 함께 쓰세요", "{{ '예' if yes }}"),
    "loop alone": ("loop는 혼자 쓸 수 없습니다", "{% for r in rows %}{{ loop }}{% endfor %}"),
    "index by name": ("값의 이름이 아닌", "{{ rows[text] }}"),
}
ATTACKS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ text.__class__ }}",
    "{{ text['__class__'] }}",
    "{{ text|attr('__class__') }}",
    "{{ lipsum() }}",
    "{{ 'a' * 300000000 }}",
    "{{ range(99999999) }}",
    "{{ 2 ** 999999 }}",
    "{{ self._TemplateReference__context }}",
    "{{ joiner }}{{ namespace(a=1) }}",
    "{% import 'os' as os %}",
    "{% extends text %}",
    "{% for a in rows recursive %}{% endfor %}",
    "{{ rows|map('upper') }}",
    "{{ '%s'|format(text) }}",
    "{{ kpi.delete_instance() }}",
    "{% with a = rows %}{% endwith %}",
    "{% filter upper %}{% endfilter %}",
    "{% autoescape false %}{{ text }}{% endautoescape %}",
    "{% call text() %}{% endcall %}",
]


@pytest.mark.parametrize("paragraphs", LINES.values(), ids=LINES.keys())
def test_a_tag_does_what_docxtpl_s_does(tmp_path, paragraphs):
    assert compare_docxtpl.differing(template(tmp_path, *paragraphs), CONTEXT) == []


@pytest.mark.parametrize("name", TABLES)
def test_a_tag_in_a_table_does_what_docxtpl_s_does(tmp_path, name):
    made = template(tmp_path, rows=TABLES[name])

    assert compare_docxtpl.differing(made, CONTEXT) == []
    (tmp_path / "out.docx").write_bytes(docgen.render(made, CONTEXT))
    errors = OpenXmlValidator().validate(str(tmp_path / "out.docx")).errors
    assert [error for error in errors if not (name == "fill" and "'tcW'" in error.description)] == []


@pytest.mark.parametrize(("why", "where"), REFUSED.values(), ids=REFUSED.keys())
def test_what_it_cannot_do_is_refused_by_name(tmp_path, why, where):
    made = template(tmp_path, "첫 문단", where) if isinstance(where, str) else template(tmp_path, rows=where)

    with pytest.raises(docgen.Refused, match=why) as refused:
        docgen.render(made, CONTEXT)
    assert "word/document.xml" in str(refused.value) or "{%" in str(refused.value)


@pytest.mark.parametrize("tag", ATTACKS)
def test_a_template_cannot_reach_beyond_its_data(tmp_path, tag):
    with pytest.raises((docgen.Refused, docgen.Unknown)):
        docgen.render(template(tmp_path, tag), CONTEXT)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ text }}", "{{ text }}"),
        ("{{ kpi.list[0]|upper }}", "{{ kpi.list.0 | upper }}"),
        ("{{ '예' if yes else '말' }}", "{{ yes }}"),
        ("{{ '말' }}", "{{ … }}"),
    ],
)
def test_a_tag_in_a_field_s_code_is_refused(tmp_path, tag, said):
    made = template(tmp_path, "가")
    code = f"<w:t>앞 </w:t><w:instrText>INCLUDETEXT {tag}</w:instrText>".encode()
    change(made, "word/document.xml", b"<w:t>\xea\xb0\x80</w:t>", code)

    with pytest.raises(docgen.Refused) as refused:
        docgen.render(made, CONTEXT)
    where = "본문(word/document.xml), “앞” 부근"
    assert str(refused.value) == f"{said}: 필드 코드 안에 있습니다. 필드 밖의 글에 쓰세요. ({where})"


@pytest.mark.parametrize("tag", ["{{ text }}", "{% if yes %}{% endif %}"])
def test_a_tag_in_a_comment_of_the_xml_is_refused_and_one_beside_it_is_not(tmp_path, tag):
    made = template(tmp_path, "가")
    change(made, "word/document.xml", b"\xea\xb0\x80", b"<!-- %b -->" % tag.encode())
    beside = template(tmp_path, "나", name="beside.docx")
    change(beside, "word/document.xml", b"\xeb\x82\x98", b"<!-- -->%b<!-- -->" % tag.encode())

    with pytest.raises(docgen.Refused, match="XML 주석 안"):
        docgen.render(made, CONTEXT)
    assert compare_docxtpl.differing(beside, CONTEXT) == []


def test_a_tag_outside_all_text_is_refused(tmp_path):
    made = template(tmp_path, "가")
    change(made, "word/document.xml", b"<w:r><w:t>\xea\xb0\x80</w:t></w:r>", b"<w:r>{{ text }}</w:r>")

    with pytest.raises(docgen.Refused, match=r"^\{\{ text \}\}: 글자가 들어갈 자리가 아닙니다"):
        docgen.render(made, CONTEXT)


def test_a_block_that_begins_in_a_line_and_ends_between_paragraphs_is_refused(tmp_path):
    with pytest.raises(docgen.Refused, match="시작 태그와 끝 태그가 서로 다른 자리"):
        docgen.render(template(tmp_path, "{% if yes %}가", "{%p endif %}"), CONTEXT)


def test_a_tag_that_would_take_a_text_box_away_is_refused(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].add_run("{%p if yes %}가")
    document.sections[0].header.add_paragraph("{%p endif %}")
    made = tmp_path / "header.docx"
    document.save(made)
    box = b"<w:pict><w:txbxContent><w:p><w:r/></w:p></w:txbxContent></w:pict>"
    change(made, "word/header1.xml", b"\xea\xb0\x80</w:t>", b"</w:t>" + box)

    with pytest.raises(docgen.Refused, match=r"그림까지 사라집니다.*머리말\(word/header1\.xml\)"):
        docgen.render(made, CONTEXT)


NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>주: {{ text }} {%% if yes %%}{{ many }}{%% endif %%}'
    "</w:t></w:r></w:p>%s</w:footnote></w:footnotes>"
)


def with_notes(path: Path, more: str = "") -> Path:
    """The template with a footnote."""
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    types = b'<Override PartName="/word/footnotes.xml" ContentType="%b"/></Types>' % kind
    related = b'<Relationship Id="rId99" Type="%b" Target="footnotes.xml"/></Relationships>' % relation
    change(path, "[Content_Types].xml", b"</Types>", types)
    change(path, "word/_rels/document.xml.rels", b"</Relationships>", related)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", NOTES % more)
    return path


def test_tags_in_footnotes_do_what_docxtpl_s_do(tmp_path):
    made = with_notes(template(tmp_path, "{{ text }}"))

    assert compare_docxtpl.differing(made, CONTEXT) == []
    assert (
        b"\xed\x95\x9c\xea\xb8\x80 &amp; &lt;b&gt;"
        in reference.canonical(docgen.render(made, CONTEXT))["word/footnotes.xml"]
    )


def test_a_refusal_names_the_part_it_is_about(tmp_path):
    with pytest.raises(docgen.Refused, match=r"각주\(word/footnotes\.xml\)"):
        docgen.render(with_notes(template(tmp_path, "가"), "<w:p><w:r><w:t>{{ a() }}</w:t></w:r></w:p>"), CONTEXT)


def test_a_template_may_not_hold_our_marks(tmp_path):
    with pytest.raises(docgen.Refused, match=r"word/document\.xml\)에 쓸 수 없는 글자 U\+E000"):
        docgen.render(template(tmp_path, "\ue000v0\ue001"), CONTEXT)


def test_a_template_that_unpacks_without_end_is_refused(tmp_path):
    made = template(tmp_path, "{{ text }}")
    with zipfile.ZipFile(made) as archive:
        room = 52_428_800 - sum(member.file_size for member in archive.infolist())
    for size in (room, room + 1):
        padded = shutil.copy(made, tmp_path / f"{size}.docx")
        with zipfile.ZipFile(padded, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/media/bomb.bin", bytes(size))

    assert docgen.render(tmp_path / f"{room}.docx", CONTEXT)
    with pytest.raises(docgen.Refused, match="풀면 52,428,801바이트입니다"):
        docgen.render(padded, CONTEXT)


@pytest.mark.parametrize(
    "tag", ["{{ " + "(" * 5000 + "text" + ")" * 5000 + " }}", "{% if text %}" * 3000 + "{% endif %}" * 3000]
)
def test_tags_nested_without_end_are_refused(tmp_path, tag):
    with pytest.raises(docgen.Refused, match="깊이 겹쳐"):
        docgen.render(template(tmp_path, tag), CONTEXT)


def test_entities_are_not_read_from_disk(tmp_path):
    made = template(tmp_path, "가")
    change(
        made, "word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document'
    )
    change(made, "word/document.xml", b"<w:t>\xea\xb0\x80</w:t>", b"<w:t>&f;</w:t>")

    with pytest.raises(docgen.Refused):
        docgen.render(made, CONTEXT)


def zipped(**members: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return whole.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", bytes(4096), zipped(note=b"a")])
def test_what_is_no_word_file_is_refused(tmp_path, content):
    (tmp_path / "no.docx").write_bytes(content)

    with pytest.raises(docgen.Refused, match="Word 문서"):
        docgen.render(tmp_path / "no.docx", {})


def test_what_the_document_does_not_name_need_not_be_right(tmp_path):
    made = template(tmp_path, "{{ text }}")
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("notes/old.xml", b"no <xml")

    assert "한글" in compare_docxtpl.readable(docgen.render(made, CONTEXT))


def test_a_refusal_counts_paragraphs_from_one(tmp_path):
    with pytest.raises(docgen.Refused, match=r"\(1번째 문단 “앞 \{\{ a\(\) \}\}”\)"):
        docgen.render(template(tmp_path, "앞 {{ a() }}", "둘째 문단"), CONTEXT)


def test_a_refusal_says_where_the_tag_stands(tmp_path):
    made = template(tmp_path, "첫 문단", "둘째 문단 {{ text|tojson }} 끝")

    with pytest.raises(docgen.Refused) as refused:
        docgen.render(made, CONTEXT)
    assert str(refused.value) == (
        "“tojson” 필터는 쓸 수 없습니다. 쓸 수 있는 필터: capitalize, count, d, default, e, escape, first, join, last, length, "
        "lower, replace, string, trim, upper (2번째 문단 “둘째 문단 {{ text|tojson }} 끝”) (본문(word/document.xml))"
    )


# What goes wrong with data


@pytest.mark.parametrize(
    ("tag", "error", "message"),
    [
        ("{{ nobody }}", docgen.Unknown, "nobody has no value"),
        ("{{ kpi.nothing.at.all }}", docgen.Unknown, "kpi.nothing has no value"),
        ("{{ text.length }}", docgen.Unknown, "text.length has no value"),
        ("{{ rows[7].name }}", docgen.Unknown, "rows[7] has no value"),
        ("{% for r in rows %}{{ r.last }}{% endfor %}", docgen.Unknown, "rows[0].last has no value"),
        ("{% if nobody %}{% endif %}", docgen.Unknown, "nobody has no value"),
        ("{{ empty|first }}", docgen.Unknown, "empty[0] has no value"),
        ("{{ rows }}", docgen.NotPlain, "rows is a list, not plain data"),
        ("{% for r in rows %}{{ r }}{% endfor %}", docgen.NotPlain, "rows[0] is a dict, not plain data"),
        ("{% for r in text %}{{ r }}{% endfor %}", docgen.NotPlain, "text is a str, not a list to repeat for"),
        (
            "{% if text < 3 %}{% endif %}",
            docgen.NotPlain,
            "text '<' not supported between instances of 'str' and 'int'",
        ),
        ("{{ yes|length }}", docgen.NotPlain, "yes object of type 'bool' has no len()"),
        ("{% for r in empty %}{% else %}{{ nobody }}{% endfor %}", docgen.Unknown, "nobody has no value"),
        ("{% if nothing %}{% elif yes %}{{ nobody }}{% endif %}", docgen.Unknown, "nobody has no value"),
        ("{% if nothing %}{{ far }}{% else %}{{ nobody }}{% endif %}", docgen.Unknown, "nobody has no value"),
        ("{% if yes %}{% elif far %}{% else %}{{ far }}{% endif %}{{ nobody }}", docgen.Unknown, "nobody has no value"),
        (
            "{% for r in rows %}{% for r in kpi.list %}{{ r }}{% endfor %}{{ r.no }}{% endfor %}",
            docgen.Unknown,
            "rows[0].no has no value",
        ),
        ("{% for r in rows %}{{ loop.index }}{% endfor %}{{ nobody }}", docgen.Unknown, "nobody has no value"),
        ("{% for x in 'abc' %}{% endfor %}", docgen.NotPlain, "a constant is a str, not a list to repeat for"),
        (
            "{% if 3 < text %}{% endif %}",
            docgen.NotPlain,
            "a constant '<' not supported between instances of 'int' and 'str'",
        ),
    ],
)
def test_what_is_wrong_with_the_data_is_named(tmp_path, tag, error, message):
    with pytest.raises(error) as raised:
        docgen.render(template(tmp_path, tag), CONTEXT)
    assert str(raised.value) == message


@pytest.mark.parametrize("letter", "\x00\x08\x0b\x0c\x0e\x1f\ufffe\uffff")
def test_a_letter_xml_cannot_carry_is_named_by_its_place(tmp_path, letter):
    """XML 1.0, production 2."""
    made = template(tmp_path, "{{ text }}")

    for legal in ("", "\t\n\r \ud7ff\ue000\ufffd\U00010000\U0010ffff"):
        with pytest.raises(docgen.Unprintable) as raised:
            docgen.render(made, {"text": legal + letter})
        assert str(raised.value) == f"text holds U+{ord(letter):04X} at character {len(legal) + 1}"


@pytest.mark.parametrize("letter", "\ud800\udfff")
def test_half_a_letter_is_named_too(tmp_path, letter):
    with pytest.raises(docgen.Unprintable, match=rf"^text holds U\+{ord(letter):04X} at character 2$"):
        docgen.render(template(tmp_path, "{{ text }}"), {"text": f"가{letter}"})


def test_a_template_names_all_it_reads(tmp_path):
    made = template(
        tmp_path,
        "{% for row in kpi.rows %}{{ row.name }}{{ loop.index }}{% for one in row.list %}{{ one }}{% endfor %}"
        "{% else %}{{ non.at }}{% endfor %}{% for x in 'abc' %}{{ x }}{% endfor %}",
        "{% if a.b > c[0].d %}{{ e|default('f') }}{% elif g and not h %}{{ i if j else k }}{% else %}{{ 'l' }}{{ m }}{% endif %}",
    )

    names = "kpi.rows kpi.rows[].name kpi.rows[].list kpi.rows[].list[] non.at a.b c[].d e g h i j k m"
    assert docgen.names(made) == set(names.split())
    told = {
        "kpi": {"rows": [{"name": "", "list": [1]}, {}]},
        "a": {"b": 1},
        "c": [{"d": 2}],
        "e": [],
        "g": {},
        "h": None,
    }
    assert docgen.unknown(made, told) == {"non.at", *"ijkm"}
    assert docgen.unknown(made, {"kpi": {"rows": []}}) == set(names.split()) - {"kpi.rows"}


@pytest.mark.parametrize(
    "value", [RichText("가"), Listing("가"), docx, {"a"}, (1,), 1.5, b"x"], ids=lambda value: type(value).__name__
)
def test_objects_docxtpl_would_print_are_refused_by_name(tmp_path, value):
    with pytest.raises(docgen.NotPlain, match=r"^text is a "):
        docgen.render(template(tmp_path, "{{ text }}"), {"text": value})


@pytest.mark.parametrize("letter", ["\a", "\f"])
def test_a_paragraph_or_page_is_begun_by_the_template_alone(tmp_path, letter):
    """docxtpl lets these characters of a value begin one."""
    with pytest.raises(docgen.Unprintable, match=r"^text holds U"):
        docgen.render(template(tmp_path, "{{ text }}"), {"text": f"가{letter}나"})


# The cache


def compilations(monkeypatch) -> list[bytes]:
    compiled, seen = artefact.compiled, []
    monkeypatch.setattr(artefact, "compiled", lambda content: seen.append(content) or compiled(content))
    monkeypatch.setattr(artefact, "_ready", {})
    return seen


def forget(monkeypatch) -> None:
    """What another process would know: nothing."""
    monkeypatch.setattr(artefact, "_ready", {})


def test_a_template_is_compiled_once_and_kept_for_the_next_process(tmp_path, monkeypatch):
    seen, made = compilations(monkeypatch), template(tmp_path, "{{ text }}")

    first = docgen.render(made, CONTEXT, cache=tmp_path / "kept")
    shown = docgen.preview(made, CONTEXT, cache=tmp_path / "kept")
    forget(monkeypatch)
    again = docgen.render(made, CONTEXT, cache=tmp_path / "kept")

    assert len(seen) == 1
    assert first == again
    assert docgen.preview(made, CONTEXT, cache=tmp_path / "kept") == shown
    (kept,) = (tmp_path / "kept").iterdir()
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
    assert kept.stat().st_mode & 0o777 == 0o600


def test_an_edited_template_is_noticed_and_a_touched_one_is_not_compiled_again(tmp_path, monkeypatch):
    seen, made = compilations(monkeypatch), template(tmp_path, "{{ text }}")
    docgen.render(made, CONTEXT)
    os.utime(made, (1, 1))
    docgen.render(made, CONTEXT)
    assert len(seen) == 1

    template(tmp_path, "새 {{ text }}")

    assert "새 한글" in compare_docxtpl.readable(docgen.render(made, CONTEXT))


@pytest.mark.parametrize("harm", ["cut", "flip", "version", "empty", "writable", "link", "code", "owner", "pipe"])
def test_a_broken_or_foreign_cache_file_is_made_anew(tmp_path, monkeypatch, request, harm):
    seen, made, folder = compilations(monkeypatch), template(tmp_path, "{{ text }}"), tmp_path / "kept"
    first = docgen.render(made, CONTEXT, cache=folder)
    (kept,) = folder.iterdir()
    good = kept.read_bytes()
    if harm == "link":
        kept.rename(tmp_path / "elsewhere")
        kept.symlink_to(tmp_path / "elsewhere")
    elif harm == "writable":
        kept.chmod(0o666)
    elif harm == "pipe":
        kept.unlink()
        os.mkfifo(kept, 0o600)
        writer = os.open(kept, os.O_RDWR)  # who has written nothing yet
        request.addfinalizer(lambda: os.close(writer))
    elif harm == "owner":
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    else:
        bad = {
            "cut": good[:-9],
            "flip": good[:-9] + bytes([good[-9] ^ 1]) + good[-8:],
            "empty": b"",
            "code": b"cos\nsystem\n(S'id'\ntR.",
        }
        kept.write_bytes(bad.get(harm, b"docgen x" + good[8:]))
    forget(monkeypatch)

    again = docgen.render(made, CONTEXT, cache=folder)

    assert again == first
    assert len(seen) == 2
    assert kept.read_bytes() == good
    assert not kept.is_symlink()


def test_what_another_engine_compiled_is_told_from_what_this_one_did(tmp_path, monkeypatch):
    here = Path(docgen.__file__).parent
    shutil.copytree(here, tmp_path / "docgen", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(artefact, "__file__", str(tmp_path / "docgen" / "artefact.py"))
    versions = []
    for change_of in ("nothing", "nothing", "values.py", "what is no source"):
        with (tmp_path / "docgen" / change_of).open("a") as file:
            file.write("\n")
        monkeypatch.setattr(artefact, "_engine", b"")
        versions.append(artefact.engine())

    assert versions[0] == versions[1] != versions[2] == versions[3]
    assert re.fullmatch(rb"[0-9a-f]{64}", versions[0])


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    assert docgen.render(template(tmp_path, "{{ text }}"), CONTEXT, cache=tmp_path / "no" / "such" / "folder")


def test_a_new_process_needs_neither_docxtpl_nor_lxml_nor_jinja(tmp_path):
    made = template(tmp_path, "{{ text }}", "{%p for row in rows %}", "{{ row.name }}", "{%p endfor %}")
    docgen.render(made, CONTEXT, cache=tmp_path / "kept")
    code = (
        "import sys, docgen; from pathlib import Path; p = Path(sys.argv[1]); context = eval(sys.argv[3]);"
        "docgen.render(p, context, cache=Path(sys.argv[2])); docgen.preview(p, context, cache=Path(sys.argv[2]));"
        "print({'docxtpl', 'docx', 'lxml', 'jinja2', 'pathlib', 'dataclasses'} & (set(sys.modules) - {'pathlib'}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(made), str(tmp_path / "kept"), repr(CONTEXT)],
        cwd=Path(docgen.__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "set()"


# Bytes


def test_equal_data_gives_equal_bytes_in_every_thread(tmp_path, monkeypatch):
    forget(monkeypatch)
    made = compare_docxtpl.everything(tmp_path)
    contexts = [
        {"head": "가", "other": "b", "text": f"글{n}", "title": "", "rows": [{"name": "x\t"}] * n} for n in range(8)
    ]
    alone = [docgen.render(made, context) for context in contexts]
    forget(monkeypatch)
    wrong: list[int] = []

    def work(number: int) -> None:
        wrong.extend(n for n in [*range(number, 8), *range(number)] * 5 if docgen.render(made, contexts[n]) != alone[n])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.parametrize("name", ["zlib", "isal"])
def test_what_is_packed_unpacks(tmp_path, monkeypatch, name):
    if name == "isal" and pack.isal_zlib is None and not os.environ.get("CI"):
        pytest.skip("isal is not installed")
    monkeypatch.setattr(pack, "deflater", pack.Deflater(name, 1))
    made = template(tmp_path, "{{ text }}")

    document = docgen.render(made, CONTEXT)

    assert reference.canonical(document) == reference.render(made, CONTEXT)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_bundle_knows_its_length_and_keeps_hangul_names(tmp_path):
    (tmp_path / "증빙.pdf").write_bytes(b"%PDF" * 1000)
    files = [("[서식1] 사업계획서.docx", b"PK" * 99), ("증빙.pdf", tmp_path / "증빙.pdf"), ("빈 것", b"")]

    whole = b"".join(bundle.Bundle(files))

    assert len(bundle.Bundle(files)) == len(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[서식1] 사업계획서.docx", "증빙.pdf", "빈 것"]
        assert archive.read("증빙.pdf") == b"%PDF" * 1000
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("zipped", ["document", "bundle"])
def test_a_zip_says_of_a_member_what_it_must_and_nothing_of_a_clock_or_a_disk(tmp_path, zipped):
    document = docgen.render(template(tmp_path, "{{ text }}"), CONTEXT)
    whole = document if zipped == "document" else b"".join(bundle.Bundle([("가.txt", b"b"), ("c", b"d")]))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = archive.infolist()

    for member in members:
        about = (
            member.extra,
            member.comment,
            member.internal_attr,
            member.volume,
            member.reserved,
            member.create_version,
        )
        assert about == (b"", b"", 0, 0, 0, 20)
        assert (member.date_time, member.extract_version) == ((1980, 1, 1, 0, 0, 0), 20)
        assert member.flag_bits == (0 if member.filename.isascii() else 0x800)
        assert (member.create_system, member.external_attr) == ((0, 0) if zipped == "document" else (3, 0o600 << 16))
        local = pack.LOCAL.unpack_from(whole, member.header_offset)
        in_directory = (20, member.flag_bits, member.compress_type, 0, pack.DAY, member.CRC)
        assert local[1:7] == in_directory
        assert local[7:] == (member.compress_size, member.file_size, len(member.filename.encode()), 0)
    _, disk, first, here, count, _, _, comment = pack.END.unpack(whole[-pack.END.size :])
    assert (disk, first, here, count, comment) == (0, 0, len(members), len(members), 0)


def test_a_bundle_holds_no_more_than_a_zip_can_say(monkeypatch):
    files = [("a", b"12345"), ("b", b"1")]
    monkeypatch.setattr(bundle, "LARGEST", len(bundle.Bundle(files)))
    assert b"".join(bundle.Bundle(files))
    with pytest.raises(ValueError, match="too much for one ZIP"):
        bundle.Bundle([*files, ("c", b"")])


class Claimed:
    """A file that says how long it is, and is not read."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read_bytes(self) -> bytes:
        raise AssertionError


def test_a_zip_without_extensions_says_lengths_of_32_bits_and_counts_of_16():
    """APPNOTE.TXT 4.4.1.4: what is larger needs ZIP64."""
    around = len(bundle.Bundle([("a", b"")]))
    assert len(bundle.Bundle([("a", Claimed(0xFFFFFFFF - around))])) == 0xFFFFFFFF
    assert bundle.Bundle([("a", b"")] * 0xFFFF)
    for files in ([("a", Claimed(0x100000000 - around))], [("a", b"")] * 0x10000):
        with pytest.raises(ValueError, match="too much for one ZIP"):
            bundle.Bundle(files)


def test_a_bundle_s_file_that_changes_meanwhile_is_not_sent(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    made = bundle.Bundle([("a", path)])
    path.write_bytes(b"1")

    with pytest.raises(ValueError, match="no longer 5 bytes"):
        b"".join(made)


def change(path: Path, member: str, old: bytes, new: bytes) -> None:
    """Replace bytes of a member of a .docx."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[member]
    parts[member] = parts[member].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


@pytest.mark.parametrize(
    "tag", ["{{ _hidden }}", "{{ kpi._hidden }}", "{{ kpi['_hidden'] }}", "{% for _r in rows %}{% endfor %}"]
)
def test_a_name_that_begins_with_an_underscore_does_not_compile(tmp_path, tag):
    made = template(tmp_path, tag)

    with pytest.raises(docgen.Refused, match="“_"):
        docgen.render(made, CONTEXT | {"_hidden": "값", "kpi": {"_hidden": "값"}})


def test_default_stands_for_what_is_missing_and_only_when_asked_for_what_is_empty(tmp_path):
    blank = CONTEXT | {"empty_text": "", "naught": 0}
    lines = [
        "[{{ empty_text|default('없음') }}]",
        "[{{ empty_text|default('없음', true) }}]",
        "{{ naught|default(5) }}",
    ]
    made = template(tmp_path, *lines)

    assert compare_docxtpl.differing(made, blank) == []
    written = [one.text for one in docx.Document(io.BytesIO(docgen.render(made, blank))).paragraphs]
    assert written == ["[]", "[없음]", "0"]


WIDER = [["{%tr for row in rows %}", ""], ["{{ row.name }}", "{{ row.n }}"], ["{%tr endfor %}", ""], ["하나"]]


def test_a_table_is_refused_whose_only_full_rows_come_and_go(tmp_path):
    """Without those rows docxtpl would cut the grid to what is left."""
    made = template(tmp_path, rows=WIDER)
    path = tmp_path / made.name
    document = docx.Document(str(path))
    last = document.tables[0].rows[-1]._tr
    last.remove(last.tc_lst[-1])
    document.save(str(path))

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(made, CONTEXT)


def test_a_table_is_refused_whose_grid_docxtpl_would_widen_for_some_data(tmp_path):
    """A row that comes and goes has more cells than the grid has columns, and the one that stays spans as many."""
    made = template(
        tmp_path, rows=[["{%tr if yes %}", "", ""], ["가", "나", "다"], ["{%tr endif %}", "", ""], ["하나", "", ""]]
    )
    document = docx.Document(str(made))
    table = document.tables[0]
    table.rows[-1].cells[0].merge(table.rows[-1].cells[2])
    grid = table._tbl.tblGrid
    grid.remove(grid[-1])
    document.save(str(made))

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(made, CONTEXT)


def test_a_table_is_refused_whose_rows_all_come_and_go_and_are_not_alike(tmp_path):
    """Whichever row is left, the grid would be cut to it."""
    rows = [["{%tr if yes %}", ""], ["가", "나"], ["{%tr endif %}", ""]]
    rows += [["{%tr if nothing %}", ""], ["하나", ""], ["{%tr endif %}", ""]]
    made = template(tmp_path, rows=rows)
    document = docx.Document(str(made))
    narrow = document.tables[0].rows[4]._tr
    narrow.remove(narrow.tc_lst[-1])
    document.save(str(made))

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(made, CONTEXT)


def test_a_table_whose_head_is_one_cell_over_all_columns_keeps_its_rows(tmp_path):
    made = template(
        tmp_path,
        rows=[["제목", ""], ["{%tr for row in rows %}", ""], ["{{ row.name }}", "{{ row.n }}"], ["{%tr endfor %}", ""]],
    )
    document = docx.Document(str(made))
    head = document.tables[0].rows[0]
    head.cells[0].merge(head.cells[1])
    document.save(str(made))

    assert compare_docxtpl.differing(made, CONTEXT) == []


def test_a_table_is_refused_whose_rows_are_these_or_those(tmp_path):
    rows = [["{%tr if yes %}", ""], ["가", "나"], ["{%tr else %}", ""], ["다", "라"], ["{%tr endif %}", ""]]

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(template(tmp_path, rows=rows), CONTEXT)


@pytest.mark.parametrize("first", ["for row in rows", "if yes"])
@pytest.mark.parametrize("second", ["for row in more", "if no"])
def test_a_table_stands_as_long_as_one_of_its_rows_does(tmp_path, first, second):
    tags = first, first.partition(" ")[0], second, second.partition(" ")[0]
    rows = "{{%tr {} %}}|하나|{{%tr end{} %}}|{{%tr {} %}}|둘|{{%tr end{} %}}".format(*tags).split("|")
    made = template(tmp_path, rows=[[row] for row in rows])

    for one, two in ((True, True), (True, False), (False, True), (False, False)):
        context = {"rows": [1, 2] if one else [], "yes": one, "more": [1] if two else [], "no": two}
        tables = docx.Document(io.BytesIO(docgen.render(made, context))).tables
        left = ["하나"] * (2 if "rows" in first else 1) * one + ["둘"] * two
        assert [[row.cells[0].text for row in table.rows] for table in tables] == ([left] if left else [])


def test_a_table_whose_rows_are_all_wider_than_its_grid_is_left_as_docxtpl_leaves_it(tmp_path):
    rows = [["가", "나", "다"], ["{%tr if yes %}", "", ""], ["라", "마", "바"], ["{%tr endif %}", "", ""]]
    made = template(tmp_path, rows=rows)
    document = docx.Document(str(made))
    grid = document.tables[0]._tbl.tblGrid
    grid.remove(grid[-1])
    document.save(str(made))

    assert compare_docxtpl.differing(made, CONTEXT) == []


def test_a_tab_takes_the_look_of_the_run_its_value_stands_in(tmp_path):
    document = docx.Document()
    page.strip(document)
    paragraph = document.add_paragraph()
    paragraph.add_run("앞 {{ text }}").italic = True
    paragraph.add_run("{{ text }} {{ kpi['items'] }} {{ many }} 뒤").bold = True
    paragraph.add_run("{{ many }}")
    document.save(str(tmp_path / "t.docx"))

    assert compare_docxtpl.differing(tmp_path / "t.docx", CONTEXT) == []


def test_a_tab_takes_the_look_of_a_run_whose_look_was_changed_under_review(tmp_path):
    made = template(tmp_path, "{{ many }}")
    change(
        made,
        "word/document.xml",
        b"<w:r><w:t>{{",
        b'<w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="a"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>{{',
    )

    runs = docx.Document(io.BytesIO(docgen.render(made, CONTEXT))).paragraphs[0].runs

    assert [run.text for run in runs] == ["첫 줄\n둘째", "\t", "칸"]
    assert all(run.bold for run in runs)


def test_tags_in_the_document_s_properties_are_filled(tmp_path):
    document = docx.Document()
    document.core_properties.title = "{{ kpi['items'] }}, {{ kpi.name }}: {{ text }}"
    document.core_properties.subject = "{{ text }}"
    document.save(str(tmp_path / "t.docx"))

    told = docx.Document(
        io.BytesIO(docgen.render(tmp_path / "t.docx", CONTEXT | {"kpi": {"items": "가", "name": "나"}}))
    )

    assert told.core_properties.title == "가, 나: 한글 & <b>"
    assert told.core_properties.subject == "한글 & <b>"


def test_a_document_without_a_day_says_none_of_today(tmp_path):
    """What is filled twice is the same twice; 1980 is where a ZIP's calendar begins."""
    document = docx.Document()
    document.add_paragraph("{{ text }}")
    for element in list(document.core_properties._element):
        document.core_properties._element.remove(element)
    document.save(str(tmp_path / "t.docx"))

    told = docx.Document(io.BytesIO(docgen.render(tmp_path / "t.docx", CONTEXT))).core_properties

    assert (told.created.isoformat(), told.modified.isoformat()) == ("1980-01-01T00:00:00+00:00",) * 2
