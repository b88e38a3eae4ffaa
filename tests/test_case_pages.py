# ruff: noqa: F811 - the fixtures of another file
"""Cases on the officers' pages and on the applicant's: the whole way by requests, and what a queue costs."""

import gzip
from datetime import timedelta

import pytest

from models import secret
from models.application import Application, Party
from models.base import now, writing
from models.case import Case, CaseDocument, CaseMove, Check
from models.company import Membership
from models.evaluation import Round
from models.mail import Outbox
from models.person import Session
from models.proposal import Proposal
from models.rescue import Rescue
from models.staff import Agency
from models.submission import Submission
from programme import course
from services.access import staff
from services.access.permissions import NotNow
from services.backoffice import agencies, cases, proposals
from services.evaluation import letters, opening, requirements
from services.evaluation.requirements import Answer
from services.scheduled import staff_digest
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, person
from tests.call import CALL
from tests.evaluating import case as copied
from tests.evaluating import evaluator, has_had, officer, round_of
from tests.judging import check_all, close_call, fresh, make, opened, put
from tests.pages import sent_by
from tests.reviewing import AGENCY, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.walking import counted


def at(rest: str = "") -> str:
    return f"/staff/cases/{application_of(LEAD).token}/{rest}"


def base() -> dict[str, str]:
    return {"base": str(Case.get().moves)}


def text_of(response) -> str:
    return " ".join(response.page.get_text().split())


