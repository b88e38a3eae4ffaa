"""A company's evidence: taking in certificates, saying what each is, and giving them back as they came.

A company has a certificate once, for all its applications. Open applications see each change of its evidence as a
change of theirs; those whose window is over keep the certificates they had (Evidence.attached_as_of).
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import IO, Any

from models.application import ASKED, Application, Call, Party
from models.base import db, now, writing
from models.company import Company
from models.evidence import Evidence
from models.person import Person
from models.picture import Picture
from models.submission import Submission
from programme.evidence_kinds import Kind, kind_named
from services.access import quotas
from services.files import file_store, validation
from services.files.file_store import stored, unlink
from services.files.refused import Refused
from services.files.stored_file import StoredFile
from services.files.validation import FILE_LIMIT

POST_LIMIT = 3 * FILE_LIMIT  # of all files sent at once: a dozen photos of a phone; and of how many
FILES = 50
COMPANY_LIMIT = 100 * 1024 * 1024
NAME_BYTES = 200
RETENTION = timedelta(days=30)  # a file after it was removed


def add(company: Company, stream: IO[bytes], name: str, person: Person | None, kinds: Iterable[Kind] = ()) -> Evidence:
    """Add a file to the company's evidence, not yet described; the file is on the disk before the row says so. kinds:
    those its name may tell. Raises Refused.

    One sent again before it was described, as browsers do when somebody presses twice, is the same certificate.
    """
    name = kept_name(name)
    content = stream.read(FILE_LIMIT + 1)
    limited = validation.check(content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    same = Evidence.of(company).where(Evidence.sha256 == sha256, Evidence.name == name, Evidence.kind == "")
    if again := next((row for row in same if file_of(row).is_whole()), None):
        return again
    with stored(content) as storage, writing():
        if Evidence.select().where(Evidence.company == company).count() >= quotas.ROWS:
            raise Refused(
                f"회사마다 서류를 {quotas.ROWS:,}건까지 보관할 수 있습니다. 여러 장은 한 PDF로 묶어 올려 주세요."
            )
        if used(company) + len(content) > COMPANY_LIMIT:
            raise Refused(
                f"회사마다 {COMPANY_LIMIT // 1024**2}MB까지 올릴 수 있습니다. 지운 파일도 {RETENTION.days}일 동안, 제출한 적이 있으면 계속 보관하므로 함께 셉니다. "
                "해상도를 낮추어 더 작은 파일로 다시 올려 주세요."
            )
        return Evidence.create(
            company=company,
            since=Company.advance_evidence(company),
            kind="",
            likely=kind_named(name, kinds),
            issuer="",
            number="",
            name=name,
            storage=storage,
            size=len(content),
            sha256=sha256,
            locked=limited,
            uploaded_by=person,
        )


def used(company: Company) -> int:
    """Bytes of the company's files, each once."""
    sizes = Evidence.select(Evidence.storage, Evidence.size).where(Evidence.company == company).distinct()
    return sum(row.size for row in sizes)


def describe(rows: Iterable[Evidence], values: dict[str, Any], arrived: datetime) -> None:
    """Say what these certificates of one company are, as `describe_each` does, all the same."""
    describe_each([(row, values) for row in rows], arrived)


def describe_each(said: Iterable[tuple[Evidence, dict[str, Any]]], arrived: datetime) -> None:
    """Say what certificates of one company are, each by its own {kind, issuer, number, issued, expires}; without a
    kind, what is known so far of one not described yet, the `likely` kind among it. What a certificate was said to be
    before stays for what was made with it."""
    with writing():
        given = [(row.id, values) for row, values in said]
        current = {row.id: row for row in Evidence.select().where(Evidence.id.in_([number for number, _ in given]))}
        there = [(current[number], values) for number, values in given if number in current]
        other = [(row, values) for row, values in there if row.removed_at is None and adds(row, values)]
        number = Company.advance_evidence(other[0][0].company) if other else 0
        for row, values in other:
            if row.kind:
                copy_of(row, removed_at=now(), until=number)
            Evidence.update(**values, uploaded_at=now(), since=number).where(Evidence.id == row.id).execute()
        if any(values.get("kind") for _, values in other):
            notify_applications(other[0][0].company, arrived)


def adds(row: Evidence, values: dict[str, Any]) -> bool:
    """Whether anything new is said; what is known so far says nothing of a certificate somebody described meanwhile."""
    fits = "kind" in values or not row.kind
    return fits and any(getattr(row, name) != value for name, value in values.items())


def copy_of(row: Evidence, **otherwise: Any) -> Evidence:
    """A row of its own that says of the same file what this one says, but for `otherwise`."""
    values = {name: value for name, value in row.__data__.items() if name not in ("id", "token")}
    return Evidence.create(**values | otherwise)


