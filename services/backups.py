"""Backups: the database, consistent while the site goes on, and the uploaded files, in one archive."""

import sqlite3
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

import config
from models.base import db


class NotHere(Exception):
    """This database is backed up by its own tools (pg_dump), or the data folder is not empty."""


def backup(to: Path) -> None:
    """Write an archive of site.db and files/. Files are taken after the rows that name them, so none is missing.

    The keys are not in it: without SERVICE_FIELD_KEYS a backup tells nobody's phone or address.
    """
    if not config.current().database.startswith("sqlite"):
        raise NotHere("use pg_dump, and copy the files folder after it")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "site.db"
        with sqlite3.connect(copy) as target:
            db.connection().backup(target)
        with tarfile.open(to, "w:gz") as archive:
            archive.add(copy, "site.db")
            files = config.current().data / "files"
            if files.exists():
                archive.add(files, "files")
    to.chmod(0o600)


def restore(archive: Path) -> None:
    """Unpack an archive into a data folder that holds no site yet."""
    data = config.current().data
    if (data / "site.db").exists() and db.get_tables():
        raise NotHere(f"{data} holds a site already; restore into an empty folder")
    with tarfile.open(archive) as packed:
        packed.extractall(data, filter="data")