def test_a_case_goes_its_way_over_the_pages(site, agency, lead):

    agencies.assign(application_of(LEAD), "women", lead.sign_in(LEAD_AGENCY, proved=True))
    assert lead.post("/staff/cases/open", data={}).status_code == 409
    close_call()
    page = lead.get("/staff/cases/").page
    assert "아직 열지 않은 과제신청이 1건" in page.get_text()
    assert lead.post("/staff/cases/open", data={}).status_code == 303
    assert Case.get().state == "received"

    # The agency takes it up, finds something missing and asks for it.
    assert "요건 확인 전 1" in text_of(agency.get("/staff/cases/?part=received"))
    assert agency.post(at("take_up"), data=base()).status_code == 303
    assert agency.post(at("take_up"), data={"base": "1"}).status_code == 409
    assert "예외 ①" in text_of(agency.get(at("requirements/")))
    asking = agency.get(at("complete")).page
    label = next(tag for tag in asking.select("label") if tag.get_text() == "추진 필요성")
    sent = base() | {label["for"]: "근거를 더 적어 주세요."}
    assert agency.post(at("ask_completion"), data=base()).status_code == 422
    assert agency.post(at("ask_completion"), data=sent).status_code == 303
    assert agency.post(at("pass_requirements"), data=base()).status_code == 409

    # Its lead meets what is asked for, and nothing else.
    applicant, here = site.test_client(), f"/applications/{application_of(LEAD).token}"
    applicant.sign_in(LEAD)
    assert "보완을 요청받았습니다" in text_of(applicant.get(f"{here}/"))
    page = applicant.get(f"{here}/case").page
    assert page.select_one(f'a.task[href="{here}/need"]') and "근거를 더 적어 주세요." in page.get_text()
    assert "disabled" not in str(applicant.get(f"{here}/need").page.select_one("fieldset.plain"))[:40]
    marks = {tag["name"]: tag["value"] for tag in applicant.get(f"{here}/overview").page.select("input[type=hidden]")}
    refused = applicant.post(f"{here}/overview", data=marks | {"project": "다른 과제명"})
    assert refused.status_code == 403 and Rescue.get().sent["project"] == ["다른 과제명"]
    assert applicant.post(f"{here}/receipt", data={"confirmed": "yes"}).status_code == 403
    step = applicant.get(f"{here}/need").page
    values = {tag["name"]: tag.get_text().strip() for tag in step.select("#step-form textarea[name]")}
    first = next(iter(values))
    values |= {first: "고쳐 쓴 근거입니다.", "base": step.select_one("[name=base]")["value"]}
    assert applicant.post(f"{here}/need", data=values).status_code in (200, 303, 422)
    helper = site.test_client()
    helper.sign_in(SUPPLIER)
    confirmed = helper.post(f"{here}/confirm", data={"revision": str(Application.newest(1).revision)})
    assert confirmed.status_code in (303, 404, 422)
    done = applicant.post(f"{here}/submit", data={"confirmed": "yes"})
    assert done.status_code == 303, text_of(done)[:400]
    assert (Case.get().state, Submission.get_by_id(Case.get().submission_id).edition) == ("checking", 2)

    # Ineligible: entered by the agency, confirmed by the lead agency; the letter opens; reinstated.
    entered = agency.post(at("find_ineligible"), data=base() | {"clauses": "tax", "reason": "체납 중입니다."})
    assert entered.status_code == 303
    assert "제안이 확인을 기다립니다" in text_of(agency.get(at()))
    way = lead.get(at()).page.select_one('a[href*="/staff/proposals/"]')["href"]
    assert lead.post(way, data={"do": "confirm"}).status_code == 303
    assert Case.get().state == "ineligible"
    letter = agency.get(at(f"letters/{CaseDocument.get().id}"))
    assert letter.data[:2] == b"PK" and "통보서" in text_of(agency.get(at()))
    assert applicant.get(f"{here}/case/letters/{CaseDocument.get().id}").status_code == 404  # a draft goes to nobody
    assert agency.post(at("reinstate"), data=base() | {"reason": "x"}).status_code == 404
    assert lead.post(at("reinstate"), data=base() | {"reason": "완납을 확인함"}).status_code == 303

    # Every line checked, the requirements are met.
    form = agency.get(at("requirements/")).page
    answers = {
        tag["name"]: (tag.select_one("option[selected]") or {"value": ""})["value"] for tag in form.select("select")
    }
    answers = {name: value or "fits" for name, value in answers.items()}
    assert agency.post(at("requirements/"), data=base() | answers).status_code == 303
    assert agency.post(at("pass_requirements"), data=base()).status_code == 303
    assert "현장평가" in text_of(agency.get(at()))

    # Held, nothing is done but releasing it; withdrawn by its lead, the agency confirming.
    assert agency.post(at("hold"), data=base() | {"reason": "공급기업 등록이 정지됨"}).status_code == 303
    assert agency.post(at("hold"), data=base() | {"reason": "또"}).status_code == 409
    assert agency.post(at("release"), data=base()).status_code == 303
    assert applicant.post(f"{here}/case/withdrawal", data=base() | {"reason": "그만둡니다."}).status_code == 303
    assert helper.post(f"{here}/case/keep", data=base()).status_code == 404
    assert agency.post(at("withdraw"), data=base()).status_code == 303
    assert Case.get().state == "withdrawn" and "더 할 일이 없습니다" in text_of(agency.get(at()))
    card = applicant.get("/applications/").page.select_one(".card").get_text()
    assert "철회함" in card and "제출 완료" not in card
    for path in (f"{here}/", f"{here}/receipt"):
        told = " ".join(tag.get_text(" ") for tag in applicant.get(path).page.select("h1, .alert, .checklist"))
        assert "철회했습니다" in told and "제출 완료" not in told and "접수 시스템" not in told, path


def propose_ineligible(client, reason: str = "체납 중입니다."):
    return client.post(at("find_ineligible"), data=base() | {"clauses": "tax", "reason": reason})


def test_a_proposal_the_case_overtook_is_offered_no_more_and_gives_way_to_a_new_one(site, agency, lead):
    case = put(opened(), course.CHECKING)
    assert propose_ineligible(agency).status_code == 303
    first = Proposal.get()
    make(case, course.HOLD, AGENCY, said={"reason": "잠깐"})
    make(case, course.RELEASE, AGENCY)

    for client in (agency, lead):
        page = client.get(at()).page
        assert "과제 처리가 진행되었습니다" in page.main.get_text() and not page.select("a[href*='/staff/proposals/']")
    page = lead.get(f"/staff/proposals/{first.token}/").page
    assert proposals.CHANGED in page.main.get_text() and not page.select("button[value=confirm]")
    assert propose_ineligible(agency).status_code == 303

    assert [row.state for row in Proposal.select().order_by(Proposal.id)] == ["withdrawn", "open"]
    assert "확인을 기다립니다" in text_of(agency.get(at()))
    last = Proposal.get(Proposal.state == "open")
    assert lead.post(f"/staff/proposals/{last.token}/", data={"do": "confirm"}).status_code == 303
    assert fresh(case).state == course.INELIGIBLE


