"""PostgreSQL and Redis for the tests: real ones, on free loopback ports and in folders of their own, ended after."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/usr/bin"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listening(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
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
def postgres(folder: Path) -> Iterator[str]:
    """A server over an empty cluster; the address of its database. It will not run as root, so root steps down."""
    data, port, user = folder / "cluster", free_port(), None
    if os.geteuid() == 0:
        user = "postgres"
        owner = pwd.getpwnam(user)
        data.mkdir()
        os.chown(data, owner.pw_uid, owner.pw_gid)
        for parent in [folder, *folder.parents]:
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    command = [POSTGRES / "initdb", "-D", data, "-U", "site", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
    options = ["-D", data, "-p", str(port), "-k", "", "-h", "127.0.0.1", "-F"]
    server = subprocess.Popen([POSTGRES / "postgres", *options], stderr=subprocess.DEVNULL, user=user, cwd="/")
    try:
        wait_for(port, server)
        yield f"postgresql://site@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait()


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
