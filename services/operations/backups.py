"""Backups: the database, consistent while the site goes on, and the uploaded files, in one archive."""

import shutil
import sqlite3
import tarfile
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import config
from models.base import db


class NotHere(Exception):
    """This database is backed up by its own tools, or the data folder is not empty."""


def backup(to: Path) -> None:
    """Write an archive of site.db and files/. Files are taken after the rows that name them, so none is missing.

    The keys are not in it: without FIELD_KEYS a backup tells nobody's phone or address. It gets its name only when it
    is whole. Raises NotHere.
    """
    database()
    with TemporaryDirectory(dir=to.parent, prefix=f".{to.name}.") as folder:
        copy, packed = Path(folder) / "site.db", Path(folder) / "packed"
        for path in (copy, packed):
            path.touch(mode=0o600)
        with closing(sqlite3.connect(copy)) as target:
            db.connection().backup(target)
        with tarfile.open(packed, mode="w:gz") as archive:
            archive.add(copy, "site.db")
            files = config.current().data / "files"
            if files.exists():
                archive.add(files, "files", recursive=False)
                for path in files.iterdir():
                    with suppress(FileNotFoundError):  # taken back or swept since it was listed
                        archive.add(path, f"files/{path.name}")
        packed.replace(to)


def restore(archive: Path) -> None:
    """Unpack an archive into a data folder that holds no site yet. Raises NotHere."""
    path, data = database(), config.current().data
    if path.exists() and db.get_tables():
        raise NotHere(f"{path} holds a site already; restore into an empty folder")
    db.close()
    for left in path.parent.glob(f"{path.name}*"):  # of an empty database: its log must not be played into ours
        left.unlink()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(archive) as packed:
        packed.extractall(data, filter="data")
    if path != data / "site.db":
        shutil.move(data / "site.db", path)


def database() -> Path:
    """The database's file. Raises NotHere when it is none."""
    url = config.current().database
    if not url.startswith("sqlite"):
        raise NotHere("this database has tools of its own: use pg_dump, and copy the files folder after it")
    return Path(url.removeprefix("sqlite:///"))