def test_what_waits_to_be_confirmed_is_not_offered_again(site, agency, lead):
    put(opened(), course.CHECKING)
    assert propose_ineligible(agency).status_code == 303

    assert not any(client.get(at()).page.select(f"a[href='{at('ineligible')}']") for client in (agency, lead))
    for client, told in ((agency, False), (lead, True)):  # where he can look
        refused = propose_ineligible(client)
        assert refused.status_code == 409 and "이미 다른 담당자의 확인을" in text_of(refused)
        assert ("‘함께 결정할 일’에서" in text_of(refused)) == told


def test_who_proposed_what_is_declined_is_mailed_and_reads_why_until_the_case_goes_on(site, agency, lead):
    case = put(opened(), course.CHECKING)
    propose_ineligible(agency)
    way = f"/staff/proposals/{Proposal.get().token}/"

    assert lead.post(way, data={"do": "decline", "reason": "완납한 것을 <확인>했습니다."}).status_code == 303

    (mail,) = mails("declined")
    assert mail.to == AGENCY and "<확인>했습니다" in mail.text and at() in mail.text
    shown = text_of(agency.get(at()))
    assert "제안을 거절했습니다" in shown and "<확인>했습니다" in shown and LEAD_AGENCY in shown
    make(case, course.HOLD, AGENCY, said={"reason": "잠깐"})
    assert "제안을 거절했습니다" not in text_of(agency.get(at()))


def test_what_is_taken_back_is_the_proposal_whose_time_is_not_over(site, agency):
    put(opened(), course.CHECKING)
    propose_ineligible(agency)
    with writing():
        Proposal.update(expires_at=now()).execute()
    propose_ineligible(agency)

    assert agency.post(at("proposal"), data={}).status_code == 303
    assert [row.state for row in Proposal.select().order_by(Proposal.id)] == ["open", "withdrawn"]
    assert agency.post(at("proposal"), data={}).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(60, 303), (61, 422)])
def test_completion_is_asked_for_as_late_as_the_form_says(site, agency, days, status):
    put(opened(), course.CHECKING)
    box = agency.get(at("complete")).page.select_one("main input[type=text][name^=at_]")["name"]
    due = cases.day_of(now()) + timedelta(days=days)

    response = agency.post(at("ask_completion"), data=base() | {box: "고쳐 주세요.", "due": due.isoformat()})

    assert response.status_code == status
    assert status == 303 or "내일부터 60일 안의" in response.page.select_one("#due-error").get_text()


NAMED = "남 궁평가 위원의 뜻입니다."


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (course.CHECKING, course.ASK_COMPLETION),
        (course.COMPLETION, course.END_COMPLETION),
        (course.CHECKING, course.FIND_INELIGIBLE),
        (course.INELIGIBLE, course.REINSTATE),
        (course.RECOMMENDED, course.VISIT_AGAIN),
    ],
)
def test_words_told_to_an_applicant_that_name_an_evaluator_are_refused_beside_their_box(
    site, agency, lead, state, name
):
    has_had(evaluator("one@elsewhere.example.com", name="남궁 평가"), one := opened())
    evaluator("two@elsewhere.example.com", name="기관의")  # of no case here: any text may hold some name
    put(one, state)
    who = agency if course.AGENCY in course.BY_NAME[name].who else lead
    box = (
        next(tag["for"] for tag in agency.get(at("complete")).page.select("label") if tag.get_text() == "추진 필요성")
        if (name == course.ASK_COMPLETION)
        else "reason"
    )
    sent, mails = base() | {box: NAMED, "clauses": "tax"}, Outbox.select().count()
    refused = who.post(at(name), data=sent)
    marked = refused.page.select_one(f"main [name={box}][aria-invalid=true]")
    assert refused.status_code == 422 and NAMED in (marked.get("value") or marked.get_text())
    assert letters.TELLS_WHO in text_of(refused)
    assert Case.get().state == state and not Proposal.select().exists() and Outbox.select().count() == mails
    assert who.post(at(name), data=sent | {box: "기관의 뜻입니다."}).status_code == 303


