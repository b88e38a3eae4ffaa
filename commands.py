"""The command line: `flask --app app COMMAND`."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

import config
import server
from models import schema
from models.application import Application, Call
from models.base import db, now, writing
from models.submission import Event
from programme import call_2024_221 as programme
from services import accounts, answers, backups, demo, documents, exports, invariants, mail, rescue
from services.applications import Standing, stand

WORKER = [sys.executable, "-m", "huey.bin.huey_consumer", "tasks.huey", "-k", "thread", "-w", "2", "-g", "TERM"]

call_ = AppGroup("call", help="The call's window.")
documents_ = AppGroup("documents", help="An application's papers.")
application_ = AppGroup("application", help="Answers out and in again.")
mail_ = AppGroup("mail", help="Mail that is owed.")
db_ = AppGroup("db", help="The schema.")
retention_ = AppGroup("retention", help="What is kept only for a while.")


def register(app: Flask) -> None:
    for command in (serve, run_demo, check_invariants, backup, restore):
        app.cli.add_command(command)
    for group in (call_, documents_, application_, mail_, db_, retention_):
        app.cli.add_command(group)


@click.command("serve")
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
def serve(host: str, port: int) -> None:
    """Serve the site; the worker runs beside it: `huey_consumer tasks.huey -k thread -w 2 -g TERM`."""
    settings = config.current()
    missing = [name for name in ("secret_key", "field_keys", "smtp_url") if not getattr(settings, name)]
    if missing:
        raise click.ClickException("set " + ", ".join(f"SERVICE_{name.upper()}" for name in missing) + " first")
    schema.check()
    run(host, port)


def run(host: str, port: int) -> None:
    from flask import current_app

    listening = server.make(current_app._get_current_object(), host, port)  # type: ignore[attr-defined]
    click.echo(f"http://{host}:{listening.effective_port}")
    listening.run()


@click.command("demo")
@click.option("--port", default=8000)
def run_demo(port: int) -> None:
    """Serve the demo with its worker, on loopback only: sample companies in a call that is open now."""
    if not config.current().demo:
        raise click.ClickException("the demo needs SERVICE_DEMO=1; `make run` sets it")
    schema.up()
    demo.seed()
    click.echo("로그인 코드는 메일로 갑니다. 이 시연에서는 메일이 /dev/mail 에 쌓입니다. 이 주소로 로그인해 보세요:")
    for address, who in demo.sign_in_addresses():
        click.echo(f"  {address:32} {who}")
    worker = subprocess.Popen(WORKER, cwd=config.HOUSE)  # noqa: S603 - our own interpreter and arguments
    try:
        run("127.0.0.1", port)
    finally:
        worker.terminate()
        worker.wait()


@click.command("invariants")
def check_invariants() -> None:
    """Check the promises that can be read from the database; exit 1 when one is broken."""
    lines = invariants.broken()
    for line in lines:
        click.echo(line)
    if lines:
        sys.exit(1)
    click.echo("all hold")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database and uploaded files into one archive, while the site goes on."""
    backups.backup(file)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put a backup into an empty data folder."""
    backups.restore(file)


def the_call() -> Call:
    return Call.get_or_none(Call.slug == programme.SLUG) or _fail("no such call yet; `flask call open` makes it")


def _fail(message: str):
    raise click.ClickException(message)


def instant(text: str) -> datetime:
    """A Korean local time as given on the command line: "2024-04-30 18:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=config.KST)


@call_.command("open")
@click.argument("opens")
@click.argument("closes")
def open_call(opens: str, closes: str) -> None:
    """Make the call, or move its window: OPENS and CLOSES as "2024-04-30 18:00" in Korea."""
    with writing():
        window = {"opens_at": instant(opens), "closes_at": instant(closes)}
        if not Call.update(**window).where(Call.slug == programme.SLUG).execute():
            Call.create(slug=programme.SLUG, **window)
        Event.create(action="opened call", detail={"opens": opens, "closes": closes})


