"""The web server: waitress, stamping each request with the instants its first and its last byte came."""

import gc
import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

import config

BODY = 64 * 1024 * 1024
PASSED_OVER = 512 * 1024 * 1024  # of a body too large; of a larger one nothing is read
TOO_LARGE = config.HOUSE / "static" / "too-large.html"
UNREAD = "요청을 읽지 못했습니다. 주소가 지나치게 길거나 형식이 맞지 않습니다. 주소를 확인한 뒤 다시 접속해 주세요.\n"


class StampedRequest(HTTPRequestParser):
    """A parser is made when a request's first byte is read: that instant is when it arrived."""

    expect_continue = False
    unread = 0  # bytes of a body too large, still to come

    def __init__(self, adj) -> None:
        super().__init__(adj)
        self.arrived = self.complete = time.time()

    def received(self, data):
        if self.unread:
            taken = min(len(data), self.unread)
            self.unread -= taken
            self.completed = not self.unread
            return taken
        taken = super().received(data)
        self.complete = time.time()
        if isinstance(self.error, RequestEntityTooLarge):
            self.pass_over()
        return taken

    def pass_over(self) -> None:
        """Read what is too large to its end and forget it: a browser shows no answer before it has sent everything."""
        if self.expect_continue:  # it waits to be told whether to send at all
            self.expect_continue = False
        elif self.content_length <= PASSED_OVER:
            self.unread = self.content_length
            self.completed = False


class StampedTask(WSGITask):
    def get_environment(self):
        environ = super().get_environment()
        environ["application.arrived"] = str(self.request.arrived)
        environ["application.complete"] = str(self.request.complete)
        return environ


class SpokenErrorTask(ErrorTask):
    """What the server refuses by itself is answered in Korean too."""

    def execute(self) -> None:
        error = self.request.error
        body, kind = UNREAD.encode(), "text/plain"
        if isinstance(error, RequestEntityTooLarge):
            body, kind = TOO_LARGE.read_bytes(), "text/html"
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(
            [
                ("Content-Type", f"{kind}; charset=utf-8"),
                ("Content-Security-Policy", "default-src 'none'"),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ]
        )
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class StampedChannel(HTTPChannel):
    parser_class = StampedRequest
    task_class = StampedTask
    error_task_class = SpokenErrorTask


def make(app, host: str, port: int):
    """A server bound to every address of this host, not yet running; port 0 takes a free one. run() serves, close()
    ends it."""
    sockets: dict[int, object] = {}
    server = create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=config.current().threads,
        ident="",
        channel_timeout=120,
        max_request_body_size=BODY,  # the site itself refuses earlier what it can name
        connection_limit=1000,  # the rest would wait unread, and so unstamped
        asyncore_use_poll=True,
    )
    for listening in sockets.values():
        if isinstance(listening, BaseWSGIServer):
            listening.channel_class = StampedChannel
    spare_collector()
    return server


def spare_collector() -> None:
    """Let the garbage collector pass over what is loaded by now, and come less often: a page makes thousands of objects
    and hardly a cycle. A twentieth of a page's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def addresses(server) -> list[str]:
    """Where it can be reached."""
    pairs = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    return [f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}" for host, port in pairs]
