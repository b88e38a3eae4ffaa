"""An industry found while its code is typed, and without JavaScript by the button alone."""

from playwright.sync_api import expect

from tests.e2e.person import PHONE

LEAD = "plan@ongyeol.example.com"


def step(somebody, slug: str) -> str:
    somebody.go("/applications/")
    somebody.press("간병인", inside="main .cards")
    path = f"{somebody.path}{slug}"
    somebody.go(path)
    return path


def test_an_industry_is_offered_while_typing_and_chosen_by_keyboard(person):
    somebody = person(LEAD, size=PHONE)
    path = step(somebody, "business")
    page, code = somebody.page, somebody.page.locator("#industry_code")
    page.get_by_label("주생산 서비스").fill("간병 연결")
    code.fill("")
    code.press_sequentially("음식점", delay=20)

    offered = page.locator("#industry_code-found button")
    expect(offered).to_have_text(["56 음식점 및 주점업"])
    assert page.evaluate("document.activeElement.id") == "industry_code"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(offered.first).to_be_focused()
    page.keyboard.press("Enter")

    expect(code).to_have_value("56")
    assert somebody.path == path
    expect(page.get_by_label("주생산 서비스")).to_have_value("간병 연결")
    expect(page.locator("#industry_code-said")).to_have_text("음식점 및 주점업")


def test_without_javascript_the_step_is_saved_and_the_search_leads_back(person):
    somebody = person(LEAD, scripts=False)
    path = step(somebody, "business")
    somebody.page.locator("#industry_code").fill("소프트웨어 개발")
    somebody.page.get_by_label("주생산 서비스").fill("예약 연결")
    somebody.press("업종 찾기", inside="main")
    assert somebody.title == "업종 고르기"
    assert somebody.page.locator("#q").input_value() == "소프트웨어 개발"
    somebody.press("62 컴퓨터 프로그래밍", inside="#found")

    assert somebody.path == path
    expect(somebody.page.locator("#industry_code")).to_have_value("62")
    expect(somebody.page.get_by_label("주생산 서비스")).to_have_value("예약 연결")
    somebody.go("/industries/?q=722000")
