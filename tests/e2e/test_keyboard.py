"""The lead's work without a mouse: a step of each kind, by Tab, Enter, Space and arrows alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from models.base import now
from programme.application_types import PROJECT as PROJECT_TYPE
from programme.korean import day_of
from tests.answers import GOOD
from tests.call import WIZARDS
from tests.e2e.keyboard import CONTROLS, Keyboard
from tests.e2e.person import Person
from tests.e2e.site import Site, open_site_with_office
from tests.e2e.steps import CERTIFICATE, named, slug_of, task_list_of

GATE = {step.slug for wizard in WIZARDS[PROJECT_TYPE] for stage in wizard.stages if stage.gate for step in stage.steps}
LEAD, PROJECT = "plan@ongyeol.example.com", "간병인"


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory, examined) -> Iterator[Site]:
    """A site of this module's own: it submits the sample application and withdraws it."""
    with open_site_with_office(tmp_path_factory.mktemp("keyboard"), examined) as site:
        yield site


@pytest.fixture
def newcomer(browser, site) -> Iterator[Keyboard]:
    """Somebody new who signed in by the keyboard."""
    person = Person(browser, site, "keys@example.com")
    keys = Keyboard(person)
    known = len(site.mails(person.email, "로그인"))
    person.go("/sign-in?next=/applications/")
    keys.tab_to(person.page.get_by_label("이메일"))
    person.page.keyboard.insert_text(person.email)
    keys.enter("번호 받기")
    keys.tab_to(person.page.get_by_label("번호", exact=True))
    person.page.keyboard.insert_text(site.code_for(person.email, known))
    keys.enter("로그인")
    yield keys
    person.leave()


def test_the_first_stop_of_every_page_leads_past_what_repeats(person):
    somebody = person(LEAD)
    somebody.press(PROJECT, inside="main .cards")
    for path in ("/", "/help", "/privacy", somebody.path, f"{somebody.path}kpi"):
        somebody.go(path)
        somebody.page.keyboard.press("Tab")
        assert somebody.page.locator(".skip-link").evaluate("link => link === document.activeElement")
        somebody.page.keyboard.press("Enter")
        somebody.page.keyboard.press("Tab")
        assert somebody.page.evaluate("document.querySelector('main').contains(document.activeElement)"), path


def test_answers_of_every_kind_are_given_by_the_keyboard(newcomer):
    keys, person = newcomer, newcomer.person
    answers = named(GOOD, "건반상회", 71)
    keys.enter("새 과제신청 시작하기")
    task_list = task_list_of(person)
    keys.enter("이어서 하기")
    walked = []
    while (slug := slug_of(person)) in GATE:  # radio buttons, choices
        assert slug not in walked, person.page.locator("#error-summary").inner_text()
        keys.answer(answers[slug])
        keys.enter("저장하고 다음으로")
        walked.append(slug)
    assert {"track", "exclusions"} <= set(walked)
    for slug in ("company", "overview", "kpi"):  # text and dates; a table that grows
        person.go(f"{task_list}{slug}")
        keys.answer(answers[slug])
        keys.enter("저장하고 다음으로")
        assert person.path != f"{task_list}{slug}", person.page.locator("#error-summary").inner_text()
    person.go(f"{task_list}kpi")
    assert {name: person.field(name).input_value() for name in answers["kpi"]} == {
        name: values[0] for name, values in answers["kpi"].items()
    }


def test_what_is_wrong_is_where_the_focus_goes_and_leads_to_its_field(newcomer):
    keys, person = newcomer, newcomer.person
    keys.enter("새 과제신청 시작하기")
    person.go(f"{task_list_of(person)}track")
    keys.enter("저장하고 다음으로")

    summary = person.page.locator("#error-summary")
    assert summary.evaluate("box => box === document.activeElement")
    keys.tab_to(summary.get_by_role("link").first)
    keys.press("Enter")
    assert person.page.evaluate("document.activeElement.name") == "track"


def test_certificates_consents_and_submitting_by_the_keyboard(person):
    lead = person(LEAD)
    keys, page = Keyboard(lead), lead.page
    lead.press(PROJECT, inside="main .cards")
    task_list = lead.path
    lead.go(f"{task_list}evidence/?kind=other#other")
    keys.attach(page.get_by_label("파일", exact=True), CERTIFICATE, "건반으로 올린 특허증.pdf")
    keys.tab_to(page.get_by_label("발급기관"))
    page.keyboard.insert_text("특허청")
    keys.tab_to(page.get_by_label("발급일"))
    page.keyboard.insert_text(day_of(now()).isoformat())
    keys.enter("올리기", inside="#other form")
    assert "건반으로 올린 특허증.pdf" in page.locator("#other").inner_text()

    lead.go(f"{task_list}consents/")
    for name in page.locator("main form input[type=radio][value=yes]").evaluate_all("all => all.map(one => one.name)"):
        keys.choose(name, "yes")
    keys.enter("동의 내용 저장하기")

    lead.go(f"{task_list}submit")
    keys.tab_to(page.get_by_label("입력한 내용과 증빙이 사실과 같음을 확인했습니다"))
    keys.press("Space")
    keys.enter("신청서 제출하기")
    assert lead.title.endswith("아직 정부에 접수되지 않았습니다")
    keys.tab_to(page.get_by_label("신청을 철회하겠습니다"))
    keys.press("Space")
    keys.enter("신청 철회하기")
    assert lead.title == "철회한 신청"


@pytest.mark.parametrize(
    "page", ["", "overview", "kpi", "need", "funding", "consents/", "evidence/?kind=other", "check"]
)
def test_tab_reaches_every_control_of_a_page_and_is_let_go(person, page):
    lead = person(LEAD)
    lead.press(PROJECT, inside="main .cards")
    lead.go(f"{lead.path}{page}")
    preview = lead.page.locator(".preview")
    if preview.count():  # it is fetched when it comes into view, and can then be scrolled by keys
        preview.scroll_into_view_if_needed()
        expect(preview.locator(".preview-frame")).to_be_visible()
    assert Keyboard(lead).tour() == lead.page.evaluate(CONTROLS)


def test_a_character_key_alone_does_nothing(person):
    lead = person(LEAD)
    lead.press(PROJECT, inside="main .cards")
    for page in ("", "kpi", "submit"):
        lead.go(f"{task_list_of(lead)}{page}")
        before = lead.page.url, lead.page.locator("main").inner_html()
        lead.page.keyboard.type("abcdefghijklmnopqrstuvwxyz0123456789/?.")
        assert (lead.page.url, lead.page.locator("main").inner_html()) == before
