"""Invitations by mail: whom a consortium or a company asks in, and what becomes of it (docs/adr/0011).

The key in the mail is 256 bits, kept hashed, good once and for LIFE. It opens a page and nothing more: answering takes
a signed-in person of the address it went to.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from peewee import Case, fn

import config
from models.application import Application, Party
from models.base import now, writing
from models.company import Company, Membership, Supplier
from models.consortium import (
    ACCEPTED,
    COLLEAGUE,
    DECLINED,
    EVALUATOR,
    LEAD,
    REPLACED,
    SEEN,
    SENT,
    SUPPLIER,
    WITHDRAWN,
    Invitation,
)
from models.mail import FAILED, Outbox
from models.person import Person
from models.secret import fingerprint, fingerprints
from models.submission import Event
from programme.korean import date_time
from services.access import accounts, evaluators, staff
from services.access.permissions import NotNow
from services.consortium import invitation_details
from services.drafts import applications, companies, revisions
from services.drafts.application_view import ApplicationView
from services.mail import kinds, outbox

LIFE = timedelta(hours=72)
HOURS = LIFE // timedelta(hours=1)
A_DAY = timedelta(days=1)
RETENTION = timedelta(days=30)  # after its time
# Mails a day: to one address from one inviting side, to one address in all, from one side, by one person.
TO_ONE, TO_ANY, FROM_SIDE, BY_PERSON = 3, 10, 20, 40


class TooMany(Exception):
    """Enough invitations were mailed within a day; the message says in Korean which, and what to do."""


class Already(Exception):
    """There is nothing to invite to any more; the message says in Korean why, and what to do."""


def invite_evaluator(person: Person, email: str) -> Invitation:
    """Ask the reader of an address to evaluate. Raises TooMany, Already."""
    with writing():
        asked = (Invitation.role == EVALUATOR) & Invitation.email_hash.in_(fingerprints(email))
        if Invitation.select().where(asked, Invitation.open_at(now())).exists():
            raise Already("이 주소로 보낸 초대가 답을 기다리고 있습니다. 메일이 오지 않았다면 다시 보내 주세요.")
        known = accounts.find_person(email)
        if evaluators.post_of(known):
            raise Already("이미 평가위원인 사람의 주소입니다.")
        if staff.post_of(known):
            raise Already(evaluators.AN_OFFICER)
        return send(person, Invitation(role=EVALUATOR, email=email))


def invite(
    person: Person,
    role: str,
    email: str,
    *,
    application: Application | None = None,
    company: Company | None = None,
    name: str = "",
    message: str = "",
    arrived: datetime,
) -> Invitation:
    """Ask the reader of an address in: as adopter or supplier of an application, its lead, or a colleague in a company.

    Raises TooMany, Already, revisions.Closed.
    """
    with writing():
        require_open_window(application.id if application else None, arrived)
        side = sent_by_side(application, company)
        mine = side & (Invitation.email_hash.in_(fingerprints(email))) & ((Invitation.role == LEAD) == (role == LEAD))
        if Invitation.select().where(mine, Invitation.open_at(now())).exists():
            raise Already(
                "이 주소로 보낸 초대가 답을 기다리고 있습니다. 메일이 오지 않았다면 ‘다시 보내기’를 눌러 주세요."
            )
        if role != LEAD and takes_part_already(email, application, company):
            raise Already("이미 함께하고 있는 기업의 담당자입니다. 초대하지 않아도 로그인하면 바로 볼 수 있습니다.")
        values = {"name": name, "message": message}
        return send(person, Invitation(role=role, email=email, application=application, company=company, **values))


def sent_by_side(application: Application | None, company: Company | None):
    """Which invitations one inviting side sent: those of the application, or of the company to its colleagues."""
    if application:
        return Invitation.application == application
    return Invitation.application.is_null() & (Invitation.company == company)


def takes_part_already(email: str, application: Application | None, company: Company | None) -> bool:
    """Whether the address is one of somebody who takes part already."""
    joined = Party.select(Party.company).where(
        Party.application == application, Party.left_at.is_null(), Party.joined_at.is_null(False)
    )
    here = Membership.company.in_(joined) if application else Membership.company == company
    return Membership.select().join(Person).where(here, Person.email_hash.in_(fingerprints(email))).exists()


def require_open_window(application: int | None, arrived: datetime) -> Application | None:
    """The application asked into, by its id, as it stands now. Raises revisions.Closed."""
    found = Application.newest(application) if application else None
    if found and not found.open_at(arrived):
        raise revisions.Closed
    return found


def answer_deadline(application: Application | None) -> datetime:
    """Until when an invitation sent now may be answered: LIFE, and not beyond closing."""
    last = now() + LIFE
    return min(last, application.closes_at) if application else last


def send(person: Person, row: Invitation, details: dict[str, Any] | None = None) -> Invitation:
    """Write this invitation and queue its mail, in the caller's transaction. details: its `details_of`, where the
    caller knows them. Raises TooMany."""
    check_limits(person, row.email, sent_by_side(row.application, row.company), row.role)
    key = secrets.token_urlsafe(32)
    row.key_hash, row.email_hash = accounts.digest(key), fingerprint(row.email)
    row.invited_by, row.expires_at = person, answer_deadline(row.application)
    row.message = row.message or None
    row.save(force_insert=True)
    told = (details or invitation_details.details_of(row)) | {"message": (row.message or "").splitlines()}
    kind = "evaluator_invitation" if row.role == EVALUATOR else "invitation"
    outbox.enqueue(
        kind,
        to=row.email,
        key=f"invitation:{row.id}",
        give_up=A_DAY,
        link=f"{config.current().public_url}/invitations/{key}",
        until=date_time(row.expires_at),
        call=row.application.announcement if row.application else None,
        **{name: told[name] for name in kinds.KINDS[kind].keys() & told.keys()},
    )
    detail = {"invitation": row.id, "role": row.role}
    Event.create(application=row.application, person=person, action="invited", detail=detail)
    return row


def check_limits(person: Person, email: str, side, role: str = "") -> None:
    """Raises TooMany when a limit of the day is reached. Every mail is a row, those sent again too. The lead agency
    asks as many evaluators in as its officers do."""
    to_it = Invitation.email_hash.in_(fingerprints(email))
    limits = (
        (to_it & side, TO_ONE, f"이 주소로는 하루에 {TO_ONE}번까지 초대 메일을 보낼 수 있습니다."),
        (to_it, TO_ANY, "이 주소로 오늘 초대 메일이 많이 갔습니다."),
        (side, FROM_SIDE, f"초대 메일은 하루에 {FROM_SIDE}통까지 보낼 수 있습니다."),
        (Invitation.invited_by == person, BY_PERSON, f"한 사람이 하루에 {BY_PERSON}통까지 초대할 수 있습니다."),
    )
    each = [fn.COUNT(Case(None, [(which, 1)])) for which, _, _ in limits]
    any_of = to_it | side | (Invitation.invited_by == person)
    sent = Invitation.select(*each).where(any_of, Invitation.sent_at > now() - A_DAY).scalar(as_tuple=True)
    for count, (which, most, values) in zip(sent, limits, strict=True):
        if count >= most and not (which is side and role == EVALUATOR):
            raise TooMany(f"{values} 내일 다시 보내 주세요. 급하면 초대할 분에게 직접 알려 주세요.")


def choose(view: ApplicationView, supplier: Supplier, person: Person, arrived: datetime, message: str = "") -> Party:
    """Take a pool entry into the consortium and mail its people. Raises revisions.Closed."""
    asked = Invitation(role=SUPPLIER, application=view.application, company=supplier.company, message=message)
    details = invitation_details.details_of(asked, view.journey)
    with writing():
        party = applications.choose_supplier(view.application, supplier, person, arrived)
        mail_people(view.application, party, person, message, details)
        return party


def mail_people(application: Application, party: Party, person: Person, message: str, details: dict[str, Any]) -> int:
    """Invite everyone who acts for a chosen company and has no open invitation; how many mails the day's limits
    allow. details: of the invitation (invitation_details.details_of)."""
    waiting = (Invitation.application == application) & Invitation.open_at(now())
    invited = {row.email_hash for row in Invitation.select().where(waiting)}
    sent = 0
    asked_in = {"role": party.role, "application": application, "company": party.firm, "message": message}
    people = [row.person for row in companies.people(party.firm)] if party.joined_at is None else []
    for each in people:
        if not invited & {*fingerprints(each.email)}:
            try:
                send(person, Invitation(email=each.email, **asked_in), details)
            except TooMany:
                continue
            sent += 1
    return sent


def offer_lead(application: Application, party: Party, person: Person, arrived: datetime) -> None:
    """Ask the people of another adopter to lead; an earlier offer is withdrawn. Raises revisions.Closed, TooMany."""
    with writing():
        require_open_window(application.id, arrived)
        offers = (Invitation.application == application) & (Invitation.role == LEAD)
        Invitation.settle(offers, WITHDRAWN, person)
        asked_in = {"role": LEAD, "application": application, "company": party.firm}
        details = invitation_details.details_of(Invitation(**asked_in))
        for member in companies.people(party.firm):
            send(person, Invitation(email=member.person.email, **asked_in), details)


def resend(row: Invitation, person: Person, arrived: datetime) -> Invitation:
    """A new mail with a key and a time of its own; the earlier link is dead. Raises TooMany, revisions.Closed,
    NotNow."""
    with writing():
        application = require_open_window(row.application_id, arrived)
        row = Invitation.get_by_id(row.id)
        if row.state in (ACCEPTED, REPLACED):
            raise NotNow("이미 수락했거나 새로 보낸 초대입니다. 목록을 새로 고쳐 지금 상태를 확인해 주세요.")
        Invitation.update(state=REPLACED).where(Invitation.id == row.id).execute()
        kept = {"name": row.name, "message": row.message, "application": application, "company": row.company}
        return send(person, Invitation(role=row.role, email=row.email, **kept))


def withdraw(row: Invitation, person: Person) -> None:
    with writing():
        Invitation.settle(Invitation.id == row.id, WITHDRAWN, person)


def find(key: str) -> Invitation | None:
    """The invitation a mailed key opens, in whatever state."""
    return Invitation.get_or_none(Invitation.key_hash == accounts.digest(key))


def mark_seen(row: Invitation, person: Person) -> None:
    """Note that whom it was sent to opened it."""
    if row.is_for(person) and row.state_at(now()) == SENT:
        with writing():
            opened = (Invitation.id == row.id) & (Invitation.state == SENT)
            Invitation.update(state=SEEN, seen_at=now()).where(opened).execute()


def invitee_name(row: Invitation) -> str:
    """Whom an invitation asks in, as its sender knows them; the address of a pool entry's people is not shown."""
    if row.company and row.role != COLLEAGUE:
        return companies.name_of(row.company)
    return row.name or outbox.masked(row.email)


