"""Our site as it ships, on a fresh data folder: `python -m bench.ours FOLDER` says in one line where it listens.

The person is the lead of the demo's finished application, with one step taken out again: the whole plan is there to be
read and judged at every request, which is the most it can cost, and `contact` comes after `company`.
"""

import json
import sys
from typing import Any

import config
import server
from app import create_app
from forms.wizard import Task
from models import schema
from models.application import Application, Revision
from models.base import now
from services.access import accounts
from services.drafts import applications
from services.drafts.application_view import ApplicationView
from services.operations import demo


def main(folder: str) -> None:
    app = create_app(config.with_own_keys(config.Settings(data_dir=folder, demo=True)))
    schema.up()
    demo.seed()
    sample = json.loads((demo.SAMPLES / "companies" / "A1.json").read_text(encoding="utf-8"))["steps"]
    lead = accounts.person_at(sample["contact"]["email"])
    application = Application.of(lead).first()
    view = applications.load_view(application, lead)
    number = view.heads["contact", view.parties[0].key].number
    Revision.delete().where(Revision.application == application, Revision.number == number).execute()
    Application.next(application)  # or it would be remembered as it was
    session = {"sid": accounts.open_session(lead, now()), "_permanent": True}
    listening = server.make(app, "127.0.0.1", 0)
    place = f"/applications/{application.token}"
    ready = {
        "port": listening.effective_port,
        "cookies": {"session": app.session_interface.get_signing_serializer(app).dumps(session)},  # type: ignore
        "step": f"{place}/company",
        "task_list": f"{place}/",
        "check": f"{place}/check",
        "prefix": "",
        "answers": sample["company"],
        "carried": carried(applications.load_view(application, lead)),
    }
    print(json.dumps(ready), flush=True)
    listening.run()


def carried(view: ApplicationView) -> dict[str, Any]:
    """What the application holds, for a peer to hold as much: its stages, and its steps, the lead's first."""
    journey, lead = view.journey, view.parties[0]
    tasks = sorted(journey.tasks, key=lambda task: task.party not in (None, lead))
    names = {task.key: task.step.slug if task.party in (None, lead) else f"{task.step.slug}-theirs" for task in tasks}
    return {
        "stages": [[stage.title, [names[task.key] for task in journey.tasks_of(stage)]] for stage in journey.stages],
        "steps": [step_of(view, task, names[task.key]) for task in tasks],
    }


def step_of(view: ApplicationView, task: Task, name: str) -> dict[str, Any]:
    """A step: its fields, those of its tables' rows each by itself, and what was answered."""
    form = view.journey.form(task)
    fields = [
        {"name": field.name, "label": field.label.text, "hint": field.hint, "kind": field.kind}
        | {"choices": list(getattr(field, "offered", {}).items())}
        for field in form.leaves()
    ]
    return {"name": name, "fields": fields, "answers": view.journey.answers.get(task.key)}


if __name__ == "__main__":
    main(sys.argv[1])
