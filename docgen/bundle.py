"""Several files as one ZIP whose length is known before its first byte: Hangul names whole, equal bytes for equal
files.

Documents and evidence are compressed already, so they are only stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from docgen.pack import CENTRAL, END, LOCAL, STORED, deflater, head

LARGEST = 0xFFFFFFFF  # what a ZIP without extensions can say
UNIX = 3 << 8 | 20  # a member's mode is Unix's
PRIVATE = 0o600 << 16


class Readable(Protocol):
    """What is read when its turn comes, and knows its length before."""

    @property
    def size(self) -> int: ...

    def read_bytes(self) -> bytes: ...


class Bundle:
    """files: (name, content), the content's bytes or where it is to be read when its turn comes.

    `len(bundle)` is the ZIP's length; iterating yields its bytes, piece by piece. Raises ValueError for more than a
    ZIP can hold, and while iterating for a file whose length has changed meanwhile.
    """

    def __init__(self, files: Iterable[tuple[str, bytes | Path | Readable]]) -> None:
        self.files = [(name.encode(), content, size(content)) for name, content in files]
        names = sum(len(name) for name, _, _ in self.files)
        self.directory = len(self.files) * CENTRAL.size + names
        self.start = len(self.files) * LOCAL.size + names + sum(length for _, _, length in self.files)
        if len(self) > LARGEST or len(self.files) > 0xFFFF:
            raise ValueError(f"{len(self.files)} files of {self.start} bytes are too much for one ZIP")

    def __len__(self) -> int:
        return self.start + self.directory + END.size

    def __iter__(self) -> Iterator[bytes]:
        directory, offset = [], 0
        for name, content, length in self.files:
            data = content if isinstance(content, bytes) else content.read_bytes()
            if len(data) != length:
                raise ValueError(f"{name.decode()} is no longer {length} bytes long")
            about = head(name, deflater.crc(data), length, length, STORED)
            directory.append(CENTRAL.pack(b"PK\1\2", UNIX, *about, 0, 0, 0, PRIVATE, offset) + name)
            yield LOCAL.pack(b"PK\3\4", *about) + name
            yield data
            offset += LOCAL.size + len(name) + length
        count = len(self.files)
        yield b"".join((*directory, END.pack(b"PK\5\6", 0, 0, count, count, self.directory, self.start, 0)))


def size(content: bytes | Path | Readable) -> int:
    if isinstance(content, bytes):
        return len(content)
    return os.stat(content).st_size if isinstance(content, Path) else content.size  # noqa: PTH116
