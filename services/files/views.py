"""An uploaded file as a page may show it: a PDF as it is, if nothing in it acts by itself; a picture drawn again; of an
office document its text. Whatever cannot be shown so is said to be for downloading. Nothing here trusts that the file
is what it was when it was taken in.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from services.files import child_process, pdf_files
from services.files.refused import Refused
from services.files.stored_file import StoredFile

PDF, JPEG, PNG, TEXT = "application/pdf", "image/jpeg", "image/png", "text/plain"
PICTURES = {"jpg": JPEG, "jpeg": JPEG, "png": PNG}
OFFICE = ("hwp", "hwpx", "docx", "xlsx")
UNSHOWN = {  # by what services/files/view_worker.py says
    "damaged": "이 파일은 읽을 수 없어 화면에 보이지 않습니다. ‘다운로드’를 눌러 열어 보세요.",
    "large": "이 파일은 지나치게 커서 화면에 보이지 않습니다. ‘다운로드’를 눌러 열어 보세요.",
    "empty": "이 문서에는 글이 없습니다. 그림으로만 되어 있을 수 있습니다. ‘다운로드’를 눌러 열어 보세요.",
    "active": "이 PDF에는 저절로 움직이는 내용이 있거나 암호가 걸려 있어 화면에서 열지 않습니다. ‘다운로드’를 눌러 확인해 주세요.",
}


@dataclass(frozen=True)
class View:
    kind: str
    content: bytes


def of(file: StoredFile, name: str) -> View:
    """What may be shown of a stored file. name: as it was uploaded."""
    ending = name.lower().rpartition(".")[2]
    if ending not in ("pdf", *PICTURES, *OFFICE) or not file.is_whole():
        return unshown("damaged")
    if ending == "pdf":
        return pdf(file.read_bytes())
    with TemporaryDirectory(prefix="shown-") as folder:
        made = Path(folder) / "view"
        with child_process.INSPECTING:
            task = {**file.for_child(), "kind": ending, "to": str(made)}
            report = next(child_process.run_module("services.files.view_worker", task), {"why": "large"})
        if "why" in report:
            return unshown(report["why"])
        return View(PICTURES.get(ending, TEXT), made.read_bytes())


def pdf(content: bytes) -> View:
    """A PDF judged as when it was taken in: the rules may have become stricter since."""
    begins = pdf_files.start(content)
    if begins < 0:
        return unshown("damaged")
    try:
        pdf_files.inspect(content[begins:])
    except Refused:
        return unshown("active")
    return View(PDF, content)


def unshown(why: str) -> View:
    return View(TEXT, UNSHOWN[why].encode())
