"""Reminders of unfinished drafts: on the right days in Korea, once, and only where something is unfinished."""

from datetime import datetime, time, timedelta

import pytest
import time_machine

import config
import tasks
from models.application import Application, Call, Revision
from models.base import now, writing
from programme.korean import day_of
from services.scheduled import deadline_reminders
from services.submissions import lifecycle
from tests.applying import (
    HALF,
    HALF_SUPPLIER,
    LEAD,
    SUPPLIER,
    UNAGREED,
    UNAGREED_SUPPLIER,
    application_of,
    hand_in,
    person,
)
from tests.smtp import mails


@pytest.fixture
def call(seeded) -> Call:
    return Call.get()


def morning(call: Call, days: int, at: time = time(9, 7)) -> datetime:
    """A moment so many days before the closing day, by the Korean calendar."""
    day = day_of(call.closes_at) - timedelta(days=days)
    return datetime.combine(day, at, config.KST)


def told() -> list[str]:
    return [mail.to for mail in mails("reminder")]


@pytest.mark.parametrize(("days", "due"), [(8, 0), (7, 1), (6, 0), (4, 0), (3, 1), (2, 0), (1, 1), (0, 0)])
def test_drafts_are_reminded_seven_three_and_one_day_before(call, days, due):
    deadline_reminders.enqueue_due(morning(call, days))

    assert bool(told()) == bool(due)


@pytest.mark.parametrize(
    ("at", "due"), [(time(0, 7), False), (time(8, 59, 59), False), (time(9), True), (time(23, 59, 59), True)]
)
def test_the_day_is_a_korean_day_and_nobody_is_woken(call, at, due):
    assert bool(deadline_reminders.enqueue_due(morning(call, 7, at))) == due
    assert deadline_reminders.enqueue_due(morning(call, 8, time(23, 59, 59))) == 0
    assert deadline_reminders.enqueue_due(morning(call, 6, time(9, 0))) == 0


def test_everyone_who_acts_for_a_company_is_told_once_a_draft_however_often_it_runs(call):
    first = deadline_reminders.enqueue_due(morning(call, 7))
    for hour in range(9, 24, 5):
        assert deadline_reminders.enqueue_due(morning(call, 7, time(hour, 7))) == 0

    assert first == len(told())
    assert sorted(told()) == sorted(
        [LEAD, SUPPLIER, HALF, HALF, HALF_SUPPLIER, UNAGREED, UNAGREED_SUPPLIER]  # two drafts of one company
    )
    assert deadline_reminders.enqueue_due(morning(call, 3)) == first


def test_what_was_submitted_is_not_reminded_and_what_was_taken_back_is(call):
    submitted = application_of(LEAD)
    hand_in(submitted)
    deadline_reminders.enqueue_due(morning(call, 7))
    assert submitted.token not in {mail.about for mail in mails("reminder")}

    lifecycle.withdraw(submitted, person(LEAD), now())
    deadline_reminders.enqueue_due(morning(call, 3))
    assert submitted.token in {mail.about for mail in mails("reminder")}


def test_a_reminder_says_all_is_done_only_when_nothing_stands_in_the_way(call):
    deadline_reminders.enqueue_due(morning(call, 7))

    texts = {mail.about: mail.text for mail in mails("reminder")}
    unagreed, ready = (texts[application_of(email).token] for email in (UNAGREED, LEAD))
    assert "모두 입력되었습니다" not in unagreed
    assert "아직 답하지 않았습니다" in unagreed
    assert "모두 입력되었습니다" in ready


def test_a_reminder_names_what_is_owed_the_closing_and_the_task_list(call):
    deadline_reminders.enqueue_due(morning(call, 3))

    application = application_of(HALF)
    mail = next(mail for mail in mails("reminder") if mail.about == application.token)
    assert "3일" in mail.subject + mail.text
    assert call.closes_at.astimezone(config.KST).strftime("%Y. %-m. %-d. 18:00") in mail.text
    assert f"/applications/{application.token}/" in mail.text
    assert application.number in mail.text


def test_a_call_that_closed_reminds_nobody_and_one_that_was_extended_reminds_anew(call):
    deadline_reminders.enqueue_due(morning(call, 1))
    before = len(told())
    assert deadline_reminders.enqueue_due(call.closes_at) == 0

    with writing():
        Call.update(closes_at=call.closes_at + timedelta(days=7)).execute()
    assert deadline_reminders.enqueue_due(morning(Call.get(), 1)) == before


def test_one_draft_that_cannot_be_read_holds_up_no_other(call):
    broken = application_of(HALF_SUPPLIER)
    with writing():
        Revision.update(sent="no answers").where(Revision.application == broken).execute()

    assert deadline_reminders.enqueue_due(morning(call, 7))
    about = {mail.about for mail in mails("reminder")}
    assert about
    assert broken.token not in about


def test_the_hourly_job_owes_them(call):
    with time_machine.travel(morning(call, 7)):
        tasks.remind.call_local()

    assert told()
    assert Application.select().where(Application.receipt.is_null()).exists()
