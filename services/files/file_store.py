"""Uploaded files and PDFs made, each under a random name that a row knows: in the data folder, or in a bucket.

They are encrypted (services/files/sealed_file.py, ADR 44) with a key that the database keeps, encrypted itself: keys of
the site are rotated without touching a file. What was stored in the clear before opens as it did.

With a bucket (STORAGE_URL, ADR 41) the folder holds what is being stored, and copies of what was read within a day:
a name's content never changes, so a copy is as good as the object. Everything that reads a file – a download, a ZIP, a
child process – is given a `StoredFile`, whose bytes lie in the folder, and knows nothing of this.
"""

import hashlib
import io
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from peewee import PeeweeException, chunked

import config
from models.base import now, token
from models.evidence import Conversion, Evidence
from models.picture import Picture
from services.files import bucket, sealed_file
from services.files.stored_file import StoredFile, current_key

log = logging.getLogger(__name__)

ORPHANED = timedelta(days=1)  # a file that no row names: younger ones may just be being stored
COPIED = timedelta(days=1)  # a copy of an object, after it was last read
PLAIN = timedelta(hours=1)  # a copy in the clear, after it was fetched
PIECE = 1024 * 1024
_forgot: dict[Path, datetime] = {}  # when this process last looked for copies to drop, by folder
_here: set[tuple[str, str]] = set()  # objects this process knows are there, so that a page need not ask for each


def check(settings: config.Settings) -> None:
    """Raises config.BadSetting where STORAGE_URL names no place."""
    if settings.storage_url != "file:":
        bucket.opened(settings.storage_url)


def in_bucket() -> bool:
    return config.current().storage_url != "file:"


def folder() -> Path:
    path = config.current().data / "files"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextmanager
def stored(content: bytes) -> Iterator[str]:
    """Put a file on the disk, folder entry and all, or into the bucket, under the random name given; away with it
    should anything fail before a row names it."""
    storage = token()
    try:
        seal(storage, io.BytesIO(content))
        upload(storage)
        yield storage
    except BaseException:
        with suppress(PeeweeException, bucket.Away):  # a database that fails may have the row: the sweep asks again
            unlink({storage})
        raise


def create_file(storage: str) -> Path:
    """An empty file of this name that nobody else may read, to be written and then kept."""
    path = folder() / storage
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    return path


def keep(storage: str) -> None:
    """Encrypt what was written under this name in the clear, and let it be found by all machines. Once: a worker that
    was suspended may come after another that made the same."""
    if sealed_file.is_sealed(folder() / storage):
        return
    with (folder() / storage).open("rb") as plain:
        seal(storage, plain)
    upload(storage)


def seal(storage: str, plain: IO[bytes]) -> None:
    """Write a file of this name, encrypted, in one step and to the disk."""
    name, key = current_key()
    head = sealed_file.new_head(name)
    coming = create_file(f".{storage}.{token()}")
    try:
        with coming.open("r+b") as file:
            sealed_file.seal(plain, file, head, sealed_file.key_of(head, key, storage))
            file.flush()
            os.fsync(file.fileno())
        coming.replace(folder() / storage)
        entries = os.open(folder(), os.O_RDONLY)
        os.fsync(entries)
        os.close(entries)
    finally:
        coming.unlink(missing_ok=True)


def upload(storage: str) -> None:
    if in_bucket():
        bucket.put(folder() / storage)


def find(storage: str) -> StoredFile:
    """A stored file, to be read within a day; where there is none, nothing lies at its path."""
    return StoredFile(path_of(storage))


def path_of(storage: str) -> Path:
    """Where a stored file's bytes are, for a day; nothing lies there when it is nowhere. A copy in the clear is fetched
    again: the object may be encrypted by now."""
    path = folder() / storage
    if not in_bucket():
        return path
    with suppress(FileNotFoundError):
        if sealed_file.is_sealed(path):
            os.utime(path)
            return path
    forget_now_and_then()
    coming = create_file(f".{storage}.{token()}")
    try:
        bucket.fetch(storage, coming)
        coming.replace(path)
    except FileNotFoundError:
        path.unlink(missing_ok=True)
        _here.discard((config.current().storage_url, storage))
    finally:
        coming.unlink(missing_ok=True)
    return path