def notify_applications(company: Company, arrived: datetime) -> None:
    """Tell the applications that are open that the company's certificates will say something else."""
    joined = Party.company == company, Party.left_at.is_null(), ~Party.joined_at.is_null()
    theirs = Application.select(Application, Call).join(Call)
    theirs = theirs.where(Application.id.in_(Party.select(Party.application).where(*joined)))
    rows = [row for row in theirs if row.open_at(arrived, ASKED) and row.type.evidence]
    if opened := [row.id for row in rows if row.open_at(arrived)]:
        Application.advance(Application.id.in_(opened))
    for row in rows:
        if not row.open_at(arrived) and asked_of(row, company):
            Application.next(row)


def asked_of(application: Application, company: Company) -> bool:
    """Whether evidence is asked for of a company's part, which alone sees it then."""
    parts = application.type.parts_showing(application.asked or [])
    return Party.select().where(Party.company == company, Party.id.in_(parts)).exists()


def catch_up(at: datetime) -> None:
    """Let applications that are open again see what was put on or taken out of the evidence meanwhile."""
    since = (Evidence.since > Party.evidence_revision) | (Evidence.until > Party.evidence_revision)
    changed = (
        Application.select(Application, Call)
        .join(Call)
        .switch(Application)
        .join(Party)
        .join(Evidence, on=Evidence.company == Party.company)
        .where(Party.left_at.is_null(), ~Party.joined_at.is_null(), Evidence.kind != "", since)
        .distinct()
    )
    with writing():
        if opened := [row.id for row in changed if row.open_at(at)]:
            Application.advance(Application.id.in_(opened))


def kept_name(name: str) -> str:
    """The uploader's name for the file: Hangul kept (NFC), no folders or control characters, 200 bytes at most."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(
        character for character in name if unicodedata.category(character)[0] != "C" and character not in ':*?"<>|'
    )
    # A dot at the end is none on most systems, or a folder.
    stem, dot, ending = name.strip().rstrip(". ").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    room = NAME_BYTES - len((dot + ending).encode())
    return (stem.encode()[: max(room, 0)].decode(errors="ignore") or "파일") + dot + ending[:20]


def file_of(row: Evidence | Picture) -> StoredFile:
    return file_store.find(row.storage)


def file_exists(row: Evidence | Picture) -> bool:
    """Whether its file is here: an imported application brings rows whose files must be attached again."""
    return file_store.exists(row.storage)


def remove(row: Evidence, arrived: datetime) -> None:
    """Take a certificate out of the evidence. Row and file stay for what was already submitted with them."""
    with writing():
        current = Evidence.id == row.id, Evidence.removed_at.is_null()
        gone = {"removed_at": now(), "until": Company.advance_evidence(row.company)}
        if Evidence.update(**gone).where(*current).execute() and row.kind:
            notify_applications(row.company, arrived)


def removed(company: Company, token: str) -> Evidence | None:
    """The certificate of this token, if it was taken out of the evidence and may be put back."""
    row = Evidence.get_or_none(Evidence.token == token, Evidence.company == company, Evidence.removed_at.is_null(False))
    return row if row and file_exists(row) and not same_file(row) else None


def same_file(row: Evidence) -> Evidence | None:
    """What is in the company's evidence of the same file."""
    return Evidence.of(row.company).where(Evidence.storage == row.storage).first()


def put_back(row: Evidence, arrived: datetime) -> Evidence:
    """Add a certificate to the company's evidence again, as it was said to be, from now on; what was made meanwhile
    stays without it."""
    with writing():
        if there := same_file(row):
            return there
        made = copy_of(row, uploaded_at=now(), removed_at=None, since=Company.advance_evidence(row.company), until=None)
        if row.kind:
            notify_applications(row.company, arrived)
        return made


def sweep(at: datetime) -> int:
    """Drop certificates removed RETENTION ago, files and all; how many. A company that ever handed something in keeps
    all that may have been in it: whatever was described."""
    submitted = Party.select(Party.company).where(Party.application.in_(Submission.select(Submission.application)))
    unneeded = Evidence.company.not_in(submitted) | (Evidence.kind == "")
    with writing():
        gone = list(Evidence.select().where(Evidence.removed_at < at - RETENTION, unneeded))
        Evidence.delete().where(Evidence.id.in_([row.id for row in gone])).execute()
        db.after_commit(lambda: unlink({row.storage for row in gone}))
    return len(gone)


def newest(rows: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """A company's certificates by kind, newest first."""
    found: dict[str, list[Evidence]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return found
