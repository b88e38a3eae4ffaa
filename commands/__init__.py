"""The command line: `flask --app app COMMAND`."""

from functools import lru_cache

import click
from flask import Flask

from commands import call, cases, documents, industries, keys, mail, maintenance, sentences, serving, staff

COMMANDS = (
    *(serving.serve, serving.run_demo, staff.show_permissions),
    *(maintenance.check_invariants, maintenance.backup, maintenance.restore, maintenance.db_, maintenance.retention_),
    *(
        call.group,
        cases.group,
        industries.group,
        documents.documents_,
        documents.application_,
        keys.group,
        mail.group,
        staff.group,
    ),
)
# What runs before the schema is there, or needs none.
ANY_SCHEMA = (
    serving.run_demo,
    maintenance.restore,
    maintenance.db_,
    keys.make,
    staff.show_permissions,
    cases.show_table,
)
# What tells of keys by itself, or mends what they cannot read.
ANY_KEYS = (*ANY_SCHEMA, serving.serve, keys.rotate)


def register(app: Flask) -> None:
    speak()
    for command in COMMANDS:
        app.cli.add_command(command)


@lru_cache(maxsize=1)
def speak() -> None:
    """Let every command say what went wrong in a sentence; once, for commands are the process's."""
    for command in COMMANDS:
        for one in sentences.every(command):
            sentences.in_sentences(one, wants_schema=not within(one, ANY_SCHEMA), wants_keys=not within(one, ANY_KEYS))


def within(command: click.Command, named: tuple[click.Command, ...]) -> bool:
    return any(command is one for each in named for one in sentences.every(each))
