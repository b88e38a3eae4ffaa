"""Documents that are ZIPs: judged by their inventory, and by inflating each entry piece by piece. No size one declares
is believed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from services.files.refused import CUT, LOCKED, MACRO, ODD_NAMES, TOO_DEEP, TWO_IN_ONE, Refused

ENTRIES = 1000  # of a ZIP; a long document with many pictures has some hundreds
UNPACKED = 100 * 1024 * 1024  # of all its entries together
RATIO = 100  # times its packed size
PIECE = 64 * 1024
START = b"PK\x03\x04"
END = b"PK\x05\x06"
END_REACH = 22 + 0xFFFF  # where a reader looks for it: the record and the longest comment
TYPES = "[Content_Types].xml"


def ends_as_one(content: bytes) -> bool:
    """Whether a reader of ZIPs would take the content for one."""
    return content.rfind(END, -END_REACH) >= 0


def archive(*parts: str) -> Callable[[bytes], None]:
    """A ZIP with these entries, a folder's name standing for anything in it, and nothing that runs or overflows."""

    def look(content: bytes) -> None:
        entries = inventory(content)
        if any(not any(entry.filename.startswith(part) for entry in entries) for part in parts):
            raise Refused("이름과 다른 종류의 문서입니다. 원래 프로그램에서 새로 저장하거나 PDF로 저장해 올려 주세요.")
        room = min(UNPACKED, RATIO * len(content))
        for entry in entries:
            types = b""
            for piece in pieces(content, entry, room):
                room -= len(piece)
                types += piece if entry.filename == TYPES and len(types) < 1024 * 1024 else b""
            if b"macroEnabled" in types or b"vbaProject" in types:
                raise Refused(MACRO)

    return look


def inventory(content: bytes) -> list[zipfile.ZipInfo]:
    """A ZIP's entries, once its directory is what it says: small, plain, at the very end. Raises Refused."""
    count, size = directory(content)
    if count > ENTRIES or size > 512 * ENTRIES:
        raise Refused(TOO_DEEP)
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, RuntimeError, ValueError, struct.error) as error:
        raise Refused(CUT) from error
    names = {entry.filename for entry in entries}
    if len(names) != count or not all(plain(entry) for entry in entries):
        raise Refused(ODD_NAMES)
    if any(entry.flag_bits & 0x41 for entry in entries):
        raise Refused(LOCKED)
    if any("vbaproject" in name.lower() for name in names):
        raise Refused(MACRO)
    return entries


def directory(content: bytes) -> tuple[int, int]:
    """How many entries a ZIP's directory has, and its size; some Java writers always use the 64-bit records."""
    end = content.rfind(END, -END_REACH)
    if end < 0 or end + 22 > len(content):
        raise Refused(CUT)
    count, size, start, comment = struct.unpack_from("<HIIH", content, end + 10)
    whole = end + 22 + comment == len(content)
    if content[end - 20 : end - 16] == b"PK\x06\x07" and content[end - 76 : end - 72] == b"PK\x06\x06":
        end -= 76
        count, size, start = struct.unpack_from("<QQQ", content, end + 32)
    if start + size != end or not whole:
        raise Refused(TWO_IN_ONE)
    return count, size


def plain(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry would unpack to a file of its own below the folder it is unpacked into."""
    name = entry.orig_filename
    link = entry.external_attr >> 28 == 0o12
    return not (link or ".." in name.split("/") or name.startswith("/") or any(odd in name for odd in "\\:\0"))


def pieces(content: bytes, entry: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """An entry's bytes, piece by piece. Raises Refused when there are more than `room`, or not those its ZIP
    declares."""
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
    head = content[entry.header_offset : entry.header_offset + 30 + len(name)]
    if not head.startswith(START) or head[30:] != name:
        raise Refused(CUT)
    start = entry.header_offset + 30 + sum(struct.unpack_from("<HH", head, 26))
    packed = memoryview(content)[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise Refused(CUT)
    size = digest = 0
    for piece in unpack(packed, entry.compress_type):
        size, digest = size + len(piece), zlib.crc32(piece, digest)
        if size > room:
            raise Refused(TOO_DEEP)
        yield piece
    if (size, digest) != (entry.file_size, entry.CRC):
        raise Refused(CUT)


def unpack(packed: memoryview, method: int) -> Iterator[bytes]:
    """Inflate at most PIECE at a time. Raises Refused for what is broken, or packed in a way no office program does."""
    if method == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if method != zipfile.ZIP_DEFLATED:
        raise Refused(CUT)
    pump = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), PIECE):
            left: bytes | memoryview = packed[start : start + PIECE]
            while left and not pump.eof:
                yield pump.decompress(left, PIECE)
                left = pump.unconsumed_tail
        while not pump.eof:
            if not (rest := pump.decompress(b"", PIECE)):
                raise Refused(CUT)
            yield rest
    except zlib.error as error:
        raise Refused(CUT) from error
