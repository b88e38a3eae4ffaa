"""What two officers decide together: nobody alone, nobody twice, nobody too late."""

from datetime import timedelta

import pytest

import config
from models.application import Call
from models.base import now
from models.mail import Outbox
from models.person import Session
from models.proposal import LIFE, Proposal
from models.staff import Staff
from models.submission import Event
from services.access import staff
from services.access.permissions import NotNow
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from tests.applying import person
from tests.pages import sent_by
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY, posts

NEW = "new-officer@example.com"
THIRD = "third@example.com"


@pytest.fixture
def officers(seeded) -> None:
    posts()
    staff.add(THIRD)


def form_of(act: str, company=None, **said: str):
    form = ACTS[act].form(company).of({name: [value] for name, value in ({"reason": "전화로 확인함"} | said).items()})
    assert form.validate(), form.errors
    return form


def propose(act: str = "add-staff", by: str = LEAD_AGENCY, company=None, **said: str) -> Proposal:
    said = said or {"email": NEW, "agency": "lead"}
    return proposals.propose(ACTS, act, company, form_of(act, company, **said), person(by))


def confirm(row: Proposal, by: str = COLLEAGUE) -> None:
    proposals.confirm(ACTS, Proposal.get_by_id(row.id), person(by), now())


def post_of(email: str) -> Staff | None:
    return staff.post_of(person(email))


def test_one_proposes_and_another_confirms(officers, client):
    client.sign_in(LEAD_AGENCY, proved=True)
    sent = {"email": NEW, "agency": "women", "reason": "새로 온 담당자"}
    made = client.post("/staff/proposals/new/add-staff/", data=sent)
    page = client.get(made.location).page
    assert post_of(NEW) is None
    assert "다른 담당자가 확인해야" in page.get_text()
    assert not page.select("button[value=confirm]")

    client.sign_in(COLLEAGUE, proved=True)
    assert "1건" in client.get("/staff/").page.get_text()
    page = client.get(made.location).page
    assert "새로 온 담당자" in page.get_text()
    assert page.select("button[value=confirm]")
    done = client.post(made.location.partition("?")[0], data={"do": "confirm"})

    assert done.status_code == 303
    assert post_of(NEW).agency == "women"
    assert "확인하여 처리함" in client.get("/staff/proposals/").page.get_text()
    actions = [row.action for row in Event.select().order_by(Event.id)]
    assert actions[-2:] == ["proposed", "confirmed proposal"]


def test_the_other_officers_are_mailed(officers):
    propose()

    mails = Outbox.select().where(Outbox.kind == "proposed")
    assert {mail.to for mail in mails} == {COLLEAGUE, THIRD}


def test_nobody_confirms_alone(officers, client):
    row = propose()
    client.sign_in(LEAD_AGENCY, proved=True)
    response = client.post(f"/staff/proposals/{row.token}/", data={"do": "confirm"})

    assert response.status_code == 409
    assert "다른 담당자가 확인해야" in response.page.get_text()
    assert post_of(NEW) is None


def test_of_two_confirmers_one_is_told_who_was_faster(officers, client):
    row = propose()
    confirm(row)
    client.sign_in(THIRD, proved=True)
    response = client.post(f"/staff/proposals/{row.token}/", data={"do": "confirm"})

    assert response.status_code == 409
    assert COLLEAGUE in response.page.get_text()
    assert Staff.select().where(Staff.person == person(NEW)).count() == 1


def test_nothing_is_done_once_its_time_is_over(officers):
    row = propose()
    Proposal.update(expires_at=now()).where(Proposal.id == row.id).execute()

    with pytest.raises(NotNow, match="기한이 지남"):
        confirm(row)
    assert post_of(NEW) is None
    assert row.expires_at - row.at == pytest.approx(LIFE, abs=timedelta(seconds=5))


@pytest.mark.parametrize("ended", [LEAD_AGENCY, COLLEAGUE])
def test_an_officer_who_left_meanwhile_counts_for_nothing(officers, ended):
    row = propose()
    staff.end(ended)

    with pytest.raises(NotNow):
        confirm(row)
    assert post_of(NEW) is None
    assert Proposal.get_by_id(row.id).state == "open"


def test_an_agency_decides_nothing_of_this(officers):
    row = propose()

    with pytest.raises(NotNow):
        confirm(row, AGENCY)


def test_declined_with_a_word_and_taken_back(officers, client):
    row, own = propose(), propose("close-call", of_call="2024-221")
    client.sign_in(COLLEAGUE, proved=True)
    client.post(f"/staff/proposals/{row.token}/", data={"do": "decline", "reason": "확인이 더 필요합니다."})
    client.sign_in(LEAD_AGENCY, proved=True)
    page = client.get(f"/staff/proposals/{row.token}/").page
    client.post(f"/staff/proposals/{own.token}/", data={"do": "decline"})

    assert "확인이 더 필요합니다." in page.get_text()
    assert [Proposal.get_by_id(each.id).state for each in (row, own)] == ["declined", "withdrawn"]
    assert Call.get().open_at(now())


