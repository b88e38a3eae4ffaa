"""Backups: whole, for the site alone, restored all of it or nothing; on SQLite and on a real PostgreSQL."""

import io
import os
import shutil
import tarfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app import create_app
from config import HOUSE
from models import schema
from models.application import Application
from models.base import db
from models.evidence import Evidence
from models.submission import StoredDocument, Submission
from services.drafts import evidence
from services.files import file_store
from services.operations import backups, demo
from tests.applying import LEAD, application_of, change, hand_in
from tests.servers import database  # noqa: F401 - a fixture
from tests.test_commands import run  # noqa: F401 - a fixture


@pytest.fixture
def archive(seeded, run, tmp_path) -> Path:  # noqa: F811
    """A backup of the demo, with something submitted."""
    hand_in(application_of(LEAD))
    path = tmp_path / "site.tar.gz"
    assert "are in" in run("backup", path)
    return path


@pytest.fixture
def elsewhere(settings, archive, tmp_path):
    """Another machine: an empty site with the same keys."""
    db.close()
    yield create_app(replace(settings, data_dir=str(tmp_path / "elsewhere")))
    db.close()


def left(folder: Path) -> set[str]:
    """What is in a data folder, but for the database: that one is empty."""
    assert db.get_tables() == []
    return {path.name for path in folder.iterdir() if not path.name.startswith("site.")} if folder.exists() else set()


def test_a_backup_restored_elsewhere_is_the_same_site_for_itself_alone(archive, elsewhere, run, tmp_path):  # noqa: F811
    data = tmp_path / "elsewhere"
    assert archive.stat().st_mode & 0o777 == 0o600

    assert "are restored" in run("restore", archive, at=elsewhere)

    assert "all hold" in run("invariants", at=elsewhere)
    submission = Submission.get()
    assert submission.revision == Application.get(Application.receipt == submission.receipt).revision
    assert StoredDocument.select().exists()
    assert {path.stat().st_mode & 0o777 for path in data.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (data, data / "files")} == {0o700}
    assert "holds a site already" in run("restore", archive, at=elsewhere, fails=True)


def test_a_change_after_the_backup_is_not_in_it(archive, seeded, settings, run, tmp_path):  # noqa: F811
    change(application_of(LEAD))
    newest = application_of(LEAD).revision
    db.close()
    other = create_app(replace(settings, data_dir=str(tmp_path / "elsewhere")))
    run("restore", archive, at=other)

    assert application_of(LEAD).revision < newest
    db.close()


def test_a_backup_tells_nobodys_address_without_the_keys(archive, tmp_path):
    shutil.unpack_archive(archive, tmp_path / "open", filter="data")

    content = b"".join(path.read_bytes() for path in (tmp_path / "open").rglob("*") if path.is_file())
    assert LEAD.encode() not in content
    assert (HOUSE / "demo" / "evidence.pdf").read_bytes()[:400] not in content
    assert b"keys.json" not in content


def rewritten(archive: Path, changed) -> Path:
    """The same archive with its members changed: changed(name, content) gives what is kept, or None to leave it out."""
    made = archive.with_name("rewritten.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(made, "w:gz") as new:
        for member in old:
            content = changed(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return made


def bent(name: str, content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1]) if name.startswith("files/") else content


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "nothing was changed"),
        (lambda path: path.write_bytes(path.read_bytes()[:-2000]), "nothing was changed"),
        (lambda path: path.write_bytes(b""), "is no backup"),
        (lambda path: path.write_text("not an archive"), "is no backup"),
        (lambda path: rewritten(path, bent).replace(path), "has not the checksum"),
        (
            lambda path: rewritten(path, lambda name, of: None if name == "manifest.json" else of).replace(path),
            "is cut",
        ),
        (
            lambda path: rewritten(path, lambda name, of: None if name == "site.db" else of).replace(path),
            "site.db has not",
        ),
        (
            lambda path: rewritten(path, lambda name, of: b"[]" if name == "manifest.json" else of).replace(path),
            "no backup",
        ),
        (
            lambda path: rewritten(path, lambda name, of: of.replace(b"0001_initial", b"9999_initial")).replace(path),
            "checksum|newer code",
        ),
    ],
    ids=["half", "nearly-whole", "empty", "text", "bent", "no-manifest", "no-database", "list", "newer"],
)
def test_an_archive_that_is_none_or_not_whole_leaves_nothing_behind_and_a_whole_one_is_restored_after(
    archive,
    elsewhere,
    run,  # noqa: F811
    tmp_path,
    spoil,
    says,
):
    bad = tmp_path / "bad.tar.gz"
    shutil.copy(archive, bad)
    spoil(bad)

    said = run("restore", bad, at=elsewhere, fails=True)

    assert any(one in said for one in says.split("|")), said
    assert left(tmp_path / "elsewhere") == set()
    assert "are restored" in run("restore", archive, at=elsewhere)
    assert "all hold" in run("invariants", at=elsewhere)


