"""The public search of the supplier pool: what is found, in what order, and what is told to whom."""

import re
import unicodedata
from datetime import timedelta

import pytest

from models.application import Call
from models.base import db, now, writing
from models.company import APPROVED, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Company, Supplier
from models.pool import Term
from services.pool import search, taxonomies
from services.pool.search import Wanted
from tests.applying import LEAD, application_of, person
from tests.searching import entry, found, names, pressed
from web.formatting import page_numbers

NAUGHTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }} & 한글"


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


def test_a_word_is_found_however_its_characters_are_composed(pool):
    assert found(unicodedata.normalize("NFD", "물류")) == ["주식회사 창고와길(가상)"]


@pytest.mark.parametrize("words", ["%", "_", "물%류", "물_", "\\", "%%", "'; DROP TABLE supplier; --"])
def test_wildcards_are_characters_like_others(pool, words):
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
    task_list = f"/applications/{application_of(LEAD).token}/consortium?q=alert"

    for path in (
        "/suppliers/?q=alert",
        f"/suppliers/{row.token}",
        f"/suppliers/compare?s={row.token}",
        "/suppliers/shortlist",
        task_list,
        f"/applications/{application_of(LEAD).token}/consortium/{row.token}",
    ):
        page = visitor.get(path).page
        assert NAUGHTY in page.main.get_text(), path
        assert not page.main.select("script, img"), path
        assert "49 &" not in page.main.get_text(), path


def test_everybody_finds_the_way_to_the_search(visitor):
    for path in ("/", "/help"):
        assert visitor.get(path).page.select_one("header nav a[href='/suppliers/']")
    assert re.search(r"공급기업 찾기", visitor.get("/").page.main.get_text())
