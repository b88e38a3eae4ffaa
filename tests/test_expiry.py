"""Certificates that run out: said on the company's evidence, mailed a week before, once, and only where the certificate
is used and newest."""

import io
from datetime import date, datetime, time, timedelta

import pytest
import time_machine

import config
import tasks
from models.application import Application, Call
from models.base import now, writing
from models.evidence import Evidence
from models.mail import Outbox
from programme.korean import day_of
from services.access import accounts
from services.drafts import evidence
from services.scheduled import expiry_reminders
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, hand_in, person
from tests.smtp import mails
from tests.uploads import PDF


@pytest.fixture
def application(seeded) -> Application:
    """One whose company alone has certificates with dates, so that nobody else is told anything."""
    application = application_of(LEAD)
    with writing():
        Evidence.update(issued=None, expires=None).execute()
    return application


def put(application: Application, kind: str = "national_tax", **dates: date) -> Evidence:
    row = evidence.add(application.company, io.BytesIO(PDF), "납세증명서.pdf", person(LEAD))
    said = {"kind": kind, "issuer": "국세청", "number": "", "issued": None, "expires": None}
    evidence.describe([row], said | dates, now())
    return Evidence.get_by_id(row.id)


def today() -> date:
    return day_of(now())


def at(days: int, hour: int = 9) -> datetime:
    return datetime.combine(today() + timedelta(days=days), time(hour, 7), config.KST)


def told() -> list[Outbox]:
    return mails("expiry")


@pytest.mark.parametrize(("left", "due"), [(9, 0), (8, 0), (7, 1), (3, 1), (1, 1), (0, 0), (-1, 0)])
def test_the_company_is_told_in_the_last_seven_days(application, left, due):
    put(application, expires=today() + timedelta(days=10))

    assert expiry_reminders.enqueue_due(at(10 - left)) == due
    assert [mail.to for mail in told()] == [LEAD] * due


def test_once_a_document_and_person_however_often_it_runs_and_nobody_is_woken(application):
    put(application, expires=today() + timedelta(days=10))

    assert expiry_reminders.enqueue_due(at(3, hour=8)) == 0
    for days in range(3, 9):
        expiry_reminders.enqueue_due(at(days))
    assert len(told()) == 1


def test_all_of_the_companys_people_are_told_and_nobody_else(application):
    colleague = accounts.person_at(STRANGER, now())
    type(application.company.memberships.get()).create(person=colleague, company=application.company)
    put(application, expires=today() + timedelta(days=10))

    expiry_reminders.enqueue_due(at(3))

    assert sorted(mail.to for mail in told()) == sorted([LEAD, STRANGER])


def test_a_document_replaced_by_a_newer_one_or_removed_is_not_mailed(application):
    put(application, expires=today() + timedelta(days=10))
    put(application, expires=today() + timedelta(days=300))
    put(application, kind="local_tax", expires=today() + timedelta(days=10))
    evidence.remove(put(application, kind="other", expires=today() + timedelta(days=10)), now())

    expiry_reminders.enqueue_due(at(3))

    assert [mail.subject for mail in told() if "지방세" in mail.subject]
    assert len(told()) == 1


def test_a_date_set_right_is_mailed_anew(application):
    row = put(application, expires=today() + timedelta(days=10))
    expiry_reminders.enqueue_due(at(3))
    said = {"kind": row.kind, "issuer": row.issuer, "number": "", "issued": None}
    evidence.describe([row], said | {"expires": today() + timedelta(days=12)}, now())

    assert expiry_reminders.enqueue_due(at(4)) == 0
    assert expiry_reminders.enqueue_due(at(5)) == 1


def test_nothing_is_mailed_about_documents_no_open_application_uses(application):
    put(application, expires=today() + timedelta(days=10))
    with writing():
        Call.update(opens_at=at(-9), closes_at=at(2)).execute()

    assert expiry_reminders.enqueue_due(at(3)) == 0


def test_an_application_that_was_submitted_still_counts_and_its_number_is_named(application):
    put(application, issued=today())
    hand_in(application)

    assert expiry_reminders.enqueue_due(at(23)) == 1
    (mail,) = told()
    assert application.number in mail.text
    assert "납세증명서.pdf" in mail.text
    assert f"/companies/{application.company.token}/evidence/" in mail.text
    assert "국세 납세증명서" in mail.subject


def test_a_document_that_runs_out_before_closing_says_so_by_mail_and_on_the_companys_evidence(application, client):
    put(application, expires=today() + timedelta(days=10))
    put(application, kind="local_tax", expires=today() + timedelta(days=300))
    expiry_reminders.enqueue_due(at(3))

    assert "마감일" in told()[0].text
    client.sign_in(LEAD)
    page = client.get(f"/companies/{application.company.token}/evidence/").page
    assert "마감 전에 만료" in page.select_one("#national_tax").get_text()
    assert "마감 전에 만료" not in page.select_one("#local_tax").get_text()


def test_the_hourly_job_owes_them(application):
    put(application, expires=today() + timedelta(days=10))

    with time_machine.travel(at(3)):
        tasks.remind.call_local()

    assert told()
    assert SUPPLIER not in {mail.to for mail in told()}
