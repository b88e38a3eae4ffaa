# ruff: noqa: F811 - the fixtures of another file
"""Score sheets are wizards: answered, merged, kept when refused, handed in and printed as applications are, and there
for nobody but their evaluator."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from models.application import Application
from models.base import now, writing
from models.evaluation import CLEAR, HANDED_IN, PROPOSED, Assignment, Round, Score
from models.rescue import Rescue
from models.submission import StoredDocument, Submission
from programme import calls
from programme.korean import day_of
from services.access.permissions import NotNow
from services.backoffice import queries
from services.evaluation import planning, promises
from services.submissions import lifecycle
from tests.applying import STRANGER, fresh, person
from tests.call import CALL, SITE_TYPE
from tests.evaluating import OPINION, VISIT_ANSWERS, assign, case, clear, evaluator, fill, hand_in, officer, round_of
from tests.reviewing import AGENCY, LEAD_AGENCY
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures

EVALUATOR, OTHER = "evaluator@example.com", "other@elsewhere.example.com"
PATHS = ("", "site_visit", "points_need", "check", "submit", "documents/", "site_visit/history")


@pytest.fixture
def sheet(site) -> Application:
    of = round_of([one := case(1)])
    return clear(assign(of, one, evaluator(EVALUATOR)))


@pytest.fixture
def client(site):
    return site.test_client()


def test_it_is_filled_step_by_step_handed_in_changed_and_printed(sheet, client):
    client.sign_in(EVALUATOR, proved=True)
    home = f"/applications/{sheet.token}"
    task_list = client.get(f"{home}/").page.main.get_text()
    assert (
        "현장 확인" in task_list
        and "추진의지 및 역량" in task_list
        and "종합 의견" in task_list
        and "동의" not in task_list
    )
    for wrong in ("26", "12.5", "NaN", "-1", ""):
        page = client.get(f"{home}/points_need").page
        sent = {"base": page.select_one("[name=base]")["value"], "points": wrong, "opinion": OPINION}
        assert client.post(f"{home}/points_need", data=sent).status_code == 422, wrong
    assert client.post(f"{home}/submit", data={"confirmed": "yes"}).status_code == 422  # much is owed
    assert not Score.select().exists()
    fill(sheet)
    assert "70" in client.get(f"{home}/overall").page.main.get_text()
    assert client.post(f"{home}/submit", data={"confirmed": "yes"}).status_code == 303
    first = Submission.get(Submission.application == sheet)
    assert first.receipt == "2024-221-ER00001"
    points = {row.criterion: row.points for row in Score.select().where(Score.submission == first)}
    assert points == {"need": 20, "will": 18, "system": 17, "success": 15}
    receipt = client.get(f"{home}/receipt").page.main.get_text(" ", strip=True)
    assert "현장평가표 제출 완료" in receipt and "철회" not in receipt and "메일" not in receipt
    assert lifecycle.submit(fresh(sheet), person(EVALUATOR), now()).id == first.id  # unchanged: the same edition

    second = hand_in(sheet, (25, 25, 25, 25))
    assert second.edition == 2 and Score.select().count() == 8
    assert [*promises.broken()] == []
    (document,) = StoredDocument.select().where(StoredDocument.submission == second)
    assert document.name == "[현장평가] 평가표_2024-221-R09001.docx"
    with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "1번째 과제" in text and "100점" in text and "evaluator" in text and OPINION in text
    with writing():
        Score.update(points=1).where(Score.submission == second, Score.criterion == "need").execute()
    assert len([*promises.broken()]) == 1


def test_the_day_of_a_visit_and_points_as_korean_keyboards_give_them(sheet, client):
    client.sign_in(EVALUATOR, proved=True)
    url = f"/applications/{sheet.token}"
    today = day_of(now())
    days = {1: "", -8: "", 0: ""}
    for ahead, late in [*days.items(), (-8, "폭설로 늦었습니다.")]:
        base = client.get(f"{url}/site_visit").page.select_one("[name=base]")["value"]
        sent = {name: values[0] for name, values in VISIT_ANSWERS.items()} | {"base": base, "late": late}
        sent |= {"visited_on": f"{today + timedelta(days=ahead):%Y-%m-%d}"}
        answer = client.post(f"{url}/site_visit", data=sent)
        assert answer.status_code == (303 if late or not ahead else 422), (ahead, late)
    base = client.get(f"{url}/points_need").page.select_one("[name=base]")["value"]
    assert (
        client.post(f"{url}/points_need", data={"base": base, "points": "２２", "opinion": OPINION}).status_code == 303
    )
    assert client.get(f"{url}/points_need").page.select_one("[name=points]")["value"] == "22"


def hand_in_with(client, sheet, words: str):
    """The answer to handing in a sheet with these words as its overall opinion."""
    client.sign_in(EVALUATOR, proved=True)
    fill(sheet)
    url = f"/applications/{sheet.token}"
    page = client.get(f"{url}/overall").page
    sent = {tag["name"]: tag.get("value", "") for tag in page.select("#step-form input[name]")} | {"opinion": words}
    assert client.post(f"{url}/overall", data=sent).status_code == 303
    return client.post(f"{url}/submit", data={"confirmed": "yes"})


@pytest.mark.parametrize("who", ["남 궁평가", "Other@Elsewhere.example.com"])
def test_an_opinion_that_names_an_evaluator_of_the_round_is_not_taken_and_kept(sheet, client, who):
    of = Assignment.get(Assignment.application == sheet).round
    assign(of, of.cases[0].case, evaluator(OTHER, name="남궁 평가"), PROPOSED)
    words = f"{OPINION} {who} 위원과 함께 확인하였습니다."
    refused = hand_in_with(client, sheet, words)
    assert refused.status_code == 409 and "평가위원을 알 수 있는" in refused.page.main.get_text()
    assert "남궁" not in refused.text and not Score.select().exists()
    kept = client.get(f"/applications/{sheet.token}/overall").page
    assert words in kept.select_one("[name=opinion]").get_text()


@pytest.mark.parametrize(("said", "code"), [("두 배 이상 빨라졌습니다.", 303), ("이상 위원이 보았습니다.", 409)])
def test_a_name_that_may_be_any_word_is_one_only_before_what_its_holder_is_called(sheet, client, said, code):
    of = Assignment.get(Assignment.application == sheet).round
    assign(of, of.cases[0].case, evaluator(OTHER, name="이상"), PROPOSED)
    assert hand_in_with(client, sheet, f"{OPINION} {said}").status_code == code


def test_two_tabs_are_merged_and_a_clash_is_shown(sheet, client):
    client.sign_in(EVALUATOR, proved=True)
    url = f"/applications/{sheet.token}/points_need"
    assert client.post(url, data={"base": "0", "points": "20", "opinion": ""}).status_code == 422
    assert client.post(url, data={"base": "0", "points": "", "opinion": OPINION}).status_code in (303, 422)
    kept = client.get(url).page
    assert kept.select_one("[name=points]")["value"] == "20" and OPINION in kept.select_one("[name=opinion]").get_text()
    assert client.post(url, data={"base": "0", "points": "11", "opinion": OPINION}).status_code == 409


def test_what_comes_after_the_end_is_refused_and_kept(sheet, client):
    client.sign_in(EVALUATOR, proved=True)
    url = f"/applications/{sheet.token}/points_need"
    page = client.get(url).page
    with writing():
        Application.update(own_closes_at=now() - timedelta(seconds=1)).where(Application.id == sheet.id).execute()
    sent = {tag["name"]: tag.get("value", "") for tag in page.select("form input[name]")} | {"points": "19"}
    refused = client.post(url, data=sent)
    assert refused.status_code == 403 and "접수" not in refused.page.main.get_text()
    assert Rescue.get().sent["points"] == ["19"]
    assert client.post(f"/applications/{sheet.token}/submit", data={"confirmed": "yes"}).status_code == 403


@pytest.mark.parametrize(("opens", "says", "never"), [(1, "열기 전", "기간이 끝"), (-9, "기간 끝남", "열립니다")])
def test_outside_its_time_every_page_of_it_speaks_of_the_time_to_evaluate(sheet, client, opens, says, never):
    row, opening = Assignment.get(Assignment.application == sheet), now() + timedelta(days=opens)
    with writing():
        Round.update(opens_at=opening, closes_at=opening + timedelta(days=7)).where(Round.id == row.round_id).execute()
        window = {"own_opens_at": opening, "own_closes_at": opening + timedelta(days=7)}
        Application.update(window).where(Application.id == sheet.id).execute()
    client.sign_in(EVALUATOR, proved=True)
    home = f"/applications/{sheet.token}"
    told = {path: client.get(path).page.main.get_text() for path in (f"{home}/", f"{home}/overall", f"{home}/submit")}
    told |= {
        path: client.get(path).page.main.get_text() for path in (f"{home}/check", f"/evaluation/cases/{row.token}/")
    }
    for path, words in told.items():
        assert "접수" not in words and "적는 대로 저장" not in words and never not in words, path
    assert says in told[f"{home}/"] and ("에 열립니다" in told[f"{home}/overall"]) == (opens > 0)
    assert "남음" not in told[f"{home}/"]


def test_nobody_but_its_evaluator_opens_it(sheet, client):
    evaluator(OTHER)
    for email in (OTHER, STRANGER, LEAD_AGENCY, AGENCY, "ceo@firm1a.example.com"):
        client.sign_in(email, proved=True)
        for path in PATHS:
            assert client.get(f"/applications/{sheet.token}/{path}").status_code == 404, (email, path)
        assert client.post(f"/applications/{sheet.token}/points_need", data={"points": "1"}).status_code == 404
    for email in (LEAD_AGENCY, AGENCY):
        assert queries.find(officer(email), sheet.token) is None
    client.sign_in(EVALUATOR, proved=True)
    for path in ("share", "shares", "discard", "withdraw", "consents/", "evidence/", "consortium", "notes"):
        assert client.get(f"/applications/{sheet.token}/{path}").status_code in (404, 405), path
    assert client.post(f"/applications/{sheet.token}/withdraw", data={"confirmed": "yes"}).status_code == 404


def test_officers_meet_no_sheet_of_another_evaluation_either(sheet, monkeypatch):
    """A call's package may name another kind of sheet, of papers or before a panel."""
    hand_in(sheet)
    paper = replace(SITE_TYPE, kind="paper")
    monkeypatch.setitem(calls.TYPES, CALL.slug, calls.TYPES[CALL.slug] | {"paper": paper})
    Application.update(purpose="paper", agency=officer(AGENCY).agency).where(Application.id == sheet.id).execute()
    for email in (LEAD_AGENCY, AGENCY):
        assert queries.find(officer(email), sheet.token) is None, email
    Application.update(purpose="project").where(Application.id == sheet.id).execute()
    for email in (LEAD_AGENCY, AGENCY):
        assert queries.find(officer(email), sheet.token), email


