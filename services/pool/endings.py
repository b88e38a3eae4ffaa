"""Suppliers that left the pool by their own wish, for who keeps them in mind."""

from models.company import Supplier
from models.person import Person
from models.pool import Shortlisted


def shortlisted(person: Person) -> list[Supplier]:
    """Those on somebody's shortlist that are in the pool no more because they wished so, the last first."""
    kept = Shortlisted.select(Shortlisted.supplier).where(Shortlisted.person == person)
    gone = ~Supplier.ended_at.is_null() & Supplier.approved_at.is_null()
    return list(Supplier.unsealed().where(Supplier.id.in_(kept), gone).order_by(Supplier.ended_at.desc()))
