"""The public search of the supplier pool: what is found, in what order, and what is told to whom."""

import re
import unicodedata
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from models.application import Application, Call
from models.base import db, now, writing
from models.company import APPROVED, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Company, Supplier
from models.pool import Shortlisted, Term
from models.staff import AccessLog
from programme.application_types import CONSULTING, PROJECT
from services.drafts import applications, revisions
from services.pool import search, suppliers, taxonomies
from services.pool.search import Wanted
from services.submissions import registrations
from tests.applying import HALF, LEAD, STRANGER, SUPPLIER, application_of, person
from tests.conftest import Client
from tests.test_query_counts import counted
from web.formatting import page_numbers

NAUGHTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }} & 한글"


@pytest.fixture
def pool(walked):
    """The demo's pool, put back as it was afterwards."""
    with db.atomic() as transaction:
        yield walked
        transaction.rollback()


@pytest.fixture
def visitor(pool) -> Client:
    return pool.test_client()


def names(client, query: str = "") -> list[str]:
    return [tag.get_text() for tag in client.get(f"/suppliers/{query}").page.select("#found h2 a")]


def found(words: str = "", **filters: str) -> list[str]:
    return [entry.supplier.name for entry in search.find(Wanted(words, filters), Call.get()).entries]


def entry(name: str, state: str = APPROVED, approved: bool = True, **facts) -> Supplier:
    """A supplier of this name in the pool."""
    at = now() if approved else None
    told = {"main_field": "security", "region": "sejong", "people": {"software": "1", "engineering": "0"}} | facts
    return Supplier.create(
        company=Company.create(),
        name=name,
        number=f"111-22-{Supplier.select().count():05d}",
        state=state,
        words=Supplier.searchable(name, told, Term.names()),
        facts=told,
        approved_at=at,
        renewed_at=at,
    )


# Words


@pytest.mark.parametrize(
    "words", ["물류", "  물류  ", "wms", "WMS", "ＷＭＳ", "길잡이 물류", "물류 유통기한", "창고와길"]
)
def test_words_are_found_anywhere_whatever_their_case_and_width(pool, words):
    assert found(words) == ["주식회사 창고와길(가상)"]


def test_a_solution_is_found_by_how_it_is_delivered_those_of_before_after_an_upgrade(pool):
    one = entry("신규", solutions=[{"name": "막바지배차", "description": "배정", "delivery": "SaaS"}])
    assert found("saas 막바지") == ["신규"]
    Supplier.update(words="신규 막바지배차 배정").where(Supplier.id == one.id).execute()
    assert found("saas 막바지") == []

    assert taxonomies.reword() == 1

    assert found("saas 막바지") == ["신규"]


def test_a_word_is_found_however_its_letters_are_composed(pool):
    assert found(unicodedata.normalize("NFD", "물류")) == ["주식회사 창고와길(가상)"]


@pytest.mark.parametrize("words", ["%", "_", "물%류", "물_", "\\", "%%", "'; DROP TABLE supplier; --"])
def test_wildcards_are_letters_like_others(pool, words):
    assert found(words) == []
    entry(f"기호 {words} 회사")
    assert found(words) == [f"기호 {words} 회사"]


@pytest.mark.parametrize("words", ["\x00", "\ud800", "가" * 5000, "q " * 3000])
def test_odd_words_find_nothing_and_break_nothing(visitor, words):
    page = visitor.get("/suppliers/", query_string={"q": words.encode("utf-8", "surrogatepass")}).page

    assert "조건에 맞는 공급기업이 없습니다" in page.select_one("#found").get_text()


# Who is in it