def test_why_one_declined_what_a_colleague_confirmed_meanwhile_can_be_read_and_before_that_put_back(officers, client):
    row = propose()
    url = f"/staff/proposals/{row.token}/"
    client.sign_in(COLLEAGUE, proved=True)
    form = client.get(url).page.select_one("main form:has(textarea)")
    typed = sent_by(form) | {"do": ["decline"], "reason": ["확인이 더 필요합니다."]}
    Session.update(verified_at=None).execute()
    assert "/staff/proof/" in client.post(url, data=typed).location
    client.sign_in(COLLEAGUE, proved=True)
    offer = client.get(url).page.select_one("form[action^='/kept/'][action$='/back']")
    back = client.get(client.post(offer["action"], data={}).location).page
    assert back.select_one("[name=reason]").get_text().strip() == "확인이 더 필요합니다."

    confirm(row, THIRD)
    again = sent_by(back.select_one("main form:has(textarea)")) | {"do": ["decline"]}
    assert client.post(url, data=again).status_code == 409
    assert "확인이 더 필요합니다." in client.get(url).page.select_one("main details").get_text()


def test_the_same_is_proposed_once_and_what_was_typed_is_kept(officers, client):
    propose()
    client.sign_in(COLLEAGUE, proved=True)
    sent = {"email": NEW, "agency": "lead", "reason": "나도 제안"}
    response = client.post("/staff/proposals/new/add-staff/", data=sent)

    assert response.status_code == 409
    assert "이미 다른 담당자의 확인을" in response.page.get_text()
    assert response.page.select_one("#reason").get_text().strip() == "나도 제안"


def test_nonsense_is_refused_beside_its_field(officers, client):
    client.sign_in(LEAD_AGENCY, proved=True)
    response = client.post("/staff/proposals/new/extend-call/", data={"of_call": "none", "closes": "2026-13-01 25:00"})

    assert response.status_code == 422
    assert {each.get_text() for each in response.page.select("#error-summary li a")} == {"공고", "새 마감", "까닭"}
    assert client.get("/staff/proposals/new/burn/").status_code == 404
    assert client.get("/staff/proposals/new/add-person/").status_code == 404  # of which company?
    assert client.post(f"/staff/proposals/{propose().token}/", data={"do": "dance"}).status_code == 400


def test_two_officers_of_the_lead_agency_stay(officers):
    mine, other = (Staff.get(Staff.person == person(each)) for each in (LEAD_AGENCY, THIRD))
    first = propose("end-staff", post=str(other.id))
    second = propose("end-staff", by=COLLEAGUE, post=str(mine.id))
    confirm(first)

    with pytest.raises(NotNow, match="두 명보다 적어져"):
        confirm(second, LEAD_AGENCY)
    assert post_of(THIRD) is None
    assert post_of(LEAD_AGENCY)


def kst(moment) -> str:
    return moment.astimezone(config.KST).strftime("%Y-%m-%d %H:%M")


def test_a_call_is_extended_closed_and_opened_on_pages(officers):
    call, later = Call.get(), Call.get().closes_at + timedelta(days=2)
    confirm(propose("extend-call", of_call=call.slug, closes=kst(later)))
    assert kst(Call.get().closes_at) == kst(later)
    event = Event.get(Event.action == "extended call")
    assert len(event.detail["by"]) == 2
    assert event.person == person(COLLEAGUE)

    confirm(propose("close-call", of_call=call.slug))
    assert not Call.get().open_at(now())

    opens, closes = now() + timedelta(days=1), now() + timedelta(days=30)
    with pytest.raises(NotNow, match="마감을 늦추려면"):
        propose("open-call", of_call=call.slug, opens=kst(opens), closes=kst(closes))
    Call.update(closes_at=closes + timedelta(days=1)).execute()
    confirm(propose("open-call", of_call=call.slug, opens=kst(opens), closes=kst(closes)))
    assert kst(Call.get().opens_at) == kst(opens)


def test_what_cannot_be_any_more_is_not_done_at_its_confirmation(officers):
    call = Call.get()
    row = propose("extend-call", of_call=call.slug, closes=kst(call.closes_at + timedelta(days=1)))
    Call.update(closes_at=call.closes_at + timedelta(days=3)).execute()

    with pytest.raises(NotNow, match="지금 마감보다"):
        confirm(row)
    assert Proposal.get_by_id(row.id).state == "open"
