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
        suppliers,
        wizard,
    )

    own = (applications, wizard, review, consents, evidence, documents, submission)
    for area in (home, account, suppliers, *own, rescue, proof):
        app.register_blueprint(area.bp)
