"""Uploaded files and PDFs made, each under a random name that a row knows: in the data folder, or in a bucket.

With a bucket (STORAGE_URL, ADR 41) the folder holds what is being stored, and copies of what was read within a day:
a name's content never changes, so a copy is as good as the object. Everything that reads a file – a download, a ZIP, a
child process – is given a path in the folder, and knows nothing of this.
"""

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from peewee import PeeweeException, chunked

import config
from models.base import token
from models.evidence import Conversion, Evidence
from models.picture import Picture
from services.files import bucket

log = logging.getLogger(__name__)

ORPHANED = timedelta(days=1)  # a file that no row names: younger ones may just be being stored
COPIED = timedelta(days=1)  # a copy of an object, after it was last read
PIECE = 1024 * 1024
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
    """Put a file on the disk, folder entry and all, or into the bucket, under the random name given; away with it should
    anything fail before a row names it."""
    storage = token()
    try:
        with open(create_file(storage), "r+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        entries = os.open(folder(), os.O_RDONLY)
        os.fsync(entries)
        os.close(entries)
        keep(storage)
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
    """Let what was written under this name be found by all machines."""
    if in_bucket():
        bucket.put(folder() / storage)


def path_of(storage: str) -> Path:
    """Where a stored file can be read, for a day; nothing lies there when it is nowhere."""
    path = folder() / storage
    if not in_bucket():
        return path
    with suppress(FileNotFoundError):
        os.utime(path)
        return path
    coming = create_file(f".{storage}.{token()}")
    try:
        bucket.fetch(storage, coming)
        coming.replace(path)
    except FileNotFoundError:
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
    """The SHA-256 of a stored file as it is kept, not of a copy; None when it is not there."""
    found = hashlib.sha256()
    try:
        for piece in bucket.pieces(storage) if in_bucket() else read(folder() / storage):
            found.update(piece)
    except FileNotFoundError:
        return None
    return found.hexdigest()


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


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
    """Drop copies of objects that nobody read for a day."""
    if in_bucket():
        for path in untouched(at - COPIED):
            path.unlink(missing_ok=True)


def untouched(since: datetime) -> list[Path]:
    return [path for path in folder().iterdir() if path.is_file() and path.stat().st_mtime < since.timestamp()]
