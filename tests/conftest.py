"""What tests share: a site of their own, a browser that checks every page it is given, and the sample companies."""

import gc
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import markupever
import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

import config
from app import create_app
from models import schema
from models.application import Application
from models.base import bind, db, now
from models.person import Person, Session
from services.access import accounts
from services.access.rejected_posts import OURS
from services.files import file_store
from services.operations import demo, demo_pool
from tests import compiled_once
from tests.applying import LEAD, application_of
from tests.markup import Element, parsed
from tests.pages import at, walked, walked_site  # noqa: F401 - fixtures
from tests.searching import pool, visitor  # noqa: F401 - fixtures
from tests.servers import database  # noqa: F401 - a fixture
from tests.smtp import every_mail_is_written, mail_app, smtp_server  # noqa: F401 - fixtures
from web import rate_limit
from web.error_handlers import RESCUED_ENDPOINTS

FIELD_KEYS = Fernet.generate_key().decode()
compiled_once.use()
gc.set_threshold(50_000, 20, 20)  # as where the site is served
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3  # noqa: S108 - a file system of Linux, and bytes that suffice a whole run
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    # Every commit of a site waits until its disk holds it, which here nobody needs.
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def html_errors(text: str) -> list[str]:
    """Where a page breaks the syntax of HTML5, as browsers' own kind of parser sees it."""
    parser = markupever.Parser(markupever.HtmlOptions(exact_errors=True))
    parser.process(text)
    parser.finish()
    return parser.errors()


class Page(TestResponse):
    """An answer whose page is read when somebody looks at it."""

    @cached_property
    def page(self) -> Element | None:
        """What it shows, None where it shows nothing: a file, or a way elsewhere."""
        return parsed(self.get_data(as_text=True)) if self.readable else None

    @property
    def readable(self) -> bool:
        html = self.mimetype == "text/html" and "Content-Encoding" not in self.headers
        return html and self.status_code not in (301, 302, 303)


class Client(FlaskClient):
    """Every page must parse as strict HTML5, be titled by its h1, give each id once and carry the headers it must."""

    def __init__(self, application: Flask, response_wrapper: type, **kwargs) -> None:
        super().__init__(application, type("Page", (Page, response_wrapper), {}), **kwargs)
        self.tokens: dict[str, str] = {}

    def open(self, *args, **kwargs) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.readable:
            text = response.get_data(as_text=True)
            if text.lstrip().lower().startswith("<!doctype"):
                self.check(response, text)
        return response

    def check(self, response: TestResponse, text: str) -> None:
        assert not html_errors(text)
        page = response.page
        heading = " ".join(page.h1.get_text().split())
        title = page.title.get_text()
        assert heading in " ".join(title.split())
        assert (response.status_code >= 400) == title.startswith("오류: ")
        levels = [int(tag.name[1]) for tag in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        assert all(level <= above + 1 for above, level in pairwise(levels)), levels  # no heading leaves out a level
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), sorted({name for name in ids if ids.count(name) > 1})
        named = set(page.xpath("//label/@for"))
        assert named <= set(ids), named - set(ids)
        described = {name for names in page.xpath("//@aria-describedby") for name in names.split()}
        assert described <= set(ids), described - set(ids)
        assert not page.xpath("//*[@style] | //*[@onclick] | //script[not(@src)] | //style")
        # Words a browser puts back by itself would count as typed on what the page shows now (tests/e2e/test_back.py).
        assert not page.xpath("//form[.//*[@name='base']][not(@autocomplete='off')]")
        # What a refused form holds is kept (web/error_handlers.py): of each that people type or mark much in.
        marked = ".//input[@name='author'] and .//input[@name][not(@type='hidden')]"
        for form in page.xpath(f"//form[.//textarea[@name] or {marked}]"):
            path = urlsplit(form.get("action") or response.request.path).path
            endpoint, _ = self.application.url_map.bind("").match(path, method="POST")
            assert endpoint in RESCUED_ENDPOINTS and form.xpath(".//input[@name='author']"), (endpoint, path)
            assert not {*form.xpath(".//textarea/@name")} & OURS, path
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]

    def sign_in(self, email: str, proved: bool = False) -> Person:
        """Be this person, by a session as signing in makes one. proved: with staff's second factor given in it."""
        person = accounts.person_at(email, now())
        token = accounts.open_session(person, now())
        if proved:
            Session.update(verified_at=now()).where(Session.id == accounts.session_of(token).id).execute()
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie.permanent = True
            cookie["sid"] = token
        return person

    def post(self, *args, **kwargs) -> TestResponse:
        """A form sent as our pages send it: multipart, with the token of the page."""
        if isinstance(kwargs.get("data"), dict) and not kwargs.pop("tokenless", False):
            kwargs["data"] = {"csrf_token": self.csrf(), **kwargs["data"]}
            kwargs.setdefault("content_type", "multipart/form-data")
        return super().post(*args, **kwargs)

    def csrf(self) -> str:
        """The token that pages carry for this session, as Flask-WTF signs it."""
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", secrets.token_hex(20))
        if secret not in self.tokens:
            signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
            self.tokens[secret] = signer.dumps(secret)
        return self.tokens[secret]