def test_an_archive_may_not_write_beside_the_data_folder(archive, elsewhere, run, tmp_path):  # noqa: F811
    for name in ("../outside", "files/../../outside", "/outside", "files/..", "keys.json"):
        with tarfile.open(tmp_path / "bad.tar", "w") as bad:
            bad.addfile(tarfile.TarInfo(name))
        assert "is in no backup of this site" in run("restore", tmp_path / "bad.tar", at=elsewhere, fails=True)
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "bad.tar", "w") as bad:
        bad.addfile(link)
    assert "is in no backup of this site" in run("restore", tmp_path / "bad.tar", at=elsewhere, fails=True)
    assert left(tmp_path / "elsewhere") == set()


def test_files_that_are_there_already_are_not_mixed_with_restored_ones(archive, elsewhere, run, tmp_path):  # noqa: F811
    folder = tmp_path / "elsewhere" / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "somebodys").write_text("x")

    assert "holds files already" in run("restore", archive, at=elsewhere, fails=True)
    assert left(tmp_path / "elsewhere") == {"files"}


def test_a_restore_that_was_killed_is_begun_anew(archive, elsewhere, run, tmp_path):  # noqa: F811
    half = tmp_path / "elsewhere" / ".restoring" / "files"
    half.mkdir(parents=True)
    (half / "x").write_text("half")

    run("restore", archive, at=elsewhere)

    assert "all hold" in run("invariants", at=elsewhere)
    assert not half.parent.exists()


def test_a_restored_site_says_when_its_keys_are_others(archive, run, settings, tmp_path):  # noqa: F811
    db.close()
    other = replace(settings, data_dir=str(tmp_path / "else"), field_keys=Fernet.generate_key().decode())

    assert "FIELD_KEYS cannot read" in run("restore", archive, at=create_app(other))
    db.close()


def test_a_backup_that_fails_leaves_what_was_there_and_nothing_else(archive, tmp_path):
    target = tmp_path / "out" / "site.tar.gz"
    target.parent.mkdir()
    backups.backup(target)
    before = target.read_bytes()
    files = file_store.folder()
    shutil.rmtree(files)
    files.write_text("no folder")

    with pytest.raises(NotADirectoryError):
        backups.backup(target)

    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_what_a_killed_backup_left_goes_with_the_next_and_two_at_once_are_refused(archive, run, tmp_path):  # noqa: F811
    part = tmp_path / ".site.tar.gz.part"
    part.mkdir()
    (part / "site.db").write_text("left")
    run("backup", archive)
    assert not part.exists()

    with backups.workshop(part):
        assert "another process is at it" in run("backup", archive, fails=True)


def test_what_a_killed_backup_of_another_name_left_goes_unless_it_is_being_made(archive, run, tmp_path):  # noqa: F811
    killed, making, begun = (tmp_path / f".site-2024040{day}-030000.tar.gz.part" for day in (1, 2, 9))
    begun.mkdir()
    killed.mkdir()
    (killed / "site.db").write_text("left")
    long_ago = time.time() - 2 * backups.LEFT_FOR

    with backups.workshop(making):
        (making / "packed").write_text("half")
        for part in (killed, making):
            os.utime(part, (long_ago, long_ago))
        assert "are in" in run("backup", tmp_path / "site-20240403-030000.tar.gz")
        assert (making / "packed").exists()
    assert not killed.exists() and begun.exists()  # which may not be locked yet


