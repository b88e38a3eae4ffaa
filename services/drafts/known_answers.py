"""What a step nobody has saved yet begins with: facts known from other steps, and what nearly everybody answers. It
stands in the page's inputs, and counts once it is saved."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from forms.base import Sent, StepForm
from forms.supplier_pool.companies import StaffForm
from forms.wizard import Task
from models.person import Person
from models.pool import Term
from programme.regions import region_of
from services.drafts.application_view import ApplicationView


def offered(view: ApplicationView, task: Task, person: Person) -> Sent:
    """What the page of this step begins with; nothing once it was answered."""
    if view.journey.answers.get(task.key):
        return {}
    known = KNOWN.get(task.step.slug)
    return ready(task.step.form) | (known(view, task, person) if known else {})


@cache
def ready(of: type[StepForm]) -> Sent:
    """What a form itself begins with. Shared: never changed."""
    form: Any = of.of(None)
    found = {field.name: [field.ready] for field in form if field.kind != "rows" and getattr(field, "ready", "")}
    for name, table in form.tables.items():
        for row in range(max(table.least, 1)):
            found |= cells(name, row, table.row.begins())
    return found


def cells(table: str, row: int, values: dict[str, str]) -> Sent:
    return {f"{table}-{row}-{name}": [value] for name, value in values.items() if value}


def table(name: str, rows: list[dict[str, str]]) -> Sent:
    return {key: value for number, row in enumerate(rows) for key, value in cells(name, number, row).items()}


def contact(view: ApplicationView, task: Task, person: Person) -> Sent:
    """The company's telephone, and the address of who signed in."""
    phone = view.journey.data("company", task.party)["phone"]
    return {"email": [person.email]} | ({"phone": [phone]} if phone else {})


def expertise(view: ApplicationView, task: Task, person: Person) -> Sent:
    """Of the taxonomy of regions the one the company's address begins with."""
    region = region_of(view.journey.data("company", task.party)["address"] or "")
    known = (row for row in Term.of("region") if not row.retired and region_of(row.name) == region)
    found = next(known, None) if region else None
    return {"region": [found.slug]} if found else {}


def finances(view: ApplicationView, task: Task, person: Person) -> Sent:
    """A row for each year asked for, from the year the company opened."""
    opened: date | None = view.journey.data("company", task.party)["opened"]
    years = [year for year in view.application.announcement.account_years if not opened or year >= opened.year]
    return table("accounts", [{"year": str(year)} for year in years])


def effects(view: ApplicationView, task: Task, person: Person) -> Sent:
    """What the indicators measure, from what to what."""
    rows = view.journey.form(Task(view.journey.steps["kpi"])).rows.printed  # type: ignore[attr-defined]
    return table(
        "quantitative",
        [
            {"item": row["name"], "now": row["now"] + row["measured_in"], "goal": row["goal"] + row["measured_in"]}
            for row in rows
        ],
    )


def schedule(view: ApplicationView, task: Task, person: Person) -> Sent:
    """The first phase begins when the project does."""
    starts: date | None = view.journey.data("overview")["starts"]
    return cells("phases", 0, {"first": str(starts.month), "last": str(starts.month)}) if starts else {}


def adopter_team(view: ApplicationView, task: Task, person: Person) -> Sent:
    """Who is asked about the application takes part in the project, as a rule."""
    contact = view.journey.data("contact", task.party)
    return cells("people", 0, {name: contact[name] or "" for name in ("name", "position")})


def supplier_team(view: ApplicationView, task: Task, person: Person) -> Sent:
    """The people the supplier named in its registration for the pool."""
    assert task.party
    staff = (view.entry.profile if view.entry else {}).get("staff")
    rows = StaffForm.of(staff).people.filled if staff else []
    return table("people", [{column: row[name].shown for column, name in STAFF.items()} for row in rows])


def careers(view: ApplicationView, task: Task, person: Person) -> Sent:
    """The names of the supplier's people; of the careers the first, for each row goes on with the one above."""
    people = view.journey.data("supplier_team", task.party)["people"]
    names = list(dict.fromkeys(row["name"] for row in people if row["name"]))
    return table("profiles", [{"name": name} for name in names]) | table(
        "careers", [{"name": names[0]}] if names else []
    )


STAFF = {"name": "name", "role": "duty", "years": "years", "qualification": "qualification"}
KNOWN: dict[str, Callable[[ApplicationView, Task, Person], Sent]] = {
    "contact": contact,
    "expertise": expertise,
    "finances": finances,
    "effects": effects,
    "schedule": schedule,
    "adopter_team": adopter_team,
    "supplier_team": supplier_team,
    "careers": careers,
}
