"""The command line: `flask --app app COMMAND`."""

from flask import Flask

from commands import call, keeping, mail, papers, serving, staff


def register(app: Flask) -> None:
    for command in (
        serving.serve,
        serving.run_demo,
        keeping.check_invariants,
        keeping.backup,
        keeping.restore,
        staff.show_permissions,
    ):
        app.cli.add_command(command)
    for group in (
        call.group,
        papers.documents_,
        papers.application_,
        mail.group,
        staff.group,
        keeping.db_,
        keeping.retention_,
    ):
        app.cli.add_command(group)
