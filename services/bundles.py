"""Several files as one ZIP: Hangul names intact, equal bytes for equal files. What they hold is compressed already, so
they are only stored."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

EPOCH = (1980, 1, 1, 0, 0, 0)
PIECE = 64 * 1024
HEAD, AFTER, LISTED, END = 30, 16, 46, 22  # bytes of a ZIP's records beside the names (APPNOTE 4.3)


def entry(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr = 0o600 << 16
    info.file_size = size
    return info


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (name, content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in files:
            bundle.writestr(entry(name, len(content)), content)
    return out.getvalue()


@dataclass(frozen=True)
class File:
    """A file to be sent. One on the disk never changes, and is opened only when its turn comes."""

    name: str
    content: bytes | Path

    @property
    def size(self) -> int:
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)

    def open(self) -> IO[bytes]:
        return open(self.content, "rb") if isinstance(self.content, Path) else io.BytesIO(self.content)


class Pipe(io.RawIOBase):
    """What is written waits here until it is taken; nothing can be written over, so ZIP's sizes follow their file."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece) -> int:
        self.waiting.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken, self.waiting = b"".join(self.waiting), []
        return taken


def streamed(files: Sequence[File]) -> Iterator[bytes]:
    """A ZIP of any size in little memory."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as bundle:
        for file in files:
            with file.open() as source, bundle.open(entry(file.name, file.size), "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield pipe.take()
    yield pipe.take()


def length(files: Sequence[File]) -> int:
    """How many bytes `streamed` makes of them."""
    return sum(HEAD + AFTER + LISTED + 2 * len(file.name.encode()) + file.size for file in files) + END
