"""The site's keys: making them, sealing anew with the first what an older one sealed, and files that none sealed
yet."""

import sys

import click
from flask.cli import AppGroup

import config
from commands.sentences import count
from services.backoffice import search
from services.files import file_store
from services.operations import keys

group = AppGroup("keys", help="The site's keys.")


@group.command("make")
def make() -> None:
    """Print fresh keys as lines of an environment file, fit for `flask keys make >> site.env`."""
    for name, text in keys.fresh().items():
        click.echo(f"{name}={text}")
    click.echo("fresh keys, kept nowhere: put the lines into the site's environment, which it alone may read", err=True)
    if config.current().field_keys:
        click.echo("to retire a key of FIELD_KEYS, put the new one before the old, a comma between; then", err=True)
        click.echo("restart web and worker, run `flask keys rotate`, and take the old one away", err=True)


@group.command("rotate")
def rotate() -> None:
    """Encrypt with the first of FIELD_KEYS whatever is encrypted with another, and uploaded files that are not
    encrypted yet, while the site goes on."""
    done = keys.rotate(click.echo)
    if done.unreadable:
        click.echo(
            f"{count(done.unreadable, 'row')} can be opened by no key of FIELD_KEYS and were left alone", err=True
        )
    if done.left:
        click.echo(
            "some process still writes with another first key: restart web and worker, then run this again", err=True
        )
    if done.unreadable or done.left:
        sys.exit(1)
    search.fill(anew=True)  # what callers are found by is hashed, and made anew of what was typed
    if files := file_store.seal_plain():
        click.echo(f"{count(files, 'file')} that lay in the clear encrypted")
    click.echo(
        f"{count(done.values, 'value')} encrypted anew; all are by the first key now, and others may be taken away"
    )
