"""Where a step's values came from: what was filled in from elsewhere, by the record of its own revisions."""

from forms.base import Sent
from forms.table_rows import without_keys
from forms.wizard import Task
from models.application import Application, Revision
from services.drafts import revisions
from services.drafts.applications import ApplicationView
from services.drafts.merge import by_field


def given(application: Application, task: Task) -> dict[str, tuple[str, Sent]]:
    """What each field was last filled with, and from what purpose: the value a fill gave that the revision before did
    not have."""
    found: dict[str, tuple[str, Sent]] = {}
    rows = Revision.of(application, *task.key)
    for row in rows.where(Revision.kind == revisions.FILLED).order_by(Revision.number):
        earlier = rows.where(Revision.number < row.number, ~Revision.superseded).first()
        fields, before = fields_of(task, row), fields_of(task, earlier)
        new = fields.keys() | before.keys()
        found |= {
            name: (row.source, fields.get(name, {})) for name in new if fields.get(name, {}) != before.get(name, {})
        }
    return found


def fields_of(task: Task, row: Revision | None) -> dict[str, Sent]:
    return by_field(without_keys(revisions.opened(task.step.form, row.sent))) if row else {}


def of(view: ApplicationView, task: Task) -> dict[str, str]:
    """The fields of a step that still say what was filled in, each with the purpose it came from; none where that was
    not noted."""
    came = view.once(("given", task.key), lambda: given(view.application, task))
    current = by_field(without_keys(view.journey.answers.get(task.key, {}))) if came else {}
    return {name: source for name, (source, value) in came.items() if source and value and value == current.get(name)}
