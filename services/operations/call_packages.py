"""Whether everything the calls need is here: each row's package, what a package must take and what was begun by it,
each package's wizards and templates."""

from datetime import datetime

from peewee import fn

from forms import wizards
from models.application import Application, Call
from programme import calls
from programme.application_types import PROJECT
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
    untaken = [
        *(f"call {slug} takes no {PROJECT!r} applications, which every call must" for slug in without_projects()),
        *(
            f"call {row.call.slug} holds {row.purpose!r} applications, "
            f"which its package {row.call.package!r} does not take"
            for row in begun()
            if row.call.package in calls.TYPES and not row.call.takes(row.purpose)
        ),
    ]
    faulty = [] if unknown else [f"doc_templates/{name}: {fault}" for name, fault in generate.unknown_tags()]
    open_ones = [message for row, message in named if row.closes_at > at]
    return [*open_ones, *untaken, *unknown, *faulty], [message for row, message in named if row.closes_at <= at]


def without_projects() -> list[str]:
    """The packages that forget what every call takes."""
    return [package for package in calls.TYPES if not calls.takes(package, PROJECT)]


def begun() -> list[Application]:
    """One application of each call and kind that has any."""
    first = Application.select(fn.MIN(Application.id)).group_by(Application.call, Application.purpose)
    return list(
        Application.select(Application, Call).join(Call).where(Application.id.in_(first)).order_by(Application.id)
    )
