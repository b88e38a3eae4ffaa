"""How many requests one address may make; counted in this process, or where RATE_LIMIT_URL says for all of them."""

import time
from threading import Lock

from flask import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

limiter = Limiter(get_remote_address, default_limits=["600 per minute"])
GUESSES = "40 per 15 minutes"  # of requests that try codes; enough for all people of an office, who share one address
SIGN_INS = "400 per 15 minutes"  # of those to sign in, refused or not: a briefing's hall shares one address, too
SECONDS = 2  # to wait for a storage that does not answer; then this process counts by itself until it does
SWEEP = 60  # seconds from one forgetting of what is over to the next


def refused(response: Response) -> bool:
    """Whether an answer counts among guesses where those that held do not."""
    return response.status_code >= 400


class ProcessCounts(Storage):
    """Counts kept in this process. The library's own storage of the kind starts a thread at nearly every request to
    forget what is over, which took a fifth of a page's time; this one forgets in the request, once a minute."""

    STORAGE_SCHEME = ["process"]
    base_exceptions = ValueError

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self.lock, self.sweep_at = Lock(), time.time() + SWEEP
        self.counts: dict[str, tuple[int, float]] = {}  # how many, and until when they count

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        at = time.time()
        with self.lock:
            if at >= self.sweep_at:
                self.sweep_at = at + SWEEP
                self.counts = {one: kept for one, kept in self.counts.items() if kept[1] > at}
            count, until = self.counts.get(key, (0, 0.0))
            count, until = (count, until) if until > at else (0, at + expiry)
            self.counts[key] = count + amount, until
            return count + amount

    def get(self, key: str) -> int:
        count, until = self.counts.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return max(self.counts.get(key, (0, 0.0))[1], time.time())

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self.lock:
            count, self.counts = len(self.counts), {}
        return count

    def clear(self, key: str) -> None:
        with self.lock:
            self.counts.pop(key, None)


def settings(url: str) -> dict[str, object]:
    """What Flask-Limiter is told of its storage. url: redis://…; empty: this process."""
    return {
        "RATELIMIT_STORAGE_URI": url or "process://",
        "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS} if url else {},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": bool(url),
    }
