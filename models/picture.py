"""Pictures put into papers: figures of a plan, a company's seal. A row is never altered but for its end."""

from datetime import datetime

from peewee import ForeignKeyField, IntegerField, TextField

from models.application import Application, Party
from models.base import BaseModel, Instant, now, token
from models.person import Person


class Picture(BaseModel):
    """One picture in one place (programme.pictures) from uploaded_at to removed_at. party: whose it is, None for the
    application's. kind: png or jpeg; width, height: pixels; storage: the random name it lies under in the files folder.
    """

    token = TextField(unique=True, default=token)
    application = ForeignKeyField(Application, backref="pictures", on_delete="CASCADE")
    party = ForeignKeyField(Party, null=True, backref="pictures", on_delete="CASCADE")
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

    @classmethod
    def brought(cls, application: Application) -> "list[Picture]":
        """What the papers show: what stood when the application last changed, as every picture's coming and going does;
        none of a company that is not in the consortium, or was merely chosen."""
        at: datetime = Application.get_by_id(application.id).changed_at
        there = (cls.uploaded_at <= at) & (cls.removed_at.is_null() | (cls.removed_at > at))
        joined = [party.id for party in Party.present(application) if party.joined_at]
        whose = cls.party.is_null() | cls.party.in_(joined)
        return list(cls.select().where(cls.application == application, there, whose).order_by(cls.id))
