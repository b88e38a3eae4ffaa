"""Uploaded files and PDFs made, on the disk: each under a random name that a row knows."""

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

ORPHANED = timedelta(days=1)  # a file that no row names: younger ones may just be being stored


def folder() -> Path:
    path = config.current().data / "files"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextmanager
def stored(content: bytes) -> Iterator[str]:
    """Put a file on the disk, folder entry and all, under the random name given; away with it should anything fail
    before a row names it."""
    storage = token()
    try:
        with open(create_file(storage), "r+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        entries = os.open(folder(), os.O_RDONLY)
        os.fsync(entries)
        os.close(entries)
        yield storage
    except BaseException:
        with suppress(PeeweeException):  # a database that fails may have the row: the sweep asks again
            unlink({storage})
        raise


def create_file(storage: str) -> Path:
    """An empty file of this name that nobody else may read, to be written."""
    path = folder() / storage
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    return path


def unlink(files: set[str]) -> None:
    """Drop the files that no row names any more; a dry run has put its rows back by now."""
    for storage in files - named(files):
        (folder() / storage).unlink(missing_ok=True)


def named(files: Iterable[str]) -> set[str]:
    """Those of these files that a row of evidence, a picture or a PDF made names."""
    found = {f"{row.token}.pdf" for row in Conversion.select(Conversion.token)}
    for table in (Evidence, Picture):
        for some in chunked(files, 500):
            found |= {row.storage for row in table.select(table.storage).where(table.storage.in_(some))}
    return found & set(files)


def orphans(at: datetime) -> list[str]:
    """Files that no row names, left behind by a process that died while it stored one a day ago or earlier."""
    old = (at - ORPHANED).timestamp()
    files = {path.name for path in folder().iterdir() if path.is_file() and path.stat().st_mtime < old}
    return sorted(files - named(files))
