"""The agencies' people, and what everybody may do."""

import click
from flask.cli import AppGroup

from commands.sentences import email_address, moment
from programme import calls
from services.access import permission_document, staff

group = AppGroup("staff", help="The agencies' people.")


def agency_name(slug: str | None) -> str:
    return f"{calls.agency(slug).name} ({slug})" if slug else "the lead agency"


@group.command("add")
@click.argument("email")
@click.option("--agency", help="women, innobiz, mainbiz or korsca; without it, the lead agency")
def add(email: str, agency: str | None) -> None:
    """Let the person of an address work for an agency; done again, the second factor is set up anew."""
    address = email_address(email)
    try:
        staff.add(address, agency)
    except staff.UnknownAgency as error:
        raise click.ClickException(f"no agency {error}; there are {', '.join(calls.agencies())}") from error
    except staff.IsEvaluator as error:
        raise click.ClickException(f"{address} is an evaluator, who cannot work for an agency") from error
    click.echo(f"{address} works for {agency_name(agency)} now, and sets the second factor up at the next sign-in")


@group.command("end")
@click.argument("email")
def end(email: str) -> None:
    """Take a post away and sign its holder out everywhere."""
    if not staff.end(email):
        raise click.ClickException(f"{email} holds no post; `flask staff list` shows who does")
    click.echo(f"{email} works for no agency any more, and is signed out everywhere")


@group.command("list")
def list_staff() -> None:
    """Who works for an agency now, since when, and whether the second factor is set up."""
    rows = list(staff.posts())
    for row in rows:
        device = f"second factor since {moment(row.enrolled_at)}" if row.enrolled_at else "second factor not set up yet"
        click.echo(f"{row.person.email}  {agency_name(row.agency)}  since {moment(row.created_at)}  {device}")
    if not rows:
        click.echo("nobody works for an agency yet; `flask staff add EMAIL` lets somebody")


@click.command("permissions")
def show_permissions() -> None:
    """Print who may do what, and when: docs/permissions.md."""
    click.echo(permission_document.document(), nl=False)
