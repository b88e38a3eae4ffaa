"""Every declared table: rows added and taken away with and without JavaScript, kept and refused beyond the most."""

import re

import pytest

from forms import table_rows
from forms.fields import Rows
from forms.wizard import Step
from tests.answers import GOOD
from tests.pages import STEPS, sent_by
from web.table_pages import ROWS

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
    grown = walk.follow(response).page
    assert rows_of(grown, table) == min(before + 2, most(step, table))
    form = sent_by(grown.select_one("#step-form"))
    left = walk.follow(walk.client.post(walk.url, data=form | {"remove": [f"{table}-0"]})).page
    assert rows_of(left, table) == max(least(step, table), min(before + 2, most(step, table)) - 1)


def pressed(walk, button: str, row: str, **typed: list[str]):
    """The page after one of a row's buttons; typed: what was written into the page before."""
    response = walk.client.post(walk.url, data=walk.form() | typed | {button: [row]})
    assert response.status_code == 303
    return walk.follow(response).page


def said(page, table: str) -> list[list[str]]:
    """The table's cells, row by row."""
    sent = sent_by(page.select_one("#step-form"))
    rows = table_rows.numbers(sent, table)
    cells = table_rows.without_keys(sent)
    return [[cells[name][0] for name in cells if name.startswith(f"{table}-{row}-")] for row in rows]


def keys(page, table: str) -> list[str]:
    return [row.select_one("[type=hidden]")["value"] for row in page.select(f"#{table}-table tbody tr")]


@every_table
def test_rows_move_and_are_put_between_by_buttons_that_save_first(at, step, table):
    walk = at(step)
    walk.post(GOOD[step.slug] | keyed(step, table))
    page = walk.get().page
    rows, own = said(page, table), keys(page, table)
    assert all(own)
    if len(rows) < 2:
        page = pressed(walk, "insert", f"{table}-0")
        rows, own = said(page, table), keys(page, table)
        assert own[1] == ""
    moved = pressed(walk, "down", f"{table}-0")
    assert said(moved, table) == [rows[1], rows[0], *rows[2:]]
    assert keys(moved, table) == [own[1], own[0], *own[2:]]
    assert said(pressed(walk, "up", f"{table}-1"), table) == rows
    assert said(pressed(walk, "up", f"{table}-0"), table) == rows
    if len(rows) < most(step, table):
        between = pressed(walk, "insert", f"{table}-0")
        assert said(between, table) == [rows[0], [""] * len(rows[0]), *rows[1:]]
        assert keys(between, table) == [own[0], "", *own[1:]]
        assert said(pressed(walk, "remove", f"{table}-1"), table) == rows


def keyed(step: Step, table: str) -> dict[str, list[str]]:
    numbers = table_rows.numbers(GOOD[step.slug], table)
    return {f"{table}-{number}-key": [f"key{number}"] for number in numbers}


@every_table
def test_at_the_most_nothing_is_put_between_and_the_page_says_why(at, step, table):
    walk, limit = at(step), most(step, table)
    column = next(iter(step.form.of(None)[table].row())).short_name
    walk.post({f"{table}-{row}-{column}": [f"{row}"] for row in range(limit)})
    page = walk.get().page
    for button in page.select(f"#{table}-table [name=add], #{table}-table [name=insert]"):
        assert button.has_attr("disabled")
    assert "더 넣을 수 없습니다" in page.select_one(f"#{table}-full").get_text()
    assert not page.select_one(f"#{table}-full").has_attr("hidden")
    before = said(page, table)

    assert said(pressed(walk, "insert", f"{table}-0"), table) == before


@pytest.mark.parametrize("button", table_rows.BUTTONS)
@pytest.mark.parametrize("row", ["", "phases", "phases-", "phases-x", "other-0", "phases-0-phase", "phases-99999"])
def test_a_button_of_no_row_changes_nothing(at, button, row):
    walk = at(next(step for step in STEPS if step.slug == "schedule"))
    walk.post(GOOD["schedule"])

    assert walk.post(GOOD["schedule"] | {button: [row]}).status_code == 400
    assert walk.stored == GOOD["schedule"]


def test_a_new_row_gets_a_key_once_and_the_same_when_it_is_sent_again(at):
    walk = at(next(step for step in STEPS if step.slug == "as_is"))
    page = walk.form() | {"flow-0-work": ["분석"]}
    walk.client.post(walk.url, data=page | {"auto": ["1"]})
    first = walk.stored["flow-0-key"]
    walk.client.post(walk.url, data=page | {"auto": ["1"]})

    assert re.fullmatch("[0-9a-f]{10}", first[0])
    assert walk.stored["flow-0-key"] == first
    assert walk.get().page.select_one("[name=flow-0-key]")["value"] == first[0]


def test_a_key_that_is_none_is_not_kept(at):
    walk = at(next(step for step in STEPS if step.slug == "schedule"))
    walk.post({"phases-0-phase": ["분석"], "phases-0-key": ['"><script>'], "project-0-key": ["a"]})

    assert re.fullmatch("[0-9a-f]{10}", walk.stored["phases-0-key"][0])
    assert "project-0-key" not in walk.stored


def test_keys_say_nothing_that_has_to_be_confirmed_anew(at):
    walk = at(next(step for step in STEPS if step.slug == "schedule"))
    walk.post(GOOD["schedule"])
    number = walk.number

    walk.client.post(walk.url, data=walk.form() | {"save": ["1"]})  # a page that has keys, of rows stored without

    assert walk.number == number


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
        cell = response.page.select_one(f"#{table}-{row}-{column.short_name}").closest("td")
        assert cell.select_one(".form-hint-invalid")
        control = cell.select_one("input, textarea")
        assert wrong[0] in (control.get("value"), control.get_text().strip())
        assert response.page.select_one(f'#error-summary a[href="#{table}-{row}-{column.short_name}"]')


@every_table
def test_rows_beyond_the_most_are_kept_and_refused_with_how_many(at, step, table):
    walk, limit = at(step), most(step, table)
    column = next(iter(step.form.of(None)[table].row())).short_name
    too_many = {f"{table}-{row}-{column}": [f"가{row}"] for row in range(limit + 2)}
    response = walk.post(too_many)
    assert response.status_code == 422
    assert f"{limit:,}" in response.page.select_one(f"#{table}-error").get_text()
    assert rows_of(response.page, table) == min(limit + 2, ROWS)
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
