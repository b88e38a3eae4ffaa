"""A whole site of one's own, as `make run` starts it: web server, worker, demo companies, and a mailbox to look
into."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import config
from tests.smtp import PostOffice, free_port, open_post_office

PATIENCE = 20  # seconds anything may take on a busy machine
SEEDING = 120  # seconds in which the demo has put its companies into a new database and answers


@dataclass
class Site:
    """cookies: what a browser keeps of each person who signed in here, so that nobody must do it twice. examined: a
    folder with a mark of every state of a page that axe has seen, for all sites of a test run: one met again is not
    examined again. titles: of which kind of page each is."""

    url: str
    environ: dict[str, str]
    office: PostOffice | None
    examined: Path
    cookies: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str) -> str:
        """What a command of the site prints."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            cwd=config.HOUSE,
            env=self.environ,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def mails(self, to: str, about: str) -> list[EmailMessage]:
        """Mail that reached an address, oldest first; about: a word of its subject."""
        folder = Path(self.environ["DATA_DIR"]) / "mail"
        kept = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml")))
        arrived = list(self.office.accepted) if self.office else list(kept)
        return [mail for mail in arrived if to in str(mail["To"]) and about in str(mail["Subject"])]

    def code_for(self, email: str, known: int) -> str:
        """The newest sign-in code of an address, once more mails than `known` have come."""
        mail = eventually(lambda: self.mails(email, "로그인")[known:])[-1]
        body = mail.get_body(("plain",))
        assert body
        found = re.search(r"번호: (\d+)", body.get_content())
        assert found, body.get_content()
        return found[1]


def eventually(look: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What `look` sees as soon as it sees anything."""
    until = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)
    return seen


@contextmanager
def open_site(folder: Path, office: PostOffice | None = None, examined: Path | None = None) -> Iterator[Site]:
    """The demo on a free loopback port with a data folder of its own; without an office its mail lands on /dev/mail."""
    if not examined:
        (examined := folder / "examined").mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environ = config.without_settings(os.environ)
    environ |= {"DEMO": "1", "DATA_DIR": str(folder)}
    environ |= {"SMTP_URL": office.url} if office else {}
    command = [sys.executable, "-m", "flask", "--app", "app", "demo", "--open-only", "--port", str(port)]
    with open(folder / "log", "wb") as log:
        demo = subprocess.Popen(
            command, cwd=config.HOUSE, env=environ, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        eventually(lambda: answers(url) or demo.poll() is not None, SEEDING)
        assert demo.poll() is None, (folder / "log").read_text()
        yield Site(url, environ | {"PUBLIC_URL": url}, office, examined)
    finally:
        os.killpg(demo.pid, signal.SIGTERM)  # the worker is its child
        demo.wait(PATIENCE)


@contextmanager
def open_site_with_office(folder: Path, examined: Path) -> Iterator[Site]:
    with open_post_office() as office, open_site(folder, office, examined) as site:
        yield site


def answers(url: str) -> bool:
    try:
        return urlopen(f"{url}/healthz").status == 200  # noqa: S310 - our own address
    except (URLError, ConnectionError):
        return False
