"""The demo's closed call: forty cases and twelve evaluators, kept as they would be had each firm typed for itself."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from models.application import Application, Party
from models.base import db
from models.case import Case
from models.evaluation import Assignment, Evaluator, Round
from models.evidence import Evidence
from models.person import Person
from models.submission import StoredDocument, Submission
from programme import course
from programme.korean import day_of
from programme.numbers import business_number_holds
from services.documents import generate
from services.drafts import applications, exports
from services.operations import demo_cases, demo_evaluation, demo_pool, invariants
from tests.conftest import Client
from tests.conftest import site as settings_of


@pytest.fixture(scope="module")
def demo(registered_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("closed") / "data"
    shutil.copytree(registered_dir, folder)
    app = create_app(settings_of(folder))
    app.test_client_class = Client
    demo_cases.seed()
    yield app
    db.close()


def test_forty_cases_and_twelve_evaluators_are_in_every_state_and_keep_every_promise(demo):
    states = Counter(case.state for case in Case.select())
    assert sum(states.values()) == 40 and set(states) == {*course.STATES} - {course.ELIGIBLE}
    assert Counter(case.agency for case in Case.select()).most_common()[-1][1] == 10
    assert Case.select().where(Case.held.is_null(False)).exists()
    assert Evaluator.select().count() == 12
    assert {row.closed_at is None for row in Round.select()} == {True, False}
    found = {row.state for row in Assignment.select()}
    assert found == {"proposed", "offered", "clear", "handed_in", "declined", "conflicted"}
    assert invariants.broken() == []
    demo_cases.seed()
    assert Case.select().count() == 40


def test_a_copy_is_as_if_its_firm_had_typed_it(demo):
    for place in (3, 17, 38):
        edition = Submission.get(Submission.receipt.endswith(f"R{place:05}") & Submission.receipt.contains("-2-"))
        view = applications.load_view(Application.newest(edition.application_id))
        assert exports.export(view, unused=False) == edition.snapshot
        stored = {row.slug: row for row in StoredDocument.select().where(StoredDocument.submission == edition)}
        context = generate.document_context(view, receipt=edition.receipt, edition=1, status="제출본 (제1차)")
        drawn = {file.slug: file.content for file in generate.generate(view, context=context)}
        assert drawn == {slug: row.content for slug, row in stored.items() if slug != "receipt"}
        assert "receipt" in stored


def test_certificates_were_issued_before_the_call_closed(demo):
    submitted = list(Submission.select().where(Submission.receipt.contains("-2-R")))
    assert len(submitted) >= 40
    for submission in submitted:
        closed = day_of(submission.application.call.closes_at)
        for party in Party.present(submission.application):
            attached = list(Evidence.attached_as_of(party))
            dated = [row.issued for row in attached if row.issued]
            assert dated and max(dated) <= closed


def test_every_firm_is_made_up(demo):
    firms = demo_cases.known_firms()
    assert len({firm.name for firm in firms}) == len({firm.business_number for firm in firms}) == 38
    for firm in firms:
        assert firm.name.endswith("(가상)") and firm.business_number.startswith("000-")
        assert business_number_holds(firm.business_number) and "가상구" in firm.address
    for person in Person.select():
        assert re.search(r"[@.]example\.com$", person.email)
    copied = Submission.select().where(Submission.receipt.contains("-2-R")).order_by(Submission.id)
    text = json.dumps([row.snapshot for row in copied][2:])
    assert "000-86-11118" not in text and "ongyeol" not in text


def test_everything_of_the_evaluation_has_something_to_look_at(demo):
    client: Any = demo.test_client()
    client.sign_in(demo_pool.OPERATOR, proved=True)
    call = f"?call={Case.select().first().application.call.slug}"
    for path in ("cases/", "rounds/", "evaluators/"):
        assert client.get(f"/staff/{path}{call}").page.select("main table tbody tr, main .cards > *"), path
    for row in Round.select():
        assert client.get(f"/staff/rounds/{row.token}/").status_code == 200
    client.sign_in(demo_evaluation.email_of(2), proved=True)
    assert "과제" in client.get("/evaluation/").page.main.get_text()