@pytest.mark.parametrize("operator", ["", "시험운영기관"])
def test_the_applicant_reads_why_it_was_decided_only_where_somebody_may_decide(site, settings, operator):
    settings.__dict__["operator"] = operator
    case = put(opened(), course.CHECKING)
    said = {"clauses": ["(1) 국세 및 지방세 체납"], "reason": "체납 중입니다."}
    make(case, course.FIND_INELIGIBLE, AGENCY, confirmed_by=person(LEAD_AGENCY), said=said)
    make(case, course.REINSTATE, LEAD_AGENCY, said={"reason": "완납을 확인함"})
    client = site.test_client()
    client.sign_in(LEAD)
    shown = text_of(client.get(f"/applications/{application_of(LEAD).token}/case"))
    for words in (*said["clauses"], said["reason"], "완납을 확인함"):
        assert (words in shown) == bool(operator), words


def test_another_agency_and_who_is_nobody_meet_nothing(site):
    opened()
    client = site.test_client()
    staff.add("elsewhere@example.com", "innobiz")
    client.sign_in("elsewhere@example.com", proved=True)
    paths = ["", "requirements/", "complete", "ineligible", "letters/1"]
    assert {client.get(at(path)).status_code for path in paths} == {404}
    posts = [move.name for move in course.MOVES if move.button]
    assert {client.post(at(name), data=base()).status_code for name in posts} == {404}
    assert "보여 드릴 과제가 없습니다" in text_of(client.get("/staff/cases/"))
    assert CaseMove.select().count() == 1


@pytest.mark.parametrize("role", course.OFFICERS)
def test_every_page_offers_the_moves_the_table_allows_and_the_door_refuses_the_rest(site, agency, lead, role):
    case, officer = opened(), {course.AGENCY: agency, course.LEAD_AGENCY: lead}[role]
    mine = [move for move in course.MOVES if move.button and role in move.who]
    pages = {course.ASK_COMPLETION: at("complete"), course.FIND_INELIGIBLE: at("ineligible")}
    for state in (*course.STATES, course.HELD):
        put(case, state)
        page = officer.get(at()).page
        offered = {tag["action"].rpartition("/")[2] for tag in page.select("main form[action]")}
        offered |= {name for name, path in pages.items() if page.select(f'a[href="{path}"]')}
        known = {move.name for move in mine if state in move.before} - {course.WITHDRAW}  # nobody asked to
        assert offered & {move.name for move in course.MOVES} == known, state
        for move in course.MOVES:
            if move.button and not (move in mine and state in move.before):
                answer = officer.post(at(move.name), data=base() | {"reason": "까닭"})
                assert answer.status_code == (409 if move in mine else 404), (state, move.name)
    assert CaseMove.select().count() == 1


def test_why_who_acts_for_two_companies_withdraws_is_kept_for_the_page_of_its_case(site):
    case, client = opened(), site.test_client()
    client.sign_in(LEAD)
    leading, other = case.application.parties.order_by(Party.position)[:2]
    Membership.create(person=person(LEAD), company=other.company)
    here = f"/applications/{case.application.token}/case?as={leading.position}"
    form = next(form for form in client.get(here).page.select("main form") if "withdrawal" in form.get("action", ""))
    Session.update(ended_at=now()).execute()
    client.post(form["action"], data=sent_by(form) | {"reason": "그만둡니다."}, tokenless=True)
    client.sign_in(LEAD)

    offer = client.get(here).page.select_one("form[action^='/kept/'][action$='/back']")
    back = client.get(client.post(offer["action"], data={}).location).page

    assert back.select_one("[name=reason]").get_text().strip() == "그만둡니다."


