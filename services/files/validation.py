"""What an uploaded file really is, told from its bytes alone (safety.md T13): nothing here opens it as an office program
would."""

import struct
from collections.abc import Callable

from services.files import pdf_files, zips
from services.files.refused import CUT, MACRO, TWO_IN_ONE, Refused

FILE_LIMIT = 20 * 1024 * 1024
PARTS = 100_000  # of a picture; no honest one has nearly as many


def check(content: bytes, name: str) -> bool:
    """Whether its use is limited, as a PDF's may be. Raises Refused unless the content is whole and of the kind its name
    ends in."""
    if not content:
        raise Refused("빈 파일입니다. 내용이 있는 파일인지 열어서 확인한 뒤 다시 올려 주세요.")
    if len(content) > FILE_LIMIT:
        raise Refused(
            f"파일 하나는 {FILE_LIMIT // 1024**2}MB까지 올릴 수 있습니다. 해상도를 낮추거나 나누어 올려 주세요."
        )
    _, dot, ending = name.lower().rpartition(".")
    if not dot or ending not in KINDS:
        raise Refused(
            "올릴 수 없는 종류의 파일입니다. PDF, JPG, PNG, HWP, HWPX, DOCX, XLSX 가운데 하나로 저장해 주세요."
        )
    start, look = KINDS[ending]
    begins = pdf_files.start(content) if start == pdf_files.START else 0
    if begins < 0 or not content.startswith(start, begins):
        raise Refused(
            f"이름은 {ending.upper()} 파일인데 내용은 다른 종류입니다. 확장자만 바꾼 파일이 아닌지 확인하고 다시 올려 주세요."
        )
    if pdf_files.START in content[begins + 1 : begins + 1024] or (start != zips.START and zips.ends_as_one(content)):
        raise Refused(TWO_IN_ONE)
    return look(content[begins:]) or False


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


KINDS: dict[str, tuple[bytes, Callable[[bytes], bool | None]]] = {  # by ending: the first bytes, and a closer look
    "pdf": (pdf_files.START, pdf_files.look),
    "jpg": (b"\xff\xd8\xff", jpeg),
    "jpeg": (b"\xff\xd8\xff", jpeg),
    "png": (b"\x89PNG\r\n\x1a\n", png),
    "hwp": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", hwp),
    "hwpx": (zips.START, zips.archive("mimetype", "Contents/")),
    "docx": (zips.START, zips.archive(zips.TYPES, "word/")),
    "xlsx": (zips.START, zips.archive(zips.TYPES, "xl/")),
}
