"""What a supplier outside the pool is told: that it must register, wherever it looks, and who else can do what is
missing."""

import pytest

from models.application import Party
from models.base import now, writing
from models.company import Supplier
from services.consortium import members
from services.drafts import applications, checks, revisions
from services.submissions import registrations
from tests.applying import HALF, LEAD, SUPPLIER, fresh, person
from tests.inviting import GUEST, company_joined, invite, mails, path_of, started
from tests.registering import filled, hand_in, mine, send_back

TASK = "공급기업 풀 등록"


@pytest.fixture
def party(seeded) -> Party:
    """A supplier outside the pool that was invited by mail and came in."""
    return company_joined(started(), GUEST, "supplier")


def task_list(client, party: Party, email: str = GUEST, path: str = ""):
    client.sign_in(email)
    return client.get(f"/applications/{party.application.token}/{path}").page


def first_row(client, party: Party):
    return task_list(client, party).select_one(".tasks li")


def test_the_invitation_names_it_in_mail_and_page_with_its_work(seeded, client):
    invite(started(), role="supplier")

    mail = mails("invitation", GUEST)[-1]
    page = client.get(path_of()).page.main.get_text()

    for text in (mail.text, mail.html, page):
        assert TASK in text and "12단계" in text and "접수 마감 전에 등록해야" in text


def test_it_registers_the_company_it_takes_part_with(party):
    assert registrations.begin(person(GUEST), now()).company == party.firm


def test_another_adopter_is_not_asked_to_register(seeded, client):
    invite(started())

    assert TASK not in mails("invitation", GUEST)[-1].text and TASK not in client.get(path_of()).page.main.get_text()


@pytest.mark.parametrize(
    ("state", "said"),
    [("approved", ""), ("waiting", ""), ("outdated", "현행화를 제출해야"), ("returned", "보완 요청이 있습니다")],
)
def test_one_of_the_pool_is_told_by_the_state_of_its_entry(seeded, client, state, said):
    supplier = Supplier.get(Supplier.name.startswith("주식회사 모아데이터"))
    with writing():
        Supplier.update(state=state).where(Supplier.id == supplier.id).execute()
    client.sign_in(HALF)
    client.post(f"/applications/{started().token}/consortium/{supplier.token}", data={})

    text = mails("invitation")[-1].text
    assert (said in text) if said else (TASK not in text)


def test_it_is_the_first_task_of_its_task_list_and_counted(party, client):
    page = task_list(client, party)

    row = page.select_one(".tasks li")
    assert TASK in row.get_text() and "아직 안 함" in row.get_text()
    assert row.a["href"] == f"/registrations/?company={party.company.token}"
    assert TASK in page.select_one(".buttons .primary").get_text()
    handing_in = next(row for row in page.select(".tasks li") if "신청서 제출" in row.get_text())
    assert "주관 도입기업" in handing_in.get_text() and not handing_in.select("a")
    view = applications.load_view(fresh(party.application), person(GUEST))
    status = next(status for status in members.party_statuses(view, checks.verdict(view)) if status.part == view.party)
    assert status.pool and status.remaining == len(status.own) + len(status.findings) + 1
    assert f"귀사에 남은 일: {status.remaining}개" in page.main.get_text()


def test_the_row_follows_the_registration(party, client):
    client.sign_in(GUEST)
    start = client.get(first_row(client, party).a["href"]).page.select_one("main form [name=company]")
    response = client.post("/registrations/", data={"company": start["value"]})
    assert response.location == f"/applications/{mine(GUEST).token}/"
    assert "작성 중" in first_row(client, party).get_text()
    assert first_row(client, party).a["href"] == response.location

    application = filled(GUEST, company=party.company)
    hand_in(application, GUEST)
    assert "승인 대기" in first_row(client, party).get_text()
    send_back(application, company="번호를 확인해 주세요.")
    assert "보완 요청" in first_row(client, party).get_text()
    Supplier.update(state="approved").where(Supplier.company == party.company).execute()
    assert "완료" in first_row(client, party).get_text()


