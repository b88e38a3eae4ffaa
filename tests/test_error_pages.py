"""Pages of errors: what happened, why, what to do next, a way back; and nothing typed is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import abort
from limits import RateLimitItemPerMinute

from app import create_app
from config import HOUSE
from models.base import db
from models.rescue import Rescue
from services.access.permissions import ROUTES
from tests.applying import LEAD, STRANGER, application_of
from tests.conftest import Client
from tests.pages import sent_by
from web.error_pages import TEXTS
from web.rate_limit import limiter

CODES = (400, 403, 404, 405, 413, 422, 429, 500, 503)
WORDS = "아무 데도 없던 새 글입니다."


@pytest.fixture
def browser(seeded, settings, monkeypatch) -> Iterator[Client]:
    """A real site with a page more, which fails as it is told to."""
    monkeypatch.setitem(ROUTES, "fails", "read public pages")
    site = create_app(replace(settings, testing=False, smtp_url="smtp://localhost:25"))
    site.add_url_rule("/fails/<int:code>", "fails", abort, methods=["GET", "POST"])
    site.test_client_class = Client
    yield site.test_client()
    db.close()


@pytest.fixture
def typed(browser) -> tuple[str, dict[str, list[str]]]:
    """A step's address, and its page as LEAD has it open with new words in it."""
    url = f"/applications/{application_of(LEAD).token}/need"
    browser.sign_in(LEAD)
    return url, sent_by(browser.get(url).page.select_one("#step-form")) | {"background": [WORDS], "save": ["1"]}


def told(response) -> tuple[str, list[tuple[str, str]]]:
    """What the page says, and its ways on: (address, what it is called)."""
    main = response.page.main
    return " ".join(main.get_text().split()), [(tag["href"], tag.get_text()) for tag in main.select(".buttons a")]


def test_every_status_has_words_of_its_own():
    assert tuple(TEXTS) == CODES
    for part in ("heading", "why", "todo"):
        said = [getattr(text, part) for code, text in TEXTS.items() if code != 413 or part == "heading"]
        assert all(said) and len(said) == len(set(said)), part


@pytest.mark.parametrize("code", CODES)
def test_a_page_of_an_error_says_what_why_and_what_next_and_leads_on(browser, code):
    response = browser.get(f"/fails/{code}")
    text, ways = told(response)

    assert response.status_code == code
    assert response.page.h1.get_text() == TEXTS[code].heading
    assert TEXTS[code].why in text
    assert TEXTS[code].todo.split("{wait}")[-1] in text
    again = [(f"/fails/{code}", "다시 열기")] if code in (429, 500, 503) else []
    assert ways == [*again, ("/", "처음으로 가기"), ("/help", "도움말·문의")]
    assert ("일어난 때" in text) == (code >= 500)


@pytest.mark.parametrize("code", [410, 418, 501])
def test_a_status_nobody_foresaw_is_answered_like_its_kind(browser, code):
    response = browser.get(f"/fails/{code}")

    assert response.status_code == code
    assert response.page.h1.get_text() == TEXTS[400 if code < 500 else 500].heading


@pytest.mark.parametrize(
    ("referrer", "way"),
    [
        ("http://localhost/suppliers/?q=물류", ("/suppliers/?q=물류", "이전 화면으로 돌아가기")),
        ("http://localhost/nowhere", ("/applications/", "내 신청으로 가기")),  # the page itself
        ("http://evil.example.com/suppliers/", ("/applications/", "내 신청으로 가기")),
        ("http://localhost//evil.example.com", ("/applications/", "내 신청으로 가기")),
        ("javascript:alert(1)", ("/applications/", "내 신청으로 가기")),
    ],
)
def test_the_way_back_is_the_page_that_led_here_if_it_is_ours(browser, referrer, way):
    browser.sign_in(STRANGER)

    response = browser.get("/nowhere", headers={"Referer": referrer})

    assert told(response)[1][0] == way


