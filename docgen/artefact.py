"""Compiled templates: what one holds, how it lies on disk, and how it is found again.

A file in the cache folder is plain data, never code: a line naming the engine, the SHA-256 of all that follows, the
lengths of its sections, and the sections. It is used only when engine, template and hash agree and nobody else could
have written it; anything else is compiled anew and written over.
"""

from __future__ import annotations

import json
import os
import stat
import struct
from hashlib import sha256
from threading import Lock

from docgen import program
from docgen.errors import Refused
from docgen.pack import Packed, kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

SECTIONS = struct.Struct("<6L")
RELATIONS = b".rels"  # only pictures change a part of this name: docxtpl reads no tags there
OTHERS = stat.S_IWGRP | stat.S_IWOTH


class Artefact:
    """A compiled template.

    facts: {"names": every path its tags read, "pictures": {name: [[width, height] of each box, EMU]},
    "parts": [[member's name, program, whether it is the body], …]}.
    texts: what the static pieces of its parts are cut from. members: what no tag touches, deflated.
    pages: the program of its preview, as JSON, and what that one's pieces are cut from.
    live: [(member's name, program ready to run), …] of its parts, and the members. bare: the same of a document no
    picture is put into; its relationships never change, and so are among the members.
    """

    def __init__(self, facts: dict[str, Any], texts: bytes, members: Packed, pages: tuple[bytes, bytes]) -> None:
        self.facts = facts
        self.members = members
        self.texts = texts
        self.pages = pages
        parts = [(name.encode(), program.loaded(block, texts)) for name, block in facts["parts"]]
        relations = [(name, self.without_pictures(block)) for name, block in parts if name.endswith(RELATIONS)]
        self.live = parts, members
        self.bare = [part for part in parts if not part[0].endswith(RELATIONS)], kept(relations, members)
        self._preview: list[Any] | None = None

    def without_pictures(self, relations: list[Any]) -> bytes:
        out = program.Output()
        program.run(relations, {"pictures": dict.fromkeys(self.facts["pictures"], False)}, out)
        return b"".join(out.static)

    @property
    def preview(self) -> list[Any]:
        """The preview's sections, [id, title, names, program as stored, program loaded] each, read when first asked
        for."""
        if self._preview is None:
            about, texts = self.pages
            self._preview = [[*section, program.loaded(section[-1], texts)] for section in json.loads(about)]
        return self._preview

    def packed(self) -> bytes:
        """What `unpacked` reads."""
        sections = (
            json.dumps(self.facts, ensure_ascii=False, separators=(",", ":")).encode(),
            self.texts,
            self.members.data,
            self.members.directory,
            *self.pages,
        )
        return SECTIONS.pack(*map(len, sections)) + b"".join(sections)


def unpacked(data: bytes) -> Artefact:
    place, sections = SECTIONS.size, []
    for length in SECTIONS.unpack_from(data):
        sections.append(data[place : place + length])
        place += length
    facts, texts, members, directory, *pages = sections
    about = json.loads(facts)
    return Artefact(about, texts, Packed(members, directory, about["members"]), (pages[0], pages[1]))


def engine() -> bytes:
    """This engine's version: a hash over its sources, so that none of it is changed and forgotten."""
    global _engine
    if not _engine:
        folder = os.path.dirname(__file__)  # noqa: PTH120 - pathlib is slow to import
        whole = sha256()
        for name in sorted(name for name in os.listdir(folder) if name.endswith(".py")):  # noqa: PTH208
            with open(f"{folder}/{name}", "rb") as source:
                whole.update(source.read())
        _engine = whole.hexdigest().encode()
    return _engine


_engine = b""
_ready: dict[str, tuple[tuple[int, int, int], bytes, Artefact]] = {}
_lock = Lock()


def of(template: Path | str, cache: Path | str | None = None) -> Artefact:
    """The compiled template: from memory while its file is untouched, else from the cache folder, else made now.

    Raises FileNotFoundError, or Refused for a template this engine does not run.
    """
    about = os.stat(template)  # noqa: PTH116 - Path.stat costs twice as much
    state = (about.st_mtime_ns, about.st_size, about.st_ino)
    known = _ready.get(os.fspath(template))
    if known and known[0] == state:
        return known[2]
    with _lock:
        with open(template, "rb") as file:
            content = file.read()
        digest = sha256(content).digest()
        same = known and known[1] == digest
        made = known[2] if known and same else found(content, digest, cache)
        _ready[os.fspath(template)] = (state, digest, made)
        return made


def found(content: bytes, digest: bytes, cache: Path | str | None) -> Artefact:
    """From the cache folder, or compiled and kept there."""
    if cache is None:
        return compiled(content)
    path = os.path.join(cache, f"{digest.hex()}.docgen")  # noqa: PTH118
    data = trusted(path)
    head = b"docgen " + engine() + b" " + digest.hex().encode() + b"\n"
    body = data[len(head) + 32 :]
    if data.startswith(head) and data[len(head) : len(head) + 32] == sha256(body).digest():
        return unpacked(body)
    made = compiled(content)
    body = made.packed()
    keep(path, head + sha256(body).digest() + body)
    return made


def compiled(content: bytes) -> Artefact:
    from docgen.compiler import compiled  # docxtpl, lxml and jinja2 come with it

    try:
        return compiled(content)
    except RecursionError:
        raise Refused("태그가 지나치게 깊이 겹쳐 있습니다. for와 if를 줄이세요.") from None


def trusted(path: str) -> bytes:
    """The file's bytes; none when it is not there, is no plain file, or somebody else could have written it."""
    try:
        with open(path, "rb", opener=no_link) as file:
            about = os.fstat(file.fileno())
            foreign = os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & OTHERS)
            return b"" if foreign or not stat.S_ISREG(about.st_mode) else file.read()
    except OSError:
        return b""


def no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def keep(path: str, data: bytes) -> None:
    """Write the file whole or not at all; a folder that cannot be written only costs the next process a compilation."""
    fresh = f"{path}.{os.getpid()}"
    try:
        if not os.path.isdir(folder := os.path.dirname(path)):  # noqa: PTH112, PTH120
            os.mkdir(folder, 0o700)  # noqa: PTH102
        with open(fresh, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(data)
        os.replace(fresh, path)  # noqa: PTH105
    except OSError:
        return