@pytest.mark.parametrize("who", [LEAD, SUPPLIER, STRANGER])
def test_in_every_state_a_company_does_what_the_table_lets_its_lead_do(site, who):
    case, client, here = opened(), site.test_client(), f"/applications/{application_of(LEAD).token}"
    client.sign_in(who)
    ways = {course.ASK_WITHDRAWAL: f"{here}/case/withdrawal", course.KEEP: f"{here}/case/keep"}
    for state in (*course.STATES, course.HELD):
        for name, path in ways.items():
            asked = "그만둡니다." if name == course.KEEP else None
            put(case, state)
            Case.update(withdrawal=asked).where(Case.id == case.id).execute()
            seen = fresh(case).moves
            may = who == LEAD and state in course.BY_NAME[name].before
            expected = 303 if may else 409 if who == LEAD else 404
            assert client.post(path, data=base() | {"reason": "까닭"}).status_code == expected, (state, name)
            assert (fresh(case).moves - seen, fresh(case).withdrawal is None) == (may, may == (name == course.KEEP)), (
                state
            )
        put(case, state)
        before = fresh(case).moves, Submission.select().count()
        client.post(f"{here}/submit", data={"confirmed": "yes"})
        assert (fresh(case).moves, Submission.select().count()) == before, state  # nothing was asked for
        for move in (each for each in course.MOVES if each.button):
            assert client.post(at(move.name), data=base() | {"reason": "까닭"}).status_code in (403, 404), move.name


def test_a_page_drawn_before_a_colleague_answered_takes_nothing_back(site, agency):
    case = opened()
    put(case, course.CHECKING)
    page = agency.get(at("requirements/")).page
    sent = {tag["name"]: tag["value"] for tag in page.select("main form input[name][type=hidden]")}
    sent |= {tag["name"]: tag.select_one("option[selected]")["value"] for tag in page.select("select:has([selected])")}
    notes = {tag["name"]: "" for tag in page.select("input[name^=note_]")}
    first = next(name for name in sent if name.startswith("answer_"))
    line = requirements.lines(case)[0]
    requirements.record(case, person(AGENCY), 0, {line.key: Answer("fails", "세금을 체납함")})

    refused = agency.post(at("requirements/"), data=sent | notes | {list(notes)[1]: "함께 보낸 메모"})
    assert refused.status_code == 409 and line.requirement.title in text_of(refused)
    assert [row.answer for row in Check.select()] == ["fails"]
    back = agency.get(at(f"requirements/?rescue={Rescue.get().id}")).page
    assert f"저장된 답: {line.answers['fails']}, 메모: 세금을 체납함" in " ".join(back.get_text().split())
    failed = agency.post(at("requirements/"), data=sent | {next(iter(notes)): "가" * (requirements.NOTE + 1)})
    assert failed.status_code == 422
    assert failed.page.select_one("main form [name=base]")["value"] == "0"  # what its officer saw, still
    base = {"base": back.select_one("main form [name=base]")["value"]}
    assert agency.post(at("requirements/"), data=sent | notes | base).status_code == 303
    assert requirements.newest(case)[line.key].answer == sent[first]


def test_a_history_says_that_who_made_a_move_is_gone_and_nobody_of_a_case_opened_without_a_person(site, agency):
    case = opened()
    make(case, course.TAKE_UP, AGENCY)
    CaseMove.update(person=None).execute()  # as when its officer left, or the command line opened it

    taken_up, opening_move = (row.get_text() for row in agency.get(at()).page.select("ol.history li"))
    assert "탈퇴한 사용자" in taken_up
    assert "탈퇴한 사용자" not in opening_move and "이 사이트" not in opening_move