def test_the_page_where_it_confirms_names_it_and_leads_there(party, client):
    alert = next(
        found for found in task_list(client, party, path="confirm").select(".alert") if TASK in found.h2.get_text()
    )
    assert alert.a["href"] == f"/registrations/?company={party.company.token}"

    hand_in(filled(GUEST, company=party.company), GUEST)

    assert TASK not in task_list(client, party, path="confirm").main.get_text()


def test_it_keeps_nobody_from_giving_its_confirmation(application, client):
    party = next(party for party in Party.present(application) if party.role == "supplier")
    with writing():
        Supplier.update(state="returned").where(Supplier.company == party.company).execute()
    view = applications.load_view(fresh(application), person(SUPPLIER))

    status = next(status for status in members.party_statuses(view, checks.verdict(view)) if status.part == view.party)

    assert status.pool and status.ready


def test_a_stranger_cannot_begin_a_registration_for_it(party, client):
    client.sign_in("stranger@example.com")
    page = client.get(f"/registrations/?company={party.company.token}").page
    assert not page.select("main form [name=company]")
    assert client.post("/registrations/", data={"company": party.company.token}).status_code == 404
    assert registrations.current(party.company) is None


# Whose each thing is


def found_about(page, words: str):
    return next(found for found in page.select(".finding") if words in found.get_text())


def test_the_lead_reads_which_company_must_register_and_who_can(party, client):
    for path in ("submit", "check"):
        found = found_about(task_list(client, party, HALF, path), "공급기업 풀 등록을 아직 제출하지 않았습니다")
        name = next(
            part.name for part in applications.load_view(party.application).journey.parties if part.key == party.id
        )
        assert name in found.get_text() and "담당자가 할 수 있습니다" in found.get_text()
        assert found.a["href"].endswith("/consortium")


def test_the_supplier_itself_is_led_to_its_registration(party, client):
    found = found_about(task_list(client, party, path="check"), "공급기업 풀 등록을 아직 제출하지 않았습니다")

    assert found.a["href"] == f"/registrations/?company={party.company.token}"
    assert "담당자가 할 수 있습니다" not in found.get_text()


@pytest.mark.parametrize(("email", "linked"), [(LEAD, False), (SUPPLIER, True)])
def test_a_warning_names_its_company_and_links_its_step_or_says_who_can(application, client, email, linked):
    view = applications.load_view(application, person(SUPPLIER))
    task = view.journey.task("company", view.party)
    sent = view.journey.answers[task.key] | {"corporation_number": ["110111-1234567"]}
    revisions.save(application, task, sent, base=view.base(task), person=person(SUPPLIER), arrived=now())
    client.sign_in(email)

    found = found_about(
        client.get(f"/applications/{application.token}/check").page, "법인등록번호 끝자리가 맞지 않습니다"
    )

    assert view.party.name in found.get_text()
    assert bool(found.select("a[href$='/company#corporation_number']")) == linked
    assert ("담당자가 할 수 있습니다" in found.get_text()) != linked


def test_a_request_of_one_company_names_none(seeded, client):
    client.sign_in(GUEST)
    client.post("/registrations/", data={})

    page = client.get(f"/applications/{mine(GUEST).token}/check").page

    assert not page.select(".whose") and "담당자가 할 수 있습니다" not in page.main.get_text()


def test_what_only_another_company_can_do_is_looked_at_and_not_mended(party, client):
    page = task_list(client, party, party.application.company.memberships.first().person.email, "submit")
    alert = next(found for found in page.select(".finding") if "확인하지 않았습니다" in found.get_text())

    assert "컨소시엄 보기" in alert.a.get_text() and "고치러 가기" not in alert.get_text()


def test_an_entry_approved_on_a_helper_is_no_place_in_the_announcements_pool(application, client):
    token = application.token
    client.sign_in(SUPPLIER)
    assert (
        "접수 시스템에도 등록해야 합니다"
        in client.get(f"/applications/{token}/").page.select_one(".tasks li").get_text()
    )
    client.sign_in(LEAD)
    assert "공고의 풀 등록이 아닙니다" in client.get(f"/applications/{token}/consortium").page.main.get_text()