def test_a_backup_gets_over_a_file_that_vanishes(archive, run, monkeypatch):  # noqa: F811
    listed = [*file_store.folder().iterdir(), file_store.folder() / "vanished"]
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter(listed))  # as it was a moment ago
    run("backup", archive)

    with tarfile.open(archive) as packed:
        modes = {member.name: member.mode for member in packed}
    assert len(modes) == len(listed) - 1 + 2
    assert not any(mode & 0o077 for mode in modes.values())


def test_a_draft_s_file_that_changed_is_found_by_the_invariants(seeded, run):  # noqa: F811
    row = next(row for row in Evidence.select() if evidence.file_exists(row))
    path = evidence.file_of(row).path
    path.write_bytes(bent("files/", path.read_bytes()))

    assert f"P12 evidence {row.id}: the file {row.storage} is not as it was uploaded" in run("invariants", fails=True)


def test_a_restore_names_what_was_damaged_before_the_backup_was_made(seeded, settings, run, tmp_path):  # noqa: F811
    row = next(row for row in Evidence.select() if evidence.file_exists(row))
    path = evidence.file_of(row).path
    path.write_bytes(bent("files/", path.read_bytes()))
    run("backup", tmp_path / "site.tar.gz")
    db.close()

    said = run("restore", tmp_path / "site.tar.gz", at=create_app(replace(settings, data_dir=str(tmp_path / "else"))))

    assert "are restored" in said
    assert f"the file {row.storage} is not as it was uploaded" in said
    db.close()


def test_an_archive_is_checked_without_being_restored(archive, run):  # noqa: F811
    assert "is whole: the SQLite database of" in run("invariants", "--backup", archive)
    assert "has not the checksum" in run("invariants", "--backup", rewritten(archive, bent), fails=True)


# PostgreSQL


def test_a_postgresql_and_its_files_come_back_out_of_one_archive(settings, database, run, tmp_path):  # noqa: F811
    grown = replace(settings, database_url=database)
    app, archive = create_app(grown), tmp_path / "site.tar.gz"
    schema.up()
    demo.seed()
    hand_in(application_of(LEAD))
    evidence_before = {row.storage for row in Evidence.select()}

    assert "the PostgreSQL database and" in run("backup", archive, at=app)
    assert "holds a site already" in run("restore", archive, at=app, fails=True)
    db.close()
    create_app(replace(settings, data_dir=str(tmp_path / "sqlite")))
    assert "names another kind" in run("restore", archive, at=app, fails=True)
    db.close()

    create_app(grown)
    emptied()
    other = create_app(replace(grown, data_dir=str(tmp_path / "elsewhere")))
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[:-5000])
    assert "nothing was changed" in run("restore", cut, at=other, fails=True)
    assert left(tmp_path / "elsewhere") == set()

    assert "are restored" in run("restore", archive, at=other)
    assert "all hold" in run("invariants", at=other)
    assert not schema.drift()
    assert {row.storage for row in Evidence.select()} == evidence_before
    change(application_of(LEAD))
    assert hand_in(application_of(LEAD)).edition == 2
    emptied()


def test_a_dump_that_cannot_be_loaded_leaves_neither_tables_nor_files(settings, database, run, tmp_path):  # noqa: F811
    app, archive = create_app(replace(settings, database_url=database)), tmp_path / "site.tar.gz"
    schema.up()
    run("backup", archive, at=app)
    emptied()
    other = create_app(replace(settings, database_url=database, data_dir=str(tmp_path / "elsewhere")))
    db.execute_sql("CREATE FUNCTION pool_list() RETURNS int LANGUAGE sql AS 'SELECT 1'")  # stands in the way

    assert "pg_restore failed" in run("restore", archive, at=other, fails=True)
    assert left(tmp_path / "elsewhere") == set()
    emptied()


def emptied() -> None:
    """The database in hand is an empty one again."""
    db.execute_sql("DROP SCHEMA public CASCADE")
    db.execute_sql("CREATE SCHEMA public")
    db.close()
