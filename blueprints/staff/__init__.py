"""Where the agencies' people come in: a module an area."""

from flask import Flask


def register(app: Flask) -> None:
    from blueprints.staff import (
        access_log,
        agencies,
        approval,
        consulting,
        lists,
        overview,
        submissions,
        submitted_set,
        terms,
    )

    for area in (overview, lists, submissions, submitted_set, consulting, approval, agencies, terms, access_log):
        app.register_blueprint(area.bp)
