"""Rows of an application as a process keeps them: what pages ask of them, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from models.application import Revision


@dataclass(frozen=True)
class Head:
    """The newest revision of a step and company, without its answers."""

    number: int
    kind: str
    source: str
    saved_at: datetime
    saved_by_id: int | None

    @classmethod
    def of(cls, row: Revision) -> "Head":
        return cls(row.number, row.kind, row.source, row.saved_at, row.saved_by_id)


@dataclass(frozen=True)
class Member:
    """A company in the consortium, or a person alone, as the database has it."""

    id: int
    company_id: int | None
    person_id: int | None
    role: str
    lead: bool
    position: int
    joined: bool
