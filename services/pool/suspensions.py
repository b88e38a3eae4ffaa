"""Whom the suspension of a supplier touches, and its end: the projects it takes part in, and those who lead them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import config
from models.application import Application, Call, Party
from models.base import now
from models.company import POOL_STATES, SUSPENDED, Supplier
from models.pool import Review
from models.submission import Submission
from programme import calls
from programme.application_types import PROJECT
from programme.korean import date_time
from services.mail import outbox

# Who else is told of it about a submitted project, registered where it is known (services/evaluation/letters.py)
ALSO_TOLD: list[Callable[[Review, Supplier, Application], None]] = []


@dataclass(frozen=True)
class Touched:
    """The projects of the calls of its year that a supplier takes part in. submitted: with it, and standing; drafts:
    being written, or changed since."""

    submitted: list[Submission]
    drafts: list[Application]


def touched(registration: Application) -> Touched:
    """What the suspension of the supplier of a registration touches: nothing of calls over before its own opened."""
    known = Call.package.in_(list(calls.TYPES)), Call.closes_at > registration.call.opens_at
    company = registration.company
    theirs = Party.company == company, Party.role == "supplier", Application.purpose == PROJECT
    rows = Party.select(Party, Application, Call).join(Application).join(Call)
    rows = rows.where(*theirs, *known, Application.discarded_at.is_null()).order_by(Application.id)
    of = [party.application_id for party in rows]
    editions = Submission.select(*Submission.unsealed()).where(Submission.application.in_(of), Submission.standing)
    standing_of = {edition.application_id: edition for edition in editions}
    submitted, drafts = [], []
    for party in rows:
        standing = standing_of.get(party.application_id)
        if standing and company.id in standing.companies:
            submitted.append(standing)
        elif party.left_at is None:
            drafts.append(party.application)
    return Touched(submitted, drafts)


def tell_leads(review: Review) -> None:
    """Mail everyone who leads a project the supplier takes part in that was suspended, or is no longer, once about
    each. Within the decision's transaction."""
    found, supplier = touched(review.application), review.application.entry
    for submission in found.submitted:
        tell(review, supplier, submission.application, submission.receipt)
        for also in ALSO_TOLD:
            also(review, supplier, submission.application)
    for application in found.drafts:
        tell(review, supplier, application, "")


def tell(review: Review, supplier: Supplier, application: Application, receipt: str) -> None:
    """receipt: of the submission that stands with the supplier; "" for a draft."""
    lead = Party.get(Party.application == application, Party.lead)
    said: dict[str, Any] = {"state": POOL_STATES[supplier.state]}
    kind = "supplier_resumed"
    if review.decision == SUSPENDED:
        closes = date_time(application.closes_at) if application.open_at(now()) else ""
        kind, said = "supplier_suspended", {"reason": review.note, "closes": closes}
    for member in lead.firm.memberships:
        outbox.enqueue(
            kind,
            to=member.person.email,
            key=f"{kind}:{review.id}:{application.id}:{member.person_id}",
            about=application.token,
            supplier=supplier.name,
            number=application.number,
            receipt=receipt,
            link=f"{config.current().public_url}/applications/{application.token}/",
            call=application.announcement,
            **said,
        )
