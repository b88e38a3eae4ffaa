"""What the rules say of an application as it was submitted, as of the closing instant, for the officers who decide
about it: the same that its companies were told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from forms.wizard import Journey
from forms.wizard import Party as Part
from models.company import Supplier
from models.submission import Submission
from programme import rules
from programme.numbers import digits
from services.lookups import business_status
from services.submissions import snapshots

Taxes = dict[str, business_status.Status]  # by business number


def of(submission: Submission, taxes: Taxes | None = None) -> list[rules.Finding]:
    """Everything the rules have to say of an edition, in the order it is written. Reads the whole snapshot: what comes
    of it names no person. A supplier stands in the pool as it does now. taxes: of `taxes_of`, where the caller
    asked."""
    application, snapshot = submission.application, submission.snapshot
    journey = snapshots.journey(application.type, snapshot)
    known = taxes_of([submission]) if taxes is None else taxes
    pool = Supplier.states(submission.companies) if application.type.consortium else {}
    facts = rules.Facts(
        closing=application.closes_at,
        opening=application.opens_at,
        type=application.type,
        shared={task.step.slug: journey.data(task.step.slug) for task in journey.tasks if task.party is None},
        parties=tuple(
            party_facts(journey, part, snapshot["parties"][part.key], known, pool.get(submission.companies[part.key]))
            for part in journey.parties
        ),
    )
    return rules.check(facts)


def taxes_of(submissions: Iterable[Submission]) -> Taxes:
    """What the tax office is known to say of the companies of these."""
    parties = [party for row in submissions for party in row.snapshot["parties"]]
    return business_status.statuses(snapshots.first(party["steps"], "company", "number") for party in parties)


def party_facts(
    journey: Journey, part: Part, said: dict[str, Any], taxes: Taxes, entry: tuple[str, str | None] | None = None
) -> rules.PartyFacts:
    """said: the company's part of the snapshot; taxes: of `taxes_of`; entry: state and number of its place in the pool,
    which only the rules of suppliers read."""
    data = {task.step.slug: journey.data(task.step.slug, part) for task in journey.tasks if task.party == part}
    state, known = entry or (None, None)
    tax = taxes.get(digits(data["company"]["number"]))
    kinds: dict[str, dict[str, Any]] = {}
    for row in said["evidence"]:  # newest first
        kinds.setdefault(row["kind"], row)
    return rules.PartyFacts(
        key=part.key,
        role=part.role,
        lead=part.lead,
        name=part.name,
        data=data,
        evidence={kind: evidence_facts(row) for kind, row in kinds.items()},
        consents={row["kind"]: row["choice"] for row in said["consents"]},
        pool_state=state,
        pool_number=known,
        tax_state=tax.state if tax and tax.answered else "",
        tax_day=tax.ended if tax else None,
    )


def evidence_facts(row: dict[str, Any]) -> rules.EvidenceFacts:
    issued, expires = (date.fromisoformat(row[name]) if row[name] else None for name in ("issued", "expires"))
    return rules.EvidenceFacts(number=row["number"], issued=issued, expires=expires, has_file=True)
