"""The mails about a decision: to everyone of the company it is about."""

from datetime import date
from typing import Any

import config
from models.company import RETURNED, SUSPENDED
from models.pool import Review
from models.submission import Submission
from programme.korean import official_date
from services.mail import outbox
from services.submissions import completions, lifecycle, snapshots


def facts_of(
    submission: Submission,
    decision: str,
    reasons: dict[str, str] | None = None,
    due: date | None = None,
    note: str = "",
) -> dict[str, Any]:
    """What the mail about a decision says; read of what was submitted before the write lock is taken."""
    application = submission.application
    context: dict[str, Any] = {
        "company": snapshots.title(submission),
        "number": application.number,
        "link": f"{config.current().public_url}/applications/{application.token}/",
    }
    if decision == RETURNED:
        asked = reasons or {}
        context["reasons"] = [
            {"title": completions.title_of(application.type, slug), "text": text} for slug, text in asked.items()
        ]
        context["due"] = official_date(due)
    if decision == SUSPENDED:
        context["reason"] = note
    return context


def notify_applicant(review: Review, facts: dict[str, Any]) -> None:
    """Queue the mail about a decision to everyone of the company. facts: of `facts_of`."""
    application = review.application
    for member in lifecycle.members(application):
        key, call = f"{review.decision}:{review.id}:{member.id}", application.announcement
        outbox.enqueue(review.decision, to=member.email, key=key, about=application.token, call=call, **facts)
