"""One window of Chromium or of Firefox, for what must go the same way in both."""

from typing import Any, Protocol

from playwright.sync_api import Error

from tests.e2e.person import Person


class Window(Protocol):
    """What both browsers do alike."""

    def go(self, address: str) -> None: ...
    def back(self) -> None: ...
    def forward(self) -> None: ...
    def reload(self) -> None: ...
    def type(self, selector: str, text: str) -> None: ...
    def press(self, selector: str) -> None: ...
    def keys(self, *pressed: str) -> None: ...
    def ask(self, expression: str) -> Any: ...


class Chromium:
    def __init__(self, person: Person) -> None:
        self.page = person.page

    def go(self, address: str) -> None:
        self.page.goto(address)

    def back(self) -> None:
        self.page.go_back()

    def forward(self) -> None:
        self.page.go_forward()

    def reload(self) -> None:
        self.page.reload()

    def type(self, selector: str, text: str) -> None:
        self.page.locator(selector).first.focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def press(self, selector: str) -> None:
        with self.page.expect_event("load"):
            self.page.locator(selector).first.click()

    def keys(self, *pressed: str) -> None:
        for key in pressed:
            self.page.keyboard.press(key)

    def ask(self, expression: str) -> Any:
        try:
            return self.page.evaluate(f"() => {expression}")
        except Error:  # another page came meanwhile: Back to a step shown in a page loads it anew
            self.page.wait_for_load_state("load")
            return self.page.evaluate(f"() => {expression}")
