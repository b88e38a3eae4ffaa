"""Pool facts in drafts: what the supplier changed in its pool entry since its steps were filled from it.

A field counts as changed when the pool says something else than what was last filled in, and the step does too: what
the supplier typed over by itself is left alone, unless the pool changed as well. Nothing handed in is touched.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.base import Sent, StepForm
from forms.wizard import By, Task
from forms.wizard import Party as Part
from models.application import Application, Party
from models.base import writing
from models.company import Supplier
from models.person import Person
from programme.application_types import POOL
from services.drafts import applications, origins, revisions
from services.drafts.applications import Standing
from services.drafts.merge import by_field, same


@dataclass(frozen=True)
class Change:
    """One step's older facts. fields: their names; drawn: the step as it stands; pool: as the pool would have it."""

    task: Task
    fields: list[str]
    drawn: StepForm
    pool: StepForm
    sent: Sent  # the step with the pool's values in these fields


def changes(standing: Standing) -> list[Change]:
    """What is older than the pool in the part of the supplier this person acts for."""
    return of(standing, standing.party) if standing.party else []


def of(standing: Standing, part: Part) -> list[Change]:
    """What is older than the pool in a supplier's part, in the order of the steps."""
    if part.role is not By.SUPPLIER or not part.joined:
        return []
    supplier = Supplier.get_or_none(Supplier.company == Party.get_by_id(part.key).company_id)
    if supplier is None:
        return []
    own = [task for task in standing.journey.tasks if task.party == part and task.step.slug in supplier.profile]
    found = (change(standing, task, supplier.profile[task.step.slug]) for task in own)
    return [one for one in found if one]


def change(standing: Standing, task: Task, pool: Sent) -> Change | None:
    now_said = standing.journey.answers.get(task.key, {})
    if same(now_said, pool):
        return None
    said, wanted = by_field(now_said), by_field(pool)
    before = {name: value for name, (_, value) in origins.given(standing.application, task).items()}
    drawn: Any = task.step.form.of(now_said)
    theirs: Any = task.step.form.of(pool)
    newer = [
        name
        for name in task.step.form()._fields
        if name in before and wanted.get(name, {}) not in (before[name], said.get(name, {}))
        if drawn[name].applies or theirs[name].applies  # else neither says it
    ]
    if not newer:
        return None
    kept = {name: values for name, values in now_said.items() if name.split("-")[0] not in newer}
    sent = kept | {key: values for name in newer for key, values in wanted.get(name, {}).items()}
    return Change(task, newer, drawn, task.step.form.of(sent), sent)


def take_over(application: Application, slug: str, person: Person, position: int, arrived: datetime) -> bool:
    """Write the pool's values into a step of the person's part at this position as a new revision; whether there was
    anything to write. Raises revisions.Closed.
    """
    with writing():
        standing = applications.stand(Application.get_by_id(application.id), person, position)
        if not standing.application.open_at(arrived):
            raise revisions.Closed
        for one in changes(standing):
            if one.task.step.slug == slug:
                revisions.write(standing.application, one.task, one.sent, person, revisions.FILLED, source=POOL)
                return True
    return False
