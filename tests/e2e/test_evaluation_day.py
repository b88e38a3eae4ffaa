"""After closing, in Chromium: from the requirement check to the letters, as all who take part meet it. Every kind of
page is looked at with axe; an evaluator comes by telephone, the applicant by telephone and without JavaScript."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

import config
from services.operations.demo_pool import OPERATOR
from tests.applying import LEAD
from tests.e2e.closed_call import EVALUATORS
from tests.e2e.person import PHONE, Person
from tests.e2e.site import Site, eventually, open_site_with_office
from tests.e2e.steps import CERTIFICATE, link_in, prove, slug_of, walk
from tests.evaluating import OPINION, answers
from tests.reviewing import AGENCY

GRANT = "12345678"
SHEET = {"site_visit", "points_need", "points_will", "points_system", "points_success", "overall"}
FIRST, SECOND = (25, 20, 20, 20), (20, 18, 17, 16)  # points of the two sheets: 85 and 71
PRINTED = "78.00"
Come = Callable[..., "Guest"]


class Guest(Person):
    """Looks at each kind of page once, whatever it is about; of a plan's copy, which other tests look at, at what is
    around."""

    def examine(self, state: str, context: dict[str, Any] | None = None) -> None:
        if not self.path.startswith(KNOWN):
            super().examine("", {"exclude": [["main div[hx-ignore]"]]} if slug_of(self) == "plan" else None)


KNOWN = "/sign-in", "/staff/proof"  # where every test of a browser begins


@pytest.fixture(scope="module")
def site(chromium: None, tmp_path_factory: pytest.TempPathFactory, examined: Path) -> Iterator[Site]:
    with open_site_with_office(tmp_path_factory.mktemp("evaluation"), examined) as site:
        yield site


@pytest.fixture
def person(browser: Any, site: Site) -> Iterator[Come]:
    """Somebody at a page, proved where the site wants it."""
    present: list[Guest] = []

    def come(email: str, path: str = "", **kwargs: Any) -> Person:
        somebody = Guest(browser, site, email, **kwargs)
        present.append(somebody)
        somebody.sign_in()
        if path:
            somebody.go(path)
            if slug_of(somebody) == "proof":
                prove(somebody)
                somebody.go(path)
        site.cookies[email] = somebody.context.storage_state()
        return somebody

    yield come
    for somebody in present:
        somebody.leave()


def meanwhile(site: Site, what: str) -> None:
    command = [sys.executable, "-m", "tests.e2e.closed_call", what]
    subprocess.run(command, cwd=config.HOUSE, env=site.environ, check=True, capture_output=True)


def text(somebody: Person) -> str:
    return somebody.page.locator("main").inner_text()


def told(somebody: Person) -> str:
    return somebody.page.locator("main .alert.success").first.inner_text()


def test_from_closing_to_the_letters(person: Come, site: Site, tmp_path: Path) -> None:
    lead = person(LEAD, scripts=False)
    lead.press("간병인", inside="main .card:has-text('온결케어')")
    task_list = lead.path
    lead.go(f"{task_list}funding")  # and leaves the page open
    meanwhile(site, "close")
    operator = person(OPERATOR, "/staff/cases/")
    operator.press("과제 열기")
    assert "과제를 3건 열었습니다" in told(operator)

    officer = person(AGENCY, "/staff/cases/")
    finds_a_missing_certificate(officer)
    completes_it(lead, task_list, site)
    meets_the_requirements(officer)
    is_ineligible_and_reinstated(officer, operator, site)
    evaluators = are_invited(operator, person, site)
    sheets = are_assigned_but_for_a_conflict(officer, evaluators, person)
    fill_their_sheets(sheets)
    closed_by_two(officer, operator)
    letters_are_read(lead, site, tmp_path)


def finds_a_missing_certificate(officer: Person) -> None:
    officer.press("간병", inside="main table")
    officer.press("요건 확인 시작하기")
    officer.press("요건 항목 확인하기")
    certificates = officer.page.locator("table", has=officer.page.locator("caption", has_text="제출서류"))
    line = certificates.locator("tbody tr", has_text="국세").filter(has_text="온결케어").first
    line.locator("select").select_option("fails")
    line.get_by_label(re.compile("메모")).fill("올린 증명서가 읽히지 않습니다.")
    officer.press("확인한 것 저장하기")
    assert "저장했습니다" in told(officer)
    officer.press("과제 화면")
    officer.page.locator("summary", has_text="보완 요청하기").click()
    officer.press("보완 요청하기", inside="main details a, main details")
    fold = officer.page.locator("main details", has=officer.page.locator("summary", has_text="온결케어"))
    fold.locator("summary").click()
    fold.get_by_label(re.compile("국세")).fill("다시 발급받아 올려 주세요.")
    officer.press("보완 요청하기", inside="main form")
    assert "보완 기다림" in text(officer)


def completes_it(lead: Person, task_list: str, site: Site) -> None:
    """What was not asked for is refused, and what was typed is kept; the certificate is taken."""
    lead.field("grant").fill(GRANT)
    lead.press("저장하고 다음으로")
    assert lead.title == "보완을 요청받은 것만 고칠 수 있습니다" and "따로 보관했습니다" in text(lead)
    lead.press("하던 화면으로 돌아가기")
    assert GRANT in lead.page.content()
    eventually(lambda: site.mails(LEAD, "보완"))
    lead.go(f"{task_list}case")
    lead.press("국세", inside="main .tasks")
    lead.press("올리기", inside="#national_tax")
    lead.page.get_by_label("파일", exact=True).set_input_files(CERTIFICATE)
    lead.page.get_by_label("발급일").fill("2024-04-20")
    lead.press("올리기", inside="#national_tax form")
    lead.go(f"{task_list}case")
    lead.press("보완한 내용 제출하기")
    lead.page.get_by_label("입력한 내용과 증빙이 사실과 같음을 확인했습니다").check()
    lead.press("제출하기", inside="main form")
    lead.go(f"{task_list}case")
    assert "요건 확인 중" in text(lead)


def meets_the_requirements(officer: Person) -> None:
    officer.go(officer.path)
    officer.press("요건 항목 확인하기")
    for line in officer.page.locator("main tbody select").all():
        line.select_option("fits")
    officer.press("확인한 것 저장하기")
    officer.press("과제 화면")
    officer.press("요건 충족으로 마치기")
    assert "현장평가" in text(officer)


def is_ineligible_and_reinstated(officer: Person, operator: Person, site: Site) -> None:
    officer.go("/staff/cases/?part=received")
    officer.page.locator("main table tbody a").first.click()
    officer.press("요건 확인 시작하기")
    officer.page.locator("summary", has_text="요건 미충족").click()
    officer.press("요건 미충족으로 판단하기", inside="main details")
    officer.page.get_by_label(re.compile("국세|체납")).first.check()
    officer.page.get_by_label(re.compile("까닭")).fill("마감일에 국세를 체납하고 있었습니다.")
    officer.press("제안", inside="main form")
    assert "제안했습니다" in told(officer)
    operator.go(officer.path)
    operator.press("제안 확인하기")
    operator.press("확인하고 처리하기")
    eventually(lambda: site.mails("example.com", "요건"))
    operator.go(officer.path)
    assert "통보서" in text(operator)
    operator.page.locator("summary", has_text="거두기").click()
    operator.page.locator("details[open]").get_by_label(re.compile("까닭")).fill("완납증명을 확인하였습니다.")
    operator.press("요건 미충족 거두기", inside="main details[open]")
    assert "요건 확인 중" in text(operator)


def are_invited(operator: Person, person: Come, site: Site) -> dict[str, Person]:
    """Twelve by mail; the first answers it as anybody would, the others meanwhile. Those who go where the project
    is."""
    operator.go("/staff/evaluators/")
    for email in EVALUATORS[:2]:
        operator.page.get_by_label("초대할 사람의 이메일").fill(email)
        operator.press("초대 메일 보내기")
    assert operator.page.locator("td[data-label='받는 사람']").count() == 2
    (mail,) = eventually(lambda: site.mails(EVALUATORS[0], "평가위원"))
    evaluator = person(EVALUATORS[0], size=PHONE)
    evaluator.go(link_in(mail))
    evaluator.press("수락", inside="main form")
    prove(evaluator)
    evaluator.press("청렴·비밀유지 서약")
    evaluator.page.get_by_label("서약하는 사람의 이름").fill("평가위원 1(가상)")
    evaluator.page.get_by_label("위 내용을 모두 읽었고 지키겠습니다").check()
    evaluator.press("서약하기")
    evaluator.press("평가위원 정보")
    evaluator.page.get_by_label("이름", exact=True).fill("평가위원 1(가상)")
    evaluator.page.get_by_label("소속 기관", exact=True).fill("가상대학교")
    evaluator.page.get_by_label("학계").check()
    evaluator.page.get_by_label("인공지능").check()
    evaluator.page.get_by_label("맡을 수 있는 과제").fill("5")
    evaluator.press("저장하기")
    assert "아직 배정된 과제가 없습니다" in text(evaluator)
    meanwhile(site, "join")
    operator.go("/staff/evaluators/")
    assert operator.page.locator("tbody tr", has_text="배정 가능").count() == len(EVALUATORS)
    return {"평가위원 1(가상)": evaluator} | {
        f"평가위원 {number}(가상)": person(EVALUATORS[number - 1], "/evaluation/", size=PHONE) for number in (2, 3)
    }


def are_assigned_but_for_a_conflict(officer: Person, evaluators: dict[str, Person], person: Come) -> list[Person]:
    """One of the two proposed has an interest, and meets nothing of the case any more; the third takes the place."""
    officer.go("/staff/rounds/")
    officer.press("새 회차 만들기")
    officer.press("회차 만들기")
    officer.press("채우기 제안받기")
    officer.press("배정 확정하기")
    assigned = [name for name in evaluators if name in officer.page.locator("td[data-label='배정']").inner_text()]
    assert len(assigned) == 2
    partial = evaluators.pop(next(name for name in reversed(assigned)))
    partial.go("/evaluation/")
    partial.press("온결케어", inside="main .cards")
    here = partial.path
    for question in partial.page.locator("main fieldset").filter(has=partial.page.locator("[value=no]")).all():
        question.locator("[value=no]").check()
    partial.page.locator("[name=advised][value=yes]").check()
    partial.page.locator("[name=about]").fill("지난해 이 기업을 자문하였습니다.")
    partial.press("답하기")
    assert "더 이상 열리지 않습니다" in told(partial)
    assert [partial.context.request.get(f"{here}{each}").status for each in ("", "plan", "plan.docx")] == [404] * 3
    officer.go(officer.path)
    assert "1명 모자람" in text(officer) and "채웠습니다" not in text(officer)
    officer.press("채우기 제안받기")
    officer.press("배정 확정하기")
    for evaluator in evaluators.values():
        evaluator.go("/evaluation/")
        evaluator.press("온결케어", inside="main .cards")
        for question in evaluator.page.locator("main form [value=no]").all():
            question.check()
        evaluator.press("답하기")
        evaluator.press("사업계획서 사본 읽기")
        assert "평가위원" in evaluator.page.locator("main .note").first.inner_text()
        evaluator.press("과제로 돌아가기")
    return list(evaluators.values())


def fill_their_sheets(evaluators: list[Person]) -> None:
    """At 360 pixels, and through a lost connection: what was typed meanwhile is there when the page is opened again."""
    for evaluator, points in zip(evaluators, (FIRST, SECOND), strict=True):
        evaluator.press("평가표", exact=True, inside="main .cards")
        home = evaluator.path
        assert "이어서 하기: 현장 확인" in text(evaluator) and not re.search(r"\d분", text(evaluator))
        if points is SECOND:
            is_cut_off(evaluator, f"{home}points_need")
        evaluator.go(f"{home}site_visit")
        assert walk(evaluator, answers(points), SHEET) == SHEET
        evaluator.go(f"{home}submit")
        evaluator.page.locator("#confirmed").check()
        evaluator.press("제출하기", inside="main form")
        assert "제출" in evaluator.title


def is_cut_off(evaluator: Person, step: str) -> None:
    evaluator.go(step)
    evaluator.context.set_offline(True)
    evaluator.field("opinion").fill(OPINION)
    expect(evaluator.page.locator("[data-save-state]")).to_contain_text("인터넷 연결이 끊겨")
    evaluator.page.close()
    evaluator.complaints.clear()  # the browser notes that there is no network
    evaluator.context.set_offline(False)
    evaluator.page = evaluator.open_page()
    evaluator.page.goto(step)
    expect(evaluator.page.locator(".alert.success")).to_contain_text("연결이 끊긴 동안 쓰신 내용을 저장했습니다")
    assert evaluator.field("opinion").input_value() == OPINION


def closed_by_two(officer: Person, operator: Person) -> None:
    officer.go(officer.path)
    officer.page.locator("form", has=officer.page.locator("[value=close]")).get_by_label(re.compile("까닭")).fill(
        "모두 냄"
    )
    officer.press("회차 마감 제안하기")
    assert "다른 담당자" in text(officer)
    operator.go("/staff/proposals/")
    operator.press("회차 마감", inside="main .cards")
    operator.press("확인하고 처리하기")
    officer.go(officer.path)
    assert f"{PRINTED}점" in text(officer) and "추천" in text(officer)
    officer.go("/staff/cases/?part=recommended")
    assert "온결케어" in officer.page.locator("main tbody").inner_text()


def letters_are_read(lead: Person, site: Site, folder: Path) -> None:
    """The result, with the printed score and without anybody's name, and the letter of who was ineligible, in
    LibreOffice."""
    lead.go(lead.path)
    assert "통보서" in text(lead) and "평가위원 " not in lead.page.content()
    sent = [*eventually(lambda: site.mails(LEAD, "현장평가")), *site.mails("example.com", "요건")]
    for mail in sent:
        for each in mail.iter_attachments():
            (folder / (each.get_filename() or "")).write_bytes(each.get_content())
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *folder.glob("*.docx")], check=True, capture_output=True, timeout=120)
    read = {path.stem: "".join(page.extract_text() for page in PdfReader(path).pages) for path in folder.glob("*.pdf")}
    result = next(words for name, words in read.items() if "현장평가" in name)
    assert PRINTED in result and OPINION in result.replace("\n", "") and "평가위원 1" not in result
    assert "국세를 체납" in next(words for name, words in read.items() if "요건" in name or "미충족" in name)
