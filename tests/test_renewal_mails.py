"""Entries that a call made 현행화 필요 are told so, once each."""

from datetime import datetime, timedelta

import config
from models.application import Call
from models.company import OUTDATED, Supplier
from services.scheduled import renewal_mails
from services.submissions import registrations
from tests.smtp import mails


def morning(day: int = 0) -> datetime:
    opened = Call.get().opens_at.astimezone(config.KST)
    return opened.replace(hour=10, minute=0) + timedelta(days=day)


def test_each_outdated_entry_is_mailed_once_and_the_others_are_not(registered):
    at = morning(1)
    registrations.outdate(at)
    outdated = list(Supplier.select().where(Supplier.state == OUTDATED))
    people = {member.person.email for row in outdated for member in row.company.memberships}
    assert people

    assert renewal_mails.enqueue_due(at) == len(people)
    assert {mail.to for mail in mails("renewal")} == people
    assert all("/sign-in?next=/registrations/" in mail.text for mail in mails("renewal"))
    assert renewal_mails.enqueue_due(at + timedelta(hours=1)) == 0


def test_nobody_is_mailed_at_night_or_while_no_call_is_open(registered):
    assert renewal_mails.enqueue_due(morning(1).replace(hour=3)) == 0
    Call.update(closes_at=morning(1)).execute()
    assert renewal_mails.enqueue_due(morning(2)) == 0


def test_another_call_tells_them_anew(registered):
    registrations.outdate(morning(1))
    first = renewal_mails.enqueue_due(morning(1))
    call = Call.get()
    Call.create(slug="next", package=call.package, opens_at=morning(3), closes_at=morning(9))
    Call.update(closes_at=morning(2)).where(Call.id == call.id).execute()

    assert renewal_mails.enqueue_due(morning(4)) >= first > 0
