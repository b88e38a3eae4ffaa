"""`make deploy-check`: the units, the nginx site, the environment file and the command of deploy/ start a site over
PostgreSQL and Redis, with two web processes and the worker, and it does its job."""

import os
import re
import shutil
import ssl
import subprocess
import tarfile
import time
from contextlib import ExitStack
from dataclasses import fields
from datetime import timedelta
from http.client import HTTPSConnection

import pytest

import config
from models.base import now
from tests import servers
from tests.deployment import BACKUP, DEPLOY, WEB, WORKER, Browser, Rendered, started
from tests.pages import UPGRADE
from tests.smtp import open_post_office

EMAIL, SECOND = "first@example.com", "second@example.com"


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            assert "CI" not in os.environ, f"CI must have {program}"
            pytest.skip(f"{program} is not installed here")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """deploy/ put in place, with PostgreSQL, Redis and a relay running, and the schema made."""
    need("nginx", "redis-server")
    if not servers.have_postgres():
        assert "CI" not in os.environ, "CI must have PostgreSQL"
        pytest.skip("PostgreSQL is not installed here")
    folder = tmp_path_factory.mktemp("deploy")
    with ExitStack() as running:
        database = running.enter_context(servers.postgres())
        redis = running.enter_context(servers.redis(folder)).removesuffix("/0")
        office = running.enter_context(open_post_office())
        site = Rendered(folder, database, redis, office)
        site.site("db", "up")
        yield site


@pytest.fixture(scope="module")
def running(rendered):
    """The site itself: nginx, two web processes, the worker."""
    with ExitStack() as stack:
        for port in rendered.ports[:2]:
            rendered.web[port] = stack.enter_context(started(**rendered.command(WEB, str(port))))
        stack.enter_context(started(**rendered.command(WORKER)))
        nginx = stack.enter_context(started(args=rendered.nginx()))
        opens, closes = (f"{now() + timedelta(days=days):%Y-%m-%dT%H:%M+00:00}" for days in (-1, 9))
        rendered.site("call", "open", opens, closes)
        for port, process in rendered.web.items():
            servers.wait_for(port, process, 60)
        servers.wait_for(rendered.ports[3], nginx)
        yield rendered


def test_the_environment_file_explains_every_setting():
    lines = (DEPLOY / "site.env.example").read_text(encoding="utf-8").splitlines()
    said = [found.groups() for line in lines if (found := re.fullmatch(r"(#?)([A-Z_]+)='([^']*)'", line))]
    rest = [line for line in lines if line and not re.fullmatch(r"#?[A-Z_]+='[^']*'|# .*", line)]
    defaults = {field.name.upper(): field.default for field in fields(config.Settings) if field.name != "testing"}
    written = {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in defaults.items()}

    assert not rest
    assert sorted(name for _, name, _ in said) == sorted(defaults)
    assert {name: text for out, name, text in said if out} == {name: written[name] for out, name, _ in said if out}


def test_systemd_takes_the_units_and_finds_them_confined(rendered):
    need("systemd-analyze")
    units = [str(path) for path in rendered.folder.glob("smart-service-*.*")]

    taken = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    confined = ["systemd-analyze", "security", "--offline=true", "--threshold=13"]
    open_ones = [unit for unit in units if unit.endswith(".service") and subprocess.run([*confined, unit]).returncode]

    assert len(units) == 4
    assert (taken.returncode, taken.stdout + taken.stderr) == (0, "")
    assert open_ones == []


