"""What an upload really is: whole files of each kind pass, and a corpus of hostile and broken ones is refused, each
with the sentence that helps."""

import io
import random
import resource
import struct
import time
import zipfile
import zlib
from contextlib import nullcontext, suppress

import pytest

from config import HOUSE
from services.files.validation import Refused, check
from tests.uploads import DOCX, HWPX, PDF, WHOLE, XLSX, archive, hwp, jpeg, pages, png

MB = 1024 * 1024


def changed(content: bytes, what: bytes, into: bytes) -> bytes:
    assert what in content
    return content.replace(what, into)


def with_entry(name: str, **facts: object) -> bytes:
    """A document with one entry more, of this name, and with these facts about it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for inside, content in DOCX.items():
            made.writestr(inside, content)
        info = zipfile.ZipInfo(name)
        for fact, value in facts.items():
            setattr(info, fact, value)
        made.writestr(info, b"x")
    return out.getvalue()


def twice() -> bytes:
    """A document with two entries of one name, which readers disagree about."""
    return changed(archive(DOCX | {"word/documenu.xml": b"<other/>"}), b"documenu", b"document")


def lying(size: int) -> bytes:
    """A document whose directory and local header declare one entry's inflated size wrongly."""
    content = bytearray(archive(DOCX | {"word/media.bin": b"a" * 5000}))
    true = struct.pack("<I", 5000)
    return bytes(content).replace(true, struct.pack("<I", size))


def bomb(inflated: int) -> bytes:
    """Some 48 KB that inflate to fifty megabytes, say."""
    return archive(DOCX | {"word/media.bin": bytes(inflated)})


def object_stream(objects: bytes) -> bytes:
    """A PDF with one object, number 9, packed into a stream."""
    return with_stream(zlib.compress(b"9 0 " + objects), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")


def with_stream(content: bytes, facts: bytes) -> bytes:
    made = b"2 0 obj<<%s/Length %d>>stream\r\n%s\nendstream endobj\ntrailer" % (facts, len(content), content)
    return changed(PDF, b"trailer", made)


def active(what: bytes) -> bytes:
    return changed(PDF, b"/Type/Catalog", b"/Type/Catalog" + what)


def endless_hwp() -> bytes:
    """One whose list of tables names itself as what follows it, thirty million times over."""
    tables = 4_000_000_000
    lists = (tables - 109 + 126) // 127
    content = bytearray(hwp())
    struct.pack_into("<I", content, 44, tables)
    struct.pack_into("<II", content, 68, 4, lists)
    struct.pack_into("<128I", content, 512 * 5, *[0] * 127, 4)
    return bytes(content)


@pytest.mark.parametrize("ending", WHOLE)
def test_a_whole_file_of_each_kind_passes(ending):
    check(WHOLE[ending], f"서류.{ending}")
    check(WHOLE[ending], f"서류.{ending.upper()}")


@pytest.mark.parametrize("path", sorted((HOUSE / "doc_templates").glob("*.docx")), ids=lambda path: path.name)
def test_what_word_and_our_own_documents_are_made_of_passes(path):
    check(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF + b"trailing note", "덧붙은 글.pdf"),
        (pages(3), "빈 쪽.pdf"),
        (object_stream(b"<</Type/Page>>"), "묶인 객체.pdf"),
        (changed(PDF, b"/Type/Catalog", b"/Type/Catalog/JavaScripture 1/Launched 2"), "비슷한 이름.pdf"),
        (png(6), "투명.png"),
        (jpeg(6), "돌린 사진.jpg"),
        (archive(DOCX, zipfile.ZIP_STORED), "그대로 담은.docx"),
        (archive(DOCX | {f"word/media/{number}.png": b"x" for number in range(900)}), "그림 많은.docx"),
        (hwp(100), "긴 한글.hwp"),
    ],
)
def test_unusual_but_honest_files_pass(content, name):
    check(content, name)


