# ruff: noqa: F811 - the fixtures of another file
"""Rounds before officers: made of cases that wait, filled by proposal and by hand, and given more time."""

import io
import zipfile
from datetime import timedelta

import pytest
from lxml import etree

import config
from models.application import Call, Party
from models.base import now, writing
from models.case import Case, CaseDocument
from models.company import Membership
from models.evaluation import (
    OFFERED,
    PROPOSED,
    REPLACED,
    Assignment,
    Round,
)
from models.mail import Outbox
from programme import course
from services.access import staff
from services.access.permissions import NotNow
from services.evaluation import moves, opening, planning, rounds
from services.scheduled import round_reminders
from services.submissions import lifecycle
from tests.applying import fresh, person
from tests.evaluating import (
    EVALUATORS,
    OPINION,
    assign,
    case,
    clear,
    close,
    evaluator,
    fill,
    hand_in,
    round_of,
    said,
    some_evaluators,
)
from tests.pages import body
from tests.reviewing import AGENCY, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.test_bad_input import BAD


def test_an_agency_makes_fills_and_confirms_a_round_on_its_pages(site, agency):
    cases = [case(number, region="서울" if number < 3 else "부산") for number in (1, 2, 3)]
    other = case(4, agency="innobiz")
    for email, regions in zip(EVALUATORS, (["서울"], ["서울", "부산"], ["서울", "부산"]), strict=True):
        evaluator(email, regions=regions)
    page = agency.get("/staff/rounds/new/").page
    assert len(page.select("[name=case]")) == 3 and "60.00점" in page.main.get_text() and "공고에 없음" in page.text
    sent = {tag["name"]: tag["value"] for tag in page.select("main form input[type=text]")}
    for wrong in ({"quorum": "3"}, {"closes": sent["opens"]}):
        refused = agency.post("/staff/rounds/new/", data=sent | wrong | {"case": [str(cases[0].id)]})
        assert refused.status_code == 422
    for wrong, picked in (({}, [other.id]), ({}, []), ({"opens": "2024-01-01 09:00"}, [cases[0].id])):
        refused = agency.post("/staff/rounds/new/", data=sent | wrong | {"case": [str(each) for each in picked]})
        assert refused.status_code == 409, (wrong, picked)
    assert not Round.select().exists() and Call.get().site_opens_at is None
    response = agency.post("/staff/rounds/new/", data=sent | {"case": [str(one.id) for one in cases]})
    assert response.status_code == 303
    of = Round.get()
    assert Call.get().site_opens_at == of.opens_at and of.agency == "women" and of.frozen["passing"] == 6000

    url = f"/staff/rounds/{of.token}/"
    assert agency.post(url, data={"do": "propose"}).status_code == 303
    assert [row.state for row in Assignment.select()] == [PROPOSED] * 6
    assert sorted(rounds.loads(planning.available()).values()) == [2, 2, 2]
    assert not Outbox.select().where(Outbox.kind == "evaluation").exists()
    assert agency.post(f"{url}confirm", data={}).status_code == 303
    assert agency.post(f"{url}confirm", data={}).status_code == 409
    assert {row.state for row in Assignment.select()} == {OFFERED}
    assert Outbox.select().where(Outbox.kind == "evaluation").count() == 3
    assert "6 / 6자리" in agency.get(url).page.main.get_text()

    chosen = f"{url}{cases[0].application.token}/"
    taken = Assignment.get(Assignment.case == cases[0])
    assert agency.get(chosen).status_code == 200
    assert agency.post(url, data={"do": "take_back", "assignment": taken.token}).status_code == 422  # without a reason
    back = {"do": "take_back", "assignment": taken.token, "reason": "방문할 수 없음"}
    assert agency.post(url, data=back).status_code == 303 and agency.post(url, data=back).status_code == 409
    assert Assignment.get_by_id(taken.id).state == REPLACED
    assert agency.post(chosen, data={"evaluator": str(taken.evaluator_id)}).status_code == 409  # he had it before
    before = [(row.id, row.evaluator_id) for row in Assignment.select()]
    assert agency.post(url, data={"do": "propose"}).status_code == 303
    after = [(row.id, row.evaluator_id) for row in Assignment.select()]
    assert after[: len(before)] == before and len(after) == len(before) + 1  # the gap and nothing else
    more = {"do": "extend", "closes": "2099-01-01 18:00", "why": "폭설"}
    assert agency.post(url, data=more | {"closes": "2020-01-01 18:00"}).status_code == 409
    assert agency.post(url, data=more).status_code == 303 and Round.get().closes_at.year == 2099


