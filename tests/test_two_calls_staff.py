# ruff: noqa: F811 - the fixtures of another file
"""Officers and evaluators of two calls in one database: cases, requirement checks, rounds, score sheets, results and
lists go by the call they are of."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from forms import wizards
from forms.consulting import WishForm
from models.application import Application, Call
from models.base import now, writing
from models.case import Case
from models.evaluation import Round, RoundCase
from models.submission import StoredDocument, Submission
from programme import calls, course, reception
from programme.application_types import CONSULTING, POOL, SITE
from services.backoffice import agencies, cases, proposals
from services.backoffice.acts import ACTS
from services.drafts import applications
from services.evaluation import letters, opening, promises
from tests import next_call
from tests.applying import LEAD, agree, confirm, fresh, hand_in, person
from tests.call import CALL, without_agency
from tests.evaluating import assign, clear, some_evaluators
from tests.evaluating import hand_in as hand_sheet_in
from tests.judging import close_call, put
from tests.pages import sent_by
from tests.reviewing import AGENCY, LEAD_AGENCY, posts, register
from tests.smtp import mails
from tests.test_consulting import SAID
from tests.test_staff_exports import cells
from tests.test_two_calls import NEW, OLD, answer, both, package, pair  # noqa: F401 - fixtures

PLANS = {OLD: "온결의 배정", NEW: "다음 해의 배정"}


@pytest.fixture
def submitted(pair) -> dict[str, Submission]:
    """One project of each call, of other titles and sums, both looked after by AGENCY's agency."""
    posts()
    funding = applications.load_view(pair[1]).journey.data("funding")
    less = int(funding["grant"]) - 1_000_000
    answer(pair[1], "funding", grant=str(less), cash=str(int(funding["cash"]) + 1_000_000))
    found = {}
    for application in pair:
        answer(application, "overview", project=PLANS[application.call.slug])
        confirm(application)
        found[application.call.slug] = hand_in(application)
        agencies.assign(fresh(application), "women", person(LEAD_AGENCY))
    return found


@pytest.fixture
def judged(submitted) -> dict[str, Case]:
    """The case of each."""
    close_call()
    for slug in (OLD, NEW):
        opening.open_cases(Call.get(Call.slug == slug), person(LEAD_AGENCY), now())
    return {slug: Case.get(Case.application == row.application) for slug, row in submitted.items()}


def signed_in(app, who: str) -> FlaskClient:
    client = app.test_client()
    client.sign_in(who, proved=True)
    return client


def other(slug: str) -> str:
    return NEW if slug == OLD else OLD


def test_the_list_of_projects_gives_each_call_s_own_values_in_every_column(app, submitted):
    client = signed_in(app, LEAD_AGENCY)
    tables = {slug: cells(client.get(f"/staff/applications.xlsx?call={slug}").get_data()) for slug in (OLD, NEW)}
    for slug, (heads, *rows) in tables.items():
        (row,) = (dict(zip(heads, each, strict=True)) for each in rows)
        submission = submitted[slug]
        money = applications.load_view(submission.application).journey.data("funding")
        assert row["번호"] == submission.application.number and row["번호"].startswith(f"{slug}-")
        assert row["과제명"] == PLANS[slug]
        sums = (row["총사업비(원)"], row["정부지원금(원)"], row["현금(원)"])
        assert sums == tuple(float(money[name]) for name in ("total", "grant", "cash"))
    assert tables[OLD][1][heads.index("정부지원금(원)")] - tables[NEW][1][heads.index("정부지원금(원)")] == 1_000_000
    for slug in (OLD, NEW):
        page = client.get(f"/staff/applications/?call={slug}").page.main.get_text()
        assert PLANS[slug] in page and PLANS[other(slug)] not in page


