"""Somebody at a browser: goes from page to page by what is written on them, and looks hard at every page that opens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, ViewportSize, expect

from forms.base import Sent
from tests.e2e import accessibility_tree
from tests.e2e.site import PATIENCE, Site

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 780}
# Chromium notes every answer of 400 and above as an error; whether the status was right the tests say themselves.
NOTED = "Failed to load resource: the server responded with a status of 4"
# All of axe's rules, and two it leaves out unless asked: what is written on a control is in its name, and it can be hit.
RULES = {
    "resultTypes": ["violations"],
    "rules": {name: {"enabled": True} for name in ("label-content-name-mismatch", "target-size")},
}
NAMES = re.compile(
    r"(?<=/)([\w-]{22}|[\w-]{43}|[0-9]+)(?=/|$)", re.ASCII
)  # what an address says of one thing among many


def kind_of(path: str) -> str:
    """The address as all pages of one kind have it."""
    return NAMES.sub("…", path)


class Person:
    """scripts: with JavaScript, at a desk; without it, on a phone 360 pixels wide."""

    def __init__(
        self, browser: Browser, site: Site, email: str, scripts: bool = True, size: ViewportSize | None = None
    ) -> None:
        self.site, self.email, self.scripts = site, email, scripts
        self.size = size or (DESK if scripts else PHONE)
        self.context = browser.new_context(
            base_url=site.url,
            java_script_enabled=scripts,
            viewport=self.size,
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            storage_state=site.cookies.get(email),
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.method = "GET"  # how the page was asked for
        self.page.on("response", self.note)
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def note(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status < 300:
            self.method = response.request.method

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(NOTED):
            self.complaints.append(message.text)

    def leave(self) -> None:
        self.context.close()
        assert not self.complaints, self.complaints

    def sign_in(self) -> None:
        """With the code that is mailed; a browser that did so before is still signed in."""
        if self.email not in self.site.cookies:
            known = len(self.site.mails(self.email, "로그인"))
            self.go("/sign-in?next=/applications/")
            self.page.get_by_label("이메일").fill(self.email)
            self.press("번호 받기")
            self.page.get_by_label("번호").fill(self.site.code_for(self.email, known))
            self.press("로그인", exact=True, inside="#main-content")
            self.site.cookies[self.email] = self.context.storage_state()
        self.go("/applications/")
        assert self.title == "내 신청"

    # ---- from page to page ----

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, name: str, exact: bool = False, inside: str = "body") -> None:
        """A button or link, by what is written on it, that leads to another page."""
        place = self.page.locator(inside)
        there = place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        )
        with self.another_page():
            there.first.click()
        self.look()

    @contextmanager
    def another_page(self) -> Iterator[None]:
        """Until another page stands here: one that was loaded, or the next step, which htmx puts into this one."""
        self.page.evaluate("document.querySelector('main')?.setAttribute('data-left', '')")
        yield
        self.page.wait_for_selector("main:not([data-left])")
        self.page.wait_for_load_state("load")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def title(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def look(self) -> None:
        """Every page is titled by its h1 and by it alone, fits its width, breaks no rule of axe, names its controls, and
        nothing was complained of."""
        title = self.page.title()
        assert title.removeprefix("오류: ").removeprefix("완료: ").startswith(f"{self.title} | "), (title, self.title)
        kind = kind_of(self.path)
        if self.method == "GET" and not title.startswith(
            ("오류: ", "완료: ")
        ):  # a form's answer may have an address of its own elsewhere
            assert self.site.titles.setdefault(title, kind) == kind, (title, self.page.url)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels too wide"
        if self.scripts:  # which axe needs
            self.examine()
        assert not self.complaints, (self.page.url, self.complaints)

    def examine(self) -> None:
        state = (self.page.title(), self.page.locator(".alert").count(), self.size["width"])
        if state not in self.site.examined:
            found = Axe().run(self.page, options=RULES)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
            unclear = accessibility_tree.faults(self.page)
            assert not unclear, (self.page.url, unclear)
            self.site.examined.add(state)

    # ---- answering ----

    def field(self, name: str) -> Locator:
        return self.page.locator(f'#main-content form [name="{name}"]')

    def answer(self, sent: Sent) -> None:
        """Fill in a step; a table gets a row more wherever one is missing."""
        kinds = self.kinds()
        for name, values in sent.items():
            if name not in kinds:
                self.add_row(name.split("-")[0])
                expect(self.field(name)).to_be_visible()
                kinds = self.kinds()
            self.give(name, kinds[name], values)

    def kinds(self) -> dict[str, str]:
        """What is asked on this page: {name: type of its input}."""
        asked = self.page.locator("#step-form [name]:not([type=hidden])")
        return asked.evaluate_all("inputs => Object.fromEntries(inputs.map(input => [input.name, input.type]))")

    def give(self, name: str, kind: str, values: list[str]) -> None:
        """What is not asked now is not shown either, and has no answer."""
        if kind in ("radio", "checkbox"):
            for value in filter(None, values):
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            if values[0]:
                self.field(name).select_option(values[0])
        elif values[0] or self.field(name).is_visible():
            self.field(name).fill(values[0])

    def add_row(self, table: str) -> None:
        rows, button = (
            self.page.locator(f"#{table}-table tbody tr"),
            self.page.locator(f'[name="add"][value="{table}"]'),
        )
        count = rows.count()
        if self.scripts:
            button.click()
        else:
            with self.page.expect_event("load"):
                button.click()
        expect(rows).to_have_count(count + 1)
