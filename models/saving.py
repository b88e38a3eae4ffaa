"""The queries of a save, which the one write lock waits for."""

from collections.abc import Mapping
from typing import Any

from peewee import JOIN, Case, Expression, fn

from models.application import Application, Call, Party, Revision
from models.base import now
from models.company import Company
from models.prepared import Parameter, Prepared


def newest(application: int, step: str, party: int | None) -> tuple[Application, Revision | None]:
    """An application's row as it stands now, its call with it, and the newest revision of a step."""
    if party is None:
        row = HEAD.first(application=application, step=step)
    else:
        row = OWN_HEAD.first(application=application, step=step, party=party)
    row.behind = bool(row.unseen)
    latest = getattr(row, "head", None)
    if latest:
        latest.application = row
    return row, latest


def add(**values: Any) -> Revision:
    """Write a new revision."""
    row = Revision(**values)
    ((row.id,),) = ADD.run(**row.__data__).fetchall()
    return row


def advance(changes: Mapping[Application, int]) -> None:
    """As `Application.next` of so many changes of each of several: each knows of its own from now on."""
    ids = [row.id for row in changes]
    more = Case(Application.id, [(row.id, count) for row, count in changes.items()])
    rows = Application.update(revision=Application.revision + more, changed_at=now()).where(Application.id.in_(ids))
    newest = {row.id: row for row in rows.returning(Application.id, Application.revision, Application.changed_at)}
    for row in changes:
        row.revision, row.changed_at = newest[row.id].revision, newest[row.id].changed_at
    Application.see_companies(changes)


def supersede(revision: Revision) -> None:
    """A later one by the same person made it needless."""
    SUPERSEDE.run(number=revision.id)


def heads(whose: Expression) -> Any:
    """Asks what `newest` says. whose: which revisions of the step."""
    step = (Revision.application == Application.id) & (Revision.step == Parameter("step")) & whose
    seen = Party.evidence_revision == Company.evidence_revision
    unseen = Party.select(Party.id).join(Company).where(Party.application == Parameter("application"), ~seen)
    return (
        Application.select(Application, Call, Revision, fn.EXISTS(unseen).alias("unseen"))
        .join(Call)
        .switch(Application)
        .join(Revision, JOIN.LEFT_OUTER, on=step, attr="head")
        .where(Application.id == Parameter("application"))
        .order_by(Revision.number.desc())
        .limit(1)
    )


HEAD = Prepared(lambda: heads(Revision.party.is_null()))
OWN_HEAD = Prepared(lambda: heads(Revision.party == Parameter("party")))
ADD = Prepared(
    lambda: Revision.insert(
        {
            field: Parameter(name, field)
            for name, field in Revision._meta.fields.items()
            if field is not Revision._meta.primary_key
        }
    ).returning(Revision.id)
)
SUPERSEDE = Prepared(lambda: Revision.update(superseded=True).where(Revision.id == Parameter("number")))
