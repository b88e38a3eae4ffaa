"""Pictures put into documents: figures of a plan, a company's seal. A row is never altered but for its end."""

from peewee import ForeignKeyField, IntegerField, TextField

from models.application import Application, Party
from models.base import BaseModel, Instant, now, token
from models.person import Person


class Picture(BaseModel):
    """One picture in one place (programme.pictures) from the application's revision `since` until `until`. party: whose
    it is, None for the application's. kind: png or jpeg; width, height: pixels; storage: the random name it lies under
    in the files folder.
    """

    token = TextField(unique=True, default=token)
    application = ForeignKeyField(Application, backref="pictures", on_delete="CASCADE")
    party = ForeignKeyField(Party, null=True, backref="pictures", on_delete="CASCADE")
    party_id: int | None
    place = TextField()
    name = TextField()
    storage = TextField(unique=True)
    size = IntegerField()
    sha256 = TextField()
    kind = TextField()
    width = IntegerField()
    height = IntegerField()
    uploaded_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    uploaded_at = Instant(default=now)
    removed_at = Instant(null=True)
    since = IntegerField(default=0)
    until = IntegerField(null=True)

    @classmethod
    def attached_as_of(cls, application: Application) -> "list[Picture]":
        """What the documents show: what stands at the application's revision; none of a company that is not in the
        consortium, or was merely chosen."""
        at = Application.select(Application.revision).where(Application.id == application)
        there = (cls.since <= at) & (cls.until.is_null() | (cls.until > at))
        here = Party.left_at.is_null() & ~Party.joined_at.is_null()
        joined = Party.select(Party.id).where(Party.application == application, here)
        whose = cls.party.is_null() | cls.party.in_(joined)
        return list(cls.select().where(cls.application == application, there, whose).order_by(cls.id))