@pytest.mark.parametrize("state", POOL_STATES)
@pytest.mark.parametrize("approved", [True, False])
def test_only_what_was_approved_and_is_not_suspended_is_published(visitor, state, approved):
    row = entry("오로라보안", state, approved)
    public = approved and state != SUSPENDED

    assert (found("오로라") == ["오로라보안"]) == public
    assert visitor.get(f"/suppliers/{row.token}").status_code == (200 if public else 404)
    assert ("오로라보안" in visitor.get(f"/suppliers/compare?s={row.token}").page.main.get_text()) == public


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (OUTDATED, "현행화를 아직 제출하지 않았습니다"),
        (WAITING, "승인을 기다리고 있습니다"),
        (RETURNED, "보완 요청을 받았습니다"),
    ],
)
def test_an_entry_not_renewed_is_found_and_says_what_is_missing(visitor, state, said):
    row = entry("오로라보안", state)
    with writing():
        Supplier.update(renewed_at=now() - timedelta(days=300)).where(Supplier.id == row.id).execute()

    assert found("오로라", fresh="older") == ["오로라보안"]
    assert found("오로라", fresh="renewed") == []
    page = visitor.get(f"/suppliers/{row.token}").page
    assert said in page.select_one(".alert.warning").get_text()
    assert "현행화 필요" in page.select_one(".lead").get_text()


# Filters, order, pages


def test_each_filter_narrows_and_they_narrow_together(pool):
    assert found(expertise="big_data", region="seoul") == ["주식회사 누리매칭랩(가상)", "주식회사 배움테크(가상)"]
    assert found(industry="p") == ["주식회사 배움테크(가상)"]
    assert found(people="20-49") == ["주식회사 창고와길(가상)"]
    assert found(people="20-49", region="seoul") == []
    assert found("분석", fresh="older") == ["주식회사 모아데이터(가상)"]


def test_a_filter_counts_what_each_of_its_values_would_leave(pool):
    for filters in ({}, {"region": "seoul"}, {"expertise": "big_data", "people": "10-19"}):
        choices = search.find(Wanted("", filters), Call.get()).choices
        for name, values in choices.items():
            for choice in values:
                assert choice.count == len(found(**(filters | {name: choice.value}))), (filters, name, choice)


def test_a_value_nobody_has_finds_nothing_and_can_be_taken_back(visitor):
    page = visitor.get("/suppliers/?region=달나라&sort=nonsense&page=-3&people=x").page

    assert page.select_one("#region option[selected]").get_text() == "달나라 (0)"
    assert "‘전체’로 바꾸어" in page.select_one("#found .empty").get_text()
    assert page.select_one(".found-count a")["href"] == "/suppliers/"


def test_the_order_is_the_one_asked_for(pool):
    entry("(주)가가", people={"software": "90", "engineering": "1"}, records=[{"client": "가", "content": "나"}] * 9)
    orders = {
        sort: [row.supplier.name for row in search.find(Wanted(sort=sort), Call.get()).entries] for sort in search.SORTS
    }

    assert orders["name"][:3] == ["(주)가가", "주식회사 누리매칭랩(가상)", "주식회사 모아데이터(가상)"]
    assert orders["people"][:2] == ["(주)가가", "주식회사 창고와길(가상)"]
    assert orders["record"][0] == orders["fresh"][0] == "(주)가가"
    assert orders["fresh"][-1] == "주식회사 모아데이터(가상)"


def test_pages_keep_what_was_asked_and_hold_everybody_once(visitor):
    for number in range(45):
        entry(f"가나다 {number:02d} & <회사>")
    seen, tick = [], ""
    page = visitor.get("/suppliers/?q=가나다&expertise=security&sort=people").page
    for number in (1, 2, 3):
        page = pressed(visitor, page, f"{number}쪽", tick) if number > 1 else page
        tick = page.select_one("#found .card input[name=s]")["value"]
        seen += [tag.get_text() for tag in page.select("#found h2 a")]
        assert page.select_one("[aria-current=page]").get_text() == f"{number}쪽"
        assert page.select_one("#q")["value"] == "가나다" and page.select_one("#sort [value=people][selected]")

    assert len(seen) == len(set(seen)) == 45
    assert len(page.select(".ticked input[checked]")) == 2  # one on each page before, by their names
    assert names(visitor, "?q=가나다&page=999") == names(visitor, "?q=가나다&page=3")


