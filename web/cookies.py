"""The cookie that names a session: how it is called, and read after the clock was put back."""

import time
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

# Such a cookie no other host of the domain can set, nor a page without TLS; browsers take it by https only.
HOST_ONLY = "__Host-session"


class Signer(TimestampSigner):
    """Takes what was signed in a future that the clock was put back from; else people would be signed out by it."""

    def unsign(self, signed_value, max_age=None, return_timestamp=False):
        value, signed = super().unsign(signed_value, return_timestamp=True)
        if max_age is not None and time.time() - signed.timestamp() > max_age:
            raise SignatureExpired("too old", payload=value, date_signed=signed)
        return (value, signed) if return_timestamp else value


class Cookies(SecureCookieSessionInterface):
    """made: the serializer, and of which keys; Flask makes one for each request."""

    made: tuple[Any, URLSafeTimedSerializer | None] = None, None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = app.secret_key, app.config["SECRET_KEY_FALLBACKS"]
        if self.made[0] != keys:
            serializer = super().get_signing_serializer(app)
            if serializer:
                serializer.signer = Signer
            self.made = keys, serializer
        return self.made[1]
