"""The keys uploaded files are encrypted with."""

from peewee import TextField

from models.base import BaseModel, Instant, Sealed, now


class FileKey(BaseModel):
    """One key, in hex, encrypted itself with FIELD_KEYS; a file names the one it was encrypted with. Rows are never
    dropped: without its key a file is noise."""

    name = TextField(unique=True)
    key = Sealed()
    created_at = Instant(default=now)
