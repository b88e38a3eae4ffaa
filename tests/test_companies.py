"""A company's own page: its people share it, invite a colleague, part with one, and nobody else sees it."""

import pytest

from models.application import Party
from models.base import now
from models.company import Company, Membership
from models.consortium import Invitation
from services.consortium import invitations, responses
from services.drafts import companies
from tests.applying import LEAD, STRANGER, application_of, person
from tests.inviting import GUEST, mails, path_of
from tests.pages import told


@pytest.fixture
def company(seeded) -> Company:
    return application_of(LEAD).company


@pytest.fixture
def home(company) -> str:
    return f"/companies/{company.token}/"


def join(company: Company, email: str = GUEST) -> None:
    row = invitations.invite(person(LEAD), "colleague", email, company=company, arrived=now())
    responses.accept(row, person(email), now())


def test_its_people_see_it_and_nobody_else_does(home, client):
    client.sign_in(LEAD)
    page = client.get(home)
    assert "온결케어" in page.page.h1.get_text() and "간병" in page.page.get_text()
    assert "서다온" in page.page.main.get_text() and LEAD not in page.page.main.get_text()  # as its contact step says

    client.sign_in(STRANGER)
    assert client.get(home).status_code == client.get("/companies/unknown/").status_code == 404


def test_a_colleague_comes_by_mail_and_shares_the_part(home, company, client):
    client.sign_in(LEAD)
    invited = client.post(home, data={"email": GUEST})
    assert "동료를 초대했습니다" in client.get(invited.location).page.select_one(".alert").get_text()
    assert client.post(home, data={"email": GUEST}).status_code == 422  # twice
    assert "동료로 초대" in mails("invitation", GUEST)[0].text

    client.sign_in(GUEST)
    assert client.get(home).status_code == 404
    assert client.post(path_of(), data={"answer": "accept"}).location == home

    assert client.get(home).status_code == 200
    assert client.get(f"/applications/{application_of(LEAD).token}/overview").status_code == 200
    assert "온결케어" in client.get("/applications/").page.get_text()
    assert client.post(home, data={"email": LEAD}).status_code == 422  # a colleague already


def test_an_invitation_is_withdrawn_or_sent_again(home, client):
    client.sign_in(LEAD)
    client.post(home, data={"email": GUEST})
    first = path_of()
    for act, says in (("resend", "다시 보냈습니다"), ("withdraw", "거두었습니다")):
        last = Invitation.select().order_by(Invitation.id.desc()).get()
        response = client.post(f"{home}{act}", data={"invitation": last.token})
        assert says in client.get(response.location).page.select_one(".alert").get_text()

    client.sign_in(GUEST)
    for path in (first, path_of()):
        assert client.post(path, data={"answer": "accept"}).status_code == 410
    assert client.get(home).status_code == 404


def test_a_colleague_is_taken_out_after_a_look_at_what_that_means(home, company, client):
    join(company)
    row = Membership.get(Membership.company == company, Membership.person == person(GUEST))
    client.sign_in(LEAD)
    assert "gu***@example.com" in client.get(f"{home}part?member={row.id}").page.get_text()

    response = client.post(f"{home}part", data={"member": str(row.id)})
    assert "담당자를 뺐습니다" in client.get(response.location).page.select_one(".alert").get_text()

    client.sign_in(GUEST)
    assert client.get(home).status_code == 404
    assert client.get(f"/applications/{application_of(LEAD).token}/").status_code == 404


def test_the_last_one_stays(home, company, client):
    client.sign_in(LEAD)
    row = company.memberships.get()

    response = client.post(f"{home}part", data={"member": str(row.id)})

    assert response.status_code == 409 and "마지막 담당자" in response.page.get_text()
    join(company)
    assert "기업에서 나왔습니다" in told(client, client.post(f"{home}part", data={"member": str(row.id)}))
    assert client.get(home).status_code == 404


def test_another_companys_people_cannot_be_taken_out(home, seeded, client):
    client.sign_in(LEAD)
    other = Membership.select().where(Membership.company != application_of(LEAD).company).first()

    assert client.get(f"{home}part?member={other.id}").status_code == 404
    assert client.post(f"{home}part", data={"member": str(other.id)}).status_code == 404


def test_taken_out_an_open_offer_to_lead_dies_too(company, home, seeded):
    join(company)
    application = application_of(LEAD)
    party = Party.present(application)[0]
    row = Membership.get(Membership.company == company, Membership.person == person(GUEST))
    offer = invitations.invite(
        person(LEAD), "lead", GUEST, application=application, company=party.company, arrived=now()
    )

    companies.remove(company, row.person, person(LEAD))

    with pytest.raises(responses.Ended):
        responses.accept(offer, person(GUEST), now())
