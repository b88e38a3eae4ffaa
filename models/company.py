"""Companies, the people who act for them, and the supplier pool's entries."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from peewee import Expression, ForeignKeyField, IntegerField, ModelSelect, TextField

from models.base import BaseModel, Instant, Json, SealedJson, now, token
from models.person import Person
from programme.characters import folded
from programme.names import initials, key, without_form

if TYPE_CHECKING:
    from models.application import Party
    from models.pool import Review

Names = Mapping[tuple[str, str], str]  # what taxonomies call their terms: {(kind, slug): name}, of models.pool.Term

CODE = re.compile(r"^[A-Z]\W+(?=\w)")  # of an industry's class, as its name begins; no word to be found by

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
    memberships: "ModelSelect[Membership]"
    parties: "ModelSelect[Party]"

    @classmethod
    def advance_evidence(cls, company: "Company") -> int:
        """The number of the change of its evidence the caller is about to write."""
        changed = cls.update(evidence_revision=cls.evidence_revision + 1).where(cls.id == company)
        return next((row.evidence_revision for row in changed.returning(cls.evidence_revision)), 0)

    @classmethod
    def acted_for(cls, person: Person, token: str) -> "Company | None":
        """The company of this token, if the person acts for it."""
        return cls.select().join(Membership).where(Membership.person == person, cls.token == token).first()


class Membership(BaseModel):
    """A person who acts for a company."""

    person = ForeignKeyField(Person, backref="memberships", on_delete="CASCADE")
    person_id: int
    company = ForeignKeyField(Company, backref="memberships", on_delete="CASCADE")
    company_id: int
    party: "Party"  # the company's, where a query joins it

    class Meta:
        indexes = ((("person", "company"), True),)


class Supplier(BaseModel):
    """A supplier pool entry. number: its business number, None until a registration was submitted.

    What stands here was published at approved_at (None: never): facts: {main_field, other_fields, industries, region,
    by the slugs of their terms (models.pool.Term), people, solutions, …}; words, for the index of the pool: name,
    fields, industries, region, summary, solutions and record in one normalised line, then the name it is sorted by, and
    that name's initial consonants; profile: {step slug: what was sent}, which fills the supplier's steps when it is
    chosen. renewed_at: when it was last said to hold. waiting_since: when the first edition arrived that no decision
    has ended, and so its place in the queue; a request for completion leaves it. Submitted and never approved it has no
    facts, and its words are its name: it can join an application, not be found. imported_at: when it was brought in
    from a list of the existing pool, and not renewed yet. ended_at: when it left the pool by its own wish, with nothing
    published since. corrected_at: when its people last corrected how it is reached."""

    token = TextField(unique=True, default=token)
    company = ForeignKeyField(Company, backref="suppliers", unique=True, on_delete="CASCADE")
    company_id: int
    name = TextField(default="")
    number = TextField(unique=True, null=True)
    state = TextField(default=DRAFT)
    words = TextField(default="")
    facts = Json(default=dict)
    profile = SealedJson(default=dict)
    approved_at = Instant(null=True)
    renewed_at = Instant(null=True)
    waiting_since = Instant(null=True)
    imported_at = Instant(null=True)
    ended_at = Instant(null=True)
    corrected_at = Instant(null=True)

    request: "Review | None" = None  # for completion, where a query joins it

    @classmethod
    def of(cls, company: Company) -> "Supplier":
        """The company's entry; raises DoesNotExist when it never began one."""
        return cls.get(cls.company == company)

    @property
    def established(self) -> bool:
        """Whether its profile was approved or brought in, and so stands until another is approved."""
        return bool(self.approved_at or self.imported_at)

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
    def unsealed(cls):
        """Entries without their profile: what is sealed in it is nobody's to search, and slow to open."""
        return cls.select(*(field for field in cls._meta.sorted_fields if field is not cls.profile))

    @classmethod
    def shown(cls):
        """Published entries, without their profile."""
        return cls.unsealed().where(cls.published())

    @staticmethod
    def searchable(name: str, facts: Mapping[str, Any], names: Names) -> str:
        """What `words` holds of an entry. facts: as the class says."""
        slugs = [("expertise", slug) for slug in (facts.get("main_field"), *facts.get("other_fields", []))]
        slugs += [("industry", slug) for slug in facts.get("industries", [])] + [("region", facts.get("region"))]
        texts = [name, *(CODE.sub("", names.get((kind, slug or ""), slug or "")) for kind, slug in slugs)]
        texts += [
            " ".join(row.get(what) or "" for what in ("name", "description", "delivery"))
            for row in facts.get("solutions", [])
        ]
        texts += [f"{row['client']} {row['content']}" for row in facts.get("records", [])]
        texts += [facts.get("summary") or "", key(name)]
        return "\n".join((folded(" ".join(texts)), without_form(name), initials(key(name))))
