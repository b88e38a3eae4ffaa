"""What an uploaded file really is, told from its bytes alone (safety.md T13): nothing here opens it as an office program
would. A ZIP is judged by its inventory, and by inflating each entry piece by piece: no size it declares is believed."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import chain

FILE_LIMIT = 20 * 1024 * 1024
ENTRIES = 1000  # of a ZIP; a long document with many pictures has some hundreds
UNPACKED = 100 * 1024 * 1024  # of all its entries together
RATIO = 100  # times its packed size
PIECE = 64 * 1024
PARTS = 100_000  # of a picture; no honest one has nearly as many
OBJECT_STREAM = 4 * 1024 * 1024  # one of a PDF, inflated
END_OF_ZIP = b"PK\x05\x06"
END_REACH = 22 + 0xFFFF  # where a reader looks for it: the record and the longest comment


class Refused(Exception):
    """The file cannot be taken; the message says in Korean what, why and what to do."""


CUT = "파일이 끝까지 오지 않았거나 깨졌습니다. 열어서 확인한 뒤 다시 올려 주세요."
TWO_IN_ONE = (
    "한 파일에 두 가지 형식이 섞여 있어 안전하게 받을 수 없습니다. 원래 프로그램에서 새로 저장한 뒤 다시 올려 주세요."
)
TOO_DEEP = "압축을 풀면 지나치게 커지는 파일이라 받을 수 없습니다. PDF로 저장해 올려 주세요."
LOCKED = "암호가 걸린 문서라 내용을 확인할 수 없습니다. 암호를 풀고 저장한 뒤 다시 올려 주세요."
MACRO = "매크로가 들어 있어 받을 수 없습니다. 매크로 없이 저장하거나 PDF로 저장해 올려 주세요."
ODD_NAMES = "문서 안에 이상한 이름의 항목이 있어 안전하게 받을 수 없습니다. PDF로 저장해 올려 주세요."


def check(content: bytes, name: str) -> None:
    """Raises Refused unless the content is whole and of the kind its name ends in."""
    if not content:
        raise Refused("빈 파일입니다. 내용이 있는 파일인지 열어서 확인한 뒤 다시 올려 주세요.")
    if len(content) > FILE_LIMIT:
        raise Refused("파일 하나는 20MB까지 올릴 수 있습니다. 해상도를 낮추거나 나누어 올려 주세요.")
    _, dot, ending = name.lower().rpartition(".")
    if not dot or ending not in KINDS:
        raise Refused(
            "올릴 수 없는 종류의 파일입니다. PDF, JPG, PNG, HWP, HWPX, DOCX, XLSX 가운데 하나로 저장해 주세요."
        )
    start, look = KINDS[ending]
    if not content.startswith(start):
        raise Refused(
            f"이름은 {ending.upper()} 파일인데 내용은 다른 종류입니다. 확장자만 바꾼 파일이 아닌지 확인하고 다시 올려 주세요."
        )
    if b"%PDF-" in content[1:1024] or (start != ZIP and content.rfind(END_OF_ZIP, -END_REACH) >= 0):
        raise Refused(TWO_IN_ONE)
    look(content)


def pdf(content: bytes) -> None:
    """Whole, and free of what acts by itself or carries other files, in its compressed objects too."""
    if b"%%EOF" not in content[-4096:]:
        raise Refused(CUT)
    for part in chain([content], object_streams(content)):
        for name, says in ACTIVE.items():
            if name.search(part):
                raise Refused(
                    f"이 PDF에는 {says} 들어 있어 받을 수 없습니다. 인쇄 화면에서 'PDF로 저장'을 골라 새로 만든 뒤 올려 주세요."
                )


def is_locked(content: bytes) -> bool:
    """Whether it is a PDF that asks for a password or limits what may be done with it."""
    return content.startswith(b"%PDF-") and pdf_name("Encrypt").search(content) is not None


def pdf_name(name: str) -> re.Pattern[bytes]:
    """A name in a PDF, whose letters may each be written as #xx; the plural too."""
    return re.compile(
        b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % ((ord(letter),) * 3) for letter in name) + b"s?(?![A-Za-z])"
    )