def test_another_agency_meets_neither_the_round_nor_its_cases(site, agency):
    of = round_of([case(1, agency="innobiz")], by=LEAD_AGENCY)
    assert agency.get(f"/staff/rounds/{of.token}/").status_code == 404
    assert agency.post(f"/staff/rounds/{of.token}/", data={"do": "propose"}).status_code == 404


def test_an_officer_who_takes_part_in_a_case_meets_neither_it_nor_its_evaluators(site, agency):
    (mine, other), (first, second) = [case(1), case(2)], some_evaluators()
    of = round_of([mine, other], need=1)
    row = assign(of, mine, first)
    with writing():
        Membership.create(person=person(AGENCY), company=mine.submission.companies[1])
    url = f"/staff/rounds/{of.token}/"
    for path in (f"/staff/cases/{mine.application.token}/", f"{url}{mine.application.token}/"):
        assert agency.get(path).status_code == 404, path
    for path in ("/staff/cases/", url):
        page = agency.get(path).text
        assert mine.submission.receipt not in page and other.submission.receipt in page, path
    assert agency.post(f"{url}{mine.application.token}/", data={"evaluator": str(second.id)}).status_code == 404
    for path in (url, f"{url}void"):
        sent = {"do": "take_back", "assignment": row.token, "reason": "까닭"}
        assert agency.post(path, data=sent).status_code == 409, path
    with pytest.raises(NotNow, match="담당자가 아니어서"):
        planning.add(of, mine.id, second.id, person(AGENCY))
    assert Assignment.get_by_id(row.id).state == OFFERED
    with writing():
        Case.update(state=course.VISIT).execute()
        Round.update(closed_at=now()).where(Round.id == of.id).execute()
    assert [one.id for one in rounds.waiting_cases(staff.post_of(person(AGENCY)), of.call)] == [other.id]


def test_a_case_that_leaves_its_round_leaves_its_evaluators_too(site, agency):
    """By withdrawal or to another agency: nothing of it opens, no sheet counts, and the other agency may go on at
    once."""
    (one, two, three), (first, second, third) = [case(number) for number in (1, 2, 3)], some_evaluators(3)
    of, whole = round_of([one, two], need=3), round_of([three], need=1, by=LEAD_AGENCY)
    rows = [assign(of, one, first), assign(of, one, second), assign(of, two, first), assign(whole, three, first)]
    hand_in(clear(rows[0]))
    unseen = assign(of, one, third, PROPOSED)
    with writing():
        Case.update(withdrawal="그만둡니다.").where(Case.id == two.id).execute()
    moves.make(two, course.WITHDRAW, person(AGENCY), two.moves)
    for each in (one, three):
        opening.reassign(each, person(LEAD_AGENCY), each.moves, "innobiz", "지역이 가깝습니다.")

    assert [Assignment.get_by_id(row.id).state for row in rows] == [REPLACED] * 3 + [OFFERED]
    assert Assignment.get_or_none(Assignment.id == unseen.id) is None
    told = [mail.to for mail in Outbox.select() if "배정을 거두었습니다" in mail.subject]
    assert sorted(told) == sorted([EVALUATORS[0], EVALUATORS[1], EVALUATORS[0]])
    client = site.test_client()
    client.sign_in(EVALUATORS[0], proved=True)
    paths = [f"evaluation/cases/{row.token}/{rest}" for row in rows[::2] for rest in ("", "plan", "plan.docx")]
    sheet = Assignment.get_by_id(rows[0].id).application
    for path in (*paths, f"applications/{sheet.token}/", f"applications/{sheet.token}/overall"):
        assert client.get(f"/{path}").status_code == 404, path

    url = f"/staff/rounds/{of.token}/"
    assert one.submission.receipt not in agency.get(url).text
    assert agency.get(f"{url}{one.application.token}/").status_code == 404
    with pytest.raises(NotNow, match="없는 과제"):
        planning.add(of, one.id, third.id, person(AGENCY))
    staff.add("other@innobiz.example.com", "innobiz")
    again = round_of([one], need=1, by="other@innobiz.example.com")
    assert planning.propose(again, person("other@innobiz.example.com")).pairs == ((one.id, third.id),)
    (line,) = rounds.lines(whole)  # the lead agency's goes on, whoever looks after it
    assert planning.wanted(line) == 0 and len(line.active) == 1


