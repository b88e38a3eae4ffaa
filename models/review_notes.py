"""Officers at work on registrations: what each ticked item by item, who looks at which, who took which, and the reasons
the office keeps ready."""

from peewee import ForeignKeyField, TextField

from models.application import Application
from models.base import BaseModel, Instant, Sealed, now
from models.person import Person
from models.submission import Submission

RIGHT, MEND = "right", "mend"


class ItemCheck(BaseModel):
    """What an officer ticked at one item of an edition: RIGHT, or MEND and what must be mended. His alone; the last
    one holds."""

    submission = ForeignKeyField(Submission, on_delete="CASCADE")
    submission_id: int
    item = TextField()  # a step, a kind of evidence or of consent
    person = ForeignKeyField(Person, on_delete="CASCADE")
    choice = TextField()
    words = Sealed(default="")
    at = Instant(default=now)

    class Meta:
        indexes = ((("submission", "item", "person"), True),)


class RegistrationLook(BaseModel):
    """When an officer had a registration open last."""

    application = ForeignKeyField(Application, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    seen_at = Instant()

    class Meta:
        table_name = "case_look"  # as the migrations made it
        indexes = ((("application", "person"), True),)


class RegistrationTaken(BaseModel):
    """Who said that he sees to a registration."""

    application = ForeignKeyField(Application, unique=True, on_delete="CASCADE")
    application_id: int
    person = ForeignKeyField(Person, on_delete="CASCADE")
    at = Instant(default=now)

    class Meta:
        table_name = "case_taken"  # as the migrations made it


class ReadyReason(BaseModel):
    """Words the office keeps for requests for completion. item: where they are offered, "" for everywhere."""

    item = TextField(default="")
    words = TextField()
    at = Instant(default=now)

    class Meta:
        indexes = ((("item", "words"), True),)
