"""What the engine refuses of a template, by name and place, and what it says of data that is wrong."""

import io
import shutil
import zipfile

import docx
import pytest
from docxtpl import Listing, RichText

import docgen
from tests import compare_docxtpl
from tests.docx_templates import CONTEXT, change, template

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


@pytest.mark.parametrize("character", "\x00\x08\x0b\x0c\x0e\x1f\ufffe\uffff")
def test_a_character_xml_cannot_carry_is_named_by_its_place(tmp_path, character):
    """XML 1.0, production 2."""
    made = template(tmp_path, "{{ text }}")

    for legal in ("", "\t\n\r \ud7ff\ue000\ufffd\U00010000\U0010ffff"):
        with pytest.raises(docgen.Unprintable) as raised:
            docgen.render(made, {"text": legal + character})
        assert str(raised.value) == f"text holds U+{ord(character):04X} at character {len(legal) + 1}"


@pytest.mark.parametrize("character", "\ud800\udfff")
def test_half_a_character_is_named_too(tmp_path, character):
    with pytest.raises(docgen.Unprintable, match=rf"^text holds U\+{ord(character):04X} at character 2$"):
        docgen.render(template(tmp_path, "{{ text }}"), {"text": f"가{character}"})


@pytest.mark.parametrize(
    "value", [RichText("가"), Listing("가"), docx, {"a"}, (1,), 1.5, b"x"], ids=lambda value: type(value).__name__
)
def test_objects_docxtpl_would_print_are_refused_by_name(tmp_path, value):
    with pytest.raises(docgen.NotPlain, match=r"^text is a "):
        docgen.render(template(tmp_path, "{{ text }}"), {"text": value})


@pytest.mark.parametrize("character", ["\a", "\f"])
def test_a_paragraph_or_page_is_begun_by_the_template_alone(tmp_path, character):
    """docxtpl lets these characters of a value begin one."""
    with pytest.raises(docgen.Unprintable, match=r"^text holds U"):
        docgen.render(template(tmp_path, "{{ text }}"), {"text": f"가{character}나"})


@pytest.mark.parametrize(
    "tag", ["{{ _hidden }}", "{{ kpi._hidden }}", "{{ kpi['_hidden'] }}", "{% for _r in rows %}{% endfor %}"]
)
def test_a_name_that_begins_with_an_underscore_does_not_compile(tmp_path, tag):
    made = template(tmp_path, tag)

    with pytest.raises(docgen.Refused, match="“_"):
        docgen.render(made, CONTEXT | {"_hidden": "값", "kpi": {"_hidden": "값"}})
