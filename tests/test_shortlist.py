"""Suppliers found are kept in mind, compared, asked for their contacts and chosen for an application."""

import re

from models.application import Application, Call
from models.base import now, writing
from models.company import SUSPENDED, Supplier
from models.pool import Shortlisted
from models.staff import AccessLog
from programme.application_types import CONSULTING, PROJECT
from services.drafts import applications, revisions
from services.pool import search, suppliers
from services.submissions import registrations
from tests.applying import HALF, LEAD, STRANGER, SUPPLIER, application_of, person
from tests.searching import entry, pressed
from tests.walking import counted

# Contacts


def test_a_contact_is_told_to_who_takes_part_by_a_button_and_logged(visitor):
    row = Supplier.get(Supplier.name == "주식회사 창고와길(가상)")
    visitor.sign_in(LEAD)

    page = visitor.post(f"/suppliers/{row.token}/contact", data={}).page

    assert row.profile["contact"]["phone"][0] in page.main.get_text()
    look = AccessLog.get()
    assert (look.person, look.company, look.what, look.why) == (
        person(LEAD),
        row.company,
        suppliers.CONTACT,
        "공급기업 연락",
    )


def test_a_contact_is_not_told_to_anybody_else(visitor):
    row = Supplier.get(Supplier.name == "주식회사 창고와길(가상)")
    path = f"/suppliers/{row.token}/contact"

    assert "/sign-in" in visitor.post(path, data={}).location
    visitor.sign_in(STRANGER)
    refused = visitor.post(path, data={})
    assert refused.status_code == 409
    assert "‘내 신청’에서 과제신청을 시작하거나" in refused.page.main.get_text()
    assert visitor.get(path).status_code == 405
    assert not AccessLog.select().exists()


def test_a_draft_tells_of_contacts_once_its_eligibility_is_answered(visitor):
    path = f"/suppliers/{Supplier.get(Supplier.name == '주식회사 창고와길(가상)').token}"
    stranger, whole = person(STRANGER), applications.load_view(application_of(LEAD), person(LEAD))
    draft = applications.start(stranger, Call.get(), now())
    asked = applications.start(stranger, Call.get(), now(), CONSULTING)
    visitor.sign_in(STRANGER)

    assert "자격 확인을 마친 뒤" in visitor.get(path).page.main.get_text()
    assert "자격 확인을 마친 뒤" in visitor.post(f"{path}/contact", data={}).page.main.get_text()
    for task in whole.journey.gate_of(whole.party):
        view = applications.load_view(draft, stranger)
        own = next(own for own in view.journey.gate_of(view.party) if own.step == task.step)
        with writing():
            revisions.write(draft, own, whole.journey.answers[task.key], stranger, revisions.SAVED)
    assert visitor.post(f"{path}/contact", data={}).status_code == 200
    Application.update(discarded_at=now()).where(Application.id == draft.id).execute()
    assert visitor.post(f"{path}/contact", data={}).status_code == 409
    Application.update(receipt="2024-221-C-0001").where(Application.id == asked.id).execute()
    assert visitor.post(f"{path}/contact", data={}).status_code == 200


def test_a_registration_begun_opens_no_contacts_and_many_drafts_ask_no_more(visitor):
    path = f"/suppliers/{Supplier.get(Supplier.name == '주식회사 창고와길(가상)').token}"
    stranger = person(STRANGER)
    registration = registrations.begin(stranger, now())
    with writing():
        Application.update(revision=9).where(Application.id == registration.id).execute()
    visitor.sign_in(STRANGER)
    assert visitor.post(f"{path}/contact", data={}).status_code == 409
    applications.start(stranger, Call.get(), now())
    visitor.get(path)
    with counted() as one:
        visitor.get(path)
    for _ in range(5):
        applications.start(stranger, Call.get(), now())
    with writing():
        Application.update(revision=1).where(
            Application.purpose == PROJECT, Application.created_by == stranger
        ).execute()
    visitor.get(path)
    with counted() as many:
        visitor.get(path)
    assert len(many) <= len(one) + 8  # two of them are looked at


