"""Registrations in the supplier pool: what approval publishes, what differs between two, when a decision is due."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import config
from forms.wizard import Journey
from models.base import now
from models.company import Supplier
from models.submission import Submission
from programme.purposes import POOL
from services import snapshots


def publish(supplier: Supplier, submission: Submission) -> None:
    """Let the pool show what this registration says; in the caller's transaction."""
    (party,) = submission.snapshot["parties"]
    said = snapshots.journey(POOL, submission.snapshot)
    company = said.data("company", said.parties[0])
    told = [company["name"]]
    facts: dict[str, Any] = {}
    for slug in ("solutions", "track_record"):
        if slug in said.steps:
            data = said.data(slug, said.parties[0])
            facts |= {name: rows for name, rows in data.items() if isinstance(rows, list)}
    Supplier.update(
        name=company["name"],
        number=company["number"],
        words=" ".join(told).casefold(),
        facts=facts,
        profile=party["steps"],
        approved_at=now(),
        renewed_at=now(),
    ).where(Supplier.id == supplier.id).execute()


def expected(arrived: datetime) -> tuple[date, date]:
    """The days between which a decision may be expected. Source: 붙임2, "3일~7일 소요"."""
    day = arrived.astimezone(config.KST).date()
    return day + timedelta(days=3), day + timedelta(days=7)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """What two snapshots of a registration say differently: (step, field, before, after) each."""
    old, new = (snapshots.journey(POOL, dict(snapshot)) for snapshot in (before, after))
    return [
        (task.step.title, field.label.text, printed(old, task, field.name), printed(new, task, field.name))
        for task in new.tasks
        for field in new.form(task)
        if printed(old, task, field.name) != printed(new, task, field.name)
    ]


def printed(journey: Journey, task, name: str) -> str:
    value: Any = getattr(journey.form(task), name).printed
    if isinstance(value, str):
        return value
    return "\n".join(
        line if isinstance(line, str) else " · ".join(str(cell) for key, cell in line.items() if key != "no")
        for line in value
    )
