"""The search of the supplier pool in the hands of tests: entries put into it, and pages with their buttons pressed."""

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from models.application import Call
from models.base import db, now
from models.company import APPROVED, Company, Supplier
from models.pool import Term
from services.pool import search
from services.pool.search import Wanted


@pytest.fixture
def pool(walked):
    """The demo's pool, put back as it was afterwards."""
    with db.atomic() as transaction:
        yield walked
        transaction.rollback()


@pytest.fixture
def visitor(pool) -> FlaskClient:
    return pool.test_client()


def names(client, query: str = "") -> list[str]:
    return [tag.get_text() for tag in client.get(f"/suppliers/{query}").page.select("#found h2 a")]


def found(words: str = "", **filters: str) -> list[str]:
    return [entry.supplier.name for entry in search.find(Wanted(words, filters), Call.get()).entries]


def entry(name: str, state: str = APPROVED, approved: bool = True, **facts) -> Supplier:
    """A supplier of this name in the pool."""
    at = now() if approved else None
    told = {"main_field": "security", "region": "sejong", "people": {"software": "1", "engineering": "0"}} | facts
    return Supplier.create(
        company=Company.create(),
        name=name,
        number=f"111-22-{Supplier.select().count():05d}",
        state=state,
        words=Supplier.searchable(name, told, Term.names()),
        facts=told,
        approved_at=at,
        renewed_at=at,
    )


def pressed(client, page, label: str, *ticks: str, untick: str = ""):
    """What a browser without scripts gets when the button of this label is pressed, after these were ticked."""
    form = next(
        each for each in page.select("main form") if any(label in one.get_text() for one in each.select("button"))
    )
    sent = [(tag["name"], tag.get("value", "")) for tag in form.select("input[type=text], input[type=hidden]")]
    sent += [
        (tag["name"], tag.select_one("[selected]")["value"] if tag.select("option[selected]") else "")
        for tag in form.select("select")
    ]
    boxes = form.select("input[type=checkbox]")
    sent += [
        ("s", box["value"])
        for box in boxes
        if (box.has_attr("checked") or box["value"] in ticks) and box["value"] != untick
    ]
    button = next(one for one in form.select("button") if label in one.get_text())
    sent += [(button["name"], button["value"])] if button.has_attr("name") else []
    action = button.get("formaction", form["action"])
    if button.get("formmethod") == "post":
        answer = client.post(action, data=MultiDict(sent), tokenless=True)
        return client.get(answer.location).page
    return client.get(action.partition("?")[0], query_string=MultiDict(sent)).page
