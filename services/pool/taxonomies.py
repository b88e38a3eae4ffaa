"""Taxonomies staff keep. The official lists were not found: these are ours, and pages say so."""

from peewee import fn

from models.base import token, writing
from models.company import Supplier
from models.person import Person
from models.pool import Term
from models.submission import Event

KINDS = {"expertise": "전문분야", "industry": "전문특화 업종", "region": "지역"}


class DuplicateTerm(Exception):
    """The taxonomy has this word already."""


def kinds() -> dict[str, str]:
    """Every taxonomy with its name: those known by one, and any other the table holds."""
    return KINDS | {row.kind: KINDS.get(row.kind, row.kind) for row in Term.select(Term.kind).distinct()}


def add(kind: str, name: str, person: Person) -> Term:
    """A new word at the end. Raises DuplicateTerm."""
    with writing():
        check(kind, name)
        last = Term.select(fn.MAX(Term.position)).where(Term.kind == kind).scalar() or 0
        term = Term.create(kind=kind, slug=token(), name=name, position=last + 1)
        note(term, person, "added")
    return term


def rename(term: Term, name: str, person: Person) -> None:
    """Call it otherwise, wherever it was chosen too, and let it be searched by that. Raises DuplicateTerm."""
    with writing():
        check(term.kind, name, term)
        Term.update(name=name).where(Term.id == term.id).execute()
        reword()
        note(Term.get_by_id(term.id), person, "renamed")


def reword() -> int:
    """Let entries be searched by what terms are called and by what is searched now; how many were not."""
    names, changed = Term.names(), 0
    with writing():
        for row in Supplier.select(Supplier.id, Supplier.name, Supplier.facts, Supplier.words):
            if (words := Supplier.searchable(row.name, row.facts, names)) != row.words:
                changed += Supplier.update(words=words).where(Supplier.id == row.id).execute()
    return changed


def check(kind: str, name: str, but: Term | None = None) -> None:
    if any(row.name == name and row != but for row in Term.of(kind)):
        raise DuplicateTerm


def move(term: Term, by: int, person: Person) -> None:
    """by: -1 one place up, 1 one down; at the end nothing happens."""
    with writing():
        rows = Term.of(term.kind)
        index = rows.index(term)
        if 0 <= index + by < len(rows):
            rows.insert(index + by, rows.pop(index))
            for position, row in enumerate(rows, start=1):
                Term.update(position=position).where(Term.id == row.id).execute()
            note(term, person, "moved")


def retire(term: Term, retired: bool, person: Person) -> None:
    """Offer it no more, or again; where it was chosen it stays."""
    with writing():
        Term.update(retired=retired).where(Term.id == term.id).execute()
        note(term, person, "retired" if retired else "offered")


def note(term: Term, person: Person, done: str) -> None:
    Event.create(person=person, action=f"term {done}", detail={"kind": term.kind, "name": term.name})
