"""docs/accessibility.md names a test or a reason for each of KWCAG 2.2's 33 items; and what can be read off the
sources."""

import re

import pytest

from config import HOUSE
from tests.applying import LEAD, application_of

ITEMS = """
5.1.1 적절한 대체 텍스트 제공
5.2.1 자막 제공
5.3.1 표의 구성
5.3.2 콘텐츠의 선형구조
5.3.3 명확한 지시사항 제공
5.4.1 색에 무관한 콘텐츠 인식
5.4.2 자동 재생 금지
5.4.3 텍스트 콘텐츠의 명도 대비
5.4.4 콘텐츠 간의 구분
6.1.1 키보드 사용 보장
6.1.2 초점 이동과 표시
6.1.3 조작 가능
6.1.4 문자 단축키
6.2.1 응답시간 조절
6.2.2 정지 기능 제공
6.3.1 깜빡임과 번쩍임 사용 제한
6.4.1 반복 영역 건너뛰기
6.4.2 제목 제공
6.4.3 적절한 링크 텍스트
6.4.4 고정된 참조 위치 정보
6.5.1 단일 포인터 입력 지원
6.5.2 포인터 입력 취소
6.5.3 레이블과 네임
6.5.4 동작기반 작동
7.1.1 기본 언어 표시
7.2.1 사용자 요구에 따른 실행
7.2.2 찾기 쉬운 도움 정보
7.3.1 오류 정정
7.3.2 레이블 제공
7.3.3 접근 가능한 인증
7.3.4 반복 입력 정보
8.1.1 마크업 오류 방지
8.2.1 웹 애플리케이션 접근성 준수
""".strip().splitlines()
TEST = re.compile(r"`(tests/[\w/]+\.py): (test_\w+)`")
DOES_NOT_APPLY = "Does not apply"
PAGES = {
    path: path.read_text(encoding="utf-8")
    for path in (HOUSE / "templates").rglob("*.html")
    if "email" not in path.parts
}
SHEETS = "".join(path.read_text(encoding="utf-8") for path in (HOUSE / "static").glob("*.css"))
SCRIPT = "".join(path.read_text(encoding="utf-8") for path in (HOUSE / "static").glob("*.js"))


def rows() -> list[tuple[str, str]]:
    """(number and name, how it is held) of each item in the document."""
    text = (HOUSE / "docs" / "accessibility.md").read_text(encoding="utf-8")
    return re.findall(r"^\| (\d\.\d\.\d [^|]+?) \| (.+) \|$", text, re.MULTILINE)


def test_every_item_of_the_guideline_is_in_the_document_once():
    assert [item for item, _ in rows()] == ITEMS
    assert len(ITEMS) == 33


@pytest.mark.parametrize(("item", "held"), rows(), ids=lambda value: value.split()[0])
def test_every_item_names_tests_there_are_or_why_it_does_not_apply(item, held):
    named = TEST.findall(held)

    assert bool(named) != held.startswith(DOES_NOT_APPLY), held
    for path, name in named:
        assert re.search(rf"^def {name}\(", (HOUSE / path).read_text(encoding="utf-8"), re.MULTILINE), (path, name)
    assert held.count(": test_") == len(named) and held.count("`tests/") == len(named), (
        "a test is named as `file: name`"
    )


def test_nothing_plays_moves_or_flashes():
    """Frames hold evidence alone, whose own policy lets nothing run in them (tests/test_views.py)."""
    moving = r"<(audio|video|marquee|blink|object|embed|iframe(?! class=\"evidence-view\")|canvas)\b|http-equiv=.refresh|autoplay"
    for path, page in PAGES.items():
        assert not re.search(moving, page), path
    assert not re.search(r"@keyframes|(animation|transition)[\w-]*:(?! *none)", SHEETS)


def test_one_finger_without_aiming_moving_or_holding_is_enough():
    """No path to draw, nothing to drag, nothing that happens on the way down or by moving the device."""
    gestures = r"touch(start|move|end)|pointer(down|move)|mouse(down|move)|drag(start|over)|devicemotion|deviceorientation|deviceshake"
    assert not re.search(gestures, SCRIPT)
    for path, page in PAGES.items():
        assert not re.search(rf"draggable|ondrag|{gestures}", page), path


def test_no_character_key_is_a_shortcut():
    assert "keypress" not in SCRIPT
    assert not [path for path, page in PAGES.items() if "accesskey" in page]


def test_every_table_has_a_caption_and_headers_that_say_of_what():
    for path, page in PAGES.items():
        shown = re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)  # what a script makes rows of
        for table in re.findall(r"<table\b.*?</table>", shown, re.DOTALL):
            assert "<caption" in table, path
            heads = re.findall(r"<th\b[^>]*>", table)
            assert heads and all("scope=" in head for head in heads), (path, heads)


def test_no_instruction_rests_on_colour_shape_or_place():
    seen = re.compile(r"(빨간|빨강|파란|파랑|초록|녹색|노란|회색|왼쪽|오른쪽|동그란|둥근|네모난|깜빡이는)[ 의에]")
    sources = [
        path
        for room in ("forms", "programme", "services", "web", "blueprints")
        for path in (HOUSE / room).rglob("*.py")
    ]
    texts = PAGES | {path: path.read_text(encoding="utf-8") for path in sources}

    assert not [(path, found[0]) for path, text in texts.items() if (found := seen.search(text))]


def test_a_new_window_is_announced():
    for path, page in PAGES.items():
        for link in re.findall(r"<a\b[^>]*_blank[^>]*>.*?</a>", page, re.DOTALL):
            assert "새 창" in link, path


def test_help_stands_in_the_same_place_on_every_page(seeded, client):
    client.sign_in(LEAD)
    base = f"/applications/{application_of(LEAD).token}"
    places = set()
    for path in (
        "/",
        "/help",
        "/privacy",
        "/suppliers/",
        "/applications/",
        f"{base}/",
        f"{base}/need",
        f"{base}/submit",
        "/nowhere",
    ):
        page = client.get(path).page
        menu = [tag["href"] for tag in page.select("header nav a")]
        footer = [tag["href"] for tag in page.select("footer .footer-links a")]
        places.add(
            (menu.index("/help"), footer.index("/help"), bool(page.select_one("footer .contacts a[href^='tel:']")))
        )

    assert len(places) == 1 and next(iter(places))[2]
