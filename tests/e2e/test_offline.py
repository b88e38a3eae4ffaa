"""The network or the server is gone: the page stays and says so, what was typed survives a reload and a crash, and is
sent when the server answers again. Nothing personal is written down, and nothing stays once it is stored."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.e2e.test_script import LEAD, SUPPLIER, at_desk, open_step, saved, saving, type_into

STEP = "as_is"  # a table and a text
TEXT = "description"
KEPT = "Object.entries(localStorage).filter(([key]) => key.startsWith('typed ')).map(([key, value]) => value)"

AGE = """at => Object.entries(localStorage).filter(([key]) => key.startsWith("typed ")).forEach(([key, value]) =>
  localStorage.setItem(key, JSON.stringify({...JSON.parse(value), at})))"""
DAY = 24 * 60 * 60 * 1000


@pytest.fixture
def lead(person) -> Person:
    return at_desk(person(LEAD))


@pytest.fixture
def supplier(person) -> Person:
    return at_desk(person(SUPPLIER))


@contextmanager
def no_server(somebody: Person) -> Iterator[None]:
    """The network is there, and nobody answers."""
    refuse = lambda route: route.abort("connectionrefused")  # noqa: E731
    somebody.context.route("**/*", refuse)
    yield
    somebody.complaints.clear()  # the browser notes every refusal
    somebody.context.unroute("**/*", refuse)


@contextmanager
def offline(somebody: Person) -> Iterator[None]:
    somebody.context.set_offline(True)
    yield
    somebody.complaints.clear()
    somebody.context.set_offline(False)


LOST = [
    pytest.param(offline, "인터넷 연결이 끊겨", id="offline"),
    pytest.param(no_server, "서버가 답하지 않아", id="no server"),
]


def state(somebody: Person):
    return somebody.page.locator("[data-save-state]")


def kept(somebody: Person) -> list[dict]:
    """What this browser holds for the server."""
    return [json.loads(value) for value in somebody.page.evaluate(KEPT)]


def close(somebody: Person) -> str:
    """As a crash does: nothing is asked. Where the page was."""
    address = somebody.page.url
    somebody.page.close()
    return address


def open_again(somebody: Person, address: str) -> None:
    somebody.page = somebody.context.new_page()
    somebody.page.on("console", somebody.hear)
    somebody.page.goto(address)


@pytest.mark.parametrize("lost, why", LOST)
def test_a_save_that_cannot_be_sent_keeps_the_page_and_is_sent_when_it_can(lead, lost, why):
    open_step(lead, STEP)
    with lost(lead):
        type_into(lead, TEXT, " 끊긴 동안 쓴 말")
        lead.page.get_by_role("button", name="저장하고 나가기").click()
        expect(state(lead)).to_contain_text(f"{why} 아직 저장하지 못했습니다")
        assert lead.path.endswith(STEP)
        assert lead.field(TEXT).input_value().endswith("끊긴 동안 쓴 말")
    lead.page.wait_for_url(lambda url: STEP not in url)
    lead.look()

    assert not kept(lead)
    open_step(lead, STEP)
    assert lead.field(TEXT).input_value().endswith("끊긴 동안 쓴 말")


def test_a_save_of_a_stored_page_is_held_back_too(lead):
    open_step(lead, STEP)
    with no_server(lead):
        lead.page.get_by_role("button", name="저장하고 다음으로").last.click()
        expect(state(lead)).to_contain_text("아직 저장하지 못했습니다")
        assert not kept(lead)
    lead.page.wait_for_url(lambda url: STEP not in url)


def test_who_types_on_after_a_save_that_was_held_back_stays_on_the_page(lead):
    open_step(lead, STEP)
    with no_server(lead):
        type_into(lead, TEXT, " 하나")
        lead.page.get_by_role("button", name="저장하고 나가기").click()
        expect(state(lead)).to_contain_text("넘어갑니다")
        type_into(lead, TEXT, " 둘")
        expect(state(lead)).to_contain_text("곧 다시 저장합니다")
    saved(lead)

    assert lead.path.endswith(STEP)
    assert not kept(lead)


@pytest.mark.parametrize("lost, why", LOST)
def test_words_that_could_not_be_sent_survive_the_page(lead, lost, why):
    open_step(lead, STEP)
    rows = lead.page.locator("#step-form tbody tr").count()
    before = lead.field("flow-0-work").input_value()
    with lost(lead):
        type_into(lead, TEXT, " 닫기 전에 쓴 말")
        type_into(lead, "flow-0-work", " 고침")
        expect(state(lead)).to_contain_text("곧 다시 저장합니다")
        address = close(lead)
    open_again(lead, address)
    expect(lead.page.locator(".alert.success")).to_contain_text("연결이 끊긴 동안 쓰신 내용을 저장했습니다")
    lead.look()

    assert lead.field(TEXT).input_value().endswith("닫기 전에 쓴 말")
    assert lead.field("flow-0-work").input_value() == before + " 고침"
    assert lead.page.locator("#step-form tbody tr").count() == rows
    assert not kept(lead)
    lead.field("flow-0-work").fill(before)
    saved(lead)


def test_words_that_could_not_be_sent_do_not_overwrite_a_colleagues(lead, supplier):
    open_step(lead, STEP)
    open_step(supplier, STEP)
    with no_server(lead):
        type_into(lead, TEXT, " 도입기업의 말")
        expect(state(lead)).to_contain_text("곧 다시 저장합니다")
        address = close(lead)
    with saving(supplier):
        type_into(supplier, TEXT, " 공급기업의 말")
    saved(supplier)
    theirs = supplier.field(TEXT).input_value()
    open_again(lead, address)
    offer = lead.page.get_by_role("button", name="되살리기")
    expect(offer).to_be_visible()

    assert lead.field(TEXT).input_value() == theirs
    assert not kept(lead)
    lead.press("되살리기")
    lead.press("저장하고 나가기")
    expect(lead.page.locator(".chooser-side")).to_have_count(3)  # one side, the other, both


@pytest.mark.parametrize(
    "email, step, typed", [(LEAD, "contact", "010-9876-0000"), (SUPPLIER, "careers", "1977-07-07")]
)
def test_personal_answers_are_never_written_down_and_keep_what_is_stored(person, email, step, typed):
    somebody = open_step(at_desk(person(email)), step)
    private, other = (f"#step-form input[type=text]{mark}" for mark in ("[data-personal]", ":not([data-personal])"))
    before, text = (somebody.page.locator(selector).first.input_value() for selector in (private, other))
    with no_server(somebody):
        somebody.page.locator(private).first.fill(typed)
        somebody.page.locator(other).first.fill(text + " 님")
        expect(state(somebody)).to_contain_text("곧 다시 저장합니다")
        held = somebody.page.evaluate("JSON.stringify(Object.values(localStorage))")
        address = close(somebody)
    open_again(somebody, address)
    expect(somebody.page.locator(".alert.success")).to_contain_text("다시 확인해 주세요")

    assert f"{text} 님" in held
    assert typed not in held
    assert "csrf_token" not in held
    assert somebody.page.locator(other).first.input_value() == text + " 님"
    assert somebody.page.locator(private).first.input_value() == before
    somebody.page.locator(other).first.fill(text)
    saved(somebody)


def test_what_was_kept_goes_after_a_day_and_at_sign_out(person, site):
    lead = at_desk(person(LEAD))
    open_step(lead, STEP)
    with no_server(lead):
        type_into(lead, TEXT, " 하루 지난 말")
        expect(state(lead)).to_contain_text("곧 다시 저장합니다")
        record = kept(lead)[0]
        lead.page.evaluate(AGE, record["at"] - DAY - 1)
        address = close(lead)
    open_again(lead, address)
    assert not kept(lead)
    assert not lead.field(TEXT).input_value().endswith("하루 지난 말")

    lead.page.evaluate("fresh => localStorage.setItem('typed fresh', JSON.stringify(fresh))", record | {"to": "/help"})
    site.cookies.pop(LEAD)  # this session ends here
    lead.press("로그아웃", inside="header")
    assert not kept(lead)


def test_a_decision_that_cannot_be_sent_stays_on_the_page_and_is_not_sent_behind_ones_back(lead):
    lead.go("/".join(lead.path.split("/")[:3]) + "/consents/")
    sent: list[str] = []
    with offline(lead):
        lead.page.locator("form:has([name=author]) button").last.click()
        said = lead.page.locator(".unsent")
        expect(said).to_contain_text("인터넷 연결이 끊겨 보내지 못했습니다")
        lead.page.on("request", lambda request: sent.append(request.method))
    lead.page.wait_for_timeout(500)

    assert lead.path.endswith("/consents/")
    assert "POST" not in sent
    with lead.page.expect_event("load"):
        lead.page.locator("form:has([name=author]) button").last.click()
    assert "POST" in sent