def test_contacts_cannot_be_collected(visitor):
    visitor.sign_in(HALF)
    row = Supplier.get(Supplier.name == "주식회사 창고와길(가상)")
    for _ in range(suppliers.LOOKS):
        AccessLog.create(person=person(HALF), what=suppliers.CONTACT, why=suppliers.WHY)

    refused = visitor.post(f"/suppliers/{row.token}/contact", data={})
    assert refused.status_code == 409 and "하루에" in refused.page.main.get_text()


# Shortlist, comparison, and the way to an application


def test_a_shortlist_is_ones_own(visitor):
    visitor.sign_in(LEAD)
    row = Supplier.get(Supplier.name == "주식회사 창고와길(가상)")
    for _ in range(2):
        visitor.post(f"/suppliers/{row.token}/shortlist", data={})

    assert Shortlisted.select().count() == 1
    assert row.name in visitor.get("/suppliers/shortlist").page.main.get_text()
    assert visitor.get(f"/suppliers/{row.token}").page.select_one("button[name=drop]")
    visitor.sign_in(SUPPLIER)
    assert row.name not in visitor.get("/suppliers/shortlist").page.main.get_text()
    visitor.sign_in(LEAD)
    assert (
        visitor.post(f"/suppliers/{row.token}/shortlist", data={"drop": "1", "back": "list"}).location
        == "/suppliers/shortlist"
    )
    assert not Shortlisted.select().exists()


def test_one_is_kept_and_chosen_from_its_card_and_from_the_comparison(visitor):
    visitor.sign_in(LEAD)
    one, two = Supplier.select().where(Supplier.published()).limit(2)
    page = visitor.get("/suppliers/?sort=people").page

    page = pressed(visitor, page, f"담아 두기: {one.name}", two.token)

    assert page.select_one("#sort [value=people][selected]") and page.select_one(f"#s-{two.token}").has_attr("checked")
    assert f"담아 둔 목록에서 빼기: {one.name}" in page.select_one(f"#card-{one.token}").get_text()
    page = pressed(visitor, pressed(visitor, page, "비교하기", one.token), f"담아 두기: {two.name}")
    assert len(page.select("thead a")) == 2 and Shortlisted.select().count() == 2
    into = f"/applications/{application_of(LEAD).token}/consortium/"
    assert page.select(f"a[href='{into}{one.token}'], a[href='{into}{two.token}']")


def test_cards_drawn_for_all_hold_each_sessions_own_token(visitor):
    row, tokens = entry("<token>"), []
    for email in (LEAD, SUPPLIER):
        visitor.sign_in(email)
        page = visitor.get("/suppliers/?q=token").page
        assert page.select_one(f"#card-{row.token} h2").get_text() == "<token>"
        ((button,),) = [page.select(f"#card-{row.token} button[name=csrf_token]")]
        assert button["value"] == page.select_one("header [name=csrf_token]")["value"]
        tokens.append(button["value"])

    assert len(set(tokens)) == 2 and all(tokens)


def test_a_card_shows_what_its_entry_says_now_and_nothing_of_one_taken_out(visitor, monkeypatch):
    row = entry("처음", main_field="ai")
    assert "처음" in visitor.get("/suppliers/?q=처음").page.select_one(f"#card-{row.token}").get_text()

    Supplier.update(facts=row.facts | {"solutions": [{"name": "새것", "description": ""}]}).execute()
    assert "새것" in visitor.get("/suppliers/?q=처음").page.select_one(f"#card-{row.token}").get_text()

    monkeypatch.setattr(search, "in_order", lambda ids: [])  # taken out between the search and the reading of its page
    Supplier.update(facts=row.facts).execute()
    page = visitor.get("/suppliers/?q=처음")
    assert page.status_code == 200 and not page.page.select("li.card")


