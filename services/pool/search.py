"""Search of the supplier pool: what anybody may read of it, by words, filters and order.

Words, filters, the counts beside them, order and pages are the database's work, in the pool's index; of
entries only those shown are read.
"""

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from peewee import Case, ModelSelect, Select, Value, fn

from models import pool_index
from models.application import Call
from models.base import db
from models.company import OUTDATED, RETURNED, WAITING, Names, Supplier
from models.pool import Term
from models.pool_index import Listing, PoolTag
from programme import numbers
from programme.korean import grouped
from services.pool import suggestions

PAGE = 20
FILTERS = {"expertise": "전문분야", "industry": "특화 업종", "region": "지역", "people": "보유인력", "fresh": "현행화"}
SIZES = {"1-9": "10명 미만", "10-19": "10~19명", "20-49": "20~49명", "50": "50명 이상"}
RENEWED, OLDER = "renewed", "older"
FRESHNESS = {RENEWED: "이번 공고에 현행화함", OLDER: "현행화 필요"}
MARKS = {RENEWED: "!", OLDER: '"'}  # their letters: what is fresh follows from the call, so no tag says it
SORTS = {"name": "이름순", "fresh": "최근 현행화순", "people": "인력 많은 순", "record": "실적 많은 순"}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. filters: {one of FILTERS: value}; sort: one of SORTS; page: from 1."""

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = "name"
    page: int = 1

    def args(self, **other: Any) -> dict[str, Any]:
        """The address of this search, as arguments; other: what to say otherwise, None for not at all."""
        arguments = {"q": self.words, **self.filters, "sort": "" if self.sort == "name" else self.sort}
        return {name: value for name, value in (arguments | other).items() if value}


@dataclass(frozen=True)
class Entry:
    """A supplier as its published entry shows it; what taxonomies name stands by its name there."""

    supplier: Supplier
    names: Names
    call: Call | None

    @property
    def facts(self) -> dict[str, Any]:
        return self.supplier.facts

    @property
    def number(self) -> str:
        return numbers.masked(self.supplier.number)

    @property
    def main_field(self) -> str:
        return self.named("expertise", self.facts.get("main_field") or "")

    @property
    def other_fields(self) -> list[str]:
        return [self.named("expertise", slug) for slug in self.facts.get("other_fields", [])]

    @property
    def industries(self) -> list[str]:
        return [self.named("industry", slug) for slug in self.facts.get("industries", [])]

    @property
    def region(self) -> str:
        return self.named("region", self.facts.get("region") or "")

    @property
    def solutions(self) -> list[dict[str, Any]]:
        return self.facts.get("solutions", [])

    @property
    def records(self) -> list[dict[str, Any]]:
        return self.facts.get("records", [])

    def won(self, record: Mapping[str, Any]) -> str:
        """A contract's amount as people read it; "-" for one nobody told."""
        amount = numbers.digits(str(record.get("amount") or ""))
        return f"{grouped(int(amount))}원" if amount else "-"

    @cached_property
    def people(self) -> dict[str, int]:
        """{software, engineering}: how many."""
        people = self.facts.get("people", {})
        return {name: int(people.get(name) or 0) for name in ("software", "engineering")}

    @cached_property
    def staff(self) -> int:
        return sum(self.people.values())

    @property
    def renewed_at(self) -> datetime | None:
        return self.supplier.renewed_at

    @cached_property
    def fresh(self) -> bool:
        """Whether it was approved or renewed since the call opened."""
        at = self.supplier.renewed_at
        return bool(self.call and at and at >= self.call.opens_at and self.supplier.state != OUTDATED)

    @property
    def missing(self) -> str:
        """What stands between this entry and an application (R11), and what is being done about it; "" for nothing."""
        if self.fresh:
            return ""
        if self.supplier.state == WAITING:
            return "현행화를 제출해 승인을 기다리고 있습니다. 아래는 지난번에 승인된 내용입니다."
        if self.supplier.state == RETURNED:
            return "현행화를 제출했으나 보완 요청을 받았습니다. 아래는 지난번에 승인된 내용입니다."
        return "이번 공고의 현행화를 아직 제출하지 않았습니다. 함께 신청하려면 이 기업이 접수 마감 전에 현행화를 제출해야 합니다."

    def named(self, kind: str, slug: str) -> str:
        return self.names.get((kind, slug), slug)


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many entries it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Found:
    """One page of what was found. total: on all pages; choices: by filter, values nobody has left out; near: words
    close to those that were not found."""

    wanted: Wanted
    entries: list[Entry]
    total: int
    pages: int
    page: int
    choices: dict[str, list[Choice]]
    near: list[str]


@dataclass(frozen=True)
class SearchData:
    """What one query tells of a search. names: of all terms; total: found on all pages; values: by filter, how many
    entries each of its values would leave: a filter's counts heed the others, not itself; here: the suppliers of the
    page asked for."""

    names: Names
    total: int
    values: dict[str, dict[str, int]]
    here: list[int]


