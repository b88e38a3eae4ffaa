"""Whether the site can do its work: what a monitoring system asks, and the figures behind it."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from peewee import SqliteDatabase

import config
from models import schema
from models.base import db, writing
from models.heartbeat import WORKER, Heartbeat
from models.mail import FAILED, QUEUED, SENDING, Outbox
from services.files import bucket, file_store

SILENT = timedelta(minutes=3)  # a worker beats every minute
LATE = timedelta(minutes=30)  # a mail waiting longer: the server it goes to, or ours, is away
FREE = 500 * 1024 * 1024  # bytes of the data folder's disk, under which uploads and backups begin to fail


@dataclass(frozen=True)
class Check:
    ok: bool
    says: str


@dataclass(frozen=True)
class Figures:
    """What is measured; nothing of anybody. worker_seconds: since the worker's last beat, None before the first."""

    worker_seconds: float | None
    mails_waiting: int
    mail_seconds: float  # since the oldest of them was queued
    mails_failed: int
    disk_free: int


def beat(at: datetime) -> None:
    """Note that the worker takes tasks from the queue and can write."""
    with writing():
        if not Heartbeat.update(at=at).where(Heartbeat.name == WORKER).execute():
            Heartbeat.create(name=WORKER, at=at)


def figures(at: datetime) -> Figures:
    last = Heartbeat.get_or_none(Heartbeat.name == WORKER)
    waiting = Outbox.select(Outbox.created_at).where(Outbox.state.in_((QUEUED, SENDING)))
    oldest = waiting.order_by(Outbox.created_at).first()
    return Figures(
        worker_seconds=(at - last.at).total_seconds() if last else None,
        mails_waiting=waiting.count(),
        mail_seconds=max((at - oldest.created_at).total_seconds(), 0) if oldest else 0,
        mails_failed=Outbox.select().where(Outbox.state == FAILED).count(),
        disk_free=free(),
    )


def checks(at: datetime) -> dict[str, Check]:
    """What must hold for the site to do its work, by name. What needs the database is not asked while it is away."""
    found = {"disk": disk_free(), "database": database()} | ({"files": files()} if file_store.in_bucket() else {})
    if found["database"].ok:
        pending = [name for name, applied in schema.status() if not applied]
        found["migrations"] = Check(not pending, ", ".join(pending) or "all applied")
        if not pending:
            found |= of_worker(figures(at))
    return found


def database() -> Check:
    """Raises nothing the database may raise for being away."""
    if isinstance(db.obj, SqliteDatabase) and not Path(db.obj.database).exists():
        return Check(False, "the file is gone")  # connections that stand open go on writing into nothing
    try:
        db.connect(reuse_if_open=True)
        db.execute_sql("SELECT 1")
    except Exception as error:
        if not schema.away(error):
            raise
        return Check(False, "no answer")
    return Check(True, "answers")


def files() -> Check:
    try:
        bucket.answers()
    except bucket.Away as error:
        return Check(False, str(error))
    return Check(True, "the bucket answers")


def disk_free() -> Check:
    left = free()
    return Check(left >= FREE, f"{left // 1024 // 1024} MB free")


def free() -> int:
    """Bytes left on the disk of the data folder, which the first upload makes where the database is elsewhere."""
    data = config.current().data
    return shutil.disk_usage(next(path for path in (data, *data.parents) if path.exists())).free


def of_worker(now: Figures) -> dict[str, Check]:
    """The worker, and the mail it sends."""
    silent = now.worker_seconds
    worker = "no beat yet" if silent is None else f"last beat {silent:.0f} s ago"
    mail = f"{now.mails_waiting} waiting, the oldest for {now.mail_seconds:.0f} s"
    return {
        "worker": Check(silent is not None and silent <= SILENT.total_seconds(), worker),
        "mail": Check(now.mail_seconds <= LATE.total_seconds(), mail),
    }
