"""Where requests come in: the list of areas."""

from flask import Flask


def register(app: Flask) -> None:
    from blueprints import (
        account,
        applications,
        companies,
        company_evidence,
        consents,
        discards,
        documents,
        documents_pdf,
        evidence,
        evidence_pdf,
        filings,
        home,
        invitations,
        parties,
        pictures,
        policies,
        registrations,
        rescue,
        review,
        staff,
        submission,
        submitted,
        suppliers,
        two_factor,
        wizard,
    )

    public = (home, policies, account, suppliers)
    shared = (registrations, rescue, two_factor, companies, company_evidence, invitations)
    for_applications = (
        wizard,
        review,
        consents,
        evidence,
        pictures,
        evidence_pdf,
        documents_pdf,
        documents,
        submission,
        submitted,
        filings,
        discards,
    )
    for area in (*public, *shared, applications, parties, *for_applications):
        app.register_blueprint(area.bp)
    staff.register(app)
