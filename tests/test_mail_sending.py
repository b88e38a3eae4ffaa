"""Sending: every mail is tried until it is accepted, refused or too old, under one identity."""

import threading
from dataclasses import replace
from datetime import timedelta

import config
from models.base import db, now
from models.mail import FAILED, QUEUED, SENT
from services.mail import outbox
from tests.smtp import FACTS, TO, ahead, enqueue, the


def test_greylisted_mail_comes_later_under_the_same_identity(mail_app, smtp_server):
    smtp_server.replies.extend(["451 greylisted, try later", "450 not yet"])
    row = enqueue()

    assert outbox.pump() == 0
    assert the(row).state == QUEUED
    assert the(row).last_error.endswith("451 greylisted, try later")
    assert outbox.pump(ahead(seconds=55)) == 0
    assert len(smtp_server.asked) == 1, "tried again before its time"
    assert outbox.pump(ahead(minutes=2)) == 0
    assert outbox.pump(ahead(minutes=8)) == 1
    assert [str(message["Message-ID"]) for message in smtp_server.accepted] == [the(row).message_id]


def test_one_mail_keeps_one_identity_and_date_over_all_attempts(mail_app, smtp_server):
    smtp_server.verdicts.extend(["451 try later", "452 full"])
    row = enqueue()

    for minutes in (0, 2, 10):
        outbox.pump(ahead(minutes=minutes))

    assert len(smtp_server.seen) == 3
    assert set(smtp_server.seen) == {row.message_id}
    assert the(row).state == SENT


def test_a_refused_mail_is_dead_at_once_and_others_go_on(mail_app, smtp_server):
    smtp_server.refused = {"nobody@example.com"}
    dead, live = enqueue("a", "nobody@example.com"), enqueue("b")

    assert outbox.pump() == 1

    assert the(dead).state == FAILED
    assert the(dead).last_error == "550 no such user here"
    assert the(live).state == SENT
    assert outbox.pump(ahead(days=1)) == 0
    assert [row.id for row in outbox.waiting()] == [dead.id]


def test_a_mail_refused_whole_is_dead_too(mail_app, smtp_server):
    smtp_server.verdicts.append("554 spam")
    row = enqueue()

    outbox.pump()

    assert the(row).state == FAILED


def test_our_own_wrong_password_kills_no_mail(mail_app, smtp_server):
    config.use(replace(mail_app, smtp_url=smtp_server.url.replace("//", "//user:wrong@")))
    row = enqueue()

    outbox.pump()
    assert the(row).state == QUEUED
    config.use(mail_app)
    outbox.pump(ahead(minutes=2))

    assert the(row).state == SENT


def test_attempts_back_off_and_end_at_the_deadline(mail_app, smtp_server):
    smtp_server.replies.extend(["450 never"] * 100)
    row, start, waits = enqueue(), now(), []

    while the(row).state == QUEUED:
        before = the(row).next_at
        outbox.pump(lambda at=before: at)
        if the(row).state == QUEUED:
            waits.append(round((the(row).next_at - before).total_seconds() / 60))

    assert waits[:6] == [1, 5, 15, 60, 180, 180]
    assert the(row).state == FAILED
    assert timedelta(hours=44) < the(row).next_at - start < timedelta(hours=48)


def test_a_mail_whose_time_is_up_is_not_sent_any_more(mail_app, smtp_server):
    row = outbox.enqueue("code", TO, "code:1", give_up=timedelta(minutes=10), **FACTS["code"])

    assert outbox.pump(ahead(minutes=11)) == 0

    assert the(row).state == FAILED
    assert smtp_server.asked == []


def test_a_code_never_waits_behind_receipts(mail_app, smtp_server):
    for number in range(5):
        enqueue(f"receipt:{number}")
    outbox.enqueue("code", TO, "code:1", give_up=timedelta(minutes=10), **FACTS["code"])

    outbox.pump()

    assert "로그인 번호" in str(smtp_server.accepted[0]["Subject"])


def test_the_body_of_a_code_is_erased_when_it_is_sent_or_dead(mail_app, smtp_server):
    smtp_server.refused = {"nobody@example.com"}
    sent, dead = (outbox.enqueue("code", to, to, **FACTS["code"]) for to in (TO, "nobody@example.com"))
    assert the(sent).facts

    outbox.pump()

    for row in (sent, dead):
        assert (the(row).facts, the(row).text, the(row).html) == (None, None, None)
    assert not outbox.resend("", sent.id)


def test_twenty_pumps_at_once_send_each_mail_once(mail_app, smtp_server):
    for number in range(30):
        enqueue(f"receipt:{number}")

    def pump():
        with db.connection_context():
            outbox.pump()

    pumps = [threading.Thread(target=pump) for _ in range(20)]
    for each in pumps:
        each.start()
    for each in pumps:
        each.join()

    assert len(smtp_server.accepted) == 30
    assert len(set(smtp_server.seen)) == 30
