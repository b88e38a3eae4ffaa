"""The preview says what the document says, safely, and can be cut to the part that is being written."""

import random
import re
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml

import docgen
from doc_templates import page
from docgen.styles import Style, Styles
from docgen.values import shade
from services.documents import catalogue
from tests import compare_docxtpl, filled_application, markup
from tests.conftest import html_errors
from tests.test_documents import text_of

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CSS = (Path(docgen.__file__).parent / "preview.css").read_text(encoding="utf-8")
FORM1 = catalogue.TEMPLATES / "form1.docx"


@pytest.fixture(scope="module")
def facts():
    return filled_application.context(filled_application.journey())


def parsed(html: str) -> markup.Element:
    assert not html_errors(
        f"<!doctype html><html lang=ko><head><title>미리 보기</title></head><body>{html}</body></html>"
    )
    return markup.parsed(html)


def words(html: str) -> str:
    """Its text, line breaks kept."""
    return markup.parsed(html.replace("<br>", "\n")).get_text()


def table(folder: Path, rows: list[list[str]]) -> tuple[docx.document.Document, docx.table.Table]:
    document = docx.Document()
    page.strip(document)
    made = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return document, made


def saved(document, folder: Path) -> Path:
    document.save(str(folder / "t.docx"))
    return folder / "t.docx"


@pytest.mark.parametrize("template", sorted(catalogue.TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_it_says_what_the_document_says(facts, template):
    context = filled_application.receipt(catalogue.for_company(facts, filled_application.PARTIES[2]))
    html, document = docgen.preview(template, context), docgen.render(template, context)

    whole = "".join(text_of(document, part) for part in ("header", "document", "footer"))
    assert "".join(words(html).split()) == "".join(whole.split())
    parsed(html)


@pytest.mark.parametrize("number", range(4))
def test_no_text_gets_out_of_its_place(number):
    texts = [
        *(text.replace("\x85", "") for text in compare_docxtpl.HURTS),  # XML's, but no strict HTML's
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</section><style>",
        "javascript:1",
    ]
    for template in catalogue.TEMPLATES.glob("*.docx"):
        wanted = compare_docxtpl.shape(docgen.names(template))
        context = compare_docxtpl.filled(wanted, texts, random.Random(number))
        page = parsed(docgen.preview(template, context))
        assert not page.select("script, style, img, a, [style], [onerror], [href]")
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids))


def test_every_class_it_writes_is_in_the_style_sheet_and_no_other(facts):
    written: set[str] = set()
    for template in catalogue.TEMPLATES.glob("*.docx"):
        context = filled_application.receipt(catalogue.for_company(facts, filled_application.PARTIES[2]))
        for tag in parsed(docgen.preview(template, context)).select("[class]"):
            written |= set(tag.classes)

    told = set(re.findall(r"\.(dg-[a-z0-9]+)", CSS))
    assert written <= told
    assert all(name.startswith("dg-") for name in written)
    rare = {"dg-picture", "dg-box", "dg-hangs", "dg-italic", "dg-underline", "dg-cool", "dg-light"}
    assert {name for name in told - written if not re.fullmatch(r"dg-w\d+", name)} <= rare


def test_cells_span_columns_and_rows(tmp_path):
    document, made = table(tmp_path, [["가", "나", "다"], ["라", "마", "바"], ["사", "아", "자"]])
    made.cell(0, 0).merge(made.cell(2, 0))
    made.cell(1, 1).merge(made.cell(1, 2))

    cells = parsed(docgen.preview(saved(document, tmp_path), {})).select("td")

    assert [(cell.get("rowspan"), cell.get("colspan")) for cell in cells] == [
        ("3", None),
        (None, None),
        (None, None),
        (None, "2"),
        (None, None),
        (None, None),
    ]


def test_a_label_spans_as_many_rows_as_the_data_has(tmp_path):
    rows = [
        ["머리", "나"],
        ["{%tr for row in rows %}", ""],
        ["{% vm %}{{ label }}", "{{ row }}"],
        ["{%tr endfor %}", ""],
    ]
    document, _ = table(tmp_path, rows)
    template = saved(document, tmp_path)

    for count in (0, 1, 4):
        cells = parsed(docgen.preview(template, {"rows": ["가"] * count, "label": "구분"})).select("td[rowspan]")
        assert [(cell["rowspan"], cell.get_text()) for cell in cells] == [(str(count), "구분")] * bool(count)


