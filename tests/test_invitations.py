"""Asking others in by mail: whom, how often, and what the lead sees of it."""

from datetime import timedelta

import pytest

from models import schema
from models.application import Application, Party
from models.base import now, writing
from models.company import Company, Membership, Supplier
from models.consortium import Invitation
from models.mail import FAILED, Outbox
from services.access import accounts
from services.consortium import invitations
from services.drafts import revisions
from services.drafts.applications import load_view
from services.mail import outbox
from services.scheduled import retention
from tests.applying import HALF, LEAD, person
from tests.inviting import GUEST, company_joined, invite, mails, path_of, started
from tests.servers import back_to


@pytest.fixture
def listing(seeded, client) -> str:
    client.sign_in(HALF)
    return f"/applications/{started().token}/invitations"


def test_the_mail_names_inviter_and_project_and_holds_a_key_kept_only_hashed(listing, client):
    client.post(listing, data={"role": "supplier", "email": GUEST, "name": "새봄솔루션"})

    (mail,) = mails("invitation", GUEST)
    row = Invitation.get()
    key = path_of().rsplit("/", 1)[-1]
    assert "하늘길물류" in mail.text and "공급기업으로 초대" in mail.text
    assert len(key) >= 43  # 256 bits
    assert row.key_hash == accounts.digest(key)
    assert key not in str([list(row.__data__.values()) for row in Invitation.select()])
    assert row.expires_at - row.sent_at == pytest.approx(timedelta(hours=72), abs=timedelta(seconds=5))
    assert "새봄솔루션" in client.get(listing).page.get_text()


def test_once_the_mail_is_sent_its_text_is_erased(listing, client):
    client.post(listing, data={"role": "supplier", "email": GUEST})
    outbox.pump()

    assert mails("invitation", GUEST)[0].text is None


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@example.com\r\nBcc: b@example.com", "a@example.com, b@example.com", "a@b", "가" * 300]
)
def test_what_is_no_address_is_refused_beside_its_field_and_nothing_goes_out(listing, client, email):
    response = client.post(listing, data={"role": "adopter", "email": email})

    assert response.status_code == 422
    assert response.page.select_one("#email-error")
    assert not Invitation.select().exists()


def test_a_name_with_line_breaks_and_markup_stays_text(listing, client):
    name = "<b>굵게</b>\r\nBcc: b@example.com"
    client.post(listing, data={"role": "adopter", "email": GUEST, "name": name[:50]})

    assert "<b>굵게" in client.get(listing).page.get_text()
    assert all("\n" not in row.subject for row in Outbox.select())


def test_nobody_is_asked_in_as_what_the_lead_did_not_choose(listing, client):
    """Who comes from choosing a supplier finds that chosen; else nothing is, and leaving it out is said beside it."""
    chosen = [
        tag["href"] for tag in client.get(listing.replace("invitations", "consortium")).page.select("main a[href]")
    ]
    way = next(link for link in chosen if "role=" in link)

    assert client.get(way).page.select_one("[name=role][checked]")["value"] == "supplier"
    for address in (listing, f"{listing}?role=lead"):
        assert client.get(address).page.select_one("[name=role][checked]") is None
    response = client.post(listing, data={"email": GUEST, "look": "1"})
    assert response.status_code == 422 and "초대할 기업을 골라 주세요" in response.page.main.get_text()


def test_the_same_address_is_not_invited_twice_while_it_may_answer(listing, client):
    assert client.post(listing, data={"role": "adopter", "email": GUEST}).status_code == 303

    response = client.post(listing, data={"role": "supplier", "email": GUEST.upper()})

    assert response.status_code == 422
    assert "다시 보내기" in response.page.select_one("#email-error").get_text()
    assert Invitation.select().count() == 1


def test_somebody_who_takes_part_already_is_not_invited(listing, client):
    response = client.post(listing, data={"role": "supplier", "email": HALF})

    assert "이미 함께하고" in response.page.select_one("#email-error").get_text()


def test_an_address_is_mailed_three_times_a_day_and_then_only_a_day_later(listing, client):
    client.post(listing, data={"role": "adopter", "email": GUEST})
    for again in range(3):
        token = Invitation.select().order_by(Invitation.id.desc()).get().token
        response = client.post(f"{listing}/resend", data={"invitation": token})
        assert response.status_code == (303 if again < 2 else 429)
    assert "하루에 3번" in response.page.get_text()
    assert len(mails("invitation", GUEST)) == 3

    with writing():
        Invitation.update(sent_at=now() - timedelta(hours=25)).execute()
    assert client.post(f"{listing}/resend", data={"invitation": token}).status_code == 303


def test_of_a_hundred_invitations_an_hour_twenty_go_out(listing, client):
    token = client.csrf()
    codes = [
        client.post(
            listing,
            data={"csrf_token": token, "role": "adopter", "email": f"guest{place}@example.com"},
            tokenless=True,
            content_type="multipart/form-data",
        ).status_code
        for place in range(invitations.FROM_SIDE + 3)
    ]

    assert codes == [303] * invitations.FROM_SIDE + [429] * 3
    assert len(mails("invitation")) == invitations.FROM_SIDE


