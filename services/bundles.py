"""Several files as one ZIP: Hangul names intact, equal bytes for equal files."""

import io
import zipfile
from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (name, content); papers are compressed already, so they are only stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in files:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            bundle.writestr(entry, content)
    return out.getvalue()
