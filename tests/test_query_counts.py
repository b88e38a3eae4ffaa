"""What a request costs the database: a few queries, however much has been written."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from models.base import db
from tests.applying import LEAD, SUPPLIER, application_of, post_submit
from tests.pages import STEPS, begin, good
from tests.reviewing import LEAD_AGENCY
from tests.test_permissions import requests, site  # noqa: F401 - a fixture

PAGE, CHANGE, SUBMIT = 3, 10, 40  # a step; saving it while others are owed; handing in
# Of every other route: of a page, and of what changes something.
READ, WRITTEN = 20, 25
MORE = {  # what needs more still, being asked rarely
    "applications.desk": 28,
    "looks.index": 24,
    "approval.show": 25,
    "approval.approve": 30,
    "approval.send_back": 30,
    "applications.start": 35,
    "applications.choose": 42,
    "registrations.start": 52,
}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL asked meanwhile."""
    asked: list[str] = []

    def hook(event) -> None:
        asked.append(event.sql)

    db.obj.query_hooks.append(hook)
    try:
        yield asked
    finally:
        db.obj.query_hooks.remove(hook)


@pytest.mark.parametrize("who", [LEAD, SUPPLIER, LEAD_AGENCY])
def test_every_route_asks_few_queries(site, client, who):  # noqa: F811
    client.sign_in(who, proved=who == LEAD_AGENCY)
    token = client.csrf()
    for endpoint, path, sent in requests(site):
        if sent is None:
            client.get(path)  # what is worked out once is worked out
            with counted() as asked:
                client.get(path)
        else:
            data = {"csrf_token": token, **sent}
            with counted() as asked:
                client.post(path, data=data, tokenless=True, content_type="multipart/form-data")
        most = MORE.get(endpoint, READ if sent is None else WRITTEN)
        assert len(asked) <= most, (endpoint, len(asked), asked)


@pytest.mark.parametrize("slug", ["overview", "kpi", "labour", "company", "contact", "need"])
def test_a_step_asks_for_the_session_the_revision_and_what_none_covers(seeded, client, slug):
    client.sign_in(LEAD)
    path = f"/applications/{application_of(LEAD).token}/{slug}"
    client.get(path)

    with counted() as asked:
        client.get(path)

    assert len(asked) <= PAGE, asked


def saves(walk) -> list[list[str]]:
    """What is asked by a first save, an autosave, one more, a save of the same, the page that follows, and a first look at
    it."""
    sent, token, asked = good(walk.step), walk.csrf, []
    for auto in ({}, {"auto": "1"}, {"auto": "1"}, {}):
        name = next(iter(sent))
        sent = sent | {name: [f"{sent[name][0]} "]} if auto else sent
        walk.get()
        base = walk.form()["base"]
        data = {"csrf_token": token, "base": base, "whole": "1", **auto, **sent}
        with counted() as one:
            response = walk.client.post(walk.url, data=data, tokenless=True, content_type="multipart/form-data")
        assert response.status_code in (200, 303)
        asked.append(one)
    with counted() as one:
        walk.follow(response)
    return [*asked, one]


def test_saving_a_step_asks_few_queries_and_nothing_is_loaded_again_after_it(seeded, client):
    step = next(step for step in STEPS if step.slug == "need")
    *changes, following = saves(begin(client, step))

    assert max(map(len, changes)) <= CHANGE, max(changes, key=len)
    assert len(following) <= PAGE + 3, following  # at the first look, where its answers and its picture come from


def test_handing_in_asks_few_queries(seeded, client):
    client.sign_in(LEAD)
    application = application_of(LEAD)
    client.get(f"/applications/{application.token}/submit")
    client.csrf()

    with counted() as asked:
        response = post_submit(client, application)

    assert response.status_code == 303
    assert len(asked) - 4 <= SUBMIT, asked  # the pages the test takes its token from ask as well
