"""Whom the suspension of a supplier touches: the projects it takes part in, and those who lead them."""

from dataclasses import dataclass

import config
from models.application import Application, Call, Party
from models.base import now
from models.company import Supplier
from models.pool import Review
from models.submission import Submission
from programme import calls
from programme.application_types import PROJECT
from services.mail import outbox


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
    submitted, drafts = [], []
    for party in rows:
        view = Submission.select(*Submission.unsealed())
        standing = view.where(Submission.application == party.application, Submission.standing).first()
        if standing and company.id in standing.companies:
            submitted.append(standing)
        elif party.left_at is None:
            drafts.append(party.application)
    return Touched(submitted, drafts)


def tell_leads(review: Review) -> None:
    """Mail everyone who leads a project the suspended supplier takes part in, once about each. Within the decision's
    transaction."""
    found, supplier = touched(review.application), Supplier.of(review.application.company)
    for submission in found.submitted:
        tell(review, supplier.name, submission.application, submission.receipt)
    for application in found.drafts:
        tell(review, supplier.name, application, "")


def tell(review: Review, supplier: str, application: Application, receipt: str) -> None:
    """receipt: of the submission that stands with the supplier; "" for a draft."""
    lead = Party.get(Party.application == application, Party.lead)
    closing = application.closes_at.astimezone(config.KST)
    for member in lead.firm.memberships:
        outbox.enqueue(
            "supplier_suspended",
            to=member.person.email,
            key=f"supplier_suspended:{review.id}:{application.id}:{member.person_id}",
            about=application.token,
            supplier=supplier,
            number=application.number,
            receipt=receipt,
            reason=review.note,
            closes=closing.strftime("%Y. %-m. %-d. %H:%M") if application.open_at(now()) else "",
            link=f"{config.current().public_url}/applications/{application.token}/",
            call=application.announcement,
        )
