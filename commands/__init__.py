"""The command line: `flask --app app COMMAND`."""

from flask import Flask

from commands import call, documents, industries, mail, maintenance, serving, staff


def register(app: Flask) -> None:
    for command in (
        serving.serve,
        serving.run_demo,
        maintenance.check_invariants,
        maintenance.backup,
        maintenance.restore,
        staff.show_permissions,
    ):
        app.cli.add_command(command)
    for group in (
        call.group,
        industries.group,
        documents.documents_,
        documents.application_,
        mail.group,
        staff.group,
        maintenance.db_,
        maintenance.retention_,
    ):
        app.cli.add_command(group)