def test_more_time_is_more_time_for_every_sheet_and_told_once(site):
    one, (first, second, third) = case(1), some_evaluators(3)
    of = round_of([one], need=3)
    sheets = [clear(assign(of, one, who)) for who in (first, second)]
    hand_in(sheets[0])
    gone = clear(row := assign(of, one, third))
    planning.take_back(of, row.token, "바꿈", person(AGENCY))
    later = of.closes_at + timedelta(days=2)
    rounds.extend(of, later, "폭설", person(AGENCY))
    assert [fresh(sheet).own_closes_at for sheet in sheets] == [later] * 2 and not fresh(gone).open_at(now())
    told = [mail for mail in mails("evaluation") if mail.key.startswith("evaluation-extended")]
    assert sorted(mail.to for mail in told) == sorted(EVALUATORS[:2]) and "폭설" in told[0].text
    with pytest.raises(NotNow):
        rounds.extend(of, later, "또", person(AGENCY))


def test_evaluators_are_reminded_and_officers_told_when_it_is_over(site):
    one, (first, second) = case(1), some_evaluators()
    of = round_of([one], days=3)
    hand_in(clear(assign(of, one, first)))
    assign(of, one, second)
    morning = now().astimezone(config.KST).replace(hour=10, minute=0)
    with writing():
        Round.update(opens_at=morning - timedelta(days=1), closes_at=morning + timedelta(days=3)).where(
            Round.id == of.id
        ).execute()
    assert [round_reminders.enqueue_due(morning + timedelta(days=days)) for days in (0, 0, 1, 2, 2, 3, 4, 4, 5)] == [
        *(1, 0),  # three days before
        0,
        *(1, 0),  # one day before
        1,  # over, and not closed: who made it
        *(1, 0),  # the day after: who has not handed in
        0,
    ]
    mails = Outbox.select().where(Outbox.kind == "evaluation", Outbox.key.startswith("evaluation-due"))
    assert {mail.to for mail in mails} == {second.person.email}