def test_a_static_label_spans_rows_that_come_and_go(tmp_path):
    document, made = table(
        tmp_path,
        [["구분", "머리"], ["", "{%tr for row in rows %}"], ["", "{{ row }}"], ["", "{%tr endfor %}"], ["", "끝"]],
    )
    made.cell(0, 0).merge(made.cell(4, 0))
    template = saved(document, tmp_path)

    for count in (0, 3):
        (label,) = parsed(docgen.preview(template, {"rows": ["가"] * count})).select("td[rowspan]")
        assert label["rowspan"] == str(count + 2)


def test_fills_from_data_take_a_shade_of_the_palette(tmp_path):
    document, _ = table(tmp_path, [["{% cellbg colour %}가"]])
    template = saved(document, tmp_path)

    def shade(colour: str) -> list[str]:
        (cell,) = parsed(docgen.preview(template, {"colour": colour})).select("td")
        return cell.classes

    fills = ("D9D9D9", "f2f2f2", "404040", "FAF3DB", "DDEBF7", "FFFFFF", "auto", '"><script>')
    assert [shade(fill) for fill in fills] == [
        ["dg-grey"], ["dg-pale"], ["dg-dark"], ["dg-warm"], ["dg-cool"], [], [], []
    ]  # fmt: skip


def test_only_the_parts_around_what_is_written_are_drawn(facts):
    whole = parsed(docgen.preview(FORM1, facts))
    titles = {part[0]: part[1] for part in docgen.sections(FORM1)}
    names = {name for part in docgen.sections(FORM1) for name in part[3]}
    # These stand in the page's head and foot only.
    edges = {"stamp.number", "stamp.revision", "stamp.saved", "stamp.hash", "reception.document_note"}

    assert {tag["id"] for tag in whole.select("section")} == set(titles)
    assert docgen.names(FORM1) - names <= edges
    for around, title in (({"kpi.rows"}, "4 목표와 성과지표(KPI)"), ({"need.attempts"}, "□ 지금까지의 시도")):
        page = parsed(docgen.preview(FORM1, facts, around=around))
        (part,) = page.select("section")
        assert titles[part["id"]] == title
        assert str(part) == str(whole.select_one(f"#{part['id']}"))
    need = parsed(docgen.preview(FORM1, facts, around=(name for name in ["need"]))).select("section")
    assert len(need) == 3
    assert docgen.preview(FORM1, facts, around=["nobody"]) == ""


def test_a_text_box_hangs_from_its_paragraph(tmp_path):
    document, _ = table(tmp_path, [["가"]])
    paragraph = document.add_paragraph("앞")
    paragraph._p.append(
        parse_xml(
            '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pict><w:txbxContent>'
            "<w:p><w:r><w:t>첫 줄</w:t></w:r></w:p><w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r>"
            "<w:t>칸</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:txbxContent></w:pict></w:r>"
        )
    )

    whole = parsed(docgen.preview(saved(document, tmp_path), {}))

    assert [line.get_text() for line in whole.select("p .dg-box span")] == ["첫 줄", "칸"]


def test_headings_that_repeat_stay_in_one_section(tmp_path):
    document = docx.Document()
    page.strip(document)
    for text, style in (
        ("{%p for row in rows %}", None),
        ("{{ row }}", "heading 1"),
        ("{%p endfor %}", None),
        ("끝", "heading 1"),
        ("{%p if rows %}", None),
        ("또", "heading 1"),
        ("{%p endif %}", None),
    ):
        document.add_paragraph(text, style=style)
    template = saved(document, tmp_path)

    whole = parsed(docgen.preview(template, {"rows": ["가", "나"]}))

    assert [part[:3] for part in docgen.sections(template)] == [("dg-0", "", 0), ("dg-1", "끝", 1)]
    assert [head.get_text() for head in whole.select("#dg-0 h2")] == ["가", "나"]
    assert [head.get_text() for head in whole.select("#dg-1 h2")] == ["끝", "또"]


def test_headings_and_column_heads_are_what_they_are(facts):
    whole = parsed(docgen.preview(FORM1, facts))

    assert len(whole.select("h2")) == 11
    assert whole.select_one("h2").get_text(" ", strip=True) == "1 과제 개요"
    heads = [[head.get_text() for head in row.select("th[scope=col]")] for row in whole.select("tr:has(th)")]
    assert ["연도", "자산", "부채", "자본", "매출액", "영업이익"] in heads
    assert all(tag.getparent().classes == ["dg-scroll"] for tag in whole.select("table") if len(tag.select("col")) > 3)


