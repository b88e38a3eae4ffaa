"""The queue: it only wakes somebody up; what is to be done stands in the tables.

The worker: huey_consumer tasks.huey -k thread -w 4 -g TERM. A task lost with a killed worker, or a queue lost whole,
costs at most the minute until the next sweep.
"""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from huey import Huey, crontab
from huey.serializer import Serializer, SignedSerializer
from huey.storage import BaseStorage, PostgresStorage, RedisStorage
from peewee import PeeweeException

import config
from models.base import bind, db, now
from services.access import log_filter
from services.files import file_store
from services.lookups import questions
from services.lookups.kinds import KINDS
from services.lookups.questions import question_asked
from services.mail import lanes
from services.mail.outbox import mail_queued
from services.operations import keys, readiness
from services.operations.queue_file import MendingStorage
from services.pdf import conversions
from services.pdf.conversions import pdf_requested
from services.pool import importing
from services.pool.importing import import_asked
from services.scheduled import (
    case_reminders,
    completion_reminders,
    deadline_reminders,
    expiry_reminders,
    news,
    renewal_mails,
    retention,
    round_reminders,
    staff_digest,
)
from services.submissions import registrations

log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def opened(settings: config.Settings, name: str) -> BaseStorage:
    """Where tasks wait: a file of our own that nobody else may read, Redis or PostgreSQL."""
    if settings.huey_url.startswith("redis"):
        return RedisStorage(name, url=settings.huey_url)
    if settings.huey_url.startswith("postgres"):
        return PostgresStorage(name, dsn=settings.huey_url)
    return MendingStorage(name, settings.data / "queue.db")


class Storage:
    """The storage the settings name, opened when first needed: importing this module opens nothing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(opened(config.current(), self.name), attribute)


class Signed(Serializer):
    """Messages are pickles: one that does not bear the site's signature is not opened."""

    def serialize(self, data: Any) -> bytes:
        return SignedSerializer(config.current().secret_key).serialize(data)

    def deserialize(self, data: bytes) -> Any:
        return SignedSerializer(config.current().secret_key).deserialize(data)


huey = Huey("site", results=False, serializer=Signed(), storage_class=Storage)


@huey.on_startup(name="open")
def open_database() -> None:
    """In a process of its own the worker opens the database; beside the web server it stands open. With keys that are
    none, or that cannot read what the database holds, it ends at once: every mail of it would fail for good."""
    log_filter.hide_tokens()
    try:
        if db.obj is None:
            bind(config.current().database)
        file_store.check(config.current())
        with suppress(PeeweeException):  # away: the worker waits for it
            keys.check(config.current())
    except (config.BadSetting, keys.Refused) as error:
        log.critical("%s", error)
        os._exit(1)  # the consumer only logs what a hook of it raises
    lanes.watch()
    convert()


@huey.context_task(db.connection_context(), name="pump")
def pump() -> None:
    """Send what is queued."""
    lanes.wake()


@huey.context_task(db.connection_context(), name="convert")
def convert() -> None:
    """Make the PDFs that are asked for."""
    conversions.pump()


@huey.context_task(db.connection_context(), name="put_questions")
def put_questions(kind: str) -> None:
    """Put the questions of a kind that wait to their service."""
    questions.pump(KINDS[kind])


@huey.context_task(db.connection_context(), name="bring_in")
def bring_in() -> None:
    """Bring in the lists of firms that were begun."""
    importing.pump()


@import_asked.connect
def wake_import(_sender: object) -> None:
    enqueue(bring_in)


@mail_queued.connect
def wake_mail(_sender: object) -> None:
    enqueue(pump)


@pdf_requested.connect
def wake_conversions(_sender: object) -> None:
    enqueue(convert)


@question_asked.connect
def wake_questions(kind: str) -> None:
    enqueue(put_questions, kind)


def enqueue(task: Callable[..., object], *about: str) -> None:
    """What is to be done is committed by now: a queue that does not take the task only means waiting for the next
    sweep."""
    try:
        task(*about)
    except Exception:
        log.exception("the queue took no task")


@huey.periodic_task(crontab(minute="*"), name="beat")
@db.connection_context()
def beat() -> None:
    """Say that somebody takes tasks (/readyz)."""
    readiness.beat(now())


@huey.periodic_task(crontab(minute="*"), name="sweep")
@db.connection_context()
def sweep() -> None:
    """Do what nobody was woken for: PDFs, questions and imports of workers that died. Mail has a look-out of its own
    (services/mail/lanes.py)."""
    registrations.outdate(now())
    for kind in KINDS:
        enqueue(put_questions, kind)
    conversions.pump()
    importing.pump()


@huey.periodic_task(crontab(minute="7"), name="remind")
@db.connection_context()
def remind() -> None:
    """Queue the reminders of the day."""
    deadline_reminders.enqueue_due(now())
    completion_reminders.enqueue_due(now())
    case_reminders.enqueue_due(now())
    expiry_reminders.enqueue_due(now())
    round_reminders.enqueue_due(now())
    news.enqueue_due(now())
    renewal_mails.enqueue_due(now())
    staff_digest.enqueue_due(now())


@huey.periodic_task(crontab(minute="37"), name="forget")
@db.connection_context()
def forget() -> None:
    """Drop what is kept for a while only."""
    retention.run(now())
