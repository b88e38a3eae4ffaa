"""Long tables a page at a time. A page sends its own rows and the keys it was drawn with; the rest of the table stays
as the page's base has it (forms/table_rows.py: completed)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request
from werkzeug.datastructures import MultiDict

from forms import table_rows
from forms.base import StepForm
from forms.fields import Rows

ROWS = 60  # on a page: as many as most tables may have, which so are never parted
SHOWN = "-shown"  # behind a table's name: the keys of the rows its page was drawn with


class TablePage(NamedTuple):
    """The rows of a table a page shows: those from first, counted from 0, to before end, of all. wrong: {page, counted
    from 0: rows to be mended there}."""

    first: int
    end: int
    all: int
    wrong: dict[int, int]
    size: int = ROWS

    @property
    def number(self) -> int:
        return self.first // ROWS

    @property
    def pages(self) -> int:
        return -(-self.all // ROWS)

    @property
    def last(self) -> bool:
        return self.end == self.all


def of(form: StepForm, sent: Mapping[str, Any]) -> dict[str, TablePage]:
    """The page of each table that does not fit one: the one the address asks for, or of a page that was sent the first
    with something to mend, or itself."""
    own = MultiDict(sent)
    return {
        name: page(rows, set(shown(own.get(name + SHOWN, ""))))
        for name, rows in form.tables.items()
        if len(rows.entries) > ROWS
    }


def page(rows: Rows, sent: set[str]) -> TablePage:
    forms = [entry.form for entry in rows.entries]
    wrong: dict[int, int] = {}
    for place, row in enumerate(forms):
        if any(cell.errors for cell in row):
            wrong[place // ROWS] = wrong.get(place // ROWS, 0) + 1
    table, place = table_rows.split(request.args.get("at", ""))
    if table != rows.name:
        place = ROWS * min(wrong) if wrong and sent else next((n for n, row in enumerate(forms) if row.key in sent), 0)
    first = min(place, len(forms) - 1) // ROWS * ROWS
    return TablePage(first, min(first + ROWS, len(forms)), len(forms), wrong)


def not_shown(form: StepForm, pages: dict[str, TablePage]) -> list[str]:
    """The names of what is to be mended on other pages of long tables."""
    names = [field.name for field, _ in form.faults] if pages else []
    return [
        name
        for name in names
        if (one := pages.get(name.split("-")[0]))
        and "-" in name
        and not one.first <= table_rows.split(name.rpartition("-")[0])[1] < one.end
    ]


def shown(sent: str) -> list[str]:
    """The keys a page says it was drawn with."""
    return [key for key in sent.split() if table_rows.KEY_FORM.fullmatch(key)]


def at(field: str) -> dict[str, str]:
    """What the address of a step says so that its page shows this field: "records-70-year", or a row or table."""
    table, number = table_rows.split("-".join(field.split("-")[:2]))
    return {"at": f"{table}-{number}"} if number >= ROWS else {}


def position(name: str) -> int:
    """How many rows of a table stand before those the page sent."""
    return min(table_rows.numbers(request.form, name), default=0) if name + SHOWN in request.form else 0