def test_what_is_wrong_with_the_data_is_named_here_too(facts):
    broken = facts | {"kpi": facts["kpi"] | {"rows": [{}]}}

    with pytest.raises(docgen.Unknown, match=r"^kpi\.rows\[0\]\.\w+ has no value"):
        docgen.preview(FORM1, broken)
    with pytest.raises(docgen.Unprintable, match=r"^overview\.project holds U\+0000"):
        docgen.preview(FORM1, facts | {"overview": facts["overview"] | {"project": "\0"}})


def test_a_hanging_line_hangs(tmp_path):
    document = docx.Document()
    page.strip(document)
    document.add_paragraph("◦ {{ text }}", style="본문 ◦")
    document.add_paragraph("{{ text }}", style="본문")
    document.save(str(tmp_path / "t.docx"))

    assert docgen.preview(tmp_path / "t.docx", {"text": "가"}).count('<p class="dg-hangs">') == 1


def test_a_paragraph_moved_in_as_a_whole_does_not_hang(tmp_path):
    document = docx.Document()
    page.strip(document)
    document.add_paragraph("가").paragraph_format.left_indent = docx.shared.Pt(20)

    assert [tag.classes for tag in drawn(document, tmp_path).select("p")] == [[]]


def test_a_run_looks_otherwise_where_it_does(tmp_path):
    document = docx.Document()
    page.strip(document)
    bold = document.styles.add_style("own", WD_STYLE_TYPE.PARAGRAPH)
    bold.font.bold = True
    looks = {"bold": True, "italic": True, "underline": True}
    for style in (None, "own"):
        paragraph = document.add_paragraph(style=style)
        for name in looks:
            for switch in (True, False):
                setattr(paragraph.add_run(f"{name} {switch}").font, name, switch)

    plain, strong = [
        {span.get_text(): span.classes for span in tag.select("span")} for tag in drawn(document, tmp_path).select("p")
    ]

    same = {"italic True": ["dg-italic"], "underline True": ["dg-underline"]}
    assert plain == {"bold True": ["dg-bold"], **same}
    assert strong == {"bold False": ["dg-light"], **same}


def test_the_ninth_outline_level_is_no_heading_s(tmp_path):
    """ECMA-376, 17.3.1.20: 9 is body text."""
    document = docx.Document()
    page.strip(document)
    document.styles.add_style("own", WD_STYLE_TYPE.PARAGRAPH).font.bold = True
    paragraph = document.add_paragraph("가", style="own")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl xmlns:w="{W_NAMESPACE}" w:val="9"/>'))

    assert [tag.classes for tag in drawn(document, tmp_path).select("p")] == [["dg-bold"]]


def test_only_a_whole_name_counts_as_what_a_part_shows(tmp_path):
    """plan is not what begins with the same letters."""
    document = docx.Document()
    page.strip(document)
    for title, tag in (("하나", "{{ plan.goal }}"), ("둘", "{{ plans.goal }}"), ("셋", "{{ plan.goals }}")):
        document.add_heading(title, 1)
        document.add_paragraph(tag)
    made = saved(document, tmp_path)

    def titles(*around: str) -> list[str]:
        return [title for _, title, *_ in docgen.sections(made, around=around)]

    assert titles("plan") == ["하나", "셋"]
    assert titles("plan.goal") == ["하나"]
    assert titles("plans") == ["둘"]


def test_what_older_word_would_show_instead_and_what_was_struck_is_left_out(tmp_path):
    document = docx.Document()
    page.strip(document)
    paragraph = document.add_paragraph("앞 ", style="Heading 1")
    paragraph._p.append(
        parse_xml(
            f"""<w:r xmlns:w="{W_NAMESPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
            <!-- a note --><w:t/>
            <mc:AlternateContent><mc:Choice Requires="wps"><w:t>지금</w:t></mc:Choice>
            <mc:Fallback><w:t>예전</w:t></mc:Fallback></mc:AlternateContent>
            <w:del><w:r><w:t>지운 말</w:t></w:r></w:del></w:r>"""
        )
    )

    assert "".join(words(docgen.preview(saved(document, tmp_path), {})).split()) == "앞지금"


def drawn(document, tmp_path: Path, context: dict[str, object] | None = None) -> markup.Element:
    return parsed(docgen.preview(saved(document, tmp_path), context or {}))


