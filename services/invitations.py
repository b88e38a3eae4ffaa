"""Invitations by mail: whom a consortium or a company asks in, and what becomes of it (docs/adr/0011).

The key in the mail is 256 bits, kept hashed, good once and for LIFE. It opens a page and nothing more: answering takes
a signed-in person of the address it went to.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import config
from models.application import Application, Party
from models.base import now, writing
from models.company import Company, Membership, Supplier
from models.consortium import (
    ACCEPTED,
    ADOPTER,
    COLLEAGUE,
    DECLINED,
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
from models.secret import fingerprint
from models.submission import Event
from programme import call_2024_221 as programme
from services import accounts, answers, applications, companies, mail
from services.permissions import NotNow

LIFE = timedelta(hours=72)
A_DAY = timedelta(days=1)
KEPT = timedelta(days=30)  # after its time
# Mails a day: to one address from one inviting side, to one address in all, from one side, by one person.
TO_ONE, TO_ANY, FROM_SIDE, BY_PERSON = 3, 10, 20, 40


# What each role is asked, as its mail and its page say it: kind of letter, sentence after the inviter's name, consequence.
ASKED = {
    ADOPTER: (
        "컨소시엄 초대",
        "귀사를 도입기업으로 초대했습니다.",
        "수락하면 귀사의 정보와 올려 둔 증빙이 이 과제신청에 쓰이고, 컨소시엄의 다른 기업이 볼 수 있습니다.",
    ),
    SUPPLIER: (
        "컨소시엄 초대",
        "귀사를 공급기업으로 초대했습니다.",
        "수락하면 귀사의 정보와 올려 둔 증빙이 이 과제신청에 쓰이고, 컨소시엄의 다른 기업이 볼 수 있습니다.",
    ),
    LEAD: (
        "주관 넘김 요청",
        "귀사에 과제신청의 주관을 넘기려고 합니다.",
        "수락하면 귀사가 주관 도입기업이 되어 컨소시엄을 꾸리고 신청서를 제출합니다. 지금까지 쓴 내용과 제출한 서류는 "
        "그대로입니다.",
    ),
    COLLEAGUE: (
        "동료 초대",
        "신청서를 함께 쓰는 동료로 초대했습니다.",
        "수락하면 이 기업의 담당자로서 신청과 증빙을 보고 고칠 수 있고, 동료에게 이메일 주소가 가려진 채 보입니다.",
    ),
}


class TooMany(Exception):
    """Enough invitations were mailed within a day; the message says in Korean which, and what to do."""


class Already(Exception):
    """There is nothing to invite to any more; the message says in Korean why, and what to do."""


def invite(
    person: Person,
    role: str,
    email: str,
    *,
    application: Application | None = None,
    company: Company | None = None,
    name: str = "",
    arrived: datetime,
) -> Invitation:
    """Ask the reader of an address in: as adopter or supplier of an application, its lead, or a colleague in a company.

    Raises TooMany, Already, answers.Closed.
    """
    with writing():
        still_open(application, arrived)
        side = side_of(application, company)
        mine = side & (Invitation.email_hash == fingerprint(email)) & ((Invitation.role == LEAD) == (role == LEAD))
        if Invitation.select().where(mine, Invitation.open_at(now())).exists():
            raise Already(
                "이 주소로 보낸 초대가 답을 기다리고 있습니다. 메일이 오지 않았다면 ‘다시 보내기’를 눌러 주세요."
            )
        if role != LEAD and acts_here(fingerprint(email), application, company):
            raise Already("이미 함께하고 있는 기업의 담당자입니다. 초대하지 않아도 로그인하면 바로 볼 수 있습니다.")
        return send(person, role, email, application, company, name)


def side_of(application: Application | None, company: Company | None):
    """Which invitations one inviting side sent: those of the application, or of the company to its colleagues."""
    if application:
        return Invitation.application == application
    return Invitation.application.is_null() & (Invitation.company == company)


def acts_here(email_hash: str, application: Application | None, company: Company | None) -> bool:
    """Whether the address is one of somebody who takes part already."""
    joined = Party.select(Party.company).where(
        Party.application == application, Party.left_at.is_null(), Party.joined_at.is_null(False)
    )
    here = Membership.company.in_(joined) if application else Membership.company == company
    return Membership.select().join(Person).where(here, Person.email_hash == email_hash).exists()


def still_open(application: Application | None, arrived: datetime) -> None:
    if application and not Application.get_by_id(application.id).open_at(arrived):
        raise answers.Closed


def send(
    person: Person, role: str, email: str, application: Application | None, company: Company | None, name: str
) -> Invitation:
    """Write the row and owe its mail, in the caller's transaction. Raises TooMany."""
    refuse_many(person, fingerprint(email), side_of(application, company))
    key = secrets.token_urlsafe(32)
    row = Invitation.create(
        key_hash=accounts.digest(key),
        application=application,
        company=company,
        role=role,
        name=name,
        email=email,
        email_hash=fingerprint(email),
        invited_by=person,
        expires_at=now() + LIFE,
    )
    mail.owe(
        "invitation",
        to=email,
        key=f"invitation:{row.id}",
        give_up=A_DAY,
        link=f"{config.current().public_url}/invitations/{key}",
        until=row.expires_at.astimezone(config.KST).strftime("%Y. %-m. %-d. %H:%M"),
        programme=programme.TITLE,
        **about(row),
    )
    Event.create(application=application, person=person, action="invited", detail={"invitation": row.id, "role": role})
    return row


