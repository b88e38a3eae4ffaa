"""An officer's day in Chromium, on a demo of its own: completion asked for and judged, a renewal, a suspension, a lost
mailbox, a list of firms. What axe finds on these pages other tests look for."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.operations.demo_pool import OPERATOR
from tests.answers import registered
from tests.applying import LEAD
from tests.e2e.keyboard import await_keys
from tests.e2e.person import Person
from tests.e2e.site import Site, eventually, open_site_with_office
from tests.e2e.steps import POOL_STEPS, consent, hand_in_evidence, prove, slug_of
from tests.test_pool_import import firm, workbook

NEW, OLD, PARTNER, LOST = (f"ceo@s{number}.example.com" for number in (6, 3, 1, 2))
SECOND, HEIR = "second@example.com", "heir@s2.example.com"
FIRMS = 300


class Visitor(Person):
    def examine(self, state: str, context: dict[str, Any] | None = None) -> None:
        """Others do."""


@pytest.fixture(scope="module")
def site(chromium: None, tmp_path_factory: pytest.TempPathFactory, examined: Path) -> Iterator[Site]:
    with open_site_with_office(tmp_path_factory.mktemp("day"), examined) as site:
        yield site


@pytest.fixture
def person(browser: Any, site: Site) -> Iterator[Callable[..., Person]]:
    present: list[Person] = []

    def come(email: str, path: str = "") -> Person:
        present.append(Visitor(browser, site, email))
        present[-1].sign_in()
        if path:
            present[-1].go(path)
        if slug_of(present[-1]) == "proof":
            prove(present[-1])
            present[-1].go(path)
        site.cookies[email] = present[-1].context.storage_state()
        return present[-1]

    yield come
    for somebody in present:
        somebody.leave()


def text(somebody: Person) -> str:
    return somebody.page.locator("main").inner_text()


def send_in(supplier: Person) -> None:
    supplier.page.get_by_label("입력한 내용과 증빙이 사실과 같음을 확인했습니다").check()
    supplier.press("제출하기", inside="main form")


def test_three_things_are_asked_for_one_is_answered_and_it_is_approved_by_keyboard(person, site):
    officer = person(OPERATOR, "/staff/registrations/")
    officer.press("새벽코드", inside="main table")
    for item, words in {
        "staff": "명부와 다릅니다.",
        "national_tax": "체납을 확인합니다.",
        "contact": "전화를 확인합니다.",
    }.items():
        officer.page.locator(f'[name="mark_{item}"][value="mend"]').check()
        officer.page.locator(f'[name="at_{item}"]').fill(words)
    officer.press("보완 요청 보내기")
    assert "보완 요청" in officer.page.locator(".alert.success").inner_text()
    eventually(lambda: site.mails(NEW, "보완 요청"))

    supplier = person(NEW, "/registrations/")
    supplier.press("새벽코드")
    supplier.press("보완 요청에 답하기")
    supplier.press("고치러 가기: 보유인력")
    supplier.field("software").fill(str(int(supplier.field("software").input_value()) + 1))
    supplier.press("저장하고 다음으로")
    supplier.go("/".join(supplier.path.split("/")[:3]) + "/completion/")
    assert "3건 중 1건만" in text(supplier)
    supplier.press("다시 제출하러 가기")
    assert "3건 중 1건만" in text(supplier)
    send_in(supplier)

    officer.go("/staff/registrations/")
    presses = approve_by_keyboard(officer)
    assert presses < 10
    eventually(lambda: site.mails(NEW, "승인"))


def approve_by_keyboard(officer: Person) -> int:
    """What came back is shown and judged without the mouse; how many presses that takes."""
    page, presses = officer.page, 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        page.keyboard.press(key)

    page.locator("main table tbody a", has_text="새벽코드").focus()
    press("Enter")
    page.wait_for_selector("#completion")
    await_keys(page)
    answered = page.locator("#completion ~ ol.history").first.inner_text()
    assert "고침" in answered and answered.count("답 없음") == 2
    with page.expect_response(lambda answer: answer.url.endswith("/view")):
        press("c")
    with page.expect_event("load"):
        press("Shift+Y")
    await_keys(page)
    press("a")
    with page.expect_event("load"):
        press("Enter")
    assert "승인" in page.locator(".alert.success").inner_text()
    return presses


def test_a_renewal_with_certificates_that_ran_out_waits_for_an_officer(person):
    supplier = person(OLD, "/registrations/")
    supplier.press("현행화 시작하기")
    supplier.press("이어서 하기")
    answers = registered()
    while (slug := slug_of(supplier)) in POOL_STEPS:
        if slug == "limits":
            supplier.answer(answers[slug])
        supplier.press("다음으로", inside=".form-actions")
        assert slug_of(supplier) != slug, text(supplier)
    consent(supplier)
    supplier.go("/".join(supplier.path.split("/")[:3]) + "/evidence/")
    missing = supplier.page.locator(".card", has=supplier.page.locator(".krds-badge.danger")).count()
    hand_in_evidence(supplier, missing)
    supplier.go("/".join(supplier.path.split("/")[:3]) + "/submit")
    send_in(supplier)
    assert "승인 대기" in text(supplier)

    officer = person(OPERATOR, "/staff/registrations/?kind=renewal")
    officer.press("모아데이터", inside="main table")
    findings = officer.page.locator("#findings ~ .alert").first.inner_text()
    assert "만료" in findings
    assert "현행화만" in officer.page.locator(".case-queue").inner_text()  # worked through as the list was left
    officer.go("/staff/registrations/?clear=1")


def test_a_suspension_and_its_end_are_told_to_who_leads_a_project_with_it(person, site):
    officer = person(OPERATOR, "/staff/pool/?words=누리매칭랩")
    officer.press("누리매칭랩", inside="main table")
    officer.press("등록 정지하기")
    assert "함께하는 과제신청이 있습니다" in text(officer)
    officer.page.get_by_label("정지 사유").fill("사실과 다른 실적이 있습니다.")
    officer.press("등록 정지하기", inside="main form")
    eventually(lambda: site.mails(LEAD, "공급기업 정지]"))

    lead = person(LEAD)
    lead.press("간병인", inside="main .cards")
    assert "사실과 다른 실적이 있습니다." in text(lead)
    officer.press("정지 풀기")
    eventually(lambda: site.mails(LEAD, "공급기업 정지 해제]"))
    lead.go(lead.path)
    assert "사실과 다른 실적이 있습니다." not in text(lead)


def test_a_lost_mailbox_is_mended_by_two_officers(person, site):
    site.run("staff", "add", SECOND)
    officer = person(OPERATOR, "/staff/")
    officer.page.locator("#find-words").fill(LOST)
    officer.press("찾기", inside=".staff-search")
    officer.press("기업 계정", inside="main")
    officer.press("기업 담당자 더하기")
    officer.page.get_by_label(re.compile("이메일")).fill(HEIR)
    officer.page.get_by_label("까닭").fill("퇴사하여 사업자등록증 사본으로 확인함")
    officer.press("제안하기")
    made = officer.path
    assert not officer.page.get_by_role("button", name="확인하고 처리하기").count()

    second = person(SECOND, "/staff/proposals/")
    assert second.page.locator("main .cards a").first.get_attribute("href") == made
    second.press("기업 담당자 더하기", inside="main .cards")
    second.press("확인하고 처리하기")
    eventually(lambda: site.mails(HEIR, "계정 변경"))
    heir = person(HEIR, "/registrations/")
    assert "창고와길" in text(heir)


def test_firms_of_a_list_come_in_and_begin_to_renew(person, site):
    officer = person(OPERATOR, "/staff/import/")
    file = {"name": "목록.xlsx", "mimeType": "application/octet-stream"}
    rows = [firm(index) for index in range(FIRMS)]
    officer.page.locator("#file").set_input_files(file | {"buffer": workbook(*rows, ["이름만", "", ""])})
    officer.press("올려서 확인하기")
    assert "1줄은 고칠 곳이 있습니다" in text(officer)
    officer.press(f"문제없는 {FIRMS}곳만 가져오기")
    officer.page.wait_for_selector("main .alert.success", timeout=60_000)  # the page looks by itself
    assert f"{FIRMS}곳을 ‘현행화 필요’로 가져오고" in text(officer)

    eventually(lambda: site.mails("firm7@example.com", "옮겨 왔습니다"))  # of all: tests/test_pool_import.py
    renewing = person("firm7@example.com", "/registrations/")
    renewing.press("현행화 시작하기")
    assert renewing.title == "가상기업 7"
    assert "등록되어 있던 내용을 가져왔습니다" in text(renewing)
