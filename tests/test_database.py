"""The database as this site opens it: durable, forgetting what was deleted, and undone as far as it failed."""

import base64
from typing import Any

import pytest
from peewee import JOIN, Model

from models import prepared
from models.application import Application, Call
from models.base import bind, db, token, writing
from models.company import Membership, Supplier
from models.person import Person, Session
from models.submission import Event
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, person
from tests.reviewing import AGENCY


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


def everything(row: Any) -> Any:
    """All an object holds, and what it leads to."""
    if not isinstance(row, Model):
        return row
    held = {
        name: everything(value) for name, value in vars(row).items() if name not in ("__data__", "__rel__", "_dirty")
    }
    return type(row), row.__data__, {name: everything(one) for name, one in row.__rel__.items()}, row._dirty, held


def test_rows_of_prepared_queries_are_read_as_peewee_reads_them(registered, client, monkeypatch):
    read = []

    class Compared(prepared.RowReader):
        def __init__(self, cursor):
            super().__init__(cursor)
            self.cursor = cursor

        def __call__(self, row):
            assert everything(super().__call__(row)) == everything(self.cursor.process_row(row))
            read.append(self.cursor.model)
            return super().__call__(row)

    monkeypatch.setattr(prepared, "RowReader", Compared)
    token = application_of(LEAD).token
    for who in (LEAD, AGENCY, SUPPLIER):
        client.sign_in(who, proved=True)
        for path in (f"/applications/{token}/", f"/applications/{token}/overview", "/suppliers/?q=스마트", "/staff/"):
            client.get(path)
        client.post(f"/applications/{token}/overview", data={"project": f"새 이름 {who}", "base": "0"})

    assert {Application, Call, Membership, Session, Supplier} <= set(read)


def test_joins_that_find_nothing_or_leave_tables_out_are_read_as_peewee_reads_them(seeded):
    application = application_of(LEAD)
    Event.create(action="of nobody")
    Event.create(action="of somebody", application=application, person=person(LEAD))
    numbers = Person.select(Person.id.alias("number")).where(Person.id == person(LEAD).id).alias("numbers")
    outer = Event.select(Event.id, Event.action, Application.id, Call.slug).join(Application, JOIN.LEFT_OUTER)
    for question in (
        Event.select(Event, Person).join(Person, JOIN.LEFT_OUTER),
        outer.join(Call, JOIN.LEFT_OUTER),
        Event.select(Event.action, Call).join(Application, JOIN.LEFT_OUTER).join(Call, JOIN.LEFT_OUTER),
        Event.select(Event.action, Call).join(Application).join(Call),
        Call.select(Call.slug, Application.receipt).join(Application),
        Event.select(Event.application, Person, numbers.c.number).from_(Event, numbers).join(Person, attr="doer"),
    ):
        query = prepared.Prepared(question.order_by(Event.id if question.model is Event else Application.id).clone)
        first, again = query.rows(), query.rows()

        assert first
        assert [everything(row) for row in again] == [everything(row) for row in first]
