"""A file encrypted at rest: AES-256-GCM in pieces, so that any place of it is read without the rest, and one that is
cut, put together otherwise or changed in a single bit does not open. Children of narrow limits read it too: nothing of
the site is known here, and the key given opens this one file.

As kept: MARK, the name of the key it was made with, a salt of its own; then the pieces, each with its tag.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"\x89sealed\n"  # no file that is taken in begins so
NAME, SALT, TAG = 8, 32, 16
HEAD = len(MARK) + NAME + SALT
PIECE = 64 * 1024


class Damaged(ValueError):
    """It is not as it was written, or of another key."""


def new_head(name: bytes) -> bytes:
    return MARK + name + os.urandom(SALT)


def is_sealed(path: Path) -> bool:
    """Whether a file is encrypted, or was before it was cut. Raises FileNotFoundError."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def head_of(file: IO[bytes]) -> bytes:
    """The first bytes of an encrypted file that was just opened; b"" of one kept as it came. Raises Damaged for one
    that ends within them, as an empty one does: nothing so short was ever stored."""
    head = file.read(HEAD)
    if len(head) < HEAD and MARK.startswith(head[: len(MARK)]):
        raise Damaged(f"{Path(file.name).name} ends within its head")
    return head if head.startswith(MARK) else b""


def key_name(head: bytes) -> bytes:
    return head[len(MARK) : len(MARK) + NAME]


def key_of(head: bytes, key: bytes, name: str) -> bytes:
    """The key of one file. key: the one its head names; name: of the file, which under another does not open."""
    return HKDF(SHA256(), 32, salt=head[-SALT:], info=b"file " + name.encode()).derive(key)


def seal(source: IO[bytes], to: IO[bytes], head: bytes, key: bytes) -> None:
    """Encrypt all of `source`. key: of `key_of`."""
    box, number, piece = AESGCM(key), 0, source.read(PIECE)
    to.write(head)
    while True:
        following = source.read(PIECE)
        to.write(box.encrypt(nonce(number, not following), piece, None))
        if not following:
            return
        number, piece = number + 1, following


def nonce(number: int, last: bool) -> bytes:
    """Of a piece: its number, and whether it is the last, so that none can be moved and the end not be cut off."""
    return number.to_bytes(11) + bytes([last])


class Opened(io.RawIOBase):
    """What is in an encrypted file. Raises Damaged where it is read."""

    def __init__(self, file: IO[bytes], called: str, key: bytes) -> None:
        self.file, self.called = file, called
        self.box, self.at, self.held = AESGCM(key), 0, (-1, b"")
        kept = os.fstat(self.file.fileno()).st_size - HEAD
        self.pieces = max(1, -(-kept // (PIECE + TAG)))
        self.size = kept - self.pieces * TAG
        if self.size <= (self.pieces - 1) * PIECE:  # its end would not be read, and that it was cut not be found out
            self.piece(self.pieces - 1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence]
        return self.at

    def readinto(self, room) -> int:
        if self.at >= self.size:
            return 0
        number, start = divmod(self.at, PIECE)
        part = self.piece(number)[start : start + len(room)]
        room[: len(part)] = part
        self.at += len(part)
        return len(part)

    def piece(self, number: int) -> bytes:
        if self.held[0] != number:
            self.file.seek(HEAD + number * (PIECE + TAG))
            try:
                kept = self.file.read(PIECE + TAG)
                content = self.box.decrypt(nonce(number, number == self.pieces - 1), kept, None)
            except (InvalidTag, ValueError) as error:
                raise Damaged(f"{self.called} is not as it was encrypted") from error
            self.held = number, content
        return self.held[1]

    def close(self) -> None:
        self.file.close()
        super().close()


KeyFor = Callable[[bytes], bytes]


def opened(path: Path, key_for: KeyFor) -> IO[bytes]:
    """A file to be read. key_for: gives the key of an encrypted one by its head, which is read from the very file that
    was opened: another may lie there a moment later. Raises FileNotFoundError and Damaged."""
    file = path.open("rb", buffering=0)
    try:
        if head := head_of(file):
            return io.BufferedReader(Opened(file, path.name, key_for(head)), PIECE)
        file.seek(0)
        return io.BufferedReader(file, PIECE)
    except BaseException:
        file.close()
        raise


def read_through(file: IO[bytes], start: int, stop: int) -> None:
    """Raises Damaged unless this part of an open file can be read. It is at its beginning after that."""
    file.seek(start)
    while (left := stop - file.tell()) > 0 and file.read(min(left, PIECE)):
        pass
    file.seek(0)


def size_of(file: IO[bytes]) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def content(path: Path, key_for: KeyFor) -> bytes:
    """All of a file, into the room it needs: reading to the end without it would copy it three times."""
    with opened(path, key_for) as file:
        return file.read(size_of(file))


def told(task: dict[str, str]) -> bytes:
    """All of a file, in a child that was told of it by `StoredFile.for_child`, or by its path alone of a plain one."""
    return content(Path(task["path"]), lambda _head: bytes.fromhex(task.get("key", "")))
