"""The web server: waitress, stamping each request with the instant its first byte came (design §4.11)."""

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
        self.arrived = time.time()


class StampedTask(WSGITask):
    def get_environment(self):
        environ = super().get_environment()
        environ["application.arrived"] = str(self.request.arrived)
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
        max_request_body_size=24 * 1024 * 1024,
    )
    server.channel_class = StampedChannel
    return server
