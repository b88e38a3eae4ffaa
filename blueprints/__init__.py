"""Where requests come in: the list of areas."""

from flask import Flask


def register(app: Flask) -> None:
    from blueprints import (
        account,
        applications,
        companies,
        consents,
        documents,
        evidence,
        home,
        invitations,
        parties,
        proof,
        registrations,
        rescue,
        review,
        staff,
        submission,
        wizard,
    )

    shared = (home, account, registrations, rescue, proof, companies, invitations)
    for area in (*shared, applications, parties, wizard, review, consents, evidence, documents, submission):
        app.register_blueprint(area.bp)
    staff.register(app)
