"""PostgreSQL's own tools, run so that no password is on a command line."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit


class Failed(Exception):
    """A tool is missing, or did not do it; the message says what it said."""


def dump(url: str, to: Path) -> None:
    """A consistent copy of a database, in PostgreSQL's own format. Raises Failed."""
    run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def load(url: str, copy: Path) -> None:
    """Fill an empty database from a copy, in one transaction. Raises Failed."""
    run("pg_restore", url, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(copy))


def run(tool: str, url: str, *options: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise Failed(
            f"{tool} is not on this machine: install PostgreSQL's client of the server's version or a newer one"
        )
    with without_password(url) as address:
        done = subprocess.run(  # noqa: S603 - the tool by its path, and arguments of ours
            [program, f"--dbname={address}", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no word why"])[0]
        raise Failed(f"{tool} failed: {said}")


@contextmanager
def without_password(url: str) -> Iterator[str]:
    """The same address with the password in a file that the site alone may read, for as long as the tool runs."""
    parts = urlsplit(url)
    if parts.password is None:
        yield url
        return
    with NamedTemporaryFile("w", prefix="pgpass-") as file:  # made 0600
        secret = unquote(parts.password).replace("\\", "\\\\").replace(":", "\\:")
        file.write(f"*:*:*:*:{secret}\n")
        file.flush()
        host = parts.netloc.rpartition("@")[2]
        asked = "&".join(part for part in (parts.query, urlencode({"passfile": file.name}, quote_via=quote)) if part)
        yield urlunsplit(parts._replace(netloc=f"{parts.username or ''}@{host}", query=asked))
