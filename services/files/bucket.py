"""Stored files in a bucket of an S3-compatible service, one object each, under the file's name (STORAGE_URL).

Who may read and write the bucket obstore reads from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or is
told by the machine it runs on.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import config

WANTED = "STORAGE_URL wants file: or s3://bucket/prefix?endpoint=https://…&region=…"
OPTIONS = {"endpoint", "region"}
PIECE = 1024 * 1024


class Away(Exception):
    """The service does not answer, or refuses us: no file can be read or written for now."""


@lru_cache(maxsize=2)
def opened(url: str) -> Any:
    """The bucket an address names. Nothing is asked of the service yet. Raises config.BadSetting."""
    address = urlsplit(url)
    told = {name: values[-1] for name, values in parse_qs(address.query).items()}
    endpoint = told.get("endpoint", "")
    named = not endpoint or urlsplit(endpoint).scheme in ("http", "https")
    if address.scheme != "s3" or not address.hostname or not named or set(told) - OPTIONS:
        raise config.BadSetting(WANTED)
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise config.BadSetting("STORAGE_URL: its driver is not installed: pip install obstore") from error
    return S3Store(
        address.netloc,
        prefix=address.path.strip("/") or None,
        endpoint=endpoint or None,
        region=told.get("region", "us-east-1"),
        virtual_hosted_style_request=not endpoint,  # other services than Amazon's know buckets by path
        client_options={"allow_http": endpoint.startswith("http:"), "connect_timeout": "5s", "timeout": "60s"},
        retry_config={"max_retries": 2},
    )


@contextmanager
def asked() -> Iterator[Any]:
    """The site's bucket. Raises Away for whatever the service says, but FileNotFoundError for what is not there."""
    store = opened(config.current().storage_url)
    from obstore.exceptions import BaseError

    try:
        yield store
    except BaseError as error:
        raise Away(str(error).splitlines()[0]) from error
    except PermissionError as error:
        raise Away(f"refused: {str(error).splitlines()[0]}") from error


def put(path: Path) -> None:
    """Store a file under its name, a large one piece by piece."""
    with asked() as store:
        store.put(path.name, path)


def fetch(name: str, to: Path) -> None:
    """Write an object into a file. Raises FileNotFoundError."""
    with asked() as store, to.open("wb") as file:
        for piece in store.get(name).stream(min_chunk_size=PIECE):
            file.write(piece)


def start(name: str, length: int) -> bytes:
    """An object's first bytes. Raises FileNotFoundError."""
    with asked() as store:
        return bytes(store.get_range(name, start=0, length=length))


def has(name: str) -> bool:
    try:
        with asked() as store:
            store.head(name)
    except FileNotFoundError:
        return False
    return True


def delete(names: Iterable[str]) -> None:
    """Drop objects; one that is gone already is none of a fault."""
    with asked() as store:
        store.delete(sorted(names))


def answers() -> None:
    """Raises Away unless the bucket can be read."""
    with asked() as store:
        next(iter(store.list()), None)


def listed() -> Iterator[tuple[str, datetime]]:
    """Every object's name, and when it was stored."""
    with asked() as store:
        for some in store.list():
            yield from ((row["path"], row["last_modified"]) for row in some)
