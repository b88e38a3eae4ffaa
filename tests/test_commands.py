"""The command line: every command as an operator types it."""

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
from cryptography.fernet import Fernet

import config
import models
from app import create_app
from docgen.bundle import Bundle
from models import schema
from models.account_event import AccountEvent
from models.application import Application, Call, Revision
from models.base import db, now, writing
from models.file_key import FileKey
from models.mail import Outbox
from models.person import Person
from models.staff import Staff
from models.submission import Event
from programme import calls
from services.documents import generate
from services.drafts import revisions
from services.drafts.applications import load_view
from services.operations import invariants
from services.submissions import submitted_set
from tests.applying import LEAD, STRANGER, application_of, change, hand_in

OFFICER = "officer@example.com"


@pytest.fixture
def run(app):
    """Type a command; what it printed. Wants it to succeed, or to fail when `fails`."""

    def type_(*words: str, fails: bool = False, at=app, typed: str | None = None) -> str:
        result = at.test_cli_runner().invoke(args=[str(word) for word in words], input=typed)
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
        "keys",
    }
    assert ours | {"invariants", "retention"} <= named.keys()
    assert all(named.values())


# serve and demo


@pytest.mark.parametrize("key", ["secret_key", "field_keys", "smtp_url"])
def test_serve_refuses_without_its_keys(app, run, settings, key):
    whole = replace(settings, smtp_url="smtp://localhost:25")
    config.use(replace(whole, **{key: ""}))

    assert key.upper() in run("serve", fails=True)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("field_keys", "hello", "FIELD_KEYS: a key is 32 bytes"),
        ("secret_key", "x", "SECRET_KEY has 1 characters"),
        ("secret_key", "x" * 64, "SECRET_KEY repeats itself"),
    ],
)
def test_serve_refuses_keys_that_are_none_or_weak(app, run, settings, name, text, says):
    config.use(replace(settings, smtp_url="smtp://localhost:25", **{name: text}))

    assert says in run("serve", fails=True)


def test_serve_refuses_keys_that_cannot_read_the_database(seeded, run, settings):
    other = Fernet.generate_key().decode()
    config.use(replace(settings, smtp_url="smtp://localhost:25", field_keys=other))

    assert "FIELD_KEYS cannot read what this database holds" in run("serve", fails=True)
    assert "can be opened by no key" in run("keys", "rotate", fails=True)


