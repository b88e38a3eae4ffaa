"""What searches remember of the pool: never longer than it holds, and never more than is said."""

import subprocess
import sys
from datetime import timedelta

from models.application import Call
from models.base import db, now
from services.pool import published, search
from services.pool.search import Wanted
from tests.searching import entry, found


def test_what_another_process_writes_is_found_by_the_next_search(seeded):
    name = found("물류")
    assert name == found("창고와길") and name
    code = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); base.execute(sys.argv[2]); base.commit()"

    def elsewhere(statement: str) -> None:
        subprocess.run([sys.executable, "-c", code, db.obj.database, statement], check=True)

    total = search.find(Wanted(), Call.get()).total
    elsewhere("UPDATE supplier SET state = 'suspended' WHERE name LIKE '%창고와길%'")
    assert found("물류") == [] and search.find(Wanted(), Call.get()).total == total - 1
    elsewhere("UPDATE supplier SET state = 'approved', words = '새벽빛' WHERE name LIKE '%창고와길%'")
    assert (found("물류"), found("새벽빛")) == ([], name)
    elsewhere("UPDATE term SET name = '하늘시' WHERE slug = 'seoul'")
    assert "하늘시" in [choice.label for choice in search.find(Wanted(), Call.get()).choices["region"]]
    elsewhere("DELETE FROM listing")
    assert found() == []


def test_what_was_rolled_back_is_forgotten(seeded):
    before = found()
    for name in ("가나다", "라마바"):
        with db.atomic() as transaction:
            entry(name)
            assert found(name) == [name] and len(found()) == len(before) + 1
            transaction.rollback()
        assert (found(), found(name)) == (before, [])


def test_no_more_is_remembered_than_said(seeded):
    for day in range(published.KEPT + 3):
        published.of("", "name", now() + timedelta(days=day))
    for number in range(published.ASKED + 3):
        published.of(f"말{number}", "name", now())

    assert len(published._kept) == published.KEPT
    assert max(len(entries.held) for entries in published._kept.values()) <= published.ASKED
