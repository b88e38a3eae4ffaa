"""Pages under what people set for themselves – larger text, forced colours – and whether the look at names has
teeth."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.e2e import accessibility_tree
from tests.e2e.keyboard import Keyboard
from tests.e2e.person import DESKTOP, PHONE, RULES, Person

LEAD, PROJECT = "plan@ongyeol.example.com", "간병인"
PUBLIC = ("/", "/help", "/privacy", "/sign-in", "/suppliers/")
OWN = ("", "overview", "kpi", "funding", "exclusions", "consents/", "evidence/", "documents/", "check", "submit")

TWICE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"  # as chosen in the browser's settings; 16 and 13 by default
SIZES = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((each) => !each.closest(".dg-page"))
  .map((each) => [each.outerHTML.slice(0, 120), parseFloat(getComputedStyle(each).fontSize)])"""
# Text that its box cuts off, and controls that lie upon one another. What is meant for screen readers only is 1 px
# large.
LOST = """() => {
  const shown = [...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && !each.closest(".dg-page") && getComputedStyle(each).clipPath === "none");
  const cut = shown.filter((each) => !each.matches("input, select, textarea, thead") && !each.closest("thead") && /hidden|clip/.test(getComputedStyle(each).overflow)
    && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1));
  const controls = shown.filter((each) => each.matches("a, button, input, select, textarea, summary") && !each.closest(".form-actions, .skip-link, .dg-page"));
  const upon = controls.filter((each, place) => controls.slice(place + 1).some((other) => !each.contains(other)
    && [...each.getClientRects()].some((one) => [...other.getClientRects()].some((two) =>
      Math.min(one.right, two.right) - Math.max(one.left, two.left) > 2 && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 8))));
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? [document.documentElement] : [];
  return [...cut, ...upon, ...wide].map((each) => each.outerHTML.slice(0, 160));
}"""
# Controls whose edge cannot be told from what is around them.
EDGELESS = """() => [...document.querySelectorAll(".krds-btn:not(.text), .krds-input, .krds-form-select")]
  .filter((each) => each.checkVisibility() && each.clientWidth > 1)
  .filter((each) => {
    const style = getComputedStyle(each);
    return parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === "none" || style.borderTopColor === getComputedStyle(document.body).backgroundColor;
  }).map((each) => each.outerHTML.slice(0, 160))"""


def pages(somebody):
    """Stand on each page in turn."""
    somebody.press(PROJECT, inside="main .cards")
    task_list = somebody.path
    for path in (*PUBLIC, *(f"{task_list}{name}" for name in OWN)):
        somebody.go(path)
        yield path


@pytest.fixture(scope="module")
def enlarging(browser_type, browser_type_launch_args) -> Iterator[Browser]:
    """A browser whose reader chose text of twice the size."""
    flags = [*browser_type_launch_args["args"], TWICE]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": flags})
    yield browser
    browser.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_text_grows_to_twice_its_size_and_nothing_is_lost(person, browser, enlarging, site, size):
    plain, large = person(LEAD, size=size), Person(enlarging, site, LEAD, size=size)
    large.sign_in()
    for path, _ in zip(pages(plain), pages(large), strict=True):
        before, after = dict(plain.page.evaluate(SIZES)), dict(large.page.evaluate(SIZES))
        stayed = [
            what for what in before.keys() & after.keys() if after[what] < 1.75 * before[what]
        ]  # h1: 32 to 2 × 28, for less room
        assert not stayed, (path, stayed)
        assert not (lost := large.page.evaluate(LOST)), (path, lost)
    large.leave()


def test_under_forced_colours_every_control_has_an_edge_and_the_focus_shows(person):
    somebody = person(LEAD)
    somebody.page.emulate_media(forced_colors="active")
    for path in pages(somebody):
        assert not (edgeless := somebody.page.evaluate(EDGELESS)), (path, edgeless)
    found = Axe().run(somebody.page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    somebody.go(f"{somebody.path.rsplit('/', 1)[0]}/funding")
    assert Keyboard(somebody).tour() > 20


# 6 mm across, at 96 px an inch; a link in a sentence is as large as its words.
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((each) => each.checkVisibility() && each.type !== "hidden" && getComputedStyle(each).clipPath === "none" && !each.closest(".sr-only, .skip-link"))
  .filter((each) => { const box = each.getBoundingClientRect(); return Math.hypot(box.width, box.height) < 22.7; })
  .map((each) => each.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_controls_are_large_enough_to_be_hit(person, size):
    somebody = person(LEAD, size=size)
    for path in pages(somebody):
        assert not (small := somebody.page.evaluate(SMALL)), (path, small)


FAULTY = """<main><button></button><a href="https://example.com/a">고치기</a><a href="https://example.com/b">고치기</a><a href="https://example.com/b">고치기</a>
<label>이름 <input></label><label>이름 <input></label></main>"""
SOUND = """<main><button>보내기</button><div role="group" aria-label="첫째"><a href="https://example.com/a">고치기</a></div><div role="group" aria-label="둘째"><a href="https://example.com/b">고치기</a></div>
<table><tr><th scope="row">1</th><td><input aria-label="이름"></td></tr><tr><th scope="row">2</th><td><input aria-label="이름"></td></tr></table></main>"""


def test_the_look_at_names_finds_what_it_looks_for(browser):
    page = browser.new_page()
    page.set_content(FAULTY)
    assert set(accessibility_tree.faults(page)) == {
        "2 different controls: link / 고치기",
        "2 different controls: textbox / 이름",
        "a button has no name, among nothing named",
    }
    page.set_content(SOUND)
    assert accessibility_tree.faults(page) == []
    page.close()
