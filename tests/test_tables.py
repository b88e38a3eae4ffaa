"""Every declared table: rows added and taken away with and without JavaScript, kept and refused beyond the most."""

import re

import pytest

from forms.fields import Rows
from forms.wizard import Step
from tests.answers import GOOD
from tests.pages import STEPS, sent_by

TABLES = [(step, field.name) for step in STEPS for field in step.form.of(None) if isinstance(field, Rows)]
every_table = pytest.mark.parametrize(("step", "table"), TABLES, ids=[f"{step.slug}-{name}" for step, name in TABLES])


def rows_of(page, table: str) -> int:
    return len(page.select(f"#{table}-table tbody tr"))


@every_table
def test_rows_are_added_and_taken_away_without_javascript(at, step, table):
    walk = at(step)
    before = rows_of(walk.get().page, table)
    response = walk.client.post(walk.url, data=walk.form() | {"add": [table]})
    assert response.status_code == 303
    added = walk.follow(response)
    assert rows_of(added.page, table) == min(before + 1, most(step, table))
    again = sent_by(added.page.select_one("#step-form"))
    response = walk.client.post(walk.url, data=again | {"add": [table]})
    assert rows_of(walk.follow(response).page, table) == min(before + 2, most(step, table))
    response = walk.client.post(walk.url, data=again | {"remove": [f"{table}-0"]})
    left = walk.follow(response).page
    assert rows_of(left, table) == max(least(step, table), min(before + 1, most(step, table)) - 1)


@every_table
def test_rows_are_added_and_taken_away_by_htmx(at, step, table):
    walk, htmx = at(step), {"HX-Request": "true"}
    walk.post(GOOD[step.slug])
    before = rows_of(walk.get().page, table)
    button = walk.get().page.select_one(f'#{table}-table button[name="add"]')
    assert (button["hx-target"], button["hx-select"]) == (f"#{table}-table", f"#{table}-table")
    response = walk.client.post(walk.url, data=walk.form() | {"add": [table]}, headers=htmx)
    fragment = walk.follow(response, headers=htmx)
    assert not fragment.get_data(as_text=True).lstrip().lower().startswith("<!doctype")
    assert rows_of(fragment.page, table) == min(before + 1, most(step, table))
    removed = walk.client.post(walk.url, data=walk.form() | {"remove": [f"{table}-0"]}, headers=htmx)
    assert rows_of(walk.follow(removed, headers=htmx).page, table) == max(least(step, table), before - 1)
    kept = [re.sub(r"\D", "", name) for name in walk.stored if name.startswith(f"{table}-")]
    assert len(set(kept)) == before - 1


@every_table
def test_a_wrong_cell_is_answered_in_its_own_cell_row_by_row(at, step, table):
    walk = at(step)
    column = next(cell for cell in step.form.of(None)[table].row() if cell.kind in ("text", "number", "date"))
    wrong = ["x" * 500]
    response = walk.post(
        {f"{table}-0-{column.short_name}": wrong, f"{table}-4-{column.short_name}": wrong, "save": ["1"]}
    )
    assert response.status_code == 422
    for row in (0, 1):
        cell = response.page.select_one(f"#{table}-{row}-{column.short_name}").find_parent("td")
        assert cell.select_one(".form-hint-invalid")
        control = cell.select_one("input, textarea")
        assert wrong[0] in (control.get("value"), control.get_text().strip())
        assert response.page.select_one(f'#error-summary a[href="#{table}-{row}-{column.short_name}"]')


@every_table
def test_rows_beyond_the_most_are_kept_and_refused_with_how_many(at, step, table):
    walk, limit = at(step), most(step, table)
    column = next(iter(step.form.of(None)[table].row())).short_name
    too_many = {f"{table}-{row}-{column}": ["가"] for row in range(limit + 2)}
    response = walk.post(too_many)
    assert response.status_code == 422
    assert f"{limit:,}" in response.page.select_one(f"#{table}-error").get_text()
    assert rows_of(response.page, table) == limit + 2
    assert walk.stored == too_many


def most(step: Step, table: str) -> int:
    return step.form.of(None)[table].most


def least(step: Step, table: str) -> int:
    return max(step.form.of(None)[table].least, 1)


def test_blank_rows_of_one_table_stay_when_another_grows(at):
    walk = at(next(step for step in STEPS if step.slug == "careers"))
    first = walk.follow(walk.client.post(walk.url, data=walk.form() | {"add": ["profiles"]}))
    before = rows_of(first.page, "profiles")
    form = sent_by(first.page.select_one("#step-form"))
    second = walk.follow(walk.client.post(walk.url, data=form | {"add": ["careers"]}))
    assert rows_of(second.page, "profiles") == before
