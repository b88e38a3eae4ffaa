"""Evidence taken out of the evidence: owed again, put back, and kept for what was submitted with it."""

from datetime import timedelta

import pytest

from models.application import Party
from models.base import now
from models.company import Company
from models.evidence import Evidence
from services.drafts import checks, evidence
from services.drafts.applications import load_view
from services.operations import invariants
from services.scheduled import retention
from tests.applying import fresh, hand_in
from tests.test_evidence import add, newest


@pytest.fixture
def company(application) -> Company:
    return Party.present(application)[0].company


def test_a_removed_document_is_owed_again(lead, application, company):
    row = Evidence.of(company).where(Evidence.kind == "business_registration").get()

    assert lead.post(f"/applications/{application.token}/evidence/remove", data={"evidence": row.token}).location

    assert not checks.verdict(load_view(fresh(application))).ready
    assert row.name not in [shown.name for shown in Evidence.of(company).where(Evidence.kind == row.kind)]


@pytest.mark.parametrize("page", ["applications/{application}/evidence/", "companies/{company}/evidence/"])
def test_a_removed_document_is_put_back_from_where_it_was_removed(lead, application, company, page):
    row = Evidence.of(company).where(Evidence.kind == "business_registration").get()
    path = "/" + page.format(application=application.token, company=company.token)

    removed = lead.post(f"{path}remove", data={"evidence": row.token})
    offer = lead.get(removed.location).page.select_one("form[action$=put-back]")
    for _ in range(2):  # pressed twice
        response = lead.post(offer["action"], data={"evidence": offer.select_one("[name=evidence]")["value"]})
        assert "지우기를 취소했습니다" in lead.get(response.location).page.select_one(".alert").get_text()

    assert checks.verdict(load_view(fresh(application))).ready
    (again,) = Evidence.of(company).where(Evidence.storage == row.storage)
    assert again.name == row.name
    assert lead.get(removed.location).page.select_one("form[action$=put-back]") is None
    assert invariants.broken() == []


def test_what_was_printed_without_a_document_stays_without_it_when_it_is_put_back(lead, application, company):
    row = Evidence.of(company).where(Evidence.kind == "business_registration").get()
    evidence.remove(row, now())

    evidence.put_back(Evidence.get_by_id(row.id), fresh(application).closes_at)

    (party, *_) = Party.present(fresh(application))
    assert row.storage not in [shown.storage for shown in Evidence.attached_as_of(party)]
    assert row.storage in [shown.storage for shown in Evidence.of(company)]


def test_what_was_submitted_with_stays_when_it_is_removed(lead, application, company):
    hand_in(application)
    row = Evidence.of(company).where(Evidence.kind == "business_registration").get()

    lead.post(f"/applications/{application.token}/evidence/remove", data={"evidence": row.token})

    assert evidence.file_of(row).path.exists()
    assert lead.get(f"/applications/{application.token}/evidence/{row.token}").status_code == 200
    assert invariants.broken() == []


def test_a_removed_document_leaves_the_disk_after_thirty_days_and_not_in_a_dry_run(company):
    row = add(company)
    path = evidence.file_of(row).path
    evidence.remove(row, now())

    assert retention.run(now() + evidence.RETENTION - timedelta(minutes=1))["removed evidence"] == 0
    assert retention.run(now() + evidence.RETENTION, dry=True)["removed evidence"] == 1
    assert path.exists()
    assert retention.run(now() + evidence.RETENTION)["removed evidence"] == 1
    assert not path.exists()


def test_a_company_that_handed_something_in_keeps_what_it_removes(application, company):
    hand_in(application)
    row = newest(company)
    evidence.remove(row, now())

    assert evidence.sweep(now() + 2 * evidence.RETENTION) == 0
    assert evidence.file_of(row).path.exists()
    assert invariants.broken() == []
