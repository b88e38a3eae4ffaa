"""Pictures given for a document: recognised by their first bytes, never decoded. The standard library alone, as all
that runs when a document is filled; the site judges uploads by the same walks."""

from __future__ import annotations

import struct

from docgen.errors import NotAPicture

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

LARGEST = 20 * 1024 * 1024  # bytes
PIXELS = 100_000_000  # what a reader may have to unpack
SIDE = 0x7FFF
SEGMENTS, CHUNKS = 10_000, 100_000  # of a JPEG before its data, of a PNG; no honest one has nearly as many
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
SCAN = 0xDA  # the marker before a JPEG's data
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}  # markers that tell the size
BARE = {0x01, *range(0xD0, 0xD9)}  # markers without a length

BROKEN = (struct.error, IndexError, ValueError)  # what walking through less than a whole picture raises


class Picture:
    """A picture given. type: "png" or "jpeg"; width, height: pixels."""

    __slots__ = ("content", "facts", "file", "type")

    def __init__(self, name: str, content: bytes) -> None:
        self.type, width, height = measured(name, content)
        self.content = content
        self.file = f"{name}.{self.type}"
        self.facts: dict[str, Any] = {"size": (width, height), "file": self.file}


def looked_at(wanted: Iterable[str], given: Mapping[str, bytes] | None) -> dict[str, Picture]:
    """Those of the given pictures a template wants, in a fixed order. Raises NotAPicture."""
    return {name: Picture(name, given[name]) for name in sorted(wanted) if name in given} if given else {}


def measured(name: str, content: bytes) -> tuple[str, int, int]:
    """("png" or "jpeg", width, height) in pixels. name: what NotAPicture calls it, which it raises for all else."""
    if len(content) > LARGEST:
        raise NotAPicture(f"{name} is larger than {LARGEST // 1024 // 1024} MB")
    try:
        if content.startswith(PNG):
            kind, (width, height) = "png", png_size(content)
        elif content.startswith(JPEG):
            kind, (width, height) = "jpeg", jpeg_size(content)
        else:
            raise NotAPicture(f"{name} is neither PNG nor JPEG")
    except BROKEN:
        raise NotAPicture(f"{name} is broken: its size cannot be read") from None
    if not (0 < width <= SIDE and 0 < height <= SIDE) or width * height > PIXELS:
        raise NotAPicture(f"{name} measures {width} × {height}, which no page can show")
    return kind, width, height


def png_size(content: bytes) -> tuple[int, int]:
    length, kind, width, height = struct.unpack_from(">L4sLL", content, len(PNG))
    if (length, kind) != (13, b"IHDR") or not content.endswith(b"IEND\xaeB`\x82"):
        raise ValueError
    return width, height


def jpeg_size(content: bytes) -> tuple[int, int]:
    for marker, place in segments(content):
        if marker in FRAMES:
            _, height, width = struct.unpack_from(">BHH", content, place + 2)
            return width, height
    raise ValueError


def segments(content: bytes) -> Iterator[tuple[int, int]]:
    """The markers of a JPEG up to that of its data, and where what follows each begins. Raises what `BROKEN` names."""
    place = 2
    for _ in range(SEGMENTS):
        if content[place] != 0xFF or content[place + 1] == 0:
            raise ValueError
        marker = content[place + 1]
        if marker == 0xFF:  # a filling byte
            place += 1
            continue
        yield marker, place + 2
        if marker == SCAN:
            return
        place += 2 if marker in BARE else 2 + struct.unpack_from(">H", content, place + 2)[0]
    raise ValueError


def chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The chunks of a PNG to its end: name, where the content begins, its size. Raises what `BROKEN` names."""
    place = len(PNG)
    for _ in range(CHUNKS):
        size, name = struct.unpack_from(">I4s", content, place)
        if place + size + 12 > len(content):
            raise ValueError
        yield name, place + 8, size
        if name == b"IEND":
            return
        place += size + 12
    raise ValueError
