"""Choices out of a taxonomy that staff edit: read from its table when they are needed, never before, and once a version
of theirs or, where nobody is signed in, once a request."""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

from models.base import db
from models.pool import Term


@dataclass
class TermsRead:
    """{kind: its terms} of a version (models/pool_index.py: PoolVersion), None where it is not known; nothing until
    they are needed."""

    version: int | None = None
    terms: dict[str, list[Term]] = field(default_factory=dict)


# Those of the request in hand; None outside of one, where they are read whenever they are needed.
READ: ContextVar[TermsRead | None] = ContextVar("terms read", default=None)
newest = TermsRead()  # read last in this process


def go_by(version: int) -> None:
    """Let the request in hand know the terms of this version, if they were read before."""
    READ.set(newest if newest.version == version else TermsRead(version))


class Taxonomy(Mapping[str, str]):
    """{slug: name} of the terms of a kind. Iterating gives those on offer; looking one up finds retired ones too."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __getitem__(self, slug: str) -> str:
        return {str(term.slug): str(term.name) for term in self.terms}[slug]

    def __iter__(self) -> Iterator[str]:
        return iter([str(term.slug) for term in self.offered])

    def __len__(self) -> int:
        return len(self.offered)

    @property
    def offered(self) -> list[Term]:
        return [term for term in self.terms if not term.retired]

    @property
    def terms(self) -> list[Term]:
        read = READ.get()
        if read is None:
            return Term.of(self.kind)
        if not read.terms:
            read.terms = Term.by_kind()
            keep(read)
        return read.terms.get(self.kind, [])


def keep(read: TermsRead) -> None:
    """For the requests to come; not what a transaction reads, whose changes may come to nothing."""
    global newest
    if read.version is not None and not db.in_transaction():
        newest = read