HOSTILE = [
    # what it is not
    (b"", "빈.pdf", "빈 파일"),
    (b"MZ\x90\0 an executable", "증명원.pdf", "다른 종류"),
    (b"\x7fELF", "증명원.hwp", "다른 종류"),
    (b"<html><script>alert(1)</script>", "증명원.pdf", "다른 종류"),
    (PDF, "증명원.exe", "종류"),
    (PDF, "증명원.png", "다른 종류"),
    (PDF, "증명원.pdf.js", "종류"),
    (PDF, "pdf", "종류의 파일"),
    (PDF, "증명원", "종류"),
    (WHOLE["docx"], "증명원.zip", "종류"),
    (WHOLE["docx"], "증명원.xlsx", "다른 종류"),
    (WHOLE["docx"], "증명원.hwpx", "다른 종류"),
    (WHOLE["xlsx"], "증명원.docx", "다른 종류"),
    (WHOLE["hwpx"], "증명원.docx", "다른 종류"),
    (archive({"a.txt": b"x"}), "증명원.docx", "다른 종류"),
    (WHOLE["hwp"], "증명원.doc", "종류"),
    (hwp(signature=b"Word.Document.8"), "증명원.hwp", "한글 문서가 아닙니다"),
    (hwp(header="WordDocument") + b"HWP Document File", "증명원.hwp", "한글 문서가 아닙니다"),
    (PDF.ljust(20 * MB + 1, b"0"), "큰.pdf", "20MB"),
    # cut off
    (PDF[:-7], "증명원.pdf", "깨졌습니다"),
    (b"%PDF-1.7", "증명원.pdf", "깨졌습니다"),
    (png()[:-1], "증명원.png", "깨졌습니다"),
    (png()[:30], "증명원.png", "깨졌습니다"),
    (b"\x89PNG\r\n\x1a\n" + bytes(12), "증명원.png", "깨졌습니다"),
    (jpeg()[:-2], "증명원.jpg", "깨졌습니다"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "증명원.jpg", "깨졌습니다"),
    (b"\xff\xd8\xff\xd9", "증명원.jpg", "깨졌습니다"),
    (WHOLE["docx"][:-30], "증명원.docx", "깨졌습니다"),
    (WHOLE["docx"][:40], "증명원.docx", "깨졌습니다"),
    (changed(archive(DOCX, zipfile.ZIP_STORED), b"<document/>", b"<documenT/>"), "증명원.docx", "깨졌습니다"),
    (hwp()[:-512], "증명원.hwp", "깨졌습니다"),
    (hwp()[:-4096], "증명원.hwp", "깨졌습니다"),
    (hwp()[:700] + b"HWP Document File" + "FileHeader".encode("utf-16-le"), "증명원.hwp", "깨졌습니다"),
    (endless_hwp(), "증명원.hwp", "깨졌습니다"),
    # two in one
    (PDF + WHOLE["docx"], "증명원.pdf", "두 가지 형식"),
    (png() + WHOLE["docx"], "증명원.png", "두 가지 형식"),
    (jpeg() + archive({"a.exe": b"MZ"}), "증명원.jpg", "두 가지 형식"),
    (hwp() + archive({"a.exe": b"MZ"}), "증명원.hwp", "두 가지 형식"),
    (archive({"a": b"", **DOCX}, zipfile.ZIP_STORED)[:31] + PDF + WHOLE["docx"], "증명원.docx", "두 가지 형식"),
    (archive({"%PDF-1.7": b"", **DOCX}), "증명원.docx", "두 가지 형식"),
    (WHOLE["docx"] + b"MZ behind the end", "증명원.docx", "두 가지 형식"),
    (WHOLE["docx"][:4] + b"MZ" + WHOLE["docx"][4:], "증명원.docx", "두 가지 형식"),
    (b"\xff\xd8\xff\xfe\0\x0a%PDF-1.7" + jpeg()[2:], "증명원.jpg", "두 가지 형식"),
    # bombs
    (bomb(50 * MB), "증명원.docx", "지나치게"),
    (archive(XLSX | {"xl/media.bin": bytes(50 * MB)}), "증명원.xlsx", "지나치게"),
    (archive(HWPX | {"Contents/media.bin": bytes(50 * MB)}), "증명원.hwpx", "지나치게"),
    (archive(DOCX | {f"word/{number}": b"" for number in range(1001)}), "증명원.docx", "지나치게"),
    (object_stream(bytes(20 * MB)), "증명원.pdf", "지나치게"),
    # directories that lie, or lead elsewhere
    (lying(10), "증명원.docx", "깨졌습니다"),
    (lying(10**9), "증명원.docx", "깨졌습니다"),
    (twice(), "증명원.docx", "이상한 이름"),
    (with_entry("../../etc/passwd"), "증명원.docx", "이상한 이름"),
    (with_entry("word/../../x"), "증명원.docx", "이상한 이름"),
    (with_entry("/etc/passwd"), "증명원.docx", "이상한 이름"),
    (with_entry("C:/Windows/x"), "증명원.docx", "이상한 이름"),
    (with_entry("word\\..\\x"), "증명원.docx", "이상한 이름"),
    (with_entry("word/link", external_attr=0o120777 << 16), "증명원.docx", "이상한 이름"),
    (changed(archive(DOCX | {"word/afile": b""}), b"word/afile", b"word/a\0ile"), "증명원.docx", "이상한 이름"),
    # what acts by itself, or cannot be looked into
    (archive(DOCX | {"word/vbaProject.bin": b"x"}), "증명원.docx", "매크로"),
    (archive(DOCX | {"word/VBAPROJECT.BIN": b"x"}), "증명원.docx", "매크로"),
    (archive(DOCX | {"[Content_Types].xml": b"document.macroEnabled.main+xml"}), "증명원.docx", "매크로"),
    (hwp()[:-24] + "_VBA_PROJECT".encode("utf-16-le"), "증명원.hwp", "매크로"),
    (active(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "증명원.pdf", "스크립트"),
    (active(b"/OpenAction<</S/#4aava#53cript>>"), "증명원.pdf", "스크립트"),
    (active(b"/Names<</JavaScript 3 0 R>>"), "증명원.pdf", "스크립트"),
    (active(b"/OpenAction<</S/Launch/F(calc.exe)>>"), "증명원.pdf", "다른 프로그램"),
    (active(b"/Names<</EmbeddedFiles 3 0 R>>"), "증명원.pdf", "다른 파일"),
    (object_stream(b"<</S/JavaScript>>"), "증명원.pdf", "스크립트"),
]


@pytest.mark.parametrize(("content", "name", "sentence"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_or_broken_file_is_refused_with_what_helps(content, name, sentence):
    with pytest.raises(Refused, match=sentence):
        check(content, name)


def encrypted() -> bytes:
    """A document that says its entries are encrypted, in both places that say so."""
    content = WHOLE["docx"]
    return content.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0").replace(
        b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"
    )


def test_an_encrypted_document_is_refused():
    with pytest.raises(Refused, match="암호"):
        check(encrypted(), "증명원.docx")


def test_entries_that_overlap_count_each_time_they_are_inflated():
    """A quoted bomb (zbsm): many directory entries lead to the same packed bytes."""
    base = archive(DOCX | {"word/kernel": bytes(4 * MB)})
    end = base.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<I", base, end + 16)[0]
    directory = base[start:end]
    record = directory[directory.rfind(b"PK\x01\x02") :]
    many = directory + b"".join(record.replace(b"word/kernel", b"word/k%05d" % number) for number in range(200))
    tail = struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, 203, 203, len(many), start, 0)

    with pytest.raises(Refused):
        check(base[:start] + many + tail, "증명원.docx")


def test_java_writers_that_always_use_64_bit_records_are_understood():
    content = WHOLE["xlsx"]
    end = content.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", content, end + 10)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    check(content[:end] + record + locator + content[end:], "큰 표.xlsx")


def test_what_is_large_or_endless_takes_neither_long_nor_much_memory():
    noise = random.Random(1).randbytes(15 * MB)
    endless = [
        (b"\xff\xd8" + b"\xff" * 15 * MB, "a.jpg"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0IHDR" + bytes(15 * MB), "a.png"),
    ]
    large = [
        (archive(DOCX | {"word/noise": noise, "word/empty": bytes(80 * MB)}), "a.docx"),
        (b"%PDF-1.7 " + b"/ObjStm stream\n" * 1_000_000 + b"endstream %%EOF", "a.pdf"),
        (b"%PDF-1.7 " + noise + b"%%EOF", "a.pdf"),
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for content, name in endless + large:
        began = time.process_time()
        with pytest.raises(Refused) if (content, name) in endless else nullcontext():
            check(content, name)
        assert time.process_time() - began < 2, name
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024, "kB"


@pytest.mark.parametrize("ending", WHOLE)
def test_files_with_bytes_changed_at_random_pass_or_are_refused_and_nothing_else(ending):
    chance = random.Random(ending)
    for _ in range(25 if ending == "hwp" else 150):  # a child for each of those
        content = bytearray(WHOLE[ending])
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        end = chance.choice([len(content), chance.randrange(len(content))])
        with suppress(Refused):
            check(bytes(content[:end]), f"a.{ending}")
