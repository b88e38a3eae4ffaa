"""A stored file as everything that reads one is given it, and the keys that files are encrypted with."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.base import writing
from models.file_key import FileKey
from services.files import sealed_file

_keys: dict[bytes, bytes] = {}  # by name, once opened: a key's name is never another's


@dataclass(frozen=True)
class StoredFile:
    """A file as it lies in the folder, encrypted or, from before there was that, in the clear. Raises FileNotFoundError
    and sealed_file.Damaged where it is read."""

    path: Path

    @property
    def key(self) -> bytes:
        head = sealed_file.head_of(self.path)
        return sealed_file.key_of(head, key_named(sealed_file.key_name(head)), self.path.name) if head else b""

    @property
    def size(self) -> int:
        with self.open() as file:
            return sealed_file.size_of(file)

    def open(self) -> IO[bytes]:
        return sealed_file.opened(self.path, self.key)

    def read_bytes(self) -> bytes:
        return sealed_file.content(self.path, self.key)

    def for_child(self) -> dict[str, str]:
        """What a child is told, that it may read this one file (sealed_file.told)."""
        return {"path": str(self.path.absolute()), "key": self.key.hex()}


def key_named(name: bytes) -> bytes:
    """The key a file was encrypted with. Raises sealed_file.Damaged for one the database has not."""
    if name not in _keys:
        row = FileKey.get_or_none(FileKey.name == name.hex())
        if row is None:
            raise sealed_file.Damaged("encrypted with a key that this database has not")
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
