"""What a balancer and a monitoring system ask, the log of requests, and a database that is away."""

import json
import logging
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from app import create_app
from models import schema
from models.base import db, now
from models.heartbeat import Heartbeat
from models.mail import Outbox
from services.access import accounts
from services.operations import readiness
from tests import servers
from tests.applying import LEAD, application_of
from tests.conftest import Client
from tests.test_worker import until
from web import request_log

HOST = "apply.example.com"


@pytest.fixture
def served(seeded, settings):
    """The site as it is served: for one host, behind a limiter."""
    yield create_app(replace(settings, testing=False, public_url=f"http://{HOST}", smtp_url="smtp://localhost:25"))
    db.close()


def browser(site) -> Client:
    site.test_client_class = Client
    return site.test_client()


def asked(site, path: str, host: str = HOST, **headers: str):
    return site.test_client().get(path, base_url=f"http://{host}", headers=headers)


def test_health_is_plain_and_asks_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.mimetype, response.data) == (200, "text/plain", b"ok\n")


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "localhost", "balancer.internal"])
def test_probes_are_answered_whatever_the_host_and_pages_are_not(served, host):
    assert asked(served, "/healthz", host).status_code == 200
    assert asked(served, "/readyz", host).status_code == 503  # no worker
    assert asked(served, "/metrics", host).status_code == 200
    assert asked(served, "/", host).status_code == 400
    assert asked(served, "/help").status_code == 200


def test_probes_are_never_too_many(served):
    assert {asked(served, "/healthz").status_code for _ in range(610)} == {200}


def test_a_site_is_ready_while_everything_works(client, monkeypatch):
    readiness.beat(now())
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["ready"], ready.json["failing"]) == (200, True, [])
    assert {*ready.json["checks"]} == {"database", "migrations", "worker", "mail", "disk"}


def test_what_does_not_work_is_named_and_nobody(client, monkeypatch):
    readiness.beat(now())
    accounts.send_code("hong@example.com", now())

    def failing() -> list[str]:
        response = client.get("/readyz")
        assert response.status_code == (503 if response.json["failing"] else 200)
        assert "example.com" not in response.text
        return response.json["failing"]

    assert failing() == []
    Outbox.update(created_at=now() - readiness.LATE - timedelta(seconds=5)).execute()
    assert failing() == ["mail"]
    Outbox.delete().execute()
    Heartbeat.update(at=now() - readiness.SILENT - timedelta(seconds=5)).execute()
    assert failing() == ["worker"]
    monkeypatch.setattr(readiness, "FREE", shutil.disk_usage("/").total * 1000)
    assert failing() == ["disk", "worker"]
    schema.down()
    assert failing() == ["disk", "migrations"]


def test_the_worker_s_beat_is_a_task_of_every_minute(app):
    import tasks

    tasks.beat.call_local()
    tasks.beat.call_local()

    assert Heartbeat.select().count() == 1
    assert "beat" in {task.name for task in tasks.huey.read_periodic(now().replace(tzinfo=None))}


# figures