def find(wanted: Wanted, call: Call | None) -> Found:
    """Search the published entries: two queries, whatever there is. call: freshness is judged by its opening."""
    opened = call.opens_at if call else None
    sql, values = question(wanted.words, tuple(wanted.filters.items()), wanted.sort, wanted.page, opened, db.obj)
    data = read(db.execute_sql(sql, values), list(wanted.filters))
    pages = max(1, -(-data.total // PAGE))
    page = min(max(wanted.page, 1), pages)
    here = data.here or (Search(wanted, opened).suppliers(page) if data.total else [])  # none: beyond the last page
    entries = [Entry(row, data.names, call) for row in shown(here, wanted.sort)] if here else []
    choices = {name: choices_of(name, data.values[name], wanted.filters.get(name), data.names) for name in FILTERS}
    near = suggestions.of(wanted.words, data.names) if wanted.words and not data.total else []
    return Found(wanted, entries, data.total, pages, page, choices, near)


class Search:
    """The queries of a search. held: which entries hold the words, looked up once; None where none were given."""

    def __init__(self, wanted: Wanted, opened: datetime | None) -> None:
        self.wanted, self.freshness = wanted, freshness(opened)
        self.held = pool_index.ids_with_words(wanted.words)

    def question(self) -> Any:
        """Let the database tell it all at once, in the rows that `read` reads. The tags of what is counted come as one
        text, a letter each: how often a letter stands there is its count."""
        filters = self.wanted.filters
        tags, blanks = Listing.tags.concat(self.freshness), [Value("")] * len(filters)
        others = [pool_index.joined_letters(tags, self.fits(without(filters, name))) for name in filters]
        total = fn.COUNT(Listing.supplier).filter(self.fits(filters))
        rows: Any = Term.select(Value("term"), Term.kind, Term.slug, Term.name, Term.position, *blanks)
        rows += PoolTag.select(Value("tag"), PoolTag.kind, PoolTag.value, pool_index.letter(), Value(0), *blanks)
        group = Value("group"), Value(""), Value(""), pool_index.joined_letters(tags, self.fits(filters)), total
        rows += self.rows(*group, *others)
        here = self.page(self.wanted.page).alias("here")
        rows += Select([here], [Value("here"), *[Value("")] * 3, here.c.supplier_id, *blanks])
        return rows.with_cte(self.held) if self.held else rows

    def rows(self, *columns: Any) -> Any:
        """Of the published entries that hold the words."""
        return pool_index.listings(self.held, *columns).where(operator.eq(Listing.shown, True))

    def fits(self, filters: Mapping[str, str]) -> Any:
        """Whether a listing fits all of them."""
        each = [
            self.freshness == MARKS.get(value, "") if name == "fresh" else pool_index.tagged(name, value)
            for name, value in filters.items()
        ]
        return pool_index.all_of([operator.eq(Listing.shown, True), *each])

    def page(self, number: int) -> Any:
        rows = self.rows(Listing.supplier).where(self.fits(self.wanted.filters))
        return rows.order_by(*order(self.wanted.sort)).paginate(max(number, 1), PAGE)

    def suppliers(self, page: int) -> list[int]:
        rows = self.page(page)
        return [supplier for (supplier,) in db.execute(rows.with_cte(self.held) if self.held else rows)]


@lru_cache(maxsize=256)
def question(
    words: str, filters: tuple[tuple[str, str], ...], sort: str, page: int, opened: datetime | None, _database: Any
) -> tuple[str, list[Any]]:
    """The SQL of a search, and its values. They follow from what is asked alone, and much is asked again."""
    sql, values = Search(Wanted(words, dict(filters), sort, page), opened).question().sql()
    return sql, values


def read(rows: Iterable[tuple[Any, ...]], filters: list[str]) -> SearchData:
    rows_by_kind: dict[str, list[Any]] = {
        "term": [],
        "tag": [["fresh", *mark] for mark in MARKS.items()],
        "group": [],
        "here": [],
    }
    for what, *row in rows:
        rows_by_kind[what].append(row)
    names = {(kind, slug): name for kind, slug, name, *_ in sorted(rows_by_kind["term"], key=itemgetter(0, 3))}
    ((_, _, letters, total, *others),) = rows_by_kind["group"]
    texts = dict(zip(filters, others, strict=True))
    values: dict[str, dict[str, int]] = {name: {} for name in FILTERS}
    for kind, value, letter, *_ in rows_by_kind["tag"]:
        if many := texts.get(kind, letters).count(letter):
            values[kind][value] = many
    return SearchData(names, total, values, [row[3] for row in rows_by_kind["here"]])


def without(filters: Mapping[str, str], name: str) -> dict[str, str]:
    return {each: value for each, value in filters.items() if each != name}


def order(sort: str) -> list[Any]:
    by = {"fresh": fn.COALESCE(Listing.renewed_at, 0), "people": Listing.staff, "record": Listing.records}
    return [*([by[sort].desc()] if sort in by else []), Listing.sort, Listing.supplier]


def shown(here: list[int], sort: str) -> "ModelSelect[Supplier]":
    """The entries of a page; of the others nothing was read but their listings."""
    return Supplier.shown().join(Listing).where(Supplier.id.in_(here)).order_by(*order(sort))


def freshness(opened: datetime | None) -> Any:
    """The mark of an entry, as Entry.fresh says it. opened: when the call did."""
    if opened is None:
        return Value(MARKS[OLDER])
    fresh = (Listing.renewed_at >= opened) & (Listing.state != OUTDATED)
    return Case(None, [(fresh, MARKS[RENEWED])], MARKS[OLDER])


def choices_of(name: str, counts: Mapping[str, int], chosen: str | None, names: Names) -> list[Choice]:
    """The values of a filter that some entry has, and the one chosen, in the order of their list."""
    known = {"people": SIZES, "fresh": FRESHNESS}.get(name) or {
        slug: word for (kind, slug), word in names.items() if kind == name
    }
    values = counts.keys() | ({chosen} if chosen else set())
    listed = [value for value in known if value in values] + sorted(value for value in values if value not in known)
    return [Choice(value, known.get(value, value), counts.get(value, 0)) for value in listed]


def entries(tokens: Iterable[str], call: Call | None) -> list[Entry]:
    """The published entries of these tokens, each once, in their order; an unknown token is none."""
    wanted = list(dict.fromkeys(tokens))
    names = Term.names()
    rows = {row.token: row for row in Supplier.shown().where(Supplier.token.in_(wanted))}
    return [Entry(rows[token], names, call) for token in wanted if token in rows]
