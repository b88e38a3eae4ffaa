"""What the index tells of all published entries, kept as long as nothing of it changes.

A list of ten thousand entries is filtered, counted and put in order sooner here than in the database. Whoever writes an
entry or a term, in whatever process, gives the pool another version in the same transaction (migration 0015); a search
asks for the version together with what holds its words, and for all of this only if it is another. Versions are drawn
at random, so that one of a transaction that came to nothing never comes again.
"""

import json
import operator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import compress, islice
from operator import itemgetter
from typing import Any

from peewee import Case, Select, Value, fn

from models import pool_index
from models.base import db
from models.company import OUTDATED, Names
from models.pool import Term
from models.pool_index import Listing, PoolTag, PoolVersion
from models.prepared import Parameter, Prepared

KEPT = 8  # of these: an order and an opening each, less than 1 MB for ten thousand entries
ASKED = 64  # in each: what was asked last
RENEWED, OLDER = "renewed", "older"
MARKS = {RENEWED: "!", OLDER: '"'}  # their characters: what is fresh follows from the call, so no tag says it
KEYS = {"fresh": fn.COALESCE(Listing.renewed_at, 0), "people": Listing.staff, "record": Listing.records}
EVERY = 10**9  # more than there can be
NEVER = datetime.max.replace(tzinfo=UTC)
DIGITS, BITS = bytes.maketrans(b"\0\1", b"01"), bytes.maketrans(b"01", b"\0\1")
Values = dict[str, dict[str, int]]
_kept: dict[tuple[Any, str, datetime | None], "PublishedEntries"] = {}


@dataclass(frozen=True)
class PublishedEntries:
    """All published entries in one order. told: ids, tags and characters as the database says them; order: the ids;
    values: {kind: {value: flags of what has it}}. Entries are told apart by flags: an integer whose bit of an entry's
    id is 1 or 0."""

    version: int
    names: Names
    told: tuple[str, str, dict[str, dict[str, str]]]
    order: list[int]
    all: int
    values: Values
    held: dict[str, int] = field(default_factory=dict)  # by what the index was asked

    def page(self, flags: int, start: int, end: int) -> list[int]:
        """The ids of some of these, in order."""
        bits = f"{flags:b}".encode().translate(BITS)[::-1].ljust(self.all.bit_length(), b"\0")
        return list(islice(compress(self.order, map(bits.__getitem__, self.order)), start, end))

    def counts(self, flags: int, kind: str) -> dict[str, int]:
        """How many of these have each value of a kind; without those nobody has."""
        values = self.values.get(kind, {}).items()
        return {value: many for value, having in values if (many := (flags & having).bit_count())}

    def note(self, asked: str, ids: str) -> None:
        """Keep what the index found."""
        if len(self.held) >= ASKED:
            self.held.clear()
        found = numbers(ids)
        bits = bytearray(max(found, default=0) + 1)
        for number in found:
            bits[number] = 1
        self.held[asked] = self.all & flags(bits)


NOTHING = PublishedEntries(0, {}, ("", "", {}), [], 0, {})  # of a version no pool has


def of(words: str, sort: str, opened: datetime | None) -> tuple[PublishedEntries, int]:
    """All published entries in this order, and flags of those that hold the words. opened: when the call did, by which
    freshness is judged."""
    asked, key = pool_index.asking(words), (db.obj, sort, opened)
    known, held = _kept.get(key, NOTHING), None
    while held is None:
        new = bool(asked) and asked not in known.held
        given = {"words": asked, "opened": opened or NEVER, "known": known.version}
        rows: dict[str, list[Any]] = {"term": [], "tag": [], "all": [], "held": []}
        for what, *row in query(new, sort).run(**given):
            rows[what].append(row)
        if rows["all"]:
            known = read(rows, known)
            keep(key, known)
        if new:
            known.note(asked, rows["held"][0][0])
        held = known.held.get(asked) if asked else known.all
    return known, held


def keep(key: tuple[Any, str, datetime | None], entries: PublishedEntries) -> None:
    _kept.pop(key, None)
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = entries


def read(rows: dict[str, list[Any]], before: PublishedEntries) -> PublishedEntries:
    """before: of an earlier version. Most changes are to what entries say, which leaves their order and tags as they
    were: those are not taken apart again."""
    names = {(kind, slug): name for kind, slug, name, _ in sorted(rows["term"], key=itemgetter(0, 3))}
    characters: dict[str, dict[str, str]] = {"fresh": MARKS}
    for kind, value, character, _ in rows["tag"]:
        characters.setdefault(kind, {})[value] = character
    ((ids, tags, _, version),) = rows["all"]
    told = ids or "", tags or "", characters
    if told == before.told:
        return replace(before, version=version, names=names, held={})
    order = numbers(told[0])
    size = max(order, default=0) + 1
    with_character = {character: bytearray(size) for each in characters.values() for character in each.values()}
    for number, characters_of in zip(order, tags.split("\n"), strict=False):
        for character in characters_of:
            with_character[character][number] = 1
    values = {
        kind: {value: flags(with_character[character]) for value, character in each.items()}
        for kind, each in characters.items()
    }
    return PublishedEntries(version, names, told, order, sum(values["fresh"].values()), values)


def numbers(ids: str) -> list[int]:
    """ids: between commas."""
    found: list[int] = json.loads(f"[{ids}]")  # in half the time that splitting and int() take
    return found


def flags(bits: bytearray) -> int:
    """bits: 1 or 0, by id."""
    return int(bits.translate(DIGITS)[::-1], 2)


@lru_cache(maxsize=2 * (len(KEYS) + 1))
def query(words: bool, sort: str) -> Prepared:
    return Prepared(lambda: question(words, sort))


def in_order(sort: str) -> list[Any]:
    """What listings are put in this order by; those alike by name."""
    return [*([KEYS[sort].desc()] if sort in KEYS else []), Listing.sort, Listing.supplier]


def question(words: bool, sort: str) -> Any:
    """What holds the words, and if the pool is of another version than is known, all there is."""
    other = PoolVersion.version != Parameter("known")
    changed = fn.EXISTS(PoolVersion.select().where(other))
    fresh = (Listing.renewed_at >= Parameter("opened", Listing.renewed_at)) & (Listing.state != OUTDATED)
    mark = Case(None, [(fresh, MARKS[RENEWED])], MARKS[OLDER])  # as Entry.fresh says it
    every = Listing.select(Listing.supplier.alias("id"), Listing.tags.concat(mark).alias("tags"))
    every = every.where(operator.eq(Listing.shown, True))
    # Rows put in order are joined in that order by both databases. A condition would be asked of each row, a limit is
    # once.
    most = PoolVersion.select(fn.COUNT(PoolVersion.id) * EVERY).where(other)
    every = every.order_by(*in_order(sort)).limit(most).alias("every")
    ids, tags = pool_index.in_one(every.c.id, ","), pool_index.in_one(every.c.tags, "\n")
    told = Select([every], [ids.alias("ids"), tags.alias("tags")]).alias("told")
    blank = Value("")
    rows: Any = Term.select(Value("term"), Term.kind, Term.slug, Term.name, Term.position).where(changed)
    rows += PoolTag.select(Value("tag"), PoolTag.kind, PoolTag.value, pool_index.character(), Value(0)).where(changed)
    row = Value("all"), told.c.ids, told.c.tags, blank, PoolVersion.version
    rows += Select([PoolVersion, told], row).where(changed)
    if words:
        held = pool_index.ids(Parameter("words")).alias("held")
        rows += Select([held], [Value("held"), pool_index.in_one(held.c.id, ","), blank, blank, Value(0)])
    return rows