def test_headings_of_two_levels_begin_sections_and_those_below_are_headings_down_to_h6(tmp_path):
    document = docx.Document()
    page.strip(document)
    for level in range(1, 7):
        heading = document.add_paragraph(f"제{level}")
        heading._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl xmlns:w="{W_NAMESPACE}" w:val="{level - 1}"/>'))
    document.add_heading("", 1)

    whole = drawn(document, tmp_path)

    assert [part[1] for part in docgen.sections(tmp_path / "t.docx")] == ["", "제1", "제2", ""]
    assert [(tag.name, tag.get_text()) for tag in whole.select("section > *")] == [
        *((f"h{level + 1}", f"제{level}") for level in range(1, 6)), ("p", "제6"), ("p", "")
    ]  # fmt: skip


def test_a_choice_from_one_look_to_another_leaves_the_page_whole(tmp_path):
    document = docx.Document()
    page.strip(document)
    document.add_paragraph("가{% if yes %}나")
    document.add_paragraph().add_run("다{% endif %}라").bold = True
    template = saved(document, tmp_path)

    for yes, text in ((True, "가나다라"), (False, "가라")):
        assert "".join(parsed(docgen.preview(template, {"yes": yes})).get_text().split()) == text


def test_columns_have_a_width_in_steps_of_a_twentieth_and_many_may_be_scrolled(tmp_path):
    document, made = table(tmp_path, [["가", "나", "다"]])
    for column, width in zip(made._tbl.tblGrid, ("100", "4900", "5000"), strict=True):
        column.set(f"{{{W_NAMESPACE}}}w", width)
    four = document.add_table(rows=1, cols=4)
    for column in four._tbl.tblGrid:
        del column.attrib[f"{{{W_NAMESPACE}}}w"]

    narrow, wide = drawn(document, tmp_path).select("table")

    assert [column.classes for column in narrow.select("col")] == [["dg-w5"], ["dg-w50"], ["dg-w50"]]
    assert [column.classes for column in wide.select("col")] == [["dg-w5"]] * 4
    assert (narrow.getparent().name, wide.getparent().classes) == ("section", ["dg-scroll"])


@pytest.mark.parametrize(("line", "plain"), [("nil", True), ("none", True), ("single", False), (None, False)])
def test_a_table_without_lines_between_its_columns_is_drawn_without(tmp_path, line, plain):
    document, made = table(tmp_path, [["가", "나"]])
    between = f'<w:insideV w:val="{line}"/>' if line else ""
    borders = parse_xml(f'<w:tblBorders xmlns:w="{W_NAMESPACE}"><w:top w:val="nil"/>{between}</w:tblBorders>')
    made._tbl.tblPr.append(borders)

    (shown,) = drawn(document, tmp_path).select("table")

    assert ("dg-plain" in shown.classes) == plain


def test_a_merged_cell_finds_those_below_it_behind_cells_that_span(tmp_path):
    document, made = table(tmp_path, [["가", "", "나"], ["다", "라", ""], ["마", "", ""]])
    made.cell(0, 2).merge(made.cell(2, 2))
    made.cell(0, 0).merge(made.cell(0, 1))
    made.cell(2, 0).merge(made.cell(2, 1))
    for cell in made._tbl.iter(f"{{{W_NAMESPACE}}}tc"):
        if cell.tcPr is not None and len(cell.tcPr) == 1:  # its width only
            cell.remove(cell.tcPr)

    cells = drawn(document, tmp_path).select("td")

    assert [(cell.get_text(), cell.get("rowspan"), cell.get("colspan")) for cell in cells] == [
        ("가", None, "2"), ("나", "3", None), ("다", None, None), ("라", None, None), ("마", None, "2")
    ]  # fmt: skip


def test_a_merged_cell_finds_those_below_it_in_rows_that_begin_further_right(tmp_path):
    document, made = table(tmp_path, [["가", "나"], ["", ""]])
    made.cell(0, 1).merge(made.cell(1, 1))
    row = made.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore xmlns:w="{W_NAMESPACE}" w:val="1"/>'))

    cells = drawn(document, tmp_path).select("td")

    assert [(cell.get_text(), cell.get("rowspan")) for cell in cells] == [("가", None), ("나", "2")]


def test_a_cell_stands_as_high_as_word_says(tmp_path):
    document, made = table(tmp_path, [["가", "나", "다"]])
    for cell, place in zip(made.rows[0].cells, ("center", "top", "bottom"), strict=True):
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign xmlns:w="{W_NAMESPACE}" w:val="{place}"/>'))

    assert [cell.classes for cell in drawn(document, tmp_path).select("td")] == [["dg-middle"], [], []]