def test_the_list_of_requests_gives_each_call_s_own(app, both, client):
    posts()
    client.sign_in(LEAD)
    asked = {slug: request_in(client, slug, *chosen) for slug, chosen in WISHES.items()}
    officer = signed_in(app, LEAD_AGENCY)
    for slug, (agency, topic) in WISHES.items():
        heads, row = cells(officer.get(f"/staff/consulting/list.xlsx?call={slug}").get_data())
        said = dict(zip(heads, row, strict=True))
        assert said["수행기관"] == CALL.agencies[agency].name and said["받고 싶은 것"] == TOPICS[topic]
        assert asked[slug].receipt in row and asked[other(slug)].receipt not in row
        page = officer.get(f"/staff/consulting/?call={slug}").page
        links = [tag["href"] for tag in page.select("tbody a")]
        assert links == [f"/staff/consulting/{asked[slug].token}/"]
        assert asked[slug].receipt in officer.get(links[0]).page.main.get_text()


def test_requests_and_their_mails_give_the_numbers_of_their_own_call(both, client):
    client.sign_in(LEAD)
    for slug, number in INNOBIZ.items():
        asked = request_in(client, slug, "innobiz", "plan")
        for path in ("agency", "receipt"):
            page = client.get(f"/applications/{asked.token}/{path}").page.main.get_text()
            assert number in page and INNOBIZ[other(slug)] not in page
        (mail,) = (row for row in mails("consulting_copy", LEAD) if row.about == asked.token)
        assert number in mail.text and INNOBIZ[other(slug)] not in mail.text


def test_each_call_s_own_terms_of_consulting_stand_beside_its_button(both, client):
    client.sign_in(LEAD)
    notes = {
        tag.find_next("form").select_one("[name=call]")["value"]: tag.get_text()
        for tag in client.get("/applications/").page.select("main p.note")
        if "신청 기간은" in tag.get_text()
    }
    for slug in (OLD, NEW):
        call = calls.announcement(slug)
        assert f"{call.consulting}(공고 {call.sections.consulting})" in notes[slug]
    assert calls.announcement(OLD).consulting != calls.announcement(NEW).consulting


def test_what_is_new_to_an_agency_is_led_to_in_the_call_it_came_for(app, submitted):
    officer = signed_in(app, AGENCY)
    links = [tag for tag in officer.get("/staff/").page.select("table.today a") if "새로 온 과제신청" in tag.get_text()]
    assert {tag.get_text(): tag["href"].partition("call=")[2] for tag in links} == {
        f"어제부터 새로 온 과제신청({slug})": slug for slug in (OLD, NEW)
    }
    for tag in links:
        assert "모두 1건" in officer.get(tag["href"], follow_redirects=True).page.main.get_text()


def test_cases_are_said_to_be_of_their_call_where_the_page_is_about_another(app, submitted):
    """Before any call closed, as well."""
    lead = signed_in(app, LEAD_AGENCY)
    for closed in (False, True):
        if closed:
            Call.update(closes_at=now() - timedelta(seconds=1)).where(Call.slug == OLD).execute()
        about = cases.current_call(of=applications.every_call()).slug
        label = Call.get(Call.slug == about).label
        for shown in (NEW, OLD):
            page = lead.get(f"/staff/?call={shown}").page.main
            heads = [row.th.get_text() for row in page.select("table.today tr:has(td)")]
            (card,) = (each for each in page.select(".card") if each.h2.get_text() == "과제 처리")
            assert (label in heads) == (label in card.get_text()) == (shown != about)
    assert about == OLD


@pytest.mark.parametrize(
    "path", ["applications/?purpose=project&", "applications/?purpose=consulting&", "consulting/?"]
)
def test_an_empty_list_of_a_call_leads_to_those_of_others(app, pair, path):
    posts()
    lead = signed_in(app, LEAD_AGENCY)
    for slug in (OLD, NEW):
        told = lead.get(f"/staff/{path}call={slug}").page.select_one("p.empty")
        (link,) = told.select("a")
        assert f"call={other(slug)}" in link["href"] and lead.get(link["href"]).status_code == 200
    assert not lead.get(f"/staff/{path}call={OLD}&words=온결").page.select("p.empty a")


