"""The classes of 한국표준산업분류: the full official table where `flask industries load` brought it, else the divisions."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from peewee import IntegerField, TextField

from models.base import BaseModel, db
from programme import industry

FRESH = 60  # seconds a process goes by what it read: another may load the table anew
SUBCLASS = 5  # digits of what nothing lies below


class Industry(BaseModel):
    """A class of the official table. ksic: of which revision of it; code: two to five digits."""

    ksic = IntegerField()
    code = TextField()
    name = TextField()

    class Meta:
        indexes = ((("ksic", "code"), True),)


@dataclass(frozen=True, eq=False)
class Table:
    """What is known of a revision. names: {code: name}, shared and never changed."""

    ksic: int
    names: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether the official table is here, so that a code it lacks is none."""
        return len(self.names) > len(industry.DIVISIONS)

    @property
    def chosen(self) -> list[str]:
        """The codes a company is offered: the narrowest there are."""
        return [code for code in self.names if len(code) == (SUBCLASS if self.complete else 2)]

    def path(self, code: str) -> list[str]:
        """The names of all that a code lies in, from its section down; what has but one class has the same name,
        once."""
        above = [self.names[code[:digits]] for digits in range(2, len(code)) if code[:digits] in self.names]
        return list(dict.fromkeys([industry.SECTIONS[industry.section(code)][0], *above]))


def table(ksic: int) -> Table:
    return read(db.obj, ksic, int(time.monotonic() // FRESH))


@lru_cache(maxsize=2 * len(industry.KSIC))
def read(_database: Any, ksic: int, _until: int) -> Table:
    """Some two thousand short names, read once a minute and kept: every key typed looks them all through."""
    rows = Industry.select(Industry.code, Industry.name).where(Industry.ksic == ksic).order_by(Industry.code)
    return Table(ksic, {row.code: row.name for row in rows} or industry.divisions(ksic))
