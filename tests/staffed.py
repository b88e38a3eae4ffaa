"""A site with staff, to be imported where it is tested: an application and a registration are submitted."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from app import create_app
from models.base import db
from tests.applying import LEAD, application_of, hand_in
from tests.conftest import opened
from tests.conftest import site as settings_of
from tests.reviewing import AGENCY, LEAD_AGENCY, posts, register


@pytest.fixture(scope="module")
def staffed(seeded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of such a site, to be copied."""
    folder = tmp_path_factory.mktemp("staffed") / "data"
    shutil.copytree(seeded_dir, folder)
    create_app(settings_of(folder))
    staff_it()
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return folder


def staff_it() -> None:
    """Give a seeded site officers, and something to do for them."""
    posts()
    hand_in(application_of(LEAD))
    register()


@pytest.fixture
def site(staffed: Path, settings: config.Settings) -> Iterator[Flask]:
    shutil.copytree(staffed, settings.data)
    yield opened(settings)
    db.close()


@pytest.fixture
def lead(site: Flask) -> FlaskClient:
    client: Any = site.test_client()
    client.sign_in(LEAD_AGENCY, proved=True)
    return client


@pytest.fixture
def agency(site: Flask) -> FlaskClient:
    client: Any = site.test_client()
    client.sign_in(AGENCY, proved=True)
    return client