def about(row: Invitation) -> dict[str, Any]:
    """Who invites, and to what: all that its mail and its page tell of an application."""
    said = dict(zip(("title", "asked", "meaning"), ASKED[row.role], strict=True))
    if row.application is None:
        assert row.company
        return {"inviter": companies.name_of(row.company), "project": "", **said}
    journey = applications.stand(row.application).journey
    lead = next(part for part in journey.parties if part.lead)
    project = journey.data("overview")["project"] or f"과제신청 {row.application.number}"
    return {"inviter": lead.name, "project": str(project), **said}


def refuse_many(person: Person, email_hash: str, side) -> None:
    """Raises TooMany when a limit of the day is reached. Every mail is a row, those sent again too."""
    to_it = Invitation.email_hash == email_hash
    for which, most, said in (
        (to_it & side, TO_ONE, f"이 주소로는 하루에 {TO_ONE}번까지 초대 메일을 보낼 수 있습니다."),
        (to_it, TO_ANY, "이 주소로 오늘 초대 메일이 많이 갔습니다."),
        (side, FROM_SIDE, f"초대 메일은 하루에 {FROM_SIDE}통까지 보낼 수 있습니다."),
        (Invitation.invited_by == person, BY_PERSON, f"한 사람이 하루에 {BY_PERSON}통까지 초대할 수 있습니다."),
    ):
        sent = Invitation.select().where(which, Invitation.sent_at > now() - A_DAY)
        if sent.count() >= most:
            raise TooMany(f"{said} 내일 다시 보내 주세요. 급하면 초대할 분에게 직접 알려 주세요.")


def choose(application: Application, supplier: Supplier, person: Person, arrived: datetime) -> Party:
    """Take a pool entry into the consortium and mail its people. Raises answers.Closed."""
    with writing():
        party = applications.choose_supplier(application, supplier, person, arrived)
        mail_people(application, party, person)
        return party


def mail_people(application: Application, party: Party, person: Person) -> int:
    """Invite everyone who acts for a chosen company and has no open invitation; how many mails the day's limits allow."""
    waiting = (Invitation.application == application) & Invitation.open_at(now())
    asked = {row.email_hash for row in Invitation.select().where(waiting)}
    sent = 0
    for member in companies.people(party.company) if party.joined_at is None else []:
        if member.person.email_hash not in asked:
            try:
                send(person, party.role, member.person.email, application, party.company, "")
            except TooMany:
                continue
            sent += 1
    return sent


def offer_lead(application: Application, party: Party, person: Person, arrived: datetime) -> None:
    """Ask the people of another adopter to lead; an earlier offer is withdrawn. Raises answers.Closed, TooMany."""
    with writing():
        offers = (Invitation.application == application) & (Invitation.role == LEAD)
        Invitation.settle(offers, WITHDRAWN, person)
        for member in companies.people(party.company):
            invite(person, LEAD, member.person.email, application=application, company=party.company, arrived=arrived)


def resend(row: Invitation, person: Person, arrived: datetime) -> Invitation:
    """A new mail with a key and a time of its own; the earlier link is dead. Raises TooMany, answers.Closed, NotNow."""
    with writing():
        still_open(row.application, arrived)
        row = Invitation.get_by_id(row.id)
        if row.state in (ACCEPTED, REPLACED):
            raise NotNow("이미 수락했거나 새로 보낸 초대입니다. 목록을 새로 고쳐 지금 상태를 확인해 주세요.")
        Invitation.update(state=REPLACED).where(Invitation.id == row.id).execute()
        return send(person, row.role, row.email, row.application, row.company, row.name)


def withdraw(row: Invitation, person: Person) -> None:
    with writing():
        Invitation.settle(Invitation.id == row.id, WITHDRAWN, person)


def find(key: str) -> Invitation | None:
    """The invitation a mailed key opens, in whatever state."""
    return Invitation.get_or_none(Invitation.key_hash == accounts.digest(key))


def see(row: Invitation, person: Person) -> None:
    """Note that whom it was sent to opened it."""
    if row.email_hash == person.email_hash and row.standing(now()) == SENT:
        with writing():
            opened = (Invitation.id == row.id) & (Invitation.state == SENT)
            Invitation.update(state=SEEN, seen_at=now()).where(opened).execute()


def called(row: Invitation) -> str:
    """Whom an invitation asks in, as its sender knows them; the address of a pool entry's people is not shown."""
    if row.company and row.role != COLLEAGUE:
        return companies.name_of(row.company)
    return row.name or mail.masked(row.email)


def waiting(application: Application) -> list[tuple[str, str, str]]:
    """Who was asked by address alone and has not come in, newest first: (what for, whom, state)."""
    shown = Invitation.state.in_((SENT, SEEN, DECLINED)) & Invitation.company.is_null()
    rows = Invitation.select().where(Invitation.application == application, shown).order_by(Invitation.id.desc())
    return [(row.role, called(row), row.standing(now())) for row in rows]


def home_of(row: Invitation) -> str:
    """The page it leads to in the end."""
    if row.application:
        return f"/applications/{row.application.token}/"
    assert row.company
    return f"/companies/{row.company.token}/"


def undelivered(rows: Iterable[Invitation]) -> set[int]:
    """The ids of those whose mail the server would not take."""
    keys = {f"invitation:{row.id}": row.id for row in rows}
    failed = Outbox.select(Outbox.key).where(Outbox.key.in_(list(keys)), Outbox.state == FAILED)
    return {keys[mail.key] for mail in failed}


def sweep(at: datetime) -> int:
    """Forget invitations KEPT after their time."""
    with writing():
        return Invitation.delete().where(Invitation.expires_at < at - KEPT).execute()
