"""The classification of industries: its official table loaded, found by code or words, and chosen into a step."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask

from models import industry as tables
from models.application import Revision
from models.industry import Industry, table
from models.submission import Event
from programme import industry
from services.lookups import industries
from tests.applying import LEAD, application_of, change
from tests.registering import NEW, filled
from tests.test_states_of_routes import close

BELOW = {  # a few classes under the divisions, as the 10th revision has them
    "561": "음식점업",
    "5611": "한식 음식점업",
    "56111": "한식 일반 음식점업",
    "562": "주점 및 비알코올 음료점업",
    "5621": "주점업",
    "56219": "기타 주점업",
    "5622": "비알코올 음료점업",
    "56221": "커피 전문점",
    "582": "소프트웨어 개발 및 공급업",
    "5822": "시스템ㆍ응용 소프트웨어 개발 및 공급업",
    "58221": "시스템 소프트웨어 개발 및 공급업",
    "58222": "응용 소프트웨어 개발 및 공급업",
    "751": "고용알선 및 인력공급업",
    "7511": "고용 알선업",
    "75110": "고용 알선업",
}


def official(ksic: int = 10, **changed: str) -> dict[str, str]:
    sections = {section: name for section, (name, _) in industry.SECTIONS.items()}
    return sections | industry.divisions(ksic) | BELOW | changed


def lines(rows: Iterable[tuple[str, str]]) -> list[str]:
    return ["code,name\n", *(f'{code},"{name}"\n' for code, name in rows)]


@pytest.fixture
def loaded(app) -> int:
    return industries.load(lines(official().items()), 10)


def found(words: str, ksic: int = 10) -> list[str]:
    return [one.code for one in industries.find(words, ksic).found]


# The data shipped


def test_the_divisions_are_the_77_of_the_classification_in_their_21_sections():
    assert len(industry.SECTIONS) == 21
    assert len(industry.DIVISIONS) == 77
    covered = [f"{number:02}" for _, numbers in industry.SECTIONS.values() for number in numbers]
    assert covered == sorted(industry.DIVISIONS)
    assert set(industry.RENAMED_IN_11) <= set(industry.DIVISIONS)


@pytest.mark.parametrize(
    ("word", "starts"),
    [
        ("떡", {"107"}),
        ("떡볶이", {"561"}),
        ("김치찌개집", {"561"}),
        ("급식", {"5613"}),
        ("관광호텔", {"55"}),
        ("관광", {"752"}),
        ("스마트", set()),
        ("", set()),
    ],
)
def test_the_longest_everyday_word_says_what_is_meant(word, starts):
    assert industry.called(word) == starts


def test_everyday_words_lead_to_divisions_there_are():
    starts = {start for starts in industry.WORDS.values() for start in starts}
    assert all(start[:2] in industry.DIVISIONS for start in starts)
    words = [word for group in industry.WORDS for word in group.split()]
    assert len(words) == len(set(words))


# Searching


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("음식점", ["56"]),
        ("소프트웨어 개발", ["58", "62"]),
        ("식당", ["56"]),
        ("카페", ["56"]),
        ("여행사", ["75"]),
        ("직업소개소", ["75"]),
        ("필라테스", ["85", "91"]),
        ("여행가방", ["15", "47"]),
        ("재활", []),
        ("56", ["56"]),
        ("56111", ["56"]),
        ("I56", ["56"]),
        ("43", []),
        ("722000", []),
        ("", []),
        ("%", []),
        ("ㆍ", []),
        ("없는 업종", []),
        ("영상 오디오", ["59"]),
        ("영상·오디오", ["59"]),
    ],
)
def test_divisions_are_found_where_no_table_is_loaded(app, words, codes):
    assert set(codes) <= set(found(words))
    assert bool(found(words)) == bool(codes)
    assert not industries.find(words, 10).complete


def test_the_eleventh_revision_has_names_of_its_own(app):
    assert found("오디오물 제공", 11) == ["60"]
    assert found("오디오물 제공", 10) == []


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("음식점", ["56111"]),
        ("소프트웨어 개발", ["58222", "58221"]),
        ("응용 소프트웨어", ["58222", "58221"]),  # by its own name first
        ("카페", ["56221"]),
        ("582", ["58221", "58222"]),
        ("56112", ["56111"]),  # as near as there is
        ("시스템 응용 소프트웨어 개발", ["58222", "58221"]),
    ],
)
def test_the_narrowest_classes_are_found_in_the_official_table(loaded, words, codes):
    assert found(words)[: len(codes)] == codes
    assert industries.find(words, 10).complete


def test_more_than_are_shown_are_counted(loaded):
    result = industries.find("56", 10, most=1)
    assert (len(result.found), result.total) == (1, 3)


# Loading


def test_the_official_table_takes_the_place_of_what_was_loaded(loaded):
    assert loaded == len(industry.DIVISIONS) + len(BELOW)
    assert Event.get(Event.action == "loaded industries").detail == {"ksic": 10, "classes": loaded}

    fewer = official()
    del fewer["56221"]
    industries.load(lines(fewer.items()), 10)
    assert "56221" not in table(10).names
    assert not table(11).complete


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1,농업\n", "line 115: '1' is no code"),
        ("43,없음\n", "line 115: '43' is no code"),
        ("561111,없음\n", "line 115: '561111' is no code"),
        ("V,없음\n", "line 115: 'V' is no code"),
        ("5612,\n", "line 115: the name of 5612 is missing"),
        (f"5612,{'가' * 201}\n", "line 115: the name of 5612 is longer than 200"),
        ("56111,한식\n", "line 115: 56111 stands on line"),
        ("57,없음\n", "line 115: '57' is no code"),
        ("59111,일반 영화 제작업\n", "line 115: 59111 lies in 5911, which the file does not have"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_nothing_is_loaded(loaded, row, says):
    with pytest.raises(industries.BadTable) as refused:
        industries.load([*lines(official(**{"56111": "다른 이름"}).items()), row], 10)

    assert [problem for problem in refused.value.problems if problem.startswith(says)]
    assert table(10).names["56111"] == "한식 일반 음식점업"


def test_the_table_of_the_other_revision_is_refused(app):
    with pytest.raises(industries.BadTable) as refused:
        industries.load(lines(official(10).items()), 11)

    assert len(refused.value.problems) == len(industry.RENAMED_IN_11)
    assert "is this the table of the other one?" in refused.value.problems[0]


@pytest.mark.parametrize(
    "text", ["", "코드,이름\n01,농업\n", "code,name\n", "code,name\n01,농\0업\n", 'code,name\n"01,농업']
)
def test_what_is_no_table_is_refused(app, text):
    with pytest.raises(industries.BadTable):
        industries.load(text.splitlines(keepends=True), 10)
    assert not Industry.select().exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_command_loads_a_file(app: Flask, tmp_path: Path, encoding):
    file = tmp_path / "ksic.csv"
    file.write_bytes("".join(lines(official(11).items())).encode(encoding))

    done = app.test_cli_runner().invoke(args=["industries", "load", str(file), "--revision", "11"])

    assert done.exit_code == 0, done.output
    assert done.output == f"{len(industry.DIVISIONS) + len(BELOW)} classes of revision 11\n"
    assert table(11).complete


@pytest.mark.parametrize("content", [b"code,name\nX,x\n", b"\xff\xff\xff"])
def test_the_command_names_what_is_wrong_and_loads_nothing(app: Flask, tmp_path: Path, content):
    file = tmp_path / "ksic.csv"
    file.write_bytes(content)

    refused = app.test_cli_runner().invoke(args=["industries", "load", str(file), "--revision", "10"])

    assert refused.exit_code == 1
    assert "line 2: 'X' is no code" in refused.output or "neither in UTF-8 nor in CP949" in refused.output
    assert not Industry.select().exists()


def test_a_process_goes_by_what_it_read_for_a_while(monkeypatch, loaded):
    monkeypatch.setattr(tables, "FRESH", 10**9)
    assert table(10).names["56111"]
    Industry.update(name="옥외 음식점업").where(Industry.code == "56111").execute()
    assert table(10).names["56111"] == "한식 일반 음식점업"
    monkeypatch.setattr(tables, "FRESH", 1)  # the while is over
    assert table(10).names["56111"] == "옥외 음식점업"


# Pages


def test_the_page_is_everybody_s(client, loaded):
    page = client.get("/industries/?q=음식점&ksic=10").page
    assert "56111" in page.text and not page.select("button[name=pick]")
    assert page.select_one("#q")["value"] == "음식점"
    assert client.get("/industries/?q=722000").page.select_one(".alert h2").get_text().endswith("홈택스 업종코드입니다")
    assert "11차 한국표준산업분류" in client.get("/industries/?q=방송&ksic=11").text


@pytest.mark.parametrize("query", ["", "q=%00", "ksic=x", "ksic=99", "q=" + "가" * 5000, "q=<b>&ksic=11", "q=%ff"])
def test_odd_searches_are_answered(client, query):
    assert client.get(f"/industries/?{query}").status_code == 200
    assert client.get(f"/industries/suggestions?{query.replace('q=', 'industry_code=')}").status_code == 200


def test_suggestions_are_buttons_of_the_step(client, loaded):
    page = client.get("/industries/suggestions?ksic=10&industry_code=소프트웨어").page
    assert [tag["value"] for tag in page.select("button[name=pick]")] == ["58222", "58221"]
    assert not client.get("/industries/suggestions?ksic=10&industry_code=58222").page.select("button")


@pytest.fixture
def business(application, lead) -> str:
    return f"/applications/{application.token}/business"


def save(lead, path, **changed):
    page = lead.get(path).page
    sent = {tag["name"]: tag.get("value", "") for tag in page.select("#step-form [type=text], #step-form [name=base]")}
    sent["sme"] = page.select_one("[name=sme][checked]")["value"]
    return lead.post(path, data=sent | changed)


def test_words_lead_to_the_search_and_what_is_chosen_comes_back(loaded, lead, business):
    page = lead.get(business).page
    assert page.select_one("#industry_code")["hx-get"] == "/industries/suggestions?ksic=10"
    assert page.select_one("[name=find]")["value"] == "industries"

    response = save(lead, business, industry_code="응용 소프트웨어", main_service="쓰던 글", find="industries")
    assert response.status_code == 303
    page = lead.get(response.location).page
    assert page.select_one("#q")["value"] == "응용 소프트웨어"
    form = page.select_one("#found form")
    sent = {tag["name"]: tag["value"] for tag in form.select("input[name]")}
    response = lead.post(form["action"], data=sent | {"pick": "58222"})

    assert response.location == f"{business}#industry_code"
    page = lead.get(business).page
    assert page.select_one("#industry_code")["value"] == "58222"
    assert page.select_one("#main_service")["value"] == "쓰던 글"
    assert page.select_one("#industry_code-said").get_text(strip=True) == "응용 소프트웨어 개발 및 공급업"


def test_choosing_names_the_industry_unless_it_has_a_name_of_one_s_own(loaded, lead, business):
    save(lead, business, industry="", pick="56111")
    assert lead.get(business).page.select_one("#industry")["value"] == "한식 일반 음식점업"
    save(lead, business, pick="58222")
    assert lead.get(business).page.select_one("#industry")["value"] == "응용 소프트웨어 개발 및 공급업"
    save(lead, business, industry="우리만의 업종", pick="56221")
    page = lead.get(business).page
    assert page.select_one("#industry")["value"] == "우리만의 업종"
    assert page.select_one("#industry_code")["value"] == "56221"


def test_choosing_what_is_none_changes_nothing(loaded, lead, business):
    before = lead.get(business).page.select_one("#industry_code")["value"]
    assert save(lead, business, pick="99999").status_code == 303
    assert save(lead, business, pick="").status_code == 303
    assert lead.get(business).page.select_one("#industry_code")["value"] == before
    other = business.replace("business", "company")
    assert lead.post(other, data={"base": "0", "pick": "58222"}).status_code in (303, 409)
    assert not [row for row in Revision.select().where(Revision.step == "company") if "industry_code" in row.sent]


@pytest.mark.parametrize("find", ["", "x", "addresses"])
def test_a_button_of_nobody_s_is_refused(lead, business, find):
    assert save(lead, business, find=find).status_code == 400


def test_an_unknown_code_warns_and_stops_nothing(loaded, application, lead, business):
    assert save(lead, business, industry_code="56112", save="1").status_code == 303
    page = lead.get(business).page
    assert "10차 한국표준산업분류에 없는 코드입니다" in page.select_one("#industry_code-warning").get_text()
    check = lead.get(f"/applications/{application.token}/submit")
    assert "10차 한국표준산업분류에 없는 코드입니다" in check.text
    assert check.page.select("form [name=confirmed]")


def test_without_a_table_the_division_is_named_and_the_rest_is_not_judged(application, lead, business):
    save(lead, business, industry_code="56999", save="1")
    said = lead.get(business).page.select_one("#industry_code-said").get_text(strip=True)
    assert said == "앞 두 자리 56: 음식점 및 주점업. 나머지 자리는 목록이 없어 확인하지 못합니다."


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("722000", "6자리는 홈택스 업종코드입니다."),
        ("음식점", "‘업종 찾기’를 누르면 적은 말로 찾아 드립니다."),
        ("5", "업종 코드는 숫자 2~5자리입니다."),
        ("43110", "43(으)로 시작하는 업종은 없습니다."),
    ],
)
def test_what_is_no_code_is_kept_and_told_apart(lead, business, code, says):
    response = save(lead, business, industry_code=code, save="1")
    assert response.status_code == 422
    assert says in response.page.select_one("#industry_code-error").get_text()
    assert response.page.select_one("#industry_code")["value"] == code


def test_after_closing_the_search_shows_and_chooses_nothing(loaded, application, lead):
    close()
    page = lead.get(f"/applications/{application.token}/industries?step=business&q=음식점").page
    assert "56111" in page.text and not page.select("[name=pick]")


def test_the_pool_s_registration_finds_them_too(seeded, loaded, client):
    application = filled()
    client.sign_in(NEW)
    step = f"/applications/{application.token}/business"

    response = save(client, step, industry_code="커피", find="industries")
    page = client.get(response.location).page
    assert [tag["value"] for tag in page.select("button[name=pick]")] == ["56221"]
    sent = {tag["name"]: tag["value"] for tag in page.select("#found form input[name]")}
    client.post(step, data=sent | {"pick": "56221"})
    assert client.get(step).page.select_one("#industry_code")["value"] == "56221"


def test_advice_follows_a_table_loaded_after_the_answers_were_read(seeded, client, monkeypatch):
    monkeypatch.setattr(tables, "FRESH", -1)
    application = application_of(LEAD)
    change(application, "business", "industry_code", "99999")
    client.sign_in(LEAD)

    def advised() -> bool:
        return "분류에 없는 코드입니다" in client.get(f"/applications/{application.token}/check").text

    before = advised()
    industries.load(lines(official().items()), 10)
    assert (before, advised()) == (False, True)
