"""A memo of bounded size: what was worked out last, as far as there is room."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
CELL, CHARACTER = 200, 6  # bytes an answer takes and each of its characters, with what follows from it (measured)


def size_of(sent: Mapping[str, Sequence[str]]) -> int:
    """About how many bytes a step's answers take, worked out whole."""
    texts = [text for values in sent.values() for text in values]
    return CELL * len(texts) + CHARACTER * sum(map(len, texts))


class Memo(Generic[Kept]):
    """One value a subject, good for one stamp: another stamp's value takes its place, and what nobody asked for the
    longest gives way. What would fill a quarter of the room by itself is not kept. room: in the unit `put` is told
    sizes in."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self._kept: OrderedDict[Hashable, tuple[Hashable, Kept, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, subject: Hashable, stamp: Hashable) -> Kept | None:
        with self._lock:
            found = self._kept.get(subject)
            if found is None or found[0] != stamp:
                return None
            self._kept.move_to_end(subject)
            return found[1]

    def size(self, subject: Hashable) -> int:
        """What is kept of a subject takes, for whatever stamp; 0 where nothing is kept."""
        with self._lock:
            found = self._kept.get(subject)
            return found[2] if found else 0

    def put(self, subject: Hashable, stamp: Hashable, value: Kept, size: int) -> None:
        with self._lock:
            self._drop(subject)
            if size * 4 > self.room:
                return
            self._kept[subject] = stamp, value, size
            self.used += size
            while self.used > self.room:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._kept.clear()
            self.used = 0

    def _drop(self, subject: Hashable) -> None:
        if found := self._kept.pop(subject, None):
            self.used -= found[2]

    def __len__(self) -> int:
        return len(self._kept)
