"""The child that makes a file fit to be looked at: reads {"path", "key", "kind": its ending, "to"}, writes a picture
drawn again, or the text of an office document, and says {"made": true}, or {"why": one of views.UNSHOWN}.

Run by services/files/views.py as `python -m services.files.view_worker`; what it opens was uploaded by strangers. A
picture loses what a camera noted in it, where it was taken among them; of a document only text comes out.
"""

import io
import json
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from services.files import sealed_file
from services.files.child_process import limit, report

SECONDS, MEMORY = 20, 768 * 1024 * 1024
PIXELS = 64_000_000  # no paper is scanned larger; a bomb is
SIDE = 2400  # of what is shown: an A4 page at 200 dots an inch
CHARACTERS = 200_000  # of a document
ROOM = 32 * 1024 * 1024  # of one part of a document, unpacked
PARAGRAPH = 67  # HWPTAG_PARA_TEXT of the Hangul document format 5.0
INLINE = {4, 5, 6, 7, 8, 9, 19, 20}  # its control characters that take eight places, as do those below
EXTENDED = {1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23}


class Large(Exception):
    """More than will be read."""


def main() -> None:
    limit(SECONDS, MEMORY)
    task = json.load(sys.stdin)
    try:
        file, kind, to = io.BytesIO(sealed_file.told(task)), task["kind"], Path(task["to"])
        if kind in ("jpg", "jpeg", "png"):
            draw_again(file, "PNG" if kind == "png" else "JPEG", to)
        else:
            text = "".join(within(CHARACTERS, hwp(file) if kind == "hwp" else zipped(file, kind)))
            if not text.strip():
                report(why="empty")
                return
            to.write_text(text, encoding="utf-8")
    except (Large, MemoryError):
        report(why="large")
    except Exception:  # libraries raise anything on what is broken
        report(why="damaged")
    else:
        report(made=True)


def draw_again(file: IO[bytes], kind: str, to: Path) -> None:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # measured here
    with Image.open(file, formats=[kind]) as image:
        if image.width * image.height > PIXELS:
            raise Large
        image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no finer than it is shown
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((SIDE, SIDE))
        clean = Image.new(mode := "RGB" if kind == "JPEG" else "RGBA", upright.size)
        clean.paste(upright.convert(mode))
        clean.save(to, kind)


def within(most: int, pieces: Iterator[str]) -> Iterator[str]:
    for piece in pieces:
        yield piece[:most]
        most -= len(piece)
        if most <= 0:
            yield "\n…"
            return


def hwp(file: IO[bytes]) -> Iterator[str]:
    """The paragraphs of a Hangul document 5.0, section by section."""
    import olefile

    with olefile.OleFileIO(file) as document:
        packed = struct.unpack_from("<I", document.openstream("FileHeader").read(), 36)[0] & 1
        sections = sorted(
            (name for name in document.listdir() if name[0] == "BodyText"), key=lambda name: int(name[1][7:])
        )
        for name in sections:
            content = document.openstream(name).read()
            yield from paragraphs(unpacked(content) if packed else content)


def unpacked(content: bytes) -> bytes:
    opened = zlib.decompressobj(-zlib.MAX_WBITS)
    whole = opened.decompress(content, ROOM)
    if opened.unconsumed_tail:
        raise Large
    return whole


def paragraphs(records: bytes) -> Iterator[str]:
    """Each record is a word of tag, level and size, and its content."""
    at = 0
    while at + 4 <= len(records):
        (head,) = struct.unpack_from("<I", records, at)
        at, size = at + 4, head >> 20
        if size == 0xFFF:
            (size,) = struct.unpack_from("<I", records, at)
            at += 4
        if head & 0x3FF == PARAGRAPH:
            yield characters(records[at : at + size]) + "\n"
        at += size


def characters(content: bytes) -> str:
    words, found, at = struct.unpack(f"<{len(content) // 2}H", content[: len(content) // 2 * 2]), [], 0
    while at < len(words):
        word = words[at]
        if word > 31:
            found.append(word)
        elif word in (9, 10, 13, 24, 30, 31):
            found.append(10 if word == 10 else 32)
        at += 8 if word in INLINE or word in EXTENDED else 1
    return struct.pack(f"<{len(found)}H", *found).decode("utf-16-le", "replace")


PARTS = {"hwpx": "Contents/section", "docx": "word/document", "xlsx": "xl/"}
BREAKS = {"p", "row", "tr", "br", "si"}  # elements that end a line
CELLS = {"c", "tc", "tab"}


def zipped(file: IO[bytes], kind: str) -> Iterator[str]:
    """The text of a document that is XML in a ZIP."""
    with ZipFile(file) as archive:
        names = sorted((n for n in archive.namelist() if n.startswith(PARTS[kind]) and n.endswith(".xml")), key=natural)
        if kind == "xlsx":
            yield from sheets(archive, [name for name in names if name.startswith("xl/worksheets/sheet")])
            return
        for name in names:
            for tag, text, _ in elements(archive, name):
                if tag == "t":
                    yield text
                yield "\n" if tag in BREAKS else "\t" if tag in CELLS else ""


def natural(name: str) -> tuple[int, str]:
    return len(name), name


def sheets(archive: ZipFile, names: list[str]) -> Iterator[str]:
    """The cells of a workbook as they are kept: shared words by their number."""
    shared = shared_words(archive)
    for name in names:
        value = ""
        for tag, text, kept in elements(archive, name):
            if tag in ("v", "t"):
                value = text
            elif tag == "c":
                yield (shared[int(value)] if kept.get("t") == "s" and value else value) + "\t"
                value = ""
            elif tag == "row":
                yield "\n"
        yield "\n"


def shared_words(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    found, words = [], ""
    for tag, text, _ in elements(archive, "xl/sharedStrings.xml"):
        words += text if tag == "t" else ""
        if tag == "si":
            found.append(words)
            words = ""
    return found


def elements(archive: ZipFile, name: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(tag, text, attributes) of each element as it ends. No entity is read and nothing fetched."""
    from lxml import etree

    if archive.getinfo(name).file_size > ROOM:
        raise Large
    with archive.open(name) as part:
        found = etree.iterparse(part, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        for _, element in found:
            if isinstance(element.tag, str):
                yield etree.QName(element).localname, element.text or "", dict(element.attrib)
            element.clear()


if __name__ == "__main__":
    main()
