"""The language of the document engine against docxtpl's."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

import docgen
from doc_templates import page
from tests import compare_docxtpl, reference
from tests.docx_templates import CONTEXT, change, template

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


def test_what_the_document_does_not_name_need_not_be_right(tmp_path):
    made = template(tmp_path, "{{ text }}")
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("notes/old.xml", b"no <xml")

    assert "한글" in compare_docxtpl.readable(docgen.render(made, CONTEXT))


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
