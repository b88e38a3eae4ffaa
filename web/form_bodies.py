"""Reading what a form sent: Werkzeug's parser, and a shorter way for the bodies browsers send of forms without
files."""

import re
from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.formparser import FormDataParser

MULTIPART = "multipart/form-data"
SHORT = 500_000  # bytes read at once
TEXT = re.compile(rb'\r\nContent-Disposition: form-data; name="([A-Za-z0-9_.-]+)"')


class TextFirst(FormDataParser):
    """A third of a save's time went into Werkzeug's parser, which is made for large files: it compiles patterns of each
    body's boundary and reads every part's headers. A part that is text has one header, which browsers write one way.
    Any other body – with a file, another header, a byte that is not as browsers write it – is Werkzeug's, whole."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple:
        longest = min(SHORT, self.max_form_memory_size or SHORT)
        if mimetype == MULTIPART and content_length is not None and content_length <= longest:
            body = stream.read()
            found = text_parts(body, (options or {}).get("boundary", ""))
            if found is not None and len(found) <= (self.max_form_parts or len(found)):
                return stream, self.cls(found), self.cls()
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


def text_parts(body: bytes, boundary: str) -> list[tuple[str, str]] | None:
    """The names and values of a multipart body all of whose parts are text (RFC 7578); None for any other."""
    if not boundary or not boundary.isascii():
        return None
    marker = f"--{boundary}".encode()
    before, *parts = (b"\r\n" + body).split(b"\r\n" + marker)
    if before or not parts or body.count(marker) != len(parts) or parts.pop() not in (b"--", b"--\r\n"):
        return None
    found = []
    for part in parts:
        head, between, value = part.partition(b"\r\n\r\n")
        named = TEXT.fullmatch(head)
        if not named or not between:
            return None
        found.append((named[1].decode(), value.decode(errors="replace")))
    return found


class TextRequest(Request):
    form_data_parser_class = TextFirst
