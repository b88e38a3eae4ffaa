"""What of a PDF is looked into: names where they act, not where they are merely written, however they are packed;
locks; headers behind text; and PDFs that programs print."""

import io
import os
import shutil
import subprocess
import time
import zlib
from base64 import a85encode

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, StreamObject, TextStringObject

from services.files import child_process, pdf_inspector, pdf_worker
from services.files.refused import Refused
from services.files.validation import check
from tests.uploads import DOCX, PDF, archive, jpeg, pages

SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
NAME = "증명원.pdf"


def made(*objects: bytes, catalog: bytes = b"", head: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 2, and what its catalog says besides."""
    numbered = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, start=2))
    return b"%%PDF-1.7\n%s1 0 obj<</Type/Catalog%s>>endobj\n%strailer<</Root 1 0 R>>\n%%%%EOF\n" % (
        head,
        catalog,
        numbered,
    )


def stream(content: bytes, facts: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (facts, len(content), content)


def packed(objects: bytes, filters: bytes, content: bytes, more: bytes = b"") -> bytes:
    return made(stream(content, b"/Type/ObjStm/N 1/First 4" + filters + more))


def sub(content: bytes, columns: int = 8) -> bytes:
    """Rows as PNG's Sub predictor has them."""
    content = content.ljust(-(-len(content) // columns) * columns)
    rows = [content[at : at + columns] for at in range(0, len(content), columns)]
    return b"".join(
        b"\1" + bytes((now - before) & 255 for before, now in zip(b"\0" + row, row, strict=False)) for row in rows
    )


HIDDEN = b"9 0 " + SCRIPT
FLATE = zlib.compress(HIDDEN)
PREDICTED = b"/DecodeParms<</Predictor 15/Columns 8>>"
PACKED = {
    "plain": (b"", HIDDEN, b""),
    "Flate": (b"/Filter/FlateDecode", FLATE, b""),
    "ASCIIHex": (b"/Filter/ASCIIHexDecode", HIDDEN.hex().encode() + b">", b""),
    "ASCIIHex and Flate": (b"/Filter[/ASCIIHexDecode/FlateDecode]", FLATE.hex().encode() + b">", b""),
    "ASCII85": (b"/Filter/ASCII85Decode", a85encode(HIDDEN) + b"~>", b""),
    "ASCII85 and Flate": (b"/Filter[/ASCII85Decode/FlateDecode]", a85encode(FLATE) + b"~>", b""),
    "a predictor": (b"/Filter/FlateDecode", zlib.compress(sub(HIDDEN)), PREDICTED),
    "Flate twice": (b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(FLATE), b""),
    "RunLength": (b"/Filter/RunLengthDecode", bytes([len(HIDDEN) - 1]) + HIDDEN + b"\x80", b""),
    "names in codes": (b"/#46ilter/Fl#61teDecode", FLATE, b""),
}


@pytest.mark.parametrize("how", PACKED)
def test_a_script_is_found_however_its_object_is_packed(how):
    filters, content, more = PACKED[how]

    with pytest.raises(Refused, match="스크립트"):
        check(packed(HIDDEN, filters, content, more), NAME)


def test_a_script_is_found_in_an_object_stream_that_does_not_say_it_is_one():
    with pytest.raises(Refused, match="스크립트"):
        check(made(stream(FLATE, b"/N 1/First 4/Filter/FlateDecode")), NAME)


def test_a_filter_that_stands_elsewhere_is_followed_and_one_that_is_not_known_is_refused():
    elsewhere = made(stream(FLATE, b"/Type/ObjStm/N 1/First 4/Filter 3 0 R"), b"/FlateDecode")
    with pytest.raises(Refused, match="스크립트"):
        check(elsewhere, NAME)
    with pytest.raises(Refused, match="깨졌습니다"):
        check(packed(HIDDEN, b"/Filter/NobodysDecode", FLATE), NAME)


def test_an_end_written_inside_an_object_stream_hides_nothing_behind_it():
    objects = b"9 0 [(endstream)" + SCRIPT + b"]"

    with pytest.raises(Refused, match="스크립트"):
        check(made(stream(objects, b"/Type/ObjStm/N 1/First 4")), NAME)


ACTIVE = {
    b"/OpenAction" + SCRIPT: "스크립트",
    b"/OpenAction<</S/#4aava#53cript/JS(x)>>": "스크립트",
    b"/OpenAction<</S/GoTo>>/OpenAction" + SCRIPT: "스크립트",
    b"/OpenAction<</S/Rendition/JS(x)>>": "스크립트",
    b"/OpenAction<</S/Launch/F(calc.exe)>>": "다른 프로그램",
    b"/Names<</EmbeddedFiles<</Names[(a)<</F(a)>>]>>>>": "다른 파일이 붙어",
    b"/AF[<</Type/Filespec/F(a)/EF<</F 9 0 R>>>>]": "다른 파일이 붙어",
    b"/AcroForm<</XFA 9 0 R>>": "XFA",
    b"/A<</Subtype/RichMedia>>": "동영상",
    b"/A<</S/SubmitForm/F(https://example.com)>>": "다른 곳으로 보내는",
    b"/A<</S/GoToE/T<</R/C>>>>": "붙은 파일을 여는",
    b"/A<</S/ImportData/F(a.fdf)>>": "불러오는",
}


@pytest.mark.parametrize("says", ACTIVE, ids=lambda says: says[:40].decode())
def test_what_acts_by_itself_or_carries_files_is_refused_plain_and_packed(says):
    with pytest.raises(Refused, match=ACTIVE[says]):
        check(made(catalog=says), NAME)
    content = zlib.compress(b"9 0 <<" + says + b">>")
    with pytest.raises(Refused, match=ACTIVE[says]):
        check(packed(b"", b"/Filter/FlateDecode", content), NAME)


WORDS = b"/JavaScript /Launch /EmbeddedFiles /XFA /S /SubmitForm"
HARMLESS = {
    "an address": made(b"<</Subtype/Link/A<</S/URI/URI(https://x/Web/JavaScript)>>>>"),
    "a string": made(b"<</Title(" + WORDS + b" \\) /JavaScript \\( (/Launch) <</S/JavaScript>>)>>"),
    "hexadecimals": made(b"<</Title<2F4A6176 615363726970 74>>>"),
    "a comment": made(b"<</A 1 % " + WORDS + b"\n/B 2>>"),
    "the text of a page": made(stream(b"BT (" + WORDS + b") Tj ET /JavaScript gs")),
    "an empty list of files": made(catalog=b"/Names<</EmbeddedFiles<</Names[]>>/JavaScript<<>>>>"),
    "an empty list elsewhere": made(b"<</Kids[3 0 R]>>", b"<</Names[]>>", catalog=b"/Names<</EmbeddedFiles 2 0 R>>"),
    "no form": made(catalog=b"/AcroForm<</XFA null/Fields[]>>"),
    "names alike": made(catalog=b"/JavaScripture 1/Launched 2/FirstChar 3"),
    "a font": made(b"<</Font<</JS 3 0 R/EF 4 0 R>>>>"),
    "an outline": made(b"<</Type/Outlines/First 3 0 R/Count 1>>", b"<</Title(a)/Parent 2 0 R>>"),
    "packed words": packed(b"", b"/Filter/FlateDecode", zlib.compress(b"9 0 <</Title(" + WORDS + b")>>")),
}


@pytest.mark.parametrize("where", HARMLESS)
def test_a_name_that_is_merely_written_counts_for_nothing(where):
    assert not check(HARMLESS[where], NAME)


def test_a_list_of_files_that_is_empty_in_one_version_only_counts():
    content = made(
        b"<</Names[]>>", b"null\nendobj\n2 0 obj<</Names[(a)9 0 R]>>", catalog=b"/Names<</EmbeddedFiles 2 0 R>>"
    )

    with pytest.raises(Refused, match="다른 파일이 붙어"):
        check(content, NAME)


# Locks


def test_a_pdf_that_asks_for_a_password_is_refused_and_one_with_limits_is_only_noted():
    with pytest.raises(Refused, match="열 때 암호를 묻는 PDF"):
        check(pages(1, password="비밀"), NAME)

    assert check(pages(1, limits="주인"), NAME)
    assert not check(pages(1), NAME)


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_a_lock_that_opens_by_itself_hides_no_script(algorithm):
    """The bytes of a locked stream are enciphered: nothing in it is to be read without opening it."""
    writer, out, objects = PdfWriter(), io.BytesIO(), StreamObject()
    writer.add_blank_page(595, 842)
    objects.update({NameObject("/Type"): NameObject("/ObjStm"), NameObject("/First"): NumberObject(4)})
    objects.set_data(HIDDEN)
    writer._add_object(objects)
    writer.encrypt("", "주인", algorithm=algorithm)
    writer.write(out)
    assert b"JavaScript" not in out.getvalue()

    with pytest.raises(Refused, match="스크립트"):
        check(out.getvalue(), NAME)


def test_a_lock_nobody_knows_is_refused_as_one():
    content = made(b"<</Filter/Adobe.PubSec/V 4>>").replace(b"/Root", b"/Encrypt 2 0 R/Root")

    with pytest.raises(Refused, match="암호"):
        check(content, NAME)


# Headers


@pytest.mark.parametrize(
    "before",
    [
        b"\n",
        b" \t\r\n" * 200,
        "\ufeff".encode(),
        "<br /><b>경고</b>: 이 줄은 서버가 남겼습니다.\n".encode(),
        "안내\r\n".encode("cp949"),
    ],
)
def test_a_pdf_behind_blanks_or_text_is_taken_and_bound(before, tmp_path):
    content = before + pages(2)
    check(content, NAME)
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    writer = PdfWriter()

    pdf_worker.bind(writer, {"path": str(path), "title": "증명원"})

    assert len(writer.pages) == 2


@pytest.mark.parametrize(
    "before",
    [
        b"MZ\x90\0",
        b"MZ ",
        b"PK\3\4",
        b"#!/bin/sh\n",
        b"\x7fELF",
        b"\0\1\2",
        b" " * 1025,
        jpeg()[:40],
        archive(DOCX)[:60],
    ],
    ids=["exe", "short exe", "zip", "script", "elf", "noise", "too far", "jpeg", "docx"],
)
def test_a_pdf_behind_anything_else_is_none(before):
    with pytest.raises(Refused, match="다른 종류"):
        check(before + PDF, NAME)


def test_what_stands_behind_text_is_looked_into_all_the_same():
    with pytest.raises(Refused, match="스크립트"):
        check(b"\n" + made(catalog=b"/OpenAction" + SCRIPT), NAME)
    with pytest.raises(Refused, match="암호"):
        check(b"\n" + pages(1, password="비밀"), NAME)


# Limits


def test_a_bomb_of_objects_and_an_endless_file_end_soon():
    twice = zlib.compress(zlib.compress(bytes(60 * 1024 * 1024), 9), 9)
    with pytest.raises(Refused, match="지나치게"):
        check(packed(b"", b"/Filter[/FlateDecode/FlateDecode]", twice), NAME)
    began = time.monotonic()
    with pytest.raises(Refused, match="지나치게 크거나 복잡"):
        check(b"%PDF-1.7 /JS " + b"1 0 obj(" * 2_000_000 + b"%%EOF", NAME)
    assert time.monotonic() - began < pdf_inspector.SECONDS + 10


# What programs print

PAGE = """<!doctype html><html lang="ko"><title>/JavaScript 안내</title><h1>/Launch 와 /EmbeddedFiles</h1>
<p>한글과 <a href="https://example.com/Web/JavaScript">/S /JavaScript</a>, <a href="#끝">끝으로</a></p>
<input value="/XFA"><table><tr><td>1<td>2</table><h2 id="끝">끝</h2></html>"""


def needed(program: str) -> str:
    if shutil.which(program) is None and not os.environ.get("CI"):
        pytest.skip(f"{program} is not installed")
    return program


def test_a_page_printed_by_chromium_is_taken(tmp_path):
    page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(PAGE, encoding="utf-8")
    command = [
        needed(os.environ.get("CHROMIUM", "chromium-headless-shell")),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/profile",
    ]
    subprocess.run(
        [*command, "--generate-pdf-document-outline", f"--print-to-pdf={pdf}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    assert PdfReader(pdf).pages
    assert not check(pdf.read_bytes(), NAME)


def test_a_page_printed_by_libreoffice_is_taken_with_limits_too(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    limited = (
        '{"RestrictPermissions":{"type":"boolean","value":"true"},"PermissionPassword":{"type":"string","value":"x"}}'
    )
    for kind, noted in (("pdf", False), (f"pdf:writer_web_pdf_Export:{limited}", True)):
        command = [needed("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", tmp_path, page], check=True, capture_output=True, timeout=240
        )
        content = (tmp_path / "page.pdf").read_bytes()
        assert check(content, NAME) is noted


def test_most_pdfs_are_settled_by_their_bytes(monkeypatch):
    monkeypatch.setattr(child_process, "inspect_upload", lambda *_: pytest.fail("a child was asked"))

    assert not check(pages(3), NAME)
    assert not check(PDF, NAME)


def test_a_document_that_titles_itself_after_a_name_is_taken():
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": TextStringObject("/JavaScript /EmbeddedFiles")})
    writer.write(out)

    assert not check(out.getvalue(), NAME)
