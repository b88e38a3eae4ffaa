"""Somebody at a browser: goes from page to page by what is written on them, and looks hard at every page that opens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, ViewportSize, expect

from forms.base import Sent
from tests.e2e import accessibility_tree
from tests.e2e.site import PATIENCE, Site

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 780}
# Chromium notes every answer of 400 and above as an error; whether the status was right the tests say themselves.
NOTED = "Failed to load resource: the server responded with a status of 4"
# All of axe's rules, and two it leaves out unless asked: what is written on a control is in its name, and it can be
# hit.
QUIET = {"resultTypes": ["violations"], "elementRef": False, "preload": False}
RULES = QUIET | {"rules": {name: {"enabled": True} for name in ("label-content-name-mismatch", "target-size")}}
# Of a page that stood at another width before: what the width decides. Its markup and its colours are the same.
OF_ANY_WIDTH = QUIET | {"runOnly": ["target-size", "scrollable-region-focusable", "aria-hidden-focus"]}
LOOK = """() => ({
  title: document.title,
  h1: document.querySelector("h1").innerText,
  alerts: document.querySelectorAll(".alert").length,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
FILL = """answers => {
  for (const [name, values] of answers) {
    const fields = [...document.querySelectorAll(`#main-content form [name="${name}"]`)], [field] = fields;
    const told = (event) => field.dispatchEvent(new Event(event, {bubbles: true}));
    const shown = (one) => { if (!one?.checkVisibility()) throw new Error(`${name} is not asked`); return one; };
    if (["radio", "checkbox"].includes(field?.type)) {
      for (const value of values.filter(Boolean)) {
        const box = shown(fields.find((one) => one.value === value));
        if (!box.checked) box.click();
      }
    } else if (values[0] || field?.checkVisibility()) {
      shown(field).value = values[0];
      if (field.type === "select-one" && field.value !== values[0]) throw new Error(`${name} cannot be ${values[0]}`);
      ["input", "change"].forEach(told);
    }
  }
}"""
NAMES = re.compile(
    r"(?<=/)([\w-]{22}|[\w-]{43}|[0-9]+)(?=/|$)", re.ASCII
)  # what an address says of one thing among many


def kind_of(path: str) -> str:
    """The address as all pages of one kind have it."""
    return NAMES.sub("…", path)


class Person:
    """scripts: with JavaScript, on a desktop; without it, on a phone 360 pixels wide."""

    def __init__(
        self, browser: Browser, site: Site, email: str, scripts: bool = True, size: ViewportSize | None = None
    ) -> None:
        self.site, self.email, self.scripts = site, email, scripts
        self.size = size or (DESKTOP if scripts else PHONE)
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
        self.method = "GET"  # how the page was asked for
        self.page = self.open_page()

    def open_page(self) -> Page:
        """Another window of the same browser, listened to."""
        page = self.context.new_page()
        page.on("response", self.note)
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

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
        """Every page is titled by its h1 and by it alone, fits its width, breaks no rule of axe, names its controls,
        and nothing was complained of."""
        seen = self.page.evaluate(LOOK)
        title, headed = seen["title"], " ".join(seen["h1"].split())
        assert title.removeprefix("오류: ").removeprefix("완료: ").startswith(f"{headed} | "), (title, headed)
        kind = kind_of(self.path)
        if self.method == "GET" and not title.startswith(
            ("오류: ", "완료: ")
        ):  # a form's answer may have an address of its own elsewhere
            assert self.site.titles.setdefault(title, kind) == kind, (title, self.page.url)
        assert seen["wide"] <= 0, f"{self.page.url} is {seen['wide']} pixels too wide"
        if self.scripts:  # which axe needs
            self.examine(f"{title} {seen['alerts']}")
        assert not self.complaints, (self.page.url, self.complaints)

    def examine(self, state: str, context: dict[str, Any] | None = None) -> None:
        """What axe and the names of controls say of the page in this state, unless it was examined before: colours and
        markup once, at another width what depends on it. context: what axe looks at, if not at all of it."""
        first, here = (self.mark(state), self.mark(f"{state} {self.size['width']}"))
        if here.exists():
            return
        found = Axe().run(self.page, context, OF_ANY_WIDTH if first.exists() else RULES)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        unclear = accessibility_tree.faults(self.page)
        assert not unclear, (self.page.url, unclear)
        for mark in (first, here):
            mark.touch()

    def mark(self, state: str) -> Path:
        """Of this state of a page of this kind, in the folder of what was examined."""
        return self.site.examined / sha256(f"{kind_of(self.path)} {state}".encode()).hexdigest()

    # ---- answering ----

    def field(self, name: str) -> Locator:
        return self.page.locator(f'#main-content form [name="{name}"]')

    def answer(self, sent: Sent) -> None:
        """Fill in a step at once, as a browser does with what it knows; a table gets a row more wherever one is
        missing: without scripts, where each loads the page, the first by its button and the others by the page's
        address. What is not asked now is not shown either, and has no answer."""
        kinds = self.kinds()
        missing = dict.fromkeys(tuple(name.split("-")[:2]) for name in sent if name not in kinds)
        last = dict(list(missing))
        for table, _ in missing if self.scripts else last.items():
            self.add_row(table)
        if len(last) < len(missing) and not self.scripts:
            self.page.goto(f"{self.path}?more=" + ",".join(f"{table}-{int(row) + 1}" for table, row in last.items()))
        self.page.evaluate(FILL, list(sent.items()))

    def kinds(self) -> dict[str, str]:
        """What is asked on this page: {name: type of its input}."""
        asked = self.page.locator("#step-form [name]:not([type=hidden])")
        return asked.evaluate_all("inputs => Object.fromEntries(inputs.map(input => [input.name, input.type]))")

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