@pytest.mark.parametrize("bad", ["markup", "a lone surrogate", "a NUL"])
def test_whatever_is_typed_about_a_round_is_taken_or_refused_and_every_page_and_letter_opens(site, agency, bad):
    (one, other), (who, second, third) = [case(1), case(2)], some_evaluators(3)
    client = site.test_client()
    client.sign_in(EVALUATORS[0], proved=True)

    def post(by, path: str, **fields: str | bytes) -> None:
        sent, kind = body([("csrf_token", by.csrf()), *fields.items()])
        answer = by.post(path, data=sent, content_type=kind)
        assert answer.status_code in (303, 422), (path, answer.status_code)
        assert answer.status_code == 303 or not answer.page.select("main script")

    text = BAD[bad]
    form = {tag["name"]: tag["value"] for tag in agency.get("/staff/rounds/new/").page.select("main form [type=text]")}
    post(agency, "/staff/rounds/new/", **form | {"name": text, "case": str(one.id)})
    of = Round.get_or_none() or round_of([one])
    rows = [assign(of, one, each) for each in (who, second)]
    url, mine = f"/staff/rounds/{of.token}/", f"/evaluation/cases/{rows[0].token}/"
    post(agency, url, do="extend", closes="2099-01-01 18:00", why=text)
    post(client, "/evaluation/pledge", signer=text, agreed="yes")
    institution = {"institution": text, "sector": "academy", "fields": "data", "most": "5"}
    post(client, "/evaluation/profile", name=text, **institution)
    again = round_of([other], need=3)
    later, taken, found = (assign(again, other, each) for each in (who, second, third))
    post(agency, f"/staff/rounds/{again.token}/", do="take_back", assignment=taken.token, reason=text)
    post(agency, f"/staff/rounds/{again.token}/void", assignment=found.token, reason=text)
    post(client, f"/evaluation/cases/{later.token}/answer", **said(("kin",)) | {"about": text})
    sheets = [clear(row) for row in rows]
    for sheet in sheets:
        fill(sheet)
    step = f"/applications/{sheets[0].token}/overall"
    base = client.get(step).page.select_one("[name=base]")["value"]
    post(client, step, base=base, opinion=text)
    base = client.get(step).page.select_one("[name=base]")["value"]
    post(client, step, base=base, opinion=f"{OPINION * 2} </w:t>{{{{ 7*7 }}}}{{% raw %}}<script>&amp;")
    for sheet in sheets:
        lifecycle.submit(fresh(sheet), Party.present(sheet)[0].person, now())
    close(Round.get_by_id(of.id))

    for path in (url, f"{url}{one.application.token}/", f"/staff/rounds/{again.token}/", "/staff/rounds/"):
        assert agency.get(path).status_code == 200, path
    for path in ("/evaluation/", "/evaluation/profile", "/evaluation/pledge", mine):
        assert client.get(path).status_code == 200, path
    letter = io.BytesIO(bytes(CaseDocument.get().content))
    with zipfile.ZipFile(letter) as archive:
        told = "".join(etree.fromstring(archive.read("word/document.xml")).itertext())
    assert "</w:t>{{ 7*7 }}{% raw %}<script>&amp;" in told


def test_numbers_nobody_has_are_refused_like_any_other(site, agency):
    one = case(1)
    of = round_of([one], need=1)
    call = of.call.slug
    sent = {"call": call, "case": "9" * 5000, "name": "현장평가", "need": "1", "quorum": "1"}
    sent |= {"opens": "2099-01-01 09:00", "closes": "2099-01-08 18:00"}
    assert agency.post("/staff/rounds/new/", data=sent).status_code == 409
    path = f"/staff/rounds/{of.token}/{one.application.token}/"
    assert agency.post(path, data={"evaluator": "9" * 5000}).status_code == 422


@pytest.mark.parametrize("where", ["", "void"])
def test_a_refused_reason_leads_to_its_box(site, agency, where):
    one, who = case(1), some_evaluators()
    of = round_of([one], need=2)
    row, _ = [assign(of, one, each) for each in who]
    url, sent = f"/staff/rounds/{of.token}/{where}", {"do": "take_back", "assignment": row.token}
    refused = agency.post(url, data=sent | {"reason": ""})
    assert refused.status_code == 422
    (link,) = refused.page.select("#error-summary a")
    box = refused.page.select_one(link["href"])
    assert box["aria-invalid"] == "true" and box.closest("form").select_one("[name=assignment]")["value"] == row.token
    assert len(refused.page.select("[aria-invalid]")) == 1
    assert box.name == "textarea" and box["data-limit"] == "1000"  # as the form takes it
    long = agency.post(url, data=sent | {"reason": "가" * 5000})
    assert long.status_code == 422 and long.page.select_one(link["href"]).get_text().strip() == "가" * 5000
    assert agency.post(url, data=sent | {"assignment": "nobody's", "reason": ""}).status_code == 404
    assert Assignment.get_by_id(row.id).state == OFFERED
