"""The queue's file, which mends itself: what is to be done stands in the tables, so a queue that is gone or damaged is
begun anew, and costs the minute until the next sweep."""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from huey.storage import SqliteStorage

PASSING = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
)  # says nothing of the file
BROKEN = ".broken"  # what a damaged file is called from then on, until the next one

log = logging.getLogger(__name__)


class MendingStorage(SqliteStorage):
    """huey's own storage, begun anew when its file is gone, another one, or damaged. The operation that finds it
    damaged fails; the next one has a queue."""

    def __init__(self, name: str, path: Path) -> None:
        self.path, self.opened = path, (0, 0)
        create(path)
        try:
            super().__init__(name, filename=str(path))
        except sqlite3.DatabaseError:  # mended by now, unless it was something else
            if not sound(path):
                raise
            self.begin_anew()

    def _create_connection(self) -> Any:
        self.opened = self.identity()
        return super()._create_connection()

    def identity(self) -> tuple[int, int]:
        """Which file the path names now."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_dev, found.st_ino

    @contextmanager
    def db(self, commit: bool = False, close: bool = False) -> Iterator[Any]:
        if self._conn is not None and self.identity() != self.opened:
            self.begin_anew()
        try:
            with super().db(commit, close) as cursor:
                yield cursor
        except sqlite3.DatabaseError as error:
            self.mend(error)
            raise

    def mend(self, error: sqlite3.DatabaseError) -> None:
        """Set a damaged file aside, once however many processes find it so."""
        if getattr(error, "sqlite_errorname", "").startswith(PASSING):
            return
        with alone(self.path):
            if sound(self.path):
                return
            log.error("the queue's file is damaged (%s): set aside as %s%s", error, self.path.name, BROKEN)
            for end in ("", "-wal", "-shm"):
                left = self.path.with_name(self.path.name + end)
                if left.exists():
                    left.replace(left.with_name(left.name + BROKEN))
            create(self.path)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Open the file that is there now, or make one."""
        self.close()
        create(self.path)
        self.initialize_schema()


def create(path: Path) -> None:
    """An empty queue for the site alone, where there is none. A log left of one that is gone is not played into it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    path.touch(mode=0o600)


def sound(path: Path) -> bool:
    """Whether SQLite finds a queue in the file, and nothing wrong with it."""
    try:
        with closing(sqlite3.connect(path, timeout=5)) as looked_at:
            looked_at.execute("SELECT COUNT(*) FROM task").fetchone()
            return looked_at.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return False


@contextmanager
def alone(path: Path) -> Iterator[None]:
    lock = os.open(path.with_suffix(".mending"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
