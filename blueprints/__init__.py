"""Where requests come in: the list of areas."""

from flask import Flask
from flask_htmx import HTMX

htmx = HTMX()  # the request in hand: true when htmx sent it


def register(app: Flask) -> None:
    from blueprints import (
        account,
        applications,
        binding,
        companies,
        consents,
        documents,
        evidence,
        filings,
        home,
        invitations,
        parties,
        pictures,
        printing,
        proof,
        registrations,
        rescue,
        review,
        shelf,
        staff,
        submission,
        submitted,
        suppliers,
        wizard,
    )

    shared = (home, account, registrations, rescue, proof, suppliers, companies, shelf, invitations)
    asked = (wizard, review, consents, evidence, pictures, binding, printing, documents, submission, submitted, filings)
    for area in (*shared, applications, parties, *asked):
        app.register_blueprint(area.bp)
    staff.register(app)
