"""A storm: sixty times a worker that sends mail is killed, with SQLite, a mail server and SIGKILL as they are. Nothing
is lost, hardly anything comes twice, and what the dead had taken is sent within a minute."""

import random
import time
from collections import Counter
from collections.abc import Callable

import config
from models.base import bind
from models.mail import SENDING, SENT, Outbox
from services.mail import lanes
from tests.forks import FORKS
from tests.smtp import enqueue

KILLS, WORKERS, MAILS = 60, 2, 600  # more than they send while they are killed
BETWEEN = 0.4  # seconds from kill to kill
MINUTE = 60


def worker(settings: config.Settings) -> None:
    """What the queue's worker does about mail, woken all the time."""
    config.use(settings)
    bind(settings.database)
    lanes.watch()
    while True:
        lanes.wake()
        time.sleep(0.05)


def site(settings: config.Settings) -> None:
    """What the web server does about mail: owe some all the time, every tenth of it a code."""
    config.use(settings)
    bind(settings.database)
    begun = time.monotonic()
    for number in range(MAILS):
        enqueue(f"mail:{number}", f"to{number}@example.com", "receipt" if number % 10 else "code")
        time.sleep(max(begun + KILLS * BETWEEN * number / MAILS - time.monotonic(), 0))


def start(target: Callable[[config.Settings], None], settings: config.Settings):
    process = FORKS.Process(target=target, args=(settings,), daemon=True)
    process.start()
    return process


def wait_for(which, seconds: int) -> float:
    """How long it took until all of these were sent."""
    start = time.monotonic()
    while Outbox.select().where(which, Outbox.state != SENT).exists():
        assert time.monotonic() - start < seconds, "not sent in time"
        time.sleep(0.2)
    return time.monotonic() - start


def test_sixty_kills_lose_nothing_and_hardly_send_anything_twice(mail_app, smtp_server):
    chance = random.Random(20241221)
    owing, workers = start(site, mail_app), [start(worker, mail_app) for _ in range(WORKERS)]
    try:
        for _ in range(KILLS):
            time.sleep(BETWEEN * chance.uniform(0.5, 1.5))
            victim = chance.randrange(WORKERS)
            workers[victim].kill()
            workers[victim].join()
            workers[victim] = start(worker, mail_app)
        taken = [row.id for row in Outbox.select(Outbox.id).where(Outbox.state == SENDING)]
        repaired = wait_for(Outbox.id.in_(taken), MINUTE)
        owing.join()
        wait_for(Outbox.id > 0, 5 * MINUTE)  # what nobody had taken yet: as fast as the machine goes
    finally:
        for process in (owing, *workers):
            process.kill()
            process.join()

    copies = Counter(str(message["Message-ID"]) for message in smtp_server.accepted)
    twice = sum(copies.values()) - len(copies)
    print(f"{MAILS} mails, {KILLS} kills: {twice} twice; {len(taken)} then being sent came within {repaired:.0f} s")
    assert set(copies) == {row.message_id for row in Outbox.select(Outbox.message_id)}
    assert len(copies) == MAILS
    assert twice <= KILLS // 3  # a kill finds a mail between the server that took it and the row that says so
