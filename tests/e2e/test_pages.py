"""The pages the journey does not come by, and every kind of page on a phone with JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.e2e.person import DESKTOP, PHONE, Person
from tests.e2e.site import eventually
from tests.e2e.steps import link_in, task_list_of

LEAD, PROJECT = "plan@ongyeol.example.com", "간병인"
PUBLIC = ("", "guide", "help", "help?q=마감", "help/terms", "help/terms?q=없는말", "privacy", "terms", "accessibility")
PUBLIC += ("sign-in", "dev/mail", "nowhere", "sessions")
OWN = (
    "",
    "consortium",
    "consortium/leave?position=2",
    "invitations",
    "lead",
    "check",
    "consents/",
    "evidence/?kind=other",
    "evidence/pdf/",
    "pictures/",
    "documents/",
    "submit",
    "company/history",
)
RETURNED = "ceo@s4.example.com"
REGISTRATION = (
    "limits",
    "expertise",
    "staff",
    "solutions",
    "consents/",
    "evidence/",
    "submit",
    "receipt",
    "documents/",
)
STEPS = (
    "need/help",
    "adopter_team/help",
    "exclusions?none=1",
    "exclusions",
    "company",
    "finances",
    "kpi",
    "adopter_team",
    "funding",
)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_fit_any_screen_and_break_no_rule_of_axe(person, size):
    somebody = person(LEAD, size=size)
    for page in PUBLIC:
        somebody.go(f"/{page}")
    somebody.go("/applications/")
    somebody.press(PROJECT, inside="main .cards")
    task_list = somebody.path
    for page in OWN + STEPS:
        somebody.go(f"{task_list}{page}")
    somebody.go("/applications/")
    somebody.press("증빙 서류함", inside="main")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_invitations_and_companies_fit_any_screen_and_break_no_rule_of_axe(person, site, browser, size):
    lead, guest = person(LEAD, size=size), f"guest{size['width']}@example.com"
    lead.press(PROJECT, inside="main .cards")
    lead.go(f"{lead.path}invitations")
    lead.press("다음: 보낼 내용 보기")  # of nobody: refused
    lead.page.get_by_label("도입기업", exact=True).check()
    lead.page.get_by_label("담당자 이메일").fill(guest)
    lead.press("다음: 보낼 내용 보기")
    lead.press("초대 메일 보내기")
    link = link_in(eventually(lambda: site.mails(guest, "컨소시엄 초대"))[0])
    lead.go(link)  # another's
    stranger = Person(browser, site, "", size=size)
    stranger.go(link)
    stranger.leave()
    invited = person(guest, size=size)
    invited.go(link)
    invited.press("수락하기")
    for page in ("confirm", "leave"):
        invited.go(f"{task_list_of(invited)}{page}")
    invited.press("컨소시엄에서 나가기", inside="main")
    invited.press("이름을 아직 적지 않은 기업", inside="main")
    invited.page.get_by_label("동료의 이메일").fill("colleague@example.com")
    invited.press("초대 메일 보내기")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_registration_s_pages_fit_and_break_no_rule_either(person, size):
    somebody = person(RETURNED, size=size)
    somebody.go("/registrations/")
    somebody.press("가온시스템", inside="main .cards")
    task_list = somebody.path
    for page in REGISTRATION:
        somebody.go(f"{task_list}{page}")


def test_a_refused_upload_keeps_what_was_typed_and_says_why(person):
    somebody = person(LEAD, size=PHONE)
    somebody.press(PROJECT, inside="main .cards")
    somebody.go(f"{somebody.path}evidence/?kind=other")
    wrong = {"name": "특허증.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    somebody.page.get_by_label("파일", exact=True).set_input_files(wrong)
    somebody.page.get_by_label("발급기관").fill("특허청")
    somebody.page.get_by_label("발급일").fill("2024-04-01")
    somebody.press("올리기", inside="#other form")

    assert somebody.page.title().startswith("오류: ")
    assert "올릴 수 없는 종류의 파일입니다" in somebody.page.locator("#file-error").inner_text()
    assert somebody.page.get_by_label("발급기관").input_value() == "특허청"


def test_choosing_more_than_may_be_sent_is_said_at_once_and_nothing_is_sent(person, tmp_path):
    somebody = person(LEAD, size=PHONE)
    somebody.press(PROJECT, inside="main .cards")
    somebody.go(f"{somebody.path}evidence/?kind=other")
    posts: list[str] = []
    somebody.page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    field, says = somebody.page.get_by_label("파일", exact=True), somebody.page.locator("#file-says")

    def choose(*sizes: int) -> None:
        paths = [tmp_path / f"{number}.pdf" for number in range(len(sizes))]
        for path, size in zip(paths, sizes, strict=True):
            with path.open("wb") as file:
                file.truncate(size)
        field.set_input_files(paths)

    choose(*[5] * 51)
    expect(says).to_have_text("한 번에 50개까지 올릴 수 있습니다. 나누어 올려 주세요.")
    somebody.page.locator("#upload .buttons button").click()
    expect(field).to_be_focused()
    choose(20 * 1024 * 1024 + 1)
    expect(says).to_contain_text("0.pdf: 하나에 20MB까지")
    choose(*[16 * 1024 * 1024] * 4)
    expect(says).to_contain_text("모두 60MB까지")
    assert not posts

    choose(5)
    expect(says).to_be_empty()
    somebody.press("올리기", inside="#other form")
    assert posts