def pressed(client, page, label: str, *ticks: str, untick: str = ""):
    """What a browser without scripts gets when the button of this label is pressed, after these were ticked."""
    form = next(
        each for each in page.select("main form") if any(label in one.get_text() for one in each.select("button"))
    )
    sent = [(tag["name"], tag.get("value", "")) for tag in form.select("input[type=text], input[type=hidden]")]
    sent += [
        (tag["name"], tag.select_one("[selected]")["value"] if tag.select("option[selected]") else "")
        for tag in form.select("select")
    ]
    boxes = form.select("input[type=checkbox]")
    sent += [
        ("s", box["value"])
        for box in boxes
        if (box.has_attr("checked") or box["value"] in ticks) and box["value"] != untick
    ]
    button = next(one for one in form.select("button") if label in one.get_text())
    sent += [(button["name"], button["value"])] if button.has_attr("name") else []
    action = button.get("formaction", form["action"])
    if button.get("formmethod") == "post":
        answer = client.post(action, data=MultiDict(sent), tokenless=True)
        return client.get(answer.location).page
    return client.get(action.partition("?")[0], query_string=MultiDict(sent)).page


def test_who_is_ticked_stays_so_over_pages_and_searches_and_can_be_taken_back(visitor):
    for number in range(45):
        entry(f"가나다 {number:02d}")
    page = visitor.get("/suppliers/?q=가나다").page
    one, two = (box["value"] for box in page.select("#found input[name=s]")[:2])

    page = pressed(visitor, pressed(visitor, page, "3쪽", one, two), "2쪽")
    assert {box["value"] for box in page.select(".ticked input[checked]")} == {one, two}
    page = pressed(visitor, page, "찾기", untick=one)
    assert page.select_one(f"#s-{two}").has_attr("checked") and not page.select_one(f"#s-{one}").has_attr("checked")
    assert len(pressed(visitor, page, "비교하기").select("thead a")) == 1
    many = [row.token for row in Supplier.select().where(Supplier.name.startswith("가나다"))]
    page = visitor.get("/suppliers/", query_string={"s": [*many, "없는토큰"]}).page
    assert "20곳까지만" in page.select_one(".alert.warning").get_text()
    assert len(page.select(".ticked input, #found .card input[checked]")) == 20


@pytest.mark.parametrize(
    ("page", "pages", "offered"),
    [
        (1, 1, [1]),
        (1, 100, [1, 2, 3, 0, 100]),
        (4, 100, [1, 2, 3, 4, 5, 6, 0, 100]),
        (50, 100, [1, 0, 48, 49, 50, 51, 52, 0, 100]),
        (100, 100, [1, 0, 98, 99, 100]),
    ],
)
def test_of_many_pages_a_few_are_offered(page, pages, offered):
    assert page_numbers(page, pages) == offered


def test_a_taxonomy_is_shown_by_its_name_and_a_stored_text_by_itself(visitor):
    Term.create(kind="expertise", slug="sec", name="정보보호", position=0)
    row = entry("오로라", main_field="sec", other_fields=["손으로 적은 분야"])

    page = visitor.get(f"/suppliers/{row.token}").page
    assert "정보보호" in page.main.get_text()
    assert "손으로 적은 분야" in page.main.get_text()
    options = [tag.get_text() for tag in visitor.get("/suppliers/").page.select("#expertise option")]
    assert options[1] == "정보보호 (1)"


def test_an_entry_is_shown_and_found_by_what_its_field_is_called_now(visitor):
    term = Term.get(Term.slug == "logistics")

    taxonomies.rename(term, "공급망", person(LEAD))

    assert found("공급망") == found(expertise="logistics") == ["주식회사 창고와길(가상)"]
    page = visitor.get(f"/suppliers/{Supplier.get(Supplier.name.contains('창고와길')).token}").page
    assert "공급망" in page.main.get_text() and "물류·재고" not in page.main.get_text()