def test_only_words_of_the_template_make_a_column_s_head(tmp_path):
    document, made = table(tmp_path, [["구분", "{{ year }}", "", "{{ year }}년"], ["가", "나", "다", "라"]])
    properties = made.rows[0]._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:tblHeader xmlns:w="{W_NAMESPACE}"/>'))
    made.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:cantSplit xmlns:w="{W_NAMESPACE}"/>'))

    first, second = drawn(document, tmp_path, {"year": "2024"}).select("tr")

    assert [(cell.name, cell.get("scope")) for cell in first.select("td, th")] == [
        ("th", "col"), ("td", None), ("td", None), ("th", "col")
    ]  # fmt: skip
    assert not second.select("th")


def test_a_drawing_without_a_picture_says_what_is_written_in_it(tmp_path):
    document = docx.Document()
    page.strip(document)
    document.add_paragraph("앞")._p.append(
        parse_xml(
            f'<w:r xmlns:w="{W_NAMESPACE}"><w:drawing><w:txbxContent><w:p><w:r><w:t>도형 글</w:t></w:r></w:p></w:txbxContent>'
            "</w:drawing></w:r>"
        )
    )

    whole = drawn(document, tmp_path)

    assert [box.get_text() for box in whole.select(".dg-box")] == ["도형 글"]
    assert not whole.select("img")


@pytest.mark.parametrize(
    ("points", "look"),
    [
        *((0, "dg-small"), (8.5, "dg-small"), (9, None), (11.5, None), (12, "dg-big"), (14.5, "dg-big")),
        *((15, "dg-large"), (21.5, "dg-large"), (22, "dg-huge")),
    ],
)
def test_sizes_fall_into_five(tmp_path, points, look):
    document = docx.Document()
    page.strip(document)
    document.add_paragraph().add_run("가").font.size = docx.shared.Pt(points)

    assert [span.classes for span in drawn(document, tmp_path).select("p span")] == ([[look]] if look else [])


def test_a_paragraph_looks_like_its_style_and_what_that_is_based_on(tmp_path):
    document = docx.Document()
    page.strip(document)
    named = {
        name: document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in ("own", "based", "round", "circle")
    }
    named["own"].font.bold, named["own"].font.size = True, docx.shared.Pt(16)
    named["based"].base_style, named["based"].paragraph_format.alignment = named["own"], WD_ALIGN_PARAGRAPH.CENTER
    named["round"].base_style, named["circle"].base_style = named["circle"], named["round"]
    for name in named:
        document.add_paragraph("가", style=name)
    document.add_paragraph("가")._p.get_or_add_pPr().append(
        parse_xml(f'<w:pStyle xmlns:w="{W_NAMESPACE}" w:val="NoSuchStyle"/>')
    )
    document.add_heading("가", 1).style.font.bold = True

    whole = drawn(document, tmp_path)

    assert [tag.classes for tag in whole.select("p")] == [
        ["dg-large", "dg-bold"], ["dg-center", "dg-large", "dg-bold"], [], [], []
    ]  # fmt: skip
    assert "dg-bold" not in whole.select_one("h2").classes


def test_a_paragraph_that_names_no_style_has_the_default_one(tmp_path):
    document = docx.Document()
    page.strip(document)
    document.styles["Normal"].font.bold = True
    other = document.styles.add_style("other", WD_STYLE_TYPE.PARAGRAPH)
    document.styles.element.insert(0, other.element)
    characters = document.styles.add_style("characters", WD_STYLE_TYPE.CHARACTER)
    characters.element.set(f"{{{W_NAMESPACE}}}default", "1")
    document.styles.element.insert(0, characters.element)
    document.add_paragraph("가")

    assert [tag.classes for tag in drawn(document, tmp_path).select("p")] == [["dg-bold"]]
    assert Styles(b"").of(None) == Style()


@pytest.mark.parametrize(
    ("fills", "look"),
    [
        ("FFFFFF FBFBFB 12345 1234567 12345g", ""),
        ("FAFAFA E7E7E7", " dg-pale"),
        ("E6E6E6 616161 7C7070 70707C", " dg-grey"),
        ("606060 000000 600000 78555A", " dg-dark"),
        ("7D7070 FFF2CC", " dg-warm"),
        ("70707D DDEBF7 00FF00", " dg-cool"),
        ("FEF9FA", " dg-pale"),
        ("FFFCF9 FCFCF9", ""),
    ],
)
def test_a_fill_takes_the_palette_s_nearest_word(fills, look):
    """By its lightness, red counted three times and green six; a difference above 12 makes it a colour."""
    assert {fill: shade(fill) for fill in fills.split()} == dict.fromkeys(fills.split(), look)
