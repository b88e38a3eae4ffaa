"""What was typed into a form that was refused, kept for the person who typed it."""

from peewee import ForeignKeyField, TextField

from models.base import BaseModel, Instant, SealedJson, now
from models.person import Person
from programme.characters import empty


def is_typed(name: str) -> bool:
    """Whether a page sends a person's own words or choices under this name, and not a mark of its own, such as the key
    of a table's row."""
    marks = name in MARKS or name.endswith(("-key", "-shown"))
    return not (marks or name.startswith(("choose-", "text-", "theirs-")))


MARKS = frozenset(["base", "page", "brought", "kind", "evidence", "role", "do", "call", "round", "assignment"])
FILES = "files chosen"  # no field's name: those of the files a refused request held


class Rescue(BaseModel):
    """What a refused request held, kept for its person until it is put back, thrown away or too old."""

    person = ForeignKeyField(Person, backref="rescues", on_delete="CASCADE")
    path = TextField()
    sent = SealedJson()
    reason = TextField()
    kept_at = Instant(default=now)

    class Meta:
        indexes = ((("person", "path"), False),)

    @property
    def words(self) -> list[str]:
        """What was typed, to look at."""
        typed = {name for name in self.sent if is_typed(name) and not name.startswith("consent-")} - {FILES}
        return [value for name in self.sent if name in typed for value in self.sent[name] if not empty(value)]

    @property
    def files(self) -> list[str]:
        """The names of the files it held, which are not kept."""
        return self.sent.get(FILES, [])
