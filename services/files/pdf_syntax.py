"""Just enough of PDF's syntax to tell its names from what only looks like them: strings, comments and page contents.

Nothing is followed and nothing corrected: readers differ in what they make of a broken or ambiguous file, so every
place an object may begin is read, and a dictionary keeps each of its keys as often as it stands there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BLANK = rb"\0\t\n\f\r "
TOKEN = re.compile(
    rb"(?:[%(blank)s]++|%%[^\r\n]*+)*+"  # blanks and comments
    rb"(<<|>>|[\[\](]|/[^%(odd)s]*+|<[^>]*+>?|[^%(odd)s]++|.)" % {b"blank": BLANK, b"odd": BLANK + rb"()<>\[\]{}/%"},
    re.DOTALL,
)
BEGIN = re.compile(rb"(?:(\d{1,10})[%s]{1,9}(\d{1,5})[%s]{0,9})?(?<!end)obj(?=[%s(<\[/%%])|trailer" % ((BLANK,) * 3))
PAREN = re.compile(rb"[()\\]")
CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
SMALL = 64  # values worth remembering; a larger one has something in it
ENDS = {b"obj", b"endobj", b"stream", b"xref", b"startxref"}


class Name(bytes):
    """A name, its #xx read, without the slash."""


class Text(bytes):
    """A string as it is written, within its brackets."""


class Ref(int):
    """The number of an object that stands elsewhere."""


class Dict(list[Any]):
    """Keys and values in turn, as they stand."""

    def all(self, key: bytes) -> list[Any]:
        return [value for name, value in zip(self[::2], self[1::2], strict=False) if name == key]


@dataclass
class Region:
    """What stands from one place an object may begin to its end. ends: the word there; inside: whether a bracket was
    still open then."""

    number: int | None = None
    generation: int = 0
    values: list[Any] = field(default_factory=list)
    begin: int = 0
    end: int = 0
    ends: bytes = b""
    inside: bool = False

    @property
    def dictionary(self) -> Dict:
        """The dictionary it begins with, as an object with a stream does, and a trailer."""
        return next((value for value in self.values if isinstance(value, Dict)), Dict())

    @property
    def holds_objects(self) -> bool:
        """Whether a reader may take its stream for one of objects: not all of them ask for its type."""
        return self.ends == b"stream" and bool(
            self.dictionary.all(b"First") or b"ObjStm" in self.dictionary.all(b"Type")
        )

    def dicts(self) -> Iterator[Dict]:
        """Every dictionary in it, however deep."""
        waiting: list[Any] = list(self.values)
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(value)
            if isinstance(value, Dict):
                yield value


def regions(content: bytes) -> Iterator[Region]:
    """Each place an object or a trailer may begin, in strings and streams too."""
    for found in BEGIN.finditer(content):
        region = read(content, found.end())
        if found[1]:
            region.number, region.generation = int(found[1]), int(found[2])
        yield region


def read(content: bytes, at: int, one: bool = False) -> Region:
    """The values from here to the word that ends them. one: the first alone."""
    region = Region(begin=at)
    open_lists: list[list[Any]] = [region.values]
    while token := TOKEN.match(content, at):
        text, at = token[1], token.end()
        if text in ENDS and (text in (b"obj", b"stream") or len(open_lists) == 1):
            region.ends = text
            break
        if text == b"(":
            begin, at = at, closing(content, at)
            open_lists[-1].append(Text(content[begin : at - 1]))
        elif text in (b"<<", b"["):
            made: list[Any] = Dict() if text == b"<<" else []
            open_lists[-1].append(made)
            open_lists.append(made)
        elif text in (b">>", b"]"):
            if len(open_lists) > 1:
                open_lists.pop()
        else:
            append(open_lists[-1], text)
        if one and len(open_lists) == 1 and region.values:
            break
    region.end, region.inside = at, len(open_lists) > 1
    return region


def append(values: list[Any], text: bytes) -> None:
    """A name, a string of hexadecimals, a reference by its last word, or anything else."""
    if text.startswith(b"/"):
        values.append(Name(CODE.sub(lambda code: bytes([int(code[1], 16)]), text[1:])))
    elif text.startswith(b"<"):
        values.append(Text(text[1:-1]))
    elif text == b"R" and len(values) > 1 and type(values[-2]) is bytes and values[-2].isdigit():
        values[-2:] = [Ref(values[-2][:10])]
    else:
        values.append(text)


def closing(content: bytes, at: int) -> int:
    """Where a string ends whose bracket has been read."""
    depth = 1
    while found := PAREN.search(content, at):
        at = found.end() + (found[0] == b"\\")
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return at
    return len(content) + 1


def small(value: Any) -> bool:
    """Whether it has few values in it."""
    waiting, count = [value], 0
    while waiting and count <= SMALL:
        value = waiting.pop()
        count += 1
        if isinstance(value, list):
            waiting.extend(value[: SMALL + 1])
    return count <= SMALL