def test_prices_amounts_and_websites_are_told_where_a_registration_has_them(visitor):
    row = {"year": "2023", "client": "가게", "content": "예약", "period": "3개월"}
    rich = entry(
        "오로라보안",
        website="https://aurora.example.com",
        solutions=[{"name": "방패", "description": "막음", "price": "월 30만원"}],
        records=[row | {"amount": "120,000,000"}, row | {"amount": "3,000,000"}, row],
    )
    poor = entry("새벽보안", website="javascript:alert(1)", solutions=[{"name": "창", "description": "찌름"}])

    page = visitor.get(f"/suppliers/compare?s={rich.token}&s={poor.token}").page
    rows = {
        line.th.get_text(): [cell.get_text(" ", strip=True) for cell in line.select("td")]
        for line in page.select("tbody tr")
    }
    assert rows["솔루션 가격"] == ["방패 월 30만원", "-"]
    assert rows["계약금액"] == ["300만원 ~ 1억 2천만원 금액을 적은 실적 2건", "-"]
    link = page.select_one("a.address")
    assert (link["href"], link["rel"]) == ("https://aurora.example.com", "noopener nofollow")
    assert visitor.get(f"/suppliers/{rich.token}").page.select_one("a.address")
    alone = visitor.get(f"/suppliers/compare?s={poor.token}").page.main.get_text()
    assert not re.search("솔루션 가격|계약금액|홈페이지|javascript", alone)
    assert not visitor.get(f"/suppliers/{poor.token}").page.select("a.address")


def test_the_consortium_is_chosen_with_filters_and_what_was_kept_first(visitor):
    visitor.sign_in(LEAD)
    row = Supplier.get(Supplier.name == "주식회사 모아데이터(가상)")
    visitor.post(f"/suppliers/{row.token}/shortlist", data={})
    for number in range(45):
        entry(f"가나다 {number:02d}")
    task_list = f"/applications/{application_of(LEAD).token}/consortium"

    page = visitor.get(f"{task_list}?region=sejong").page

    assert page.select("main h4 a")[0].get_text() == row.name
    assert page.select_one(".found-count").get_text().split()[0] == "45개사"
    page = pressed(visitor, page, "3쪽")
    assert len(page.select("#found .card")) == 5 and page.select_one("#region [selected]")["value"] == "sejong"


def test_up_to_four_are_compared_and_a_fifth_is_refused_with_a_sentence(visitor):
    entry("오로라보안")
    tokens = [row.token for row in Supplier.select().where(Supplier.published())]
    assert len(tokens) == 5

    four = visitor.get("/suppliers/compare", query_string={"s": tokens[:4]})
    five = visitor.get("/suppliers/compare", query_string={"s": tokens})

    assert (four.status_code, five.status_code) == (200, 422)
    assert len(four.page.select("thead a")) == len(five.page.select("thead a")) == 4
    assert "4곳까지만 비교할 수 있습니다" in five.page.main.get_text()
    assert {tag["data-label"] for tag in four.page.select("tbody td")} == {
        a.get_text() for a in four.page.select("thead a")
    }
    assert visitor.get("/suppliers/compare?s=unknown").status_code == 200


def test_what_was_ticked_stays_ticked_in_the_next_search(visitor):
    one, two = [row.token for row in Supplier.select().where(Supplier.published()).limit(2)]
    page = visitor.get(
        "/suppliers/", query_string={"s": [one, two], "q": Supplier.get(Supplier.token == one).name}
    ).page

    assert page.select_one(f"#found .card #s-{one}").has_attr("checked")
    assert [tag["value"] for tag in page.select(".ticked input[checked]")] == [two]


def test_the_page_of_a_supplier_leads_into_ones_own_open_application(visitor):
    visitor.sign_in(LEAD)
    application = application_of(LEAD)
    row = Supplier.get(Supplier.name == "주식회사 창고와길(가상)")
    link = visitor.get(f"/suppliers/{row.token}").page.select_one(f"a[href*='{application.token}/consortium']")

    page = visitor.get(link["href"]).page

    assert row.name in page.main.get_text() and "초대 메일 보내기" in page.h1.get_text()
    visitor.sign_in(SUPPLIER)
    assert not visitor.get(f"/suppliers/{row.token}").page.select("a[href*=consortium]")


def test_only_published_entries_can_be_chosen(visitor):
    visitor.sign_in(LEAD)
    row = entry("오로라보안", SUSPENDED)

    sent = visitor.post(f"/applications/{application_of(LEAD).token}/consortium/{row.token}", data={})

    assert sent.status_code == 404
