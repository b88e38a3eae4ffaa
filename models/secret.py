"""Personal fields at rest: encrypted with the newest of several keys, readable with any of them."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet

import config

SHORT = 300  # letters of what is sealed: an address or a phone number, no answer in sentences


class NoKey(Exception):
    """The site was given no key for personal fields."""


@lru_cache(maxsize=4)
def _box(keys: str) -> MultiFernet:
    if not keys:
        raise NoKey("FIELD_KEYS is empty")
    return MultiFernet([Fernet(key.strip()) for key in keys.split(",")])


def seal_bytes(content: bytes) -> bytes:
    return _box(config.current().field_keys).encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """Raises cryptography.fernet.InvalidToken when no key of the site fits."""
    return _box(config.current().field_keys).decrypt(token)


def seal(text: str) -> str:
    return seal_bytes(text.encode("utf-8", "surrogatepass")).decode()


def unseal(token: str) -> str:
    """The text; of short ones, which requests ask for again and again, the last are remembered."""
    return (opened if len(token) <= SHORT else opened.__wrapped__)(token, config.current().field_keys)


@lru_cache(maxsize=1024)
def opened(token: str, keys: str) -> str:
    return _box(keys).decrypt(token.encode()).decode("utf-8", "surrogatepass")


def fingerprint(text: str) -> str:
    """A keyed hash to look an address up by without keeping it readable; case and blanks do not count.

    Keyed with the oldest field key: new keys are put before it, so the look-up survives a rotation.
    """
    key = config.current().field_keys.split(",")[-1].strip().encode()
    return hmac.new(key, text.strip().lower().encode(), hashlib.sha256).hexdigest()
