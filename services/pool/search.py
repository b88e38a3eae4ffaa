"""Search of the supplier pool: what anybody may read of it, by words, filters and order.

The database finds words in the pool's index; filters, counts, order and pages come from what it told of all entries
(published.py); of entries only those shown are read.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from operator import and_
from typing import Any

from models.application import Call
from models.company import OUTDATED, RETURNED, WAITING, Names, Supplier
from models.pool import Term
from models.prepared import Parameter, Prepared
from programme import numbers
from programme.korean import grouped, short_amount
from services.pool import published, suggestions
from services.pool.published import OLDER, RENEWED

PAGE = 20
FILTERS = {"expertise": "전문분야", "industry": "특화 업종", "region": "지역", "people": "보유인력", "fresh": "현행화"}
SIZES = {"1-9": "10명 미만", "10-19": "10~19명", "20-49": "20~49명", "50": "50명 이상"}
FRESHNESS = {RENEWED: "이번 공고에 현행화함", OLDER: "현행화 필요"}
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
    def leading(self) -> tuple[tuple[str, str], ...]:
        """What a card shows of its solutions: name and description of the first three."""
        return tuple((each.get("name", ""), each.get("description", "")) for each in self.solutions[:3])

    @property
    def records(self) -> list[dict[str, Any]]:
        return self.facts.get("records", [])

    @property
    def website(self) -> str:
        """Its web address, if a link may lead there: no other scheme than the web's own, however the entry was
        written."""
        address = str(self.facts.get("website") or "")
        return address if address.startswith(("https://", "http://")) else ""

    @cached_property
    def amounts(self) -> list[int]:
        """What its contracts came to, of those records that tell it, the smallest first."""
        told = (numbers.digits(str(record.get("amount") or "")) for record in self.records)
        return sorted(int(amount) for amount in told if amount)

    @property
    def spread(self) -> str:
        """From its smallest contract to its largest; "" where none is told."""
        return " ~ ".join(dict.fromkeys(short_amount(amount) for amount in (*self.amounts[:1], *self.amounts[-1:])))

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
    """One page of what was found. ids: of its entries, read only when somebody asks what they say; names, call: of all
    entries; edition: of what they say, the pool's version and when the call opened; total: on all pages; choices: by
    filter, values nobody has left out; near: words close to those that were not found."""

    wanted: Wanted
    ids: list[int]
    names: Names
    call: Call | None
    edition: tuple[int, datetime | None]
    total: int
    pages: int
    page: int
    choices: dict[str, list[Choice]]
    near: list[str]

    @cached_property
    def entries(self) -> list[Entry]:
        """Without those taken out of the pool since."""
        return [Entry(row, self.names, self.call) for row in in_order(self.ids)] if self.ids else []

    @cached_property
    def by_id(self) -> dict[int, Entry]:
        return {entry.supplier.id: entry for entry in self.entries}

    def among(self, tokens: Collection[str]) -> set[int]:
        """The ids of those that are named by these tokens."""
        return {entry.supplier.id for entry in self.entries if entry.supplier.token in tokens} if tokens else set()


def find(wanted: Wanted, call: Call | None) -> Found:
    """Search the published entries: one query, and one more to read the page. call: freshness is judged by its
    opening."""
    opened = call.opens_at if call else None
    pool, held = published.of(wanted.words, wanted.sort, opened)
    fits = {name: pool.values.get(name, {}).get(value, 0) for name, value in wanted.filters.items()}
    found = reduce(and_, fits.values(), held)
    total = found.bit_count()
    pages = max(1, -(-total // PAGE))
    page = min(max(wanted.page, 1), pages)
    shown = pool.page(found, (page - 1) * PAGE, page * PAGE) if total else []
    # A filter's counts heed the others, not itself.
    left = {name: reduce(and_, (fits[each] for each in fits if each != name), held) for name in FILTERS}
    choices = {
        name: choices_of(name, pool.counts(left[name], name), wanted.filters.get(name), pool.names) for name in FILTERS
    }
    near = suggestions.of(wanted.words, pool.names) if wanted.words and not total else []
    return Found(wanted, shown, pool.names, call, (pool.version, opened), total, pages, page, choices, near)


def in_order(ids: list[int]) -> list[Supplier]:
    """These entries; of the others nothing was read but what the index tells."""
    rows = {row.id: row for row in SHOWN.rows(**dict(zip(PLACES, ids + [0] * PAGE, strict=False)))}
    return [rows[each] for each in ids if each in rows]


PLACES = [f"place{number}" for number in range(PAGE)]
SHOWN = Prepared(lambda: Supplier.shown().where(Supplier.id.in_([Parameter(place) for place in PLACES])))


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
