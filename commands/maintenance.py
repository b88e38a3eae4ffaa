"""Keeping the site: its schema, its promises, backups, and what goes when its time is over."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from models import schema
from models.base import now
from services.operations import backups, invariants
from services.scheduled import retention
from services.submissions import listings

db_ = AppGroup("db", help="The schema.")
retention_ = AppGroup("retention", help="What is kept only for a while.")


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
    try:
        backups.backup(file)
    except backups.NotHere as error:
        raise click.ClickException(str(error)) from error


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put a backup into an empty data folder."""
    try:
        backups.restore(file)
    except backups.NotHere as error:
        raise click.ClickException(str(error)) from error


@db_.command("up")
def db_up() -> None:
    """Apply pending migrations, and fill what they made room for."""
    for name in schema.up():
        click.echo(name)
    if filled := listings.fill():
        click.echo(f"{filled} submissions have their listings now")


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
    """Drop what is past its time: superseded autosaves, refused posts, removed evidence, made PDFs, sessions, codes,
    letters."""
    for name, count in retention.run(now(), dry_run).items():
        click.echo(f"{name}: {count}{' would go' if dry_run else ' gone'}")
