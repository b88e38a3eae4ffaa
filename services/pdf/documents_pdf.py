"""All documents of a draft, or the whole of what was submitted, as one PDF with a bookmark a document: one run of
LibreOffice a set, in the worker alone."""

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import config
from models.evidence import Conversion
from models.submission import Submission
from services.documents import generate
from services.drafts import evidence
from services.files import child_process
from services.files.child_process import Failed, Progress
from services.files.stored_file import StoredFile
from services.pdf import evidence_pdf
from services.submissions import submitted_set

ABSENT = "이 서버에는 LibreOffice가 없어 PDF로 바꾸지 못했습니다. 서류를 docx로 내려받아 Word나 한글에서 열고 PDF로 저장해 주세요."
UNDONE = (
    "「{name}」을 PDF로 바꾸지 못했습니다. 서류가 지나치게 크거나 서버가 바쁜 탓일 수 있습니다. 잠시 뒤에 다시 눌러 주세요. "
    "급하면 docx로 내려받아 Word나 한글에서 PDF로 저장해 주세요."
)
TAKEN_BACK = "그 사이에 제출을 철회해 만들 제출본이 없습니다."
FORMAT = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <match target="pattern">
    <test name="family"><string>맑은 고딕</string></test>
    <edit name="family" mode="assign" binding="strong">
      <string>NanumGothic</string><string>Noto Sans CJK KR</string>
    </edit>
  </match>
</fontconfig>
"""  # without it, Latin and figures come from one font and Hangul from another
log = logging.getLogger(__name__)
ABANDONED = 3600  # seconds after which what lies in the workshop is a dead worker's


def is_available() -> bool:
    """Whether LibreOffice is on this machine."""
    return shutil.which("soffice") is not None


def make_documents_pdf(conversion: Conversion, to: Path, progress: Progress) -> str:
    """Write one PDF of the application's documents as they stand now; its name. Raises Failed."""
    view = generate.freeze_and_load(conversion.application)
    application = view.application
    conversion.revision = application.revision
    try:
        files = generate.generate(view)
    except generate.PictureDamaged as damaged:
        log.error("a stored file is damaged: %s", damaged)
        raise Failed(f"{damaged.why} {damaged.todo}") from damaged
    with TemporaryDirectory(dir=temporary_folder()) as folder:
        made = convert_all([(file.name, file.content) for file in files], Path(folder), progress)
        parts = [
            {"path": str(pdf), "title": file.name.removesuffix(".docx")} for file, pdf in zip(files, made, strict=True)
        ]
        if (wrong := bind(parts, to, tagged=True)) is not None:
            raise Failed(UNDONE.format(name=files[wrong].name))
    return evidence.kept_name(f"초안_신청서류_{application.number}.pdf")


def make_submitted_pdf(conversion: Conversion, to: Path, progress: Progress) -> str:
    """Write one PDF of what was submitted, documents and certificates; its name. Certificates that cannot be bound stay
    out, and the row says which. Raises Failed."""
    submission = Submission.standing_for(conversion.application)
    if submission is None:
        raise Failed(TAKEN_BACK)
    conversion.revision = submission.edition
    found = submitted_set.pieces(submission, conversion.company)
    inside = [piece for piece in found if piece.is_document or bindable(piece)]
    with TemporaryDirectory(dir=temporary_folder()) as folder:
        ours = [(piece.name, piece.content) for piece in inside if isinstance(piece.content, bytes)]
        made = iter(convert_all(ours, Path(folder), progress))
        parts = [{**told(piece, made), "title": piece.title} for piece in inside]
        while (wrong := bind(parts, to)) is not None:
            if inside[wrong].is_document:
                raise Failed(UNDONE.format(name=inside[wrong].name))
            del inside[wrong], parts[wrong]
    conversion.why = left_out_note([piece.name for piece in found if piece not in inside])
    return evidence.kept_name(f"{submitted_set.name(submission)}.pdf")


def told(piece: submitted_set.Piece, made: Iterator[Path]) -> dict[str, str]:
    """What the binder is told of a piece. made: the documents' PDFs, in order."""
    return piece.content.for_child() if isinstance(piece.content, StoredFile) else {"path": str(next(made))}


def bindable(piece: submitted_set.Piece) -> bool:
    file, bound = piece.content, piece.name.lower().endswith(evidence_pdf.BOUND)
    return bound and isinstance(file, StoredFile) and file.is_whole()


def left_out_note(names: list[str]) -> str:
    return "PDF에 넣지 못한 파일이 있습니다. 깨지지 않은 것은 ZIP에 들어 있습니다: " + ", ".join(names) if names else ""


def convert_all(files: list[tuple[str, bytes]], folder: Path, progress: Progress) -> list[Path]:
    """The PDF of each (name, .docx). Raises Failed for one LibreOffice did not make."""
    made = convert([content for _, content in files], folder, progress)
    for (name, _), pdf in zip(files, made, strict=True):
        if not pdf.exists():
            raise Failed(UNDONE.format(name=name))
    return made


def bind(parts: list[dict[str, str]], to: Path, tagged: bool = False) -> int | None:
    """Bind {path, title} each into one PDF; the place of the one it failed over, None when it is done. tagged: all are
    tagged PDFs of ours, and so shall the whole be."""
    line = list(
        child_process.run_module(
            "services.files.pdf_worker", {"to": str(to.absolute()), "parts": parts, "tagged": tagged}
        )
    )
    last = line[-1] if line else {}
    return None if "pages" in last else last.get("failed", min(len(line), len(parts) - 1))


def convert(contents: list[bytes], folder: Path, progress: Progress) -> list[Path]:
    """Where LibreOffice puts the PDF of each .docx; those it did not make are not there. Raises Failed without it."""
    program = shutil.which("soffice")
    if program is None:
        raise Failed(ABSENT)
    sources = [folder / f"{number}.docx" for number, _ in enumerate(contents)]
    for source, content in zip(sources, contents, strict=True):
        source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", FORMAT, "--outdir", str(folder), *map(str, sources)]
    fonts = folder / ".config" / "fontconfig"
    fonts.mkdir(parents=True)
    (fonts / "fonts.conf").write_text(FONTS, encoding="utf-8")
    progress(begun := 0, len(sources))
    for line in child_process.run_program(command, folder):
        if line.startswith("convert "):  # said as each one is begun
            progress(begun, len(sources))
            begun += 1
    return [source.with_suffix(".pdf") for source in sources]


def temporary_folder() -> Path:
    """Where documents lie while they are printed, which nobody else may read; swept of what dead workers left."""
    folder = config.current().data.absolute() / "printing"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        with suppress(FileNotFoundError):  # another worker's, done by now
            if left.stat().st_mtime < time.time() - ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
    return folder
