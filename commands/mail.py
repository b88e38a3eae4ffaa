"""Queued mail."""

import click
from flask.cli import AppGroup

from commands.sentences import count
from services.mail import outbox

group = AppGroup("mail", help="Mail that is owed.")


@group.command("sweep")
def sweep_mail() -> None:
    """Send whatever is due now."""
    click.echo(f"{count(outbox.pump(), 'mail')} sent; {count(outbox.waiting().count(), 'mail')} waiting")


@group.command("list")
def list_mail() -> None:
    """Mails not accepted yet, oldest first."""
    rows = list(outbox.waiting())
    for row in rows:
        click.echo(f"{row.id} {row.kind:12} {outbox.masked(row.to):32} {row.state:8} {row.attempts} {row.last_error}")
    if not rows:
        click.echo("every mail was accepted")