def test_nginx_takes_the_site(rendered):
    done = subprocess.run([*rendered.nginx(), "-t"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def code_mailed_to(office, address: str) -> str:
    """The newest sign-in code the worker sent there."""
    for _ in range(1200):
        for mail in reversed(office.accepted):
            if address in str(mail["To"]):
                return re.search(r"\b\d{6}\b", mail.get_body(("plain",)).get_content())[0]
        time.sleep(0.05)
    raise TimeoutError(address)


def sign_in(site: Rendered, address: str) -> Browser:
    browser = Browser(site.address, site.folder / "tls" / "fullchain.pem")
    assert browser.get("/healthz").status == 200
    assert browser.submit("/sign-in", {"email": address}).status == 303
    entered = browser.submit("/sign-in/code", {"code": code_mailed_to(site.office, address)})
    assert (entered.status, entered.headers["Location"]) == (303, "/applications/")
    return browser


def test_an_application_is_begun_through_nginx_whichever_process_answers(running):
    browser = sign_in(running, EMAIL)
    home = browser.submit_to("/applications/", "/applications/", {}).headers["Location"]
    path = f"{home}track"

    for revision, track in (("1", "new"), ("2", "upgrade")):
        assert browser.submit(path, UPGRADE | {"track": [track]}).status == 303
        page = browser.get(path).page  # an odd request, so that the next save is the other process's
        assert page.select_one("main [name=base]")["value"] == revision
        assert page.select_one("[name=track][checked]")["value"] == track
    assert running.served("POST", 303) == {f"127.0.0.1:{port}" for port in running.web}

    ended = running.web.pop(running.ports[0])
    ended.kill()
    ended.wait()
    assert [browser.get(path).status for _ in range(3)] == [200] * 3
    assert [browser.submit(path, UPGRADE | {"track": [track]}).status for track in ("new", "upgrade")] == [303] * 2
    assert home not in (running.folder / "smart-service.log").read_text(encoding="utf-8")
    assert not (running.folder / "smart-service.error.log").read_text(encoding="utf-8")


def test_the_backup_is_whole(running):
    told = running.command(BACKUP)
    assert subprocess.run(**told, capture_output=True, text=True).returncode == 0

    (archive,) = (running.folder / "backups").iterdir()
    with tarfile.open(archive) as opened:
        assert {"site.dump", "manifest.json"} <= set(opened.getnames())


def test_what_the_command_line_writes_the_site_alone_may_read(running):
    home = sign_in(running, SECOND).submit_to("/applications/", "/applications/", {}).headers["Location"]
    out = running.folder / "out"

    running.site("documents", "render", home.split("/")[-2], "--out", str(out))

    written = [out, *out.iterdir()]
    assert len(written) > 1
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_files_may_be_kept_and_stay_as_small_as_the_site_makes_them(running):
    browser = Browser(running.address, running.folder / "tls" / "fullchain.pem")
    style = browser.get("/").page.select_one("link[rel=stylesheet]")["href"]
    font = next((config.HOUSE / "static" / "fonts").glob("*.woff2"))

    for path, kind in (
        (str(style), "text/css"),
        (f"/static/fonts/{font.name}", "font/woff2"),
        ("/static/icon.svg", "image/svg+xml"),
    ):
        answer = browser.get(path, **{"Accept-Encoding": "br"})
        assert (answer.status, answer.headers.get_content_type()) == (200, kind)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Encoding"] == ("br" if kind == "text/css" else None)
    assert browser.get("/static/%2e%2e/config.py").status in (400, 404)


def test_what_nginx_says_itself(running):
    browser = Browser(running.address, running.folder / "tls" / "fullchain.pem")

    assert [browser.get(path).status for path in ("/metrics", "/readyz", "/static/unavailable.html")] == [404] * 3
    assert too_large(running) == (413, (config.HOUSE / "static" / "too-large.html").read_text(encoding="utf-8"))
    moved = Browser(f"http://127.0.0.1:{running.ports[2]}", running.folder / "tls" / "fullchain.pem").get(
        "/sign-in?a=b"
    )
    assert (moved.status, moved.headers["Location"]) == (301, "https://127.0.0.1/sign-in?a=b")


def too_large(site: Rendered) -> tuple[int, str]:
    """The answer to a body nginx does not want, which is not sent."""
    told = ssl.create_default_context(cafile=str(site.folder / "tls" / "fullchain.pem"))
    connection = HTTPSConnection("localhost", site.ports[3], timeout=10, context=told)
    connection.putrequest("POST", "/sign-in")
    connection.putheader("Content-Length", str(65 * 1024 * 1024))
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_while_no_process_answers_people_are_told_so(running):
    browser = Browser(running.address, running.folder / "tls" / "fullchain.pem")
    for process in running.web.values():
        process.kill()
        process.wait()

    away = browser.get("/applications/")

    assert (away.status, away.headers["Retry-After"]) == (503, "60")
    assert away.page.h1.get_text() == "지금은 쓸 수 없습니다"
    assert browser.get("/static/plain.css").status == 200
