"""Keeping the site: its schema, its promises, backups, and what goes when its time is over."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from playhouse.migrations import MigrationError

from commands.sentences import count
from models import schema
from models.base import now
from services.backoffice import search
from services.files import file_store
from services.operations import backups, invariants, keys
from services.pool import taxonomies
from services.scheduled import retention
from services.submissions import consulting_cases, listings

db_ = AppGroup("db", help="The schema.")
retention_ = AppGroup("retention", help="What is kept only for a while.")


@click.command("invariants")
@click.option(
    "--backup", "archive", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="check this one"
)
def check_invariants(archive: Path | None) -> None:
    """Check the promises that can be read from the database, and the files it names; exit 1 when one is broken.

    With --backup check instead that an archive is whole, by the checksums in it.
    """
    if archive:
        whole(archive)
        return
    lines = invariants.broken()
    for line in lines:
        click.echo(line)
    if lines:
        sys.exit(1)
    click.echo("all hold")


def whole(archive: Path) -> None:
    try:
        manifest = backups.check(archive)
    except backups.Unusable as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{archive} is whole: the {manifest.database} of {manifest.made} and {count(manifest.files, 'file')}")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database and uploaded files into one archive, while the site goes on."""
    try:
        manifest = backups.backup(file)
    except backups.Unusable as error:
        raise click.ClickException(str(error)) from error
    size = file.stat().st_size / 1024 / 1024
    click.echo(
        f"the {manifest.database} and {count(manifest.files, 'file')} are in {file}, {size:,.1f} MB; the keys are not"
    )
    if file_store.in_bucket():
        click.echo("uploaded files are in the bucket, which is to keep deleted ones for as long as backups are kept")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put a backup into an empty data folder, and an empty PostgreSQL where that is the site's: all of it or
    nothing."""
    try:
        manifest = backups.restore(file)
    except backups.Unusable as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"the {manifest.database} of {manifest.made} and {count(manifest.files, 'file')} are restored")
    if pending := [name for name, applied in schema.status() if not applied]:
        click.echo(f"older than this code by {count(len(pending), 'migration')}: run `flask db up` before serving")
    if field := keys.unreadable():
        click.echo(f"FIELD_KEYS cannot read {field}: give the keys it was written with before serving")
    elif not pending:
        changed = list(invariants.files())
        for line in changed:
            click.echo(line)
        if changed:
            click.echo(
                "they were so when the backup was made: look for them in an older one, or have them attached again"
            )


@db_.command("up")
def db_up() -> None:
    """Apply pending migrations, and fill what they made room for."""
    applied = schema.up()
    for name in applied:
        click.echo(name)
    click.echo(f"{count(len(applied), 'migration')} applied; the schema is the one this code was written for")
    if filled := listings.fill():
        click.echo(f"{filled} submissions have their listings now")
    if filled := consulting_cases.fill():
        click.echo(f"{filled} requests for consulting have their cases now")
    if filled := search.fill():
        click.echo(f"{filled} steps are found by what they say now")
    if reworded := taxonomies.reword():
        click.echo(f"{reworded} entries of the pool are found by all they say now")


@db_.command("down")
def db_down() -> None:
    """Take the newest migration back."""
    try:
        taken = schema.down()
    except (ValueError, MigrationError) as error:
        raise click.ClickException(str(error)) from error
    if not taken:
        raise click.ClickException("no migration is applied")
    click.echo(f"{', '.join(taken)} taken back")


@db_.command("status")
def db_status() -> None:
    """Which migrations are applied."""
    for name, applied in schema.status():
        click.echo(f"{'applied' if applied else 'pending'} {name}")


@retention_.command("run")
@click.option("--dry-run", is_flag=True)
def run_retention(dry_run: bool) -> None:
    """Drop what is past its time: superseded autosaves, refused posts, removed evidence, made PDFs, sessions, codes,
    mails."""
    for name, number in retention.run(now(), dry_run).items():
        click.echo(f"{name}: {number}{' would go' if dry_run else ' gone'}")