@call_.command("close")
def close_call() -> None:
    """Close the call this instant."""
    with writing():
        Call.update(closes_at=now()).where(Call.id == the_call().id).execute()
        Event.create(action="closed call")


@call_.command("extend")
@click.argument("closes")
@click.option("--reason", required=True)
@click.option("--by", "people", multiple=True, required=True, help="two of the staff who agree")
def extend_call(closes: str, reason: str, people: tuple[str, ...]) -> None:
    """Move the closing instant later; two people must agree."""
    if len(set(people)) < 2:
        raise click.ClickException("two people must agree: give --by twice")
    with writing():
        if instant(closes) <= the_call().closes_at:
            raise click.ClickException("that is not later than the closing instant now")
        Call.update(closes_at=instant(closes)).where(Call.id == the_call().id).execute()
        Event.create(action="extended call", detail={"closes": closes, "reason": reason, "by": list(people)})


def found(number: str) -> Standing:
    """An application by its number, receipt number or token."""
    names = (Application.number, Application.receipt, Application.token)
    for name in names:
        row = Application.get_or_none(name == number)
        if row:
            return stand(row)
    return _fail(f"no application {number!r}")


@documents_.command("render")
@click.argument("application")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["docx"]), default="docx")
@click.option("--number", help="print this application number instead")
@click.option("--saved-at", type=datetime.fromisoformat, help="print this revision time instead (ISO)")
@click.option("--revision", type=int, help="print this revision number instead")
def render(application: str, out: Path, kind: str, **stamp) -> None:
    """Write all papers of APPLICATION (number, receipt or token) into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for file in documents.made(found(application), **{name: value for name, value in stamp.items() if value}):
        (out / file.name).write_bytes(file.content)
        click.echo(file.name)


@documents_.command("check")
def check_documents() -> None:
    """Check every template against the questions: a tag nobody answers is an error."""
    unknown = documents.unknown_tags()
    for template, tag in unknown:
        click.echo(f"{template}: {tag}")
    if unknown:
        sys.exit(1)
    click.echo("every tag is answered")


@application_.command("export")
@click.argument("application")
def export(application: str) -> None:
    """Print an application's every answer as JSON."""
    click.echo(json.dumps(exports.export(found(application)), ensure_ascii=False, indent=1))


@application_.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--to", "email", required=True, help="whose it becomes")
def bring_in(file, email: str) -> None:
    """Make a new application of an export."""
    try:
        application = exports.bring_in(json.load(file), accounts.person_at(email, now()))
    except (exports.NotOurs, ValueError, KeyError) as error:
        raise click.ClickException(f"not an export this site can read: {error}") from error
    click.echo(application.number)


@mail_.command("sweep")
def sweep_mail() -> None:
    """Send whatever is due now."""
    click.echo(mail.pump())


@mail_.command("list")
def list_mail() -> None:
    """Mails not accepted yet, oldest first."""
    for row in mail.waiting():
        click.echo(f"{row.id} {row.kind:12} {mail.masked(row.to):32} {row.state:8} {row.attempts} {row.last_error}")


@db_.command("up")
def db_up() -> None:
    """Apply pending migrations."""
    for name in schema.up():
        click.echo(name)


@db_.command("down")
def db_down() -> None:
    """Take the newest migration back."""
    for name in schema.down():
        click.echo(name)


@db_.command("status")
def db_status() -> None:
    """Which migrations are applied."""
    for name, applied in schema.status():
        click.echo(f"{'applied' if applied else 'pending'} {name}")


@retention_.command("run")
@click.option("--dry-run", is_flag=True)
def run_retention(dry_run: bool) -> None:
    """Drop what is past its time: superseded autosaves, kept refused posts, ended sessions and spent codes."""
    with writing() as _, db.atomic() as transaction:
        at = now()
        counts = {
            "autosaves": answers.sweep(at),
            "rescues": rescue.sweep(at),
            "sessions and codes": accounts.sweep(at),
        }
        if dry_run:
            transaction.rollback()
    for name, count in counts.items():
        click.echo(f"{name}: {count}{' would go' if dry_run else ' gone'}")
