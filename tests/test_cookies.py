"""What is worked out once for all requests of a browser: whose they are, the token of their forms, their header."""

import re
import secrets
from datetime import timedelta

import pytest
import time_machine
from flask import session

from models.base import now
from services.access import accounts
from tests.applying import LEAD, STRANGER, SUPPLIER
from web import cookies


def tokens(text: str) -> set[str]:
    return set(re.findall(r'name="csrf_token" value="([^"]+)"', text)) | set(re.findall(r'CSRFToken": "([^"]+)"', text))


def whose(page) -> str:
    return page.select_one(".signed-in a").get_text()


@pytest.fixture
def cookie(app, client) -> str:
    """A browser's, which the site has verified once."""
    client.get("/sign-in")
    value = client.get_cookie("session").value
    assert said(app, value)
    return value


def said(app, cookie: str) -> dict:
    """What the site reads of a cookie."""
    with app.test_request_context("/", headers={"Cookie": f"session={cookie}"}):
        return dict(session)


@pytest.mark.parametrize("days", [-100, 59])
def test_a_cookie_is_good_for_its_time_and_by_a_clock_put_back(app, cookie, days):
    with time_machine.travel(now() + timedelta(days=days)):
        assert said(app, cookie)["csrf_token"]


def test_a_cookie_met_before_ends_with_its_time(app, cookie):
    with time_machine.travel(now() + timedelta(days=61)):
        assert not said(app, cookie)


def test_a_cookie_met_before_is_good_as_long_as_its_key_is_known(app, cookie, monkeypatch):
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.secret_key])
    monkeypatch.setitem(app.config, "SECRET_KEY", "a key that came after the one it was signed with")
    assert said(app, cookie)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", None)
    assert not said(app, cookie)


def test_a_forged_cookie_says_nothing_and_a_long_one_is_not_remembered(app, client, cookie):
    assert not said(app, cookie[:-2] + "AA") and not said(app, "nonsense")
    client.get(f"/sign-in?next=/{secrets.token_urlsafe(2000)}")
    long = client.get_cookie("session").value
    known = cookies.verified.cache_info().currsize
    assert len(long) > cookies.USUAL and said(app, long)
    assert cookies.verified.cache_info().currsize == known


def test_everybody_meets_his_own_header_and_one_token_good_for_all_forms(registered, client):
    seen = {}
    for who in (LEAD, STRANGER, LEAD, SUPPLIER):
        client.sign_in(who)
        page, other = client.get("/help"), client.get("/applications/")
        assert who[:2] in whose(page.page) and whose(page.page) == whose(other.page)
        (token,) = tokens(page.text) | tokens(other.text)
        seen.setdefault(token, set()).add(who)
    assert all(len(people) == 1 for people in seen.values())
    assert [one.get_text() for one in other.page.select("nav [aria-current]")] == ["내 신청"]
    accounts.rename(accounts.find_person(SUPPLIER), "가나다")
    assert "가나다" in whose(client.get("/help").page)
    assert client.post("/sign-out", data={"csrf_token": token}, tokenless=True).status_code == 303
    assert client.get("/help").page.select_one(".signed-in") is None
