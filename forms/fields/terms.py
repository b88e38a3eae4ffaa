"""Choices out of a taxonomy that staff edit: read from its table whenever they are needed, never before."""

from collections.abc import Iterator, Mapping

from models.pool import Term


class Taxonomy(Mapping[str, str]):
    """{slug: name} of the terms of a kind. Iterating gives those on offer; looking one up finds retired ones too."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __getitem__(self, slug: str) -> str:
        return {str(term.slug): str(term.name) for term in Term.of(self.kind)}[slug]

    def __iter__(self) -> Iterator[str]:
        return iter([str(term.slug) for term in self.offered])

    def __len__(self) -> int:
        return len(self.offered)

    @property
    def offered(self) -> list[Term]:
        return [term for term in Term.of(self.kind) if not term.retired]
