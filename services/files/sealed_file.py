"""A file encrypted at rest: AES-256-GCM in pieces, so that any place of it is read without the rest, and one that is cut,
put together otherwise or changed in a single bit does not open. Children of narrow limits read it too: nothing of the
site is known here, and the key given opens this one file.

As kept: MARK, the name of the key it was made with, a salt of its own; then the pieces, each with its tag.
"""

import io
import os
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


def head_of(path: Path) -> bytes:
    """The first bytes of a file that is encrypted; b"" of one kept as it came. Raises FileNotFoundError."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return head if head.startswith(MARK) and len(head) == HEAD else b""


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

    def __init__(self, path: Path, key: bytes) -> None:
        self.box, self.at, self.held = AESGCM(key), 0, (-1, b"")
        self.file, self.called = path.open("rb", buffering=0), path.name
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


def opened(path: Path, key: bytes) -> IO[bytes]:
    """A file to be read. key: of `key_of`; b"" for one kept as it came."""
    return io.BufferedReader(Opened(path, key), PIECE) if key else path.open("rb")


def size_of(file: IO[bytes]) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def content(path: Path, key: bytes) -> bytes:
    """All of a file, into the room it needs: reading to the end without it would copy it three times."""
    with opened(path, key) as file:
        return file.read(size_of(file))


def told(task: dict[str, str]) -> bytes:
    """All of a file, in a child that was told of it by `StoredFile.for_child`, or by its path alone of a plain one."""
    return content(Path(task["path"]), bytes.fromhex(task.get("key", "")))
