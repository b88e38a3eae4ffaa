"""Searching the supplier pool in a browser: while typing, by the button alone, and on to an application."""

import re

from playwright.sync_api import expect

from tests.e2e.person import PHONE

LEAD, HALF = "plan@ongyeol.example.com", "ops@haneulgil.example.com"
FOUND = "주식회사 창고와길(가상)"


def test_a_supplier_is_found_while_typing_and_looked_at(person):
    somebody = person(LEAD, size=PHONE)
    somebody.go("/suppliers/")
    ticked = somebody.page.locator("#found .card").filter(has_not_text=FOUND).locator("input[name=s]").first
    other = ticked.get_attribute("value")
    ticked.check()
    somebody.page.get_by_label("찾는 말").focus()
    somebody.page.keyboard.type("물류 창고")
    links = somebody.page.locator("#found h2 a")

    expect(links).to_have_text([FOUND])
    expect(somebody.page.locator(f".ticked input[value='{other}']")).to_be_checked()
    assert somebody.page.evaluate("document.activeElement.id") == "q"
    expect(somebody.page.locator("#region option")).to_have_text(["전체", "경기도 (1)"])
    assert "%EB%AC%BC%EB%A5%98" in somebody.page.url
    somebody.page.get_by_text("조건으로 좁히기").click()
    somebody.page.get_by_label("지역").select_option(index=1)
    expect(somebody.page).to_have_url(re.compile("region=gyeonggi"))
    expect(links).to_have_text([FOUND])
    somebody.page.reload()
    expect(links).to_have_text([FOUND])
    somebody.press(FOUND, inside="#found")
    somebody.press("담아 두기", inside="aside")
    somebody.go("/suppliers/shortlist")
    somebody.go("/suppliers/compare?s=" + links_on(somebody))
    somebody.go("/suppliers/?q=없는말")


def links_on(somebody) -> str:
    return somebody.page.locator("main .card h2 a").first.get_attribute("href").rsplit("/", 1)[1]


def test_without_javascript_the_button_does_the_same(person):
    somebody = person(LEAD, scripts=False)
    somebody.go("/suppliers/")
    somebody.page.get_by_label("찾는 말").fill("물류 창고")
    somebody.press("찾기", exact=True, inside="main")

    expect(somebody.page.locator("#found h2 a")).to_have_text([FOUND])
    somebody.press(FOUND, inside="#found")
    somebody.press("에서 고르기", inside="aside")
    assert somebody.title == "초대 메일 보내기"
    assert FOUND in somebody.page.locator("main .lead").inner_text()


def test_a_request_for_consulting_is_asked_for(person):
    somebody = person(HALF, size=PHONE)
    somebody.go("/applications/")
    somebody.press("사전진단 컨설팅 신청", inside="main")
    task_list = somebody.path
    for page in ("", "agency", "wish", "consents/", "submit"):
        somebody.go(f"{task_list}{page}")
