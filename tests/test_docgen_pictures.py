"""Pictures put into a document: recognised, fitted, and shown in the preview; nothing else gets in."""

import base64
import io
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from lxml import etree
from openxml_audit import OpenXmlValidator

import docgen
from doc_templates import page
from docgen import artefact, images
from tests import reference

EMU = 36_000  # a millimetre
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def png(width: int, height: int, colour: int = 0x55) -> bytes:
    """A grey PNG, valid to its last byte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([colour]) * width) * height
    about = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", about) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """The head of a JPEG as cameras write it: a segment of theirs, a fill byte, then the frame."""
    own = b"\xff\xe1" + struct.pack(">H", 2 + 6) + b"Exif\0\0"
    frame = b"\xff\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + own + frame + b"\xff\xda\0\2\xff\xd9"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A template with a figure of 100 × 50 mm under a condition, the same once more in a table, and a seal that only
    has its place."""
    document = docx.Document()
    page.strip(document)
    placeholder = io.BytesIO(png(2, 1))
    document.add_paragraph("{%p if pictures.as_is %}")
    document.add_paragraph("그림: 현재 업무 흐름")
    draw(document.add_paragraph(), placeholder, "pictures.as_is: 현재 업무 흐름", 100, 50)
    document.add_paragraph("{%p endif %}")
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    draw(cell.paragraphs[0], placeholder, "pictures.as_is", 30, 30)
    seal = document.add_paragraph("{{ name }} ")
    draw(seal, placeholder, "pictures.seal", 20, 20)
    draw(document.add_paragraph(), io.BytesIO(png(3, 3)), "로고", 10, 10)
    document.save(str(tmp_path / "plan.docx"))
    return tmp_path / "plan.docx"


def draw(paragraph, picture: io.BytesIO, told: str, width: float, height: float) -> None:
    drawn = paragraph.add_run().add_picture(picture, Mm(width), Mm(height))
    drawn._inline.docPr.set("descr", told)


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sizes(content: bytes) -> list[tuple[int, int]]:
    body = etree.fromstring(opened(content)["word/document.xml"])
    return [(int(one.get("cx")), int(one.get("cy"))) for one in body.iter(WP + "extent")]


def test_the_places_of_a_template_are_known(plan):
    assert docgen.pictures(plan) == {
        "as_is": [[100 * EMU, 50 * EMU], [30 * EMU, 30 * EMU]],
        "seal": [[20 * EMU, 20 * EMU]],
    }
    assert docgen.names(plan) == {"name"}


@pytest.mark.parametrize(
    ("picture", "first", "second"),
    [
        (png(200, 100), (100, 50), (30, 15)),
        (png(100, 100), (50, 50), (30, 30)),
        (png(150, 100), (75, 50), (30, 20)),
        (jpeg(400, 100), (100, 25), (30, 7.5)),
        (png(10, 1000), (0.5, 50), (0.3, 30)),
    ],
)
def test_a_picture_is_fitted_into_each_of_its_places(plan, picture, first, second):
    content = docgen.render(plan, {"name": "가"}, pictures={"as_is": picture})

    emu = [tuple(round(side * EMU) for side in size) for size in (first, second)]
    assert sizes(content)[:2] == emu
    file = "as_is.png" if picture.startswith(b"\x89PNG") else "as_is.jpeg"
    assert opened(content)[f"word/media/{file}"] == picture
    assert f'Target="media/{file}"'.encode() in opened(content)["word/_rels/document.xml.rels"]


@pytest.mark.parametrize(
    "given", [{}, {"as_is": png(4, 4)}, {"seal": jpeg(5, 5)}, {"as_is": png(4, 4), "seal": png(5, 5)}]
)
def test_word_can_open_it_whichever_pictures_are_given(plan, tmp_path, given):
    content = docgen.render(plan, {"name": "가"}, pictures=given)

    (tmp_path / "out.docx").write_bytes(content)
    assert not OpenXmlValidator().validate(str(tmp_path / "out.docx")).errors
    document = docx.Document(io.BytesIO(content))
    assert len(document.inline_shapes) == 2 * ("as_is" in given) + ("seal" in given) + 1
    ids = [one.get("id") for one in document.element.iter(WP + "docPr")]
    assert len(ids) == len(set(ids))
    assert all(rel.target_part.blob for rel in document.part.rels.values() if rel.reltype.endswith("/image"))


def test_a_picture_not_given_leaves_no_trace(plan):
    content = docgen.render(plan, {"name": "가"})

    assert [name for name in opened(content) if name.startswith("word/media/")] == ["word/media/image2.png"]
    text = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert text == ["가 ", ""]


