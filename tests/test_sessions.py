"""Who a browser is taken for: while it is used, when it idles, and after it signed out."""

from datetime import timedelta

import time_machine
from flask import g

from models.base import now
from services.access import accounts
from tests.test_sign_in import sign_in, who


def test_a_cookie_of_before_signing_out_is_nobodys(app, client):
    sign_in(client)
    stolen = client.get_cookie("session").value

    answer = client.post("/sign-out", data={})
    assert "로그아웃했습니다" in client.get(answer.location).page.get_text()

    thief = app.test_client()
    thief.set_cookie("session", stolen)
    assert who(thief) is None
    assert thief.get("/applications/").status_code == 303
    assert thief.post("/session/extend", data={}).status_code == 401


def test_signing_in_changes_the_session_and_ends_the_one_before(client):
    client.get("/sign-in?next=/applications/")
    sign_in(client)
    with client.session_transaction() as cookie:
        first = cookie["sid"]
        assert set(cookie) <= {"_permanent", "sid", "familiar", "csrf_token"}

    sign_in(client, "other@example.com")

    with client.session_transaction() as cookie:
        assert cookie["sid"] != first
    assert accounts.ends(accounts.session_of(first)) <= now()
    assert who(client).email == "other@example.com"


def test_an_idle_browser_is_nobody(client):
    sign_in(client)

    with time_machine.travel(now() + timedelta(hours=2, minutes=2)), client:
        client.get("/")
        assert g.person is None
        assert g.session is None


def test_a_browser_in_use_stays_signed_in(client):
    sign_in(client)
    start = now()

    for hours in (1.5, 3, 4.5):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert who(client)


def test_one_press_extends_the_session(client):
    sign_in(client)
    start = now()

    with time_machine.travel(start + timedelta(hours=1, minutes=58)):
        answer = client.post("/session/extend", data={})

    assert answer.status_code == 204
    with time_machine.travel(start + timedelta(hours=3, minutes=50)):
        assert who(client)


def test_all_devices_are_signed_out_at_once(app, client):
    other = app.test_client()
    sign_in(other)
    sign_in(client)
    page = client.get("/sessions").page
    assert page.get_text().count("다른 기기") == 1

    client.post("/sessions", data={})

    assert who(client) is None
    assert who(other) is None
