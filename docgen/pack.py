"""ZIP, as little of it as a document needs: no clock, no disk, finished members kept as they are.

isal deflates several times faster than zlib where it is installed; its bytes differ, what they hold does not.
"""

from __future__ import annotations

import struct
import zlib

try:
    from isal import isal_zlib
except ImportError:
    isal_zlib = None  # type: ignore[assignment, unused-ignore]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

STORED, DEFLATED = 0, 8
DAY = 1 << 5 | 1  # 1980-01-01, the earliest a ZIP can say
UTF8 = 0x800
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")


class Deflater:
    """How members are compressed: deflate(data) → raw deflate; crc(data) → CRC-32."""

    def __init__(self, name: str, level: int) -> None:
        library: Any = {"zlib": zlib, "isal": isal_zlib}[name]
        self.name = name
        self.crc: Callable[[bytes], int] = library.crc32
        self.compress = library.compress
        self.level = level

    def deflate(self, data: bytes) -> bytes:
        return self.compress(data, self.level, -zlib.MAX_WBITS)


ZLIB_LEVEL = 1  # a tenth larger than 6, in less than half the time
ISAL_LEVEL = 0  # a seventh larger than 1; small parts take half the time
deflater = Deflater("isal", ISAL_LEVEL) if isal_zlib else Deflater("zlib", ZLIB_LEVEL)


def use(name: str, level: int = 1) -> None:
    """Deflate with "zlib" or "isal" at this level from now on, in the whole process: for measuring."""
    global deflater
    deflater = Deflater(name, level)


class Packed:
    """Members one after another, and what the ZIP's directory says of them."""

    __slots__ = ("count", "data", "directory")

    def __init__(self, data: bytes = b"", directory: bytes = b"", count: int = 0) -> None:
        self.data = data
        self.directory = directory
        self.count = count


def packed(members: Iterable[tuple[bytes, bytes, int]], before: Packed) -> bytes:
    """The ZIP of what is packed already and of these (name in UTF-8, content, STORED or DEFLATED) after it."""
    pieces, entries, offset, count = [before.data], [before.directory], len(before.data), before.count
    for name, content, method in members:
        data = deflater.deflate(content) if method == DEFLATED else content
        about = head(name, deflater.crc(content), len(data), len(content), method)
        local = LOCAL.pack(b"PK\3\4", *about) + name
        entries.append(CENTRAL.pack(b"PK\1\2", 20, *about, 0, 0, 0, 0, offset) + name)
        pieces += (local, data)
        offset += len(local) + len(data)
        count += 1
    directory = b"".join(entries)
    return b"".join((*pieces, directory, END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)))


def head(name: bytes, crc: int, size: int, whole: int, method: int) -> tuple[int, ...]:
    """What a member says of itself, in its own head and in the directory."""
    return 20, 0 if name.isascii() else UTF8, method, 0, DAY, crc, size, whole, len(name), 0


def kept(members: Iterable[tuple[bytes, bytes]], before: Packed) -> Packed:
    """These members (name in UTF-8, content) packed once and for all, as small as zlib can, behind what is packed
    already."""
    data, directory, count = before.data, before.directory, before.count
    for name, content in members:
        small = zlib.compress(content, 9, -zlib.MAX_WBITS)
        about = head(name, zlib.crc32(content), len(small), len(content), DEFLATED)
        directory += CENTRAL.pack(b"PK\1\2", 20, *about, 0, 0, 0, 0, len(data)) + name
        data += LOCAL.pack(b"PK\3\4", *about) + name + small
        count += 1
    return Packed(data, directory, count)