def test_two_thousand_suppliers_are_searched_in_two_queries(pool, monkeypatch):
    with db.atomic():
        companies = [Company.create() for _ in range(2000)]
        solutions = [{"name": "창고 길잡이", "description": "물류 동선을 줄입니다."}]
        rows = [
            {
                "company": company,
                "name": f"대량 {number}",
                "state": APPROVED,
                "words": f"대량 {number} 물류",
                "facts": {"main_field": f"분야 {number % 12}", "region": f"지역 {number % 17}", "solutions": solutions},
                "approved_at": now(),
                "renewed_at": now(),
            }
            for number, company in enumerate(companies)
        ]
        for start in range(0, len(rows), 500):
            Supplier.insert_many(rows[start : start + 500]).execute()
    call, asked, execute = Call.get(), [], db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda sql, *rest: asked.append(sql) or execute(sql, *rest))

    page = search.find(Wanted("물류", {"region": "지역 3"}, "people", 2), call)

    assert len(asked) <= 2
    assert page.total == len([number for number in range(2000) if number % 17 == 3])
    assert len(page.entries) == search.PAGE


# What is told to whom


def test_a_business_number_is_never_whole_on_a_public_page(visitor):
    tokens = [row.token for row in Supplier.select().where(Supplier.published())]
    pages = ["/suppliers/", "/suppliers/?q=000-87", f"/suppliers/compare?s={'&s='.join(tokens[:4])}"]
    shown = "".join(
        visitor.get(path).get_data(as_text=True) for path in pages + [f"/suppliers/{one}" for one in tokens]
    )

    for number in (row.number for row in Supplier.select()):
        assert number not in shown
        assert number.replace("-", "") not in shown
    assert "000-**-***46" in shown


def test_nothing_sealed_is_on_a_public_page(visitor):
    for row in Supplier.select().where(Supplier.published()):
        page = visitor.get(f"/suppliers/{row.token}").get_data(as_text=True)
        said = row.profile["contact"]
        for name in ("phone", "mobile", "email"):
            assert said[name][0] not in page


def test_whatever_a_supplier_wrote_stays_text(visitor):
    facts = dict.fromkeys(("main_field", "region"), NAUGHTY) | {
        key: [NAUGHTY] for key in ("other_fields", "industries")
    }
    facts["solutions"] = [dict.fromkeys(("name", "description", "price"), NAUGHTY)]
    facts["records"] = [dict.fromkeys(("year", "client", "content", "period", "amount"), NAUGHTY)]
    row = entry(NAUGHTY, **facts)
    visitor.sign_in(LEAD)
    visitor.post(f"/suppliers/{row.token}/shortlist", data={})
    desk = f"/applications/{application_of(LEAD).token}/consortium?q=alert"

    for path in (
        "/suppliers/?q=alert",
        f"/suppliers/{row.token}",
        f"/suppliers/compare?s={row.token}",
        "/suppliers/shortlist",
        desk,
        f"/applications/{application_of(LEAD).token}/consortium/{row.token}",
    ):
        page = visitor.get(path).page
        assert NAUGHTY in page.main.get_text(), path
        assert not page.main.select("script, img"), path
        assert "49 &" not in page.main.get_text(), path


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
    desk = f"/applications/{application_of(LEAD).token}/consortium"

    page = visitor.get(f"{desk}?region=sejong").page

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
    assert "네 곳까지만 비교할 수 있습니다" in five.page.main.get_text()
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


def test_everybody_finds_the_way_to_the_search(visitor):
    for path in ("/", "/help"):
        assert visitor.get(path).page.select_one("header nav a[href='/suppliers/']")
    assert re.search(r"공급기업 찾기", visitor.get("/").page.main.get_text())
