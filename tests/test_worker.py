"""The worker: the real consumer, woken, stopped and killed; whatever happens to it, the table knows what is queued."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

import config
import tasks
from models.base import db, now, writing
from models.mail import SENDING, SENT, Outbox
from services.mail import lanes, leases, outbox
from tests.smtp import FACTS, ahead, enqueue, the


@contextmanager
def worker(settings):
    """The real consumer in a process of its own."""
    environ = os.environ | {
        "DATA_DIR": settings.data_dir,
        "SMTP_URL": settings.smtp_url,
        "PUBLIC_URL": settings.public_url,
        "SECRET_KEY": settings.secret_key,
        "FIELD_KEYS": settings.field_keys,
    }
    command = [sys.executable, "-m", "huey.bin.huey_consumer", "tasks.huey", "-k", "thread", "-w", "2", "-g", "TERM"]
    process = subprocess.Popen(command, cwd=config.HOUSE, env=environ, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_queued_mail_wakes_the_worker(mail_app, smtp_server, monkeypatch):

    with worker(mail_app):
        enqueue("before")
        until(lambda: len(smtp_server.accepted) == 1)
        enqueue("after")
        until(lambda: len(smtp_server.accepted) == 2)
        until(lambda: Outbox.select().where(Outbox.state == SENT).count() == 2)

    for path in mail_app.data.iterdir():
        if path.name.startswith("queue"):
            assert path.stat().st_mode & 0o077 == 0, f"{path.name} is readable by others"


def test_a_worker_killed_while_sending_loses_nothing(mail_app, smtp_server):
    row = enqueue()
    smtp_server.slow = 30

    with worker(mail_app) as process:
        until(lambda: smtp_server.seen)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert the(row).state == SENDING
    smtp_server.slow = 0
    assert outbox.pump() == 0, "its lease has not run out"
    Outbox.update(lease_until=now()).execute()  # half a minute goes by
    with worker(mail_app):
        until(lambda: the(row).state == SENT)

    assert the(row).attempts == 2
    assert set(smtp_server.seen) == {row.message_id}


def test_a_worker_killed_after_the_servers_yes_costs_nobody_a_second_copy(mail_app, smtp_server):
    row = enqueue()
    stop = threading.Event()

    def hold_the_lock(message):
        """Keep everyone from writing from before the verdict on, so that the worker cannot note it."""
        held = threading.Event()

        def hold():
            with db.connection_context(), writing():
                held.set()
                stop.wait(20)

        threading.Thread(target=hold, daemon=True).start()
        held.wait(5)

    smtp_server.before_verdict = hold_the_lock
    with worker(mail_app) as process:
        until(lambda: smtp_server.accepted)
        time.sleep(0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
    stop.set()
    smtp_server.before_verdict = lambda message: None

    assert the(row).state == SENDING
    assert outbox.pump(ahead(minutes=11)) == 1
    assert the(row).state == SENT
    assert [str(message["Message-ID"]) for message in smtp_server.accepted] == [row.message_id]
    assert not list((mail_app.data / "accepted").iterdir())


def test_deliveries_that_hang_hold_up_no_code(mail_app, smtp_server):
    smtp_server.stuck = {f"stuck{number}@example.com" for number in range(6)}
    for number in range(6):
        enqueue(f"receipt:{number}", f"stuck{number}@example.com")

    with worker(mail_app):
        until(lambda: len(smtp_server.seen) == lanes.WIDTH)
        start = time.monotonic()
        for number in range(3):
            outbox.enqueue("code", f"code{number}@example.com", f"code:{number}", **FACTS["code"])
        until(lambda: len(smtp_server.accepted) == 3, seconds=15)

    assert time.monotonic() - start < 15
    assert Outbox.select().where(Outbox.state == SENDING, Outbox.kind == "receipt").count() == lanes.WIDTH


def test_a_delivery_that_lasts_keeps_its_lease(mail_app, smtp_server, monkeypatch):
    monkeypatch.setattr(leases, "RENEWED", timedelta(seconds=0.1))
    row = enqueue()
    smtp_server.slow = 1.5
    sender = threading.Thread(target=lambda: db.connection_context()(outbox.pump)())
    sender.start()
    until(lambda: smtp_server.seen)
    first = the(row).lease_until

    until(lambda: the(row).lease_until > first)

    sender.join()
    assert the(row).state == SENT
    assert len(smtp_server.seen) == 1


def test_a_lost_queue_loses_no_mail(mail_app, smtp_server, monkeypatch):
    row = enqueue()
    for path in mail_app.data.glob("queue.db*"):
        path.unlink()

    with worker(mail_app):
        until(lambda: the(row).state == SENT)


def test_a_worker_told_to_stop_finishes_what_it_sends(mail_app, smtp_server):
    row = enqueue()
    smtp_server.slow = 1

    with worker(mail_app) as process:
        until(lambda: smtp_server.seen)
        process.send_signal(signal.SIGTERM)
        process.wait(20)

    assert the(row).state == SENT


def test_a_message_without_our_signature_is_not_opened(mail_app):
    class Planted:
        def __reduce__(self):
            return (os.mkdir, (f"{mail_app.data_dir}/planted",))

    with pytest.raises(ValueError, match=r"not found|mismatch"):
        tasks.huey.serializer.deserialize(pickle.dumps(Planted()))
    assert not (mail_app.data / "planted").exists()


def test_the_hourly_tasks_run_on_a_site_with_drafts(seeded):
    tasks.remind.call_local()
    tasks.forget.call_local()