def test_a_page_that_was_refused_leads_back_to_itself(browser, typed):
    url, said = typed
    limiter.limiter.hit(RateLimitItemPerMinute(600), "127.0.0.1", "wizard.save", cost=600)

    response = browser.post(url, data=said)
    text, ways = told(response)

    assert response.status_code == 429
    assert ways[:2] == [(url, "하던 화면으로 돌아가기"), ("/applications/", "내 신청으로 가기")]
    assert "따로 보관했습니다" in text
    assert 0 < int(response.headers["Retry-After"]) <= 61
    assert "{wait}" not in text and ("초 뒤에" in text or "1분 뒤에" in text)


def test_the_wait_is_that_of_the_limit_that_was_passed(browser):
    data = {"csrf_token": browser.csrf(), "email": "이메일 아님"}
    codes = [browser.post("/sign-in", data=data).status_code for _ in range(41)]
    text, _ = told(browser.post("/sign-in", data=data))

    assert codes[-1] == 429 and codes[0] == 422
    assert "15분 뒤에 다시 시도해 주세요" in text


def test_a_hall_of_people_behind_one_address_signs_in(browser):
    token = browser.csrf()
    asked = [
        browser.post("/sign-in", data={"csrf_token": token, "email": f"guest{each}@example.com"}) for each in range(50)
    ]

    assert {answer.status_code for answer in asked} == {303}


def test_a_wrong_method_says_which_is_right(browser):
    response = browser.get("/sign-out")

    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "버튼을 눌러 주세요" in told(response)[0]


@contextmanager
def database_locked(settings) -> Iterator[None]:
    """Somebody else writes, and does not stop."""
    db.execute_sql("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(settings.data / "site.db")
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()
        db.execute_sql("PRAGMA busy_timeout = 5000")


def test_a_database_that_does_not_answer_is_unavailable_and_what_could_not_be_kept_is_said(browser, typed, settings):
    url, said = typed
    with database_locked(settings):
        response = browser.post(url, data=said)
        text, ways = told(response)
        read = browser.get(url)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "저장하지도 따로 보관하지도 못했지만 이 화면이 그대로 담고 있습니다" in text and WORDS in text
    assert ways[0] == (url, "하던 화면으로 돌아가기")
    assert read.status_code == 200
    assert not Rescue.select().exists()
    assert browser.post(url, data=said).status_code == 303


@contextmanager
def disk_full() -> Iterator[None]:
    """SQLite may not make its file a page longer: as it says where the disk is full, and takes back what was begun."""
    db.execute_sql("VACUUM")
    db.execute_sql(f"PRAGMA max_page_count = {db.execute_sql('PRAGMA page_count').fetchone()[0]}")
    try:
        yield
    finally:
        db.execute_sql("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_leaves_the_words_in_the_answer_which_sends_them_again_and_the_log_says_why(browser, typed, caplog):
    url, said = typed
    long = said | {"background": [f'{WORDS}\n둘째 줄 "따옴표" <b>' + "가" * 900]}
    with disk_full():
        answers = [
            browser.post(url, data=long | {"background": [f"{number}{long['background'][0]}"]}) for number in range(9)
        ]
    refused = next(answer for answer in answers if answer.status_code != 303)
    text, _ = told(refused)

    assert refused.status_code == 503
    assert WORDS in text and "이 화면을 닫지 말고" in text
    assert "database or disk is full" in caplog.text and "rollback" not in caplog.text
    form = refused.page.select_one("main form[method=post]")
    again = browser.post(form["action"], data=sent_by(form))
    assert again.status_code == 303
    assert '둘째 줄 "따옴표" <b>' in browser.get(url).page.select_one("#background").get_text()


def test_a_button_with_nothing_typed_speaks_of_no_words(browser):
    browser.sign_in(LEAD)
    response = browser.post("/fails/500", data={})

    assert "적으신 글" not in told(response)[0]


def test_pages_the_web_server_shows_by_itself_say_as_much():
    """nginx shows them when the site refused to read or is not there."""
    for name in ("too-large", "unavailable"):
        page = (HOUSE / "static" / f"{name}.html").read_text(encoding="utf-8")
        assert "<title>오류: " in page and '<html lang="ko">' in page
        assert "href=" in page and "저장" in page
        assert f"/{name}.html" in (HOUSE / "deploy" / "nginx.conf").read_text(encoding="utf-8")
