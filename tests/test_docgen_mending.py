"""What docxtpl lets through and Word does not open, or repairs: mended when a template is compiled, or refused by
name."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

import docgen
from tests.docx_templates import change, template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOR, END = "<w:p><w:r><w:t>{%p for one in many %}</w:t></w:r></w:p>", "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
IF, END_IF = FOR.replace("for one in many", "if many"), END.replace("endfor", "endif")
LINE = "<w:p><w:r><w:t>{{ one }}</w:t></w:r></w:p>"
TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="999"/></w:tblGrid>'
    '<w:tr><w:tc><w:tcPr><w:tcW w:w="999" w:type="dxa"/></w:tcPr>%s</w:tc></w:tr></w:tbl>'
)
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>%s</w:sdtContent></w:sdt>"
ROWS = (
    (
        TABLE % "<w:p><w:r><w:t>{%%tr for one in many %%}</w:t></w:r></w:p>"
        + TABLE % LINE
        + TABLE % "<w:p><w:r><w:t>{%%tr endfor %%}</w:t></w:r></w:p>"
    )
    .replace("</w:tbl>" + (TABLE % "").partition("<w:tr>")[0], "")
    .replace("%%", "%")
)


def made(folder: Path, xml: str) -> Path:
    """A template whose body is this."""
    path = template(folder, "가")
    change(path, "word/document.xml", b"<w:p><w:r><w:t>\xea\xb0\x80</w:t></w:r></w:p>", xml.encode())
    return path


def body(path: Path, count: int) -> etree._Element:
    """The body for so many items, once the schema of Word has been asked."""
    content = docgen.render(path, {"many": [f"말{number}" for number in range(count)]})
    docgen.preview(path, {"many": [f"말{number}" for number in range(count)]})
    out = path.with_name("out.docx")
    out.write_bytes(content)
    assert not OpenXmlValidator().validate(str(out)).errors
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


CELLS = {
    "paragraphs in a loop": (FOR + LINE + END, (1, 1, 3)),
    "paragraphs in an if": (IF + LINE.replace("one", "many[0]") + END_IF, (1, 1, 1)),
    "a loop after an if": (IF + LINE.replace("one", "many[0]") + END_IF + FOR + LINE + END, (1, 2, 4)),
    "a table at the end": (LINE.replace("one", "many|length") + TABLE % LINE.replace("one", "many|length"), (3, 3, 3)),
    "tables in a loop": (FOR + TABLE % LINE + END, (1, 2, 4)),
    "an else that has none": (
        IF + LINE.replace("one", "many[0]") + IF.replace("if many", "else") + TABLE % "<w:p/>" + END_IF,
        (2, 1, 1),
    ),
    "an if that has none": (
        IF + TABLE % "<w:p/>" + IF.replace("if many", "else") + LINE.replace("one", "many|length") + END_IF,
        (1, 2, 2),
    ),
    "a control's paragraph": (CONTROL % LINE.replace("one", "many|length"), (1, 1, 1)),
    "a control's table": (CONTROL % (TABLE % LINE.replace("one", "many|length")), (2, 2, 2)),
    "paragraphs of a loop in a control": (CONTROL % (FOR + LINE + END), (1, 1, 3)),
    "a paragraph of the publisher's own element": (
        '<w:customXml w:element="a">' + LINE.replace("one", "many|length") + "</w:customXml>",
        (1, 1, 1),
    ),
    "one always there": (FOR + LINE + END + "<w:p/>", (1, 2, 4)),
}


def last_of(cell: etree._Element) -> etree._Element:
    """The last block of a cell, in a control too."""
    last = cell[-1]
    return last_of(last) if last.tag in (W + "sdt", W + "sdtContent", W + "customXml") else last


@pytest.mark.parametrize(("inside", "paragraphs"), CELLS.values(), ids=CELLS)
def test_a_cell_always_ends_in_a_paragraph(tmp_path, inside, paragraphs):
    path = made(tmp_path, TABLE % inside + "<w:p/>")

    for count, wanted in zip((0, 1, 3), paragraphs, strict=True):
        cell = body(path, count).find(f".//{W}tc")
        assert last_of(cell).tag == W + "p"
        assert len(list(cell.iter(W + "p"))) == wanted


def test_a_cell_whose_end_hangs_on_each_item_is_refused(tmp_path):
    inside = FOR + IF.replace("if many", "if one") + LINE + END_IF + END

    with pytest.raises(docgen.Refused, match=r"^\{% for one in many %\}: .*빈 문단을 하나 두세요"):
        docgen.render(made(tmp_path, TABLE % inside), {"many": []})


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_table_goes_with_the_last_of_its_rows(tmp_path, count):
    tables = list(body(made(tmp_path, ROWS + "<w:p/>"), count).iter(W + "tbl"))

    assert [len(table.findall(W + "tr")) for table in tables] == ([count] if count else [])
    assert all(len(table.find(W + "tblGrid")) == 1 for table in tables)


@pytest.mark.parametrize("count", [0, 2])
def test_so_it_does_between_the_tags_of_a_block(tmp_path, count):
    tables = list(body(made(tmp_path, IF + ROWS + END_IF + "<w:p/>"), count).iter(W + "tbl"))

    assert [len(table.findall(W + "tr")) for table in tables] == ([count] if count else [])


VANISHING = {
    "text before": ("x {%p if many %}", "“x”"),
    "text behind": ("{%p if many %} 나머지 글", "“나머지 글”"),
    "another tag": ("{%p if many %}{{ many }}", "“{{ many }}”"),
    "a comment's": ("{#p 쓰지 않음 #}그러나 이것은", "“그러나 이것은”"),
}


@pytest.mark.parametrize(("text", "lost"), VANISHING.values(), ids=VANISHING)
def test_what_would_vanish_beside_a_tag_is_named(tmp_path, text, lost):
    with pytest.raises(docgen.Refused) as refused:
        docgen.render(template(tmp_path, text, "{%p endif %}"), {"many": []})
    assert f"같은 문단에 있는 {lost}까지 사라집니다" in str(refused.value)


def test_so_is_what_stands_in_the_row_of_a_tag(tmp_path):
    rows = [["가", "나"], ["{%tr for one in many %}", "덤"], ["{{ one }}", ""], ["{%tr endfor %}", ""]]

    with pytest.raises(docgen.Refused, match=r"^\{%tr for one in many %\}: .*“덤”까지.*표의 행을 따로"):
        docgen.render(template(tmp_path, rows=rows), {"many": []})


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, FIELD_END = FIELD.format("begin"), FIELD.format("end")
CUT = {
    "begun in the loop": FOR + f"<w:p>{BEGIN}</w:p>" + END + f"<w:p>{FIELD_END}</w:p>",
    "ended in the loop": f"<w:p>{BEGIN}</w:p>" + FOR + f"<w:p>{FIELD_END}</w:p>" + END,
    "ended and begun in the loop": (
        f"<w:p>{BEGIN}</w:p>{FOR}<w:p>{FIELD_END}{BEGIN}<w:r><w:t>여기</w:t></w:r></w:p>{END}<w:p>{FIELD_END}</w:p>"
    ),
    "begun in an if": f"<w:p><w:r><w:t>{{% if many %}}</w:t></w:r>{BEGIN}<w:r><w:t>{{% endif %}}</w:t></w:r>{FIELD_END}</w:p>",
}


@pytest.mark.parametrize(("name", "place"), [("ended and begun in the loop", "여기"), ("begun in an if", "……")])
def test_a_cut_field_is_said_to_be_where_it_is(tmp_path, name, place):
    with pytest.raises(docgen.Refused, match=f"“{place}” 부근"):
        docgen.render(made(tmp_path, CUT[name]), {"many": []})


@pytest.mark.parametrize("xml", CUT.values(), ids=CUT)
def test_a_field_cut_by_a_tag_is_refused(tmp_path, xml):
    with pytest.raises(docgen.Refused, match=r"필드가 .*태그에 걸쳐"):
        docgen.render(made(tmp_path, xml), {"many": []})


def test_a_field_whole_in_a_loop_or_around_one_is_not(tmp_path):
    whole = f"<w:p>{BEGIN}{FIELD.format('separate')}<w:r><w:t>{{{{ one }}}}</w:t></w:r>{FIELD_END}</w:p>"

    assert len(list(body(made(tmp_path, FOR + whole + END + "<w:p/>"), 3).iter(W + "fldChar"))) == 9
    around = f"<w:p>{BEGIN}</w:p>{FOR}{LINE}{END}<w:p>{FIELD_END}</w:p>"
    assert len(list(body(made(tmp_path, around), 3).iter(W + "fldChar"))) == 2


REPEATED = {
    "bookmark": '<w:p><w:bookmarkStart w:id="7" w:name="자리"/><w:r><w:t>{{ one }}</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>',
    "permission": '<w:p><w:permStart w:id="7" w:edGrp="everyone"/><w:r><w:t>{{ one }}</w:t></w:r><w:permEnd w:id="7"/></w:p>',
    "control": '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>' + LINE + "</w:sdtContent></w:sdt>",
    "old drawing": '<w:p><w:r><w:pict><v:rect id="_x0000_s1026" o:spid="_x0000_s1027" style="width:9pt;height:9pt"/></w:pict></w:r></w:p>',
    "paragraph": '<w:p w14:paraId="1A2B3C4D" w14:textId="77777777"><w:r><w:t>{{ one }}</w:t></w:r></w:p>',
}


@pytest.mark.parametrize("kind", REPEATED)
def test_what_a_loop_repeats_keeps_a_name_of_its_own(tmp_path, kind):
    once = REPEATED[kind].replace("{{ one }}", "밖").replace('"7"', '"8"').replace("자리", "밖").replace("s102", "s202")
    found = body(made(tmp_path, FOR + REPEATED[kind] + END + once.replace("1A2B", "2A2B")), 3)

    names = {f"{W}id", f"{W}name", "id", "{urn:schemas-microsoft-com:office:office}spid", "w14:paraId"}
    told = [
        (one.tag, name, value)
        for one in found.iter()
        for name, value in one.attrib.items()
        if name in names or (one.tag == W + "id" and name == W + "val") or name.endswith("paraId")
    ]
    assert len(told) == len(set(told)) > 0
    for begin, end in (("bookmarkStart", "bookmarkEnd"), ("permStart", "permEnd")):
        assert [one.get(W + "id") for one in found.iter(W + begin)] == [
            one.get(W + "id") for one in found.iter(W + end)
        ]


def test_the_first_of_a_repeated_bookmark_keeps_its_name(tmp_path):
    found = body(made(tmp_path, FOR + REPEATED["bookmark"] + END + "<w:p/>"), 3)

    assert [one.get(W + "name") for one in found.iter(W + "bookmarkStart")] == ["자리", "자리_2", "자리_3"]


PARTED = {
    "bookmark": ('<w:bookmarkStart w:id="7" w:name="자리"/>', '<w:bookmarkEnd w:id="7"/>', "책갈피 “자리”의 시작과 끝"),
    "permission": ('<w:permStart w:id="7" w:edGrp="everyone"/>', '<w:permEnd w:id="7"/>', "편집 허용 구역의 시작과 끝"),
}


@pytest.mark.parametrize(("begin", "end", "says"), PARTED.values(), ids=PARTED)
def test_what_a_tag_parts_is_refused_by_name(tmp_path, begin, end, says):
    with pytest.raises(docgen.Refused, match=says):
        docgen.render(made(tmp_path, f"{FOR}<w:p>{begin}</w:p>{END}<w:p>{end}</w:p>"), {"many": []})


def test_where_a_pair_is_parted_is_said_by_its_beginning_or_else_by_its_end(tmp_path):
    begin, end, says = PARTED["bookmark"]
    for first, place in ((f"<w:p>{begin}<w:r><w:t>처음</w:t></w:r></w:p>", "처음"), (begin, "끝")):
        with pytest.raises(docgen.Refused, match=f"{says}.*“{place}” 부근"):
            docgen.render(made(tmp_path, f"{FOR}{first}{END}<w:p>{end}<w:r><w:t>끝</w:t></w:r></w:p>"), {"many": []})


def test_a_place_without_words_is_not_quoted(tmp_path):
    begin, end, _ = PARTED["bookmark"]
    with pytest.raises(docgen.Refused, match=r"[^”]\(본문\(word/document\.xml\)\)$"):
        docgen.render(made(tmp_path, f"{FOR}<w:p>{begin}</w:p>{END}<w:p>{end}</w:p>"), {"many": []})


def test_what_no_loop_repeats_keeps_its_number(tmp_path):
    once = [REPEATED[kind].replace("{{ one }}", "{{ many|length }}") for kind in ("bookmark", "permission", "control")]
    found = body(made(tmp_path, FOR + LINE + END + "".join(once)), 2)

    assert [one.get(W + "id") for one in found.iter(W + "bookmarkStart", W + "permStart", W + "permEnd")] == ["7"] * 3
    assert [one.get(W + "val") for one in found.iter(W + "id")] == ["7"]


def test_word_s_own_bookmark_is_no_reason_to_refuse(tmp_path):
    own = '<w:bookmarkStart w:id="7" w:name="_GoBack"/>'
    found = body(made(tmp_path, f'{FOR}<w:p>{own}</w:p>{END}<w:p><w:bookmarkEnd w:id="7"/></w:p>'), 2)

    assert not list(found.iter(W + "bookmarkStart", W + "bookmarkEnd"))


OWN, OWN_END = '<w:bookmarkStart w:id="7" w:name="_GoBack"/>', '<w:bookmarkEnd w:id="7"/>'
RUN = "<w:r><w:t>{}</w:t></w:r>"
RUN_IF, RUN_END_IF = RUN.format("{%r if many %}"), RUN.format("{%r endif %}")
OWN_AMONG_TAGS = {
    "in a line, before a tag": f"<w:p>{OWN}{RUN_IF}{OWN_END}{RUN.format('가')}{RUN_END_IF}{RUN.format('나')}</w:p>",
    "in a line, behind a tag": f"<w:p>{RUN_IF}{OWN}{RUN.format('가')}{RUN_END_IF}{OWN_END}{RUN.format('나')}</w:p>",
    "between paragraphs, before tags": f"{OWN}{IF}<w:p>{RUN.format('가')}</w:p>{OWN_END}{END_IF}<w:p>{RUN.format('나')}</w:p>",
    "between paragraphs, behind tags": f"{IF}{OWN}<w:p>{RUN.format('가')}</w:p>{END_IF}{OWN_END}<w:p>{RUN.format('나')}</w:p>",
}


@pytest.mark.parametrize("xml", OWN_AMONG_TAGS.values(), ids=OWN_AMONG_TAGS)
def test_taking_it_out_takes_no_tag_with_it(tmp_path, xml):
    for count, text in ((0, "나"), (1, "가나")):
        found = body(made(tmp_path, xml), count)
        assert "".join(found.itertext(W + "t")) == text
        assert not list(found.iter(W + "bookmarkStart", W + "bookmarkEnd"))


def test_a_bookmark_that_never_ends_is_left_as_it_is(tmp_path):
    found = docgen.render(
        made(tmp_path, f'{FOR}{LINE}{END}<w:p><w:bookmarkStart w:id="7" w:name="자리"/></w:p>'), {"many": []}
    )

    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        assert 'w:id="7" w:name="자리"'.encode() in archive.read("word/document.xml")


def test_a_name_that_gets_a_number_stays_as_long_as_word_takes_and_others_keep_theirs(tmp_path):
    """Word takes 40 letters."""
    long = REPEATED["bookmark"].replace("자리", "가" * 40)
    once = long.replace("가" * 40, "나" * 40).replace('"7"', '"8"').replace("{{ one }}", "밖")
    found = body(made(tmp_path, FOR + long + END + once), 2)

    first, second, other = [one.get(W + "name") for one in found.iter(W + "bookmarkStart")]
    assert (second, other) == (first + "_2", "나" * 40)
    assert len(first) + len("_99999") == 40


def test_an_object_a_loop_repeats_finds_its_own_drawing(tmp_path):
    thing = (
        '<w:p><w:r><w:object><v:rect id="{0}" style="width:9pt;height:9pt"/>'
        '<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="{0}" DrawAspect="Content" ObjectID="_1"/></w:object></w:r></w:p>'
    )
    path = made(tmp_path, FOR + thing.format("_x0000_s1") + END + thing.format("_x0000_s2"))
    with zipfile.ZipFile(io.BytesIO(docgen.render(path, {"many": ["가", "나"]}))) as archive:
        found = etree.fromstring(archive.read("word/document.xml"))

    drawn = [one.get("id") for one in found.iter("{urn:schemas-microsoft-com:vml}rect")]
    assert drawn == ["_x0000_s1", "_x0000_s1_2", "_x0000_s2"]
    assert [one.get("ShapeID") for one in found.iter("{urn:schemas-microsoft-com:office:office}OLEObject")] == drawn


def test_a_comment_in_a_loop_is_refused_and_one_outside_is_not(tmp_path):
    noted = '<w:p><w:r><w:t>{{ many|length }}</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>'

    with pytest.raises(docgen.Refused, match=r"^\{% for one in many %\}: .*메모"):
        docgen.render(made(tmp_path, FOR + noted + END), {"many": []})
    assert docgen.render(made(tmp_path, noted), {"many": []})
