"""Choosing the supplier is part of the way, right after eligibility, and asks once before anybody is mailed."""

import re
from datetime import timedelta

import pytest

from forms.wizard import Task
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import Supplier
from models.consortium import Invitation
from programme.korean import date_time
from services.consortium import invitations
from services.drafts import applications, revisions
from tests.answers import GOOD
from tests.applying import HALF, person
from tests.inviting import GUEST, company_joined, invite, mails, path_of, started
from tests.pages import told

LEAD = "new-lead@example.com"
GATE = ("track", "business", "history", "exclusions")
TITLE = "초대 메일 보내기"
NAME = {"inviter": "하늘세탁"}
MARKUP = "<b>굵게</b>\n둘째 줄 & ‘인용’"


@pytest.fixture
def task_list(seeded, client) -> str:
    """A new application whose lead has answered all of the gate but its last step."""
    client.sign_in(LEAD)
    task_list = client.post("/applications/", data={}).headers["Location"]
    application = newest()
    for slug in GATE[:-1]:
        answer(application, slug)
    return task_list


def newest() -> Application:
    return Application.select().order_by(Application.id.desc()).get()


def answer(application: Application, slug: str, **fields: list[str]) -> None:
    view = applications.load_view(application)
    (lead,) = (part for part in view.journey.parties if part.lead)
    step = view.journey.steps[slug]
    task = Task(step, None if step.shared else lead)
    revisions.write(application, task, GOOD[slug] | fields, person(LEAD), revisions.SAVED)


def offered() -> Supplier:
    return Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))


def following(client, task_list: str) -> str:
    return client.get(task_list).page.select_one(".buttons .primary").get_text()


def test_the_last_step_of_eligibility_leads_to_choosing_and_from_there_on(task_list, client):
    response = client.post(f"{task_list}exclusions", data=GOOD["exclusions"])

    assert response.location == f"{task_list}consortium"
    page = client.get(response.location).page
    assert "2단계" in page.select_one(".krds-step-wrap [aria-current]").get_text()
    assert "가장 오래 걸립니다" in page.main.get_text()
    assert page.select_one(f'.buttons a[href="{task_list}company"]')
    assert "공급기업 고르기" in following(client, task_list)


def test_what_the_gate_holds_back_says_so_and_what_was_answered_stays_done(task_list, client):
    def states() -> dict[str, str]:
        rows = client.get(task_list).page.select(".tasks li")
        return {row.select_one(".task").stripped_strings[0]: row.select_one(".krds-badge").get_text() for row in rows}

    answer(newest(), "company")
    held = states()
    assert (held["지원제외 사유 확인"], held["기업 정보"]) == ("아직 안 함", "완료")
    assert held["실무 담당자"] == held["과제 개요"] == "앞 단계를 마치면 열림"
    answer(newest(), "exclusions")
    assert "앞 단계를 마치면 열림" not in states().values()


@pytest.mark.parametrize("how", ["from the pool", "by mail"])
def test_once_somebody_was_asked_it_leads_on(task_list, client, how):
    if how == "by mail":
        invite(newest(), role="supplier", by=LEAD)
    else:
        client.post(f"{task_list}consortium/{offered().token}", data=NAME)

    assert client.post(f"{task_list}exclusions", data=GOOD["exclusions"]).location == f"{task_list}company"
    assert "기업 정보" in following(client, task_list)


def test_a_supplier_that_declined_makes_it_the_leads_turn_again(task_list, client):
    row = invite(newest(), role="supplier", by=LEAD)
    client.post(f"{task_list}exclusions", data=GOOD["exclusions"])
    with writing():
        Invitation.update(state="declined").where(Invitation.id == row.id).execute()

    assert "공급기업 고르기" in following(client, task_list)


def test_another_adopter_is_not_led_there(seeded, client):
    application = started()
    party = company_joined(application)
    client.sign_in(GUEST)
    task_list = f"/applications/{application.token}/"
    for slug in ("business", "history"):
        client.post(f"{task_list}{slug}", data=GOOD[slug])

    assert client.post(f"{task_list}exclusions", data=GOOD["exclusions"]).location == f"{task_list}company"
    assert party.role == "adopter"


