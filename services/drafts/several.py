"""Loading several applications in as few queries as one takes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from peewee import fn

from forms.wizard import Journey
from models.application import Application, Party, Revision
from models.base import db
from models.person import Person
from services.drafts import companies, loading
from services.drafts.application_view import ApplicationView

Row = TypeVar("Row", Revision, Party)


def load_all(applications: Sequence[Application], person: Person | None = None) -> list[ApplicationView]:
    """As `loading.load_view` of each, of rows read just now, their calls with them."""
    acting = {row.company_id for row in Party.companies_of(person)} if person and applications else set()
    stamps = {row.id: loading.whole_stamp((row.revision, row.changed_at)) for row in applications}
    keep = not db.in_transaction()  # see loading.load
    kept = {number: loading.memo.get(number, stamp) for number, stamp in stamps.items() if keep}
    known = {number: loaded for number, loaded in kept.items() if loaded}
    known |= read([row for row in applications if row.id not in known])
    unnamed = {
        row.id: [member.company_id for member in known[row.id].unnamed if member.company_id] for row in applications
    }
    names = companies.given_names([*unnamed], {company for theirs in unnamed.values() for company in theirs})
    views = []
    for row in applications:
        ready = known[row.id].with_names(tuple(names.get((row.id, company), "") for company in unnamed[row.id]))
        if keep and ready is not known[row.id]:
            loading.remember(row, stamps[row.id], ready)
        views.append(loading.view_of(row, loading.acted_for(ready.members, acting, person), 0, ready))
    return views


def journeys(applications: Sequence[Application]) -> list[Journey]:
    """What each says as it is now; a company without a name of its own has none."""
    known = read(applications)
    named = [known[row.id].with_names(("",) * len(known[row.id].unnamed)) for row in applications]
    return [loaded.journey for loaded in named if loaded.journey]


def read(applications: Sequence[Application]) -> dict[int, loading.Loaded]:
    """What `loading.read` makes of each, by its id."""
    if not applications:
        return {}
    ids = [row.id for row in applications]
    step = Revision.application, Revision.step, Revision.party
    newest = Revision.select(Revision.application, fn.MAX(Revision.number).alias("number"))
    newest = newest.where(Revision.application.in_(ids)).group_by(*step)
    here = (Revision.application == newest.c.application_id) & (Revision.number == newest.c.number)
    heads = of_each(Revision.select().join(newest, on=here))
    parties = of_each(
        Party.select().where(Party.application.in_(ids), Party.left_at.is_null()).order_by(Party.position)
    )
    return {row.id: loading.loaded_of(row.type, heads[row.id], parties[row.id]) for row in applications}


def of_each(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows by the application they belong to."""
    found = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return found
