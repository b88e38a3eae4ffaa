"""The browser tests: Chromium, and Firefox where browsers differ, against a whole site. Skipped where there is no such
browser, but never in CI."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.firefox import FIREFOX, Firefox, open_firefox
from tests.e2e.person import Person
from tests.e2e.site import PATIENCE, Site, open_site_with_office
from tests.e2e.window import Chromium, Window

LEAD = "plan@ongyeol.example.com"
# Chromium without windows: a good deal less work than Chromium itself, which CHROMIUM may name.
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


def absent(what: str) -> None:
    """A browser is missing: its tests are skipped, but never in CI."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@pytest.fixture(scope="session", autouse=True)
def chromium() -> None:
    if not Path(CHROMIUM).exists():
        absent(f"no browser at {CHROMIUM}; CHROMIUM names another")
    expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: None) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def examined(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """What axe has seen, for all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "examined"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def site(chromium: None, tmp_path_factory: pytest.TempPathFactory, examined: Path) -> Iterator[Site]:
    with open_site_with_office(tmp_path_factory.mktemp("site"), examined) as site:
        yield site


@pytest.fixture
def person(browser: Any, site: Site) -> Iterator[Callable[..., Person]]:
    """Somebody signed in with this address, in a browser of their own."""
    present: list[Person] = []

    def come(email: str, **kwargs: Any) -> Person:
        present.append(Person(browser, site, email, **kwargs))
        present[-1].sign_in()
        return present[-1]

    yield come
    for somebody in present:
        somebody.leave()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory, browser: Any, site: Site) -> Iterator[Firefox]:
    """Signed in by what another browser keeps: an address is sent three codes in ten minutes, and modules are more."""
    if not Path(FIREFOX).is_file():
        absent("no Firefox here; FIREFOX names one")
    if LEAD not in site.cookies:
        lead = Person(browser, site, LEAD)
        lead.sign_in()
        lead.leave()
    with open_firefox(tmp_path_factory.mktemp("firefox")) as window:
        window.go(f"{site.url}/sign-in")
        window.keep(site.cookies[LEAD]["cookies"])
        window.go(f"{site.url}/applications/")
        assert window.ask("location.pathname") == "/applications/"
        yield window


@pytest.fixture(params=["chromium", "firefox"])
def window(request: pytest.FixtureRequest) -> Window:
    if request.param == "firefox":
        return request.getfixturevalue("firefox")
    return Chromium(request.getfixturevalue("person")(LEAD))
