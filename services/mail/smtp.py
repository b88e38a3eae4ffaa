"""Delivery: one mail to the mail server the settings name or, when they name none, to a file in the data folder."""

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from socket import SHUT_RDWR
from threading import Timer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import config
from models.mail import CODE, Attachment, Outbox
from services.mail import templates

ANSWER = 30  # seconds a server may take for a command
VERDICT = 300  # … and for its word on a whole mail: to give up early there is to send twice (RFC 5321 §4.5.3.2)
CODE_VERDICT = 20  # … on a code: another that comes twice does no harm, and others wait behind it
LONGEST = timedelta(minutes=8)  # a delivery is cut off then, however slowly the other side drips
CODE_LONGEST = timedelta(seconds=45)
MARK_RETENTION = timedelta(days=3)


class Subject(UniqueUnstructuredHeader):
    """A subject written as encoded words throughout: the library's own folding mixes them with plain ones and loses the
    blanks between (Python issue 92081)."""

    def fold(self, *, policy: Policy) -> str:
        encoded = Header(str(self), "utf-8", header_name="Subject").encode(linesep=policy.linesep)
        return f"Subject: {encoded}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("subject", Subject)  # type: ignore[arg-type]
POLICY = SMTP.clone(header_factory=HEADERS)


class Refused(Exception):
    """The server will never take this mail."""


@dataclass(frozen=True)
class Server:
    """A mail server as SMTP_URL names it: smtp://, smtps://, or smtp://…?tls=starttls."""

    host: str
    port: int
    user: str
    password: str
    tls: str  # "", "starttls" or "wrapped"

    @classmethod
    def of(cls, url: str) -> "Server":
        """Raises ValueError for anything but smtp:// and smtps:// with a host."""
        parts = urlsplit(url)
        tls = "wrapped" if parts.scheme == "smtps" else parse_qs(parts.query).get("tls", [""])[0]
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or tls not in ("", "starttls", "wrapped"):
            raise ValueError("SMTP_URL is not smtp://[user:password@]host[:port][?tls=starttls] or smtps://…")
        port = parts.port or {"": 25, "starttls": 587, "wrapped": 465}[tls]
        return cls(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


def deliver(mail: Outbox) -> None:
    """Hand a mail over. Raises Refused when it is no use trying again, anything else when it may be."""
    message = compose(mail)
    if not config.current().smtp_url:
        return store_mail(message, mail)
    accepted = mark(mail)
    accepted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    patience = (CODE_VERDICT, CODE_LONGEST) if mail.kind == CODE else (VERDICT, LONGEST)
    return send(message, mail.to, Server.of(config.current().smtp_url), accepted, *patience)


def mark(mail: Outbox) -> Path:
    """The file that says that the server took this mail, from its yes until our own note is committed: a worker killed
    in between costs nobody a second copy."""
    return config.current().data / "accepted" / mail.message_id.strip("<>").partition("@")[0]


def was_accepted(mail: Outbox) -> bool:
    return mark(mail).exists()


def sweep(at: datetime) -> None:
    """Drop marks of workers that died after their note was committed."""
    for left in (config.current().data / "accepted").glob("*"):
        if datetime.fromtimestamp(left.stat().st_mtime, UTC) < at - MARK_RETENTION:
            left.unlink(missing_ok=True)


def compose(mail: Outbox) -> EmailMessage:
    """The message of a mail that is written; its identity and date are the same at every attempt. Headers are ours but
    for the address, words of the subject and names of files: those are one line each, and encoded."""
    message = EmailMessage(policy=POLICY)
    message["From"] = templates.sender()
    message["To"] = parted(mail.to)
    if mail.reply_to:
        message["Reply-To"] = parted(mail.reply_to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "ko"
    message.set_content(mail.text or "")
    message.add_alternative(mail.html or "", subtype="html")
    for file in mail.attachments.order_by(Attachment.id):
        main, _, sub = file.mimetype.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)  # Hangul by RFC 2231
    return message


def parted(address: str) -> Address:
    name, _, host = address.rpartition("@")
    return Address(username=name, domain=host)


def send(
    message: EmailMessage, to: str, server: Server, accepted: Path, reply_timeout: int, longest: timedelta
) -> None:
    """accepted: made when the server says yes. reply_timeout: seconds it may take for that."""
    connection = connect(server, reply_timeout, longest)
    try:
        connection.send_message(message, templates.sender().addr_spec, [to])
        with suppress(OSError):  # a full disk; accepted is accepted
            accepted.touch(mode=0o600)
        connection.quit_quietly()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        code, text = reply_of(error)
        words = f"{code} {text}".replace(to, "…")
        raise (Refused if 500 <= code < 600 else OSError)(words) from None
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(str(error)) from None
    finally:
        connection.close()


def connect(server: Server, reply_timeout: int, longest: timedelta) -> "SmtpConnection":
    """A connection ready to take mail; what fails here is ours to mend, so the mail will be tried again."""
    patience = (reply_timeout, longest)
    connection = (
        TlsSmtpConnection(server, *patience, context=tls_context())
        if server.tls == "wrapped"
        else SmtpConnection(server, *patience)
    )
    try:
        if server.tls == "starttls":
            connection.starttls(context=tls_context())
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


@cache
def tls_context() -> ssl.SSLContext:
    """With the certificates this machine trusts, read once: that takes longer than sending a mail."""
    return ssl.create_default_context()


def reply_of(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> tuple[int, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = smtplib.SMTPDataError(*next(iter(error.recipients.values())))
    text = error.smtp_error
    return error.smtp_code, text.decode("utf-8", "replace") if isinstance(text, bytes) else text


class SmtpConnection(smtplib.SMTP):
    """A connection that waits long only for the verdict on a mail, and that ends by itself after `longest`."""

    def __init__(self, server: Server, reply_timeout: int, longest: timedelta, **options: Any) -> None:
        self.reply_timeout = reply_timeout
        self.abort_timer = Timer(longest.total_seconds(), self.abort)
        self.abort_timer.daemon = True
        self.abort_timer.start()
        try:
            super().__init__(server.host, server.port, timeout=ANSWER, **options)
        except BaseException:
            self.abort_timer.cancel()
            raise

    def data(self, msg: Any) -> tuple[int, bytes]:
        if self.sock:
            self.sock.settimeout(self.reply_timeout)
        return super().data(msg)

    def quit_quietly(self) -> None:
        """Say goodbye to the server. The mail is accepted: whatever happens here must not send it again."""
        with suppress(Exception):
            if self.sock:
                self.sock.settimeout(5)
            self.quit()

    def abort(self) -> None:
        with suppress(OSError):
            if self.sock:
                self.sock.shutdown(SHUT_RDWR)

    def close(self) -> None:
        self.abort_timer.cancel()
        super().close()


class TlsSmtpConnection(SmtpConnection, smtplib.SMTP_SSL):
    """The same, in TLS from its first byte."""


def stored_mails() -> list[Path]:
    """The mails kept in the data folder, newest first."""
    return sorted((config.current().data / "mail").glob("*.eml"), reverse=True)


def store_mail(message: EmailMessage, mail: Outbox) -> None:
    """Write a mail where only this site's user reads it. Tried again, it takes the place of its first copy."""
    folder = config.current().data / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{mail.created_at:%Y%m%dT%H%M%S}-{mail.id:06}-{mail.kind}.eml"
    half = path.with_suffix(".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(message.as_bytes())
    half.replace(path)
