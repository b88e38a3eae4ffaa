"""A stored file as everything that reads one is given it, and the keys that files are encrypted with."""

import logging
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.base import writing
from models.file_key import FileKey
from services.files import sealed_file

log = logging.getLogger(__name__)
_keys: dict[bytes, bytes] = {}  # by name, once opened: a key's name is never another's


@dataclass(frozen=True)
class StoredFile:
    """A file as it lies in the folder, encrypted or, from before there was that, in the clear. Raises FileNotFoundError
    and sealed_file.Damaged where it is read."""

    path: Path

    @property
    def size(self) -> int:
        with self.open() as file:
            return sealed_file.size_of(file)

    def open(self) -> IO[bytes]:
        return sealed_file.opened(self.path, self.key_for)

    def read_bytes(self) -> bytes:
        return sealed_file.content(self.path, self.key_for)

    def is_whole(self) -> bool:
        """Whether it is here and all of it opens. Asked before any of it is given away with others: an answer that was
        begun cannot take anything back. One that does not open is named in the log."""
        try:
            with self.open() as file:
                sealed_file.read_through(file, 0, sealed_file.size_of(file))
        except FileNotFoundError:
            return False
        except sealed_file.Damaged as error:
            log.error("a stored file is damaged: %s", error)
            return False
        return True

    def for_child(self) -> dict[str, str]:
        """What a child is told, that it may read this one file (sealed_file.told). One that was replaced before the
        child opens it does not open."""
        with self.path.open("rb") as file:
            head = sealed_file.head_of(file)
        return {"path": str(self.path.absolute()), "key": self.key_for(head).hex() if head else ""}

    def key_for(self, head: bytes) -> bytes:
        key = key_named(sealed_file.key_name(head))
        if key is None:
            raise sealed_file.Damaged(f"{self.path.name} is encrypted with a key that this database has not")
        return sealed_file.key_of(head, key, self.path.name)


def key_named(name: bytes) -> bytes | None:
    """The key a file was encrypted with; None for one the database has not."""
    if name not in _keys:
        row = FileKey.get_or_none(FileKey.name == name.hex())
        if row is None:
            return None
        _keys[name] = bytes.fromhex(row.key)
    return _keys[name]


def current_key() -> tuple[bytes, bytes]:
    """The newest key, and its name; the first one is made with the first file."""
    row = newest_key()
    if row is None:
        with writing():  # asked again: two at once make one
            made = {"name": secrets.token_hex(sealed_file.NAME), "key": secrets.token_hex(32)}
            row = newest_key() or FileKey.create(**made)
    return bytes.fromhex(row.name), bytes.fromhex(row.key)


def newest_key() -> FileKey | None:
    return FileKey.select().order_by(FileKey.id.desc()).first()
