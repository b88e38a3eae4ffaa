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
        registrations,
        rescue,
        review,
        staff,
        submission,
        suppliers,
        wizard,
    )

    asked = (wizard, review, consents, evidence, documents, submission)
    for area in (home, account, suppliers, applications, registrations, *asked, rescue, proof):
        app.register_blueprint(area.bp)
    staff.register(app)