def test_serve_refuses_a_port_that_is_taken(app, run, settings):
    config.use(replace(settings, smtp_url="smtp://localhost:25"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert f"port {port}: " in run("serve", "--port", port, fails=True)
    assert "Error: Invalid value for '--port'" in run("serve", "--port", 70000, fails=True)


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
    assert "no call yet" in run("call", "show")
    assert "is open from 2024-04-01 09:00" in run("call", "open", "2024-04-01 09:00", "2099-04-30 18:00")
    call = Call.get()
    assert call.closes_at == datetime(2099, 4, 30, 18, tzinfo=config.KST)
    assert call.closes_at.utcoffset() == timedelta(0)

    run("call", "open", "2024-04-02 09:00", "2099-04-29 18:00")
    assert Call.get().opens_at == datetime(2024, 4, 2, 9, tzinfo=config.KST)
    assert "open, from 2024-04-02 09:00 until 2099-04-29 18:00" in run("call", "show")
    extend = ["call", "extend", "2099-05-02 18:00", "--reason", "장애", "--by", OFFICER]
    for others, says in (
        ([], "two different people"),
        (["--by", OFFICER.upper()], "two different people"),
        (["--by", "x"], "'x' is no e-mail address"),
        (["--by", "b@example.com"], "b@example.com does not work for the lead agency"),
        (["--by", "women@example.com"], "women@example.com does not work for the lead agency"),
        (["--by", "left@example.com"], "left@example.com does not work for the lead agency"),
    ):
        if not Staff.select().exists():
            for email in (OFFICER, "left@example.com"):
                run("staff", "add", email)
            run("staff", "add", "women@example.com", "--agency", "women")
            run("staff", "end", "left@example.com")
        assert says in run(*extend, *others, fails=True)
        assert Call.get().closes_at == datetime(2099, 4, 29, 18, tzinfo=config.KST)

    run("staff", "add", "b@example.com")
    assert "is open until 2099-05-02 18:00" in run(*extend, "--by", "b@example.com")
    assert Call.get().closes_at == datetime(2099, 5, 2, 18, tzinfo=config.KST)
    detail = Event.get(Event.action == "extended call").detail
    assert [Person.get_by_id(one).email for one in detail.pop("by")] == [OFFICER, "b@example.com"]
    assert detail == {"call": calls.newest().slug, "closes": "2099-05-02T18:00:00+09:00", "reason": "장애"}
    earlier = [*extend[:2], "2099-05-01 18:00", *extend[3:], "--by", "b@example.com"]
    assert "later" in run(*earlier, fails=True)


def test_closing_a_call_asks_back(app, run):
    run("call", "open", "2024-04-01 09:00", "2099-04-30 18:00")

    assert "stays as it is" in run("call", "close", fails=True, typed="n\n")
    assert Call.get().open_at(now())
    assert "Close it now?" in run("call", "close", typed="y\n")
    assert not Call.get().open_at(now())
    assert "closed at" in run("call", "close", "--yes", fails=True), "already"


def test_opening_again_never_moves_the_closing_later(app, run):
    run("call", "open", "2024-04-01 09:00", "2099-04-30 18:00")

    assert "extend" in run("call", "open", "2024-04-01 09:00", "2099-04-30 18:01", fails=True)
    assert Call.get().closes_at == datetime(2099, 4, 30, 18, tzinfo=config.KST)


def test_a_window_that_has_passed_opens_no_call(app, run):
    """Two people would have to agree to move its closing to the right day."""
    assert "passed already" in run("call", "open", "2024-04-01 09:00", "2024-04-30 18:00", fails=True)
    assert not Call.select().exists()


def test_a_utc_offset_in_the_text_is_respected(app, run):
    run("call", "open", "2024-04-01T00:00+00:00", "2099-04-30T09:00+00:00")

    assert Call.get().closes_at == datetime(2099, 4, 30, 18, tzinfo=config.KST)


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

    assert "is no e-mail address" in run("application", "import", tmp_path / "export.json", "--to", address, fails=True)
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

    assert run("mail", "sweep").strip() == "2 mails sent; 0 mails waiting"
    assert run("mail", "list").strip() == "every mail was accepted"
    assert {mail.state for mail in Outbox.select()} == {"sent"}


# db


NAMES = sorted(path.stem for path in (config.HOUSE / "migrations").glob("0*.py"))


def test_the_schema_goes_down_and_up_and_says_where_it_is(app, run):
    assert run("db", "status").splitlines() == [f"applied {name}" for name in NAMES]
    assert NAMES[-1] in run("db", "down")
    assert f"pending {NAMES[-1]}" in run("db", "status")
    assert NAMES[-1] in run("db", "up")
    assert "0 migrations applied" in run("db", "up")


def test_the_schema_does_not_go_down_over_what_it_has_no_room_for(lead, application, run):
    for _ in range(NAMES.index("0027_records_and_file_keys"), len(NAMES) - 1):
        run("db", "down")
    for table in (FileKey, AccountEvent):
        assert "no room for" in run("db", "down", fails=True)
        table.delete().execute()
    for _ in range(NAMES.index("0018_together"), NAMES.index("0027_records_and_file_keys")):
        run("db", "down")
    db.execute_sql("INSERT INTO note (token, application_id, step, text, at) VALUES ('t', ?, 'need', 'x', 0)", (1,))

    assert "no room for a note: it would be lost" in run("db", "down", fails=True)
    assert "applied 0018_together" in run("db", "status")


# before the first migration, without keys, with settings that are nonsense


@pytest.mark.parametrize(
    "words",
    [
        ("staff", "add", OFFICER),
        ("call", "show"),
        ("mail", "list"),
        ("invariants",),
        ("keys", "rotate"),
        ("staff", "list"),
    ],
)
def test_a_command_before_the_first_migration_says_to_run_it(settings, run, tmp_path, words):
    bare = create_app(replace(settings, data_dir=str(tmp_path / "bare")))

    assert "run `flask db up`" in run(*words, at=bare, fails=True)
    db.close()


def test_a_command_without_keys_says_which_to_set(app, run, settings):
    config.use(replace(settings, field_keys=""))

    assert "FIELD_KEYS is empty; `flask keys make`" in run("staff", "add", OFFICER, fails=True)


def test_no_command_works_with_keys_that_cannot_read_the_database(seeded, run, settings, tmp_path):
    hand_in(application_of(LEAD))
    kept = tmp_path / "kept.json"
    kept.write_text(run("application", "export", application_of(LEAD).number))
    rows = {model: model.select().count() for model in models.TABLES}
    config.use(replace(settings, field_keys=Fernet.generate_key().decode()))

    for words in (
        ("staff", "add", OFFICER),
        ("application", "import", kept, "--to", STRANGER),
        ("mail", "sweep"),
        ("backup", tmp_path / "site.tar.gz"),
        ("cases", "open"),
        ("invariants",),
    ):
        assert "FIELD_KEYS cannot read what this database holds" in run(*words, fails=True), words

    assert {model: model.select().count() for model in models.TABLES} == rows
    assert "applied" in run("db", "status")
    assert "can be opened by no key" in run("keys", "rotate", fails=True)
    config.use(settings)
    assert "works for the lead agency now" in run("staff", "add", OFFICER)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("THREADS", "four", "THREADS is 'four'; it wants a whole number"),
        ("THREADS", "0", "THREADS is '0'"),
        ("TRUST_PROXY", "maybe", "TRUST_PROXY is 'maybe'; it wants 1 for yes"),
        ("PUBLIC_URL", "apply.example.com", "PUBLIC_URL is 'apply.example.com'; it wants an address"),
        ("DATABASE_URL", "mysql://site:secret@localhost/site", "DATABASE_URL wants postgresql://"),
        ("DATABASE_URL", "postgresql://localhost", "DATABASE_URL wants postgresql://"),
        ("DATA_DIR", "/dev/null/data", "DATA_DIR: /dev/null/data/site.db cannot be opened for writing"),
    ],
)
def test_a_setting_that_is_nonsense_is_named(monkeypatch, tmp_path, name, text, says):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv(name, text)

    with pytest.raises(click.ClickException) as refused:
        create_app()

    assert says in refused.value.message
    assert "secret" not in refused.value.message


