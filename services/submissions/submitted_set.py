"""What was submitted, as one set: the documents as they are stored and the certificates with them, in the order of the
announcement's table of documents (5. 제출서류, 붙임2)."""

from dataclasses import dataclass

from models.company import Company
from models.submission import StoredDocument, Submission
from programme.application_types import ApplicationType
from programme.calls import title_of
from services.documents import evidence_zip
from services.drafts import evidence
from services.files.stored_file import StoredFile
from services.files.xlsx import Cell, workbook

HEADINGS = ("파일", "제출서류", "기업", "크기(바이트)", "SHA-256")


@dataclass(frozen=True)
class Piece:
    """One file of the set. folder: its place in the table, "" above all; title: as a bookmark says it; content: None
    when the file is not here; is_document: one of ours, made from Word."""

    folder: str
    name: str
    title: str
    company: str
    content: bytes | StoredFile | None
    size: int
    sha256: str
    is_document: bool

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}" if self.folder else self.name


def name(submission: Submission) -> str:
    """What the set is called, without an ending."""
    return f"제출본_{submission.receipt}_제{submission.edition}차"


def places(of: ApplicationType) -> list[tuple[str, str, tuple[str, ...]]]:
    """The rows of the table: (title, slug of the document or "", kinds of evidence that go with it)."""
    rows = [
        (document.title, document.slug, tuple(kind.slug for kind in of.evidence if kind.form == document.slug))
        for document in of.documents.each
    ]
    placed = {kind for _, _, kinds in rows for kind in kinds}
    return rows + [(kind.title, "", (kind.slug,)) for kind in of.evidence if kind.slug not in placed]


def pieces(submission: Submission, company: Company | None = None) -> list[Piece]:
    """The set in its order. company: whose certificates alone go in; None for everybody's."""
    stored = list(StoredDocument.select().where(StoredDocument.submission == submission).order_by(StoredDocument.id))
    attached = evidence_zip.of_submission(submission, company)
    rows = places(submission.application.type)
    found = [of_document("", row) for row in stored if row.slug == "receipt"]
    for number, (title, slug, kinds) in enumerate(rows, start=1):
        folder = f"{number:02} {evidence.kept_name(title)}"
        found += [of_document(folder, row) for row in stored if row.slug.partition("-")[0] == slug]
        found += [of_evidence(folder, row) for row in attached if row.details["kind"] in kinds]
    known = {kind for _, _, kinds in rows for kind in kinds}
    return found + [of_evidence("기타", row) for row in attached if row.details["kind"] not in known]


def of_document(folder: str, row: StoredDocument) -> Piece:
    title = row.name.removesuffix(".docx")
    return Piece(folder, row.name, title, "", row.content, row.size, row.sha256, is_document=True)


def of_evidence(folder: str, row: evidence_zip.Certificate) -> Piece:
    title, details = title_of(row.details["kind"]), row.details
    called = "_".join(evidence.kept_name(part) for part in (row.company, title, details["name"]))
    return Piece(
        folder,
        called,
        f"{title} – {row.company}",
        row.company,
        row.file,
        details["size"],
        details["sha256"],
        is_document=False,
    )


def files(found: list[Piece]) -> list[tuple[str, bytes | StoredFile]]:
    """(name, content) of a list and of every file that is here, each under a name of its own."""
    taken = {evidence_zip.LIST}
    given: list[tuple[str, bytes | StoredFile]] = []
    here, absent = [], []
    for piece in found:
        if fault := "" if isinstance(piece.content, bytes) else evidence_zip.why_left_out(piece.content):
            absent.append((f"{piece.path} ({fault})", piece))
            continue
        assert piece.content is not None
        given.append((evidence_zip.apart(taken, piece.path), piece.content))
        here.append((given[-1][0], piece))
    return [(evidence_zip.LIST, manifest([*here, *absent])), *given]


def manifest(named: list[tuple[str, Piece]]) -> bytes:
    rows: list[list[Cell]] = [
        [called, piece.folder, piece.company, piece.size, piece.sha256] for called, piece in named
    ]
    return workbook(evidence_zip.TITLE, HEADINGS, rows)
