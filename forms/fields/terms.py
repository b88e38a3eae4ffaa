"""Choices out of a taxonomy that staff edit: read from its table when they are needed, never before, and once a request."""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar

from models.pool import Term

# {kind: its terms}, as the request in hand read them; None outside of one, where they are read whenever they are needed.
READ: ContextVar[dict[str, list[Term]] | None] = ContextVar("terms read", default=None)


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
        if not read:
            read |= Term.by_kind()
        return read.get(self.kind, [])
