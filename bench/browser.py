"""A browser as far as the bench needs one: cookies, one kept connection, and a page's form filled in. What it does
itself while a site is timed is as little as can be, for it stands on both sides of every ratio."""

import gzip
import html
import re
import socket
import sys
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

import brotli

HIDDEN = re.compile(r'<input type="hidden"(?: form="[^"]+")? name="([^"]+)" value="([^"]*)"')
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@dataclass
class Page:
    status: int
    headers: dict[str, str]  # by their names in lower case; cookies that are set, one a line
    body: bytes  # as it came, compressed

    @property
    def kilobytes(self) -> float:
        return len(self.body) / 1024

    @property
    def text(self) -> str:
        return UNPACK[self.headers.get("content-encoding")](self.body).decode()

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        return {name: html.unescape(value) for name, value in HIDDEN.findall(self.text)}

    def filled(self, answers: dict[str, str], around: dict[str, str]) -> tuple[bytes, str]:
        """The page's form with these answers and its own hidden fields, as (body, content type) to send. around: those
        of the page a fragment was put into, such as the form's token."""
        text = self.text
        sent = around | self.hidden | answers
        if "multipart/form-data" not in text:
            return urlencode(sent).encode(), "application/x-www-form-urlencoded"
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{sent[name]}\r\n' for name in sent]
        return ("".join(parts) + f"--{mark}--\r\n").encode(), f"multipart/form-data; boundary={mark}"


class Browser:
    """Somebody signed in at a site on this machine. number: each comes from an address of its own, 127.0.1.<number>,
    for a site answers one address so many requests a minute. more: headers it adds to every request."""

    def __init__(self, port: int, cookies: dict[str, str], number: int, more: dict[str, str]) -> None:
        here = (f"127.0.1.{number}", 0) if sys.platform == "linux" else None  # elsewhere one must be set up first
        self.connection = socket.create_connection(("127.0.0.1", port), 30, here)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host, self.answers = f"127.0.0.1:{port}", self.connection.makefile("rb")
        self.cookies, self.more = dict(cookies), more

    def get(self, path: str) -> Page:
        return self.ask("GET", path)

    def post(self, path: str, form: tuple[bytes, str]) -> Page:
        """Send a form; the page it leads to, whether the answer names it or, to htmx, is it."""
        answer = self.send(path, form)
        if "hx-push-url" in answer.headers:
            return answer
        if answer.status not in (302, 303):
            raise RuntimeError(f"{path} was answered {answer.status}")
        return self.get(answer.headers["location"])

    def send(self, path: str, form: tuple[bytes, str]) -> Page:
        """Send a form; its answer as it comes."""
        return self.ask("POST", path, form[0], {"Content-Type": form[1]})

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Page:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Host": self.host, "Cookie": cookie, "Accept-Encoding": "gzip, br", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in (sent | self.more | (headers or {})).items())
        self.connection.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        page = self.answer()
        for name, value in re.findall(r"([^=;\s]+)=([^;]*)", page.headers.get("set-cookie", "")):
            if name in self.cookies or name == "csrftoken":
                self.cookies[name] = value
        if page.status >= 400:
            raise RuntimeError(f"{method} {path} was answered {page.status}")
        return page

    def answer(self) -> Page:
        """What the site says, which always tells its length."""
        status, headers = int(self.answers.readline().split()[1]), dict[str, str]()
        while line := self.answers.readline().decode("latin-1").strip():
            name, value = line.split(":", 1)
            before = headers.get(name.lower())
            headers[name.lower()] = value.strip() if before is None else f"{before}\n{value.strip()}"
        return Page(status, headers, self.answers.read(int(headers["content-length"])))
