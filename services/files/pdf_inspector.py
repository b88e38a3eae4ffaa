"""The child that looks into a PDF: reads {"path": its file}, says {"active": one of pdf_files.ACTIVE}, {"why": one of
pdf_files.WHY} or {"limited": whether it forbids printing or the like}.

Run by services/files/pdf_files.py as `python -m services.files.pdf_inspector`; what it opens was uploaded by strangers.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

from services.files.child_process import limit, report
from services.files.pdf_files import ACTIVE, TELLING
from services.files.pdf_streams import PACKED, Trouble, unpacked
from services.files.pdf_syntax import Dict, Name, Ref, Region, Text, read, regions, small

SECONDS, MEMORY = 20, 768 * 1024 * 1024
ROOM = 64 * 1024 * 1024  # all streams of objects, unpacked
AGAIN = 4  # times the file is read, where its parts overlap
LOOKS = 100_000  # values looked at to see whether anything stands behind a name
DEEP = 8  # references followed to see whether anything stands behind them
NAMES = {name.encode(): name for name in ACTIVE}
BESIDE = {b"JS": {b"S"}, b"EF": {b"F", b"UF", b"Type"}}  # short names that count beside one of these keys only


class Active(Exception):
    """It acts by itself or carries another file; the message is the name that says so."""


def main() -> None:
    limit(SECONDS, MEMORY)
    try:
        report(limited=Inspection(Path(json.load(sys.stdin)["path"]).read_bytes()).run())
    except Active as active:
        report(active=str(active))
    except Trouble as trouble:
        report(why=str(trouble))
    except MemoryError:
        report(why="large")


class Inspection:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.known: dict[int, list[Any]] = {}  # what stands under each number, in every version of the file
        self.unsure: list[tuple[str, Any]] = []  # names that count if their value has something in it
        self.packed: list[Region] = []
        self.locks: list[Any] = []
        self.lock: Any = None
        self.room = ROOM
        self.left = AGAIN * len(content) + PACKED
        self.looks = LOOKS

    def run(self) -> bool:
        """Whether its use is limited. Raises Active and Trouble."""
        for region in regions(self.content):
            self.spend(region.end - region.begin)
            self.note(region)
            if region.holds_objects:
                self.packed.append(region)
            self.locks += region.dictionary.all(b"Encrypt")
        if not all(map(self.empty, self.locks)):
            self.unlock()
        for region in self.packed:
            for objects in unpacked(self.content, region, self.only, self.lock):
                self.room -= len(objects)
                if self.room < 0:
                    raise Trouble("deep")
                self.note_all(objects, region.dictionary.all(b"First"))
        if acting := next((name for name, value in self.unsure if not self.empty(value)), ""):
            raise Active(acting)
        return self.lock is not None

    def spend(self, read: int) -> None:
        """Count what was read: a file that makes its parts overlap without end is read a few times over at most."""
        self.left -= read
        if self.left < 0:
            raise Trouble("large")

    def note(self, region: Region) -> None:
        """Remember what an object is, and what in it may act."""
        if region.number is not None and region.values:
            value = region.values[0] if len(region.values) == 1 else region.values
            self.known.setdefault(region.number, []).append(value if small(value) else b"large")
        if region.inside and region.ends == b"stream":  # readers differ in how they go on from here
            end = self.content.find(b"endobj", region.end)
            if TELLING.search(self.content, region.end, end if end > 0 else len(self.content)):
                raise Trouble("damaged")
        for found in region.dicts():
            self.judge(found)

    def judge(self, found: Dict) -> None:
        keys = {key for key in found[::2] if isinstance(key, Name)} if any(name in found for name in BESIDE) else set()
        for index, name in enumerate(found):
            if not isinstance(name, Name) or name not in NAMES:
                continue
            if name in BESIDE and (index % 2 or not BESIDE[name] & keys):
                continue
            if index % 2:
                raise Active(NAMES[name])
            self.unsure += [
                (NAMES[name], value if small(value) else b"large") for value in found[index + 1 : index + 2]
            ]

    def empty(self, value: Any, depth: int = 0) -> bool:
        """Whether nothing stands there, nor behind its references; what cannot be found may be something."""
        self.looks -= 1
        if depth > DEEP or self.looks < 0:
            return False
        if isinstance(value, Ref):
            return value in self.known and all(self.empty(one, depth + 1) for one in self.known[value])
        if isinstance(value, Dict):
            return all(self.empty(one, depth + 1) for one in value[1::2])
        if isinstance(value, list):
            return all(self.empty(one, depth + 1) for one in value)
        return value == b"" if isinstance(value, Text) else value == b"null"

    def unlock(self) -> None:
        """Open it as readers do, without a password. Raises Trouble."""
        from pypdf import PdfReader

        try:
            reader = PdfReader(io.BytesIO(self.content))
            opened = not reader.is_encrypted or reader.decrypt("")
        except Exception as error:  # a lock of another kind, or a broken one
            raise Trouble("password") from error
        if not opened:
            raise Trouble("password")
        self.lock = reader._encryption

    def only(self, value: Any) -> Any:
        """What a reference leads to; None where readers could differ."""
        if isinstance(value, Ref):
            found = self.known.get(value, [])
            return found[0] if len(found) == 1 else None
        return value

    def note_all(self, objects: bytes, firsts: list[Any]) -> None:
        """Each object of an unpacked stream by the place its head tells, and all of it in one go besides."""
        self.left += AGAIN * len(objects)
        self.note(read(objects, 0))
        for first in map(self.only, firsts):
            if not isinstance(first, bytes) or not first.isdigit():
                raise Trouble("damaged")
            head = [int(word) for word in objects[: int(first)].split() if word.isdigit() and len(word) < 10]
            for number, index in zip(head[::2], head[1::2], strict=False):
                region = read(objects, int(first) + index, one=True)
                self.spend(region.end - region.begin)
                self.note(Region(number, values=region.values))


if __name__ == "__main__":
    main()