def test_the_alternative_text_is_what_follows_the_colon(plan):
    body = etree.fromstring(
        opened(docgen.render(plan, {"name": ""}, pictures={"as_is": png(1, 1)}))["word/document.xml"]
    )

    assert [one.get("descr") for one in body.iter(WP + "docPr")] == ["현재 업무 흐름", "", "로고"]


def test_a_place_may_stand_in_the_header_and_in_what_repeats(tmp_path):
    document = docx.Document()
    page.strip(document)
    head = document.sections[0].header.paragraphs[0]
    draw(head, io.BytesIO(png(1, 1)), "pictures.seal", 10, 10)
    document.add_paragraph("{%p for row in rows %}")
    draw(document.add_paragraph(), io.BytesIO(png(2, 2)), "pictures.seal", 20, 10)
    document.add_paragraph("{%p endfor %}")
    document.save(str(tmp_path / "t.docx"))
    context = {"rows": [1, 2, 3]}

    content = docgen.render(tmp_path / "t.docx", context, pictures={"seal": GOOD})

    (tmp_path / "out.docx").write_bytes(content)
    assert not OpenXmlValidator().validate(str(tmp_path / "out.docx")).errors
    assert sizes(content) == [(10 * EMU, 10 * EMU)] * 3
    ids = [one.get("id") for one in etree.fromstring(opened(content)["word/document.xml"]).iter(WP + "docPr")]
    assert ids == ["1001", "1002", "1003"]
    assert b"media/seal.png" in opened(content)["word/_rels/header1.xml.rels"]
    assert b"media/seal.png" not in opened(docgen.render(tmp_path / "t.docx", context))["word/_rels/header1.xml.rels"]
    assert docgen.preview(tmp_path / "t.docx", context, pictures={"seal": "/s"}).count('src="/s"') == 4


def test_equal_pictures_give_equal_bytes_and_others_others(plan):
    one, same, other = (
        docgen.render(plan, {"name": ""}, pictures={"as_is": png(4, 4, colour)}) for colour in (1, 1, 2)
    )

    assert one == same != other


def test_a_template_without_places_takes_no_pictures(tmp_path):
    document = docx.Document()
    document.add_paragraph("{{ name }}")
    document.save(str(tmp_path / "t.docx"))

    given = docgen.render(tmp_path / "t.docx", {"name": "가"}, pictures={"as_is": png(1, 1)})

    assert given == docgen.render(tmp_path / "t.docx", {"name": "가"})
    assert reference.canonical(given) == reference.render(tmp_path / "t.docx", {"name": "가"})


def test_a_picture_s_name_on_document_is_an_error(tmp_path, plan):
    with pytest.raises(docgen.Unknown, match="pictures has no value"):
        document = docx.Document()
        document.add_paragraph("{% if pictures.as_is %}{% endif %}")
        document.save(str(tmp_path / "t.docx"))
        docgen.render(tmp_path / "t.docx", {})


def segmented(many: int) -> bytes:
    """A JPEG with so many segments before its frame."""
    return b"\xff\xd8" + b"\xff\xe0\0\2" * many + b"\xff\xc2" + jpeg(9, 9).partition(b"\xff\xc2")[2]


