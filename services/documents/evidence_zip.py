"""Evidence gathered into one ZIP, with a list of what is in it: one company's as it stands, or everybody's as it was
submitted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models.company import Company
from models.evidence import Evidence
from models.submission import Submission
from programme.calls import evidence_order, title_of
from services.drafts import evidence, exports
from services.drafts.applications import UNNAMED, ApplicationView
from services.files.stored_file import StoredFile
from services.files.xlsx import Cell, workbook

TITLE = "목록"
LIST = f"{TITLE}.xlsx"
HEADINGS = ("파일", "기업", "증빙", "발급기관", "발급번호", "발급일", "만료일", "크기(바이트)", "SHA-256")


@dataclass(frozen=True)
class Certificate:
    """details: as exports.certificate says them; file: None when the file is not here."""

    company: str
    details: dict[str, Any]
    file: StoredFile | None


def of_rows(rows: list[Evidence], name: str) -> list[Certificate]:
    """What a company brings to an application, by kind, oldest first. rows: newest first; name: the company's."""
    return in_order(
        Certificate(name, exports.certificate(row), evidence.file_of(row) if evidence.file_exists(row) else None)
        for row in reversed(rows)
    )


def of_application(view: ApplicationView) -> list[Certificate]:
    """What every company brings, as it stands."""
    names = {part.key: part.name for part in view.journey.parties}
    return in_order(certificate for key, rows in view.evidence.items() for certificate in of_rows(rows, names[key]))


def of_submission(submission: Submission, only: Company | None = None) -> list[Certificate]:
    """What every company, or one of them, had attached when it was submitted."""
    certificates = []
    for company, part in zip(submission.companies, submission.snapshot["parties"], strict=True):
        if only and company != only.id:
            continue
        name = part["steps"].get("company", {}).get("name", [""])[0] or UNNAMED[part["role"]]
        files = {row.sha256: row for row in Evidence.select().where(Evidence.company == company)}
        for context in reversed(part["evidence"]):
            row = files.get(context["sha256"])
            certificates.append(
                Certificate(name, context, evidence.file_of(row) if row and evidence.file_exists(row) else None)
            )
    return in_order(certificates)


def in_order(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Company by company, each in the order of the forms."""
    found = list(certificates)
    companies = list(dict.fromkeys(certificate.company for certificate in found))
    return sorted(
        found,
        key=lambda certificate: (companies.index(certificate.company), evidence_order(certificate.details["kind"])),
    )


def files(certificates: list[Certificate]) -> list[tuple[str, bytes | StoredFile]]:
    """(name, content) of the list and of every file that is here, each under a name of its own."""
    taken = {LIST}
    given: list[tuple[str, StoredFile]] = []
    listed = []
    for certificate in certificates:
        if fault := why_left_out(certificate.file):
            listed.append((f"{certificate.details['name']} ({fault})", certificate))
            continue
        assert certificate.file
        given.append((apart(taken, path_in_zip(certificate)), certificate.file))
        listed.append((given[-1][0], certificate))
    return [(LIST, manifest(listed)), *given]


def why_left_out(file: StoredFile | None) -> str:
    """What a list says of a file that cannot be given; "" of one that can. All of it is read: a ZIP that was begun
    could only be broken off."""
    if file is None:
        return "파일 없음"
    return "" if file.is_whole() else "깨진 파일"


def path_in_zip(certificate: Certificate) -> str:
    """A folder a company; within it the kind goes before the name its file came under."""
    named = certificate.company, title_of(certificate.details["kind"]), certificate.details["name"]
    company, title, name = map(evidence.kept_name, named)
    return f"{company}/{title}_{name}"


def apart(taken: set[str], name: str) -> str:
    """The name, or name (2), (3) … where it is taken, upper and lower case being one as on most systems."""
    stem, dot, ending = name.rpartition(".")
    unique, number = name, 1
    while unique.casefold() in taken:
        number += 1
        unique = f"{stem} ({number}){dot}{ending}"
    taken.add(unique.casefold())
    return unique


def manifest(named: list[tuple[str, Certificate]]) -> bytes:
    """The list as XLSX, so that long numbers stay as they were typed and nothing typed is calculated."""
    rows: list[list[Cell]] = []
    for name, certificate in named:
        details = certificate.details
        cells = [name, certificate.company, title_of(details["kind"])]
        cells += [details[fact] or "" for fact in ("issuer", "number", "issued", "expires")]
        rows.append([*cells, details["size"], details["sha256"]])
    return workbook(TITLE, HEADINGS, rows)
