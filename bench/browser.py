"""A browser as far as the bench needs one: cookies, one kept connection, and a page's form filled in."""

import gzip
import html
import http.client
import re
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
    headers: http.client.HTTPMessage
    body: bytes  # as it came, compressed

    @property
    def kilobytes(self) -> float:
        return len(self.body) / 1024

    @property
    def text(self) -> str:
        return UNPACK[self.headers["Content-Encoding"]](self.body).decode()

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
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=here)
        self.cookies, self.more = dict(cookies), more

    def get(self, path: str) -> Page:
        return self.ask("GET", path)

    def post(self, path: str, form: tuple[bytes, str]) -> Page:
        """Send a form; the page it leads to, whether the answer names it or, to htmx, is it."""
        answer = self.send(path, form)
        if "HX-Push-Url" in answer.headers:
            return answer
        if answer.status not in (302, 303):
            raise RuntimeError(f"{path} was answered {answer.status}")
        return self.get(answer.headers["Location"])

    def send(self, path: str, form: tuple[bytes, str]) -> Page:
        """Send a form; its answer as it comes."""
        return self.ask("POST", path, form[0], {"Content-Type": form[1]})

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Page:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookie, "Accept-Encoding": "gzip, br"} | self.more | (headers or {})
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        page = Page(answer.status, answer.headers, answer.read())
        for name, value in re.findall(r"([^=;\s]+)=([^;]*)", "\n".join(answer.headers.get_all("Set-Cookie", []))):
            if name in self.cookies or name == "csrftoken":
                self.cookies[name] = value
        if page.status >= 400:
            raise RuntimeError(f"{method} {path} was answered {page.status}")
        return page