def exists(storage: str) -> bool:
    if (folder() / storage).exists():
        return True
    if not in_bucket():
        return False
    known = config.current().storage_url, storage
    if known not in _here and bucket.has(storage):
        _here.add(known)
    return known in _here


def digest(storage: str) -> str | None:
    """The SHA-256 of what was stored under this name, read as it is kept and not as a copy; None when it is not there,
    "" when it does not open any more."""
    found = hashlib.sha256()
    try:
        with as_kept(storage) as file, file.open() as content:
            while piece := content.read(PIECE):
                found.update(piece)
    except FileNotFoundError:
        return None
    except sealed_file.Damaged:
        return ""
    return found.hexdigest()


@contextmanager
def as_kept(storage: str) -> Iterator[StoredFile]:
    """A stored file that is no copy read earlier. Raises FileNotFoundError."""
    if not in_bucket():
        yield StoredFile(folder() / storage)
        return
    with TemporaryDirectory(dir=folder()) as apart:
        fetched = Path(apart, storage)
        bucket.fetch(storage, fetched)
        yield StoredFile(fetched)


def seal_plain() -> int:
    """Encrypt the files that lie here in the clear, from before any was; how many. Copies of them on
    other machines are not read again, and go as `forget_copies` says."""
    done = 0
    for storage in sorted(all_named()):
        try:
            if lies_plain(storage):
                with as_kept(storage) as file, file.open() as plain:
                    seal(storage, plain)
                upload(storage)
                done += 1
        except FileNotFoundError:
            continue
    return done


def lies_plain(storage: str) -> bool:
    """Raises FileNotFoundError."""
    if in_bucket():
        return not bucket.start(storage, len(sealed_file.MARK)).startswith(sealed_file.MARK)
    return not sealed_file.is_sealed(folder() / storage)


def all_named() -> set[str]:
    """Every file that a row says is there; not what is being made just now."""
    return {
        str(row.storage)
        for table in (Evidence, Picture, Conversion)
        for row in table.select(table.storage).where(table.storage.is_null(False)).distinct()
    }


def unlink(files: set[str]) -> None:
    """Drop the files that no row names any more; a dry run has put its rows back by now."""
    gone = files - named(files)
    for storage in gone:
        (folder() / storage).unlink(missing_ok=True)
        _here.discard((config.current().storage_url, storage))
    if gone and in_bucket():
        try:
            bucket.delete(gone)
        except bucket.Away as error:  # what is left is swept with the files that no row names
            log.warning("files without a row stay in the bucket for now: %s", error)


def named(files: Iterable[str]) -> set[str]:
    """Those of these files that a row of evidence, a picture or a PDF made names."""
    found = {f"{row.token}.pdf" for row in Conversion.select(Conversion.token)}
    for table in (Evidence, Picture):
        for some in chunked(files, 500):
            found |= {row.storage for row in table.select(table.storage).where(table.storage.in_(some))}
    return found & set(files)


def orphans(at: datetime) -> list[str]:
    """Files that no row names, left behind by a process that died while it stored one a day ago or earlier."""
    if in_bucket():
        files = {name for name, when in bucket.listed() if when < at - ORPHANED}
    else:
        files = {path.name for path in untouched(at - ORPHANED)}
    return sorted(files - named(files))


def forget_copies(at: datetime) -> None:
    """Drop copies of objects that nobody read for a day, and those in the clear. No PDF is being made for so long."""
    if not in_bucket():
        return
    for path in untouched(at - PLAIN):
        with suppress(FileNotFoundError):  # another process is at it
            if path.stat().st_mtime < (at - COPIED).timestamp() or not sealed_file.is_sealed(path):
                path.unlink()


def forget_now_and_then() -> None:
    """The worker tidies up its own machine (services/scheduled/retention.py); one of web processes alone does while it
    fetches."""
    at = now()
    if abs(at - _forgot.get(folder(), datetime.min.replace(tzinfo=UTC))) >= PLAIN:
        _forgot[folder()] = at
        forget_copies(at)


def untouched(since: datetime) -> list[Path]:
    found = []
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < since.timestamp():
                found.append(path)
    return found
