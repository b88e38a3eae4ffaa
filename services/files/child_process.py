"""A child process that may take no more time and memory than it is given, for what
people upload is parsed nowhere else; and how it says how far it is."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import config

SECONDS = 120
MEMORY = 1024 * 1024 * 1024
OUTPUT = 200 * 1024 * 1024
INSPECTING = threading.Semaphore(2)  # uploads looked into at a time in a process

Progress = Callable[[int, int], None]  # pieces done, pieces in all


class Failed(Exception):
    """It cannot be made; the message says in Korean what, why and what to do."""


def run_module(module: str, task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Run a module of ours on `task` in a process that knows nothing of the site; what it says, line by line.

    It ends by itself or at the limits it sets itself before anything else; then it just says no more.
    """
    environ = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    command = [sys.executable, "-E", "-s", "-m", module]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=config.HOUSE, env=environ
    )
    assert process.stdin and process.stdout
    with process:
        process.stdin.write(json.dumps(task).encode())
        process.stdin.close()
        for line in process.stdout:
            yield json.loads(line)


def inspect_upload(module: str, content: bytes) -> dict[str, Any]:
    """What a module of ours, run as a child, says of an upload; nothing where it ended without a word."""
    with INSPECTING, NamedTemporaryFile(prefix="looked-at-") as file:
        file.write(content)
        file.flush()
        for line in run_module(module, {"path": file.name}):
            return line
    return {}


def run_program(command: list[str], home: Path, seconds: int = SECONDS) -> Iterator[str]:
    """Run somebody else's program with `home` for its home; what it prints, line by line.

    It is killed with all it started at its end or after `seconds`, and by the system should this process die before.
    """
    environ = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(home)}
    process = subprocess.Popen(  # noqa: S603 - the caller's own words, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env=environ,
        text=True,
        start_new_session=True,
    )

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    end = threading.Timer(seconds, kill)
    with process, suppress(ProcessLookupError):
        try:
            end.start()
            for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, OUTPUT)):
                resource.prlimit(process.pid, what, (most, most))
            assert process.stdout
            yield from process.stdout
        finally:
            end.cancel()
            kill()


def limit(seconds: int = SECONDS, memory: int = MEMORY) -> None:
    """In the child: no more than this and OUTPUT from here on."""
    signal.alarm(seconds)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def report(**values: Any) -> None:
    """In the child: one line to whoever started it."""
    print(json.dumps(values), flush=True)  # noqa: T201 - its standard output is the line
