"""What an autosave is answered with follows what was typed last: findings, sums, and what fields say of themselves."""

import pytest

from models.application import Application
from services.drafts.applications import load_view
from tests.applying import LEAD, application_of


@pytest.fixture
def application(seeded) -> Application:
    return application_of(LEAD)


@pytest.fixture
def lead(application, client):
    client.sign_in(LEAD)
    return client


def typed(lead, application: Application, slug: str, **changed: str | list[str]):
    """The step's page as it stands, with these values typed into it and saved by itself."""
    view = load_view(Application.get_by_id(application.id))
    task = view.journey.task(slug, view.journey.parties[0])
    sent = dict(view.journey.answers[task.key]) | changed
    data = sent | {"base": str(view.base(task)), "auto": "1"}
    return lead.post(f"/applications/{application.token}/{slug}", data=data).page


def findings(page) -> list[str]:
    return [head.get_text(" ", strip=True) for head in page.select("#live .finding h3")]


def test_a_finding_comes_and_goes_with_what_is_typed(lead, application):
    over = typed(lead, application, "funding", grant="99,000,000")
    assert any("50%를 넘었습니다" in said for said in findings(over))

    again = typed(lead, application, "funding", grant="98,000,000")
    assert any("98,000,000원이 신규 한도를 넘었습니다" in said for said in findings(again))
    assert not any("99,000,000" in said for said in findings(again))

    right = typed(lead, application, "funding", grant="60,000,000")
    assert not findings(right)


def test_what_another_step_says_now_is_what_counts(lead, application):
    typed(lead, application, "overview", length="other", ends="2030-01-01")

    schedule = typed(lead, application, "schedule")

    assert findings(schedule) == findings(lead.get(f"/applications/{application.token}/schedule").page)


def test_a_finding_names_the_rows_as_they_are_now(lead, application):
    rows = load_view(application).journey.data("kpi")["rows"]
    weights = {f"rows-{place}-weight": "1" for place in range(len(rows))}

    assert f"합이 {len(rows)}%입니다" in " ".join(findings(typed(lead, application, "kpi", **weights)))
    weights["rows-0-weight"] = str(101 - len(rows))
    assert not findings(typed(lead, application, "kpi", **weights))


def test_the_answer_says_what_the_whole_page_would(lead, application):
    for slug, changed in (
        ("funding", {"total": "1"}),
        ("overview", {"length": "other", "ends": "2020-01-01"}),
        ("company", {"number": "1"}),
    ):
        answer = typed(lead, application, slug, **changed)
        page = lead.get(f"/applications/{application.token}/{slug}").page

        assert findings(answer) == findings(page)
        assert answer.select_one("[name=base]")["value"] == page.select_one("[name=base]")["value"]


def test_a_fields_own_advice_is_worked_out_from_the_newest_answers(lead, application):
    for attempts, said in (("", True), ("가나다라마" * 30, False)):
        typed(lead, application, "need", attempts=attempts)
        journey = load_view(Application.get_by_id(application.id)).journey
        warned = {field.name for field, _ in journey.form(journey.task("need", journey.parties[0])).warnings}
        assert ("attempts" in warned) is said
