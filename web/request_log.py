"""One line of JSON a request, and its counts: what was asked of which route, and how it went; nothing of anybody.

A route is named by its rule (`/applications/<application>/`), never by the path that was asked for, and nothing of
the query, the body, the address or the session goes in.
"""

import json
import logging
import secrets
import sys
import time
from functools import cache

from flask import Flask, Response, request
from prometheus_client import Counter, Histogram

from models.base import now
from web.current import g

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # another is a client's own word
HEADER = "X-Request-ID"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("site_requests", "Requests answered, by method, route and status.", ("method", "route", "status"))
SECONDS = Histogram("site_request_seconds", "What an answer took, by route.", ("route",), buckets=BUCKETS)

log = logging.getLogger("site.requests")


def register(app: Flask) -> None:
    """Before every other hook, so that it begins first and ends last."""
    app.before_request(begin)
    app.after_request(finish)


def begin() -> None:
    g.request_id, g.began = secrets.token_hex(8), time.perf_counter()


def number() -> str:
    """What the log, the answer and a page of an error call the request in hand."""
    if "request_id" not in g:  # it failed before its first hook
        begin()
    return g.request_id


def route() -> str:
    """The rule of the request in hand; "" for an address that is none of ours."""
    return request.url_rule.rule if request.url_rule else ""


def method() -> str:
    return request.method if request.method in METHODS else "other"


@cache
def counters(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Those of one method, route and status: as many as we have routes."""
    return REQUESTS.labels(method, route, status), SECONDS.labels(route)


def finish(response: Response) -> Response:
    response.headers[HEADER] = number()
    took = time.perf_counter() - g.began
    count, seconds = counters(method(), route(), response.status_code)
    count.inc()
    seconds.observe(took)
    if log.isEnabledFor(logging.INFO):
        log.info(json.dumps(line(response.status_code, took), ensure_ascii=False))
    return response


def line(status: int, took: float) -> dict[str, object]:
    at = now().isoformat(timespec="milliseconds")
    said = {"at": at, "id": number(), "method": method(), "route": route(), "status": status}
    return said | {"ms": round(took * 1000, 1)}


def to_stderr() -> None:
    """Write the lines where a service manager keeps them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