GOOD = png(4, 4)
BAD = {
    "empty": b"",
    "gif": b"GIF89a" + bytes(99),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "pdf": b"%PDF-1.7",
    "html in the name of png": b"\x89PNG<html>",
    "cut png": GOOD[:-1],
    "png without size": GOOD[:12] + b"IDAT" + GOOD[16:],
    "png of no width": GOOD[:16] + bytes(4) + GOOD[20:],
    "png of two thousand million pixels": GOOD[:16] + b"\x7f\xff\xff\xff" * 2 + GOOD[24:],
    "png of more points than a reader may unpack": GOOD[:16] + struct.pack(">LL", 10_001, 10_000) + GOOD[24:],
    "png wider than a paper can say": GOOD[:16] + struct.pack(">LL", 0x8000, 1) + GOOD[24:],
    "cut jpeg": jpeg(9, 9)[:14],
    "jpeg without frame": b"\xff\xd8\xff\xd9",
    "jpeg of no height": jpeg(9, 0),
    "jpeg with a byte too many": b"\xff\xd8\0" + jpeg(9, 9)[2:],
    "jpeg with a byte between": jpeg(9, 9).replace(b"\xff\xff\xc2", b"\x12\xc2"),
    "jpeg that ends before it begins": b"\xff\xd8\xff\xd9" + jpeg(9, 9)[2:],
    "jpeg of a marker that is none": b"\xff\xd8\xff\0\0\2" + jpeg(9, 9)[2:],
    "jpeg whose data comes first": b"\xff\xd8\xff\xda\0\2" + jpeg(9, 9)[2:],
    "jpeg that runs in circles": b"\xff\xd8" + b"\xff\xe0\0\0" * 99,
    "jpeg of segments without end": segmented(10_000),
    "too large": GOOD + bytes(21 * 1024 * 1024),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_is_no_picture_is_refused_by_its_name(plan, content):
    with pytest.raises(docgen.NotAPicture, match=r"^as_is "):
        docgen.render(plan, {"name": ""}, pictures={"as_is": content})


def test_an_upload_can_be_measured_by_itself():
    assert docgen.measured("a", png(30, 20)) == ("png", 30, 20)
    assert docgen.measured("a", jpeg(30, 20)) == ("jpeg", 30, 20)
    assert docgen.measured("a", jpeg(30, 20).replace(b"\xff\xff", b"\xff")) == ("jpeg", 30, 20)
    assert docgen.measured("a", segmented(9_999)) == ("jpeg", 9, 9)


def test_the_preview_shows_it_from_its_bytes_or_from_where_it_is(plan):
    picture = png(4, 4)
    shown = docgen.preview(plan, {"name": "가"}, pictures={"as_is": picture})
    linked = docgen.preview(plan, {"name": "가"}, pictures={"as_is": "/p/1?a=1&b=<x>"})
    none = docgen.preview(plan, {"name": "가"})

    data = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    assert shown.count(f'<img class="dg-picture" alt="현재 업무 흐름" src="{data}">') == 1
    assert shown.count(data) == 2
    assert linked.count('src="/p/1?a=1&amp;b=&lt;x&gt;"') == 2
    assert none.count("<img") == 1  # the template's own logo
    assert "그림:" not in none


def test_they_come_from_the_cache_too(plan, tmp_path, monkeypatch):
    first = docgen.render(plan, {"name": ""}, pictures={"as_is": GOOD}, cache=tmp_path / "kept")
    monkeypatch.setattr(artefact, "_ready", {})
    docgen.render(plan, {"name": ""}, cache=tmp_path / "kept")
    monkeypatch.setattr(artefact, "_ready", {})
    monkeypatch.setattr(artefact, "compiled", None)

    assert docgen.render(plan, {"name": ""}, pictures={"as_is": GOOD}, cache=tmp_path / "kept") == first


def test_a_picture_of_as_many_points_as_may_be_is_one():
    largest = GOOD[:16] + struct.pack(">LL", 10_000, 10_000) + GOOD[24:]
    assert docgen.measured("a", largest) == ("png", 10_000, 10_000)
    assert docgen.measured("a", GOOD[:16] + struct.pack(">LL", 0x7FFF, 1) + GOOD[24:]) == ("png", 0x7FFF, 1)


def test_a_picture_of_as_many_bytes_as_may_be_is_one():
    largest = GOOD[:-12] + bytes(20 * 1024 * 1024 - len(GOOD)) + GOOD[-12:]
    assert docgen.measured("a", largest) == ("png", 4, 4)
    with pytest.raises(docgen.NotAPicture, match="larger than 20 MB"):
        docgen.measured("a", largest[:-12] + b"\0" + GOOD[-12:])


@pytest.mark.parametrize("marker", [*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)])
def test_a_jpeg_of_every_kind_tells_its_size(marker):
    """ITU-T T.81, table B.1: SOF0 to SOF15, without DHT, JPG and DAC."""
    assert docgen.measured("a", jpeg(30, 20).replace(b"\xff\xc2", bytes((0xFF, marker)))) == ("jpeg", 30, 20)


@pytest.mark.parametrize("marker", [0x01, *range(0xD0, 0xD9)])
def test_a_marker_of_a_jpeg_without_a_length_is_stepped_over(marker):
    """ITU-T T.81, table B.1 and B.1.1.3: TEM, RST0 to RST7 and SOI stand alone."""
    assert docgen.measured("a", b"\xff\xd8" + bytes((0xFF, marker)) + jpeg(30, 20)[2:]) == ("jpeg", 30, 20)


def chunk(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(content), name) + content + bytes(4)


def test_the_chunks_of_a_png_are_walked_to_its_end_and_not_without_end():
    begun, end = GOOD[:8], chunk(b"IEND")
    assert list(images.chunks(begun + chunk(b"tEXt", b"abc") + end + b"behind")) == [(b"tEXt", 16, 3), (b"IEND", 31, 0)]
    most = begun + chunk(b"tEXt") * 99_999
    assert sum(1 for _ in images.chunks(most + end)) == 100_000
    for broken in (
        begun,
        begun + chunk(b"tEXt"),
        begun + end[:-1],
        begun + chunk(b"tEXt", b"abc")[:-1],
        begun + chunk(b"IEND", b"abc")[:-1],
        most + chunk(b"a") + end,
    ):
        with pytest.raises(images.BROKEN):
            list(images.chunks(broken))


