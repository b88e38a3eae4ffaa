"""Answering an invitation: once, in its time, by a signed-in person of the address it went to (docs/adr/0011)."""

from datetime import datetime
from typing import Any

import config
from models.base import now, writing
from models.company import Company, Membership
from models.consortium import ACCEPTED, COLLEAGUE, DECLINED, EVALUATOR, LEAD, Invitation
from models.person import Person
from models.submission import Event
from services.access import evaluators, staff
from services.access.permissions import NotNow
from services.consortium import invitation_details, invitations, members
from services.mail import outbox

ANSWERS = {ACCEPTED: "수락했습니다", DECLINED: "거절했습니다"}


class NotForYou(Exception):
    """It went to another address."""


class Ended(Exception):
    """It can be answered no more; the message is its state."""


def settle_answer(row: Invitation, person: Person, state: str, arrived: datetime, **changes: str) -> None:
    """Settle it by compare-and-set, in the caller's transaction: once, in its time. Raises NotForYou, Ended."""
    if not row.is_for(person):
        raise NotForYou
    answer = {"state": state, "answered_at": now(), "answered_by": person} | changes
    if not Invitation.update(**answer).where(Invitation.id == row.id, Invitation.open_at(arrived)).execute():
        raise Ended(Invitation.get_by_id(row.id).state_at(arrived))


def decline(row: Invitation, person: Person, reason: str, arrived: datetime) -> None:
    """Raises NotForYou, Ended."""
    asked = invitation_details.details_of(row)
    with writing():
        settle_answer(row, person, DECLINED, arrived, reason=reason)
        notify_inviter(row, person, DECLINED, asked, reason)


def accept(row: Invitation, person: Person, arrived: datetime, company: Company | None = None) -> None:
    """Come in, for the company invited or, where none was named, for one of the person's own, None being a new one.

    Raises NotForYou, Ended, revisions.Closed, NotNow; then nothing has changed.
    """
    asked = invitation_details.details_of(row)  # by whoever led until now
    with writing():
        row.application = invitations.require_open_window(row.application_id, arrived)
        settle_answer(row, person, ACCEPTED, arrived)
        if row.role == COLLEAGUE:
            Membership.get_or_create(person=person, company=row.company)
            Event.create(person=person, action="became colleague", detail={"company": row.company_id})
        elif row.role == EVALUATOR:
            evaluators.add(person, row.invited_by)
            Event.create(person=person, action="became evaluator", detail={"invitation": row.id})
        else:
            join_company(row, person, arrived, row.company or company)
        notify_inviter(row, person, ACCEPTED, asked)


def join_company(row: Invitation, person: Person, arrived: datetime, company: Company | None) -> None:
    """Raises NotNow when the person does not act for that company."""
    if company is None:
        company = Company.create()
        Membership.create(person=person, company=company)
    elif not company.memberships.where(Membership.person == person).exists():
        raise NotNow(
            "초대받은 기업의 담당자만 수락할 수 있습니다. 그 기업의 동료에게 기업 화면에서 초대해 달라고 요청해 주세요."
        )
    assert row.application
    if row.role == LEAD:
        members.transfer_lead(row.application, company, person)
        offers = (Invitation.application == row.application) & (Invitation.role == LEAD)
        Invitation.settle(offers, ACCEPTED, person)
    else:
        members.take_part(row.application, company, row.role, person, arrived)
        Invitation.update(company=company).where(Invitation.id == row.id).execute()


def notify_inviter(row: Invitation, person: Person, state: str, asked: dict[str, Any], reason: str = "") -> None:
    """Queue a mail to whoever invited about the answer, if they still act for that side, in the caller's
    transaction. asked: what the invitation asked (invitation_details.details_of)."""
    if row.invited_by is None or row.invited_by == person:
        return
    if row.role == EVALUATOR and not staff.post_of(row.invited_by):
        return
    if row.role != EVALUATOR and not invitations.takes_part_already(row.invited_by.email, row.application, row.company):
        return
    outbox.enqueue(
        "answered",
        to=row.invited_by.email,
        key=f"answered:{row.id}",
        about=row.application.token if row.application else None,
        answer=ANSWERS[state],
        name=invitations.invitee_name(row),
        reason=reason,
        link=config.current().public_url
        + ("/staff/evaluators/" if row.role == EVALUATOR else invitations.target_url(row)),
        **{name: asked[name] for name in ("title", "inviter", "request", "project")},
    )
