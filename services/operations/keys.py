"""The site's keys: whether they are fit to serve with, and sealing anew what an older key sealed."""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from peewee import Field, Table

import config
import models
from models import secret
from models.base import BaseModel, Hashed, Json, db, writing
from models.person import Person
from models.personal_terms import SEALED

CHARACTERS, DISTINCT = 32, 12  # of SECRET_KEY, at least: 32 random bytes in hex have 16 different ones
TOGETHER = 10  # rows of one transaction: what people save waits no longer than for these
PASSES = 3  # over all tables: what was added with an older key meanwhile is met by the next
TOKEN = re.compile(r'(?<=")gAAAA[\w-]+=*(?=")', re.ASCII)  # what is sealed within JSON, such as answers about people


def fresh() -> dict[str, str]:
    """Keys nobody ever had, by the names of their settings."""
    return {
        "SECRET_KEY": secrets.token_hex(32),
        "FIELD_KEYS": Fernet.generate_key().decode(),
        "METRICS_TOKEN": secrets.token_urlsafe(32),
    }


class Refused(Exception):
    """No site runs with these keys; the message says why, and what to do."""


OTHER_KEYS = "FIELD_KEYS cannot read what this database holds; give the keys it was written with"


def check(settings: config.Settings) -> None:
    """Raises Refused for keys that can be guessed, are none, or cannot read the site's database."""
    if weak := weakness(settings.secret_key):
        raise Refused(f"{weak}; `flask keys make` prints a fresh one")
    try:
        check_reading()
    except secret.NoKey as error:
        raise Refused(str(error)) from error


def check_reading() -> None:
    """Raises Refused where FIELD_KEYS cannot read the database: what is written with them, nobody reads with the right
    ones afterwards. Raises secret.NoKey."""
    if field := unreadable():
        raise Refused(f"{OTHER_KEYS} ({field})")


def weakness(secret_key: str) -> str:
    """Why this cannot sign cookies; "" when it can."""
    if len(secret_key) < CHARACTERS:
        return f"SECRET_KEY has {len(secret_key)} characters; {CHARACTERS} random ones are the least"
    if len(set(secret_key)) < DISTINCT:
        return "SECRET_KEY repeats itself and can be guessed; it must be random"
    return ""


def unreadable() -> str:
    """Which field FIELD_KEYS cannot read; "" when they can. The oldest and the newest value of every one is opened:
    where there is none, nothing can be misread. Raises secret.NoKey."""
    secret.seal("")
    for sealed in sealed_tables():
        for name in sealed.names:
            for row in ends(sealed, name):
                try:
                    secret.unseal_bytes(as_bytes(row[0]))
                except InvalidToken:
                    return f"{sealed.model._meta.table_name}.{name}"
    if any(person.email_hash not in secret.fingerprints(person.email) for person in first_and_last(Person)):
        return "person.email_hash"  # a key was taken away before `flask keys rotate`
    return ""


@dataclass(frozen=True)
class SealedTable:
    """A table with something sealed: its columns as they are kept. names: sealed whole; texts: JSON that may hold
    sealed values; hashes: {keyed hash: the column it is of}."""

    model: type[BaseModel]
    names: list[str]
    texts: list[str]
    hashes: dict[str, str]

    @property
    def plain(self) -> Any:
        """The table without its fields, which would open what they read."""
        return Table(self.model._meta.table_name).bind(db.obj)

    @property
    def columns(self) -> list[str]:
        return [*self.names, *self.texts, *self.hashes]


def sealed_tables() -> Iterator[SealedTable]:
    for model in models.TABLES:
        fields: list[Field] = model._meta.sorted_fields
        names = [field.column_name for field in fields if isinstance(field, SEALED)]
        texts = [field.column_name for field in fields if isinstance(field, Json)]
        hashes = {field.column_name: field.of for field in fields if isinstance(field, Hashed)}
        if names or texts:
            yield SealedTable(model, names, texts, hashes)


def ends(sealed: SealedTable, name: str) -> Iterator[tuple[Any, ...]]:
    """The oldest and the newest value of a column."""
    table = sealed.plain
    column = getattr(table.c, name)
    for order in (table.c.id, table.c.id.desc()):
        yield from table.select(column).where(column.is_null(False)).order_by(order).limit(1).tuples()


def first_and_last(model: Any) -> Iterator[Any]:
    for order in (model.id, model.id.desc()):
        yield from model.select().order_by(order).limit(1)


@dataclass
class Rotation:
    """values: how many were sealed anew; left: how many of these in the last pass; unreadable: those no key opens."""

    values: int = 0
    left: int = 0
    unreadable: int = 0


def rotate(said: Callable[[str], None] = lambda line: None) -> Rotation:
    """Seal with the first key, and hash with it, whatever is sealed with another, while people go on saving.

    Cryptography is done before the write lock is taken; a row somebody changed in between is left for the next pass,
    which it needs only if a process writes with other keys. said: is told of each table that is done.
    """
    done = Rotation()
    for _ in range(PASSES):
        done.left = done.unreadable = 0
        for sealed in sealed_tables():
            before = done.values
            for rows in batches(sealed):
                rotate_rows(sealed, rows, done)
            if done.values > before:
                said(f"{sealed.model._meta.table_name}: {done.values - before}")
        if not done.left:
            break
    return done


def batches(sealed: SealedTable) -> Iterator[list[tuple[Any, ...]]]:
    """All rows as they are kept, some at a time: id, then the columns."""
    table, last = sealed.plain, 0
    columns = [getattr(table.c, name) for name in sealed.columns]
    while True:
        query = table.select(table.c.id, *columns).where(table.c.id > last).order_by(table.c.id).limit(TOGETHER)
        rows = list(query.tuples())
        if not rows:
            return
        last = rows[-1][0]
        yield rows


def rotate_rows(sealed: SealedTable, rows: list[tuple[Any, ...]], done: Rotation) -> None:
    changes = []
    for number, *values in rows:
        kept = dict(zip(sealed.columns, values, strict=True))
        try:
            if changed := anew(sealed, kept):
                changes.append((number, kept, changed))
        except InvalidToken:
            done.unreadable += 1
    if not changes:
        return
    table = sealed.plain
    with writing():
        for number, kept, changed in changes:
            same = [getattr(table.c, name) == kept[name] for name in changed]
            updated = {getattr(table.c, name): value for name, value in changed.items()}
            done.values += len(changed) if table.update(updated).where(table.c.id == number, *same).execute() else 0
            done.left += len(changed)


def anew(sealed: SealedTable, kept: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row that must change, and what to. Raises InvalidToken."""
    to: dict[str, Any] = {}
    for name in sealed.names:
        if kept[name] is not None:
            made = secret.resealed(as_bytes(kept[name]))
            to[name] = made.decode() if isinstance(kept[name], str) else made
    for name in sealed.texts:
        if kept[name] is not None:
            to[name] = TOKEN.sub(lambda found: resealed_within(found[0]), kept[name])
    for name, of in sealed.hashes.items():
        if kept[of] is not None:
            to[name] = secret.fingerprint(secret.unseal(kept[of]))
    return {name: value for name, value in to.items() if value != as_kept(kept[name])}


def resealed_within(token: str) -> str:
    """Of what only looks sealed, for somebody typed it, itself."""
    try:
        return secret.resealed(token.encode()).decode()
    except InvalidToken:
        return token


def as_kept(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def as_bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)
