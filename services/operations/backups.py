"""Backups: the database, consistent while the site goes on, and the uploaded files, in one archive with a checksum
each."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import config
from models import schema
from models.base import db, now
from services.files import file_store, stored_file
from services.operations import postgres

MANIFEST, FILES = "manifest.json", "files/"
SQLITE, POSTGRES = "site.db", "site.dump"  # the database as an archive holds it
NAMES = {SQLITE: "SQLite database", POSTGRES: "PostgreSQL database"}
MEMBER = re.compile(r"manifest\.json|site\.db|site\.dump|files/(?!\.{1,2}$)[^/]+")  # what an archive may hold
PIECE = 1024 * 1024
LEFT_FOR = 3600  # seconds after which what lies about unlocked is nobody's any more


class Unusable(Exception):
    """No backup can be made or restored here; the message says why, and what to do."""


@dataclass
class Manifest:
    """The last member of an archive. sha256: of every other member; schema: the migrations it was made by."""

    made: str
    schema: list[str]
    sha256: dict[str, str]

    def __post_init__(self) -> None:
        if not isinstance(self.sha256, dict) or not isinstance(self.schema, list):
            raise TypeError("its list of checksums is none")

    @property
    def holds(self) -> str:
        """Which of the two databases."""
        return next((name for name in NAMES if name in self.sha256), "")

    @property
    def database(self) -> str:
        return NAMES[self.holds]

    @property
    def files(self) -> int:
        return len(self.sha256) - 1


def backup(to: Path) -> Manifest:
    """Write an archive of the database and files/. Files are taken after the rows that name them, so none is missing;
    those in a bucket stay there.

    The keys are not in it: without FIELD_KEYS a backup tells nobody's phone or address. It gets its name only when it
    is whole. Raises Unusable.
    """
    sweep(to.parent)
    with workshop(to.parent / f".{to.name}.part") as folder:
        copy, packed = folder / holds_here(), folder / "packed"
        for path in (copy, packed):
            path.touch(mode=0o600)
        stored_file.current_key()  # in the copy, whatever is encrypted while files are packed
        copy_database(copy)
        manifest = Manifest(now().isoformat(timespec="seconds"), [name for name, done in schema.status() if done], {})
        with tarfile.open(packed, mode="w:gz") as archive:
            add(archive, copy, copy.name, manifest)
            files = config.current().data / "files"
            for path in sorted(files.iterdir()) if files.exists() and not file_store.in_bucket() else ():
                with suppress(FileNotFoundError):  # taken back or swept since it was listed
                    add(archive, path, f"{FILES}{path.name}", manifest)
            (folder / MANIFEST).touch(mode=0o600)
            (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
            archive.add(folder / MANIFEST, MANIFEST)
        packed.replace(to)
    return manifest


def holds_here() -> str:
    return SQLITE if config.current().database.startswith("sqlite") else POSTGRES


def copy_database(to: Path) -> None:
    """A consistent copy of the database. Raises Unusable."""
    if to.name == SQLITE:
        with closing(sqlite3.connect(to)) as target:
            db.connection().backup(target)
        return
    try:
        postgres.dump(config.current().database, to)
    except postgres.Failed as error:
        raise Unusable(str(error)) from error


def add(archive: tarfile.TarFile, path: Path, name: str, manifest: Manifest) -> None:
    """A file, and the checksum of what of it is in the archive."""
    with path.open("rb") as file:
        member = archive.gettarinfo(arcname=name, fileobj=file)
        reading = Hashing(file)
        archive.addfile(member, reading)  # type: ignore[arg-type]
    manifest.sha256[name] = reading.digest.hexdigest()


class Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder of our own to make something in, away afterwards; what one killed before left in it goes first. Raises
    Unusable while somebody else is at it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unusable(f"another process is at it just now, in {folder}") from error
        try:
            for left in os.listdir(folder):  # noqa: PTH208 - names are enough
                path = folder / left
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            yield folder
        finally:
            shutil.rmtree(folder)
    finally:
        os.close(held)


def sweep(folder: Path) -> None:
    """Take away what backups killed some time ago left in a folder, whatever their archives (.tar.gz) were to be
    called. One just begun may not hold its lock yet."""
    for part in folder.glob(".*.tar.gz.part"):
        with suppress(OSError):  # locked, for one is being made in it; gone meanwhile; somebody else's
            held = os.open(part, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                found = os.fstat(held)
                if found.st_mtime < time.time() - LEFT_FOR and found.st_ino == part.stat().st_ino:
                    shutil.rmtree(part)
            finally:
                os.close(held)


def check(archive: Path) -> Manifest:
    """Whether an archive is whole, each member by its checksum. Raises Unusable."""
    return read(archive, None)


def read(archive: Path, into: Path | None) -> Manifest:
    """Read an archive to its end, and write what is in it into a folder. Raises Unusable: it is none, is cut, was
    changed, or holds what no backup does."""
    found: dict[str, str] = {}
    manifest = None
    try:
        with tarfile.open(archive, "r|*") as packed:
            for member in packed:
                content = packed.extractfile(member) if member.isfile() and MEMBER.fullmatch(member.name) else None
                if content is None:
                    raise Unusable(f"{archive} holds {member.name!r}, which is in no backup of this site")
                if member.name == MANIFEST:
                    manifest = Manifest(**json.loads(content.read()))
                else:
                    found[member.name] = take(content, into / member.name if into else None)
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
        if isinstance(error, OSError) and error.errno:  # not of the archive, but of the disk
            raise
        raise Unusable(f"{archive} is no backup, or not a whole one ({error}); nothing was changed") from error
    if manifest is None or not manifest.holds:
        raise Unusable(f"{archive} ends before its list of checksums, so it is cut or no backup; nothing was changed")
    if wrong := sorted(name for name in {*found, *manifest.sha256} if found.get(name) != manifest.sha256.get(name)):
        raise Unusable(f"{archive} was changed or damaged: {wrong[0]} has not the checksum it was saved with")
    return manifest


def take(content: IO[bytes], to: Path | None) -> str:
    """The checksum of a member, which is written for the site alone."""
    digest = hashlib.sha256()
    if to:
        to.touch(mode=0o600)
    with to.open("wb") if to else open(os.devnull, "wb") as file:
        while piece := content.read(PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        if to:
            os.fsync(file.fileno())
    return digest.hexdigest()


def restore(archive: Path) -> Manifest:
    """Put an archive into a data folder that holds no site yet, and into an empty PostgreSQL where that is the site's.

    It is unpacked beside and checked to the last byte first; then files and database get their names. Raises Unusable:
    nothing is left behind.
    """
    data = config.current().data
    refuse_a_site(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with workshop(data / ".restoring") as folder:
        (folder / "files").mkdir(mode=0o700)
        manifest = read(archive, folder)
        if manifest.holds != holds_here():
            raise Unusable(f"{archive} holds a {manifest.database}, and DATABASE_URL names another kind")
        if unknown := set(manifest.schema) - {name for name, _ in schema.known()}:
            raise Unusable(f"{archive} was made by newer code, with the migration {max(unknown)}; nothing was changed")
        with suppress(FileNotFoundError):
            (data / "files").rmdir()  # empty: refuse_a_site saw to it
        (folder / "files").rename(data / "files")
        try:
            place(folder / manifest.holds)
        except BaseException:
            shutil.rmtree(data / "files")
            raise
    return manifest


def refuse_a_site(data: Path) -> None:
    url = config.current().database
    if (holds_here() == POSTGRES or Path(url.removeprefix("sqlite:///")).exists()) and db.get_tables():
        raise Unusable(f"{place_name()} holds a site already; restore into an empty one")
    if (data / "files").exists() and any((data / "files").iterdir()):
        raise Unusable(f"{data / 'files'} holds files already; move them away first")


def place_name() -> str:
    """What a site is looked for in; without a password."""
    url = config.current().database
    return url.removeprefix("sqlite:///") if url.startswith("sqlite") else "the PostgreSQL of DATABASE_URL"


def place(copy: Path) -> None:
    """Make the copy the site's database, in one step. Raises Unusable."""
    db.close()
    url = config.current().database
    if copy.name == POSTGRES:
        try:
            postgres.load(url, copy)
        except postgres.Failed as error:
            raise Unusable(str(error)) from error
        return
    path = Path(url.removeprefix("sqlite:///"))
    for left in path.parent.glob(f"{path.name}-*"):  # of an empty database: its log must not be played into ours
        left.unlink()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent != config.current().data:  # perhaps on another disk: only a rename is one step
        copy = Path(shutil.copyfile(copy, path.with_name(f".{path.name}.restoring")))
        copy.chmod(0o600)
    copy.replace(path)
