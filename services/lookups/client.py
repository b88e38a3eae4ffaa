"""One question to a service of another body, and its answer as plain data: bounded in time and size, from the
configured host alone, and nothing but JSON. What it raises says whose fault it was and names no key."""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost")
LARGEST = 256 * 1024  # bytes of an answer; honest ones take a fiftieth
JSON_TYPES = ("application/json", "text/json")


class Silent(Exception):
    """No whole answer came in time, or the service said that it cannot."""


class Garbled(Exception):
    """What came is no answer to the question."""


def problem(url: str) -> str:
    """Why no service may be asked at this address; "" for none. Plain HTTP is for one on this machine alone."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return ""
    return "" if parts.scheme == "http" and parts.hostname in LOOPBACK else f"{url!r} is no https address"


def ask(url: str, seconds: float, body: dict[str, Any] | None = None) -> Any:
    """What the service answers to a GET, or to a POST of this body. Raises Silent and Garbled, and ValueError for an
    address that is not to be asked."""
    if says := problem(url):
        raise ValueError(says)
    try:
        return json.loads(answer_to(url, seconds, None if body is None else json.dumps(body).encode()))
    except (OSError, http.client.HTTPException) as error:
        raise Silent(type(error).__name__) from None
    except (ValueError, RecursionError):
        raise Garbled("no JSON") from None


def answer_to(url: str, seconds: float, body: bytes | None) -> bytes:
    """The body of an answer. A redirect is none: another host may not be asked in our name."""
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = {"Accept": "application/json", "Connection": "close"}
    with connected(parts.scheme == "https", parts.hostname or "", parts.port, seconds) as connection:
        if body is None:
            connection.request("GET", path, headers=headers)
        else:
            connection.request("POST", path, body, headers | {"Content-Type": "application/json"})
        response = connection.getresponse()
        if response.status >= 500 or response.status == 429:
            raise Silent(f"status {response.status}")
        if response.status != 200:
            raise Garbled(f"status {response.status}")
        if response.headers.get_content_type() not in JSON_TYPES:
            raise Garbled("no JSON")
        content = response.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Garbled("too large")
        if response.length:  # of what was promised that much never came
            raise Silent("cut short")
        return content


@contextmanager
def connected(by_tls: bool, host: str, port: int | None, seconds: float) -> Iterator[http.client.HTTPConnection]:
    """A connection that is cut when the time is over, whatever it is at: a socket's own time-out begins anew with every
    byte that comes."""
    connection = http.client.HTTPConnection(host, port or (443 if by_tls else 80))
    plain = socket.create_connection((host, connection.port), timeout=seconds)
    wire = plain
    if by_tls:
        context = ssl.create_default_context()
        wire = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    late = threading.Event()
    cut = threading.Timer(seconds, cut_off, [wire, late])
    cut.start()
    try:
        if isinstance(wire, ssl.SSLSocket):
            wire.do_handshake()
        connection.sock = wire
        yield connection
    except (Garbled, OSError, http.client.HTTPException):
        if not late.is_set():
            raise
    finally:
        cut.cancel()
        connection.close()
        wire.close()
    if late.is_set():  # what came till then looks like an answer, and is none
        raise Silent("too late")


def cut_off(wire: socket.socket, late: threading.Event) -> None:
    """Wake whoever waits for it: as the plain socket it is, for one of TLS would lose what its reader is in the midst
    of."""
    late.set()
    with suppress(OSError):  # over already
        socket.socket.shutdown(wire, socket.SHUT_RDWR)