ACTIVE = {
    pdf_name("JavaScript"): "저절로 실행되는 스크립트가",
    pdf_name("Launch"): "다른 프로그램을 여는 명령이",
    pdf_name("EmbeddedFile"): "다른 파일이 붙어",
}
OBJECTS = pdf_name("ObjStm")


def object_streams(content: bytes) -> Iterator[bytes]:
    """A PDF's compressed objects, inflated one stream at a time. Raises Refused when they are a bomb."""
    room = UNPACKED
    for part in content.split(b"endstream"):
        named = OBJECTS.search(part)
        if named is None:
            continue
        pump = zlib.decompressobj()
        packed = part[part.find(b"stream", named.end()) + len(b"stream") :].lstrip(b"\r\n")
        try:
            objects = pump.decompress(packed, OBJECT_STREAM)
        except zlib.error:
            continue  # packed otherwise, or encrypted
        room -= len(objects) + PIECE
        if pump.unconsumed_tail or room < 0:
            raise Refused(TOO_DEEP)
        yield objects


def jpeg(content: bytes) -> None:
    """Segments up to the picture's data, and its end."""
    at = 2
    for _ in range(PARTS):
        marker = content[at + 1] if content[at : at + 1] == b"\xff" and at + 4 <= len(content) else 0
        if marker == 0xDA and content.rfind(b"\xff\xd9") > at:
            return
        if marker in (0, 0xDA):
            break
        if marker == 0xFF:
            at += 1
        else:
            at += 2 if 0xD0 <= marker <= 0xD8 else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    raise Refused(CUT)


def png(content: bytes) -> None:
    """Chunks from the header to the end."""
    at = 8
    for _ in range(PARTS):
        if at + 12 > len(content) or content[12:16] != b"IHDR":
            break
        size, kind = struct.unpack_from(">I4s", content, at)
        at += 12 + size
        if kind == b"IEND" and at <= len(content):
            return
    raise Refused(CUT)


def hwp(content: bytes) -> None:
    """A compound file that holds a Hangul document, whole and without Office macros."""
    if b"HWP Document File" not in content or "FileHeader".encode("utf-16-le") not in content:
        raise Refused("한글 문서가 아닙니다. 한글에서 HWP나 HWPX로, 아니면 PDF로 저장해 올려 주세요.")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refused(MACRO)
    try:
        (shift,) = struct.unpack_from("<H", content, 30)
        sector = 1 << min(shift, 12)
        tables = [table for table in struct.unpack_from("<109I", content, 76) if table < 0xFFFFFFFC]
        for place, table in enumerate(tables):
            entries = struct.unpack_from(f"<{sector // 4}I", content, (table + 1) * sector)
            used = [number for number, entry in enumerate(entries, place * len(entries)) if entry != 0xFFFFFFFF]
            if used and (used[-1] + 1) * sector >= len(content):
                raise Refused(CUT)
    except struct.error as error:
        raise Refused(CUT) from error


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
    end = content.rfind(END_OF_ZIP, -END_REACH)
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
    """An entry's bytes, piece by piece. Raises Refused when there are more than `room`, or not those its ZIP declares."""
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
    head = content[entry.header_offset : entry.header_offset + 30 + len(name)]
    if not head.startswith(ZIP) or head[30:] != name:
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


ZIP = b"PK\x03\x04"
TYPES = "[Content_Types].xml"
KINDS: dict[str, tuple[bytes, Callable[[bytes], None]]] = {  # by the name's ending: the first bytes, and a closer look
    "pdf": (b"%PDF-", pdf),
    "jpg": (b"\xff\xd8\xff", jpeg),
    "jpeg": (b"\xff\xd8\xff", jpeg),
    "png": (b"\x89PNG\r\n\x1a\n", png),
    "hwp": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", hwp),
    "hwpx": (ZIP, archive("mimetype", "Contents/")),
    "docx": (ZIP, archive(TYPES, "word/")),
    "xlsx": (ZIP, archive(TYPES, "xl/")),
}
