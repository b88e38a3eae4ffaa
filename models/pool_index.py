"""The pool's index: which entries hold which words, and what lists sort, filter and count by.

The database keeps it itself, in the transaction that writes an entry, whoever writes it (migrations 0011 and 0015): a
table of what lists need of each entry, and its words by their endings – 창고, 고 – in FTS5 on SQLite and under GIN on
PostgreSQL. A part of a word is how one of its endings begins: one lookup, however many entries hold it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from peewee import (
    JOIN,
    SQL,
    BigIntegerField,
    BooleanField,
    Expression,
    ForeignKeyField,
    IntegerField,
    Join,
    Select,
    SqliteDatabase,
    TextField,
    fn,
)

from models.base import BaseModel, Instant, db
from models.company import Supplier
from programme.names import key, without_form

WORDS, NUMBERS, INITIALS = "w", "n", "i"  # the texts of an entry, as their endings begin
# Parts of numbers are staff's to search, for pages show them masked; whoever knows a whole one may look for it.
WHOLE_NUMBER = re.compile(r"\d{3}-?\d{2}-?\d{5}")
CHARACTERS = 20  # of an ending
FIRST = 34  # before the character of tag 1: one byte a character, and none of MARKS


class PoolTag(BaseModel):
    """A value entries are filtered by, e.g. a region; its character stands for it in Listing.tags."""

    kind = TextField()
    value = TextField()

    class Meta:
        indexes = ((("kind", "value"), True),)


class Listing(BaseModel):
    """What lists need of an entry. shown: published, and so anybody's to read; numbered: staff's to read, for a
    registration was submitted; sort: its name without legal form; tags: a
    character each for its fields, industries, region and size."""

    supplier = ForeignKeyField(Supplier, primary_key=True, on_delete="CASCADE")
    shown = BooleanField()
    numbered = BooleanField()
    name = TextField(index=True)
    state = TextField()
    sort = TextField()
    staff = BigIntegerField()
    records = IntegerField()
    renewed_at = Instant(null=True)
    tags = TextField()

    class Meta:  # whatever is read of all that is shown (services/pool/published.py), by name and without the rows
        indexes = ((("shown", "sort", "supplier", "tags", "renewed_at", "state"), False),)


class PoolVersion(BaseModel):
    """The one row that says of which version all this and the taxonomies' terms are: a number drawn anew with every
    change of them."""

    version = BigIntegerField()


class PoolWords(BaseModel):
    """SQLite's table of what the texts of an entry hold, to be looked for in and not to be read. rowid: the supplier's;
    pool_words: what is matched. PostgreSQL is asked by a function, pool_held."""

    rowid = IntegerField(primary_key=True)
    pool_words = TextField()


def sqlite() -> bool:
    return isinstance(db.obj, SqliteDatabase)


def listings_with(words: str, *columns: Any, texts: Sequence[str] = (WORDS,)) -> Any:
    """Listings of the entries that hold every one of the words, as `asking` says it; of all for no words."""
    return listings(asking(words, texts), *columns)


def asking(words: str, texts: Sequence[str] = (WORDS,)) -> str:
    """What to ask the index for entries that hold every one of the words anywhere in these texts, 물류 in 물류창고 too, or
    all of them as one name or number; "" for no words. A whole business number is looked for among NUMBERS as well."""
    each, whole = list(dict.fromkeys(without_form(words).split())), key(words)
    found_by_each = whole == "".join(each) and not WHOLE_NUMBER.fullmatch(whole)
    return asking_for([each, [] if found_by_each else [whole]], texts)


def asking_for(alternatives: Iterable[Sequence[str]], texts: Sequence[str] = (WORDS,)) -> str:
    """What to ask it for entries that hold all parts of one of these ways, each part unbroken; "" for no ways."""
    begin, both, either = ('"{}" *', " AND ", " OR ") if sqlite() else ("'{}':*", " & ", " | ")

    def held(part: str) -> str:
        among = dict.fromkeys((*texts, NUMBERS)) if WHOLE_NUMBER.fullmatch(part) else texts
        return "(" + either.join(begin.format(quoted(text + part)) for text in among) + ")"

    ways = [both.join(held(run) for part in parts for run in runs(part)) for parts in alternatives if parts]
    return either.join(f"({way})" for way in ways)


def runs(part: str) -> list[str]:
    """What to look for to find this part: itself, or runs of it as long as an ending, each half over the next."""
    last = max(0, len(part) - CHARACTERS)
    return [part[start : start + CHARACTERS] for start in [*range(0, last, CHARACTERS // 2), last]]


def quoted(text: str) -> str:
    return text.replace('"', '""') if sqlite() else text.replace("\\", "\\\\").replace("'", "''")


def ids(asked: Any) -> Any:
    """Which entries the index finds. asked: as `asking` says it."""
    if sqlite():
        holds = Expression(PoolWords.pool_words, "MATCH", asked)
        return PoolWords.select(PoolWords.rowid.alias("id")).where(holds)
    return Select(columns=[fn.unnest(fn.pool_held(asked)).alias("id")])


def listings(asked: Any, *columns: Any) -> Any:
    """Listings of these entries, of all for "". asked: as `asking` says it."""
    return joined(ids(asked).alias("held"), *columns) if asked else Listing.select(*columns)


def joined(held: Any, *columns: Any) -> Any:
    """Listings of the entries held. SQLite begins with what stands left of a CROSS JOIN; left to itself it guesses the
    longer way."""
    return Listing.select(*columns).from_(Join(held, Listing, JOIN.CROSS)).where(held.c.id == Listing.supplier)


def in_one(values: Any, between: str) -> Any:
    """The values of all rows as one text. between: no quote in it."""
    literal = SQL(f"'{between}'")  # SQLite would fetch a parameter for each row: nearly twice as long
    whole = fn.group_concat(values, literal) if sqlite() else fn.string_agg(values.cast("text"), literal)
    return fn.COALESCE(whole, "")


def character() -> Any:
    """The character of a tag."""
    return (fn.char if sqlite() else fn.chr)(PoolTag.id + FIRST)
