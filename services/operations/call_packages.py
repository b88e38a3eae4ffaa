"""Whether everything the calls need is here: each row's package, each package's wizards and templates."""

from datetime import datetime

from forms import wizards
from models.application import Call
from programme import calls
from services.documents import generate


def missing(at: datetime) -> tuple[list[str], list[str]]:
    """Sentences about what is missing: what keeps a site from opening, and what only closes some of its
    applications."""
    rows = Call.select().where(Call.package.not_in(list(calls.TYPES)))
    named = [
        (row, f"call {row.slug} names the package {row.package!r}, which is not in programme/calls") for row in rows
    ]
    unknown = [
        f"call {slug} names the wizard {name!r}, which is not in forms/wizards.py"
        for slug, types in calls.TYPES.items()
        for of in types.values()
        for name in of.wizards
        if name not in wizards.WIZARDS
    ]
    faulty = [] if unknown else [f"doc_templates/{name}: {fault}" for name, fault in generate.unknown_tags()]
    open_ones = [message for row, message in named if row.closes_at > at]
    return [*open_ones, *unknown, *faulty], [message for row, message in named if row.closes_at <= at]
