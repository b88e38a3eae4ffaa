"""Pool facts in drafts: what the supplier changed in its pool entry since its steps were filled from it.

A field counts as changed when the pool says something else than what was last filled in, and the step does too: what
the supplier typed over by itself is left alone, unless the pool changed as well. Nothing submitted is touched.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.base import Sent, StepForm
from forms.table_rows import without_keys
from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models.application import Application
from models.base import writing
from models.company import Supplier
from models.person import Person
from programme.application_types import POOL
from services.drafts import applications, origins, revisions
from services.drafts.applications import ApplicationView
from services.drafts.merge import by_field, same


@dataclass(frozen=True)
class Change:
    """One step's older facts. fields: their names; drawn: the step as it stands; pool: as the pool would have it."""

    task: Task
    fields: list[str]
    drawn: StepForm
    pool: StepForm
    sent: Sent  # the step with the pool's values in these fields


def changes(view: ApplicationView) -> list[Change]:
    """What is older than the pool in the part of the supplier this person acts for."""
    return of(view, view.party) if view.party else []


def of(view: ApplicationView, part: Part) -> list[Change]:
    """What is older than the pool in a supplier's part, in the order of the steps."""
    if part.role is not Respondent.SUPPLIER or not part.joined:
        return []
    theirs = Supplier.company == view.company_of(part)
    supplier = view.entry if part == view.party else Supplier.get_or_none(theirs)
    if supplier is None:
        return []
    own = [task for task in view.journey.tasks if task.party == part and task.step.slug in supplier.profile]
    found = (change(view, task, supplier.profile[task.step.slug]) for task in own)
    return [one for one in found if one]


def change(view: ApplicationView, task: Task, pool: Sent) -> Change | None:
    draft, pool = without_keys(view.journey.answers.get(task.key, {})), without_keys(pool)
    if same(draft, pool):
        return None
    drafted, wanted = by_field(draft), by_field(pool)
    before = {name: value for name, (_, value) in origins.given(view.application, task).items()}
    drawn: Any = task.step.form.of(draft)
    theirs: Any = task.step.form.of(pool)
    newer = [
        name
        for name in task.step.form()._fields
        if name in before and wanted.get(name, {}) not in (before[name], drafted.get(name, {}))
        if drawn[name].applies or theirs[name].applies  # else neither says it
    ]
    if not newer:
        return None
    kept = {name: values for name, values in draft.items() if name.split("-")[0] not in newer}
    sent = kept | {key: values for name in newer for key, values in wanted.get(name, {}).items()}
    return Change(task, newer, drawn, task.step.form.of(sent), sent)


def update_from_pool(application: Application, slug: str, person: Person, position: int, arrived: datetime) -> bool:
    """Write the pool's values into a step of the person's part at this position as a new revision; whether there was
    anything to write. Raises revisions.Closed.
    """
    with writing():
        view = applications.load_view(Application.newest(application.id), person, position)
        if not view.application.open_at(arrived):
            raise revisions.Closed
        for one in changes(view):
            if one.task.step.slug == slug:
                revisions.write(view.application, one.task, one.sent, person, revisions.FILLED, source=POOL)
                return True
    return False