def test_many_applications_do_not_flood_one_address_or_let_one_person_send_more(seeded):
    first = started()
    with writing():
        for place in range(invitations.TO_ANY):
            row = invite(first, f"other{place}@example.com")
            Invitation.update(email_hash=person(GUEST).email_hash, application=2, state="declined").where(
                Invitation.id == row.id
            ).execute()
    with pytest.raises(invitations.TooMany, match="이 주소로"):
        invite(first)

    with writing():
        row = Invitation.get_by_id(row.id)
        copies = [{"key_hash": str(n), "token": f"t{n}", "application": 2} for n in range(invitations.BY_PERSON)]
        same = {"role": "adopter", "email": GUEST, "email_hash": "x", "invited_by": row.invited_by, "sent_at": now()}
        Invitation.insert_many([copy | same | {"expires_at": now()} for copy in copies]).execute()
    with pytest.raises(invitations.TooMany, match="한 사람이"):
        invite(first, "fresh@example.com")


def test_a_closed_call_invites_nobody(seeded):
    application = started()

    with pytest.raises(revisions.Closed):
        invitations.invite(person(HALF), "adopter", GUEST, application=application, arrived=application.call.closes_at)


def test_sent_again_the_earlier_link_is_dead(listing, client):
    client.post(listing, data={"role": "adopter", "email": GUEST})
    earlier, row = path_of(), Invitation.get()

    client.post(f"{listing}/resend", data={"invitation": row.token})

    client.sign_in(GUEST)
    assert "가장 나중에 온 메일" in client.get(earlier).page.get_text()
    assert client.post(earlier, data={"answer": "accept"}).status_code == 410
    assert client.get(path_of()).status_code == 200


def test_one_of_another_application_is_neither_sent_again_nor_withdrawn(listing, client):
    row = invite(Application.of(person(LEAD)).get(), by=LEAD)

    for button in ("resend", "withdraw"):
        assert client.post(f"{listing}/{button}", data={"invitation": row.token}).status_code == 404
    assert Invitation.get_by_id(row.id).state == "sent"


def test_a_mail_nobody_would_take_is_said_to_the_lead(listing, client):
    client.post(listing, data={"role": "adopter", "email": GUEST})
    with writing():
        Outbox.update(state=FAILED).where(Outbox.kind == "invitation").execute()

    assert "메일을 보내지 못함" in client.get(listing).page.get_text()


def test_choosing_mails_every_person_of_the_supplier_and_shows_no_address(seeded, client):
    client.sign_in(HALF)
    task_list = f"/applications/{started().token}/"
    supplier = Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))
    Membership.create(company=supplier.company, person=person("second@s3.example.com"))

    client.post(f"{task_list}consortium/{supplier.token}", data={})

    assert {row.to for row in mails("invitation")} == {"ceo@s3.example.com", "second@s3.example.com"}
    for path in ("consortium", "invitations"):
        text = client.get(task_list + path).page.get_text()
        assert "초대함" in text and "s3.example.com" not in text


def test_a_full_day_of_mail_stops_no_choosing(seeded, client):
    application = started()
    for place in range(invitations.FROM_SIDE):
        invite(application, f"guest{place}@example.com")
    client.sign_in(HALF)
    supplier = Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))

    client.post(f"/applications/{application.token}/consortium/{supplier.token}", data={})

    assert "초대 메일 없음" in client.get(f"/applications/{application.token}/consortium").page.get_text()
    assert Party.present(application)[-1].company == supplier.company


def test_what_was_typed_and_refused_is_offered_again(listing, client):
    client.sign_in(HALF)
    author = client.get(listing).page.select_one('input[name="author"]')["value"]

    client.post(listing, data={"role": "adopter", "email": GUEST, "author": author, "csrf_token": "old"})

    assert GUEST in client.get(listing).page.get_text()


def test_an_invitation_is_forgotten_a_month_after_its_time(seeded):
    invite(started())
    assert retention.run(now() + timedelta(days=32))["invitations"] == 0
    assert retention.run(now() + timedelta(days=34))["invitations"] == 1


def test_a_company_without_a_name_is_called_as_it_was_invited(seeded):
    application = started()
    row = invite(application, name="바다식품")
    with writing():
        company = Company.create()
        Party.create(application=application, company=company, role="adopter", position=9, joined_at=now())
        Invitation.update(company=company).where(Invitation.id == row.id).execute()

    assert [part.name for part in load_view(application).journey.parties][-1] == "바다식품"
    assert company_joined(application, "next@example.com")


def test_the_schema_goes_back_unless_an_invitation_has_a_message_to_lose(listing, client):
    client.post(listing, data={"role": "supplier", "email": GUEST})
    back_to("0005_sources_and_messages")
    assert schema.down() == ["0005_sources_and_messages"]
    schema.up()

    client.post(listing, data={"role": "supplier", "email": "b@example.com", "message": "함께해 주세요."})
    back_to("0005_sources_and_messages")
    with pytest.raises(ValueError, match="messages"):
        schema.down()
    schema.up()
