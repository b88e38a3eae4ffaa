"""Delivery: odd servers, odd addresses, and no server at all."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import AuthResult
from hypothesis import example, given, settings
from hypothesis import strategies as st

import config
from models.mail import FAILED, QUEUED, SENT
from services.mail import lanes, leases, outbox, smtp
from tests.deployment import certify
from tests.smtp import TO, ahead, enqueue, free_port, open_post_office, the


def test_an_address_this_server_cannot_take_is_dead_and_blocks_nothing(mail_app, smtp_server):
    odd, plain = enqueue("a", "홍길동@example.com"), enqueue("b")

    assert outbox.pump() == 1

    assert the(odd).state == FAILED
    assert the(plain).state == SENT


def test_a_korean_domain_is_reached_by_its_ascii_name(mail_app, smtp_server):
    enqueue(to="hong@한국.한국")

    assert outbox.pump() == 1
    assert smtp_server.recipients == ["hong@xn--3e0b707e.xn--3e0b707e"]


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=200))
@example("[접수] 스마트 서비스 신청  두 칸을 띄운 제목과 Latin words 가 섞인 아주 긴 제목입니다 2024-221-R00001 | 공고")
@example("a  b " * 30)
def test_every_subject_decodes_to_what_was_written(subject):
    message = EmailMessage(policy=smtp.POLICY)
    message["Subject"] = subject
    written = message.as_bytes()
    assert all(len(line) < 79 for line in written.split(b"\r\n"))
    assert message_from_bytes(written, policy=policy.SMTP)["Subject"] == subject


@contextmanager
def odd_server(talk):
    """A server that talks as told on every connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)

        def serve():
            with listening.accept()[0] as line:
                talk(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(20)


def garbage(line):
    line.sendall(b"\xff\xfe hello I am no mail server\r\n" * 20)


def reset(line):
    line.sendall(b"220 hi\r\n")
    line.recv(100)


def silence(line):
    line.settimeout(20)
    line.recv(100)


def dripping(line):
    try:
        for byte in b"220 " + b"x" * 200:
            line.sendall(bytes([byte]))
            time.sleep(0.1)
    except OSError:
        pass  # hung up on, as it should be


@pytest.mark.parametrize("talk", [garbage, reset, silence, dripping])
def test_a_server_that_talks_nonsense_or_nothing_costs_one_bounded_attempt(mail_app, monkeypatch, talk):
    monkeypatch.setattr(smtp, "ANSWER", 1)
    monkeypatch.setattr(smtp, "LONGEST", timedelta(seconds=2))
    row, start = enqueue(), time.monotonic()

    with odd_server(talk) as url:
        config.use(replace(mail_app, smtp_url=url))
        assert outbox.pump() == 0

    assert time.monotonic() - start < 8
    assert the(row).state == QUEUED


def test_a_server_that_is_not_there_only_delays(mail_app, smtp_server):
    config.use(replace(mail_app, smtp_url=f"smtp://127.0.0.1:{free_port()}"))
    row = enqueue()
    outbox.pump()
    assert the(row).state == QUEUED

    config.use(mail_app)

    assert outbox.pump(ahead(minutes=2)) == 1


def test_a_lease_outlasts_three_renewals_and_is_taken_up_within_a_minute():
    assert outbox.LEASE > 3 * leases.RENEWED
    assert outbox.LEASE + timedelta(seconds=lanes.EVERY) < timedelta(minutes=1)
    assert timedelta(seconds=smtp.VERDICT) < smtp.LONGEST
    assert timedelta(seconds=smtp.CODE_VERDICT) < smtp.CODE_LONGEST


def test_mail_addresses_of_servers_are_read_whole():
    of = smtp.Server.of

    assert of("smtp://mail.example.com") == smtp.Server("mail.example.com", 25, "", "", "")
    assert of("smtp://u%40x:p%2F@mail.example.com?tls=starttls") == smtp.Server(
        "mail.example.com", 587, "u@x", "p/", "starttls"
    )
    assert of("smtps://mail.example.com").port == 465
    for wrong in ("mail.example.com:25", "http://mail.example.com", "smtp://", "smtp://a?tls=maybe"):
        with pytest.raises(ValueError, match="SMTP_URL"):
            of(wrong)


def test_without_a_server_mail_is_kept_where_only_we_read_it(mail_app, tmp_path):
    config.use(replace(mail_app, smtp_url=""))
    row = enqueue()

    assert outbox.pump() == 1

    (path,) = smtp.stored_mails()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert str(message["Message-ID"]) == row.message_id
    assert "라스트마일" in message.get_body(("plain",)).get_content()


def test_a_server_that_takes_hangul_names_gets_them(mail_app):
    with open_post_office(hangul=True) as office:
        config.use(replace(mail_app, smtp_url=office.url))
        enqueue(to="홍길동@example.com")

        assert outbox.pump() == 1

    assert office.recipients == ["홍길동@example.com"]


def noting(logins):
    """What lets everybody in, and notes names and passwords."""

    def authenticate(server, session, envelope, mechanism, data):
        logins.append((data.login, data.password))
        return AuthResult(success=True)

    return authenticate


# aiosmtpd warns of it where a connection is TLS from its first byte, too.
AUTH_BEFORE_STARTTLS = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@pytest.fixture
def post_office_by_tls(tmp_path, monkeypatch):
    """A post office that takes mail by TLS alone, from a user with a password, and what it was given of those; its
    certificate is one this machine trusts. wrapped: TLS from the first byte, not after STARTTLS."""
    certify(tmp_path / "tls")
    certificate = tmp_path / "tls" / "fullchain.pem"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    smtp.tls_context.cache_clear()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, tmp_path / "tls" / "privkey.pem")
    logins: list[tuple[bytes, bytes]] = []

    @contextmanager
    def opened(wrapped):
        ways = {"ssl_context": context, "auth_require_tls": False} if wrapped else {"tls_context": context}
        with open_post_office(**ways, authenticator=noting(logins), auth_required=True) as office:
            host = office.url.removeprefix("smtp://").replace("127.0.0.1", "user:p%2Fw@localhost")
            office.url = f"smtps://{host}" if wrapped else f"smtp://{host}?tls=starttls"
            yield office, logins

    yield opened
    smtp.tls_context.cache_clear()


