"""Companies, the people who act for them, and the supplier pool's entries."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import Expression, ForeignKeyField, IntegerField, TextField

from models.base import BaseModel, Instant, Json, SealedJson, now, token
from models.person import Person
from programme.characters import folded
from programme.names import key, without_form

Names = Mapping[tuple[str, str], str]  # what taxonomies call their terms: {(kind, slug): name}, of models.pool.Term

DRAFT, WAITING, RETURNED, APPROVED = "draft", "waiting", "returned", "approved"
OUTDATED, SUSPENDED = "outdated", "suspended"
POOL_STATES = {
    DRAFT: "작성 중",
    WAITING: "승인 대기",
    RETURNED: "보완 요청",
    APPROVED: "승인",
    OUTDATED: "현행화 필요",
    SUSPENDED: "정지",
}


class Company(BaseModel):
    """A firm as this site knows it: an anchor for its people and its evidence. What it is called is an answer.

    evidence_revision: counts every change of its evidence.
    """

    token = TextField(unique=True, default=token)
    created_at = Instant(default=now)
    evidence_revision = IntegerField(default=0)

    @classmethod
    def advance_evidence(cls, company: "Company") -> int:
        """The number of the change of its evidence the caller is about to write."""
        cls.update(evidence_revision=cls.evidence_revision + 1).where(cls.id == company).execute()
        return cls.select(cls.evidence_revision).where(cls.id == company).scalar() or 0

    @classmethod
    def acted_for(cls, person: Person, token: str) -> "Company | None":
        """The company of this token, if the person acts for it."""
        return cls.select().join(Membership).where(Membership.person == person, cls.token == token).first()


class Membership(BaseModel):
    """A person who acts for a company."""

    person = ForeignKeyField(Person, backref="memberships", on_delete="CASCADE")
    company = ForeignKeyField(Company, backref="memberships", on_delete="CASCADE")

    class Meta:
        indexes = ((("person", "company"), True),)


class Supplier(BaseModel):
    """A supplier pool entry. number: its business number, None until a registration was handed in.

    What stands here was published at approved_at (None: never): facts: {main_field, other_fields, industries, region, by the
    slugs of their terms (models.pool.Term), people, solutions, …}; words: name, fields, solutions and record in one
    normalised text, for the search; profile: {step slug: what was sent}, which fills the supplier's steps when it is
    chosen. renewed_at: when it was last said to hold.
    Handed in and never approved it has no facts, and its words are its name: it can join an application, not be found.
    """

    token = TextField(unique=True, default=token)
    company = ForeignKeyField(Company, backref="suppliers", unique=True, on_delete="CASCADE")
    name = TextField(default="")
    number = TextField(unique=True, null=True)
    state = TextField(default=DRAFT)
    words = TextField(default="")
    facts = Json(default=dict)
    profile = SealedJson(default=dict)
    approved_at = Instant(null=True)
    renewed_at = Instant(null=True)

    @classmethod
    def of(cls, company: Company) -> "Supplier":
        """The company's entry; raises DoesNotExist when it never began one."""
        return cls.get(cls.company == company)

    @classmethod
    def states(cls, companies: Iterable[int]) -> dict[int, tuple[str, str | None]]:
        """State and business number of these companies' entries, by the company's id; what is sealed stays so."""
        wanted = list(companies)
        rows = cls.select(cls.company, cls.state, cls.number).where(cls.company.in_(wanted)) if wanted else ()
        return {row.company_id: (row.state, row.number) for row in rows}

    @classmethod
    def published(cls) -> Expression:
        """What anybody may read: approved once and not suspended. While a renewal waits or is sent back, what was
        approved before it still stands here."""
        return ~cls.approved_at.is_null() & (cls.state != SUSPENDED)

    @classmethod
    def shown(cls):
        """Published entries without their profile: what is sealed in it is nobody's to search, and slow to open."""
        fields = [field for field in cls._meta.sorted_fields if field is not cls.profile]
        return cls.select(*fields).where(cls.published())

    @classmethod
    def matching(cls, words: str):
        """Published entries that hold every one of the words anywhere, 물류 in 물류창고 too, or are called by all of them."""
        # LIKE, its wildcards escaped: the same on both databases
        each = [cls.words.contains(word) for word in without_form(words).split()]
        whole = [cls.words.contains(key(words))] if key(words) else []
        return cls.shown().where(reduce(or_, [reduce(and_, each), *whole])) if each else cls.shown()

    @staticmethod
    def searchable(name: str, facts: Mapping[str, Any], names: Names) -> str:
        """What `words` holds of an entry: its name, fields, solutions and record. facts: as the class says."""
        fields = [facts.get("main_field") or "", *facts.get("other_fields", [])]
        told = [name, *(names.get(("expertise", slug), slug) for slug in fields)]
        told += [f"{row['name']} {row['description']}" for row in facts.get("solutions", [])]
        told += [f"{row['client']} {row['content']}" for row in facts.get("records", [])]
        return folded(" ".join([*told, key(name)]))
