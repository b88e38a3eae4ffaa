"""The pages the journey does not come by, and every kind of page on a phone with JavaScript."""

import pytest

from tests.e2e.person import DESK, PHONE

LEAD, PROJECT = "plan@ongyeol.example.com", "간병인"
PUBLIC = ("", "help", "sign-in", "dev/mail", "nowhere", "sessions")
OWN = (
    "",
    "consortium",
    "check",
    "consents/",
    "evidence/?kind=other",
    "evidence/pdf/",
    "documents/",
    "submit",
    "company/history",
)
STEPS = ("exclusions", "company", "finances", "kpi", "labour", "funding")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_fit_any_screen_and_break_no_rule_of_axe(person, size):
    somebody = person(LEAD, size=size)
    for page in PUBLIC:
        somebody.go(f"/{page}")
    somebody.go("/applications/")
    somebody.press(PROJECT, inside="main .cards")
    desk = somebody.path
    for page in OWN + STEPS:
        somebody.go(f"{desk}{page}")
    somebody.go("/applications/")
    somebody.press("증빙 서류함", inside="main")


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
