"""The web server: waitress, stamping each request with the instants its first and its last byte came (design §4.11)."""

import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.task import WSGITask

import config


class StampedRequest(HTTPRequestParser):
    """A parser is made when a request's first byte is read: that instant is when it arrived."""

    def __init__(self, adj) -> None:
        super().__init__(adj)
        self.arrived = self.complete = time.time()

    def received(self, data):
        taken = super().received(data)
        self.complete = time.time()
        return taken


class StampedTask(WSGITask):
    def get_environment(self):
        environ = super().get_environment()
        environ["application.arrived"] = str(self.request.arrived)
        environ["application.complete"] = str(self.request.complete)
        return environ


class StampedChannel(HTTPChannel):
    parser_class = StampedRequest
    task_class = StampedTask


def make(app, host: str, port: int):
    """A server bound to this address, not yet running; port 0 takes a free one. run() serves, close() ends it."""
    server = create_server(
        app,
        host=host,
        port=port,
        threads=config.current().threads,
        ident="",
        channel_timeout=120,
        max_request_body_size=64 * 1024 * 1024,  # beyond it the answer is waitress's own, so the site refuses earlier
        connection_limit=1000,  # the rest would wait unread, and so unstamped
        asyncore_use_poll=True,
    )
    server.channel_class = StampedChannel
    return server
