"""Answering an invitation: by whom it is for, once, in its time."""

import threading
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from models.application import Application, Party
from models.base import db, now, writing
from models.company import Company, Membership, Supplier
from models.consortium import Invitation
from models.submission import Event
from services.access.permissions import NotNow
from services.consortium import invitations, responses
from services.drafts import applications, revisions
from tests.applying import HALF, LEAD, STRANGER, SUPPLIER, application_of, person
from tests.inviting import GUEST, invite, path_of, started
from tests.smtp import mails


@pytest.fixture
def application(seeded) -> Application:
    return started()


def state() -> str:
    return Invitation.select().order_by(Invitation.id.desc()).get().state


def accept(client, path: str, **more: str) -> TestResponse:
    return client.post(path, data={"answer": "accept", **more})


def test_anybody_with_the_link_sees_who_invites_to_what_and_nothing_else(application, client):
    invite(application_of(LEAD), by=LEAD)

    page = client.get(path_of())

    text = page.page.main.get_text()
    assert "온결케어" in text and "간병" in text and "gu***@example.com" in text
    assert page.page.select_one('main a[href^="/sign-in"]')
    assert not page.page.select("main form")
    for hidden in ("누리매칭랩", "사업비", GUEST):
        assert hidden not in text
    assert state() == "sent"


def test_a_stranger_signs_in_through_the_link_and_comes_back_to_it(application, client):
    invite(application)
    path = path_of()

    client.get(client.get(path).page.select_one('main a[href^="/sign-in"]')["href"])
    client.post("/sign-in", data={"email": GUEST})
    code = mails("code", GUEST)[-1].text.split("번호: ")[1][:6]
    response = client.post("/sign-in/code", data={"code": code})

    assert response.location == path
    assert client.get(path).status_code == 200


def test_only_whom_it_is_for_opening_it_is_noted_and_a_head_is_no_opening(application, client):
    invite(application)
    path = path_of()
    client.get(path)
    client.sign_in(STRANGER)
    client.get(path)
    client.sign_in(GUEST)
    client.head(path)
    assert state() == "sent"

    client.get(path)

    assert state() == "seen"
    assert len(Party.present(application)) == 1


def test_an_adopter_comes_in_with_a_company_of_its_own(application, client):
    invite(application, name="바다식품")
    client.sign_in(GUEST)

    response = accept(client, path_of())

    party = Party.present(application)[-1]
    assert response.location == f"/applications/{application.token}/"
    assert client.get(response.location).status_code == 200
    assert (party.role, party.lead, party.joined_at is None) == ("adopter", False, False)
    assert "바다식품: 수락했습니다" in mails("answered", HALF)[0].subject
    assert client.get(path_of()).location == response.location  # opened again it leads there
    assert client.get(f"/applications/{application.token}/track").status_code == 404  # the lead's


def test_as_another_address_it_is_neither_accepted_nor_declined(application, client):
    invite(application)
    client.sign_in(STRANGER)

    for answer in ("accept", "decline"):
        response = client.post(path_of(), data={"answer": answer})
        assert response.status_code == 403
        assert "gu***@example.com" in response.page.get_text()
    assert client.get(path_of()).status_code == 403
    assert state() == "sent"

    out = client.post("/sign-out", data={"next": path_of()})
    client.get(out.location)
    client.post("/sign-in", data={"email": GUEST})
    code = mails("code", GUEST)[-1].text.split("번호: ")[1][:6]
    assert client.post("/sign-in/code", data={"code": code}).location == path_of()


def test_declining_says_why_to_whoever_invited(application, client):
    invite(application)
    client.sign_in(GUEST)

    response = client.post(path_of(), data={"answer": "decline", "reason": "올해는 어렵습니다"})
    assert "초대를 거절했습니다" in client.get(response.location).page.select_one(".alert").get_text()

    assert state() == "declined"
    assert "올해는 어렵습니다" in mails("answered", HALF)[0].text
    assert "거절한 초대" in client.get(path_of()).page.h1.get_text()
    assert accept(client, path_of()).status_code == 410
    client.sign_in(HALF)
    assert "올해는 어렵습니다" in client.get(f"/applications/{application.token}/invitations").page.get_text()


def test_a_reason_too_long_is_refused_and_stays_in_the_page(application, client):
    invite(application)
    client.sign_in(GUEST)

    response = client.post(path_of(), data={"answer": "decline", "reason": "가" * 201})

    assert response.status_code == 422
    assert response.page.select_one("#reason")["value"] == "가" * 201
    assert state() == "seen" or state() == "sent"


def test_neither_a_get_nor_an_answer_that_is_none_changes_anything(application, client):
    invite(application)
    client.sign_in(GUEST)

    client.get(f"{path_of()}?answer=accept")
    assert client.post(path_of(), data={"answer": "perhaps"}).status_code == 400
    assert client.post("/invitations/unknown", data={"answer": "accept"}).status_code == 404
    assert len(Party.present(application)) == 1


