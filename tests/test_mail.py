"""Mail: queued with the fact it reports, to one address, and shown to the applicant."""

from dataclasses import replace
from datetime import timedelta

import pytest
from email_validator import EmailNotValidError

import config
import tasks
from models.base import db, now, writing
from models.mail import FAILED, QUEUED, SENT, Outbox
from services.mail import kinds, outbox, smtp
from tests.smtp import FACTS, TO, ahead, enqueue, the


def test_no_mail_reports_a_fact_that_was_rolled_back(mail_app, smtp_server):
    heard = []

    with outbox.mail_queued.connected_to(heard.append), pytest.raises(ZeroDivisionError), writing():
        enqueue()
        raise ZeroDivisionError

    assert outbox.pump() == 0
    assert Outbox.select().count() == 0
    assert not heard


def test_it_is_said_that_mail_is_queued_once_it_is_committed_and_not_before(mail_app):
    heard = []

    def hear(_sender):
        heard.append(Outbox.select().count())

    with outbox.mail_queued.connected_to(hear):
        with writing():
            enqueue()
            assert not heard

        assert heard == [1]


def test_a_queue_that_takes_nothing_breaks_nothing(mail_app, smtp_server, monkeypatch):
    def broken():
        raise ConnectionError("the queue is down")

    monkeypatch.setattr(tasks, "pump", broken)

    with writing():
        enqueue()

    assert outbox.pump() == 1


def test_one_key_is_mailed_once(mail_app, smtp_server):
    assert enqueue() is not None
    assert enqueue() is None

    assert outbox.pump() == 1
    assert outbox.pump() == 0
    assert len(smtp_server.accepted) == 1


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_arrives_in_korean_as_text_and_html(mail_app, smtp_server, kind):
    enqueue(kind=kind)

    outbox.pump()

    message = smtp_server.accepted[0]
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert str(message["To"]) == TO
    assert "비공식 오픈소스" in text
    assert "비공식 오픈소스" in html
    for name, fact in FACTS[kind].items():
        if name == "expected":  # no day of approval where the site does not approve for the programme
            assert fact not in text + html
        elif isinstance(fact, str) and fact != "1":
            assert fact in str(message["Subject"]) + text
            assert fact in str(message["Subject"]) + html
    for fetched in ("<img", "<link", "<style", "src=", "url("):
        assert fetched not in html


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_kind_told_too_little_or_too_much_is_refused_when_it_is_owed(mail_app, kind):
    some = dict(FACTS[kind])
    some.popitem()

    with pytest.raises(TypeError):
        outbox.enqueue(kind, TO, "key", **some)
    with pytest.raises(TypeError):
        outbox.enqueue(kind, TO, "key", **FACTS[kind], colour="red")


