"""Mending a company's account: a lost mailbox, a number taken wrongly, an entry ended by its own wish."""

from datetime import timedelta

import pytest

from models.application import Application, Call, Party, Revision
from models.base import now
from models.company import Supplier
from models.evidence import Evidence
from models.mail import Outbox
from models.proposal import Proposal
from models.staff import AccessLog
from models.submission import Submission
from services.access.permissions import NotNow
from services.consortium import invitations, responses
from services.mail import outbox
from services.pool import search, suppliers
from services.scheduled import retention
from services.submissions import registrations
from tests.applying import LEAD, SUPPLIER, application_of, person, state_of
from tests.reviewing import COLLEAGUE, LEAD_AGENCY, posts
from tests.test_proposals import confirm, propose

HEIR = "heir@s1.example.com"


@pytest.fixture
def supplier(registered) -> Supplier:
    """An approved one that takes part in an application."""
    posts()
    return Supplier.get(Supplier.company.in_(Party.companies_of(person(SUPPLIER))))


def mails(kind: str) -> set[str]:
    return {row.to for row in Outbox.select().where(Outbox.kind == kind)}


def test_a_lost_mailbox_is_mended_by_two_officers(supplier, client):
    firm = supplier.company
    client.sign_in(LEAD_AGENCY, proved=True)
    found = client.post("/staff/find/", data={"words": supplier.number.replace("-", "")}).page
    assert f"/staff/companies/{firm.token}/" in [link["href"] for link in found.select("main a")]
    account = client.get(f"/staff/companies/{firm.token}/").page
    assert "ce***@s1.example.com" in account.get_text()
    form = next(link["href"] for link in account.select("main a") if "add-person" in link["href"])
    made = client.post(form, data={"email": HEIR, "reason": "퇴사하여 사업자등록증 사본으로 확인함"})
    address = made.location.partition("?")[0]

    client.sign_in(COLLEAGUE, proved=True)
    assert client.post(address, data={"do": "confirm"}).status_code == 303
    assert mails("account_mended") == {HEIR, SUPPLIER}
    mail = outbox.written(Outbox.get(Outbox.kind == "account_mended"))
    assert "사업자등록증 사본으로 확인함" in mail.text

    client.sign_in(HEIR)
    assert client.get(f"/companies/{firm.token}/").status_code == 200
    old = next(row for row in firm.memberships if row.person == person(SUPPLIER))
    confirm(propose("remove-person", company=firm, person=str(old.id)))
    assert {row.person for row in firm.memberships} == {person(HEIR)}
    assert AccessLog.select().where(AccessLog.company == firm).exists()


def test_who_is_taken_out_has_no_way_back_in(supplier):
    firm, back = supplier.company, "private@example.com"
    confirm(propose("add-person", company=firm, email=HEIR))
    open_ones = [
        invitations.invite(person(SUPPLIER), "colleague", back, company=firm, arrived=now()),
        invitations.invite(person(HEIR), "colleague", "another@example.com", company=firm, arrived=now()),
    ]
    misused = next(row for row in firm.memberships if row.person == person(SUPPLIER))
    confirm(propose("remove-person", company=firm, person=str(misused.id)))

    with pytest.raises(responses.Ended):
        responses.accept(open_ones[0], person(back), now())
    responses.accept(open_ones[1], person("another@example.com"), now())
    assert {row.person for row in firm.memberships} == {person(HEIR), person("another@example.com")}


def test_the_last_person_stays(supplier):
    only = supplier.company.memberships.get()

    with pytest.raises(NotNow, match="마지막 담당자"):
        propose("remove-person", company=supplier.company, person=str(only.id))


@pytest.mark.parametrize("words", ["SUPPLIER@", "name"])
def test_a_company_is_found_by_its_people_and_its_name(supplier, client, words):
    client.sign_in(LEAD_AGENCY, proved=True)
    asked = SUPPLIER.upper() if words == "SUPPLIER@" else supplier.name
    page = client.post(
        client.get("/staff/companies/").page.select_one("main form")["action"], data={"words": asked}
    ).page

    assert f"/staff/companies/{supplier.company.token}/" in [link["href"] for link in page.select("main a")]
    assert "찾는 신청이 없습니다" in client.post("/staff/find/", data={"words": "nobody@example.com"}).page.get_text()


def test_a_number_taken_wrongly_is_free_again(supplier):
    number = supplier.number
    confirm(propose("free-number", company=supplier.company, reason="다른 회사의 번호"))

    freed = Supplier.get_by_id(supplier.id)
    assert (freed.number, freed.approved_at, freed.facts, freed.profile) == (None, None, {}, {})
    registrations.claim(Supplier.select().where(Supplier.id != supplier.id).first(), number)
    theirs = Application.id.in_(Party.select(Party.application).where(Party.company == supplier.company))
    standing = Submission.select().join(Application).where(theirs, Application.purpose == "pool", Submission.standing)
    assert not standing.exists()
    with pytest.raises(NotNow):
        propose("free-number", company=supplier.company, reason="또")


@pytest.mark.parametrize("act", ["free-number", "end-entry"])
def test_what_was_written_stays_for_a_year_after_the_number_was_freed_or_the_entry_ended(supplier, act):
    Call.update(closes_at=now() - timedelta(days=730)).execute()
    begun, before = registrations.current(supplier.company), Evidence.of(supplier.company).count()
    confirm(propose(act, company=supplier.company, reason="회사의 요청"))
    over = (Supplier.get_by_id(supplier.id).ended_at or Proposal.get().settled_at) + timedelta(days=365)

    retention.run(over)
    assert Revision.select().where(Revision.application == begun).exists()
    retention.run(over + timedelta(seconds=1))
    assert not Revision.select().where(Revision.application == begun).exists()
    assert Evidence.of(supplier.company).count() == before  # its project's, too


def test_an_entry_ends_by_its_own_wish_and_shortlists_say_so(supplier, client):
    suppliers.add_to_shortlist(person(LEAD), supplier)
    confirm(propose("end-entry", company=supplier.company, reason="전화로 요청"))

    assert SUPPLIER in mails("account_mended")
    assert LEAD in mails("partner_changed")
    assert SUPPLIER not in mails("partner_changed")
    assert supplier.token not in [each.supplier.token for each in search.find(search.Wanted(), None).entries]
    client.sign_in(LEAD)
    page = client.get("/suppliers/shortlist").page
    assert "스스로 공급기업 풀에서 나왔습니다" in page.get_text()
    assert supplier.name in page.get_text()
    client.post(f"/suppliers/{supplier.token}/shortlist", data={"drop": "1"})
    assert not suppliers.ended(person(LEAD))

    client.sign_in(SUPPLIER)
    begun = registrations.current(supplier.company)
    task_list = client.get(f"/applications/{begun.token}/").page.get_text()
    assert "요청하신 대로 등록을 끝냈습니다" in task_list
    assert state_of(begun) == "withdrawn"
    assert Application.get_by_id(application_of(LEAD).id).discarded_at is None


def test_an_ended_entry_that_was_submitted_again_goes_through_approval(supplier):
    confirm(propose("end-entry", company=supplier.company, reason="전화로 요청"))
    Supplier.update(number=supplier.number, state="waiting").where(Supplier.id == supplier.id).execute()
    begun = registrations.current(supplier.company)
    last = Submission.select().where(Submission.application == begun).order_by(Submission.id.desc()).first()
    registrations.publish(Supplier.get_by_id(supplier.id), last)

    again = Supplier.get_by_id(supplier.id)
    assert again.ended_at is None
    assert again.approved_at <= now()
    assert Proposal.select().count() == 1
