"""Certificates that run out: said beside each, and by mail to the company's people a week before."""

import logging
from datetime import date, datetime

import config
from models.application import ASKED, Application, Call, Party
from models.base import writing
from models.company import Company
from models.evidence import Evidence
from models.mail import Outbox
from programme.calls import evidence_kinds
from programme.korean import day_of, official_date
from services.drafts import evidence
from services.mail import outbox
from services.scheduled.deadline_reminders import MORNING

DAYS = 7

log = logging.getLogger(__name__)


def last_day(row: Evidence) -> date | None:
    """The last day a certificate counts, as far as that is known."""
    kind = evidence_kinds().get(row.kind)
    return kind.valid_until(row.issued, row.expires) if kind else row.expires


def calls_to_come(at: datetime) -> list[Call]:
    """Calls that are open or will be, the one that closes first in front."""
    return list(Call.select().where(Call.closes_at > at).order_by(Call.closes_at))


def too_early(row: Evidence, call: Call) -> bool:
    """Whether a certificate runs out before the call's closing day, on which everything is judged."""
    last = last_day(row)
    return last is not None and last < day_of(call.closes_at)


def applications_using(company: Company, at: datetime, asked: bool = False) -> list[Application]:
    """The applications the company's certificates go into: those it takes part in whose window is open or to come.
    asked: with those closed of which a certificate of its own is asked for."""
    joined = Party.company == company, Party.left_at.is_null(), ~Party.joined_at.is_null()
    kept = Application.discarded_at.is_null(), Call.taking(Application)
    rows = Application.select().where(*kept, Application.id.in_(Party.select(Party.application).where(*joined)))
    return [
        row
        for row in rows.order_by(Application.id)
        if row.closes_at > at
        or row.open_at(at)
        or (asked and row.open_at(at, ASKED) and evidence.asked_of(row, company))
    ]


def enqueue_due(at: datetime) -> int:
    """Queue the mails about certificates with DAYS or fewer left; once each, however often it is called. How many are
    new."""
    here = at.astimezone(config.KST)
    if here.hour < MORNING:
        return 0
    owed = 0
    for company in Company.select().where(Company.id.in_(Evidence.select(Evidence.company))):
        used_in = applications_using(company, at)
        for kind, rows in evidence.newest(Evidence.of(company)).items():
            last = last_day(rows[0])  # an older one has been replaced
            if used_in and kind in evidence_kinds() and last and 0 < (last - here.date()).days <= DAYS:
                owed += enqueue_for_company(rows[0], last, used_in)
    return owed


def enqueue_for_company(row: Evidence, last: date, used_in: list[Application]) -> int:
    """Queue one mail to each of the company's people about one certificate; how many are new."""
    key = f"expiry:{row.id}:{last:%Y%m%d}:"
    if Outbox.select().where(Outbox.key.startswith(key)).exists():
        return 0
    kind = evidence_kinds()[row.kind]
    closing = day_of(min(application.closes_at for application in used_in))
    with writing():
        people = [member.person for member in row.company.memberships if member.person.expiry_mails]
        for person in people:
            outbox.enqueue(
                "expiry",
                to=person.email,
                key=f"{key}{person.id}",
                certificate=kind.title,
                file=row.name,
                last=official_date(last),
                closing=official_date(closing) if last < closing else "",
                numbers=[application.number for application in used_in],
                source=kind.where[0] if kind.where else kind.issuer or "발급기관",
                link=f"{config.current().public_url}/companies/{row.company.token}/evidence/",
                call=used_in[0].announcement,
            )
    return len(people)
