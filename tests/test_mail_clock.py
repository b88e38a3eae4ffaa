"""Mail and a clock that is put back: nothing waits it out."""

from datetime import timedelta

from models.base import now, writing
from models.evidence import Conversion
from models.mail import QUEUED, SENDING, SENT, Outbox
from services.mail import outbox
from services.pdf import conversions
from tests.applying import LEAD, person
from tests.smtp import FACTS, TO, enqueue, the


def shift(row: Outbox, hours: float = 1) -> None:
    """Let the row have been written before the clock went back by so much."""
    later = timedelta(hours=hours)
    changes = {"created_at": row.created_at + later, "next_at": row.next_at + later}
    with writing():
        Outbox.update(**changes).where(Outbox.id == row.id).execute()


def test_a_code_owed_before_the_clock_went_back_is_due_at_once(mail_app, smtp_server):
    row = outbox.enqueue("code", TO, "code:1", **FACTS["code"])
    shift(row)
    assert outbox.pump() == 0

    outbox.put_back(now())

    assert outbox.pump() == 1
    assert the(row).state == SENT


def test_a_mail_to_be_tried_again_waits_no_longer_than_its_turn(mail_app, smtp_server):
    smtp_server.replies.append("451 later")
    row = enqueue()
    outbox.pump()
    shift(row=the(row))

    outbox.put_back(at := now())

    assert the(row).state == QUEUED
    assert the(row).next_at == at + outbox.BACK_OFF[0]
    outbox.put_back(at)
    assert the(row).next_at == at + outbox.BACK_OFF[0]


def test_waits_that_are_as_long_as_they_should_be_stay(mail_app, smtp_server):
    smtp_server.replies.append("451 later")
    row = enqueue()
    outbox.pump()
    before = the(row).next_at

    outbox.put_back(now())

    assert the(row).next_at == before


def test_a_lease_from_a_future_put_back_ends_in_its_time(mail_app, smtp_server):
    row = enqueue()
    with writing():
        Outbox.update(state=SENDING, attempts=1, lease_until=now() + timedelta(hours=1)).execute()

    outbox.put_back(at := now())

    assert the(row).lease_until == at + outbox.LEASE


def test_a_pdf_begun_in_a_future_put_back_is_taken_up_in_its_time(application):
    row = conversions.request_pdf(application, None, "documents", person(LEAD))
    with writing():
        Conversion.update(state="running", lease_until=now() + timedelta(hours=9)).execute()

    conversions.give_up(at := now())

    assert Conversion.get_by_id(row.id).lease_until == at + conversions.LEASE