@pytest.mark.parametrize("ended", ["expired", "withdrawn", "replaced"])
def test_what_ended_says_so_and_cannot_be_accepted(application, client, ended):
    row = invite(application)
    with writing():
        changes = {"expires_at": now()} if ended == "expired" else {"state": ended}
        Invitation.update(**changes).where(Invitation.id == row.id).execute()
    client.sign_in(GUEST)

    page = client.get(path_of())

    assert page.status_code == accept(client, path_of()).status_code == 410
    assert {"expired": "72시간", "withdrawn": "취소", "replaced": "나중에 온"}[ended] in page.page.main.get_text()
    assert len(Party.present(application)) == 1


def test_after_closing_nothing_is_accepted_and_the_invitation_stays(application):
    row = invite(application)

    with pytest.raises(revisions.Closed):
        responses.accept(row, person(GUEST), application.call.closes_at)
    assert state() == "sent"


def test_accepted_a_hundred_times_at_once_it_is_accepted_once(application):
    row, guest = invite(application), person(GUEST)
    ready, results = threading.Barrier(100), []

    def run() -> None:
        ready.wait()
        try:
            results.append(responses.accept(row, guest, now()))
        except responses.Ended as ended:
            results.append(str(ended))
        finally:
            db.close()

    threads = [threading.Thread(target=run) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results, key=str) == [None, *["accepted"] * 99]
    assert len(Party.present(application)) == 2
    assert Membership.select().where(Membership.person == guest).count() == 1
    assert Event.select().where(Event.action == "joined", Event.application == application).count() == 1


# Which company comes in


def test_somebody_of_several_companies_is_asked_which(application, client):
    guest = client.sign_in(GUEST)
    companies = [Company.create() for _ in range(2)]
    for company in companies:
        Membership.create(person=guest, company=company)
    invite(application)

    assert len(client.get(path_of()).page.select('input[name="company"]')) == 3
    assert accept(client, path_of()).status_code == 422
    assert accept(client, path_of(), company=Company.get_by_id(1).token).status_code == 422  # not one of theirs
    assert accept(client, path_of(), company=companies[1].token).status_code == 303
    assert Party.present(application)[-1].company == companies[1]


def test_or_comes_in_with_a_new_one(application, client):
    guest = client.sign_in(GUEST)
    Membership.create(person=guest, company=Company.create())
    invite(application)

    accept(client, path_of(), company="new")

    assert Membership.select().where(Membership.person == guest).count() == 2


def test_a_company_known_here_brings_what_it_said_before(application, client):
    invite(application, LEAD)
    client.sign_in(LEAD)

    accept(client, path_of(LEAD), company=person(LEAD).memberships.get().company.token)

    journey = applications.load_view(application).journey
    assert "온결케어" in journey.parties[-1].name
    assert journey.data("contact", journey.parties[-1])["email"]


def test_a_supplier_of_the_pool_invited_by_address_brings_its_entry(application, client):
    invite(application, SUPPLIER, role="supplier")
    client.sign_in(SUPPLIER)

    accept(client, path_of(SUPPLIER), company=person(SUPPLIER).memberships.get().company.token)

    journey = applications.load_view(application).journey
    assert journey.data("solutions", journey.parties[-1])["solutions"]
    assert journey.data("contact", journey.parties[-1])["email"]


def test_accepting_and_the_button_are_one_joining(application, client):
    supplier = Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))
    Membership.create(company=supplier.company, person=person("second@s3.example.com"))
    invitations.choose(applications.load_view(application), supplier, person(HALF), now())
    client.sign_in("ceo@s3.example.com")

    client.post(f"/applications/{application.token}/", data={})

    assert {row.state for row in Invitation.select()} == {"accepted"}
    client.sign_in("second@s3.example.com")
    assert client.get(path_of("second@s3.example.com")).status_code == 303  # its company is in: on to the task list


def test_the_same_company_on_both_sides_is_refused_and_may_try_otherwise(application, client):
    invite(application, "new@haneulgil.example.com", role="supplier")
    guest = client.sign_in("new@haneulgil.example.com")
    Membership.create(person=guest, company=application.company)

    response = accept(client, path_of("new@haneulgil.example.com"), company=application.company.token)

    assert response.status_code == 409
    assert "다른 쪽" in response.page.get_text()
    assert state() == "sent"


def test_the_same_business_number_is_refused_on_either_side(application):
    lead = applications.load_view(application).journey
    number = lead.data("company", lead.parties[0])["number"]
    supplier = Supplier.get(Supplier.company == person(SUPPLIER).memberships.get().company)
    with writing():
        Supplier.update(number=number.replace("-", "")).where(Supplier.id == supplier.id).execute()
    party = invitations.choose(applications.load_view(application), supplier, person(HALF), now())

    with pytest.raises(NotNow, match="같은 사업자등록번호"):
        applications.join(application, party, person(SUPPLIER), now())
    assert Party.get_by_id(party.id).joined_at is None


def test_whoever_acts_for_the_invited_company_no_more_cannot_accept_for_it(application):
    supplier = Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))
    invitations.choose(applications.load_view(application), supplier, person(HALF), now())
    Membership.delete().where(Membership.company == supplier.company).execute()

    with pytest.raises(NotNow, match="담당자만"):
        responses.accept(Invitation.get(), person("ceo@s3.example.com"), now())
    assert state() == "sent"


def test_an_hour_before_its_end_it_still_holds(application):
    row = invite(application)
    responses.accept(row, person(GUEST), row.expires_at - timedelta(seconds=1))
    assert state() == "accepted"