def test_an_agency_no_call_knows_any_more_keeps_its_posts_and_is_called_by_its_slug(app, seeded, monkeypatch):
    posts()
    agency = person(AGENCY).posts.get().agency
    without_agency(monkeypatch, agency)
    officer, lead = signed_in(app, AGENCY), signed_in(app, LEAD_AGENCY)
    for path in ("", "applications/", "consulting/", "cases/", "rounds/", "counts"):
        assert officer.get(f"/staff/{path}").status_code == 200, path
    assert agency in officer.get("/staff/").page.main.get_text()
    assert agency in lead.get("/staff/log/accounts").page.main.get_text()


def test_a_project_of_an_agency_its_call_names_no_more_is_still_its_own(app, submitted, judged, monkeypatch):
    without_agency(monkeypatch, "women")
    officer, lead = signed_in(app, AGENCY), signed_in(app, LEAD_AGENCY)
    for row in submitted.values():
        place = f"/staff/applications/{row.application.token}/"
        shown = lead.get(place).page.main
        assert "women" in shown.select_one("h2#agency ~ p").get_text()
        assert "배정 전" not in lead.get(f"/staff/cases/{row.application.token}/").page.select_one(".lead").get_text()
        assert officer.get(place).status_code == 200
        assert officer.get(f"/staff/cases/{row.application.token}/").status_code == 200
        sums = lead.get(f"/staff/counts?call={row.application.call.slug}").page.select("tbody tr")[-1].select("td")
        assert [cell.get_text() for cell in sums[2:]].count("1") == 2  # all, and its agency's
    assert "women" in lead.get("/staff/applications/").page.main.get_text()


def test_lists_are_narrowed_to_an_agency_their_call_names_no_more_while_it_has_projects(
    app, submitted, judged, monkeypatch
):
    without_agency(monkeypatch, "women")
    lead, officer = signed_in(app, LEAD_AGENCY), signed_in(app, AGENCY)
    for place in (f"/staff/applications/?call={OLD}", f"/staff/cases/?call={OLD}"):
        offered = [each["value"] for each in lead.get(place).page.select("select[name=agency] option")]
        assert "women" in offered and len(offered) == len(set(offered)), place
        assert PLANS[OLD] in lead.get(f"{place}&agency=women").page.main.get_text()
        assert PLANS[OLD] not in lead.get(f"{place}&agency=innobiz").page.main.get_text()
        assert not officer.get(place).page.select("select[name=agency]")


def test_a_project_stays_with_an_agency_its_call_names_no_more_until_another_is_chosen(app, submitted, monkeypatch):
    without_agency(monkeypatch, "women")
    lead, row = signed_in(app, LEAD_AGENCY), submitted[OLD]
    place = f"/staff/applications/{row.application.token}/"
    sent = sent_by(lead.get(place).page.select_one("form[action$='/agency']"))
    assert sent["agency"] == ["women"]
    assert lead.post(f"{place}agency", data=sent).status_code == 303
    assert fresh(row.application).agency == "women"
    assert lead.post(f"{place}agency", data=sent | {"agency": "innobiz"}).status_code == 303
    assert fresh(row.application).agency == "innobiz"
    assert lead.post(f"{place}agency", data=sent | {"agency": "women"}).status_code == 400


def test_no_project_is_assigned_to_an_agency_of_another_call(app, submitted, monkeypatch):
    """As a page left open, or words put back, may ask."""
    with writing():
        Application.update(agency=None).execute()
    one, officer = submitted[OLD].application, signed_in(app, LEAD_AGENCY)
    newer = next_call.ANNOUNCEMENT.agencies | {"fresh": next_call.ANNOUNCEMENT.agencies["innobiz"]}
    types = {
        kind: replace(of, announcement=replace(of.announcement, agencies=newer))
        for kind, of in calls.TYPES[NEW].items()
    }
    monkeypatch.setitem(calls.TYPES, NEW, types)
    page = officer.post(f"/staff/assigning/?call={OLD}", data={"project": [one.token], "agency": "fresh"})
    assert page.status_code == 409 and "공고에 없는 수행기관" in page.page.main.get_text()
    assert fresh(one).agency is None


