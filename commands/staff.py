"""The agencies' people, and what everybody may do."""

import click
from flask.cli import AppGroup

from services.access import permission_document, staff

group = AppGroup("staff", help="The agencies' people.")


@group.command("add")
@click.argument("email")
@click.option("--agency", help="women, innobiz, mainbiz or korsca; without it, the lead agency")
def add(email: str, agency: str | None) -> None:
    """Let the person of an address work for an agency; done again, the second factor is set up anew."""
    try:
        staff.add(email, agency)
    except staff.UnknownAgency as error:
        raise click.ClickException(f"no agency {error}") from error


@group.command("end")
@click.argument("email")
def end(email: str) -> None:
    """Take a post away and sign its holder out everywhere."""
    if not staff.end(email):
        raise click.ClickException("no post of that address")


@click.command("permissions")
def show_permissions() -> None:
    """Print who may do what, and when: docs/permissions.md."""
    click.echo(permission_document.document(), nl=False)
