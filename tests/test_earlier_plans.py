"""Starting from the plan of before: words and tables to be confirmed, no amounts, days or consents."""

import pytest

from forms.fields import Day, Won, Year
from models.application import Application
from models.base import now
from models.evidence import Consent
from services.consortium import members
from services.drafts import applications, checks, earlier_plans, origins, revisions
from services.submissions import discards
from tests.answers import GOOD
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, fresh, person
from tests.pages import told


@pytest.fixture
def begun(seeded, client) -> Application:
    """A second application of the lead's, its plan blank."""
    client.sign_in(LEAD)
    client.post("/applications/", data={})
    return Application.select().where(Application.created_by == person(LEAD)).order_by(Application.id.desc()).first()


def path(application: Application) -> str:
    return f"/applications/{application.token}/"


def start(client, application: Application, earlier: str):
    return client.post(path(application) + "plan", data={"earlier": earlier})


def test_it_is_offered_on_a_task_list_whose_plan_is_blank(begun, client):
    earlier = Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    page = client.get(path(begun)).page

    assert page.select_one(f"form[action='{path(begun)}plan'] input[value='{earlier.token}']")
    assert not client.get(path(earlier)).page.select(f"form[action='{path(earlier)}plan']")


def test_words_and_tables_come_and_amounts_days_and_consents_do_not(begun, client):
    earlier = Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    before = applications.load_view(earlier).journey

    assert "지난 사업계획서에서 가져왔습니다" in told(client, start(client, begun, earlier.token))

    view = applications.load_view(fresh(begun), person(LEAD))
    need = view.journey.task("need", view.party)
    assert view.journey.answers[need.key]["background"] == before.answers[("need", None)]["background"]
    for task in earlier_plans.plan(view):
        names = task.step.form.names()
        for name in view.journey.answers.get(task.key, {}):
            field = names[name if name in names else "-".join(part for part in name.split("-") if not part.isdigit())]
            assert not isinstance(field, Won | Day | Year), name
    assert "starts" not in view.journey.answers[("overview", None)]
    assert not Consent.select().join(type(view.rows[0])).where(Consent.party.in_(view.rows)).exists()


def test_every_step_that_came_is_owed_until_it_is_confirmed(begun, client):
    earlier = Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    start(client, begun, earlier.token)
    view = applications.load_view(fresh(begun), person(LEAD))
    need = view.journey.task("need", view.party)
    assert need in view.unconfirmed and need in checks.verdict(view).remaining

    row = revisions.save(
        fresh(begun), need, view.journey.answers[need.key], base=view.base(need), person=person(LEAD), arrived=now()
    )

    assert row.kind == revisions.SAVED
    assert need not in applications.load_view(fresh(begun), person(LEAD)).unconfirmed


def test_what_is_typed_before_it_is_saved_confirms_nothing(begun, client):
    """An autosave is no word that the rest holds; saving is, though a document was made in between."""
    earlier = Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    start(client, begun, earlier.token)

    def save(kind: str, more: str) -> applications.ApplicationView:
        view = applications.load_view(fresh(begun), person(LEAD))
        need = view.journey.task("need", view.party)
        sent = view.journey.answers[need.key]
        typed = sent | {"background": [sent["background"][0] + more]}
        revisions.save(fresh(begun), need, typed, base=view.base(need), person=person(LEAD), arrived=now(), kind=kind)
        return applications.load_view(fresh(begun), person(LEAD))

    for character in ("가", "나"):
        view = save(revisions.AUTOSAVED, character)
        need = view.journey.task("need", view.party)
        assert need in view.unconfirmed and need in view.remaining
    came = origins.of(view, need)
    assert "attempts" in came and "background" not in came, "what was not touched stays marked"
    revisions.freeze(fresh(begun))
    assert need not in save(revisions.SAVED, "").unconfirmed
    assert need not in save(revisions.AUTOSAVED, "다").unconfirmed


def test_the_step_says_so_and_the_task_list_too(begun, client):
    earlier = Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    start(client, begun, earlier.token)
    for slug in ("track", "business", "history", "exclusions"):
        client.post(path(begun) + slug, data={"base": "0", "whole": "1", **GOOD[slug]})
    page = client.get(path(begun) + "need").page

    assert "지난 사업계획서" in page.main.get_text()
    assert "확인하고 다음으로" in page.select_one(".form-actions").get_text()
    assert "확인 필요" in client.get(path(begun)).page.get_text()


def test_nothing_already_written_is_overwritten_and_nobody_takes_another_s_plan(begun, client):
    earlier = Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    assert start(client, begun, "nothing").status_code == 404
    assert start(client, earlier, begun.token).status_code == 404
    client.sign_in(SUPPLIER)
    assert start(client, earlier, begun.token).status_code == 404
    client.sign_in(STRANGER)
    assert start(client, begun, earlier.token).status_code == 404
    client.sign_in(LEAD)
    assert start(client, begun, earlier.token).status_code == 303
    assert start(client, begun, earlier.token).status_code == 404


def test_a_plan_thrown_away_is_not_offered(begun, client):
    earlier = application_of(LEAD) if application_of(LEAD).id != begun.id else None
    earlier = earlier or Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    discards.discard(applications.load_view(earlier), person(LEAD))

    assert earlier_plans.offered(applications.load_view(begun, person(LEAD))) == []


def test_no_page_says_that_nothing_is_left_while_steps_wait_to_be_confirmed(begun, client):
    earlier = Application.get(Application.id != begun.id, Application.created_by == person(LEAD))
    start(client, begun, earlier.token)
    view = applications.load_view(fresh(begun), person(LEAD))

    (mine,) = members.party_statuses(view, checks.verdict(view))

    assert set(view.unconfirmed) <= set(mine.shared)
    left = len(view.journey.tasks) - len(view.remaining)
    cards = [card.get_text(" ", strip=True) for card in client.get("/applications/").page.select(".card")]
    assert any(begun.number in card and f"{len(view.journey.tasks)}개 중 {left}개 마침" in card for card in cards)
    assert left < len(view.journey.tasks) - len(view.journey.remaining)
