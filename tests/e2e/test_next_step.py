"""The next step is shown in the page that stands: heard, at its own address, and never at the cost of a word typed."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.answers import GOOD
from tests.e2e.person import Person
from tests.e2e.site import eventually
from tests.e2e.test_script import saved, saving
from tests.e2e.window import Window

STANDS = "window.stands === true"  # whether the page was kept
FIRST = "#step-form input[type=radio]"


NUMBERS = count(1)


@pytest.fixture
def writer(person) -> Person:
    """At the first step of somebody's first application: later ones begin with what the company answered before."""
    somebody = person(f"next-step-{next(NUMBERS)}@example.com")
    somebody.press("새 과제신청 시작하기")
    somebody.press("이어서 하기", inside="main")
    return somebody


def choose(somebody: Person) -> None:
    """Answer the first step."""
    for name in ("track", "service_type"):
        with saving(somebody):
            somebody.page.locator(f"[name={name}]").first.check()
    saved(somebody)


def stay(somebody: Person) -> None:
    somebody.page.evaluate("() => { window.stands = true; }")


def test_the_next_step_is_shown_heard_and_left_again(window: Window, site):
    """The demo's finished application, one answer of which is taken out, so that something is to be done next."""
    window.go(f"{site.url}/applications/")
    card = (
        "[...document.querySelectorAll('main .card a')].find((a) => a.closest('.card').textContent.includes('간병인'))"
    )
    task_list = window.ask(f"{card}.pathname")
    window.go(f"{site.url}{task_list}overview")
    answer = window.ask("document.querySelector('[name=keywords]').value")
    set_keywords(window, "")
    window.go(f"{site.url}{task_list}track")
    window.ask("window.stands = true")
    window.ask("scrollTo(0, document.body.scrollHeight)")
    window.ask("document.querySelector('.form-actions [name=save]').click()")
    eventually(lambda: window.ask("location.pathname") == f"{task_list}overview")

    eventually(lambda: window.ask("document.activeElement === document.querySelector('h1')"))
    assert window.ask(STANDS)
    assert window.ask("document.title.startsWith(document.querySelector('h1').textContent)")
    assert window.ask("document.querySelector('h1').getBoundingClientRect().top >= 0")
    assert window.ask("document.querySelectorAll('main, #step-form').length") == 2
    window.back()
    eventually(lambda: window.ask("!!document.querySelector('#step-form [name=track]:checked')"))
    assert not window.ask(STANDS), "what came back was asked for anew"
    assert window.ask("location.pathname") == f"{task_list}track"
    window.forward()
    eventually(lambda: window.ask("!!document.querySelector('#step-form [name=keywords]')"))
    assert window.ask("location.pathname") == f"{task_list}overview"
    set_keywords(window, answer)


def set_keywords(window: Window, text: str) -> None:
    """Give the answer, and wait until it is saved by itself."""
    window.ask("document.querySelector('[data-save-state]').textContent = ''")
    window.ask(
        f"((field) => {{ field.value = '{text}'; field.dispatchEvent(new Event('input', {{bubbles: true}})); }})"
        "(document.querySelector('[name=keywords]'))"
    )
    eventually(lambda: window.ask("document.querySelector('[data-save-state]').textContent").startswith("저장됨"))


def test_what_is_wrong_is_said_in_the_page_and_adds_no_entry_to_its_history(writer):
    stay(writer)
    before = writer.page.evaluate("history.length")
    writer.press("저장하고 다음으로")

    assert writer.page.evaluate(STANDS)
    assert writer.page.title().startswith("오류: ")
    expect(writer.page.locator("#error-summary")).to_be_focused()
    assert writer.page.evaluate("history.length") == before
    assert writer.path.endswith("/track")


def test_a_line_that_breaks_under_it_is_mended_by_sending_as_without_htmx(writer):
    choose(writer)
    broken: list[str] = []

    def breaking(route) -> None:
        if route.request.headers.get("hx-source", "").startswith("button"):
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    writer.page.route("**/track", breaking)
    stay(writer)
    with writer.another_page():
        writer.page.get_by_role("button", name="저장하고 다음으로").last.click()
    writer.complaints.clear()  # the browser notes the line

    assert len(broken) == 1
    assert writer.path.endswith("/business")
    assert not writer.page.evaluate(STANDS)


def test_what_an_answer_asks_for_comes_with_it(writer):
    """Of a step shown in the page that stood, lists nobody is asked yet are left out; without htmx they are in the
    page."""
    choose(writer)
    writer.press("저장하고 다음으로")
    writer.answer(GOOD["business"])
    writer.press("저장하고 다음으로")
    writer.answer(GOOD["history"])
    stay(writer)
    writer.press("저장하고 다음으로")
    assert writer.page.evaluate(STANDS)
    assert writer.path.endswith("/exclusions")
    expect(writer.field("tax_exception")).to_have_count(0)
    writer.page.locator("[name=tax_arrears][value=yes]").check()
    expect(writer.field("tax_exception")).to_be_visible()
    expect(writer.field("subsidy_exception")).to_have_count(0)
    with saving(writer):
        writer.field("tax_exception").select_option("resolved")
    saved(writer)
    with saving(writer):
        writer.page.locator("[name=subsidy][value=no]").check()
    saved(writer)
    expect(writer.field("tax_exception")).to_have_value("resolved")
    writer.look()
    writer.page.reload()
    expect(writer.field("tax_exception")).to_have_value("resolved")
    expect(writer.field("subsidy_exception")).to_have_count(1)


def test_nothing_can_be_typed_that_the_answer_on_its_way_would_take_away(writer):
    choose(writer)
    held: list = []
    writer.page.route("**/track", lambda route: held.append(route))
    writer.page.get_by_role("button", name="저장하고 다음으로").last.click()
    expect(writer.page.locator(FIRST).first).to_be_disabled()
    eventually(lambda: writer.page.wait_for_timeout(50) or held)
    with writer.another_page():
        held[0].continue_()
    writer.look()
    assert writer.path.endswith("/business")


def test_a_page_whose_session_ended_leads_to_sign_in_and_keeps_what_was_sent(writer, site):
    choose(writer)
    writer.page.locator("[name=service_type]").last.check()
    saved(writer)
    writer.context.clear_cookies()
    site.cookies.pop(writer.email)
    writer.press("저장하고 다음으로")

    assert writer.path == "/sign-in"
    expect(writer.page.locator("header").get_by_role("link", name="로그인")).to_be_visible()
    assert "보관해 두었습니다" in writer.page.locator("main .alert").inner_text()


def test_what_follows_from_the_last_step_is_a_page_of_its_own(writer):
    choose(writer)
    writer.press("저장하고 다음으로")
    stay(writer)
    writer.press("이전")
    assert not writer.page.evaluate(STANDS)
    assert writer.path.endswith("/track")
