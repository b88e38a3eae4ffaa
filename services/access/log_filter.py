"""What lines of the log may not say: the tokens of applications, companies and invitations, which open their pages."""

import logging
import re
from functools import cache
from typing import Any

# A token as it stands in a path, or quoted among the values of a query: 128 bits or 256, in base64.
TOKEN = re.compile(r"(?<=[/'\"])(?:[\w-]{22}|[\w-]{43})(?=[/?'\"#\s\]),]|$)", re.ASCII)


def hidden(text: str) -> str:
    return TOKEN.sub("…", text)


@cache
def hide_tokens() -> None:
    """From now on, in whatever any part of this process logs, the server and tracebacks among it."""
    make = logging.getLogRecordFactory()
    formatter = logging.Formatter()

    def made(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        record.msg, record.args = hidden(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = hidden(formatter.formatException(record.exc_info))
        return record

    logging.setLogRecordFactory(made)