def many(case: Case, count: int) -> None:
    """Copies of the case's application, each with a case."""
    application, submission = case.application, Submission.get_by_id(case.submission_id)
    rows = {**application.__data__}
    with writing():
        for number in range(count):
            rows |= {"token": f"copy-{number}", "number": f"copy-{number}", "receipt": f"R-{number}"}
            made = Application.create(**{name: value for name, value in rows.items() if name != "id"})
            copy = {name: value for name, value in submission.__data__.items() if name not in ("id", "snapshot")}
            edition = Submission.create(**copy | {"application": made, "receipt": f"R-{number}"}, snapshot={})
            facts = {name: value for name, value in case.__data__.items() if name not in ("id", "token")}
            Case.create(**facts | {"application": made, "submission": edition, "state": "checking"})


def test_a_queue_of_five_hundred_is_light_asks_the_same_and_unseals_nothing(site, agency, monkeypatch):
    case = opened()
    agency.get("/staff/cases/")
    with counted() as few:
        agency.get("/staff/cases/")
    many(case, 500)
    sealed = []
    unseal = secret.unseal
    monkeypatch.setattr(secret, "unseal", lambda value: sealed.append(value) or unseal(value))
    with counted() as lots:
        response = agency.get("/staff/cases/")

    assert "모두 501건" in text_of(response) and len(response.page.select("tbody tr")) == 50
    assert len(lots) == len(few)
    assert len(sealed) <= 1  # whoever is signed in
    assert len(gzip.compress(response.data)) <= 10_000
    assert response.page.select('nav[aria-label="목록의 쪽"] a')


def test_a_visit_is_due_when_its_round_ends_and_the_queue_and_the_day_say_so(site, agency, lead):
    """Beside the day completion is asked for: days left, overdue and the order of the queue follow either."""
    first, second, third, waits = [copied(number) for number in (1, 2, 3, 4)]
    soon, late = round_of([first], days=2), round_of([second], days=9)
    over = round_of([third], need=1)
    put(waits, course.COMPLETION)
    with writing():
        Round.update(closes_at=now() - timedelta(days=2)).where(Round.id == over.id).execute()
        Case.update(due_on=cases.day_of(now()) + timedelta(days=5)).where(Case.id == waits.id).execute()

    def shown(part: str = "") -> list[str]:
        rows = agency.get(f"/staff/cases/?part={part}").page.select("tbody tr")
        return [" ".join(row.select_one("td:nth-of-type(4)").get_text().split()).split(". ")[-1] for row in rows]

    assert shown() == ["2일 지남", "2일 남음", "5일 남음", "9일 남음"]
    assert shown("visit_due") == ["2일 지남", "2일 남음", "9일 남음"] and shown("overdue") == ["2일 지남"]
    day = {row.th.get_text(): row for row in agency.get("/staff/").page.select("table.today tr:has(td)")}
    assert "1건" in day["기한이 지난 과제"].td.get_text()
    assert "1건" in day["3일 안에 평가 기간이 끝나는 현장평가 회차"].td.get_text()
    assert "기한이 지난 과제 1건" in staff_digest.lines_for(officer(), now())
    for row in day.values():
        assert not row.select("a") or agency.get(row.a["href"]).status_code == 200

    with writing():  # who looks after it now has it in no round; a closed round is no day either
        Case.update(agency="innobiz").where(Case.id == first.id).execute()
        Round.update(closed_at=now()).where(Round.id == late.id).execute()
    assert shown("visit_due") == ["2일 지남"] and "-" in shown()
    assert soon.agency == "women" and len(lead.get("/staff/cases/?part=visit_due").page.select("tbody tr")) == 1


def test_the_day_counts_cases_alike_however_many_there_are_and_unseals_none(site, agency, monkeypatch):
    case = put(opened(), course.CHECKING)
    make(case, course.HOLD, AGENCY, said={"reason": "쉽니다."})
    agency.get("/staff/")
    with counted() as few:
        agency.get("/staff/")
    many(case, 40)
    monkeypatch.setattr(Submission.snapshot, "python_value", lambda value: pytest.fail("a snapshot was opened"))
    with counted() as lots:
        page = agency.get("/staff/").page
    assert len(lots) == len(few)
    lines = {row.th.get_text(): row.td.get_text() for row in page.select("table.today tr:has(td)")}
    assert "1건" in lines["보류한 과제"] and "0건" in lines["요건 확인을 시작하지 않은 과제"]


