"""The database: one proxy, bound once; fields that know about time, JSON and secrets; one way to write."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from peewee import (
    OP,
    AutoField,
    BigIntegerField,
    BlobField,
    Database,
    DatabaseProxy,
    Expression,
    Field,
    ImproperlyConfigured,
    Model,
    Node,
    OperationalError,
    SqliteDatabase,
    TextField,
)
from playhouse.db_url import connect

import config
from models import secret
from models.prepared import Parameter, Prepared

db = DatabaseProxy()
_lock: Path | None = None  # the file SQLite's writers lock in turn; PostgreSQL has locks of its own
PG_LOCK = 2024_221
LONG = 40_000  # characters of JSON; longer texts are rare, and not kept in memory

PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}


def bind(url: str) -> None:
    """Open this database and let every model use it. Raises config.BadSetting."""
    global _lock
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)  # SQLite gives its -wal and -shm files the same mode
        except OSError as error:
            raise config.BadSetting(f"DATA_DIR: {path} cannot be opened for writing: {error.strerror}") from error
        database: Database = SqliteDatabase(str(path), pragmas=PRAGMAS, lock_type="IMMEDIATE")
        _lock = path.with_suffix(".lock")
    elif url.startswith(("postgresql://", "postgres://")) and urlsplit(url).path.strip("/"):
        database, _lock = connect(url, unquote_password=True, unquote_user=True), None
    else:
        raise config.BadSetting("DATABASE_URL wants postgresql://user:password@host/name or sqlite:////path/to/site.db")
    try:
        db.initialize(database)  # which asks the driver for its types
    except ImproperlyConfigured as error:
        raise config.BadSetting('DATABASE_URL: its driver is not installed: pip install "psycopg[binary]"') from error


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction at a time (`gated`), whose failure says what failed.

    SQLite takes a transaction back by itself where the disk is full, and what peewee does then fails as well: the error
    of that would hide the first one from the log, and from who asks whether the database is away.
    """
    try:
        with gated():
            yield
        return
    except OperationalError as error:
        first: Exception = error
        while isinstance(first.__context__, Exception) and str(first).startswith(TAKEN_BACK):
            first = first.__context__
    raise first  # no longer within the handler, which would put the later error before it


TAKEN_BACK = ("cannot rollback", "no such savepoint")


@contextmanager
def gated() -> Iterator[None]:
    """One write transaction at a time: writers queue at the lock, so what one reads no other changes before it is done,
    none starves, and none meets "database is locked".

    Inside another one it joins it. What `db.after_commit` was given runs right after the commit, the lock not yet
    left: it must not write.
    """
    if db.in_transaction():
        with db.atomic():
            yield
    elif _lock is None:
        with db.atomic():
            db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (PG_LOCK,))
            yield
    else:
        lock = os.open(_lock, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with db.atomic():
                yield
        finally:
            os.close(lock)


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def token() -> str:
    """128 bits for a URL: unguessable, and saying nothing. None begins like an option of the command line, which takes
    them too."""
    while (made := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return made


class Instant(BigIntegerField):
    """A moment as an aware UTC datetime, kept in whole microseconds on every database."""

    def db_value(self, value: datetime | None) -> int | None:
        return None if value is None else round(value.timestamp() * 1_000_000)

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)


class Day(TextField):
    """A calendar day, kept as 2024-04-30."""

    def db_value(self, value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Json(TextField):
    """Plain data as JSON text; Hangul stays readable, and a NUL stays escaped, which PostgreSQL's own type refuses."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class SharedJson(Json):
    """The same, for what is read again and again and never changed: equal texts are parsed once, and shared."""

    def python_value(self, value: str | None) -> Any:
        return parsed(value) if value and len(value) <= LONG else super().python_value(value)


@lru_cache(maxsize=512)
def parsed(text: str) -> Any:
    return json.loads(text)


class Sealed(TextField):
    """Text encrypted at rest."""

    def db_value(self, value: str | None) -> str | None:
        return None if value is None else secret.seal(value)

    def python_value(self, value: str | None) -> str | None:
        return None if value is None else secret.unseal(value)


class SealedJson(Sealed):
    """Plain data encrypted at rest."""

    def db_value(self, value: Any) -> str | None:
        return super().db_value(None if value is None else json.dumps(value, ensure_ascii=False))

    def python_value(self, value: str | None) -> Any:
        text = super().python_value(value)
        return None if text is None else json.loads(text)


class SealedBlob(BlobField):
    """Bytes encrypted at rest."""

    def db_value(self, value: bytes | None) -> Any:
        return super().db_value(None if value is None else secret.seal_bytes(value))

    def python_value(self, value: Any) -> bytes | None:
        return None if value is None else secret.unseal_bytes(bytes(value))


class Hashed(TextField):
    """The keyed hash of what another field of the row seals, to look it up by (`secret.fingerprint`)."""

    def __init__(self, of: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of


class BaseModel(Model):
    """Models annotate what peewee adds by itself where code reads it, so that mypy knows every attribute of a row: the
    `_id` of a foreign key and the backrefs. There is no catch-all `__getattr__`: a misspelt field fails `make
    check`."""

    if TYPE_CHECKING:  # at run time the class takes no parameter
        id: AutoField[int]
        DoesNotExist: type[Exception]

    class Meta:
        database = db
        legacy_table_names = False

    @classmethod
    def get(cls, *query: Any, **filters: Any) -> Self:
        """As peewee's, which `get_by_id`, `get_or_none` and every reference to a row come to; what asks for the value
        of one column, as most do, is prepared. Raises DoesNotExist."""
        asked = query[0] if len(query) == 1 and not filters else None
        if not (type(asked) is Expression and asked.op == OP.EQ and isinstance(asked.lhs, Field)):
            return super().get(*query, **filters)
        if asked.lhs.model is not cls or isinstance(asked.rhs, Node):
            return super().get(*query, **filters)
        found = one_with(cls, asked.lhs.name).first(value=asked.rhs)
        if found is None:
            raise cls.DoesNotExist(f"no {cls.__name__} with this {asked.lhs.name}")
        return found


@cache
def one_with(model: type[BaseModel], name: str) -> Prepared:
    column = model._meta.fields[name]
    return Prepared(lambda: model.select().where(column == Parameter("value", column)).limit(1))
