"""What a page shows of an uploaded file: never more than text, a picture drawn again, or a PDF that acts by nothing."""

import io
import struct
import zlib

import pytest
from PIL import Image

from services.files import view_worker, views
from services.files.stored_file import StoredFile
from tests.uploads import archive, chunk, pages, png

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCX = f"<w:document {W}><w:body><w:p><w:r><w:t>경력 &lt;b&gt;</w:t></w:r></w:p><w:p><w:r><w:t>둘째 줄</w:t></w:r></w:p></w:body></w:document>"
HWPX = '<sec xmlns:hp="x"><hp:p><hp:run><hp:t>재직 증명</hp:t></hp:run></hp:p></sec>'
SHARED = "<sst><si><t>이름</t></si><si><t>홍</t><t>길동</t></si></sst>"
SHEET = '<worksheet><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v>12</v></c></row></worksheet>'
DOCUMENTS = {
    "a.docx": archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": DOCX.encode()}),
    "a.hwpx": archive({"mimetype": b"application/hwp+zip", "Contents/section0.xml": HWPX.encode()}),
    "a.xlsx": archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/sharedStrings.xml": SHARED.encode(),
            "xl/worksheets/sheet1.xml": SHEET.encode(),
        }
    ),
}
TEXTS = {"a.docx": "경력 <b>\n둘째 줄\n", "a.hwpx": "재직 증명\n", "a.xlsx": "이름\t홍길동\t12\t\n\n"}
ENTITIES = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:t>&f;</w:t></w:document>'
SCRIPTS = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
BOMB = (
    (  # a picture of thirty thousand pixels a side in a few bytes
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 8, 0, 0, 0, 0))
    )
    + chunk(b"IDAT", zlib.compress(bytes(30001)))
    + chunk(b"IEND", b"")
)


def photo() -> bytes:
    """A photo on its side that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=b"secret place")
    return out.getvalue()


@pytest.fixture
def seen(tmp_path):
    def look(content: bytes, name: str) -> views.View:
        path = tmp_path / "stored"
        path.write_bytes(content)
        return views.of(StoredFile(path), name)

    return look


@pytest.mark.parametrize("name", DOCUMENTS)
def test_of_an_office_document_only_its_text_is_shown(seen, name):
    assert seen(DOCUMENTS[name], name) == views.View(views.TEXT, TEXTS[name].encode())


def test_a_photo_is_drawn_again_upright_and_says_no_more_where_it_was_taken(seen):
    view = seen(photo(), "scan.JPG")

    assert view.kind == views.JPEG
    assert b"secret" in photo()
    assert b"secret" not in view.content
    assert Image.open(io.BytesIO(view.content)).size == (30, 40)
    assert seen(png(6), "seal.png").kind == views.PNG


def test_a_pdf_is_shown_as_it_is(seen):
    assert seen(pages(2), "a.pdf") == views.View(views.PDF, pages(2))


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (SCRIPTS, "a.pdf", "active"),
        (pages(password="x"), "a.pdf", "active"),
        (b"<script>alert(1)</script>", "a.pdf", "damaged"),
        (b"<script>alert(1)</script>", "a.jpg", "damaged"),
        (b"<script>alert(1)</script>", "a.html", "damaged"),
        (b"<svg onload=alert(1)>", "a.docx", "damaged"),
        (BOMB, "a.png", "large"),
        (archive({"word/document.xml": b"<a>" + b" " * (view_worker.ROOM + 1) + b"</a>"}), "a.docx", "large"),
        (archive({"word/document.xml": ENTITIES}), "a.docx", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.hwp", "damaged"),
    ],
)
def test_what_is_not_fit_to_be_shown_is_said_to_be_for_downloading(seen, content, name, why):
    assert seen(content, name) == views.unshown(why)


def test_the_paragraphs_of_a_hangul_document_without_what_steers_them():
    def record(tag: int, content: bytes) -> bytes:
        return struct.pack("<I", tag | len(content) << 20) + content

    steered = struct.pack("<8H", 2, 1, 1, 1, 1, 1, 1, 2) + "가나".encode("utf-16-le") + struct.pack("<H", 13)
    records = record(66, b"head") + record(67, steered) + record(67, "둘째".encode("utf-16-le"))

    assert "".join(view_worker.paragraphs(records)) == "가나 \n둘째\n"