def test_choosing_asks_once_and_shows_what_the_mail_tells(task_list, client):
    page = client.get(f"{task_list}consortium").page
    link = next(tag for tag in page.select("#found a") if "모아데이터" in tag.get_text() and "고르기" in tag.get_text())

    page = client.get(link["href"]).page

    text = page.main.get_text()
    assert TITLE in page.h1.get_text() and "모아데이터" in text
    assert "11단계" in text and "약 1시간" in text and "과제명 적기" in text
    assert not mails("invitation") and len(Party.present(newest())) == 1
    response = client.post(link["href"], data={"message": "안녕하세요", **NAME})
    assert response.location == f"{task_list}consortium?said=invited"
    assert "초대했습니다" in told(client, response)
    assert mails("invitation") and "안녕하세요" in mails("invitation")[0].text
    assert client.get(link["href"]).location == f"{task_list}consortium"  # chosen already


def test_inviting_by_mail_asks_once_too(task_list, client):
    sent = {"role": "supplier", "email": GUEST, "name": "별빛솔루션"}

    page = client.post(f"{task_list}invitations", data=sent | {"look": "1"}).page

    assert TITLE in page.h1.get_text() and GUEST in page.main.get_text()
    assert not Invitation.select().exists()
    again = {tag["name"]: tag["value"] for tag in page.select("main form input[type=hidden]")}
    response = client.post(f"{task_list}invitations", data=again | NAME | {"message": "안녕하세요"})
    assert response.location == f"{task_list}invitations?said=invited"
    assert "초대했습니다" in told(client, response)
    nothing = client.get(f"{task_list}invitations?said=<b>").page
    assert not nothing.select("[role=status]") and not nothing.title.get_text().startswith("완료")
    assert Invitation.get().message == "안녕하세요"
    assert "안녕하세요" in client.get(f"{task_list}invitations").page.main.get_text()


@pytest.mark.parametrize("how", ["from the pool", "by mail"])
def test_a_message_too_long_is_refused_beside_its_field_and_kept_in_it(task_list, client, how):
    address, sent = f"{task_list}invitations", {"role": "supplier", "email": GUEST}
    if how == "from the pool":
        address, sent = f"{task_list}consortium/{offered().token}", {}

    response = client.post(address, data=sent | {"message": "가" * 501})

    assert response.status_code == 422
    assert "500자까지" in response.page.select_one("#message-error").get_text()
    assert "가" * 501 in response.page.select_one("#message").get_text()
    assert not Invitation.select().exists()


def test_a_message_refused_with_the_session_is_offered_again(task_list, client):
    address = f"{task_list}consortium/{offered().token}"
    author = client.get(address).page.select_one('input[name="author"]')["value"]

    client.post(address, data={"message": "다시 쓰기 싫은 말", "author": author, "csrf_token": "old"})

    page = client.get(address).page
    assert "다시 쓰기 싫은 말" in page.main.get_text()
    back = page.select_one("form[action$='/back']")["action"]
    assert "다시 쓰기 싫은 말" in client.get(client.post(back, data={}).location).page.select_one("#message").get_text()


def test_a_message_stays_text_wherever_it_is_shown(task_list, client):
    client.post(f"{task_list}invitations", data={"role": "supplier", "email": GUEST, "message": MARKUP, **NAME})

    mail, row = mails("invitation", GUEST)[-1], Invitation.get()
    assert row.message == MARKUP
    assert "> <b>굵게</b>\n> 둘째 줄 & ‘인용’" in mail.text  # each line quoted: none can pose as one of ours
    assert "&lt;b&gt;굵게&lt;/b&gt;<br>둘째 줄 &amp;" in mail.html and "<b>굵게" not in mail.html
    for path in (f"{task_list}invitations", path_of()):
        page = client.get(path).page
        assert MARKUP in page.main.get_text() and not page.main.select("b")
    raw = Invitation._meta.database.execute_sql("SELECT message FROM invitation").fetchone()[0]
    assert "굵게" not in raw  # encrypted


