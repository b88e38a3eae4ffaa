"""Requests of several people to one site, and what each asks the database."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from models.base import db
from tests.conftest import Client
from tests.pages import sent_by


class Walk:
    """Requests of several people to one site, none of them refused. met: how many queries each route asked at most."""

    def __init__(self, site: Flask) -> None:
        self.site = site
        self.met: dict[str, int] = {}
        self.clients: dict[str, Any] = {}

    def client(self, who: str) -> Any:
        if who not in self.clients:
            self.clients[who] = Client(self.site, self.site.response_class)
            self.clients[who].sign_in(who, proved=True)
        return self.clients[who]

    def get(self, who: str, path: str) -> TestResponse:
        self.client(who).get(path)  # what is worked out once is worked out
        return self.note("GET", path, lambda: self.client(who).get(path))

    def post(self, who: str, path: str, **sent: Any) -> TestResponse:
        client = self.client(who)
        data = {"csrf_token": client.csrf(), **sent}
        form = {"data": data, "tokenless": True, "content_type": "multipart/form-data"}
        return self.note("POST", path, lambda: client.post(path, **form))

    def note(self, method: str, path: str, ask: Callable[[], TestResponse]) -> TestResponse:
        endpoint, _ = self.site.url_map.bind("localhost").match(path.partition("?")[0], method=method)
        with counted() as asked:
            response = ask()
        assert response.status_code < 400, (
            endpoint,
            response.status_code,
            path,
            response.get_data(as_text=True)[-3000:],
        )
        self.met[endpoint] = max(self.met.get(endpoint, 0), len(asked))
        return response

    def form(self, who: str, path: str, which: str = "main form") -> dict[str, Any]:
        """What the form of a page would send as it stands."""
        return sent_by(self.get(who, path).page.select_one(which))


@contextmanager
def counted():
    """The SQL asked meanwhile."""
    asked: list[str] = []

    def hook(event) -> None:
        asked.append(event.sql)

    db.obj.query_hooks.append(hook)
    try:
        yield asked
    finally:
        db.obj.query_hooks.remove(hook)