def test_a_link_to_elsewhere_is_never_mailed(mail_app):
    for link in ("https://evil.example.com/", "https://apply.example.com.evil.example.com/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="our own site"):
            enqueue(link=link)


def test_a_mail_is_written_when_it_goes_out_and_kept_as_it_went(mail_app, smtp_server):
    row = enqueue(project="배차 서비스")
    kept = the(row)
    assert (kept.text, kept.html) == (None, None) and kept.facts["context"]["project"] == "배차 서비스"
    assert kept.subject

    outbox.pump()

    (sent,) = smtp_server.accepted
    assert the(row).facts is None
    assert sent.get_body(("plain",)).get_content().split() == the(row).text.split()
    assert "배차 서비스" in the(row).html


def test_what_was_written_before_mails_were_written_by_the_worker_goes_out_as_it_was(mail_app, smtp_server):
    row = enqueue()
    Outbox.update(facts=None, text="먼저 쓴 글", html="<p>먼저 쓴 글</p>").where(Outbox.id == row.id).execute()

    assert outbox.pump() == 1

    assert "먼저 쓴 글" in smtp_server.accepted[0].get_body(("html",)).get_content()
    assert the(row).text == "먼저 쓴 글"


def test_a_mail_that_cannot_be_written_waits_and_holds_up_no_other(mail_app, smtp_server, caplog):
    broken, whole = enqueue("a"), enqueue("b")
    facts = broken.facts | {"call": "2001-1"}  # of a call that is not here any more
    Outbox.update(facts=facts).where(Outbox.id == broken.id).execute()

    assert outbox.pump() == 1

    assert (the(whole).state, the(broken).state) == (SENT, QUEUED)
    assert "2001-1" in the(broken).last_error and the(broken).facts == facts
    assert "cannot be written" in caplog.text
    Outbox.update(facts=whole.facts).where(Outbox.id == broken.id).execute()
    assert outbox.pump(ahead(minutes=2)) == 1


def test_a_mail_the_server_took_from_a_killed_worker_is_sent_and_can_be_sent_again(mail_app, smtp_server, monkeypatch):
    row = enqueue(project="배차 서비스")
    smtp.mark(row).parent.mkdir()
    smtp.mark(row).touch()

    assert outbox.pump() == 1

    assert smtp_server.accepted == [] and the(row).state == SENT
    later = now() + timedelta(minutes=11)
    monkeypatch.setattr(outbox, "now", lambda: later)
    assert outbox.resend("application-token", row.id) and outbox.pump(lambda: later) == 1
    assert "배차 서비스" in smtp_server.accepted[0].get_body(("plain",)).get_content()


def test_mail_that_waits_goes_out_though_the_site_was_given_another_address(mail_app, smtp_server):
    enqueue()
    config.use(replace(mail_app, public_url="https://new.example.com"))

    assert outbox.pump() == 1


ADDRESSES = [
    "a@example.com, evil@example.com",
    "a@example.com evil@example.com",
    "a@example.com\r\nBcc: evil@example.com",
    "a@example.com\nBcc: evil@example.com",
    "a@example.com;evil@example.com",
    "홍길동 <a@example.com>",
    "<a@example.com>",
    "a@example.com\u2028",
    "",
]


@pytest.mark.parametrize("to", ADDRESSES)
def test_anything_but_one_address_is_refused(mail_app, to):
    with pytest.raises(EmailNotValidError):
        enqueue(to=to)


HOSTILE = [
    "제목\r\nBcc: evil@example.com",
    "\n\n비밀번호를 보내세요\n",
    "a\x0bb\x85c\u2028d\x00e\ud800f",
    "{{ 7*7 }}<script>x</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_user_wrote_stays_one_line_of_text_in_the_body(mail_app, smtp_server, text):
    enqueue()
    enqueue("receipt:2:1", project=text, receipt=text)

    outbox.pump()

    plain, hostile = smtp_server.accepted
    assert hostile.keys() == plain.keys()
    assert smtp_server.recipients == [TO, TO]
    assert "<script>" not in hostile.get_body(("html",)).get_content()
    lines = [len(message.get_body(("plain",)).get_content().splitlines()) for message in (plain, hostile)]
    assert lines[0] == lines[1]


def test_nothing_personal_is_readable_in_the_database(mail_app, tmp_path):
    enqueue(project="비밀과제명")
    db.close()

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())

    assert b"hong@" not in kept
    assert "비밀과제명".encode() not in kept


def test_the_applicant_sees_how_each_mail_stands_without_the_whole_address(mail_app, smtp_server):
    smtp_server.refused = {"nobody@example.com"}
    enqueue("a"), enqueue("b", "nobody@example.com")

    assert {state.state for state in outbox.state_of("application-token")} == {QUEUED}
    outbox.pump()

    states = {state.to: state.state for state in outbox.state_of("application-token")}
    assert states == {"ho***@example.com": SENT, "no***@example.com": FAILED}
    assert outbox.state_of("another") == []


def test_a_mail_can_be_sent_again_but_not_at_once_nor_by_others(mail_app, smtp_server, monkeypatch):
    row = enqueue()
    assert not outbox.resend("application-token", row.id), "still on its way"
    outbox.pump()
    assert not outbox.resend("application-token", row.id), "just sent"
    later = now() + timedelta(minutes=11)
    monkeypatch.setattr(outbox, "now", lambda: later)

    assert not outbox.resend("another", row.id)
    assert outbox.state_of("application-token")[0].again
    assert outbox.resend("application-token", row.id)
    assert not outbox.resend("application-token", row.id)

    assert outbox.pump(lambda: later) == 1
    assert len(set(smtp_server.seen)) == 2, "servers drop a message they have seen"


def test_addresses_and_texts_are_forgotten_but_not_that_a_mail_went_out(mail_app, smtp_server):
    row, code = enqueue(), outbox.enqueue("code", TO, "code:1", **FACTS["code"])
    outbox.pump()

    outbox.delete_old(now() + timedelta(days=2))
    assert the(row).text
    assert Outbox.get_or_none(Outbox.id == code.id) is None
    outbox.delete_old(now() + outbox.RETENTION + timedelta(days=1))

    assert (the(row).to, the(row).text, the(row).state) == ("", None, SENT)


def test_what_a_mail_that_never_went_out_was_to_be_written_of_is_forgotten_too(mail_app, smtp_server):
    smtp_server.refused = {TO}
    row = enqueue()
    outbox.pump()
    assert the(row).facts

    outbox.delete_old(now() + outbox.RETENTION + timedelta(days=1))

    assert (the(row).to, the(row).facts, the(row).state) == ("", None, FAILED)
