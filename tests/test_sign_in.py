"""Signing in, as browsers and attackers meet it."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import g

from models.base import now
from models.mail import Outbox
from services.access import accounts
from tests.smtp import mails
from tests.test_accounts import MAIL, code_of, other_than

HOSTILE_PATHS = [
    "https://evil.example.com/",
    "//evil.example.com/",
    "///evil.example.com/",
    "/\\evil.example.com/",
    "\\\\evil.example.com/",
    "/\t/evil.example.com/",
    "/\n/evil.example.com/",
    " //evil.example.com/",
    "javascript:alert(1)",
    "evil.example.com",
    "/ok\r\nSet-Cookie: sid=x",
    "/\x00/evil.example.com",
]


def ask(client, email=MAIL):
    return client.post("/sign-in", data={"email": email})


def enter(client, code):
    return client.post("/sign-in/code", data={"code": code})


def sign_in(client, email=MAIL):
    ask(client, email)
    return enter(client, code_of())


def who(client):
    """Who the site takes this browser for."""
    with client:
        client.get("/")
        return g.person


def said(response):
    return " ".join(response.page.select_one(".form-hint-invalid").get_text().split())


def test_a_mailed_code_signs_in_and_leads_on(client):
    page = client.get("/sign-in?next=/applications/")
    assert page.page.select_one("input[name=email][autocomplete=email]")

    asked = ask(client)
    assert asked.status_code == 303
    page = client.get(asked.location).page
    assert MAIL in page.get_text()
    assert page.select_one("input[name=code][autocomplete=one-time-code][inputmode=numeric]")
    entered = enter(client, code_of())

    assert (entered.status_code, entered.location) == (303, "/applications/")
    assert who(client).email == MAIL
    assert client.get("/sign-in").status_code == 303, "nothing to sign in to"


@pytest.mark.parametrize("typed", ["１２３４５６", "123 456", " 123-456 "])
def test_a_code_may_be_typed_in_any_way_digits_are_typed(client, monkeypatch, typed):
    monkeypatch.setattr(accounts.secrets, "randbelow", lambda _: 123456)
    ask(client)

    assert enter(client, typed).status_code == 303


@pytest.mark.parametrize("email", ["", "hong", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com"])
def test_a_wrong_address_is_explained_beside_its_field(client, email):
    answer = ask(client, email)

    assert answer.status_code == 422
    assert "주세요" in said(answer)
    assert Outbox.select().count() == 0


def test_a_wrong_code_is_explained_until_it_is_dead(client):
    ask(client)
    wrong = other_than(code_of())

    for left in (4, 3, 2, 1):
        answer = enter(client, wrong)
        assert answer.status_code == 422
        assert f"{left}번 더" in said(answer)
    assert "새 번호를 받아 주세요" in said(enter(client, wrong))
    assert "새 번호를 받아 주세요" in said(enter(client, code_of()))
    for typed in ("12345", "", "abc"):
        assert enter(client, typed).status_code == 422
    assert who(client) is None

    assert sign_in(client).status_code == 303, "a fresh code helps"


def test_an_old_code_is_explained(client):
    ask(client)

    with time_machine.travel(now() + timedelta(minutes=11)):
        answer = enter(client, code_of())

    assert answer.status_code == 422
    assert "10분" in said(answer)


def test_the_code_before_the_newest_does_not_sign_in(client):
    ask(client)
    ask(client)

    assert "가장 나중에" in said(enter(client, code_of(0)))
    assert enter(client, code_of(1)).status_code == 303


def test_asking_too_often_is_answered_with_how_long_to_wait(client):
    for _ in range(3):
        assert ask(client).status_code == 303

    answer = ask(client)

    assert answer.status_code == 429
    assert "10분 뒤에" in said(answer)
    assert 590 < int(answer.headers["Retry-After"]) <= 601
    assert enter(client, code_of()).status_code == 303, "the last code still opens"


def test_a_browser_that_was_signed_in_before_is_not_kept_out_by_strangers(app, client):
    sign_in(client)
    client.post("/sign-out", data={})
    stranger = app.test_client()
    for _ in range(4):
        last = ask(stranger)
    assert last.status_code == 429

    assert sign_in(client).status_code == 303


def test_a_stranger_elsewhere_keeps_nobody_waiting(app, client):
    stranger = app.test_client()
    for _ in range(4):
        last = stranger.post("/sign-in", data={"email": MAIL}, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert last.status_code == 429

    assert sign_in(client).status_code == 303


def test_a_stranger_in_the_same_office_delays_once(app, client):
    stranger, start = app.test_client(), now()
    for _ in range(3):
        ask(stranger)
    refused = ask(client)
    assert refused.status_code == 429
    assert "꼭 보내 드립니다" in said(refused)

    with time_machine.travel(start + timedelta(minutes=10, seconds=1)):
        for _ in range(3):
            assert ask(stranger).status_code == 303
        assert ask(stranger).status_code == 429
        assert sign_in(client).status_code == 303


def test_known_and_unknown_addresses_cannot_be_told_apart(app, client):
    sign_in(client)

    def answers(email):
        stranger = app.test_client()
        asked = ask(stranger, email)
        page = stranger.get(asked.location).get_data(as_text=True).replace(email, "…")
        typed = other_than(code_of())
        wrong = enter(stranger, typed).get_data(as_text=True).replace(email, "…").replace(typed, "…")
        hide = re.compile(r'(csrf_token" value=|data-now=)"[^"]*"')
        return asked.status_code, asked.headers["Location"], hide.sub("", page), hide.sub("", wrong)

    assert answers(MAIL) == answers("nobody@example.com")


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_signing_in_never_leads_off_the_site(client, path):
    client.get("/sign-in", query_string={"next": path})

    assert sign_in(client).location == "/applications/"
    assert client.get("/sign-in", query_string={"next": path}).location == "/applications/"


def test_a_path_in_hangul_is_led_to(client):
    client.get("/sign-in", query_string={"next": "/suppliers/?q=물류"})

    assert sign_in(client).location.startswith("/suppliers/?q=")


def test_signing_in_needs_our_own_form(app, client):
    for path in ("/sign-in", "/sign-in/code", "/sign-out", "/session/extend", "/sessions"):
        assert client.post(path, data={"email": MAIL}, tokenless=True).status_code in (303, 400), path
    assert Outbox.select().count() == 0


def test_the_mailed_link_bears_our_own_name_whatever_host_was_asked(client):
    client.post(
        "/sign-in", data={"email": MAIL}, headers={"Host": "evil.example.com", "X-Forwarded-Host": "evil.example.com"}
    )

    assert all("evil" not in row.text + row.html for row in mails("code"))
