"""The database as this site opens it: durable, forgetting what was deleted, and undone as far as it failed."""

import base64
import fcntl
from datetime import UTC, date, datetime
from typing import Any

import pytest
from peewee import JOIN, Model, OperationalError

import config
from models import prepared
from models.application import Application, Call, Party
from models.base import Day, Instant, Json, Sealed, SealedJson, SharedJson, bind, db, token, writing
from models.company import Membership, Supplier
from models.evidence import Consent
from models.person import Person, Session
from models.submission import Event, StoredDocument
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, change, person
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


def test_what_sqlite_says_of_no_transaction_is_raised_where_nothing_failed_before(opened):
    with pytest.raises(Exception, match="no such savepoint: none"), writing():
        db.execute_sql("RELEASE none")


def test_a_transaction_that_fails_leaves_nothing_and_lets_the_next_one_in(seeded):
    application = Application.select().first()
    revision = application.revision

    with pytest.raises(RuntimeError), writing():
        Application.update(revision=revision + 7).where(Application.id == application.id).execute()
        raise RuntimeError

    assert not db.in_transaction()
    with writing():
        assert Application.get_by_id(application.id).revision == revision


def test_nobody_else_reads_the_database_or_holds_its_lock(opened, tmp_path):
    with writing():
        db.execute_sql("CREATE TABLE one (two TEXT)")

    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {"site.db", "site.lock"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_a_folder_of_data_is_made_with_those_above_it_and_kept_from_others(tmp_path):
    for _ in range(2):
        bind(f"sqlite:///{tmp_path / 'srv' / 'data' / 'site.db'}")

    assert (tmp_path / "srv" / "data").stat().st_mode & 0o777 == 0o700


def test_what_a_url_s_name_and_password_quote_reaches_postgresql_unquoted():
    for scheme in ("postgresql", "postgres"):
        bind(f"{scheme}://site%40host:p%2Fq@127.0.0.1:5433/site")

        given = db.connect_params
        assert (db.database, given["user"], given["password"], given["port"]) == ("site", "site@host", "p/q", 5433)


@pytest.mark.parametrize("url", ["mysql://site@localhost/site", "postgresql://localhost", "postgresql://localhost/"])
def test_a_url_of_no_database_we_know_or_without_its_name_is_refused(url):
    with pytest.raises(config.BadSetting, match="DATABASE_URL wants"):
        bind(url)


def test_writers_wait_for_each_other_at_the_lock_until_the_commit(opened, tmp_path):
    with writing(), (tmp_path / "site.lock").open() as lock, pytest.raises(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with (tmp_path / "site.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Instant(), datetime(2024, 4, 30, 9, 0, 0, 123456, UTC)),
        (Day(), date(2024, 4, 30)),
        (Json(), {"이름": ["값", 1, None]}),
        (SharedJson(), {"이름": ["값", 1, None]}),
        (Sealed(), "비밀"),
        (SealedJson(), {"이름": ["비밀"]}),
        (StoredDocument.content, b"\0%PDF"),
    ],
)
def test_a_field_gives_back_what_it_was_given_and_nothing_for_nothing(app, field, value):
    kept = field.db_value(value)

    assert field.python_value(kept) == value
    assert (field.db_value(None), field.python_value(None)) == (None, None)
    assert isinstance(field, Json) or kept != value
    assert "비밀" not in str(kept)
    assert not isinstance(field, Json) or "이름" in kept  # as somebody reads it who looks into the database


def test_equal_short_texts_of_shared_json_are_one_object_and_long_ones_are_not_kept():
    short, long = ('"' + "가" * characters + '"' for characters in (10, 40_000))

    assert SharedJson().python_value(short) is SharedJson().python_value(short)
    assert SharedJson().python_value(long) is not SharedJson().python_value(long)


def test_one_row_is_got_by_all_that_is_asked_of_it(seeded):
    one, other = Person.select().order_by(Person.id).limit(2)
    assert Person.get(Person.id == one.id) == Person.get_by_id(one.id) == Person.get(Person.id == one) == one
    assert Person.get(Person.id != one.id, Person.token == other.token) == other
    assert Person.get(Person.id != one.id, token=other.token) == Person.get(token=other.token) == other
    assert Person.get(Person.id > one.id, Person.id <= other.id) == Person.get(Person.id.in_([other.id])) == other
    assert Person.get() == Person.get(Person.id == Person.id) == one
    refused = [(Person.id == one.id, Person.token == other.token), (Person.id == -1,), (Person.id == None,)]  # noqa: E711
    for asked in refused:
        with pytest.raises(Person.DoesNotExist):
            Person.get(*asked)
    with pytest.raises(Person.DoesNotExist):
        Person.get(Person.id == one.id, token=other.token)
    with pytest.raises(OperationalError):  # not the application of that number
        Application.get(Call.id == Application.get().id)


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

    for text in ("하나", "둘"):  # which another company is told of; the first asking makes the reader
        change(application_of(LEAD), text=text)

    assert {Application, Call, Membership, Session, Supplier} <= set(read)


def test_joins_that_find_nothing_or_leave_tables_out_are_read_as_peewee_reads_them(seeded):
    application = application_of(LEAD)
    Event.create(action="of nobody")
    Event.create(action="of somebody", application=application, person=person(LEAD))
    numbers = Person.select(Person.id.alias("number")).where(Person.id == person(LEAD).id).alias("numbers")
    outer = JOIN.LEFT_OUTER
    named = Event.id, Event.action, Application.id, Call.slug
    for question in (
        Event.select(Event, Person).join(Person, outer),
        Event.select(*named).join(Application, outer).join(Call, outer),
        Event.select(Event.action, Call).join(Application, outer).join(Call, outer),
        Event.select(Event.action, Call).join(Application).join(Call),
        Call.select(Call.slug, Application.receipt).join(Application),
        Consent.select(Consent.id, Call.slug).join(Party, outer).join(Application, outer).join(Call, outer),
        Event.select(Event.application, Person, numbers.c.number).from_(Event, numbers).join(Person, attr="doer"),
    ):
        query = prepared.Prepared(question.order_by(question.model.id).clone)
        first, again = query.rows(), query.rows()

        assert first
        assert [everything(row) for row in again] == [everything(row) for row in first]
