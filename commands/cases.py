"""Cases after closing."""

import click
from flask.cli import AppGroup

from commands.call import the_call, which
from commands.sentences import count
from models.base import now
from services.access import course_document
from services.access.permissions import NotNow
from services.evaluation import opening

group = AppGroup("cases", help="What becomes of the projects submitted, after closing.")


@group.command("open")
@which
def open_cases(slug: str) -> None:
    """Make a case of every project that stands submitted in a closed call; asked again, of those that have none."""
    try:
        made = opening.open_cases(the_call(slug), None, now())
    except NotNow as error:
        raise click.ClickException(f"call {slug} is not closed yet") from error
    click.echo(f"{count(made, 'case')} opened in call {slug}")


@group.command("table")
def show_table() -> None:
    """Print the moves of a case, who makes them and what they owe: docs/cases.md."""
    click.echo(course_document.document(), nl=False)
