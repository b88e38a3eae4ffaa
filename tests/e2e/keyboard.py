"""Somebody without a mouse: goes from control to control by Tab, and looks at every stop whether it shows and
follows."""

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from forms.base import Sent
from tests.e2e.person import Person
from tests.e2e.site import PATIENCE

# The control in focus: how it shows, whether something lies over it, and whether it follows the one before.
STOP = """() => {
  const here = document.activeElement, before = window.stopBefore;
  window.firstStop ??= here;
  if (!here || here === document.body || (before && before !== here && here === window.firstStop)) return null;
  const style = getComputedStyle(here), label = here.labels?.[0];
  const within = (low, high, most) => [0.1, 0.5, 0.9].map((part) => Math.max(low, 0) + part * (Math.min(high, most) - Math.max(low, 0)));
  const shown = [...here.getClientRects()].some((box) => within(box.left, box.right, innerWidth).some((x) =>
    within(box.top, box.bottom, innerHeight).some((y) => {
      const seen = document.elementFromPoint(x, y);
      return here.contains(seen) || !!label?.contains(seen);
    })));
  const follows = !before?.isConnected || before === here
    || !!(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
  return {
    what: here.outerHTML.slice(0, 160),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    shown,
    follows,
  };
}"""
SHOWS = ("outlined", "shown", "follows")
# Everything on the page that can be operated and is shown; of radio buttons one a group, as Tab stops there.
CONTROLS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0 && !each.disabled && each.type !== "hidden" && !each.closest("dialog:not([open])"))
  .filter((each, place, all) => each.type !== "radio" || all.findIndex((other) => other.type === "radio" && other.name === each.name && other.form === each.form) === place)
  .length"""


class Keyboard:
    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def stop(self) -> dict[str, Any] | None:
        """Where the focus is: it must show, uncovered, and come after the stop before; None past the last control."""
        until = time.monotonic() + PATIENCE
        while (stop := self.page.evaluate(STOP)) and not all(stop[name] for name in SHOWS):
            assert time.monotonic() < until, (self.page.url, stop)  # a preview may still be on its way
            time.sleep(0.05)
        self.page.evaluate("() => { window.stopBefore = document.activeElement; }")
        return stop

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the control has the focus; it must come before the page ends."""
        element = wanted.element_handle()
        while not self.page.evaluate("wanted => document.activeElement === wanted", element):
            self.press("Tab")
            assert self.stop(), f"{self.page.url}: {wanted} is not reached"

    def enter(self, name: str, inside: str = "main") -> None:
        """A button or link that leads to another page, by what is written on it."""
        place = self.page.locator(inside)
        self.tab_to(place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first)
        with self.person.another_page():
            self.press("Enter")
        self.person.look()

    def tour(self) -> int:
        """Tab through the whole page, and back by one; how many stops it has."""
        self.page.evaluate("() => { document.activeElement.blur(); window.stopBefore = window.firstStop = null; }")
        stops = 0
        while self.press("Tab") or self.stop():
            stops += 1
            assert stops < 1000, f"{self.page.url} does not let go"
        return stops

    # ---- answering ----

    def answer(self, sent: Sent) -> None:
        """Fill in a step from top to bottom; a table gets a row more wherever one is missing."""
        order = list(self.person.kinds())
        for name, values in sorted(
            sent.items(), key=lambda each: order.index(each[0]) if each[0] in order else len(order)
        ):
            if name not in self.person.kinds():
                self.add_row(name.split("-")[0])
            self.give(name, self.person.kinds()[name], values[0] if values else "")

    def give(self, name: str, kind: str, value: str) -> None:
        """What is not answered, or not asked now, is passed by."""
        field = self.person.field(name)
        if not value and (kind in ("radio", "checkbox", "select-one") or not field.is_visible()):
            return
        if kind == "radio":
            self.choose(name, value)
        elif kind == "checkbox":
            self.tab_to(self.page.locator(f'#main-content form [name="{name}"][value="{value}"]'))
            self.press("Space")
        elif kind == "select-one":
            self.tab_to(field)
            for _ in range(field.locator("option").count()):
                if field.input_value() == value:
                    break
                self.press("ArrowDown")
            assert field.input_value() == value
        else:
            self.tab_to(field)
            self.press("Control+A")
            self.page.keyboard.insert_text(value) if value else self.press("Delete")

    def choose(self, name: str, value: str) -> None:
        """Tab stops once in a group of radio buttons; arrows go through it."""
        group = self.page.locator(f'#main-content form [name="{name}"]')
        checked = self.page.locator(f'#main-content form [name="{name}"]:checked')
        self.tab_to(checked if checked.count() else group.first)
        self.press("Space")
        for _ in range(group.count()):
            if self.page.evaluate("document.activeElement.value") == value:
                break
            self.press("ArrowDown")
        assert self.page.locator(f'#main-content form [name="{name}"]:checked').get_attribute("value") == value

    def add_row(self, table: str) -> None:
        self.tab_to(self.page.locator(f'button[name="add"][value="{table}"]'))
        rows = self.page.locator(f"#{table} tbody tr, [id^='{table}-']")
        before = rows.count()
        self.press("Enter")
        expect(rows).not_to_have_count(before)
        self.page.evaluate("() => { window.stopBefore = null; }")  # the focus went up, into the new row

    def attach(self, field: Locator, file: Path, name: str) -> None:
        """Choose a file: the browser's own dialog opens by the keyboard. Playwright begins to catch such dialogs with
        the first listener and waits for no answer, so one comes before the way there."""
        self.page.on("filechooser", lambda chooser: None)
        self.tab_to(field)
        with self.page.expect_file_chooser() as chooser:
            self.press("Space")
        chooser.value.set_files({"name": name, "mimeType": "application/pdf", "buffer": file.read_bytes()})


def await_keys(page: Page) -> None:
    """Until the keys of the work screen do something: their script comes after the page."""
    page.wait_for_selector("#keys:not([hidden])", state="attached")
