"""The pool's index: which entries hold which words, and what lists sort, filter and count by.

The database keeps it itself, in the transaction that writes an entry, whoever writes it (migration 0011): a table of
what lists need of each entry, and its texts cut into pairs of letters, in FTS5 on SQLite and under GIN on PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import (
    JOIN,
    BigIntegerField,
    BooleanField,
    Expression,
    ForeignKeyField,
    IntegerField,
    Join,
    SqliteDatabase,
    TextField,
    Value,
    fn,
)

from models.base import BaseModel, Instant, db
from models.company import Supplier
from programme.names import key, without_form

WORDS, NUMBERS, INITIALS = "words", "numbers", "initials"  # the texts of an entry; NUMBERS are staff's to search
FIRST = 34  # before the letter of tag 1: one byte a letter, and none of MARKS


class PoolTag(BaseModel):
    """A value entries are filtered by, e.g. a region; its letter stands for it in Listing.tags."""

    kind = TextField()
    value = TextField()

    class Meta:
        indexes = ((("kind", "value"), True),)


class Listing(BaseModel):
    """What lists need of an entry. shown: published, and so anybody's to read; numbered: staff's to read, for a
    registration was submitted; sort: its name without legal form; tags: a
    letter each for its fields, industries, region and size."""

    supplier = ForeignKeyField(Supplier, primary_key=True, on_delete="CASCADE")
    shown = BooleanField()
    numbered = BooleanField()
    name = TextField(index=True)
    state = TextField()
    sort = TextField(index=True)
    staff = BigIntegerField()
    records = IntegerField()
    renewed_at = Instant(null=True)
    tags = TextField()


class PoolWords(BaseModel):
    """The texts of an entry, to be looked for in and not to be read. rowid: the supplier's; pool_words: what SQLite
    matches."""

    rowid = IntegerField(primary_key=True)
    words = TextField()
    numbers = TextField()
    initials = TextField()
    pool_words = TextField()


def sqlite() -> bool:
    return isinstance(db.obj, SqliteDatabase)


def listings_with(words: str, *columns: Any, texts: Sequence[str] = (WORDS,)) -> Any:
    """Listings of the entries that `held` says; of all for no words."""
    return listings(ids_with_words(words, texts, once=False), *columns, alone=True)


def ids_with_words(words: str, texts: Sequence[str] = (WORDS,), once: bool = True) -> Any:
    """Which entries hold every one of the words anywhere in these texts, 물류 in 물류창고 too, or all of them as one name or
    number; None for no words. once: looked up before anything else of the query, for all of it."""
    each, whole = list(dict.fromkeys(without_form(words).split())), key(words)
    # What holds them as one, and so each of them, is found by each already; but for a single letter that ends a text.
    more = whole and (whole != "".join(each) or min(map(len, each)) == 1) and [whole] != each
    return ids_including([each, [whole] if more else []], texts, once)


def ids_including(alternatives: Iterable[Sequence[str]], texts: Sequence[str] = (WORDS,), once: bool = False) -> Any:
    """Which entries hold all parts of one of these ways, each part unbroken; None for no ways."""
    alternatives = [parts for parts in alternatives if parts]
    if not alternatives:
        return None
    if sqlite():
        expression = " OR ".join("(" + " AND ".join(map(phrase, parts)) + ")" for parts in alternatives)
        holds: Any = Expression(PoolWords.pool_words, "MATCH", Value(f"{{{' '.join(texts)}}} : ({expression})"))
    else:
        holds = any_of(
            all_of(any_of(contains_on_postgresql(text, part) for text in texts) for part in parts)
            for parts in alternatives
        )
    return PoolWords.select(PoolWords.rowid.alias("id")).where(holds).cte("held", materialized=once)


def listings(held: Any, *columns: Any, alone: bool = False) -> Any:
    """Listings of these entries, of all for None. alone: in a query that uses them once, and so can bring them
    along."""
    if held is None:
        return Listing.select(*columns)
    # SQLite begins with what stands left of a CROSS JOIN; left to itself it guesses the longer way
    rows = Listing.select(*columns).from_(Join(held, Listing, JOIN.CROSS)).where(held.c.id == Listing.supplier)
    return rows.with_cte(held) if alone else rows


def phrase(part: str) -> str:
    """FTS5 finds a part by its pairs, one after the other; a single letter by the pairs it begins."""
    pairs = [part[index : index + 2].encode().hex() for index in range(len(part) - 1)]
    return f'"{" ".join(pairs)}"' if pairs else f'"{part.encode().hex()}" *'


def contains_on_postgresql(text: str, part: str) -> Expression:
    """PostgreSQL finds the texts that hold a part's pairs, and looks whether they hold it unbroken."""
    column = getattr(PoolWords, text)
    pairs = [part[index : index + 2] for index in range(max(1, len(part) - 1))]
    held = Expression(fn.pool_pairs(column), "@>", Value(pairs, unpack=False))
    return held & column.contains(part) if len(pairs) > 1 else held


def all_of(expressions: Iterable[Expression]) -> Expression:
    return reduce(and_, expressions)


def any_of(expressions: Iterable[Expression]) -> Expression:
    return reduce(or_, expressions)


def joined_letters(letters: Any, fits: Any) -> Any:
    """The letters of all rows that fit as one text."""
    joined = fn.group_concat(letters, "") if sqlite() else fn.string_agg(letters, "")
    return fn.COALESCE(joined.filter(fits), "")


def letter() -> Any:
    """The letter of a tag."""
    return (fn.char if sqlite() else fn.chr)(PoolTag.id + FIRST)


def tagged(kind: str, value: str) -> Expression:
    """Whether a listing has this tag."""
    position = fn.instr if sqlite() else fn.strpos
    return position(Listing.tags, PoolTag.select(letter()).where(PoolTag.kind == kind, PoolTag.value == value)) > 0
