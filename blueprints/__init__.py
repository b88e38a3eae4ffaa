"""Where requests come in: the list of areas."""

from flask import Flask


def register(app: Flask) -> None:
    from blueprints import (
        account,
        applications,
        binding,
        consents,
        documents,
        evidence,
        home,
        proof,
        rescue,
        review,
        shelf,
        submission,
        wizard,
    )

    for area in (
        home,
        account,
        applications,
        wizard,
        review,
        consents,
        shelf,
        evidence,
        binding,
        documents,
        submission,
        rescue,
        proof,
    ):
        app.register_blueprint(area.bp)
