"""What the rules say of an application as it was submitted, as of the closing instant, for the officers who decide about
it: the same that its companies were told."""

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


def of(submission: Submission) -> list[rules.Finding]:
    """Everything the rules have to say of an edition, in the order it is written. Reads the whole snapshot: what comes of
    it names no person. A supplier stands in the pool as it does now."""
    application, snapshot = submission.application, submission.snapshot
    journey = snapshots.journey(application.type, snapshot)
    pool = Supplier.states(submission.companies) if application.type.consortium else {}
    facts = rules.Facts(
        closing=application.closes_at,
        opening=application.own_opens_at or application.call.opens_at,
        type=application.type,
        shared={task.step.slug: journey.data(task.step.slug) for task in journey.tasks if task.party is None},
        parties=tuple(
            party_facts(journey, part, snapshot["parties"][part.key], pool.get(submission.companies[part.key]))
            for part in journey.parties
        ),
    )
    return rules.check(facts)


def party_facts(
    journey: Journey, part: Part, said: dict[str, Any], entry: tuple[str, str | None] | None = None
) -> rules.PartyFacts:
    """said: the company's part of the snapshot; entry: state and number of its place in the pool, where that matters."""
    data = {task.step.slug: journey.data(task.step.slug, part) for task in journey.tasks if task.party == part}
    state, known = entry if entry and part.role == "supplier" else (None, None)
    number = digits(data["company"]["number"] or "")
    tax = business_status.statuses([number]).get(number)
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