def test_a_held_case_is_not_offered_for_assigning_and_is_named_where_it_was_ticked(site, lead):
    held, other = [copied(number, state=course.RECEIVED, agency=None) for number in (1, 2)]
    with writing():
        Case.update(held="쉽니다.").where(Case.id == held.id).execute()
    ticked = [each.application.token for each in (held, other)]
    assert held.application.token not in lead.get("/staff/assigning/?all=1").text

    refused = lead.post("/staff/assigning/", data={"project": ticked, "agency": "women"})

    assert refused.status_code == 409
    assert f"{held.application.number}: 보류했거나 끝난 과제" in text_of(refused)
    assert fresh(other).agency is None
    assert lead.post("/staff/assigning/", data={"project": ticked[1:], "agency": "women"}).status_code == 303
    assert fresh(other).agency == "women"


def test_the_lead_agency_is_told_who_confirms_a_withdrawal_it_cannot(site, lead):
    for slug, told in (
        (None, "수행기관을 정하면 그 기관이 확정합니다."),
        ("women", "맡은 수행기관이 까닭을 읽고 확정합니다."),
    ):
        case = copied(1 if slug else 2, agency=slug)
        row = CaseMove.create(case=case, number=2, name=course.ASK_WITHDRAWAL, before=case.state, after=case.state)
        Agency.delete().where(Agency.slug == "women").execute()
        with writing():
            Case.update(withdrawal="그만둡니다.").where(Case.id == case.id).execute()
            letters.told_to_agency(fresh(case), row)

        assert told in text_of(lead.get(f"/staff/cases/{case.application.token}/"))
        mail = mails("case_to_agency")[-1]
        assert told in mail.text and "확정해 주세요" not in mail.text


def test_requirements_are_opened_for_answering_by_who_may_answer_and_passing_says_what_is_left(site, agency, lead):
    case = put(opened(), course.CHECKING)
    button = f"main a.primary[href='{at('requirements/')}']"
    left = len(requirements.lines(case))
    assert agency.get(at()).page.select(button) and f"{left}가지가 남아" in text_of(agency.get(at()))
    assert not lead.get(at()).page.select(button) and "가지가 남아" not in text_of(lead.get(at()))
    unread = lead.get(at("requirements/")).page.select("td[data-label='확인']")
    assert {cell.get_text().strip() for cell in unread} == {"아직 확인하지 않음"}, "what is likely is no answer"
    check_all(case, AGENCY)
    assert "가지가 남아" not in text_of(agency.get(at()))
    page = lead.get(at("requirements/")).page
    assert not page.select("table.checks input, table.checks select"), "who may not answer reads the answers"
    assert "아직 확인하지 않음" not in page.main.get_text()

    make(case, course.HOLD, AGENCY, said={"reason": "쉽니다."})
    assert not agency.get(at()).page.select(button)
    assert "보류한 과제라 고칠 수 없습니다" in text_of(agency.get(at("requirements/")))


def test_the_page_of_an_application_leads_to_its_case_where_its_agency_is_changed(site, agency, lead):
    here = f"/staff/applications/{application_of(LEAD).token}/"
    assert lead.get(here).page.select("#assigned") and not lead.get(here).page.select(f"a[href='{at()}']")
    opened()

    for client in (agency, lead):
        page = client.get(here).page
        assert page.select(f"a[href='{at()}']") and not page.select("#assigned")
        assert "여성기업종합지원센터" in page.select_one("aside").get_text()