def test_registrations_cite_the_sections_of_their_own_call(both):
    for types in (calls.TYPES[slug] for slug in (OLD, NEW)):
        forms, own = wizards.forms(types[POOL]), types[POOL].announcement.sections.pool
        for slug in ("limits", "company", "business", "contact", "finances", "rights", "grants"):
            assert f"공고 {own}" in forms[slug].intro
        forms, call = wizards.forms(types[CONSULTING]), types[CONSULTING].announcement
        assert f"({call.consulting}, 공고 {call.sections.consulting})" in forms["agency"].intro
        assert call.sections.consulting in forms["wish"]().topics.hint
        assert forms["visit"].intro.startswith(f"전문가가 {'하루' if call is CALL else '이틀'} 방문합니다.")
        assert call.sections.consulting in reception.current(call).mailed_notice[1]


def test_a_registration_that_waits_is_estimated_by_its_own_call(both, client):
    posts()
    client.sign_in(LEAD_AGENCY, proved=True)
    counted = "공고의 ‘{} 소요’로"
    estimates = {slug: calls.announcement(slug).approval for slug in (OLD, NEW)}
    assert len({*estimates.values()}) == 2
    moving = register()
    register("S1")
    for slug in (OLD, NEW):
        with writing():
            Application.update(call=Call.get(Call.slug == slug)).where(Application.purpose == POOL).execute()
        queue = client.get("/staff/registrations/").page
        assert counted.format(estimates[slug]) in queue.select_one(".lead").get_text()
        page = client.get(f"/staff/registrations/{moving.token}/").page.get_text()
        assert f"처음 제출한 뒤 {estimates[slug]}로 셈한" in page
    with writing():
        Application.update(call=Call.get(Call.slug == OLD)).where(Application.id == moving.id).execute()
    lead = client.get("/staff/registrations/").page.select_one(".lead").get_text()
    assert "그 신청의 공고에 적힌 소요 일수로" in lead and not any(each in lead for each in estimates.values())


def test_letters_of_cases_give_the_numbers_of_their_own_call(judged):
    for slug, case in judged.items():
        case.agency = "innobiz"
        numbers = letters.agency_of(case, case.application.announcement)[1]
        assert INNOBIZ[slug] in numbers and INNOBIZ[other(slug)] not in numbers


INNOBIZ = {call.slug: call.agencies["innobiz"].phones[0] for call in (CALL, next_call.ANNOUNCEMENT)}
TOPICS = WishForm().topics.offered
WISHES = {OLD: ("innobiz", "plan"), NEW: ("women", "solution")}


def request_in(client: FlaskClient, slug: str, agency: str, topic: str) -> Application:
    """A submitted request for consulting of a call."""
    task_list = client.post("/applications/consulting", data={"call": slug}).location
    (asked,) = Application.select().join(Call).where(Call.slug == slug, Application.purpose == CONSULTING)
    wanted = SAID | {"agency": {"agency": agency}, "wish": SAID["wish"] | {"topics": topic}}
    for step, said in wanted.items():
        sent = sent_by(client.get(f"{task_list}{step}").page.select_one("#step-form"))
        assert client.post(f"{task_list}{step}", data=sent | said).status_code == 303
    agree(asked)
    hand_in(asked)
    return fresh(asked)


def test_each_call_s_cases_stand_in_its_own_queue_and_are_checked_by_its_own_exclusions(app, judged):
    officer = signed_in(app, AGENCY)
    for slug, case in judged.items():
        page = officer.get(f"/staff/cases/?call={slug}").page
        assert [tag["href"] for tag in page.select("tbody a")] == [f"/staff/cases/{case.application.token}/"]
        assert PLANS[slug] in page.main.get_text() and PLANS[other(slug)] not in page.main.get_text()
        at = f"/staff/cases/{case.application.token}/"
        own = officer.get(at).page.main.get_text()
        assert PLANS[slug] in own and PLANS[other(slug)] not in own
        assert officer.post(f"{at}take_up", data={"base": "1"}).status_code == 303
        asked = officer.get(f"{at}complete").page.main.get_text()
        assert ("AI 윤리" in asked) == (slug == NEW)
        check = officer.get(f"{at}requirements/").page.main.get_text()
        assert f"(공고 {case.application.announcement.sections.exceptions})" in check
        assert "(11) 그 밖의 제한 사유" in check and ("(12) 해로운 인공지능" in check) == (slug == NEW)
    assert {row.state for row in Case.select()} == {course.CHECKING}


