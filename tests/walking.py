"""Requests of several people to one site, and what each asks the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from models.base import db
from services.drafts import loading
from tests.conftest import Client
from tests.pages import sent_by


class Walk:
    """Requests of several people to one site, none of them refused. met: how many queries each route asked at most;
    again: what each read twice."""

    def __init__(self, site: Flask) -> None:
        self.site = site
        self.met: dict[str, int] = {}
        self.again: dict[str, list[str]] = {}
        self.clients: dict[str, Any] = {}

    def client(self, who: str) -> Any:
        if who not in self.clients:
            self.clients[who] = Client(self.site, self.site.response_class)
            self.clients[who].sign_in(who, proved=True)
        return self.clients[who]

    def get(self, who: str, path: str) -> TestResponse:
        """A page, asked for twice: its queries are counted once what is worked out once is worked out."""
        loading.memo.clear()
        self.note("GET", path, lambda: self.client(who).get(path), first=True)
        return self.note("GET", path, lambda: self.client(who).get(path))

    def post(self, who: str, path: str, **sent: Any) -> TestResponse:
        client = self.client(who)
        data = {"csrf_token": client.csrf(), **sent}
        form = {"data": data, "tokenless": True, "content_type": "multipart/form-data"}
        return self.note("POST", path, lambda: client.post(path, **form))

    def note(self, method: str, path: str, ask: Callable[[], TestResponse], first: bool = False) -> TestResponse:
        endpoint, _ = self.site.url_map.bind("localhost").match(path.partition("?")[0], method=method)
        with counted() as asked:
            response = ask()
        assert response.status_code < 400, (
            endpoint,
            response.status_code,
            path,
            response.get_data(as_text=True)[-3000:],
        )
        if not first:
            self.met[endpoint] = max(self.met.get(endpoint, 0), len(asked))
        if asked.again:
            self.again[endpoint] = asked.again
        return response

    def form(self, who: str, path: str, which: str = "main form") -> dict[str, Any]:
        """What the form of a page would send as it stands."""
        return sent_by(self.get(who, path).page.select_one(which))


class Asked(list[str]):
    """The SQL of the queries, in their order. again: the reads among them that found what was known already: asked before
    with the same values, in the same transaction or in none, nothing written since to a table they read."""

    def __init__(self) -> None:
        super().__init__()
        self.again: list[str] = []
        self.known: set[tuple[str, str]] = set()
        self.within = db.in_transaction()

    def note(self, event: Any) -> None:
        self.append(event.sql)
        if db.in_transaction() != self.within:
            self.within = db.in_transaction()
            self.known.clear()
        if not event.sql.startswith("SELECT"):
            written = tables(event.sql)
            self.known = {asked for asked in self.known if not written & tables(asked[0])}
            return
        asked = event.sql, repr(event.params)
        if asked in self.known:
            self.again.append(event.sql)
        self.known.add(asked)


def tables(sql: str) -> set[str]:
    """Those a query names: a SAVEPOINT none."""
    return set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', sql))


@contextmanager
def counted() -> Iterator[Asked]:
    """What is asked meanwhile."""
    asked = Asked()
    db.obj.query_hooks.append(asked.note)
    try:
        yield asked
    finally:
        db.obj.query_hooks.remove(asked.note)