def pending_invitations(application: Application) -> list[tuple[str, str, str]]:
    """Who was asked by address alone and has not come in, newest first: (what for, whom, state)."""
    shown = Invitation.state.in_((SENT, SEEN, DECLINED)) & Invitation.company.is_null()
    rows = Invitation.select().where(Invitation.application == application, shown).order_by(Invitation.id.desc())
    return [(row.role, invitee_name(row), row.state_at(now())) for row in rows]


TO_DO, ASKED, DONE = "empty", "waiting", "done"  # choosing a supplier, as far as it is


def supplier_choice_state(view: ApplicationView) -> str:
    """How far choosing a supplier is: DONE once one has joined; ASKED while one may still answer, or was chosen and
    could not be mailed."""
    suppliers = [part for part in view.journey.parties if part.role == SUPPLIER]
    if any(part.joined for part in suppliers):
        return DONE
    here = (Invitation.application == view.application) & (Invitation.role == SUPPLIER)
    over = (ACCEPTED, REPLACED, WITHDRAWN)
    invitations = list(Invitation.select().where(here, Invitation.state.not_in(over)))
    mailed = {row.company_id for row in invitations if row.company_id}
    silent = {view.company_of(part) for part in suppliers} - mailed
    return ASKED if silent or any(row.state_at(now()) in (SENT, SEEN) for row in invitations) else TO_DO


def target_url(row: Invitation) -> str:
    """The page it leads to in the end."""
    if row.application:
        return f"/applications/{row.application.token}/"
    if row.role == EVALUATOR:
        return "/evaluation/"
    assert row.company
    return f"/companies/{row.company.token}/"


def undelivered(rows: Iterable[Invitation]) -> set[int]:
    """The ids of those whose mail the server would not take."""
    keys = {f"invitation:{row.id}": row.id for row in rows}
    failed = Outbox.select(Outbox.key).where(Outbox.key.in_(list(keys)), Outbox.state == FAILED)
    return {keys[mail.key] for mail in failed}


def sweep(at: datetime) -> int:
    """Forget invitations RETENTION after their time."""
    with writing():
        return Invitation.delete().where(Invitation.expires_at < at - RETENTION).execute()
