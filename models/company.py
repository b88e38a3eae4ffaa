"""Companies, the people who act for them, and the supplier pool's entries."""

from peewee import ForeignKeyField, TextField

from models.base import BaseModel, Instant, Json, SealedJson, now, token
from models.person import Person

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
# A registration still waiting may be chosen and applied with (R11); a draft or a suspended entry may not.
SEARCHABLE = (APPROVED, OUTDATED, WAITING, RETURNED)


class Company(BaseModel):
    """A firm as this site knows it: an anchor for its people and its evidence. What it is called is an answer."""

    token = TextField(unique=True, default=token)
    created_at = Instant(default=now)

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

    What stands here was published at approved_at (None: never): facts: {main_field, other_fields, industries, region,
    people, solutions, …}; words: name, solutions and record in one normalised text, for the search; profile: {step slug:
    what was sent}, which fills the supplier's steps when it is chosen. renewed_at: when it was last said to hold.
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
    def matching(cls, words: str):
        """Entries open to search that hold every one of the words, by name."""
        query = cls.select().where(cls.state.in_(SEARCHABLE)).order_by(cls.name)
        for word in words.casefold().split():
            query = query.where(cls.words.contains(word))
        return query
