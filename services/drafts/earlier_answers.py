"""Answers to steps asked no more, read as answers to those that took their place.

Until each company came to say its own people, one table of the plan held everybody's, and another what their jobs cost
(forms/business_plan/earlier.py). A company that has not said its people yet has those named there. The old answers
stay as they are, in no document, and are shown as unused.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from forms.base import Sent
from forms.business_plan.earlier import LabourForm, PeopleForm
from forms.business_plan.people import CareersForm
from forms.wizard import Party, Respondent
from programme.characters import name_key

Answers = dict[tuple[str, int | None], Sent]
TEAMS = {Respondent.ADOPTER: "adopter_team", Respondent.SUPPLIER: "supplier_team"}
COLUMNS = ("name", "position", "role", "months", "years", "qualification")


def carried_over(answers: Answers, parties: Sequence[Party]) -> Answers:
    """The answers with the teams that follow from the old tables, of companies that have said none."""
    if ("people", None) not in answers and ("labour", None) not in answers:
        return answers
    people = table(PeopleForm, answers.get(("people", None), {}), "people")
    lines = table(LabourForm, answers.get(("labour", None), {}), "lines")
    adopters, suppliers = ([party for party in parties if party.role is role] for role in TEAMS)
    lead = next((party for party in adopters if party.lead), None)
    found: dict[Party, list[dict[str, str]]] = {party: [] for party in (*filter(None, [lead]), *suppliers)}
    wages = {job: [line.get("wage", "") for line in lines if line.get("job") == job] for job in jobs(lines)}
    for row in people:
        known = {name: row[name] for name in COLUMNS if row.get(name)}
        if row.get("side") == "adopter" and lead:
            found[lead].append(known)
        elif row.get("side") != "adopter" and suppliers:
            rates = wages.get(row.get("job", ""), [])
            wage = (rates.pop(0) if len(rates) > 1 else rates[0]) if rates else ""
            found[supplier_of(row, suppliers, answers)].append(known | given(job=row.get("job", ""), wage=wage))
    if suppliers:
        found[suppliers[0]] += unnamed(lines, [row for row in people if row.get("side") != "adopter"])
    teams = {(TEAMS[party.role], party.key): sent("people", rows) for party, rows in found.items() if rows}
    return teams | answers


def table(form: Any, kept: Sent, name: str) -> list[dict[str, str]]:
    """A table's rows as they were typed."""
    rows: dict[int, dict[str, str]] = {}
    for key, values in form.among(kept, set(form.names())).items():
        if key.startswith(f"{name}-") and values and values[0].strip():
            _, number, column = key.split("-", 2)
            rows.setdefault(int(number), {})[column] = values[0]
    return [rows[number] for number in sorted(rows)]


def supplier_of(row: Mapping[str, str], suppliers: Sequence[Party], answers: Answers) -> Party:
    """The supplier whose careers name this person, else the first."""
    for party in suppliers:
        careers = answers.get(("careers", party.key), {})
        named = [*table(CareersForm, careers, "profiles"), *table(CareersForm, careers, "careers")]
        if name_key(row.get("name", "")) in {name_key(each.get("name", "")) for each in named}:
            return party
    return suppliers[0]


def jobs(lines: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(line.get("job", "") for line in lines))


def given(**cells: str) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}


def unnamed(lines: Sequence[Mapping[str, str]], people: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The months of each job that were paid and are nobody's, as rows whose name is still to be written."""
    rows = []
    for job in jobs(lines):
        paid = [line for line in lines if line.get("job", "") == job]
        months, taken = total(paid), total([row for row in people if row.get("job", "") == job])
        if months is None:
            rows += [] if taken else [given(**line) for line in paid]
        elif taken is not None and months > taken:
            rows.append(given(job=job, months=str(months - taken), wage=paid[-1].get("wage", "")))
    return rows


def total(rows: Sequence[Mapping[str, str]]) -> Decimal | None:
    """The sum of months; None where one cannot be read, NaN and what is too large to be added among it."""
    try:
        found = sum((Decimal(row.get("months") or 0) for row in rows), Decimal())
    except ArithmeticError:
        return None
    return found if found.is_finite() else None


def sent(name: str, rows: Sequence[Mapping[str, str]]) -> Sent:
    return {f"{name}-{number}-{column}": [value] for number, row in enumerate(rows) for column, value in row.items()}
