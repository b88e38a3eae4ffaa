"""Pool facts in drafts: what changed in the pool since is shown beside the draft, and brought in by one button."""

import pytest

from models.application import Application, Party
from models.base import now, writing
from models.company import Supplier
from models.submission import StoredDocument
from services.drafts import applications, pool_changes, revisions
from tests.applying import LEAD, SUPPLIER, fresh, hand_in, person
from tests.pages import told

FLAG = "공급기업 풀의 값이 바뀌었습니다"


def renew(application: Application, step: str, **fields: str) -> None:
    """The supplier's pool entry says something else from now on."""
    company = next(party.company for party in Party.present(application) if party.role == "supplier")
    supplier = Supplier.of(company)
    profile = supplier.profile
    profile[step] |= {name: [text] for name, text in fields.items()}
    with writing():
        Supplier.update(profile=profile).where(Supplier.id == supplier.id).execute()


def said(application: Application, step: str, field: str) -> str:
    view = applications.load_view(fresh(application), person(SUPPLIER))
    return view.journey.answers[view.journey.task(step, view.party).key][field][0]


def retype(application: Application, step: str, **fields: str) -> None:
    view = applications.load_view(fresh(application), person(SUPPLIER))
    task = view.journey.task(step, view.party)
    sent = view.journey.answers[task.key] | {name: [text] for name, text in fields.items()}
    revisions.save(application, task, sent, base=view.base(task), person=person(SUPPLIER), arrived=now())


def flagged(application: Application) -> list[tuple[str, list[str]]]:
    view = applications.load_view(fresh(application), person(SUPPLIER))
    return [(one.task.step.slug, one.fields) for one in pool_changes.changes(view)]


def test_while_the_pool_says_the_same_nothing_is_flagged(application, client):
    client.sign_in(SUPPLIER)
    assert flagged(application) == []
    assert FLAG not in client.get(f"/applications/{application.token}/").page.get_text()


def test_a_changed_pool_is_shown_with_both_values_and_brought_in_by_one_button(application, client):
    hand_in(application)
    documents = [row.sha256 for row in StoredDocument.select()]
    before = said(application, "company", "address")
    renew(application, "company", address="서울특별시 새길 1(가상)")
    client.sign_in(SUPPLIER)
    for path in ("", "company"):
        text = client.get(f"/applications/{application.token}/{path}").page.get_text()
        assert FLAG in text and before in text and "새길 1" in text

    response = client.post(f"/applications/{application.token}/company/pool", data={})

    assert "/company?" in response.location and "풀의 값으로 바꾸었습니다" in told(client, response)
    assert said(application, "company", "address") == "서울특별시 새길 1(가상)"
    assert flagged(application) == []
    assert [row.sha256 for row in StoredDocument.select()] == documents
    history = client.get(f"/applications/{application.token}/company/history").page
    assert "자동 입력" in history.select_one(".history li").get_text()
    assert client.post(f"/applications/{application.token}/company/pool", data={}).status_code == 404  # nothing left


def test_what_the_supplier_typed_over_by_itself_is_left_alone(application):
    retype(application, "company", employees="77")
    assert flagged(application) == []

    renew(application, "company", address="서울특별시 새길 1(가상)")
    assert flagged(application) == [("company", ["address"])]
    pool_changes.update_from_pool(application, "company", person(SUPPLIER), 0, now())

    assert said(application, "company", "employees") == "77"
    assert flagged(application) == []


def test_typed_to_the_same_it_is_flagged_no_more(application):
    renew(application, "contact", department="새 부서")
    assert flagged(application) == [("contact", ["department"])]
    retype(application, "contact", department="새 부서")
    assert flagged(application) == []


def test_there_and_back_again_is_noticed(application):
    before = said(application, "contact", "department")
    renew(application, "contact", department="새 부서")
    pool_changes.update_from_pool(application, "contact", person(SUPPLIER), 0, now())
    renew(application, "contact", department=before)

    assert flagged(application) == [("contact", ["department"])]


def test_only_the_suppliers_own_people_see_it_and_the_lead_that_there_is_something(application, client):
    renew(application, "contact", department="새 부서")
    client.sign_in(LEAD)

    consortium = client.get(f"/applications/{application.token}/consortium").page.main.get_text()
    assert "이 신청서보다 새것입니다(" in consortium
    assert "새 부서" not in consortium
    assert FLAG not in client.get(f"/applications/{application.token}/").page.get_text()
    assert client.post(f"/applications/{application.token}/contact/pool", data={}).status_code == 404


def test_after_closing_it_is_shown_and_not_changed(application):
    renew(application, "contact", department="새 부서")
    with pytest.raises(revisions.Closed):
        pool_changes.update_from_pool(application, "contact", person(SUPPLIER), 0, application.call.closes_at)
