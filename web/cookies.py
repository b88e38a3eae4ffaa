"""The cookie that names a session: how it is called, and read after the clock was put back."""

import time
from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

# Such a cookie no other host of the domain can set, nor a page without TLS; browsers take it by https only.
HOST_ONLY = "__Host-session"
USUAL = 1000  # characters; longer cookies, which hold where somebody was led to, are not remembered


@lru_cache(maxsize=10_000)
def verified(serializer: URLSafeTimedSerializer, cookie: str) -> tuple[dict[str, Any], float]:
    """What a cookie of ours says, and when it was signed, in seconds since 1970: the same at every request of its
    browser. Raises BadSignature, which is not remembered."""
    said, signed = serializer.loads(cookie, return_timestamp=True)
    return said, signed.timestamp()


class Cookies(SecureCookieSessionInterface):
    """made: the serializer, and of which keys; Flask makes one for each request."""

    made: tuple[Any, URLSafeTimedSerializer | None] = None, None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = app.secret_key, app.config["SECRET_KEY_FALLBACKS"]
        if self.made[0] != keys:
            self.made = keys, super().get_signing_serializer(app)
        return self.made[1]

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """As Flask does, but what was verified once is not again, and a cookie signed in a future that the clock was
        put back from is good; else people would be signed out by that."""
        serializer, cookie = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        if serializer is None:
            return None
        if not cookie:
            return self.session_class()
        try:
            verify = verified if len(cookie) <= USUAL else verified.__wrapped__
            said, signed = verify(serializer, cookie)
        except BadSignature:
            return self.session_class()
        over = time.time() - signed > app.permanent_session_lifetime.total_seconds()
        return self.session_class() if over else self.session_class(said)
