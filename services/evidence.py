"""Evidence: taking in a company's papers, and giving them back as they came."""

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

import config
from models.application import Application, Call, Party
from models.base import db, now, token, writing
from models.company import Company
from models.evidence import Evidence
from models.person import Person
from models.submission import Submission
from programme import asked
from services import answers

FILE_LIMIT = 20 * 1024 * 1024
COMPANY_LIMIT = 100 * 1024 * 1024
NAME_BYTES = 200
KEPT = timedelta(days=30)  # a file after it was removed
TYPES = {  # what a file may be, by its first bytes
    b"%PDF-": ("pdf",),
    b"\xff\xd8\xff": ("jpg", "jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png",),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ("hwp",),
    b"PK\x03\x04": ("hwpx", "docx", "xlsx"),
}


class Refused(Exception):
    """The file cannot be taken; the message says in Korean what, why and what to do."""


def folder() -> Path:
    path = config.current().data / "files"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def add(
    company: Company,
    call: Call,
    kind: str,
    stream: IO[bytes],
    name: str,
    *,
    issuer: str,
    number: str,
    issued: date | None,
    expires: date | None,
    person: Person,
    arrived: datetime,
) -> Evidence:
    """Store a file and its row; the file is on the disk before the row says so. Raises Refused, answers.Closed."""
    name = kept_name(name)
    content = stream.read(FILE_LIMIT + 1)
    check(content, name)
    storage = store(content)
    try:
        with writing():
            if sum(row.size for row in company.evidence) + len(content) > COMPANY_LIMIT:
                raise Refused(
                    "회사마다 100MB까지 올릴 수 있습니다. 지운 파일도 30일 동안, 제출한 적이 있으면 계속 보관하므로 함께 셉니다. "
                    "해상도를 낮추어 더 작은 파일로 다시 올려 주세요."
                )
            change(company, call, arrived)
            return Evidence.create(
                company=company,
                kind=kind,
                issuer=issuer,
                number=number,
                issued=issued,
                expires=expires,
                name=name,
                storage=storage,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                uploaded_by=person,
            )
    except BaseException:
        (folder() / storage).unlink()
        raise


def store(content: bytes) -> str:
    """Put a file on the disk, folder entry and all; the random name it lies under."""
    storage = token()
    with open(folder() / storage, "xb", opener=lambda where, flags: os.open(where, flags, 0o600)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    entries = os.open(folder(), os.O_RDONLY)
    os.fsync(entries)
    os.close(entries)
    return storage


def change(company: Company, call: Call, arrived: datetime) -> None:
    """The company's papers in this call will say something else. Raises answers.Closed."""
    part_in = Party.select(Party.application).where(Party.company == company, Party.left_at.is_null())
    bringing = Application.purpose.in_([purpose for purpose, kinds in asked.KINDS.items() if kinds])
    theirs = Application.select().where(Application.call == call, bringing, Application.id.in_(part_in))
    open_ones = [application.id for application in theirs if application.open_at(arrived)]
    if not open_ones and not Call.get_by_id(call.id).open_at(arrived):
        raise answers.Closed
    Application.advance(Application.id.in_(open_ones))


def check(content: bytes, name: str) -> None:
    if not content:
        raise Refused("빈 파일입니다. 내용이 있는 파일인지 열어서 확인한 뒤 다시 올려 주세요.")
    if len(content) > FILE_LIMIT:
        raise Refused("파일 하나는 20MB까지 올릴 수 있습니다. 해상도를 낮추거나 나누어 올려 주세요.")
    for start, endings in TYPES.items():
        if content.startswith(start) and name.lower().endswith(tuple(f".{ending}" for ending in endings)):
            return
    raise Refused(
        "올릴 수 없는 파일입니다. PDF, JPG, PNG, HWP, HWPX, DOCX, XLSX 가운데 하나이고 이름과 내용이 같은 종류여야 합니다."
    )


def kept_name(name: str) -> str:
    """The uploader's name for the file: Hangul kept (NFC), no folders or control characters, 200 bytes at most."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C" and letter not in ':*?"<>|')
    stem, dot, ending = name.strip().rpartition(".")
    if not dot:
        stem, ending = ending, ""
    room = NAME_BYTES - len((dot + ending).encode())
    return (stem.encode()[: max(room, 0)].decode(errors="ignore") or "파일") + dot + ending[:20]


def path_of(row: Evidence) -> Path:
    return folder() / row.storage


def held(row: Evidence) -> bool:
    """Whether its file is here: an imported application brings rows whose files must be attached again."""
    return path_of(row).exists()


def remove(row: Evidence, call: Call, arrived: datetime) -> None:
    """Take a paper back. Row and file stay for what was already submitted with them. Raises answers.Closed."""
    with writing():
        if Evidence.update(removed_at=now()).where(Evidence.id == row.id, Evidence.removed_at.is_null()).execute():
            change(row.company, call, arrived)


def sweep(at: datetime) -> int:
    """Drop papers removed KEPT ago, files and all; how many. A company that ever handed something in keeps all of its."""
    handed_in = Party.select(Party.company).where(Party.application.in_(Submission.select(Submission.application)))
    with writing():
        gone = list(Evidence.select().where(Evidence.removed_at < at - KEPT, Evidence.company.not_in(handed_in)))
        Evidence.delete().where(Evidence.id.in_([row.id for row in gone])).execute()
        db.after_commit(lambda: unlink(gone))
    return len(gone)


def unlink(rows: list[Evidence]) -> None:
    """Drop the files of rows that are gone; a dry run has put them back by now."""
    back = {row.id for row in Evidence.select(Evidence.id).where(Evidence.id.in_([row.id for row in rows]))}
    for row in rows:
        if row.id not in back:
            path_of(row).unlink(missing_ok=True)


def newest(rows: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """A company's papers by kind, newest first."""
    found: dict[str, list[Evidence]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return found
