"""Two browsers at one application: rows of a table, the words that differ, who is here, notes, a link to read."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.e2e.steps import task_list_of
from tests.e2e.test_script import LEAD, SUPPLIER, at_desk, open_step, saving, type_into

NO_SCRIPTS, SCRIPTS = False, True


@pytest.fixture(params=[SCRIPTS, NO_SCRIPTS], ids=["scripts", "no scripts"])
def pair(person, request) -> tuple[Person, Person]:
    """The lead and the supplier of one application."""
    return at_desk(person(LEAD, scripts=request.param)), at_desk(person(SUPPLIER, scripts=request.param))


def test_two_people_write_in_one_table_at_once(pair):
    lead, supplier = pair
    for somebody in pair:
        open_step(somebody, "effects")
    first = lead.field("quantitative-0-basis").input_value()
    supplier.field("quantitative-1-basis").fill("공급기업이 적은 근거")
    supplier.press("저장하고 나가기")
    lead.field("quantitative-0-basis").fill(first + " 도입기업의 말")
    lead.press("저장하고 나가기")

    open_step(lead, "effects")
    expect(lead.field("quantitative-0-basis")).to_have_value(first + " 도입기업의 말")
    expect(lead.field("quantitative-1-basis")).to_have_value("공급기업이 적은 근거")


def test_both_of_two_long_texts_are_kept(pair):
    lead, supplier = pair
    for somebody in pair:
        open_step(somebody, "effects")
    before = lead.field("spread").input_value()
    supplier.field("spread").fill(before + " 공급기업의 확산")
    supplier.press("저장하고 나가기")
    lead.field("spread").fill(before + " 도입기업의 확산")
    if lead.scripts:
        expect(lead.page.locator("[data-save-state]")).to_have_class(re.compile("failed"))
    lead.press("저장하고 다음으로")
    marks = lead.page.locator(".chooser mark")
    assert [re.sub(r"\[다른 말|\]", "", mark).strip() for mark in marks.all_text_contents()] == [
        "도입기업의",
        "공급기업의",
    ]
    lead.page.get_by_label("둘 다").check()
    lead.press("저장하고 나가기")

    open_step(lead, "effects")
    text = lead.field("spread").input_value()
    assert text.count("도입기업의 확산") == text.count("공급기업의 확산") == 1
    lead.field("spread").fill(before)
    lead.press("저장하고 나가기")


def test_who_else_is_here_comes_with_the_next_autosave(person):
    lead, supplier = (at_desk(person(email)) for email in (LEAD, SUPPLIER))
    open_step(lead, "roles")
    expect(lead.page.locator("#here")).to_be_empty()
    open_step(supplier, "roles")
    expect(supplier.page.locator("#here")).to_contain_text("온결케어")
    with saving(lead):
        type_into(lead, lead.page.locator("#step-form textarea").first.get_attribute("name"), " 말")

    expect(lead.page.locator("#here")).to_contain_text("누리매칭랩(가상)")
    lead.look()


def test_a_step_is_given_to_the_supplier_with_a_note_and_taken_back(pair):
    lead, supplier = pair
    open_step(lead, "aftercare")
    lead.press("저장하고 메모·담당 보기")
    lead.page.get_by_label("누리매칭랩").check()
    lead.press("쓰는 기업 정하기")
    lead.field("text").fill("계약 조건을 확인해 주세요.")
    lead.press("메모 남기기")

    supplier.go(task_list_of(supplier))
    row = supplier.page.locator(".tasks li", has_text="귀사가 씁니다")
    assert "메모 1개" in row.inner_text()  # its stage is not folded though all of it is done
    open_step(supplier, "aftercare")
    assert "계약 조건을 확인해 주세요." in supplier.page.locator(".notes").inner_text()
    supplier.press("저장하고 메모·담당 보기")
    supplier.press("해결함으로 표시")

    open_step(lead, "aftercare")
    assert lead.page.locator(".notes li").count() == 0
    lead.press("저장하고 메모·담당 보기")
    lead.page.get_by_label("함께 씁니다").check()
    lead.press("쓰는 기업 정하기")
    open_step(supplier, "aftercare")
    assert "귀사가 쓰는" not in supplier.page.locator("main").inner_text()


def test_an_accountant_reads_by_a_link_until_it_is_ended(pair, browser, site):
    lead, _ = pair
    lead.go(task_list_of(lead))
    lead.press("회계사·컨설턴트에게 읽기 링크 주기")
    lead.field("label").fill("가온회계 김 회계사")
    lead.field("days").fill("3")
    lead.press("링크 만들기")
    address = urlsplit(lead.page.locator("#made").input_value()).path
    accountant = Person(browser, site, "accountant@example.com", scripts=lead.scripts)
    accountant.go(address)
    assert "읽기 전용" in accountant.page.locator("main").inner_text()
    assert "02-0000" not in accountant.page.locator("main").inner_text()

    lead.go(task_list_of(lead) + "shares")
    assert "1번 열었습니다" in lead.page.locator("main .cards").first.inner_text()
    lead.press("지금 끝내기", inside="main .cards")

    accountant.go(address)
    assert accountant.title == "끝난 링크입니다"
    accountant.leave()