def test_a_case_is_not_given_to_the_agency_that_has_it(site, lead):
    case = opened()
    options = {tag.get("value") for tag in lead.get(at()).page.select("#reassign-agency option")}
    assert options - {""} == CALL.agencies.keys() - {"women"}

    assert lead.post(at("reassign"), data=base() | {"agency": "women", "reason": "까닭"}).status_code == 422
    with pytest.raises(NotNow, match="이미 그 수행기관"):
        opening.reassign(case, person(LEAD_AGENCY), case.moves, "women", "까닭")
    assert fresh(case).moves == 1
    assert lead.post(at("reassign"), data=base() | {"agency": "innobiz", "reason": "까닭"}).status_code == 303


def test_a_state_s_number_is_what_its_link_opens_however_the_queue_is_narrowed(site, lead):
    for number, whose in ((1, "women"), (2, "women"), (3, "innobiz")):
        last = copied(number, agency=whose)
    with writing():
        Submission.update(words="키오스크").where(Submission.id == last.submission_id).execute()
    for narrowed, many in (("", 3), ("agency=women", 2), ("agency=women&words=없는낱말", 0), ("words=키오스크", 1)):
        page = lead.get(f"/staff/cases/?part=visit&{narrowed}").page
        here = page.select_one('nav[aria-label="과제의 상태"] [aria-current]')
        assert here.get_text() == f"현장평가 {many}" and len(page.select("main tbody tr")) == many, narrowed


def test_the_first_page_counts_the_cases_still_judged_in_the_call_its_link_opens(site, lead):
    for number, state in enumerate((course.VISIT, course.RECOMMENDED, course.VISIT_FAILED, course.WITHDRAWN), start=1):
        copied(number, state=state)
    card = next(tag for tag in lead.get("/staff/").page.select("li.card") if tag.h2.get_text() == "과제 처리")
    assert card.select_one(".krds-badge").get_text() == "2건"
    parts = lead.get(card.a["href"]).page.select_one('nav[aria-label="과제의 상태"]').get_text()
    assert "현장평가 1" in parts and "서면평가 추천 1" in parts and "call=" in card.a["href"]


def test_a_project_that_came_with_its_case_from_another_agency_is_new_to_it(site, agency):
    came = copied(1, state=course.CHECKING, agency="innobiz")
    url = "/staff/"
    before = agency.get(url).page.select_one("table.today td").get_text()
    opening.reassign(came, person(LEAD_AGENCY), came.moves, "women", "지역이 바뀌었습니다.")
    row = agency.get(url).page.select_one("table.today tr:has(td)")
    assert "0건" in before and "어제부터 새로 온" in row.th.get_text() and "1건" in row.td.get_text()


def test_a_project_withdrawn_after_closing_counts_nowhere_and_is_found_as_that(site, lead):
    case = opened()
    said = {"words": case.application.number}

    def shown() -> tuple[str, bool, str]:
        sums = lead.get("/staff/counts").page.select("tbody tr")[-1].select("td")[2].get_text()
        listed = case.application.token in lead.get("/staff/applications/?clear=1").text
        return sums, listed, text_of(lead.post("/staff/find", data=said, follow_redirects=True))

    sums, listed, found = shown()
    assert sums == "1" and listed and "철회함" not in found and "(제1차)" in found
    put(case, course.WITHDRAWN)
    sums, listed, found = shown()
    assert sums == "0" and not listed and "철회함" in found and "(제1차)" not in found
    page = lead.get("/staff/").page
    assert "0건" in next(tag for tag in page.select("li.card") if tag.h2.get_text() == "과제신청").get_text()
    assert page.select("figure.chart tbody td")[-1].get_text().startswith("0건")
    assert lead.get(f"/staff/applications/{case.application.token}/").status_code == 200


def test_a_call_is_offered_to_be_closed_or_extended_as_long_as_it_can_be(site, lead):
    slug = application_of(LEAD).call.slug

    def offered() -> list[bool]:
        pages = [lead.get(f"/staff/proposals/new/{act}-call/").page for act in ("close", "extend")]
        return [bool(page.select(f'option[value="{slug}"]')) for page in pages]

    assert offered() == [True, True]
    close_call()
    assert offered() == [False, True]
    opened()
    assert offered() == [False, False]
