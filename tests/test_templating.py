"""What pages remember between requests – addresses, questions – is what they would work out anew."""

from itertools import product

import pytest
from flask import Flask, g

from services.drafts.memo import Memo
from tests.pages import REGISTRATION, STEPS, good
from web import step_page

ADDRESSES = [
    ("home.index", {}),
    ("wizard.show", {"slug": "need"}),
    (".show", {"slug": "kpi"}),
    ("wizard.show", {"slug": "need", "as": "7"}),
    ("wizard.show", {"slug": "need", "as": None}),
    ("wizard.show", {"slug": "need", "application": "other"}),
    ("wizard.show", {"slug": "need", "_anchor": "need"}),
    ("wizard.show", {"slug": "need", "more": 3}),
    ("home.index", {"_external": True}),
]
REQUESTS = [
    ("/applications/a1/need", "", {"application": "a1"}),
    ("/applications/a2/need?as=3", "", {"application": "a2"}),
    ("/applications/a2/need?as=4", "", {"application": "a2"}),
    ("/applications/a1/need", "/under", {"application": "a1"}),
]


@pytest.mark.parametrize("times", [1, 2])
def test_addresses_are_those_flask_builds(app, times):
    for (path, root, named), (endpoint, values) in product(REQUESTS * times, ADDRESSES):
        with app.test_request_context(path, environ_overrides={"SCRIPT_NAME": root}):
            g.named = named
            assert app.url_for(endpoint, **values) == Flask.url_for(app, endpoint, **values), (path, endpoint, values)


def test_an_address_nothing_answers_to_fails_as_ever(app):
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(Exception, match="nowhere"):
                app.url_for("home.nowhere")


def test_templates_share_what_they_know_and_keep_what_they_are_told(app):
    environment = app.jinja_env
    own = environment.from_string("{{ told }}", globals={"told": "one"})

    assert environment.get_template("wizard/step.html").globals is environment.globals
    assert own.render() == "one"
    assert "told" not in environment.globals


def test_a_part_drawn_once_is_drawn_anew_for_what_else_it_depends_on(app):
    asked = []
    said = app.jinja_env.from_string(
        "{% macro part(about) %}{% once about, 1 %}<b>{{ about }}{{ asked() }}</b>{% endonce %}{% endmacro %}"
        "{% for about in given %}{{ part(about) }}{% endfor %}"
    )
    drawn = said.render(given=["<a>", "b", "<a>"], asked=lambda: asked.append(1) or "")
    assert drawn == "<b>&lt;a&gt;</b><b>b</b><b>&lt;a&gt;</b>"
    assert len(asked) == 2


def test_a_page_at_another_place_links_within_it(client):
    here = client.get("/")
    under = client.get("/", environ_overrides={"SCRIPT_NAME": "/under"})
    assert 'href="/under/help"' in under.text
    assert client.get("/").text.count('href="/under') == here.text.count('href="/under') == 0


@pytest.mark.parametrize("step", [*STEPS, *REGISTRATION], ids=lambda step: step.slug)
def test_questions_remembered_are_as_if_drawn_anew(walked, step, monkeypatch):
    answers = good(step)
    first = next(iter(answers))
    variants = [answers, {}, answers | {first: ["다른 답"]}, answers | {first: ["<b>" * 9999]}, answers]
    with walked.test_request_context("/"):
        remembered = [drawn(step, sent) for sent in [*variants, *variants]]
        anew = []
        for sent in variants:
            monkeypatch.setattr(step_page, "QUESTIONS", Memo(1_000_000))
            anew.append(drawn(step, sent))

    assert remembered == [*anew, *anew]
    assert anew[0] != anew[1]


def drawn(step, sent):
    form = step.form.of(sent)
    form.validate()
    return step_page.draw_each(form, {}, {})