def test_a_round_its_sheets_and_its_results_go_by_the_call_of_its_cases(app, judged):
    both = some_evaluators()
    made = {slug: round_of_call(app, slug, put(case, course.VISIT)) for slug, case in judged.items()}
    officer = signed_in(app, AGENCY)
    for slug, of in made.items():
        listed = officer.get(f"/staff/rounds/?call={slug}").page.main
        assert [tag["href"] for tag in listed.select(".card a")] == [f"/staff/rounds/{of.token}/"]
        shown = officer.get(f"/staff/rounds/{of.token}/").page.main.get_text()
        assert judged[slug].submission.receipt in shown and judged[other(slug)].submission.receipt not in shown
        assert (PASSING[slug] in shown, PASSING[other(slug)] in shown) == (True, False)
        for who in both:
            row = assign(of, judged[slug], who)
            sheet = clear(row)
            assert sheet.call.slug == slug and sheet.number.startswith(f"{slug}-E")
            assert text_of(hand_sheet_in(sheet)).count(judged[slug].submission.receipt)
            reader = signed_in(app, who.person.email)
            case_page = reader.get(f"/evaluation/cases/{row.token}/").page.main
            assert case_page.select(f"[href^='/applications/{sheet.token}/']")
            plan = reader.get(f"/evaluation/cases/{row.token}/plan").page.get_text()
            assert PLANS[slug] in plan and PLANS[other(slug)] not in plan
            assert ("AI 윤리" in plan) == (slug == NEW)
    for of in made.values():
        close(of)
    kept = {row.case_id: (row.official, row.result) for row in RoundCase.select()}
    results = {OLD: course.RECOMMENDED, NEW: course.VISIT_FAILED}  # 70 points: past the one mark, short of the other
    assert kept == {case.id: (7000, results[slug]) for slug, case in judged.items()}
    assert {slug: Case.get_by_id(case.id).state for slug, case in judged.items()} == results
    assert [*promises.broken()] == []


PASSING = {OLD: "60.00점", NEW: "80.00점"}


def round_of_call(app, slug: str, case: Case) -> Round:
    """A round of a call's only case, as an officer makes it on the page."""
    officer, at = signed_in(app, AGENCY), f"/staff/rounds/new/?call={slug}"
    page = officer.get(at).page
    assert [tag["value"] for tag in page.select("[name=case]")] == [str(case.id)]
    sent = {tag["name"]: tag["value"] for tag in page.select("main form input[type=text]")}
    days = Call.get(Call.slug == slug).type_of(SITE).evaluation.open_days.value
    opens, closes = (datetime.fromisoformat(sent[name]) for name in ("opens", "closes"))
    assert (closes.date() - opens.date()).days == days and PASSING[slug] in page.main.get_text()
    made = officer.post(at, data=sent | {"case": [str(case.id)]})
    assert made.status_code == 303
    of = Round.get(Round.call == Call.get(Call.slug == slug))
    assert made.location.startswith(f"/staff/rounds/{of.token}/")
    return of


def close(of: Round) -> None:
    form = ACTS["close-round"].form(None).of({"round": [of.token], "reason": ["평가표가 모두 모였습니다."]})
    assert form.validate()
    proposal = proposals.propose(ACTS, "close-round", None, form, person(AGENCY))
    proposals.confirm(ACTS, proposal, person(LEAD_AGENCY), now())


def text_of(sheet: Submission) -> str:
    """All that the sheet's document says."""
    (document,) = StoredDocument.select().where(StoredDocument.submission == sheet)
    with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
        return archive.read("word/document.xml").decode()
