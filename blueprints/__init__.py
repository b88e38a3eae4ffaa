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
        staff,
        submission,
        wizard,
    )

    for area in (home, account, applications, wizard, review, consents, evidence, documents, submission, rescue, proof):
        app.register_blueprint(area.bp)
    staff.register(app)
