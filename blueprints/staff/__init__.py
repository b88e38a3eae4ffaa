"""Where the agencies' people come in: a module an area."""

from flask import Flask


def register(app: Flask) -> None:
    from blueprints.staff import (
        access_log,
        agencies,
        approval,
        assigning,
        cases,
        company_accounts,
        consulting,
        evaluators,
        find,
        lists,
        overview,
        pool_import,
        proposals,
        ready_reasons,
        requirements,
        rounds,
        submissions,
        submitted_set,
        terms,
    )

    reading = (overview, find, assigning, lists, submissions, submitted_set, consulting, approval, ready_reasons)
    judging = (cases, requirements, rounds, evaluators)
    for area in (*reading, *judging, company_accounts, proposals, pool_import, agencies, terms, access_log):
        app.register_blueprint(area.bp)
