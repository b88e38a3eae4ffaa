"""The queue's file mends itself: damaged, gone or emptied, it is begun anew, for what is to be done stands in the
tables."""

import sqlite3

import pytest

import tasks
from models.base import db
from models.mail import SENT, Outbox
from services.access import accounts
from services.operations.queue_file import MendingStorage
from tests.smtp import enqueue, the
from tests.test_worker import until, worker

NOISE = b"this is no database at all " * 400


@pytest.fixture
def storage(tmp_path):
    made = MendingStorage("site", tmp_path / "queue.db")
    made.enqueue(b"one")
    yield made
    made.close()


def works(storage) -> bool:
    storage.enqueue(b"two")
    return storage.dequeue() == b"two"


def modes(folder) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


def test_noise_found_when_it_is_opened_is_set_aside(storage, tmp_path):
    storage.close()
    for end in ("-wal", "-shm"):
        (tmp_path / f"queue.db{end}").unlink(missing_ok=True)
    (tmp_path / "queue.db").write_bytes(NOISE)

    again = MendingStorage("site", tmp_path / "queue.db")

    assert works(again)
    assert (tmp_path / "queue.db.broken").read_bytes() == NOISE
    assert modes(tmp_path) == {0o600}
    again.close()


def test_a_page_damaged_while_it_stands_open_fails_once_and_is_set_aside(storage, tmp_path, caplog):
    storage.sql("pragma wal_checkpoint(truncate)")
    path = tmp_path / "queue.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:1024] + NOISE[: len(whole) - 1024])
    storage.close()

    with pytest.raises(sqlite3.DatabaseError):
        for _ in range(2):
            storage.enqueue(b"lost")

    assert works(storage)
    assert "damaged" in caplog.text
    assert path.with_name("queue.db.broken").exists()


@pytest.mark.parametrize("empty", [True, False], ids=["emptied", "gone"])
def test_a_file_gone_or_emptied_while_two_processes_have_it_open_is_one_queue_again(storage, tmp_path, empty):
    other = MendingStorage("site", tmp_path / "queue.db")
    other.queue_size()
    for path in tmp_path.glob("queue.db*"):
        path.unlink()
    if empty:
        (tmp_path / "queue.db").touch()

    storage.enqueue(b"for the other")

    assert other.dequeue() == b"for the other"
    assert works(other)
    other.close()


def test_a_queue_that_is_merely_locked_is_left_alone(storage, tmp_path):
    storage.close()
    storage._timeout = 0.1
    with sqlite3.connect(tmp_path / "queue.db") as holder:
        holder.execute("begin exclusive")
        with pytest.raises(sqlite3.OperationalError):
            storage.enqueue(b"x")
        holder.rollback()

    assert works(storage) or storage.queue_size()
    assert not (tmp_path / "queue.db.broken").exists()


def test_a_worker_over_a_damaged_queue_sends_what_is_owed_and_is_woken_again(mail_app, smtp_server):
    first = enqueue()
    tasks.opened.cache_clear()
    for path in mail_app.data.glob("queue.db*"):
        path.unlink()
    (mail_app.data / "queue.db").write_bytes(NOISE)

    with worker(mail_app):
        until(lambda: the(first).state == SENT)
        accounts.send_code("somebody@example.com", the(first).created_at)
        until(lambda: Outbox.select().where(Outbox.state == SENT).count() == 2, seconds=4)  # woken, not met by a sweep

    assert (mail_app.data / "queue.db.broken").exists()
    db.close()
