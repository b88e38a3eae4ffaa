"""The schema's own history: the numbered migrations, applied one process at a time."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import InterfaceError, OperationalError
from playhouse.migrations import Runner
from playhouse.schema_diff import SchemaDiff, diff_models

import config
import models
from models.base import db

FOLDER = config.HOUSE / "migrations"
PG_LOCK = 20240221


# SQLite's own words for a file that is no database, or a damaged one.
UNREADABLE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


FEW = 3  # migrations named one by one


class Behind(Exception):
    """The database's schema is not the one this code was written for."""


@contextmanager
def alone() -> Iterator[Runner]:
    """A runner that no other process's runs beside: two at once would both try the same step."""
    runner = Runner(db.obj, str(FOLDER))
    if db.obj.__class__.__name__.startswith("Sqlite"):
        with open(f"{db.obj.database}.migrating", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield runner
    else:
        db.execute_sql("SELECT pg_advisory_lock(%s)", (PG_LOCK,))
        try:
            yield runner
        finally:
            db.execute_sql("SELECT pg_advisory_unlock(%s)", (PG_LOCK,))


def up() -> list[str]:
    """Apply what is pending; the names applied."""
    with alone() as runner:
        return runner.up()


def down() -> list[str]:
    """Take the newest migration back; its name."""
    with alone() as runner:
        return runner.down()


def status() -> list[tuple[str, bool]]:
    """Every migration and whether it is applied."""
    return [(step.name, step.applied is not None) for step in Runner(db.obj, str(FOLDER)).status()]


def known() -> list[tuple[str, bool]]:
    """Every migration this code has, and whether it is applied; a database of newer code may have others too."""
    return [(step.name, step.applied is not None) for step in Runner(db.obj, str(FOLDER)).status() if step.path]


def drift() -> SchemaDiff:
    """What the models want that the database has not, or the reverse; falsy when they agree."""
    return diff_models(db.obj, models.TABLES)


def away(error: Exception) -> bool:
    """Whether the database is out of reach, locked, full or unreadable, which may be over in a moment; SQL that it
    cannot run is our own fault."""
    if isinstance(error.__context__, sqlite3.Error):
        name = getattr(error.__context__, "sqlite_errorname", "")
        return name in UNREADABLE or (isinstance(error, OperationalError) and name != "SQLITE_ERROR")
    return isinstance(error, OperationalError | InterfaceError)


def check() -> None:
    """Raises Behind unless every migration is applied."""
    pending = [name for name, applied in status() if not applied]
    if pending:
        named = pending if len(pending) <= FEW else [pending[0], "…", pending[-1]]
        raise Behind(f"pending migrations: {', '.join(named)}; run `flask db up`")