def test_figures_are_for_this_machine_unless_they_came_through_a_proxy(served):
    asked(served, "/help")
    text = asked(served, "/metrics").text

    assert 'site_requests_total{method="GET",route="/help",status="200"}' in text
    assert 'site_request_seconds_bucket{le="0.1",route="/help"}' in text
    for name in ("site_database_up 1.0", "site_worker_beat_seconds -1.0", "site_mails_waiting", "site_disk_free_bytes"):
        assert name in text
    assert asked(served, "/metrics", **{"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    away = served.test_client().get(
        "/metrics", base_url=f"http://{HOST}", environ_overrides={"REMOTE_ADDR": "10.1.1.1"}
    )
    assert away.status_code == 404


def test_with_a_token_figures_are_for_whoever_sends_it(seeded, settings):
    site = create_app(replace(settings, metrics_token="long-and-random"))

    assert asked(site, "/metrics", "localhost").status_code == 404
    assert asked(site, "/metrics", "localhost", Authorization="Bearer wrong").status_code == 404
    assert asked(site, "/metrics", "localhost", Authorization="Basic bG9uZw==").status_code == 404
    assert asked(site, "/metrics", "localhost", Authorization="Bearer long-and-random").status_code == 200


# the log of requests


@pytest.fixture
def lines(monkeypatch):
    """What is logged, by any part of the site: (logger, message with its traceback)."""
    said: list[tuple[str, str]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append((record.name, self.format(record)))

    handler = Kept()
    logging.getLogger().addHandler(handler)
    levels = [(log, log.level) for log in (logging.getLogger(), request_log.log)]
    for log, _ in levels:
        log.setLevel(logging.INFO)
    yield said
    for log, level in levels:
        log.setLevel(level)
    logging.getLogger().removeHandler(handler)


CANARY = "카나리아-홍길동", "010-7777-1234", "canary@example.com", "kanarienvogel"


def test_a_line_a_request_tells_what_was_asked_and_of_nobody(served, lines, monkeypatch):
    monkeypatch.setitem(served.view_functions, "home.glossary", broken)
    client, token = browser(served), application_of(LEAD).token
    name, phone, email, word = CANARY
    base = f"http://{HOST}"
    headers = {"User-Agent": word, "Referer": f"{base}/?q={email}", "X-Request-ID": word, "X-Forwarded-For": word}

    def post(path, **sent):
        return client.post(path, data=sent | {"csrf_token": csrf}, base_url=base, headers=headers, tokenless=True)

    csrf = client.get("/sign-in", base_url=base).page.select_one("[name=csrf_token]")["value"]
    for path in (
        "/",
        "/suppliers/",
        "/help",
        "/help/terms",
        "/nowhere",
        "/applications/",
        f"/applications/{token}/need",
    ):
        for query in (f"?q={name}", f"?{email}={phone}", ""):
            client.get(path + query, base_url=base, headers=headers)
    client.get(f"/{name}/{email}", base_url=base, headers=headers)
    client.open("/", method=word.upper(), base_url=base, headers=headers)
    post("/sign-in", email=email)
    post("/sign-in", email=name)
    post("/sign-in/code", code=phone)
    post(f"/applications/{token}/contact", name=name, phone=phone, email=email)
    with client.session_transaction(base_url=base) as cookie:
        cookie["sid"] = accounts.open_session(accounts.person_at(LEAD), now())
    csrf = client.get("/help", base_url=base).page.select_one("[name=csrf_token]")["value"]
    saved = post(f"/applications/{token}/contact", name=name, phone=phone, email=email, base="0", department=word)

    told = [json.loads(text) for log, text in lines if log == "site.requests"]
    assert saved.status_code in (303, 409, 422)
    assert {*told[-1]} == {"at", "id", "method", "route", "status", "ms"}
    assert told[-1]["route"] == "/applications/<application>/<slug>" and told[-1]["method"] == "POST"
    assert told[-1]["id"] == saved.headers["X-Request-ID"]
    assert {line["status"] for line in told} >= {200, 303, 404, 422, 500}
    assert {line["method"] for line in told} == {"GET", "POST", "other"}
    assert len({line["id"] for line in told}) == len(told)
    everything = "\n".join(text for _, text in lines)
    assert "a fault of ours" in everything
    for said in (*CANARY, token, LEAD, "?q"):
        assert said not in everything, said
    assert word.upper() not in everything


def broken():
    raise RuntimeError("a fault of ours")


def test_the_page_of_a_fault_names_the_request_as_the_log_does(served, lines, monkeypatch):
    monkeypatch.setitem(served.view_functions, "home.glossary", broken)

    response = browser(served).get("/help/terms", base_url=f"http://{HOST}")

    number = response.headers["X-Request-ID"]
    assert response.status_code == 500
    assert f"요청 번호: {number}" in " ".join(response.page.main.get_text().split())
    assert [f"request {number}: GET /help/terms failed" in text for log, text in lines if log == "app"] == [True]


# a database that is away


def away(client, lines) -> None:
    """It is said politely, for a minute, and in one line of the log a request."""
    del lines[:]
    for path in ("/", "/help", "/suppliers/", "/applications/", "/sign-in"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert response.headers["Retry-After"] == "60"
        assert response.page.h1.get_text() == "지금은 쓸 수 없습니다"
        assert "다시 열기" in response.page.main.get_text()
        assert client.get(response.page.select_one("link[rel=stylesheet]")["href"]).status_code == 200
    sent = client.post("/sign-in", data={"email": "hong@example.com"}, tokenless=True)
    assert sent.status_code == 503
    assert client.get("/healthz").status_code == 503
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["failing"]) == (503, ["database"])
    assert "site_database_up 0.0" in client.get("/metrics").text
    told = [text for log, text in lines if log == "app"]
    assert len(told) == 6
    assert all("the database is away" in text and "Traceback" not in text and "hong" not in text for text in told)


@pytest.mark.parametrize("how", ["noise", "a folder"])
def test_a_sqlite_file_that_cannot_be_read_is_unavailable_for_a_while(seeded, settings, lines, how):
    client = browser(seeded)
    client.sign_in(LEAD)
    db.close()
    path, kept = settings.data / "site.db", settings.data / "kept.db"
    path.rename(kept)
    for end in ("-wal", "-shm"):
        path.with_name(f"site.db{end}").unlink(missing_ok=True)
    path.write_bytes(b"no database at all " * 999) if how == "noise" else path.mkdir()

    away(client, lines)

    db.close()
    path.unlink() if how == "noise" else path.rmdir()
    kept.rename(path)
    assert client.get("/applications/").status_code == 200


def test_a_postgresql_that_stops_is_unavailable_until_it_is_back(settings, lines):
    if not servers.have_postgres():
        pytest.skip("PostgreSQL is not installed here")
    port = servers.lasting_port()
    with servers.cluster() as cluster:
        with servers.running(cluster, port) as address:
            site = create_app(replace(settings, database_url=address))
            schema.up()
            client = browser(site)
            client.sign_in(LEAD)
            assert client.get("/applications/").status_code == 200
            db.connect(reuse_if_open=True)  # what it stops under
        away(client, lines)
        with servers.running(cluster, port):
            until(lambda: client.get("/applications/").status_code == 200)  # it answers a moment before it is ready
            db.close()
