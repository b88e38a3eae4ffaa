"""Back, Forward and Reload, in Chromium and in Firefox: a field shows what is stored now, or what was typed there
counts as typed on the revision it was typed on. Nobody overwrites words he has not seen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.e2e.site import eventually
from tests.e2e.steps import OPERATOR, prove, slug_of
from tests.e2e.test_script import SUPPLIER, at_desk, open_step, saved, saving, type_into
from tests.e2e.window import Window

AREA = "#step-form textarea"


@pytest.fixture
def supplier(person) -> Person:
    return at_desk(person(SUPPLIER))


def value(window: Window, selector: str = AREA) -> str:
    return window.ask(f"document.querySelector('{selector}').value")


def write(window: Window, selector: str, text: str) -> None:
    """Type and wait until it is saved by itself."""
    state = "document.querySelector('[data-save-state]').textContent"
    window.ask(f"{state} = ''")
    window.type(selector, text)
    eventually(lambda: window.ask(state).startswith("저장됨 "))


def leave(window: Window) -> None:
    """By a link of the page, as people do."""
    window.press("#main-content p.links a")
    eventually(lambda: window.ask("!document.querySelector('#step-form')"))


def colleague_adds(supplier: Person, text: str) -> str:
    """What the field says once the colleague has saved it."""
    supplier.page.reload()
    name = supplier.page.locator(AREA).first.get_attribute("name") or ""
    with saving(supplier):
        type_into(supplier, name, text)
    saved(supplier)
    return supplier.field(name).input_value()


def back(window: Window, meanwhile: Callable[[], Any]) -> None:
    leave(window)
    meanwhile()
    window.back()


def forward(window: Window, meanwhile: Callable[[], Any]) -> None:
    """The step is where Forward leads to."""
    window.back()
    meanwhile()
    window.forward()


def reload(window: Window, meanwhile: Callable[[], Any]) -> None:
    meanwhile()
    window.reload()


@pytest.mark.parametrize("move", [back, forward, reload])
def test_a_field_shows_what_is_stored_now_and_saving_keeps_it(window, supplier, site, move):
    open_step(supplier, "system")
    window.go(site.url + supplier.path.replace("system", ""))
    window.go(site.url + supplier.path)
    write(window, AREA, f" 도입기업이 {move.__name__} 앞에 쓴 말")
    theirs: list[str] = []

    move(window, lambda: theirs.append(colleague_adds(supplier, " 공급기업이 그 뒤에 쓴 말")))

    assert value(window) == theirs[0]
    window.press("#step-form button[name=leave]")
    eventually(lambda: window.ask("!document.querySelector('#step-form')"))
    supplier.page.reload()
    assert supplier.page.locator(AREA).first.input_value() == theirs[0]


@pytest.mark.parametrize("move", [back, reload])
def test_a_table_shows_the_rows_that_are_stored_now(window, supplier, site, move):
    open_step(supplier, "functions")
    rows, cell = "#step-form tbody tr", "#step-form tbody input, #step-form tbody textarea"
    window.go(site.url + supplier.path)
    write(window, cell, " 도입기업의 칸")

    def take_a_row_away() -> None:
        supplier.page.reload()
        count = supplier.page.locator(rows).count()
        with saving(supplier):
            supplier.page.locator(f"{rows} button[name=remove]").first.click()
        expect(supplier.page.locator(rows)).to_have_count(count - 1)

    move(window, take_a_row_away)

    shown = "[...document.querySelectorAll('#step-form tbody :is(input, select, textarea)')].map(({value}) => value)"
    assert window.ask(shown) == supplier.page.evaluate(f"() => {shown}")
    with saving(supplier):  # others work with the same application
        supplier.page.locator("[name=undo]").click()


def test_staff_who_come_back_see_what_is_stored_now(person):
    staff = person(OPERATOR)
    staff.go("/staff/terms/")
    if slug_of(staff) == "proof":
        prove(staff)
        staff.go("/staff/terms/")
    name = staff.page.locator("ol.history input[name=name]").first
    before = name.input_value()
    name.fill("보내지 않은 이름")
    staff.press("도움말·문의", inside="header")
    elsewhere = staff.context.new_page()
    elsewhere.goto("/staff/terms/")
    elsewhere.locator("ol.history input[name=name]").first.fill(f"{before} 등")
    with elsewhere.expect_event("load"):
        elsewhere.get_by_role("button", name="이름 바꾸기").first.click()
    elsewhere.close()
    staff.page.go_back()

    assert name.input_value() == f"{before} 등"
