"""What the command line says: how instants and counts are printed, and what went wrong in a sentence.

No command ends in a traceback for what an operator can mend: wrong settings, a database that is away or behind, a
file that cannot be read. What no operator can mend is our fault, and keeps its traceback.
"""

from datetime import datetime
from functools import wraps
from typing import Any

import click
from cryptography.fernet import InvalidToken
from peewee import DatabaseError, InterfaceError

import config
from forms.sign_in import AddressForm
from models import schema, secret
from services.operations import keys

SAID = (InvalidToken, OSError, secret.NoKey, keys.Refused, schema.Behind)


def moment(at: datetime) -> str:
    """An instant as the commands take them, in Korea."""
    return at.astimezone(config.KST).strftime("%Y-%m-%d %H:%M")


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def email_address(text: str) -> str:
    """An e-mail address as people sign in with it; anything else is refused."""
    form = AddressForm.of({"email": [text]})
    if not form.validate() or not form.email.data:
        raise click.ClickException(f"{text!r} is no e-mail address")
    return form.email.data


def sentence(error: Exception) -> str:
    """What an operator is told of an error that is not ours."""
    if isinstance(error, InvalidToken):
        return keys.OTHER_KEYS
    if isinstance(error, OSError):
        return f"{error.filename or error.__class__.__name__}: {error.strerror or error}"
    if isinstance(error, DatabaseError | InterfaceError):
        return f"the database does not answer as it should: {str(error).strip().splitlines()[0]}"
    return str(error)


def in_sentences(command: click.Command, wants_schema: bool, wants_keys: bool) -> None:
    """Let a command say what went wrong. wants_schema: it is refused until every migration is applied; wants_keys: it
    is refused with keys that cannot read the database. Without any it says so itself, where it needs them."""
    callback = command.callback
    assert callback

    @wraps(callback)
    def spoken(*args: Any, **kwargs: Any) -> Any:
        try:
            if wants_schema:
                schema.check()
            if wants_keys and config.current().field_keys:
                keys.check_reading()
            return callback(*args, **kwargs)
        except SAID as error:
            raise click.ClickException(sentence(error)) from error
        except (DatabaseError, InterfaceError) as error:
            if not schema.away(error):
                raise
            raise click.ClickException(sentence(error)) from error

    command.callback = spoken


def every(command: click.Command) -> list[click.Command]:
    """A command, or the commands of a group."""
    if isinstance(command, click.Group):
        return [one for each in command.commands.values() for one in every(each)]
    return [command]
