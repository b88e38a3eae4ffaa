"""Personal fields at rest: encrypted with the first of FIELD_KEYS, readable with any of them."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

import config

SHORT = 300  # characters of what is sealed: an address or a phone number, no answer in sentences


class NoKey(Exception):
    """The site was given no key for personal fields, or something that is none; the message says so."""


@lru_cache(maxsize=4)
def _box(keys: str) -> MultiFernet:
    return MultiFernet(_each(keys))


@lru_cache(maxsize=4)
def _each(keys: str) -> list[Fernet]:
    if not keys:
        raise NoKey("FIELD_KEYS is empty; `flask keys make` prints a fresh one")
    try:
        return [Fernet(key.strip()) for key in keys.split(",")]
    except ValueError as error:
        raise NoKey(
            "FIELD_KEYS: a key is 32 bytes in URL-safe base64 (44 characters), with a comma between two; "
            "`flask keys make` prints a fresh one"
        ) from error


def seal_bytes(content: bytes) -> bytes:
    return _box(config.current().field_keys).encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """Raises cryptography.fernet.InvalidToken when no key of the site fits."""
    return _box(config.current().field_keys).decrypt(token)


def resealed(token: bytes) -> bytes:
    """The same content under the first key; the token itself where it is already. Raises InvalidToken."""
    keys = config.current().field_keys
    try:
        _each(keys)[0].decrypt(token)
    except InvalidToken:
        return _box(keys).rotate(token)
    return token


def seal(text: str) -> str:
    return seal_bytes(text.encode("utf-8", "surrogatepass")).decode()


def unseal(token: str) -> str:
    """The text; of short ones, which requests ask for again and again, the last are remembered."""
    return (opened if len(token) <= SHORT else opened.__wrapped__)(token, config.current().field_keys)


@lru_cache(maxsize=1024)
def opened(token: str, keys: str) -> str:
    return _box(keys).decrypt(token.encode()).decode("utf-8", "surrogatepass")


def fingerprint(text: str) -> str:
    """A keyed hash to look an address up by without keeping it readable; case and blanks do not count. By the first
    key, as sealing is: what an earlier key made is found by `fingerprints`, and made anew by `flask keys rotate`."""
    return fingerprints(text)[0]


def fingerprints(text: str) -> list[str]:
    """The keyed hashes a text may be kept under: by each of the keys, the first one's first."""
    plain = text.strip().lower().encode()
    keys = [key.strip().encode() for key in config.current().field_keys.split(",")]
    return [hmac.new(key, plain, hashlib.sha256).hexdigest() for key in keys]


def made_of(mark: str, text: str, digits: int = 64) -> bool:
    """Whether this is a keyed hash of the text, or as many digits of it, by any of the keys."""
    return any(hmac.compare_digest(mark.encode(), known[:digits].encode()) for known in fingerprints(text))
