"""What an uploaded file really is, told from its bytes alone: nothing here opens it as an office
program would."""

from collections.abc import Callable

from docgen import images
from services.files import child_process, pdf_files, zips
from services.files.refused import CUT, HEIC, MACRO, TWO_IN_ONE, Refused

FILE_LIMIT = 20 * 1024 * 1024
HWP_WHY = {  # by what services/files/hwp_inspector.py says
    "whole": "",
    "damaged": CUT,
    "other": "한글 문서가 아닙니다. 한글에서 HWP나 HWPX로, 아니면 PDF로 저장해 올려 주세요.",
}


def check(content: bytes, name: str) -> bool:
    """Whether its use is limited, as a PDF's may be. Raises Refused unless the content is whole and of the kind its
    name ends in."""
    if not content:
        raise Refused("빈 파일입니다. 내용이 있는 파일인지 열어서 확인한 뒤 다시 올려 주세요.")
    if len(content) > FILE_LIMIT:
        raise Refused(
            f"파일 하나는 {FILE_LIMIT // 1024**2}MB까지 올릴 수 있습니다. 해상도를 낮추거나 나누어 올려 주세요."
        )
    _, dot, ending = name.lower().rpartition(".")
    if is_heic(content) or ending in ("heic", "heif"):
        raise Refused(HEIC)
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


def is_heic(content: bytes) -> bool:
    """Whether it is a photo as phones keep them to save room, whatever its name: its first box says the brand."""
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def jpeg(content: bytes) -> None:
    """Segments up to the picture's data, and its end."""
    try:
        _, begins = list(images.segments(content))[-1]
    except images.BROKEN:
        raise Refused(CUT) from None
    if content.rfind(b"\xff\xd9") < begins:
        raise Refused(CUT)


def png(content: bytes) -> None:
    """Chunks from the header to the end."""
    try:
        first, *_ = images.chunks(content)
    except images.BROKEN:
        raise Refused(CUT) from None
    if first[0] != b"IHDR":
        raise Refused(CUT)


def hwp(content: bytes) -> None:
    """A compound file that holds a Hangul document, whole and without Office macros."""
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refused(MACRO)
    report = child_process.inspect_upload("services.files.hwp_inspector", content)
    if why := HWP_WHY[report.get("why", "damaged")]:
        raise Refused(why)


KINDS: dict[str, tuple[bytes, Callable[[bytes], bool | None]]] = {  # by ending: the first bytes, and a closer look
    "pdf": (pdf_files.START, pdf_files.inspect),
    "jpg": (b"\xff\xd8\xff", jpeg),
    "jpeg": (b"\xff\xd8\xff", jpeg),
    "png": (b"\x89PNG\r\n\x1a\n", png),
    "hwp": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", hwp),
    "hwpx": (zips.START, zips.archive("mimetype", "Contents/")),
    "docx": (zips.START, zips.archive(zips.TYPES, "word/")),
    "xlsx": (zips.START, zips.archive(zips.TYPES, "xl/")),
}
