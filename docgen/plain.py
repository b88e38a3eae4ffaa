"""What may go into a document: plain data whose every character XML can carry."""

import re
from typing import Any

# Everything XML 1.0 cannot carry, lone surrogates included. A carriage return it can carry, but Word shows it twice.
ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotPlain(TypeError):
    """A value is something else than dict, list, str, int, bool or None; the message names its path."""


class Unprintable(ValueError):
    """A text holds a character no document can carry; the message names the value's path and the character."""


def plain(value: Any, path: str = "") -> Any:
    """The same data with one newline a line break. Raises NotPlain or Unprintable, naming e.g. "kpi.rows[2].name"."""
    if isinstance(value, str):
        return printable(value, path)
    if value is None or isinstance(value, int):  # bool is an int
        return value
    if isinstance(value, list):
        return [plain(item, f"{path}[{place}]") for place, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: plain(item, f"{path}.{name}".lstrip(".")) for name, item in value.items()}
    raise NotPlain(f"{path or 'the context'} is a {type(value).__name__}, not plain data")


def printable(text: str, path: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := ILLEGAL.search(text):
        raise Unprintable(f"{path} holds U+{ord(found[0]):04X} at character {found.start() + 1}")
    return text