def site(folder: Path) -> config.Settings:
    return config.Settings(
        data_dir=str(folder),
        secret_key="0123456789abcdef0123456789abcdef",
        field_keys=FIELD_KEYS,
        testing=True,
        public_url="http://localhost",
    )


@pytest.fixture(autouse=True)
def settings_of_before() -> Iterator[None]:
    """The settings a test lets the process have are its own, whatever it undoes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "_current", config._current)
        yield


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    return site(tmp_path / "data")


@pytest.fixture(scope="session")
def empty_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site with its tables and nothing in them, to be copied: every migration takes its time."""
    folder = tmp_path_factory.mktemp("empty_dir") / "data"
    create_app(site(folder))
    schema.up()
    settled()
    return folder


@pytest.fixture(scope="session")
def seeded_dir(empty_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a freshly seeded demo."""
    folder = tmp_path_factory.mktemp("seeded_dir") / "data"
    shutil.copytree(empty_dir, folder)
    create_app(site(folder))
    demo.seed()
    settled()
    return folder


@pytest.fixture(scope="session")
def registered_dir(seeded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the suppliers' registrations submitted and decided about."""
    folder = tmp_path_factory.mktemp("registered_dir") / "data"
    shutil.copytree(seeded_dir, folder)
    create_app(site(folder))
    demo_pool.register()
    settled()
    return folder


def settled() -> None:
    """All that was written is in the database's one file, which nobody has open."""
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


SHARED: dict[config.Settings, Flask] = {}  # the last site made here


def opened(settings: config.Settings) -> Flask:
    """A site of these settings. Flask's part, which takes as long to make as a test, is made once for all that differ
    only in where their data are – and once more after a site of other settings had what all sites of a process
    share."""
    about = replace(settings, data_dir="")
    if about not in SHARED or rate_limit.limiter.enabled:
        SHARED.clear()
        SHARED[about] = create_app(settings)
        SHARED[about].test_client_class = Client
    else:
        bind_to(settings)
    return SHARED[about]


def bind_to(settings: config.Settings) -> None:
    """Let this process read and write the data of these settings."""
    bind(settings.database)
    file_store.check(settings)
    config.use(settings)


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: config.Settings) -> Iterator[Flask]:
    folder = next((f"{name}_dir" for name in ("registered", "seeded") if name in request.fixturenames), "empty_dir")
    shutil.copytree(request.getfixturevalue(folder), settings.data)
    yield opened(settings)
    db.close()


@pytest.fixture
def client(app: Flask) -> Client:
    return app.test_client()


@pytest.fixture
def seeded(app: Flask) -> Flask:
    """The demo's call, open now, with its companies and applications."""
    return app


@pytest.fixture
def application(seeded: Flask) -> Application:
    """A finished one, led by LEAD with SUPPLIER in it."""
    return application_of(LEAD)


@pytest.fixture
def lead(application: Application, client: Client) -> Client:
    """The browser of a person who leads it."""
    client.sign_in(LEAD)
    return client


@pytest.fixture
def registered(app: Flask) -> Flask:
    """The demo with its suppliers' registrations: approved, waiting, sent back; S3's is last year's."""
    return app
