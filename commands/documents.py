"""An application's documents and answers, out and in again."""

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from commands.call import instant
from commands.sentences import email_address
from models.application import Application
from models.base import now
from models.submission import Submission
from services.access import accounts
from services.documents import generate
from services.drafts import exports
from services.drafts.applications import ApplicationView, load_view
from services.submissions import submitted_set as handed_in

documents_ = AppGroup("documents", help="An application's documents.")
application_ = AppGroup("application", help="Answers out and in again.")


def find_application(number: str) -> ApplicationView:
    """An application by its number, receipt number or token."""
    names = (Application.number, Application.receipt, Application.token)
    for name in names:
        row = Application.get_or_none(name == number)
        if row:
            return load_view(row)
    raise click.ClickException(f"no application {number!r}")


@documents_.command("render")
@click.argument("application")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["docx"]), default="docx")
@click.option("--submitted", is_flag=True, help="what was handed in, as it is kept, and its certificates; no drafts")
@click.option("--number", help="print this application number instead")
@click.option("--saved-at", type=instant, help="print this revision time instead (ISO)")
@click.option("--revision", type=int, help="print this revision number instead")
def render(application: str, out: Path, kind: str, submitted: bool, **stamp) -> None:
    """Write all documents of APPLICATION (number, receipt or token) into a folder: drafts, or what was submitted."""
    out.mkdir(parents=True, exist_ok=True)
    if submitted:
        write_submitted(find_application(application), out)
        return
    asked = {name: value for name, value in stamp.items() if value}
    try:
        files = generate.generate(find_application(application), **asked)
    except generate.PictureDamaged as damaged:
        raise click.ClickException(
            f"a picture is damaged: {damaged}; `flask invariants` names every such file"
        ) from None
    for file in files:
        (out / file.name).write_bytes(file.content)
        click.echo(file.name)


def write_submitted(view: ApplicationView, out: Path) -> None:
    submission = Submission.standing_for(view.application)
    if submission is None:
        raise click.ClickException("nothing stands as handed in")
    for name, content in handed_in.files(handed_in.pieces(submission)):
        path = out / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
        click.echo(name)


@documents_.command("check")
def check_documents() -> None:
    """Check every template against the questions: a tag nobody answers is an error."""
    unknown = generate.unknown_tags()
    for template, tag in unknown:
        click.echo(f"{template}: {tag}")
    if unknown:
        sys.exit(1)
    click.echo("every tag is answered")


@application_.command("export")
@click.argument("application")
def export(application: str) -> None:
    """Print an application's every answer as JSON."""
    click.echo(json.dumps(exports.export(find_application(application)), ensure_ascii=False, indent=1))


@application_.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--to", "email", required=True, help="whose it becomes")
def import_application(file, email: str) -> None:
    """Make a new application of an export."""
    address = email_address(email)
    try:
        application = exports.import_application(json.load(file), accounts.person_at(address, now()))
    except (exports.NotOurs, json.JSONDecodeError) as error:
        raise click.ClickException(f"not an export this site can read: {error}") from error
    click.echo(application.number)
