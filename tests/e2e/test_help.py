"""Help to write in a browser: opened where it stands, a frame put into an empty box, none of these, words looked up –
with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from programme.guidance import skeletons
from tests.answers import GOOD
from tests.e2e.person import DESKTOP, PHONE, Person

LEAD, PROJECT = "plan@ongyeol.example.com", "간병인"


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def newcomer(request, browser, site):
    """Somebody at the first steps of an application of his own."""
    one = Person(browser, site, f"newcomer{request.param:d}@example.com", scripts=request.param, size=PHONE)
    one.sign_in()
    one.press("새 과제신청 시작하기")
    yield one
    one.leave()


def test_none_of_these_and_a_frame_in_an_empty_box(newcomer):
    page = newcomer.page
    task_list = newcomer.path
    for step in ("track", "business", "history"):
        newcomer.go(f"{task_list}{step}")
        newcomer.answer(GOOD[step])
        newcomer.press("저장하고 다음으로")
    newcomer.go(f"{task_list}exclusions")
    page.locator('[name="unsound"][value="no"]').check()
    newcomer.press("모두 해당 없음")
    assert page.locator("input[type=radio][value=no]:checked").count() == 9
    newcomer.press("저장하고 다음으로")

    newcomer.go(f"{task_list}need")
    page.locator('[name="attempts"]').fill("엑셀로 명단을 만들어 보았다.")
    newcomer.press("문장 틀 넣기")
    expect(page.locator("#background")).to_have_value(skeletons.BACKGROUND)
    expect(page.locator("#attempts")).to_have_value("엑셀로 명단을 만들어 보았다.")
    newcomer.press("저장하고 다음으로")
    expect(page.locator("#background-error")).to_contain_text("문장 틀의 빈칸이 남아 있습니다: [최근의 변화] 등")
    expect(page.locator("#background")).to_have_value(skeletons.BACKGROUND)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_help_of_a_step_opens_where_it_stands_and_breaks_no_rule(person, size):
    lead = person(LEAD, size=size)
    lead.press(PROJECT, inside="main .cards")
    task_list = lead.path
    for step in ("need", "adopter_team", "business"):
        lead.go(f"{task_list}{step}")
        lead.page.get_by_text("쓰는 데 도움" if step != "business" else "말이 어려우면", exact=True).click()
        expect(lead.page.locator("details.help #step-help dt").first).to_be_visible()
        for example in lead.page.locator("details.example > summary").all():
            example.click()
        lead.examine("unfolded")


def test_without_a_script_the_help_leads_to_a_page_of_its_own_beside_the_step(browser, site):
    lead = Person(browser, site, LEAD, scripts=False)
    lead.sign_in()
    lead.press(PROJECT, inside="main .cards")
    lead.go(f"{lead.path}kpi")
    lead.page.get_by_text("쓰는 데 도움", exact=True).click()
    with lead.context.expect_page() as opened:
        lead.page.get_by_role("link", name="말 풀이와 예시 새 창에서 보기").click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").inner_text() == "목표와 성과지표(KPI): 말 풀이와 예시"
    assert opened.value.locator("dt", has_text="가중치").count() == 1
    assert lead.path.endswith("/kpi")
    lead.leave()


def test_words_are_found_while_they_are_typed(person):
    somebody = person(LEAD, size=PHONE)
    for path in ("/help/terms", "/help"):
        somebody.go(path)
        somebody.page.get_by_label("찾는 말").press_sequentially("공수")
        expect(somebody.page.locator("#found dt").first).to_have_text("MM(투입공수)")
        somebody.look()
