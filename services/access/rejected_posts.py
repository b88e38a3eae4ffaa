"""Rescue: what a refused request held is kept for its person, shown again at the same page, and forgotten in a week."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from models.base import now, writing
from models.person import Person, Session
from models.prepared import Parameter, Prepared
from models.rescue import FILES, Rescue, is_typed
from models.secret import fingerprint, made_of
from programme.characters import empty

RETENTION = timedelta(days=7)
EACH = 20  # kept at most a person; the oldest give way
BYTES = 12 * 1024 * 1024  # … and this much in all: the newest, however long, is always kept
BUTTONS = {"all", "save", "back", "leave", "auto", "fix", "answer", "look", "picture", "notes", "skeleton", "none"}
BUTTONS |= {"add", "remove", "insert", "up", "down", "rows", "find", "pick", "only", "put_back"}
OURS = BUTTONS | {"csrf_token", "author", "rescue", "whole", "unasked", FILES}
MARK = re.compile(
    r"([0-9]{1,12})\.([\w-]{22})\.([0-9a-f]{32})", re.ASCII
)  # 128 bits of the hash: every page carries it


def mark(session: Session, page: str) -> str:
    """What a page carries of the session it was drawn in: good for this one page, and made by nobody but us, so that
    nobody can leave words with somebody else. page: the token of this drawing of it."""
    return f"{session.id}.{page}.{fingerprint(signed(session.id, page))[:32]}"


def author(mark: str) -> Person | None:
    """Whose page a mark is of, even if the session ended since; None for one we did not make."""
    parts = MARK.fullmatch(mark)
    if parts is None or not made_of(parts[3], signed(int(parts[1]), parts[2]), 32):
        return None
    session = Session.get_or_none(Session.id == int(parts[1]))
    return session.person if session else None


def signed(session: int, page: str) -> str:
    # Hashes of addresses never begin so, and fold the case, which a page's token needs: it goes in as its bytes.
    return f"author of a page: {session} {page.encode().hex()}"


def store(
    person: Person, path: str, sent: dict[str, list[str]], reason: str, files: Sequence[str] = ()
) -> Rescue | None:
    """Keep a refused post; None when it held nothing a person typed. files: names of those it held, which are not
    kept."""
    typed = {name: values for name, values in sent.items() if name not in OURS}
    if all(empty(value) for name in typed if is_typed(name) for value in typed[name]):
        return None
    person.rescued = True
    with writing():
        rows = list(Rescue.select().where(Rescue.person == person).order_by(Rescue.id.desc()))
        # A page refused again, and one it was put back into, says all it said before: its last word is enough.
        restored = sent.get("rescue", [""])[0]
        again = [
            row
            for row in rows
            if row.path == path
            and ((row.reason, row.sent.get("page")) == (reason, typed.get("page")) or str(row.id) == restored)
        ]
        left = [row for row in rows if row not in again]
        room = accumulate((size(row.sent) for row in left), initial=size(typed))
        used = dict(zip((row.id for row in left), list(room)[1:], strict=True))
        over = [row for rank, row in enumerate(left, 2) if rank > EACH or used[row.id] > BYTES]
        Rescue.delete().where(Rescue.id.in_([row.id for row in (*again, *over)])).execute()
        return Rescue.create(
            person=person, path=path, sent=typed | {FILES: list(files)} if files else typed, reason=reason
        )


def size(sent: dict[str, list[str]]) -> int:
    return sum(len(value.encode("utf-8", "surrogatepass")) for values in sent.values() for value in values)


def offered(person: Person, path: str | None = None) -> list[Rescue]:
    """What is kept for a person, newest first; for one page when a path is given. person: as `session_of` finds it."""
    if not person.rescued:
        return []
    query, where = (OF_PAGE, {"path": path}) if path else (OF_PERSON, {})
    return query.rows(person=person.id, since=now() - RETENTION, **where)


def kept_for(*where: Any) -> Any:
    since = Rescue.kept_at > Parameter("since", Rescue.kept_at)
    return Rescue.select().where(Rescue.person == Parameter("person"), since, *where).order_by(Rescue.id.desc())


OF_PERSON = Prepared(kept_for)
OF_PAGE = Prepared(lambda: kept_for(Rescue.path == Parameter("path")))


def find(person: Person, number: int) -> Rescue | None:
    """number: as a page names one; 0 for none."""
    return Rescue.get_or_none(Rescue.id == number, Rescue.person == person) if number else None


def discard(rescue: Rescue) -> None:
    with writing():
        rescue.delete_instance()


def sweep(at: datetime) -> int:
    with writing():
        return Rescue.delete().where(Rescue.kept_at < at - RETENTION).execute()
