"""PDFs, judged by what they are made of: a name counts as a key or a value of a dictionary, not in a string, an address
or the text of a page. What the bytes alone do not settle, a child of narrow limits looks into
(services/files/pdf_inspector.py)."""

import re

from services.files import child_process
from services.files.refused import CUT, TOO_DEEP, Refused

START = b"%PDF-"
REACH = 1024  # readers look for the header within so many bytes
OTHERS = (b"MZ", b"PK", b"#!", b"%!")  # text that another program would run or open
# What acts by itself or carries other files, by the name that says so.
ACTIVE = {
    "JavaScript": "저절로 실행되는 스크립트가",
    "JS": "저절로 실행되는 스크립트가",
    "Launch": "다른 프로그램을 여는 명령이",
    "EmbeddedFiles": "다른 파일이 붙어",
    "EmbeddedFile": "다른 파일이 붙어",
    "FileAttachment": "다른 파일이 붙어",
    "EF": "다른 파일이 붙어",
    "GoToE": "붙은 파일을 여는 명령이",
    "XFA": "프로그램처럼 움직이는 양식(XFA)이",
    "RichMedia": "재생되는 동영상이나 플래시가",
    "RichMediaContent": "재생되는 동영상이나 플래시가",
    "SubmitForm": "적은 내용을 다른 곳으로 보내는 명령이",
    "ImportData": "다른 파일의 내용을 불러오는 명령이",
}
# Where none of these stands there is nothing to look into: objects packed into a stream need a First, a lock an
# Encrypt.
TELLING = re.compile(
    b"/(?:"
    + b"|".join(
        b"".join(b"(?:%c|#%02x|#%02X)" % ((ord(character),) * 3) for character in name) + b"(?![A-Za-z0-9])"
        for name in (*ACTIVE, "ObjStm", "First", "Encrypt")
    )
    + b")"
)
WHY = {
    "password": "열 때 암호를 묻는 PDF라 내용을 볼 수 없습니다. 암호를 풀고 저장한 뒤 다시 올려 주세요.",
    "damaged": CUT,
    "deep": TOO_DEEP,
    "large": "지나치게 크거나 복잡해서 안전한지 확인하지 못했습니다. 인쇄 화면에서 'PDF로 저장'을 골라 새로 만든 뒤 올려 주세요.",
}


def start(content: bytes) -> int:
    """Where a PDF begins: at once, or behind blanks or text that a careless program left before it. -1: nowhere."""
    at = content.find(START, 0, REACH + len(START))
    before = content[: max(at, 0)]
    if not before.strip(b"\0\t\n\f\r "):
        return at
    return at if reads_as_text(before) and not before.lstrip(b"\t\n\f\r ").startswith(OTHERS) else -1


def reads_as_text(before: bytes) -> bool:
    for coding in ("utf-8-sig", "cp949"):
        try:
            text = before.decode(coding)
        except UnicodeDecodeError:
            continue
        return all(character.isprintable() or character in "\t\n\f\r\ufeff" for character in text)
    return False


def inspect(content: bytes) -> bool:
    """Whether it limits what may be done with it, printing say. Raises Refused for one that is cut, asks for a
    password, acts by itself or carries other files. content: from its header on."""
    if b"%%EOF" not in content[-4096:]:
        raise Refused(CUT)
    if not TELLING.search(content):
        return False
    report = child_process.inspect_upload("services.files.pdf_inspector", content)
    if active := report.get("active"):
        raise Refused(
            f"이 PDF에는 {ACTIVE[active]} 들어 있어 받을 수 없습니다. 인쇄 화면에서 'PDF로 저장'을 골라 새로 만든 뒤 올려 주세요."
        )
    if "limited" not in report:
        raise Refused(WHY[report.get("why", "large")])
    return bool(report["limited"])
