"""Where requests come in: the list of areas."""

from flask import Flask


def register(app: Flask) -> None:
    from blueprints import (
        account,
        applications,
        consents,
        documents,
        evidence,
        home,
        proof,
        rescue,
        review,
        submission,
        wizard,
    )
    from blueprints.staff import agencies, approval, handed_in, lists, looks, start, terms

    for area in (
        home,
        account,
        applications,
        wizard,
        review,
        consents,
        evidence,
        documents,
        submission,
        rescue,
        proof,
        start,
        lists,
        handed_in,
        approval,
        agencies,
        terms,
        looks,
    ):
        app.register_blueprint(area.bp)
