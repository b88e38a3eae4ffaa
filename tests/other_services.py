"""Other bodies' services for tests: a real HTTP server on loopback that speaks the documented JSON of business status
and of addresses, or misbehaves as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MANY = 10 * 1024 * 1024
ADDRESS = {
    "roadAddr": "서울특별시 종로구 세종대로 209 (세종로, 정부서울청사)",
    "zipNo": "03171",
    "jibunAddr": "서울특별시 종로구 세종로 77-6 정부서울청사",
}


class Handler(BaseHTTPRequestHandler):
    service: "Service"

    def do_GET(self) -> None:
        self.service.asked.append((parse_qs(urlsplit(self.path).query), None))
        self.service.behave(self)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.service.asked.append((parse_qs(urlsplit(self.path).query), body))
        self.service.behave(self)

    def log_message(self, *_: Any) -> None:
        """Tests look at what was asked."""

    def send(self, content: bytes, kind: str = "application/json; charset=UTF-8", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):  # who asked may have seen enough
            self.wfile.write(content)


Behaviour = Callable[[Handler], None]


@dataclass
class Service:
    """url: where it is asked; asked: (query, body) of each request; behave: how it answers the next ones."""

    url: str = ""
    asked: list[tuple[dict[str, list[str]], Any]] = field(default_factory=list)
    behave: Behaviour = lambda handler: handler.send(b"{}")
    over: threading.Event = field(default_factory=threading.Event)

    def says(self, data: Any, **kwargs: Any) -> None:
        self.behave = lambda handler: handler.send(json.dumps(data).encode(), **kwargs)

    def hangs(self) -> None:
        """It takes the question and says nothing until the test is over."""
        self.behave = lambda handler: void(self.over.wait())

    def drips(self) -> None:
        """Something always comes, and it never ends."""

        def drip(handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            with suppress(OSError):
                while not self.over.wait(0.05):
                    handler.wfile.write(b"X-More: 1\r\n")

        self.behave = drip


def void(_: object) -> None:
    """What a behaviour gives: nothing."""


def html(handler: Handler) -> None:
    handler.send("<!doctype html><title>점검 중</title>".encode(), "text/html; charset=utf-8")


def html_called_json(handler: Handler) -> None:
    handler.send(b"<!doctype html><title>x</title>")


def endless(handler: Handler) -> None:
    handler.send(b'"' + b"x" * MANY + b'"')


def nested(handler: Handler) -> None:
    handler.send(b"[" * 200_000)


def redirect(handler: Handler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:9/elsewhere")
    handler.end_headers()


def trouble(handler: Handler) -> None:
    handler.send(b"{}", status=500)


def refusal(handler: Handler) -> None:
    handler.send(json.dumps({"code": -4, "msg": "등록되지 않은 인증키 입니다."}).encode(), status=401)


def cut(handler: Handler) -> None:
    """Half of what was promised, and the end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"data": [')


def gone(handler: Handler) -> None:
    handler.close_connection = True


MISBEHAVIOURS: dict[Behaviour, str] = {  # and how a question comes out of it
    html: "garbled",
    html_called_json: "garbled",
    endless: "garbled",
    nested: "garbled",
    redirect: "garbled",
    refusal: "garbled",
    trouble: "silent",
    cut: "silent",
    gone: "silent",
}


@contextmanager
def open_service() -> Iterator[Service]:
    service = Service()
    handler = type("Bound", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    service.url = f"http://127.0.0.1:{server.server_port}/api"
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
        serving.join()


def status(number: str, code: str = "01", **more: Any) -> dict[str, Any]:
    """What the tax office answers about a number."""
    states = {"01": "계속사업자", "02": "휴업자", "03": "폐업자", "": ""}
    row = {"b_no": number, "b_stt": states[code], "b_stt_cd": code, "tax_type": "부가가치세 일반과세자", "end_dt": ""}
    row |= {"tax_type_cd": "01", "utcc_yn": "N", "tax_type_change_dt": "", "invoice_apply_dt": ""}
    return {"request_cnt": 1, "match_cnt": 1, "status_code": "OK", "data": [row | more]}


def addresses(*rows: Any, code: str = "0", message: str = "정상", total: Any = None) -> dict[str, Any]:
    """What the address service answers."""
    common = {"errorCode": code, "errorMessage": message, "totalCount": str(len(rows)) if total is None else total}
    return {"results": {"common": common | {"countPerPage": "20", "currentPage": "1"}, "juso": list(rows) or None}}
