"""Queued mail."""

import click
from flask.cli import AppGroup

from services.mail import outbox

group = AppGroup("mail", help="Mail that is owed.")


@group.command("sweep")
def sweep_mail() -> None:
    """Send whatever is due now."""
    click.echo(outbox.pump())


@group.command("list")
def list_mail() -> None:
    """Mails not accepted yet, oldest first."""
    for row in outbox.waiting():
        click.echo(f"{row.id} {row.kind:12} {outbox.masked(row.to):32} {row.state:8} {row.attempts} {row.last_error}")