@pytest.mark.parametrize(
    ("before", "url", "says"),
    [
        ("", "postgresql://site:secret@127.0.0.1:1/site", "the database does not answer as it should"),
        ("sys.modules['psycopg'] = None; ", "postgresql://site@127.0.0.1:1/site", 'pip install "psycopg[binary]"'),
    ],
    ids=["PostgreSQL is down", "its driver is not installed"],
)
def test_a_database_that_is_not_there_is_said_in_a_sentence(tmp_path, before, url, says):
    told = config.without_settings(os.environ) | {"DATA_DIR": str(tmp_path), "DATABASE_URL": url}
    command = f"import sys; {before}from flask.cli import main; main()"
    words = [sys.executable, "-c", command, "--app", "app", "db", "status"]

    done = subprocess.run(words, cwd=config.HOUSE, env=told, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") and says in done.stderr
    assert "Traceback" not in done.stderr and "secret" not in done.stderr


# staff


def test_staff_are_let_in_listed_and_let_go(app, run):
    assert "nobody works for an agency yet" in run("staff", "list")
    assert "is no e-mail address" in run("staff", "add", "typo", fails=True)
    assert "no agency mars; there are" in run("staff", "add", OFFICER, "--agency", "mars", fails=True)
    assert not Person.select().exists()

    assert f"{OFFICER} works for the lead agency now" in run("staff", "add", OFFICER)
    run("staff", "add", "women@example.com", "--agency", "women")
    listed = run("staff", "list").splitlines()

    assert [line.split()[0] for line in listed] == [OFFICER, "women@example.com"]
    assert "second factor not set up yet" in listed[0] and "(women)" in listed[1]
    assert "signed out everywhere" in run("staff", "end", OFFICER)
    assert "holds no post" in run("staff", "end", OFFICER, fails=True)
    assert "holds no post" in run("staff", "end", "stranger@example.com", fails=True)
    assert Person.select().count() == 2


# invariants


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
