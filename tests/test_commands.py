"""The command line: every command as an operator types it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

import config
from app import create_app
from docgen.bundle import Bundle
from models import schema
from models.application import Application, Call, Revision
from models.base import db, now, writing
from models.mail import Outbox
from models.submission import Event, StoredDocument, Submission
from programme import calls
from services.documents import generate
from services.drafts import evidence, revisions
from services.drafts.applications import load_view
from services.operations import backups, invariants
from services.submissions import submitted_set
from tests.applying import LEAD, STRANGER, application_of, change, hand_in


@pytest.fixture
def run(app):
    """Type a command; what it printed. Wants it to succeed, or to fail when `fails`."""

    def type_(*words: str, fails: bool = False, at=app) -> str:
        result = at.test_cli_runner().invoke(args=[str(word) for word in words])
        assert (result.exit_code != 0) == fails, (result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.output

    return type_


def test_every_command_says_what_it_is_for(app, run):
    lines = run("--help").splitlines()

    named = {line.split()[0]: line.split()[1:] for line in lines if re.match(r"  [a-z]", line)}
    ours = {
        "serve",
        "demo",
        "call",
        "documents",
        "application",
        "mail",
        "db",
        "backup",
        "restore",
        "staff",
        "permissions",
        "industries",
    }
    assert ours | {"invariants", "retention"} <= named.keys()
    assert all(named.values())


# serve and demo


@pytest.mark.parametrize("key", ["secret_key", "field_keys", "smtp_url"])
def test_serve_refuses_without_its_keys(app, run, settings, key):
    whole = replace(settings, smtp_url="smtp://localhost:25")
    config.use(replace(whole, **{key: ""}))

    assert key.upper() in run("serve", fails=True)


def test_serve_refuses_a_key_that_is_none(app, run, settings):
    config.use(replace(settings, smtp_url="smtp://localhost:25", field_keys="not-a-key"))

    assert "Error" in run("serve", fails=True)


@pytest.mark.parametrize("setting", ["business_status_url", "address_url"])
def test_serve_refuses_a_service_that_is_not_asked_by_https(app, run, settings, setting):
    config.use(replace(settings, smtp_url="smtp://localhost:25", **{setting: "http://service.example.com/api"}))

    assert "no https address" in run("serve", fails=True)


def test_serve_refuses_a_schema_that_is_behind(app, run, settings):
    schema.down()
    config.use(replace(settings, smtp_url="smtp://localhost:25"))

    assert "flask db up" in run("serve", fails=True)


def test_the_demo_refuses_to_be_anything_else(app, run):
    assert "DEMO=1" in run("demo", fails=True)


@contextmanager
def started(command: str, folder: Path, **environment: str) -> Iterator[tuple[list[str], str, subprocess.Popen]]:
    """`flask COMMAND` in a process of its own: what it printed until it served, its address, and itself."""
    environ = config.without_settings(os.environ)
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", command, "--port", "0"],
        cwd=config.HOUSE,
        env=environ | {"DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    lines = []
    try:
        for line in process.stdout:
            if line.startswith("http://"):
                yield lines, line.strip(), process
                break
            lines.append(line)
    finally:
        process.terminate()
        assert process.wait(timeout=40) == 0


def test_serve_serves_and_ends_when_told_to(app, settings):
    keys = {"SECRET_KEY": settings.secret_key, "FIELD_KEYS": settings.field_keys}
    db.close()

    with (
        started("serve", settings.data, SMTP_URL="smtp://localhost:25", **keys) as (_, address, _process),
        urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer,  # noqa: S310
    ):
        assert answer.read() == b"ok\n"


def test_the_demo_says_whom_to_be_makes_its_own_keys_and_takes_its_worker_with_it(tmp_path):
    folder = tmp_path / "demo"

    with started("demo", folder, DEMO="1") as (said, address, process):
        workers = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout
        assert LEAD in "".join(said)
        with urllib.request.urlopen(f"{address}/dev/mail", timeout=10) as answer:  # noqa: S310
            assert answer.status == 200
        patience = time.monotonic() + 30
        while not (folder / "queue.db").exists() and time.monotonic() < patience:
            time.sleep(0.1)

    for worker in workers.split():
        assert not Path(f"/proc/{worker}").exists()
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert {"site.db", "keys.json", "queue.db"} <= {path.name for path in kept}
    assert [path for path in (folder, *kept) if path.stat().st_mode & 0o077] == []


# call


def test_a_call_is_opened_moved_closed_and_extended_by_two(app, run):
    assert "flask call open" in run("call", "close", fails=True)
    run("call", "open", "2024-04-01 09:00", "2024-04-30 18:00")
    call = Call.get()
    assert call.closes_at == datetime(2024, 4, 30, 18, tzinfo=config.KST)
    assert call.closes_at.utcoffset() == timedelta(0)

    run("call", "open", "2024-04-02 09:00", "2024-04-29 18:00")
    assert Call.get().opens_at == datetime(2024, 4, 2, 9, tzinfo=config.KST)
    extend = ["call", "extend", "2024-05-02 18:00", "--reason", "장애", "--by"]
    assert "two" in run(*extend, "a@example.com", fails=True)
    assert "two" in run(*extend, "a@example.com", "--by", "a@example.com", fails=True)
    assert Call.get().closes_at == datetime(2024, 4, 29, 18, tzinfo=config.KST)

    run(*extend, "a@example.com", "--by", "b@example.com")
    assert Call.get().closes_at == datetime(2024, 5, 2, 18, tzinfo=config.KST)
    event = Event.get(Event.action == "extended call")
    assert event.detail == {
        "call": calls.newest().slug,
        "closes": "2024-05-02 18:00",
        "reason": "장애",
        "by": ["a@example.com", "b@example.com"],
    }
    earlier = ["call", "extend", "2024-05-01 18:00", "--reason", "x", "--by", "a@example.com", "--by", "b@example.com"]
    assert "later" in run(*earlier, fails=True)

    run("call", "close")
    assert not Call.get().open_at(now())


def test_opening_again_never_moves_the_closing_later(app, run):
    run("call", "open", "2024-04-01 09:00", "2024-04-30 18:00")

    assert "extend" in run("call", "open", "2024-04-01 09:00", "2024-04-30 18:01", fails=True)
    assert Call.get().closes_at == datetime(2024, 4, 30, 18, tzinfo=config.KST)


def test_a_utc_offset_in_the_text_is_respected(app, run):
    run("call", "open", "2024-04-01T00:00+00:00", "2024-04-30T09:00+00:00")

    assert Call.get().closes_at == datetime(2024, 4, 30, 18, tzinfo=config.KST)


@pytest.mark.parametrize("window", [("tomorrow", "2024-04-30 18:00"), ("2024-04-30 18:00", "2024-04-01 09:00")])
def test_a_window_that_is_none_is_refused(app, run, window):
    run("call", "open", *window, fails=True)

    assert not Call.select().exists()


# documents and application


def test_render_writes_every_document_under_its_name(seeded, run, tmp_path):
    application = application_of(LEAD)

    said = run("documents", "render", application.number, "--out", tmp_path / "out").splitlines()

    made = generate.generate(load_view(application))
    assert said == [file.name for file in made]
    for file in made:
        assert (tmp_path / "out" / file.name).read_bytes() == file.content
    assert all(zipfile.is_zipfile(path) for path in (tmp_path / "out").iterdir())


def test_render_writes_what_was_submitted_and_no_draft(seeded, run, tmp_path):
    application = application_of(LEAD)
    command = ("documents", "render", application.number, "--submitted", "--out", tmp_path / "out")
    assert "nothing stands" in run(*command, fails=True)
    submission = hand_in(application)
    change(application)

    said = run(*command).splitlines()

    assert said == [name for name, _ in submitted_set.files(submitted_set.pieces(submission))]
    kept = {hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() for name in said}
    assert {row.sha256 for row in submission.documents} <= kept


def test_an_application_is_found_by_number_receipt_and_token(seeded, run, tmp_path):
    application = application_of(LEAD)
    receipt = hand_in(application).receipt

    for name in (application.number, receipt, application.token):
        assert json.loads(run("application", "export", name))["number"] == application.number
    assert "no application" in run("application", "export", "2024-221-9999", fails=True)
    assert "no application" in run("documents", "render", "x", "--out", tmp_path, fails=True)


def test_documents_check_finds_every_tag_answered(app, run):
    assert "every tag is answered" in run("documents", "check")


def test_an_export_imported_and_rendered_with_the_same_stamp_gives_equal_zip_members(seeded, run, tmp_path):
    application = application_of(LEAD)
    (tmp_path / "export.json").write_text(run("application", "export", application.number), encoding="utf-8")
    number = run("application", "import", tmp_path / "export.json", "--to", STRANGER).strip()
    stamp = ["--number", application.number, "--saved-at", application.changed_at.isoformat()]

    run("documents", "render", application.number, "--out", tmp_path / "one")
    run("documents", "render", number, "--out", tmp_path / "two", *stamp, "--revision", application.revision)

    one, two = (
        b"".join(Bundle((path.name, path.read_bytes()) for path in sorted((tmp_path / name).iterdir())))
        for name in ("one", "two")
    )
    assert number != application.number
    assert one == two


def test_a_time_without_an_offset_is_korean(seeded, run, tmp_path):
    for folder, stamp in (("one", "2024-04-03 09:30"), ("two", "2024-04-03T00:30+00:00")):
        run("documents", "render", application_of(LEAD).number, "--out", tmp_path / folder, "--saved-at", stamp)

    one, two = ([path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("address", ["", "nobody", "two@example.com, more@example.com"])
def test_an_application_is_imported_to_an_address_only(seeded, run, tmp_path, address):
    (tmp_path / "export.json").write_text(run("application", "export", application_of(LEAD).number), encoding="utf-8")
    before = Application.select().count()

    assert "no address" in run("application", "import", tmp_path / "export.json", "--to", address, fails=True)
    assert Application.select().count() == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 99}', '{"schema": 1, "call": "2024-221"}'])
def test_a_file_that_is_no_export_is_refused(seeded, run, tmp_path, text):
    (tmp_path / "file.json").write_text(text)

    assert "not an export" in run("application", "import", tmp_path / "file.json", "--to", STRANGER, fails=True)


# mail


def test_mail_is_listed_until_it_is_swept(seeded, run):
    hand_in(application_of(LEAD))
    listed = run("mail", "list").splitlines()
    assert len(listed) == 2
    assert "pl***@ongyeol.example.com" in "".join(listed)
    assert LEAD not in "".join(listed)

    assert run("mail", "sweep").strip() == "2"
    assert run("mail", "list") == ""
    assert {mail.state for mail in Outbox.select()} == {"sent"}


# db


NAMES = sorted(path.stem for path in (config.HOUSE / "migrations").glob("0*.py"))


def test_the_schema_goes_down_and_up_and_says_where_it_is(app, run):
    assert run("db", "status").splitlines() == [f"applied {name}" for name in NAMES]
    assert NAMES[-1] in run("db", "down")
    assert f"pending {NAMES[-1]}" in run("db", "status")
    assert NAMES[-1] in run("db", "up")
    assert run("db", "up") == ""


# backup, restore, invariants


def test_a_backup_restored_elsewhere_is_the_same_site(seeded, run, settings, tmp_path):
    submission = hand_in(application_of(LEAD))
    kept = {paper.sha256 for paper in submission.documents}
    archive = tmp_path / "site.tar.gz"
    run("backup", archive)
    assert archive.stat().st_mode & 0o777 == 0o600
    change(application_of(LEAD))  # after the backup: not in it
    db.close()

    other = create_app(replace(settings, data_dir=str(tmp_path / "elsewhere")))
    run("restore", archive, at=other)

    assert "all hold" in run("invariants", at=other)
    assert {paper.sha256 for paper in StoredDocument.select()} == kept
    assert Submission.get().revision == Application.get(Application.receipt == submission.receipt).revision
    assert "holds a site" in run("restore", archive, at=other, fails=True)
    db.close()


def test_a_backup_tells_nobodys_address_without_the_keys(seeded, run, tmp_path):
    run("backup", tmp_path / "site.tar.gz")
    shutil.unpack_archive(tmp_path / "site.tar.gz", tmp_path / "open")

    content = b"".join(path.read_bytes() for path in (tmp_path / "open").rglob("*") if path.is_file())
    assert LEAD.encode() not in content
    assert b"keys.json" not in content


def test_a_backup_that_fails_leaves_what_was_there_and_nothing_else(seeded, run, tmp_path):
    (tmp_path / "out").mkdir()
    archive = tmp_path / "out" / "site.tar.gz"
    run("backup", archive)
    before = archive.read_bytes()
    files = evidence.folder()
    shutil.rmtree(files)
    files.write_text("no folder")

    with pytest.raises(NotADirectoryError):
        backups.backup(archive)

    assert archive.read_bytes() == before
    assert list(archive.parent.iterdir()) == [archive]


def test_a_backup_gets_over_a_file_that_vanishes_and_is_for_the_site_alone(seeded, run, tmp_path, monkeypatch):
    listed = [*evidence.folder().iterdir(), evidence.folder() / "vanished"]
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter(listed))  # as it was a moment ago
    run("backup", tmp_path / "site.tar.gz")

    with tarfile.open(tmp_path / "site.tar.gz") as archive:
        modes = {member.name: member.mode for member in archive if member.isfile()}
    assert modes["site.db"] == 0o600
    assert len(modes) > 1
    assert not any(mode & 0o077 for mode in modes.values())


def test_another_database_is_backed_up_by_its_own_tools(app, run, settings, tmp_path):
    config.use(replace(settings, database_url="postgresql://localhost/site"))

    assert "pg_dump" in run("backup", tmp_path / "x", fails=True)
    assert "pg_dump" in run("restore", __file__, fails=True)


def test_invariants_fail_loudly(seeded, run):
    assert "all hold" in run("invariants")
    with writing():
        Call.update(receipts=3).execute()

    assert "P1" in run("invariants", fails=True)
    assert invariants.broken()


# retention


def test_retention_counts_in_a_dry_run_and_drops_only_without(seeded, run):
    application = application_of(LEAD)
    change(application)
    with writing():
        Revision.update(superseded=True, saved_at=now() - revisions.RETENTION - timedelta(hours=1)).where(
            Revision.number == application.revision
        ).execute()
    before = Revision.select().count()
    gone = Revision.select().where(Revision.superseded).count()

    assert f"superseded autosaves: {gone} would go" in run("retention", "run", "--dry-run")
    assert Revision.select().count() == before
    assert f"superseded autosaves: {gone} gone" in run("retention", "run")
    assert Revision.select().count() == before - gone
    assert "superseded autosaves: 0 gone" in run("retention", "run")


def test_a_backup_wants_the_keys_it_was_made_with(seeded, run, settings, tmp_path):
    run("backup", tmp_path / "site.tar.gz")
    db.close()
    other = create_app(replace(settings, data_dir=str(tmp_path / "else"), field_keys=Fernet.generate_key().decode()))
    run("restore", tmp_path / "site.tar.gz", at=other)

    result = other.test_cli_runner().invoke(args=["application", "export", "2024-221-0001"])

    assert result.exit_code != 0
    db.close()
