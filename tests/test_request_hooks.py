"""The request hooks as a real site has them, without the testing switch: foreign hosts, broken requests, too many of
them."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from limits import RateLimitItemPerMinute

from app import create_app
from models.base import db, now, writing
from models.rescue import Rescue
from services.access import log_filter
from tests.applying import LEAD, application_of
from tests.conftest import Client
from tests.pages import sent_by
from web.rate_limit import limiter

WORDS = "아무 데도 없던 새 글입니다."


@pytest.fixture
def real(seeded, settings) -> Iterator[Flask]:
    site = create_app(replace(settings, testing=False, smtp_url="smtp://localhost:25", trust_proxy=True))
    site.test_client_class = Client
    yield site
    db.close()


@pytest.fixture
def browser(real) -> Client:
    return real.test_client()


@pytest.fixture
def typed(browser) -> tuple[str, dict[str, list[str]]]:
    """A step's address, and its page as LEAD has it open with new words in it."""
    url = f"/applications/{application_of(LEAD).token}/need"
    browser.sign_in(LEAD)
    return url, sent_by(browser.get(url).page.select_one("#step-form")) | {"background": [WORDS], "save": ["1"]}


def break_answers() -> None:
    with writing():
        db.execute_sql("ALTER TABLE revision RENAME TO elsewhere")


@pytest.fixture
def by_tls(seeded, settings) -> Iterator[Client]:
    site = create_app(replace(settings, public_url="https://localhost"))
    site.test_client_class = Client
    yield site.test_client()
    db.close()


def test_by_https_browsers_are_told_to_stay_there_and_the_cookie_is_of_this_host_alone(by_tls, client):
    for path in ("/", "/nowhere", "/static/site.css"):
        answer = by_tls.get(path, base_url="https://localhost")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    (cookie,) = by_tls.get("/sign-in", base_url="https://localhost").headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    assert "; Secure" in cookie and "; Path=/" in cookie and "Domain" not in cookie


def test_without_https_neither_is_said(client):
    answer = client.get("/sign-in")

    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["Set-Cookie"].startswith("session=")


def test_a_cookie_of_before_the_clock_was_put_back_still_signs_in(seeded, client):
    client.sign_in(LEAD)
    with time_machine.travel(now() - timedelta(minutes=5)):
        assert client.get("/applications/").status_code == 200
    with time_machine.travel(now() + timedelta(days=61)):
        assert client.get("/applications/").status_code == 303


def test_log_lines_name_no_token(real, browser, caplog):
    token = application_of(LEAD).token
    browser.sign_in(LEAD)
    break_answers()

    assert browser.get(f"/applications/{token}/need").status_code == 500
    logging.getLogger("waitress").error("Exception while serving /applications/%s/need", token)
    logging.getLogger("anything").info("asked with ['%s', 1]", token)

    assert "GET /applications/<application>/<slug> failed" in caplog.text  # by its route, not the path
    assert "Traceback" in caplog.text
    assert token not in caplog.text


def test_a_traceback_in_the_log_names_no_token(real, caplog):
    token = application_of(LEAD).token
    try:
        raise LookupError(f"nothing at /applications/{token}/need")
    except LookupError:
        logging.getLogger("waitress").exception("Exception while serving")

    assert "LookupError: nothing at /applications/…/need" in caplog.text
    assert token not in caplog.text


def test_tokens_are_hidden_from_when_a_site_is_made(app, settings, caplog):
    before, token = logging.getLogRecordFactory(), "t" * 22
    logging.setLogRecordFactory(logging.LogRecord)
    log_filter.hide_tokens.cache_clear()
    try:
        create_app(settings)
        logging.getLogger("anything").warning("GET /companies/%s", token)
    finally:
        logging.setLogRecordFactory(before)

    assert [record.getMessage() for record in caplog.records] == ["GET /companies/…"]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/site.css", "/sign-in"])
def test_a_foreign_host_is_told_so_in_plain_text(browser, path):
    response = browser.get(path, headers={"Host": "evil.example.com"})

    assert response.status_code == 400
    assert response.mimetype == "text/plain"
    assert browser.get("/", headers={"Host": "localhost:8000"}).status_code == 200


def test_a_proxy_passes_the_host_itself_and_no_other_header_replaces_it(browser):
    assert browser.get("/", headers={"X-Forwarded-Host": "evil.example.com"}).status_code == 200
    forged = {"Host": "evil.example.com", "X-Forwarded-Host": "localhost"}
    assert browser.get("/", headers=forged).status_code == 400


def test_a_static_file_that_is_not_there_is_not_kept_for_ever(browser):
    assert "immutable" in browser.get("/static/site.css").headers["Cache-Control"]
    missing = browser.get("/static/not-yet.css")
    assert missing.status_code == 404
    assert missing.headers["Cache-Control"] == "no-store"


def test_what_broke_a_request_does_not_take_its_words_along(browser, typed):
    url, said = typed
    break_answers()

    response = browser.post(url, data=said)

    assert response.status_code == 500
    assert "따로 보관했습니다" in response.page.main.get_text()
    assert WORDS in Rescue.get().sent["background"]


def test_a_page_that_breaks_is_answered_even_when_nothing_can_be_kept(browser, typed):
    url, said = typed
    break_answers()
    with writing():
        db.execute_sql("CREATE TRIGGER lost BEFORE INSERT ON rescue BEGIN SELECT RAISE(ABORT, 'no room'); END")

    response = browser.post(url, data=said)

    assert response.status_code == 500
    assert "보관했습니다" not in response.page.main.get_text()


def test_too_many_requests_lose_no_words(browser, typed):
    url, said = typed
    limiter.limiter.hit(RateLimitItemPerMinute(600), "127.0.0.1", "wizard.save", cost=600)

    assert browser.post(url, data=said).status_code == 429
    assert WORDS in Rescue.get().sent["background"]
