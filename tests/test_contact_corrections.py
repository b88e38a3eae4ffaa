"""How a supplier is reached, corrected when the window is closed; and registrations never approved, forgotten."""

from datetime import timedelta

import pytest

from models.application import Application, Call, Party, Revision
from models.base import now
from models.company import Supplier
from models.evidence import Evidence
from models.mail import Outbox
from models.person import Person
from models.submission import StoredDocument, Submission
from services.mail import outbox
from services.operations import invariants
from services.pool import contacts, suppliers
from services.scheduled import retention
from services.submissions import corrections, lifecycle, registrations, unapproved
from tests.applying import LEAD, SUPPLIER, application_of, person, state_of
from tests.pages import sent_by
from tests.registering import NEW, approve, filled, hand_in
from tests.reviewing import LEAD_AGENCY, posts
from tests.walking import counted

NUMBER = "02-0000-7777"


@pytest.fixture
def supplier(registered) -> Supplier:
    return Supplier.get(Supplier.company.in_(Party.companies_of(person(SUPPLIER))))


def form_of(client, supplier: Supplier) -> dict[str, str]:
    page = client.get(f"/companies/{supplier.company.token}/contact/").page
    inputs = page.select("form[enctype] input[name]")
    return {each["name"]: each.get("value", "") for each in inputs if each["name"] not in ("csrf_token", "author")}


def close() -> None:
    Call.update(closes_at=now() - timedelta(seconds=1)).execute()


def test_contact_data_is_corrected_after_closing(supplier, client):
    close()
    begun = registrations.current(supplier.company)
    before = Submission.standing_for(begun).snapshot
    client.sign_in(SUPPLIER)
    sent = form_of(client, supplier)
    answer = client.post(f"/companies/{supplier.company.token}/contact/", data=sent | {"phone": "0200007777"})
    assert answer.status_code == 303
    assert "연락처를 고쳤습니다" in client.get(answer.location).page.get_text()

    fresh = Supplier.get_by_id(supplier.id)
    assert dict(told(fresh))["전화번호"] == "0200007777"
    assert fresh.state == supplier.state
    row = Revision.select().where(Revision.application == begun).order_by(Revision.number.desc()).first()
    assert (row.kind, row.step, row.saved_by) == ("corrected", "contact", person(SUPPLIER))
    assert Submission.standing_for(begun).snapshot == before
    assert state_of(begun) == "submitted"
    assert "제출한 뒤 고친" not in client.get(f"/applications/{begun.token}/documents/").page.get_text()
    assert lifecycle.window(Application.get_by_id(begun.id), now()) == "as submitted"
    assert {mail.to for mail in Outbox.select().where(Outbox.kind == "partner_changed")} == {LEAD}
    assert not any("0200007777" in outbox.written(mail).text for mail in Outbox.select())


def told(supplier: Supplier) -> list[tuple[str, str]]:
    return suppliers.contact(supplier, person(LEAD))


def test_officers_see_that_it_was_corrected_and_by_whom(supplier, client):
    posts()
    client.sign_in(SUPPLIER)
    sent = form_of(client, supplier)
    client.post(f"/companies/{supplier.company.token}/contact/", data=sent | {"mobile": "010-0000-7777"})
    client.sign_in(LEAD_AGENCY, proved=True)

    assert supplier.name in client.get("/staff/companies/").page.get_text()
    assert "휴대전화" in client.get(f"/staff/companies/{supplier.company.token}/").page.get_text()


def test_corrections_are_read_with_their_people_and_without_those_of_other_companies(supplier):
    other = Supplier.get(Supplier.id != supplier.id, ~Supplier.number.is_null())
    for number in (supplier.id, other.id, supplier.id):
        held = Supplier.get_by_id(number)
        sent = corrections.current(held) | {"name": [f"고침 {now()}"]}
        contacts.correct(held.company, sent, contacts.mark(held), person(SUPPLIER), dict.fromkeys(sent, "이름"))

    company = supplier.company
    with counted() as asked:
        rows = contacts.of(company)
        assert [row.person.email for row in rows] == [SUPPLIER] * 2
    assert len(asked) == 1, asked
    assert "party" in asked[0]


def test_what_a_colleague_corrected_meanwhile_is_not_lost(supplier, client):
    client.sign_in(SUPPLIER)
    sent = form_of(client, supplier)
    address = f"/companies/{supplier.company.token}/contact/"
    client.post(address, data=sent | {"name": "먼저 고침"})
    response = client.post(address, data=sent | {"name": "나중 고침"})

    assert response.status_code == 409
    assert "먼저 고침" in response.page.get_text()
    assert response.page.select_one("#name")["value"] == "나중 고침"
    assert corrections.current(Supplier.get_by_id(supplier.id))["name"] == ["먼저 고침"]


