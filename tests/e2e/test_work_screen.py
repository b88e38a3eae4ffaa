"""An officer at the work screen in Chromium: certificates in the page, keys, and files that would like to run."""

import pytest
from playwright.sync_api import expect

from services.operations.demo_pool import OPERATOR
from tests.e2e.keyboard import await_keys
from tests.e2e.person import PHONE
from tests.e2e.steps import prove, slug_of
from tests.test_views import SCRIPTS
from web.downloads import FRAMED

HOSTILE = {  # what would run if the server let it through: (kind, content)
    "a page": ("text/html", b"<script>parent.document.title='ran';fetch('/ran');alert('ran')</script><img src=/ran>"),
    "a PDF": ("application/pdf", SCRIPTS),
}


@pytest.fixture
def officer(person):
    def come(**kwargs):
        somebody = person(OPERATOR, **kwargs)
        somebody.go("/staff/registrations/")
        if slug_of(somebody) == "proof":
            prove(somebody)
            somebody.go("/staff/registrations/")
        return somebody

    return come


def open_first(somebody) -> None:
    somebody.page.locator("main table tbody a").first.click()
    somebody.page.wait_for_selector(".case-queue")
    somebody.look()


def test_a_tick_is_stored_as_it_goes_and_what_is_typed_into_a_box_is_no_key(officer):
    somebody = officer()
    open_first(somebody)
    page = somebody.page
    await_keys(page)

    page.keyboard.press("j")
    with page.expect_response(lambda answer: answer.url.endswith("/ticks")):
        page.keyboard.press("n")
    with page.expect_response(lambda answer: answer.url.endswith("/ticks")):
        page.keyboard.type("jkyan")
    page.wait_for_function("document.querySelector('#tally').innerText.includes('보완 1')")
    page.reload()

    assert page.locator(".tick textarea:visible").input_value() == "jkyan"
    box = page.locator(".tick textarea:visible").bounding_box()
    bar = page.locator("#decide").bounding_box()
    assert box
    assert bar
    assert bar["y"] + bar["height"] <= 901  # in sight wherever the page stands
    with page.expect_response(lambda answer: answer.url.endswith("/ticks")):
        page.locator(".tick textarea:visible").fill("")
        page.locator(".tick:has(textarea:visible) [value='']").check()


def test_nothing_runs_of_a_file_in_the_frame(officer):
    somebody = officer()
    open_first(somebody)
    page = somebody.page
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    page.on("requestfinished", lambda request: ran.append(request.url) if request.url.endswith("/ran") else None)
    title = page.title()
    for kind, content in HOSTILE.values():
        page.unroute_all()
        page.route(
            "**/view",
            lambda route, kind=kind, content=content: route.fulfill(
                body=content, headers={"content-type": kind, **FRAMED}
            ),
        )
        page.locator("a[target=evidence-view]").first.click()
        page.wait_for_timeout(2000)

        assert ran == []
        assert page.title() == title
    somebody.complaints.clear()  # Chromium says that it ran nothing


def test_on_a_phone_evidence_pressed_comes_into_sight(officer):
    """The frame stands far below the list there; the same script serves the page of a submitted project."""
    somebody = officer(size=PHONE)
    open_first(somebody)
    frame = somebody.page.locator("#evidence-view-title")
    expect(frame).not_to_be_in_viewport()
    somebody.page.locator("a[target=evidence-view]").first.click()
    expect(frame).to_be_in_viewport()


def test_the_work_screen_is_a_plain_page_without_javascript(officer):
    somebody = officer(scripts=False)
    open_first(somebody)

    assert somebody.page.locator("#keys").is_hidden()
    somebody.page.locator(".tick").first.get_by_label("보완", exact=True).check()
    somebody.page.locator(".tick textarea:visible").fill("대표자를 확인해 주세요.")
    somebody.press("표시 저장")
    assert "보완 1" in somebody.page.locator("#tally").inner_text()
    assert somebody.page.locator(".tick textarea:visible").input_value() == "대표자를 확인해 주세요."
    somebody.page.locator(".tick textarea:visible").fill("")
    somebody.page.locator(".tick").first.get_by_label("남음").check()
    somebody.press("표시 저장")


def test_an_officer_reads_evidence_in_the_page_and_approves_by_keyboard_in_under_ten_presses(officer):
    """Before, this took three presses and a download a certificate, each opened outside the browser."""
    somebody = officer()
    page, presses = somebody.page, 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        page.keyboard.press(key)

    others = page.locator("main table").first.locator("tbody tr").count() - 1  # who wait besides
    page.locator("main table tbody a").first.focus()
    press("Enter")
    page.wait_for_selector(".case-queue")
    await_keys(page)
    somebody.look()
    here = somebody.path
    for _ in range(3):
        with page.expect_response(lambda answer: answer.url.endswith("/view")) as opened:
            press("c")
        assert opened.value.status == 200
        assert opened.value.headers["content-type"] == "application/pdf"
    assert "data-item" in page.evaluate("document.activeElement.outerHTML")
    with page.expect_event("load"):
        press("Shift+Y")
    await_keys(page)
    assert "맞음 0" not in page.locator("#tally").inner_text()
    press("a")
    with page.expect_event("load"):
        press("Enter")
    assert "승인" in page.locator(".alert.success").inner_text()
    assert presses < 10
    assert (somebody.path == here) == (not others)  # else the next who waits is opened
