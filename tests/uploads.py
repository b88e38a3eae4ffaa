"""Small whole files of every kind that may be uploaded, and parts to make hostile ones of."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from pypdf import PdfWriter
from pypdf.constants import UserAccessPermissions

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pages(count: int = 1, password: str = "", limits: str = "") -> bytes:
    """A PDF of blank pages. password: asked for to open it; limits: asked for to print it and the like."""
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    if password or limits:
        writer.encrypt(password, limits or None, algorithm="AES-256", permissions_flag=UserAccessPermissions(0))
    writer.write(out)
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(colours: int = 2) -> bytes:
    """Two by two pixels. colours: PNG's colour type."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
    head = struct.pack(">IIBBBBB", 2, 2, 8, colours, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\1" * 2 * channels) * 2)
    palette = chunk(b"PLTE", b"\xff\0\0\0\0\xff") if colours == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(turn: int = 1, colours: int = 3) -> bytes:
    """The frame of a JPEG, forty pixels wide and thirty high. turn: its EXIF orientation."""
    exif = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)
    frame = struct.pack(">BHHB", 8, 30, 40, colours) + b"\1\x11\0" * colours
    return b"\xff\xd8" + segment(0xE1, exif) + segment(0xC0, frame) + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x7f\xff\xd9"


def archive(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
HWPX = {"mimetype": b"application/hwp+zip", "Contents/section0.xml": b"<sec/>"}


def hwp(sectors: int = 8, header: str = "FileHeader", signature: bytes = b"HWP Document File") -> bytes:
    """A Hangul document's compound file: a short stream, its header, and a long one of so many sectors."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    begins, chain = 4, range(5, 4 + sectors)
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I109I", 0, 1, 1, 0, 4096, 2, 1, end, 0, 0, *[free] * 108)

    def entry(name: str, kind: int, start: int, size: int, left: int = free, child: int = free) -> bytes:
        coded = name.encode("utf-16-le") + b"\0\0"
        facts = struct.pack("<64sHBBIII36xIQ", coded, len(coded), kind, 1, left, free, child, start, size)
        return facts if name else bytes(128)

    fat = [table, end, end, end, *chain, end]
    entries = [
        entry("Root Entry", 5, 3, 256, child=1),
        entry(header, 2, 0, 256, left=2),
        entry("DocInfo", 2, begins, 512 * sectors),
        entry("", 0, 0, 0),
    ]
    short = [1, 2, 3, end]
    made = head + struct.pack("<128I", *fat, *[free] * (128 - len(fat))) + b"".join(entries)
    made += struct.pack("<128I", *short, *[free] * 124) + signature.ljust(512, b"\0")
    return made + b"\1" * 512 * sectors


WHOLE = {
    "pdf": PDF,
    "jpg": jpeg(),
    "jpeg": jpeg(),
    "png": png(),
    "hwp": hwp(),
    "hwpx": archive(HWPX),
    "docx": archive(DOCX),
    "xlsx": archive(XLSX),
}