@AUTH_BEFORE_STARTTLS
@pytest.mark.parametrize("wrapped", [True, False], ids=["smtps", "starttls"])
def test_mail_and_password_go_by_tls_to_a_server_whose_certificate_is_trusted(mail_app, post_office_by_tls, wrapped):
    with post_office_by_tls(wrapped) as (office, logins):
        config.use(replace(mail_app, smtp_url=office.url))
        enqueue()

        assert outbox.pump() == 1

    assert logins == [(b"user", b"p/w")] and office.recipients == [TO]


@AUTH_BEFORE_STARTTLS
@pytest.mark.parametrize("wrapped", [True, False], ids=["smtps", "starttls"])
def test_a_server_whose_certificate_is_not_trusted_is_given_nothing(
    mail_app, post_office_by_tls, monkeypatch, tmp_path, wrapped
):
    certify(tmp_path / "another")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "another" / "fullchain.pem"))
    with post_office_by_tls(wrapped) as (office, logins):
        config.use(replace(mail_app, smtp_url=office.url))
        row = enqueue()

        assert outbox.pump() == 0

    assert logins == [] and office.asked == [] and the(row).state == QUEUED


def test_no_password_is_given_to_a_server_that_offers_no_tls_though_it_was_asked_for(mail_app):
    logins: list[tuple[bytes, bytes]] = []
    with open_post_office(authenticator=noting(logins), auth_require_tls=False) as office:
        url = office.url.replace("smtp://", "smtp://user:password@")
        config.use(replace(mail_app, smtp_url=f"{url}?tls=starttls"))
        row = enqueue()

        assert outbox.pump() == 0

    assert logins == [] and office.asked == [] and the(row).state == QUEUED