def test_sent_again_the_message_goes_with_it(task_list, client):
    client.post(f"{task_list}invitations", data={"role": "supplier", "email": GUEST, "message": "기다립니다", **NAME})

    client.post(f"{task_list}invitations/resend", data={"invitation": Invitation.get().token})

    assert "기다립니다" in mails("invitation", GUEST)[-1].text and len(mails("invitation")) == 2


def test_the_inviter_is_named_with_a_phone_only_if_one_was_typed(task_list, client):
    application = newest()
    assert "연락처:" not in mail_to(application, "one@example.com")

    answer(application, "company", name=["하늘세탁"], phone=["02-0000-1111"])
    assert "초대한 기업: 하늘세탁\n연락처: 02-0000-1111\n" in mail_to(application, "two@example.com")

    answer(application, "contact", phone=["02-0000-2222"])
    assert "연락처: 02-0000-2222\n" in mail_to(application, "three@example.com")
    answer(application, "contact", phone=["전화 없음"], mobile=[""])
    assert "연락처: 02-0000-1111\n" in mail_to(application, "four@example.com")


def mail_to(application: Application, email: str) -> str:
    invite(application, email, "supplier", by=LEAD)
    return mails("invitation", email)[-1].text or ""


def test_an_invitation_ends_no_later_than_closing_and_names_it(seeded):
    closes = now() + timedelta(hours=5)
    with writing():
        Call.update(closes_at=closes).execute()

    row = invite(started())

    assert row.expires_at == closes == started().closes_at
    until = date_time(closes)
    text = mails("invitation", GUEST)[-1].text
    assert f"접수 마감: {until} (한국 시각)" in text and f"답할 수 있는 기한: {until} (한국 시각)" in text
    assert row.state_at(closes) == "expired"


def test_a_colleague_is_told_nothing_of_an_application(seeded):
    company = person(HALF).memberships.get().company
    invitations.invite(person(HALF), "colleague", GUEST, company=company, arrived=now())

    text = mails("invitation", GUEST)[-1].text
    assert not re.search("접수 마감|할 일|연락처|공급기업 풀", text)


def test_who_takes_over_the_lead_is_not_asked_to_register(seeded):
    application = started()
    party = company_joined(application)
    invitations.offer_lead(application, party, person(HALF), now())

    text = mails("invitation", GUEST)[-1].text
    assert "접수 마감" in text and "할 일" not in text and "공급기업 풀" not in text


def test_a_lead_without_a_name_gives_it_here_once_and_its_own_step_has_it_too(task_list, client):
    address = f"{task_list}consortium/{offered().token}"
    refused = client.post(address, data={"phone": "02-0000-3333"})
    assert refused.status_code == 422 and refused.page.select_one("#inviter-error")
    assert not Invitation.select().exists()

    client.post(address, data={"inviter": "하늘세탁", "phone": "02-0000-3333"})

    assert "초대한 기업: 하늘세탁\n연락처: 02-0000-3333\n" in (mails("invitation")[-1].text or "")
    client.post(f"{task_list}exclusions", data=GOOD["exclusions"])
    company = client.get(f"{task_list}company").page
    assert company.select_one("#name")["value"] == "하늘세탁" and not company.select("#error-summary")
    again = client.post(f"{task_list}invitations", data={"role": "adopter", "email": GUEST, "look": "1"}).page
    assert not again.select("#inviter, #phone")


def test_what_a_colleague_said_of_the_company_meanwhile_stands(task_list, client, monkeypatch):
    save = revisions.save

    def meanwhile(application, task, sent, **facts):
        monkeypatch.setattr(revisions, "save", save)
        answer(application, "company", name=["먼저 적은 이름"])
        return save(application, task, sent, **facts)

    monkeypatch.setattr(revisions, "save", meanwhile)
    sent = client.post(f"{task_list}consortium/{offered().token}", data=NAME)

    assert sent.status_code == 303
    assert "초대한 기업: 먼저 적은 이름" in (mails("invitation")[-1].text or "")
