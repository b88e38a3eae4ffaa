"""The database as this site opens it: durable, forgetting what was deleted, and undone as far as it failed."""

import base64

import pytest

from models.application import Application
from models.base import bind, db, token, writing
from models.person import Person
from tests.applying import STRANGER, person


def pragma(name: str) -> int | str:
    return db.execute_sql(f"PRAGMA {name}").fetchone()[0]


@pytest.fixture
def opened(tmp_path):
    bind(f"sqlite:///{tmp_path / 'site.db'}")
    yield
    db.close()


def test_a_commit_survives_a_power_cut_and_what_is_deleted_is_overwritten(opened):
    assert pragma("synchronous") == 2  # FULL: a commit is on the disk when it returns
    assert pragma("secure_delete") == 1
    assert pragma("foreign_keys") == 1
    assert pragma("journal_mode") == "wal"
    assert pragma("busy_timeout") == 5000


def test_a_write_transaction_takes_the_lock_when_it_begins(opened):
    statements = []
    db.connection().set_trace_callback(statements.append)

    with writing():
        db.execute_sql("SELECT 1")

    assert statements[0] == "BEGIN IMMEDIATE"


def test_a_url_s_token_holds_128_bits_and_no_two_are_alike():
    tokens = {token() for _ in range(1000)}
    assert not any(made.startswith("-") for made in tokens)

    assert len(tokens) == 1000
    assert {len(base64.urlsafe_b64decode(f"{one}==")) for one in tokens} == {16}


def test_a_part_of_a_transaction_that_fails_is_undone_alone(seeded):
    application = Application.select().first()
    revision = application.revision

    with writing():
        someone = person(STRANGER)
        with pytest.raises(RuntimeError), writing():
            Application.update(revision=revision + 7).where(Application.id == application.id).execute()
            raise RuntimeError

    assert Application.get_by_id(application.id).revision == revision
    assert Person.get_or_none(Person.id == someone.id)


def test_a_transaction_that_fails_leaves_nothing_and_lets_the_next_one_in(seeded):
    application = Application.select().first()
    revision = application.revision

    with pytest.raises(RuntimeError), writing():
        Application.update(revision=revision + 7).where(Application.id == application.id).execute()
        raise RuntimeError

    assert not db.in_transaction()
    with writing():
        assert Application.get_by_id(application.id).revision == revision


def test_nobody_else_reads_the_database_or_holds_its_gate(opened, tmp_path):
    with writing():
        db.execute_sql("CREATE TABLE one (two TEXT)")

    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {"site.db", "site.gate"} <= set(modes)
    assert set(modes.values()) == {0o600}
