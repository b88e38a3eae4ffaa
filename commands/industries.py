"""The official table of industries."""

from pathlib import Path

import click
from flask.cli import AppGroup

from programme.industry import KSIC
from services.lookups import industries

group = AppGroup("industries", help="한국표준산업분류, the classification of industries.")


@group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--revision", type=click.Choice([str(ksic) for ksic in KSIC]), required=True, help="of the classification"
)
def load(file: Path, revision: str) -> None:
    """Load the official table out of FILE, a CSV with the columns code,name (docs/operations.md); all of it or
    nothing."""
    try:
        count = industries.load(text_of(file).splitlines(keepends=True), int(revision))
    except industries.BadTable as bad:
        raise click.ClickException("\n".join(["nothing is loaded", *bad.problems])) from bad
    click.echo(f"{count} classes of revision {revision}")


def text_of(file: Path) -> str:
    """A CSV's text: in UTF-8, or in CP949 as Korean spreadsheets save it."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp949")
        except UnicodeDecodeError as error:
            raise click.ClickException(f"{file} is neither in UTF-8 nor in CP949") from error
