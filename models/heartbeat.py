"""When each part of the site that runs by itself was last alive."""

from peewee import TextField

from models.base import BaseModel, Instant

WORKER = "worker"


class Heartbeat(BaseModel):
    """name: of the part; at: its last beat."""

    name = TextField(unique=True)
    at = Instant()