@pytest.mark.parametrize(("picture", "side"), [(png(0x7FFF, 1), 1), (png(1, 0x7FFF), 0)])
def test_a_hair_of_a_picture_still_has_a_size(tmp_path, picture, side):
    """Word takes a drawing without a width or a height for a broken file."""
    document = docx.Document()
    page.strip(document)
    draw(document.add_paragraph(), io.BytesIO(png(4, 4)), "pictures.as_is", 0.1, 0.1)
    document.save(str(tmp_path / "t.docx"))

    for size in sizes(docgen.render(tmp_path / "t.docx", {}, pictures={"as_is": picture})):
        assert size[side] == 1
        assert size[1 - side] == 3600


def described(tmp_path: Path, told: str, picture: bytes = GOOD) -> tuple[docx.document.Document, etree._Element]:
    """A document with one picture, and its drawing."""
    document = docx.Document()
    page.strip(document)
    paragraph = document.add_paragraph()
    draw(paragraph, io.BytesIO(picture), told, 10, 10)
    return document, paragraph._p.find(f".//{W}drawing")


def test_how_the_placeholder_was_cut_is_not_how_the_picture_is(tmp_path):
    document, drawing = described(tmp_path, "pictures.as_is")
    fill = drawing.find(".//{http://schemas.openxmlformats.org/drawingml/2006/picture}blipFill")
    fill.insert(1, fill.makeelement(A + "srcRect", {"l": "25000"}))
    document.save(str(tmp_path / "t.docx"))

    content = docgen.render(tmp_path / "t.docx", {}, pictures={"as_is": png(9, 9)})

    assert b"srcRect" not in opened(content)["word/document.xml"]
    assert b"<a:blip " in opened(content)["word/document.xml"]


def test_a_drawing_without_a_description_is_no_place(tmp_path):
    document, drawing = described(tmp_path, "")
    about = drawing.find(f".//{WP}docPr")
    about.getparent().remove(about)
    draw(document.add_paragraph(), io.BytesIO(GOOD), "pictures.seal", 1, 1)
    document.save(str(tmp_path / "t.docx"))

    assert docgen.pictures(tmp_path / "t.docx") == {"seal": [[EMU, EMU]]}


def test_what_shows_no_picture_is_no_place(tmp_path):
    """Word lets a chart or a shape be described too."""
    document, drawing = described(tmp_path, "pictures.as_is")
    draw(document.add_paragraph(), io.BytesIO(GOOD), "pictures.seal", 1, 1)
    blip = drawing.find(f".//{A}blip")
    blip.getparent().remove(blip)
    document.save(str(tmp_path / "t.docx"))

    assert docgen.pictures(tmp_path / "t.docx") == {"seal": [[EMU, EMU]]}


@pytest.mark.parametrize("told", [b"pictures.as_is", "\ue000v0\ue001".encode()])
def test_what_a_picture_holds_by_chance_is_not_read_as_a_tag(tmp_path, told):
    document, _ = described(tmp_path, "pictures.as_is")
    own = GOOD[:33] + chunk(b"tEXt", told) + GOOD[33:]
    document.add_paragraph().add_run().add_picture(io.BytesIO(own), Mm(9))
    document.save(str(tmp_path / "t.docx"))

    assert own in opened(docgen.render(tmp_path / "t.docx", {})).values()


@pytest.mark.parametrize(("size", "count"), [(200_000, 1), (200_001, 0)])
def test_the_preview_carries_small_pictures_of_the_template_only(tmp_path, size, count):
    """200,000 bytes, a logo; a photograph would be sent with every character typed."""
    text = chunk(b"tEXt", bytes(size - len(GOOD) - 12))
    document, _ = described(tmp_path, "로고", GOOD[:33] + text + GOOD[33:])
    document.save(str(tmp_path / "t.docx"))

    assert docgen.preview(tmp_path / "t.docx", {}).count("<img") == count


def test_the_preview_shows_no_picture_a_browser_would_not(tmp_path):
    """Word keeps its own kinds, which no browser draws."""
    document, _ = described(tmp_path, "로고")
    document.save(str(tmp_path / "t.docx"))
    with zipfile.ZipFile(tmp_path / "t.docx") as archive:
        parts = {name.replace("image1.png", "image1.emf"): archive.read(name) for name in archive.namelist()}
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = parts[name].replace(b"image1.png", b"image1.emf").replace(b'"png"', b'"emf"')
    with zipfile.ZipFile(tmp_path / "t.docx", "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    assert "<img" not in docgen.preview(tmp_path / "t.docx", {})
