"""Pictures given for a document: recognised by their first bytes, never decoded."""

from __future__ import annotations

import struct

from docgen.errors import NotAPicture

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

LARGEST = 20 * 1024 * 1024  # bytes
PIXELS = 100_000_000  # what a reader may have to unpack
SIDE = 0x7FFF
SEGMENTS = 10_000  # before a JPEG tells its size; no honest one has nearly as many
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}  # markers that tell the size
BARE = {0x01, *range(0xD0, 0xD8)}  # markers without a length


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
    except (struct.error, IndexError, ValueError):
        raise NotAPicture(f"{name} is broken: its size cannot be read") from None
    if not (0 < width <= SIDE and 0 < height <= SIDE) or width * height > PIXELS:
        raise NotAPicture(f"{name} measures {width} × {height}, which no paper can show")
    return kind, width, height


def png_size(content: bytes) -> tuple[int, int]:
    length, kind, width, height = struct.unpack_from(">L4sLL", content, len(PNG))
    if (length, kind) != (13, b"IHDR") or not content.endswith(b"IEND\xaeB`\x82"):
        raise ValueError
    return width, height


def jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    for _ in range(SEGMENTS):
        if content[place] != 0xFF:
            raise ValueError
        while content[place] == 0xFF:
            place += 1
        marker = content[place]
        if marker in FRAMES:
            _, height, width = struct.unpack_from(">BHH", content, place + 3)
            return width, height
        place += 1 if marker in BARE else 1 + struct.unpack_from(">H", content, place + 1)[0]
    raise ValueError
