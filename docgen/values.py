"""Values on their way into a document: checked, escaped and encoded all at once, which is where the speed comes
from."""

from __future__ import annotations

from docgen.errors import Unprintable
from docgen.expressions import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NUL = "\0"  # no text may hold it, so it stands between the values
CONTROLS = bytes(code for code in range(0x20) if code not in (0x09, 0x0A))


def escaped(values: list[Any], newline: bytes) -> tuple[list[bytes], bool]:
    """The values as XML, a line break written as newline; and whether any holds a tab, which is left to the caller.

    Raises NotPlain, Unprintable or UnicodeEncodeError, naming nothing.
    """
    if not values:
        return [], False
    try:
        joined = NUL.join(values)
    except TypeError:
        joined = NUL.join(map(text, values))
    if "\r" in joined:
        joined = joined.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufffe" in joined or "\uffff" in joined:
        raise Unprintable
    data = joined.encode()
    if len(data.translate(None, CONTROLS)) != len(data) - len(values) + 1:  # but the NULs between them
        raise Unprintable
    data = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b'"', b"&quot;")
    return data.replace(b"\n", newline).split(b"\0"), b"\t" in data


def flat(value: Any) -> str:
    """A value in an attribute or a property, on one line."""
    if type(value) is str and value.isprintable():
        return value
    one = text(value)
    return " ".join(one.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n"))


def shade(value: Any) -> str:
    """The palette's word for a fill such as "D9D9D9", after a space; "" for none and for white."""
    fill = text(value)
    if len(fill) != 6 or fill.strip("0123456789abcdefABCDEF"):
        return ""
    red, green, blue = bytes.fromhex(fill)
    light = (red * 3 + green * 6 + blue) // 10
    if max(red, green, blue) - min(red, green, blue) > 12 and light > 96:
        return " dg-warm" if red > blue else " dg-cool"
    return "" if light > 250 else " dg-pale" if light > 230 else " dg-grey" if light > 96 else " dg-dark"
