"""How many requests one address may make; counted in this process, or where RATE_LIMIT_URL says for all of them."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=["600 per minute"])
GUESSES = "40 per 15 minutes"  # of requests that try codes; enough for all people of an office, who share one address
SECONDS = 2  # to wait for a storage that does not answer; then this process counts by itself until it does


def settings(url: str) -> dict[str, object]:
    """What Flask-Limiter is told of its storage. url: redis://…; empty: memory."""
    return {
        "RATELIMIT_STORAGE_URI": url or "memory://",
        "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS} if url else {},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
    }