def test_nonsense_is_refused_and_the_same_again_changes_nothing(supplier, client):
    client.sign_in(SUPPLIER)
    sent = form_of(client, supplier)
    address = f"/companies/{supplier.company.token}/contact/"
    refused = client.post(address, data=sent | {"phone": "내선 3번"})
    assert refused.status_code == 422
    assert refused.page.select_one("#phone")["value"] == "내선 3번"
    assert client.post(address, data=sent).location.endswith("saved=0")
    assert Supplier.get_by_id(supplier.id).corrected_at is None


def test_an_approval_of_what_was_submitted_before_does_not_undo_it(registered):
    begun = filled()
    hand_in(begun)
    company = begun.company
    supplier = Supplier.of(company)
    sent = corrections.current(supplier) | {"phone": [NUMBER]}
    contacts.correct(company, sent, contacts.mark(supplier), person(NEW), dict.fromkeys(sent, "전화"))
    approve(begun)

    assert corrections.current(Supplier.of(company))["phone"] == [NUMBER]


def test_a_correction_stands_over_what_was_submitted_before_it_and_over_nothing_later(supplier):
    submitted, standing = now(), corrections.current(supplier)["phone"]

    def published(corrected_at) -> list[str]:
        supplier.corrected_at = corrected_at
        return corrections.kept(supplier, {"contact": {"phone": [NUMBER]}}, submitted)["contact"]["phone"]

    assert standing != [NUMBER]
    assert [published(at) for at in (None, submitted - timedelta(seconds=1), submitted)] == [[NUMBER]] * 3
    assert published(submitted + timedelta(seconds=1)) == standing


def test_optional_consents_stand_on_the_page(supplier, client):
    close()
    client.sign_in(SUPPLIER)
    page = client.get(f"/companies/{supplier.company.token}/contact/").page

    assert "동의 거두기" in page.get_text()
    form = next(form for form in page.select("form") if "consents/" in form.get("action", ""))
    response = client.post(form["action"], data=sent_by(form) | {"choice": "no"})
    assert response.location.startswith(f"/companies/{supplier.company.token}/contact/")
    told = client.get(response.location).page
    assert "동의를 거두었습니다" in told.select_one(".alert").get_text() and "동의하기" in told.get_text()


def test_a_company_that_never_began_a_registration_reads_where_its_contacts_are_corrected(registered, client):
    client.sign_in(LEAD)
    page = client.get(f"/companies/{application_of(LEAD).company.token}/contact/").page

    told = page.select_one(".alert").get_text()
    assert "‘실무 담당자’ 단계에서 고칩니다" in told and "등록 신청서" not in told
    assert "여기서 고칩니다" not in page.select_one(".lead").get_text()


def test_a_registration_never_approved_is_forgotten_a_year_after_closing(registered):
    begun = filled()
    hand_in(begun)
    company, closes = begun.company, begun.call.closes_at
    known = Supplier.select().where(~Supplier.approved_at.is_null()).count()
    parties = list(unapproved.due(closes + timedelta(days=365, hours=1)))
    due, over = {party.company_id for party in parties}, {party.application_id for party in parties}
    assert unapproved.sweep(closes + timedelta(days=365)) == 0
    assert Supplier.of(company).number

    def others() -> tuple[list, ...]:
        """What is there of companies whose time is not over."""
        submitted = Submission.select(Submission, Party).join(Party, on=Party.application == Submission.application)
        return (
            sorted((row.id, row.removed_at) for row in Evidence.select().where(Evidence.company.not_in(due))),
            sorted(submitted.where(Party.company.not_in(due)).select(Submission.id, Submission.standing).tuples()),
            sorted(Supplier.select(Supplier.id, Supplier.name).where(Supplier.company.not_in(due)).tuples()),
            [row.id for row in Application.select().where(Application.discarded_at.is_null()) if row.id not in over],
        )

    before = others()
    assert company.id in due and all(before) and Evidence.select().where(Evidence.company == company).exists()
    retention.run(closes + timedelta(days=365, hours=1))

    assert others() == before
    assert not Evidence.select().where(Evidence.company == company).exists()
    assert not Revision.select().where(Revision.application == begun).exists()
    submission = Submission.get(Submission.application == begun)
    assert (submission.snapshot, submission.standing) == (unapproved.NOTHING, False)
    assert not StoredDocument.select().where(StoredDocument.submission == submission).exists()
    assert Application.get_by_id(begun.id).receipt == submission.receipt
    assert Supplier.of(company).number is None
    assert Supplier.select().where(~Supplier.approved_at.is_null()).count() == known
    assert Person.select().where(Person.email_hash == person(NEW).email_hash).exists()
    assert invariants.broken() == []
