"""A browser as far as the bench needs one: cookies, one kept connection, and a page's form filled in."""

import gzip
import html
import http.client
import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

import brotli

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@dataclass
class Page:
    status: int
    headers: http.client.HTTPMessage
    body: bytes  # as it came, compressed

    @property
    def kilobytes(self) -> float:
        return len(self.body) / 1024

    def filled(self, answers: dict[str, str]) -> tuple[bytes, str]:
        """The page's form with these answers and its own hidden fields, as (body, content type) to send."""
        text = UNPACK[self.headers["Content-Encoding"]](self.body).decode()
        sent = {name: html.unescape(value) for name, value in HIDDEN.findall(text)} | answers
        if "multipart/form-data" not in text:
            return urlencode(sent).encode(), "application/x-www-form-urlencoded"
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{sent[name]}\r\n' for name in sent]
        return ("".join(parts) + f"--{mark}--\r\n").encode(), f"multipart/form-data; boundary={mark}"


class Browser:
    """Somebody signed in at a site on this machine. more: headers it adds to every request."""

    def __init__(self, port: int, cookies: dict[str, str], more: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies, self.more = dict(cookies), more

    def get(self, path: str) -> Page:
        return self.ask("GET", path)

    def post(self, path: str, form: tuple[bytes, str]) -> Page:
        """Send a form and follow to the page it leads to."""
        answer = self.ask("POST", path, form[0], {"Content-Type": form[1]})
        if answer.status not in (302, 303):
            raise RuntimeError(f"{path} was answered {answer.status}")
        return self.get(answer.headers["Location"])

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