def test_nor_where_no_call_known_any_more_evaluates_sites(sheet, monkeypatch):
    hand_in(sheet)
    monkeypatch.setitem(
        calls.TYPES, CALL.slug, {kind: of for kind, of in calls.TYPES[CALL.slug].items() if kind != "site"}
    )
    with writing():
        Application.update(agency=officer(AGENCY).agency).where(Application.id == sheet.id).execute()
    for email in (LEAD_AGENCY, AGENCY):
        assert (
            not Application.select().where(Application.id == sheet.id, queries.visible_to(officer(email))).exists()
        ), email


def test_a_sheet_taken_back_while_it_is_handed_in_counts_nowhere(sheet):
    row = Assignment.get(Assignment.application == sheet)
    fill(sheet)
    with writing():
        Assignment.update(state="void").where(Assignment.id == row.id).execute()
    with pytest.raises(NotNow):
        lifecycle.submit(fresh(sheet), person(EVALUATOR), now())
    assert not Submission.select().where(Submission.application == sheet).exists() and not Score.select().exists()
    with writing():
        Assignment.update(state=CLEAR).where(Assignment.id == row.id).execute()
    lifecycle.submit(fresh(sheet), person(EVALUATOR), now())
    with pytest.raises(NotNow, match="낸 배정"):
        planning.take_back(row.round, row.token, "바꿈", person(AGENCY))
    assert Assignment.get_by_id(row.id).state == HANDED_IN
