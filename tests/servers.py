"""PostgreSQL and Redis for the tests: real ones, on free loopback ports and in folders of their own, ended after."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from models import schema
from models.account_event import AccountEvent
from models.file_key import FileKey
from models.mail import Outbox

POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/usr/bin"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def lasting_port() -> int:
    """One that is still free after a server on it ended: outgoing connections are given higher ones."""
    while True:
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", random.randrange(20_000, 32_000)))
            return probe.getsockname()[1]


def listening(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_for(port: int, process: subprocess.Popen, seconds: int = 30) -> None:
    for _ in range(20 * seconds):
        if listening(port):
            return
        assert process.poll() is None, "the server ended at once"
        time.sleep(0.05)
    raise TimeoutError(port)


def have_postgres() -> bool:
    return (POSTGRES / "initdb").exists()


def have_redis() -> bool:
    return shutil.which("redis-server") is not None


@contextmanager
def postgres() -> Iterator[str]:
    """A server over an empty cluster; the address of its database."""
    with cluster() as data, running(data, free_port()) as address:
        yield address


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A PostgreSQL of a module's own, whose address it is."""
    if not have_postgres():
        assert "CI" not in os.environ, "CI must have PostgreSQL"
        pytest.skip("PostgreSQL is not installed here")
    with postgres() as address:
        yield address


@contextmanager
def cluster() -> Iterator[Path]:
    """An empty cluster. PostgreSQL will not run as root, so root steps down; and it does not
    lie in pytest's folder, which every pytest that starts closes to others."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as data:
        if user := lesser_user():
            os.chown(data, pwd.getpwnam(user).pw_uid, -1)
        command = [
            POSTGRES / "initdb",
            "-D",
            data,
            "-U",
            "site",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
        yield Path(data)


def lesser_user() -> str | None:
    return "postgres" if os.geteuid() == 0 else None


@contextmanager
def running(data: Path, port: int) -> Iterator[str]:
    """A server over a cluster; the address of its database. At its end it throws out whoever is still connected."""
    options = ["-D", data, "-p", str(port), "-k", "", "-h", "127.0.0.1", "-F"]
    command = [POSTGRES / "postgres", *options]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, user=lesser_user(), cwd="/")
    try:
        yield ready(f"postgresql://site@127.0.0.1:{port}/postgres", server)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def ready(address: str, server: subprocess.Popen, seconds: int = 30) -> str:
    """The address, once the server takes connections: it listens before that, and refuses them as "starting up"."""
    until = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(address).close()
            return address
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A server that keeps nothing; its address."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def back_to(name: str) -> None:
    """Take back every migration after this one. What none of those before has room for goes first: keys of files, the
    record of accounts, and mails whose bodies are not written."""
    for table in (FileKey, AccountEvent, Outbox):
        table.delete().execute()
    while not [one for one, applied in schema.status() if applied][-1].startswith(name):
        schema.down()
