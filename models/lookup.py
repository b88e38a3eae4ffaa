"""Questions to other bodies' services, and what they answered."""

from peewee import ForeignKeyField, TextField

from models.base import BaseModel, Instant, Json, now
from models.person import Person


class Lookup(BaseModel):
    """One question the worker puts to a service. kind: which (services/lookups/); query: what is asked, a business
    number or an address's words; state: queued, running, answered, silent or garbled; answer: as it was read, never as
    it came."""

    kind = TextField()
    query = TextField()
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    state = TextField(default="queued")
    answer = Json(null=True)
    asked_at = Instant(default=now)
    lease_until = Instant(null=True)
    answered_at = Instant(null=True)

    class Meta:
        indexes = ((("kind", "query"), False),)
