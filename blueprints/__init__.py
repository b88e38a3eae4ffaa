"""Where requests come in: the list of areas."""

from types import ModuleType

from flask import Flask


def register(app: Flask) -> None:
    from blueprints import staff

    for area in (*of_everybody(), *of_applications()):
        app.register_blueprint(area.bp)
    staff.register(app)


def of_everybody() -> tuple[ModuleType, ...]:
    from blueprints import (
        account,
        companies,
        company_contact,
        company_evidence,
        evaluation,
        home,
        industries,
        invitations,
        policies,
        probes,
        registrations,
        rescue,
        suppliers,
        two_factor,
    )

    people = (
        home,
        account,
        registrations,
        rescue,
        two_factor,
        companies,
        company_evidence,
        company_contact,
        invitations,
    )
    return (*people, evaluation, suppliers, industries, policies, probes)


def of_applications() -> tuple[ModuleType, ...]:
    from blueprints import (
        applications,
        case_progress,
        checks,
        completions,
        consents,
        discards,
        documents,
        documents_pdf,
        evidence,
        evidence_pdf,
        filings,
        lookups,
        notes,
        parties,
        pictures,
        share_links,
        submission,
        submitted,
        undescribed,
        wizard,
    )

    answers = (wizard, lookups, checks, notes, consents, evidence, undescribed, pictures, completions)
    files = (evidence_pdf, documents_pdf, documents, submission, submitted, filings)
    return (applications, parties, *answers, *files, case_progress, discards, share_links)
