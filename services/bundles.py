"""Several files as one ZIP: Hangul names intact, equal bytes for equal files."""

from collections.abc import Iterable

from docgen.bundle import Bundle


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (name, content); papers are compressed already, so they are only stored."""
    return b"".join(Bundle(files))
