"""What the index tells of all published entries, kept as long as nothing of it changes.

A list of ten thousand entries is filtered, counted and put in order sooner here than in the database. Whoever writes an
entry or a term, in whatever process, gives the pool another version in the same transaction (migration 0015); a search
asks for the version together with what holds its words, and for all of this only if it is another. Versions are drawn
at random, so that one of a transaction that came to nothing never comes again.
"""

import operator
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import compress, repeat
from operator import contains, itemgetter
from typing import Any

from peewee import Case, Select, Value, fn

from models import pool_index
from models.base import db
from models.company import OUTDATED, Names
from models.pool import Term
from models.pool_index import Listing, PoolTag, PoolVersion
from models.prepared import Parameter, Prepared

KEPT = 8  # of these: an order and an opening each, some 2 MB for ten thousand entries
COUNTED = 16  # in each: what was counted last
RENEWED, OLDER = "renewed", "older"
MARKS = {RENEWED: "!", OLDER: '"'}  # their letters: what is fresh follows from the call, so no tag says it
KEYS = {"fresh": fn.COALESCE(Listing.renewed_at, 0), "people": Listing.staff, "record": Listing.records}
NEVER = datetime.max.replace(tzinfo=UTC)
Counts = dict[str, dict[str, int]]
_kept: dict[tuple[Any, str, datetime | None], "PublishedEntries"] = {}


@dataclass(frozen=True)
class PublishedEntries:
    """All published entries in one order. told: ids and tags as the database says them; ids, tags: of each its id, and a
    letter for each of its values; letters: {kind: {value: letter}}. Entries are told apart by flags: an integer with a byte
    for each, 1 or 0."""

    version: int
    names: Names
    letters: dict[str, dict[str, str]]
    told: tuple[str, str]
    ids: list[str]
    tags: list[str]
    counted: dict[tuple[int, tuple[str, ...]], Counts] = field(default_factory=dict)
    had: dict[tuple[str, str], int] = field(default_factory=dict)  # as many as there are values

    def flags(self, bits: Iterable[bool]) -> int:
        return int.from_bytes(bytes(bits), "big")

    def holding(self, ids: str) -> int:
        """Flags of these ids."""
        return self.flags(map(set(ids.split(",")).__contains__, self.ids))

    def all(self) -> int:
        return self.flags(repeat(True, len(self.ids)))

    def having(self, kind: str, value: str) -> int:
        """Flags of what has this value."""
        letter = self.letters.get(kind, {}).get(value)
        if letter and (kind, value) not in self.had:
            self.had[kind, value] = self.flags(map(contains, self.tags, repeat(letter)))
        return self.had.get((kind, value), 0)

    def page(self, flags: int, start: int, end: int) -> list[int]:
        """The ids of some of these."""
        return [int(each) for each in list(self.those(self.ids, flags))[start:end]]

    def counts(self, flags: int, kinds: Iterable[str]) -> Counts:
        """How many of these have each value, by kind; without those nobody has."""
        key = flags, tuple(kinds)
        known = self.counted.get(key)
        if known is None:
            letters = "".join(self.those(self.tags, flags))
            values = {kind: self.letters.get(kind, {}).items() for kind in key[1]}
            known = {
                kind: {value: many for value, letter in each if (many := letters.count(letter))}
                for kind, each in values.items()
            }
            if len(self.counted) >= COUNTED:
                self.counted.clear()
            self.counted[key] = known
        return known

    def those(self, each: list[str], flags: int) -> Iterable[str]:
        return compress(each, flags.to_bytes(len(each), "big"))


NOTHING = PublishedEntries(0, {}, {}, ("", ""), [], [])  # of a version no pool has


def of(words: str, sort: str, opened: datetime | None) -> tuple[PublishedEntries, int]:
    """All published entries in this order, and flags of those that hold the words. opened: when the call did, by which
    freshness is judged."""
    asked, key = pool_index.asking(words), (db.obj, sort, opened)
    known = _kept.get(key, NOTHING)
    given = {"words": asked, "opened": opened or NEVER, "known": known.version}
    rows: dict[str, list[Any]] = {"term": [], "tag": [], "all": [], "held": []}
    for what, *row in query(bool(asked), sort).run(**given):
        rows[what].append(row)
    if rows["all"]:
        known = read(rows, known)
        keep(key, known)
    return known, known.holding(rows["held"][0][0]) if asked else known.all()


def keep(key: tuple[Any, str, datetime | None], entries: PublishedEntries) -> None:
    _kept.pop(key, None)
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = entries


def read(rows: dict[str, list[Any]], before: PublishedEntries) -> PublishedEntries:
    """before: of an earlier version. Most changes are to what entries say, which leaves their order and tags as they were:
    those are not taken apart, nor counted, again."""
    names = {(kind, slug): name for kind, slug, name, _ in sorted(rows["term"], key=itemgetter(0, 3))}
    letters: dict[str, dict[str, str]] = {"fresh": MARKS}
    for kind, value, letter, _ in rows["tag"]:
        letters.setdefault(kind, {})[value] = letter
    ((ids, tags, _, version),) = rows["all"]
    told = ids or "", tags or ""
    if (told, letters) == (before.told, before.letters):
        return replace(before, version=version, names=names)
    return PublishedEntries(
        version, names, letters, told, ids.split(",") if ids else [], tags.split("\n") if ids else []
    )


@lru_cache(maxsize=2 * (len(KEYS) + 1))
def query(words: bool, sort: str) -> Prepared:
    return Prepared(lambda: question(words, sort))


def in_order(sort: str) -> list[Any]:
    """What listings are put in this order by; those alike by name."""
    return [*([KEYS[sort].desc()] if sort in KEYS else []), Listing.sort, Listing.supplier]


def question(words: bool, sort: str) -> Any:
    """What holds the words, and if the pool is of another version than is known, all there is."""
    changed = fn.EXISTS(PoolVersion.select().where(PoolVersion.version != Parameter("known")))
    fresh = (Listing.renewed_at >= Parameter("opened", Listing.renewed_at)) & (Listing.state != OUTDATED)
    mark = Case(None, [(fresh, MARKS[RENEWED])], MARKS[OLDER])  # as Entry.fresh says it
    every = Listing.select(Listing.supplier.alias("id"), Listing.tags.concat(mark).alias("tags"))
    every = every.where(operator.eq(Listing.shown, True), changed)
    # Rows put in order are joined in that order by both databases.
    every = every.order_by(*in_order(sort)).alias("every")
    ids, tags = pool_index.in_one(every.c.id, ","), pool_index.in_one(every.c.tags, "\n")
    told = Select([every], [ids.alias("ids"), tags.alias("tags")]).alias("told")
    blank = Value("")
    rows: Any = Term.select(Value("term"), Term.kind, Term.slug, Term.name, Term.position).where(changed)
    rows += PoolTag.select(Value("tag"), PoolTag.kind, PoolTag.value, pool_index.letter(), Value(0)).where(changed)
    row = Value("all"), told.c.ids, told.c.tags, blank, PoolVersion.version
    rows += Select([PoolVersion, told], row).where(changed)
    if words:
        held = pool_index.ids(Parameter("words")).alias("held")
        rows += Select([held], [Value("held"), pool_index.in_one(held.c.id, ","), blank, blank, Value(0)])
    return rows
