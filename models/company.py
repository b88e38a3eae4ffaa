"""Companies, the people who act for them, and the supplier pool's entries."""

from peewee import ForeignKeyField, TextField

from models.base import BaseModel, Instant, Json, SealedJson, now, token
from models.person import Person

POOL_STATES = {
    "draft": "작성 중",
    "waiting": "승인 대기",
    "returned": "보완 요청",
    "approved": "승인",
    "outdated": "현행화 필요",
    "suspended": "정지",
}
# A registration still waiting may be chosen and applied with (R11); a draft or a suspended entry may not.
SEARCHABLE = ("approved", "outdated", "waiting", "returned")


class Company(BaseModel):
    """A firm as this site knows it: an anchor for its people and its evidence. What it is called is an answer."""

    token = TextField(unique=True, default=token)
    created_at = Instant(default=now)


class Membership(BaseModel):
    """A person who acts for a company."""

    person = ForeignKeyField(Person, backref="memberships", on_delete="CASCADE")
    company = ForeignKeyField(Company, backref="memberships", on_delete="CASCADE")

    class Meta:
        indexes = ((("person", "company"), True),)


class Supplier(BaseModel):
    """A supplier pool entry. facts: {main_field, other_fields, industries, region, people, solutions, …} as
    published; profile: {step slug: what was sent}, which fills the supplier's steps when it is chosen."""

    company = ForeignKeyField(Company, backref="suppliers", unique=True, on_delete="CASCADE")
    name = TextField()
    number = TextField(unique=True)
    state = TextField()
    words = TextField()  # name, solutions and record in one normalised text, for the search
    facts = Json()
    profile = SealedJson()

    @classmethod
    def matching(cls, words: str):
        """Entries open to search that hold every one of the words, by name."""
        query = cls.select().where(cls.state.in_(SEARCHABLE)).order_by(cls.name)
        for word in words.casefold().split():
            query = query.where(cls.words.contains(word))
        return query
