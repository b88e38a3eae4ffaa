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


def png(colours: int = 2, interlaced: int = 0) -> bytes:
    """Two by two pixels. colours: PNG's colour type."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
    head = struct.pack(">IIBBBBB", 2, 2, 8, colours, 0, 0, interlaced)
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


def hwp(sectors: int = 4) -> bytes:
    """The outside of a Hangul document: a header, a table of sectors, and the names and signature it is known by."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHH", 0x3E, 3, 0xFFFE, 9) + bytes(44)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, *[0xFFFFFFFE] * (sectors - 1), *[0xFFFFFFFF] * (128 - sectors))
    body = "FileHeader".encode("utf-16-le").ljust(128, b"\0") + b"HWP Document File"
    return head + table + body.ljust(512 * (sectors - 1), b"\0")


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
