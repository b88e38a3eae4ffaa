# ruff: noqa: F811 - the fixtures of another file
"""Conflicts of interest: found before anybody is proposed, asked before anything is shown, and closed for good on every
route."""

import io
import random
import re
import zipfile
from collections import Counter
from datetime import timedelta

import pyotp
import pytest

from forms.evaluation import QUESTIONS
from models.application import Application, Party
from models.base import now, writing
from models.company import Membership
from models.consortium import Invitation
from models.consulting import ConsultingCase
from models.evaluation import (
    CLEAR,
    CONFLICTED,
    DECLINED,
    HANDED_IN,
    OFFERED,
    PROPOSED,
    REPLACED,
    VOID,
    Assignment,
    Conflict,
    Evaluator,
    Round,
    RoundCase,
)
from models.mail import Outbox
from models.rescue import Rescue
from models.search_key import REPRESENTATIVE, SearchKey
from models.staff import AccessLog, Staff
from models.submission import Submission
from programme.application_types import CONSULTING
from services.access import evaluators, rejected_posts, staff
from services.access.permissions import NotNow
from services.drafts.search_keys import hashed
from services.evaluation import closing, conflicts, gate, planning, rounds
from services.mail import outbox
from tests.applying import fresh, person
from tests.evaluating import (
    assign,
    case,
    clear,
    close,
    evaluator,
    firm,
    hand_in,
    numbers,
    officer,
    round_of,
    said,
)
from tests.pages import sent_by
from tests.reviewing import AGENCY, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.walking import counted

EVALUATOR, OTHER = "evaluator@example.com", "second@elsewhere.example.com"
WORDS = "아무 데도 없던 새 글입니다."
PATHS = ("", "site_visit", "points_need", "overall", "check", "submit", "receipt", "documents/", "site_visit/history")


@pytest.fixture
def client(site):
    return site.test_client()


def kinds(who: Evaluator, one) -> set[str]:
    known, sides = conflicts.known([who], one.application.call_id), conflicts.sides([one])
    return {each.kind for each in conflicts.matches(known[who.id], sides[one.id])}


def test_the_system_finds_what_is_sure_and_warns_of_names(site):
    one, two = case(1), case(2)
    assert kinds(evaluator(EVALUATOR), one) == set()
    same = evaluator("same@n.example.com", number=f"{numbers(1)[0][:3]}-{numbers(1)[0][3:5]}-{numbers(1)[0][5:]}")
    assert kinds(same, one) == {conflicts.NUMBER} and kinds(same, two) == set()
    assert kinds(evaluator("a@firm1a.example.com"), one) == {conflicts.DOMAIN}
    member = evaluator("ceo@firm1a.example.com")
    assert kinds(member, one) == {conflicts.MEMBER, conflicts.DOMAIN, conflicts.APPLIES}
    assert kinds(member, two) == {conflicts.APPLIES}
    with writing():  # from before nobody could be both
        Staff.create(person=(both := evaluator("officer@example.com")).person, agency="women")
    assert kinds(both, one) == {conflicts.OFFICER}
    for free in ("x@gmail.com", "x@naver.com"):
        assert conflicts.domain(free) == ""
    for who in (LEAD_AGENCY, AGENCY):
        with pytest.raises(NotNow):
            evaluators.add(person(who), None)


def test_who_advised_a_firm_is_sure_a_name_alone_warns_and_no_evaluator_becomes_an_officer(site):
    one, name = case(1), "남궁 평가"
    advised = {"purpose": CONSULTING, "call": one.application.call, "number": "C-1"}
    with writing():
        lead = Party.get(Party.application == one.application, Party.lead)
        request = Application.create(**advised)
        Party.create(application=request, company=lead.company, role="adopter", lead=True, position=1)
        ConsultingCase.create(application=request, expert="남궁평가", affiliation="가 대학교")
        SearchKey.create(party=lead, step="company", kind=REPRESENTATIVE, value=hashed(REPRESENTATIVE, "대표 자"))
    same = evaluator("same@n.example.com", name=name, institution="가대학교")
    assert kinds(same, one) == {conflicts.ADVISED, conflicts.NAME}
    namesake, chief = evaluator("b@b.example.com", name=name), evaluator("c@c.example.com", name="대표자")
    assert kinds(namesake, one) == kinds(chief, one) == {conflicts.NAME}
    of = round_of([one], need=2)
    with pytest.raises(NotNow, match="사전진단"):
        planning.add(of, one.id, same.id, person(AGENCY))
    assert "같은 사람인지" in planning.field_of(of, rounds.lines(of, person(AGENCY))).warning(one.id, chief.id)
    assert planning.propose(of, person(AGENCY)).pairs == ((one.id, namesake.id), (one.id, chief.id))
    for where in (None, "women"):
        with pytest.raises(staff.IsEvaluator):
            staff.add("same@n.example.com", where)


def test_what_is_sure_is_never_proposed_nor_given_by_hand(site):
    one = case(1)
    of = round_of([one], need=1)
    bad = evaluator("a@firm1a.example.com")
    assert planning.propose(of, person(AGENCY)).short[one.id][0] == 1
    with pytest.raises(NotNow, match="도메인"):
        planning.add(of, one.id, bad.id, person(AGENCY))
    far = evaluator("far@far.example.com", regions=["제주"])
    with pytest.raises(NotNow, match="지역"):
        planning.add(of, one.id, far.id, person(AGENCY))
    busy = evaluator("busy@busy.example.com", most=1)
    assign(round_of([case(2)], need=1), rounds.lines(rounds.of_call(officer(), one.application.call)[0])[0].case, busy)
    with pytest.raises(NotNow, match="1건"):
        planning.add(of, one.id, busy.id, person(AGENCY))
    good = evaluator(EVALUATOR)
    assert planning.propose(of, person(AGENCY)).pairs == ((one.id, good.id),)


def nothing_of(client, row: Assignment) -> None:
    """No route shows its evaluator anything of the case."""
    token = Assignment.get_by_id(row.id).token
    for path in ("", "plan", "plan.docx"):
        assert client.get(f"/evaluation/cases/{token}/{path}").status_code == 404, path
    for path in ("answer", "decline", "conflict"):
        assert (
            client.post(f"/evaluation/cases/{token}/{path}", data=said() | {"reason": "글", "note": "글"}).status_code
            == 404
        )
    sheet = Assignment.get_by_id(row.id).application
    for path in PATHS if sheet else ():
        assert client.get(f"/applications/{sheet.token}/{path}").status_code == 404, path
    project = row.case.application
    for path in ("", "overview", "documents/", "case", "submitted.zip"):
        assert client.get(f"/applications/{project.token}/{path}").status_code == 404, path
    for path in (f"submissions/{project.token}/", f"cases/{project.token}/", f"rounds/{row.round.token}/"):
        assert client.get(f"/staff/{path}").status_code == 404, path
    home = client.get("/evaluation/")
    for word in (token, row.case.submission.listing["adopters"], row.case.submission.receipt):
        assert word not in home.text


def addresses(site, row: Assignment) -> list[tuple[str, str]]:
    """(method, address) of every route that names something of a case: its project, its round, its assignment, its
    sheet."""
    project, sheet = row.case.application.token, Assignment.get_by_id(row.id).application
    named = {"assignment": row.token, "round": row.round.token, "line": project, "case": project}
    named |= {"submission": project, "registration": project}
    adapter, found = site.url_map.bind("localhost"), []
    for rule in site.url_map.iter_rules():
        if not rule.arguments & {"application", *named}:
            continue
        ways = [{"application": each} for each in (project, sheet and sheet.token) if each]
        for way in ways if "application" in rule.arguments else [{}]:
            given = dict.fromkeys(rule.arguments, "1") | {"slug": "overall", "purpose": "project"} | named | way
            given = {name: given[name] for name in rule.arguments}
            methods = rule.methods & {"GET", "POST"}
            found += [(method, adapter.build(rule.endpoint, given, method=method)) for method in sorted(methods)]
    return found


def walk(site, client, row: Assignment) -> int:
    """Every route answers its evaluator as if there were nothing; how many there are."""
    client.sign_in(row.evaluator.person.email, proved=True)
    found = addresses(site, row)
    for method, path in found:
        answer = client.get(path) if method == "GET" else client.post(path, data={"reason": "글"})
        assert answer.status_code == 404, (method, path)
    return len(found)


def test_whatever_is_answered_with_yes_closes_every_route_for_good(site, client):
    """Nothing of the case, nor of others of its companies, is shown any more, in no round and no mail."""
    asked = [evaluator(f"{name}@{name}.example.com") for name in QUESTIONS]
    first, shared, free = case(1), case(2), case(3)
    listing = shared.submission.listing | {"numbers": ", ".join([numbers(2)[0], numbers(1)[1]])}
    with writing():  # the same supplier as the first's
        Submission.update(listing=listing).where(Submission.id == shared.submission_id).execute()
    of = round_of([first, shared, free], need=9)
    rows = [planning.add(of, first.id, each.id, person(AGENCY)) for each in asked]
    others = [planning.add(of, each.id, asked[0].id, person(AGENCY)) for each in (shared, free)]
    void = planning.add(of, first.id, evaluator(EVALUATOR).id, person(AGENCY))
    planning.confirm(of, person(AGENCY))
    for name, row in zip(QUESTIONS, rows, strict=True):
        client.sign_in(row.evaluator.person.email, proved=True)
        url = f"/evaluation/cases/{row.token}"
        answered = client.post(f"{url}/answer", data=said((name,)) | {"about": "함께 일했습니다."})
        assert answered.status_code == 303 and "closed" in answered.location, name
        assert Assignment.get_by_id(row.id).state == CONFLICTED
        if name != next(iter(QUESTIONS)):
            assert {client.get(f"{url}/{path}").status_code for path in ("", "plan", "plan.docx")} == {404}, name
            continue
        assert Assignment.get_by_id(others[0].id).state == CONFLICTED
        for each in (row, others[0]):
            nothing_of(client, each)
        assert client.get(f"/evaluation/cases/{others[1].token}/").status_code == 200
    clear(void)
    planning.found_late(of, void.token, "제보가 있었습니다.", person(AGENCY))
    assert walk(site, client, void) > 150

    with writing():  # a later round, and its mails
        Round.update(closed_at=now()).where(Round.id == of.id).execute()
    again = round_of([first, shared], need=1)
    for one, who in [(first, each) for each in asked] + [(shared, asked[0])]:
        with pytest.raises(NotNow, match="이해관계가 확인된"):
            planning.add(again, one.id, who.id, person(AGENCY))
    bad = [each.person.email for each in asked] + [EVALUATOR]
    told = [outbox.written(mail) for mail in Outbox.select() if mail.to in bad]
    texts = " ".join(f"{mail.subject} {mail.text} {mail.html}" for mail in told)
    assert told and not re.search("도입[12]|공급[12]|번째 과제", texts)
    assert kinds(evaluator(OTHER), first) == set()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_conflicts_are_drawn_each_closes_what_it_is_about_and_nothing_else(site, client, seed):
    """Who says yes to what, of which companies, of which case; some cases share a supplier."""
    draw = random.Random(seed)
    cases, who = [case(number) for number in range(1, 5)], [evaluator(f"e{n}@e{n}.example.com") for n in range(3)]
    with writing():
        for one in cases[1:]:
            adopter, supplier = numbers(cases.index(one) + 1)
            shown = one.submission.listing | {"numbers": f"{adopter}, {draw.choice([supplier, numbers(1)[1]])}"}
            one.submission.listing = shown
            one.submission.save(only=[Submission.listing])
    of = round_of(cases, need=3)
    rows = {(one.id, each.id): assign(of, one, each) for each in who for one in cases}
    for each in who:
        client.sign_in(each.person.email, proved=True)
        first = draw.choice(cases)
        places = draw.choice([[], ["0"], ["1"], ["0", "1"]])
        sent = said((draw.choice([*QUESTIONS]),)) | {"about": "함께 일했습니다.", "whose": places}
        token = rows[first.id, each.id].token
        assert client.post(f"/evaluation/cases/{token}/answer", data=sent).status_code == 303
        named = conflicts.numbers_in(first.submission)
        about = {named[int(place)] for place in places} or {*named}
        for one in cases:
            row = Assignment.get_by_id(rows[one.id, each.id].id)
            if one == first or about & {*conflicts.numbers_in(one.submission)}:
                assert row.state == CONFLICTED
                nothing_of(client, row)
            else:
                assert row.state == OFFERED
                assert client.get(f"/evaluation/cases/{row.token}/").status_code == 200


@pytest.mark.parametrize("by", ["himself", "officer", "system"])
def test_a_conflict_found_after_reading_voids_the_sheet_and_the_row_stays(site, client, by):
    one, who = case(1), evaluator(EVALUATOR)
    of = round_of([one], need=1)
    sheet = clear(row := assign(of, one, who))
    client.sign_in(EVALUATOR, proved=True)
    assert client.get(f"/evaluation/cases/{row.token}/plan").status_code == 200
    hand_in(sheet)
    if by == "himself":
        assert client.post(f"/evaluation/cases/{row.token}/conflict", data={"note": "친척입니다."}).status_code == 303
    elif by == "officer":
        planning.found_late(of, row.token, "제보가 있었습니다.", person(AGENCY))
    else:
        with writing():
            Membership.create(company=firm("x.example.com"), person=person(EVALUATOR))
            company = one.submission.companies[0]
            Membership.create(company=company, person=person(EVALUATOR))
        assert closing.look_again(of) == 1
    assert Assignment.get_by_id(row.id).state == VOID and fresh(sheet).submissions.count() == 1
    if by != "system":
        nothing_of(client, row)
    (line,) = rounds.lines(of)
    assert line.official is None and line.missing == 1


@pytest.mark.parametrize("first", ["plan", "sheet"])
def test_who_joins_a_firm_after_answering_is_shut_out_at_the_next_page(site, client, first):
    (one, other), who = (case(1), case(2)), evaluator(EVALUATOR)
    of = round_of([one, other], need=1)
    rows = [assign(of, each, who) for each in (one, other)]
    sheet = clear(rows[0])
    client.sign_in(EVALUATOR, proved=True)
    paths = {"plan": f"/evaluation/cases/{rows[0].token}/plan", "sheet": f"/applications/{sheet.token}/overall"}
    assert {client.get(path).status_code for path in paths.values()} == {200}
    with writing():
        Membership.create(company=other.submission.companies[0], person=who.person)
    assert client.get(paths[first]).status_code == 404
    assert Assignment.get_by_id(rows[0].id).state == VOID
    nothing_of(client, rows[0])
    assert Outbox.select().where(Outbox.key.startswith(f"evaluation:{rows[0].id}:{VOID}")).count() == 1
    answered = client.post(f"/evaluation/cases/{rows[1].token}/answer", data=said())  # who applies evaluates nothing
    assert answered.status_code == 303 and Assignment.get_by_id(rows[1].id).state == CONFLICTED


def test_a_sheet_counted_in_a_round_that_closes_as_its_evaluator_comes_in_stays(site):
    one, who = case(1), evaluator(EVALUATOR)
    of = round_of([one], need=1)
    hand_in(clear(row := assign(of, one, who)))
    read = Assignment.select(Assignment, Round).join(Round).where(Assignment.id == row.id).get()
    with writing():
        Round.update(closed_at=now()).where(Round.id == of.id).execute()
        Membership.create(company=one.submission.companies[0], person=who.person)

    assert gate.close_changed([read]) == [read]  # kept from him
    assert Assignment.get_by_id(row.id).state == HANDED_IN


def test_a_list_shows_no_case_of_who_joined_a_firm_after_answering(site, client):
    (one, other), who = (case(1), case(2)), evaluator(EVALUATOR)
    of = round_of([one, other], need=1)
    clear(row := assign(of, one, who))
    assign(of, other, who)
    client.sign_in(EVALUATOR, proved=True)
    assert "도입1" in client.get("/evaluation/").text
    with writing():
        Membership.create(company=one.submission.companies[0], person=who.person)
    home = client.get("/evaluation/").text
    assert "도입1" not in home and row.token not in home and "도입2" in home  # which asks about conflicts still
    assert Assignment.get_by_id(row.id).state == VOID


def test_a_business_number_said_later_closes_the_cases_of_its_company(site, client):
    """Before answering, while filling the sheet, and handed in; not those of other companies."""
    cases, who = [case(number) for number in (1, 2, 3)], evaluator(EVALUATOR)
    of = round_of(cases, need=1)
    read, offered, free = [assign(of, each, who) for each in cases]
    with writing():  # the same supplier as the first's
        listing = cases[1].submission.listing | {"numbers": ", ".join([numbers(2)[0], numbers(1)[1]])}
        Submission.update(listing=listing).where(Submission.id == cases[1].submission_id).execute()
    hand_in(clear(read))
    clear(free)
    client.sign_in(EVALUATOR, proved=True)
    profile = {"name": "평가자", "institution": "대학교", "sector": "academy", "fields": "data", "most": "5"}
    assert client.post("/evaluation/profile", data=profile).status_code == 303
    assert {row.state for row in Assignment.select()} == {HANDED_IN, OFFERED, CLEAR}
    assert client.post("/evaluation/profile", data=profile | {"number": numbers(1)[1]}).status_code == 303

    assert [Assignment.get_by_id(row.id).state for row in (read, offered, free)] == [VOID, CONFLICTED, CLEAR]
    for row in (read, offered):
        nothing_of(client, row)
    assert client.get(f"/evaluation/cases/{free.token}/plan").status_code == 200
    assert {each.case_id for each in Conflict.select()} == {cases[0].id, cases[1].id}


def test_before_answering_only_names_are_shown_and_after_it_the_plan_without_personal_values(site, client):
    one, who = case(1), evaluator(EVALUATOR)
    row = assign(round_of([one], need=1), one, who)
    client.sign_in(EVALUATOR, proved=True)
    page = client.get(f"/evaluation/cases/{row.token}/").page.main.get_text(" ", strip=True)
    snapshot = one.submission.snapshot
    project = snapshot["steps"]["overview"]["project"][0]
    assert project not in page and numbers(1)[0][5:] in page
    assert client.get(f"/evaluation/cases/{row.token}/plan").status_code == 404
    for sent in (said() | {"kin": "yes"}, {}):
        assert client.post(f"/evaluation/cases/{row.token}/answer", data=sent).status_code == 422
    assert client.post(f"/evaluation/cases/{row.token}/answer", data=said()).status_code == 303
    plan = client.get(f"/evaluation/cases/{row.token}/plan")
    assert project in plan.text and "평가용 사본 · 평가위원 evaluator" in plan.text and "가림" in plan.text
    contact = next(party["steps"]["contact"] for party in snapshot["parties"] if "contact" in party["steps"])
    assert contact["email"][0] not in plan.text and contact["mobile"][0] not in plan.text
    file = client.get(f"/evaluation/cases/{row.token}/plan.docx")
    assert b"expert" not in file.headers["Content-Disposition"].encode() and file.status_code == 200
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        feet = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/footer")]
    assert any("평가용 사본 · 평가위원 evaluator" in each for each in feet)
    logged = [entry.what for entry in AccessLog.select().where(AccessLog.person == who.person)]
    assert {"사업계획서 사본 보기", "사업계획서 사본 내려받기", "이해관계 확인 화면"} <= set(logged)


def test_another_s_case_a_proposed_one_an_ended_post_and_an_unproved_session_show_nothing(site, client):
    one, who, other = case(1), evaluator(EVALUATOR), evaluator(OTHER)
    of = round_of([one, case(2)], need=1)
    sheet = clear(row := assign(of, one, other))
    second = next(line.case for line in rounds.lines(of) if line.case.id != one.id)
    proposed = assign(of, second, who, PROPOSED)
    client.sign_in(EVALUATOR, proved=True)
    nothing_of(client, row)
    assert client.get(f"/evaluation/cases/{proposed.token}/").status_code == 404
    assert AccessLog.select().where(AccessLog.what == "평가 과제(거절)").count() >= 2
    client.sign_in(OTHER)
    for path in ("/evaluation/", f"/evaluation/cases/{row.token}/", f"/applications/{sheet.token}/"):
        assert "/staff/proof" in client.get(path).location
    client.sign_in(OTHER, proved=True)
    assert client.get(f"/applications/{sheet.token}/site_visit").status_code == 200
    planning.end_post(Evaluator.get_by_id(other.id), "그만둠", person(LEAD_AGENCY))
    assert "/sign-in" in client.get(f"/applications/{sheet.token}/site_visit").location  # signed out at once
    client.sign_in(OTHER, proved=True)
    for path in (f"/applications/{sheet.token}/site_visit", "/evaluation/", f"/evaluation/cases/{row.token}/plan"):
        assert client.get(path).status_code == 404
    assert Assignment.get_by_id(row.id).state == REPLACED


def test_an_evaluator_is_invited_by_mail_proves_himself_and_pledges_before_anything(site, lead, client):
    assert lead.post("/staff/evaluators/", data={"email": EVALUATOR}).status_code == 303
    assert lead.post("/staff/evaluators/", data={"email": EVALUATOR}).status_code == 422
    assert lead.post("/staff/evaluators/", data={"email": LEAD_AGENCY}).status_code == 422
    mail = mails("evaluator_invitation")[0]
    link = re.search(r"http://localhost(/invitations/\S+)", mail.text)[1]
    client.sign_in(OTHER)  # to whom it was forwarded
    assert client.get(link).status_code == 403
    assert client.post(link, data={"answer": "accept"}).status_code == 403 and not Evaluator.select().exists()
    client.sign_in(EVALUATOR)
    accepted = client.post(link, data={"answer": "accept"})
    assert accepted.status_code == 303 and accepted.location == "/evaluation/"
    assert "/staff/proof" in client.get("/evaluation/").location
    secret = client.get("/staff/proof/").page.select_one(".key").get_text()
    proved = client.post("/staff/proof/", data={"code": pyotp.TOTP(secret).now()})
    assert proved.status_code == 303 and proved.location in ("/evaluation/", "/evaluation/?")
    assert "먼저 할 일" in client.get("/evaluation/").text
    assert client.post("/evaluation/pledge", data={"signer": "평가자"}).status_code == 422
    assert client.post("/evaluation/pledge", data={"signer": "평가자", "agreed": "yes"}).status_code == 303
    profile = {"name": "평가자", "institution": "대학교", "sector": "academy", "fields": "data", "most": "5"}
    assert client.post("/evaluation/profile", data=profile | {"most": "0"}).status_code == 422
    assert client.post("/evaluation/profile", data=profile).status_code == 303
    assert "아직 배정된 과제가 없습니다" in client.get("/evaluation/").text
    assert [each.person for each in planning.available()] == [person(EVALUATOR)]
    assert lead.get("/staff/evaluators/").status_code == 200
    shown = lead.get(f"/staff/evaluators/{Evaluator.get().token}/").page.main.get_text()
    assert "평가자" in shown and Invitation.get().state == "accepted"


def test_an_invitation_that_was_declined_is_not_called_waiting(site, lead):
    assert lead.post("/staff/evaluators/", data={"email": OTHER}).status_code == 303
    Invitation.update(state="declined").execute()
    said = lead.get("/staff/evaluators/").page.main.get_text()
    assert "보낸 초대" in said and "거절함" in said and "기다리는 초대" not in said


def test_what_was_typed_comes_back_where_it_was_typed(site):
    """Whoever's second factor lapsed meanwhile: an evaluator at each form of his, an officer at each of hers."""
    one, who = case(1), evaluator(EVALUATOR)
    of = round_of([case(2), one], need=1)
    row = assign(of, one, who)
    case_page, round_page = f"/evaluation/cases/{row.token}/", f"/staff/rounds/{of.token}/"
    typed_at(site, EVALUATOR, case_page, "about", "answer")
    typed_at(site, EVALUATOR, case_page, "reason", "decline")
    clear(row)
    typed_at(site, EVALUATOR, case_page, "note", "conflict")
    typed_at(site, EVALUATOR, case_page, "reason", "decline")
    typed_at(site, EVALUATOR, "/evaluation/profile", "institution")
    evaluators.add(person(OTHER), None)
    typed_at(site, OTHER, "/evaluation/pledge", "signer")
    typed_at(site, AGENCY, "/staff/rounds/new/", "name", do="")
    typed_at(site, AGENCY, round_page, "why", do="extend")
    ready = round_of([finished := case(3)], need=1)
    hand_in(clear(assign(ready, finished, who)))
    typed_at(site, AGENCY, f"/staff/rounds/{ready.token}/", "reason", do="close")
    typed_at(site, AGENCY, f"{round_page}{one.application.token}/", "reason", do="take_back")
    typed_at(site, LEAD_AGENCY, "/staff/evaluators/", "email")
    typed_at(site, LEAD_AGENCY, f"/staff/evaluators/{who.token}/", "reason")


def typed_at(site, email: str, url: str, name: str, rest: str = "", do: str = "") -> None:
    """Words sent from a page with the second factor lapsed are offered on it, and put back into it."""
    client = site.test_client()
    client.sign_in(email, proved=True)
    button = f"form:has([name={name}]){f':has([value={do}])' if do else ''}"
    form = next(tag for tag in client.get(url).page.select(button) if (tag.get("action") or "").endswith(rest))
    target = form.get("action") or url
    client.sign_in(email)
    lapsed = client.post(target, data=sent_by(form) | {name: [WORDS], "do": [do]})
    assert lapsed.status_code == 303 and "/staff/proof" in lapsed.location, target
    kept = Rescue.get()
    client.sign_in(email, proved=True)
    assert WORDS in client.get(kept.path).page.select_one("main details").get_text(), target
    back = client.get(client.post(f"/kept/{kept.id}/back", data={}).location, follow_redirects=True).page
    put = [tag.get("value") or tag.get_text().strip() for tag in back.select(f"main [name={name}]")]
    assert put == [WORDS] and back.select_one("[name=rescue]")["value"] == str(kept.id), target
    rejected_posts.discard(kept)


def test_a_conflict_is_declared_also_when_it_is_too_late_for_a_sheet(site, client):
    (one, other), who = (case(1), case(2)), evaluator(EVALUATOR)
    row = assign(of := round_of([one, other], need=1), one, who)
    clear(cleared := assign(of, other, who))
    with writing():
        Round.update(closes_at=now() - timedelta(seconds=1)).where(Round.id == of.id).execute()
    client.sign_in(EVALUATOR, proved=True)
    badges = [
        [tag.text for tag in part.select(".krds-badge")]
        for part in client.get("/evaluation/").page.select("main .card")
    ]
    assert badges == [["이해관계 확인 전", "기간 끝남"], ["기간 끝남"]]
    said_of_it = client.get(f"/evaluation/cases/{cleared.token}/").page.select_one(".lead").get_text()
    assert "기간 끝남" in said_of_it and "평가 중" not in said_of_it
    page = client.get(f"/evaluation/cases/{row.token}/").page
    assert "평가 기간이 끝났습니다" in page.main.get_text() and not page.select("form[action$='/decline']")
    url = f"/evaluation/cases/{row.token}/answer"
    refused = client.post(url, data=said())
    assert refused.status_code == 409  # a sheet is not opened any more
    assert "내 평가로 가기" in refused.page.main.get_text() and "내 신청으로" not in refused.page.main.get_text()
    answered = client.post(url, data=said(("kin",)) | {"about": "친척입니다."})
    assert answered.status_code == 303 and Assignment.get_by_id(row.id).state == CONFLICTED
    rounds.extend(of, now() + timedelta(days=1), "눈", person(AGENCY))
    nothing_of(client, row)


def test_a_case_that_does_not_conflict_can_be_handed_back_before_its_round_opens(site, client):
    of = round_of([one := case(1)], need=1)
    with writing():
        Round.update(opens_at=now() + timedelta(days=1)).where(Round.id == of.id).execute()
    clear(row := assign(of, one, evaluator(EVALUATOR)))
    client.sign_in(EVALUATOR, proved=True)
    form = client.get(f"/evaluation/cases/{row.token}/").page.select_one("form[action$='/decline']")
    assert client.post(form["action"], data={"reason": "그 주에 자리를 비웁니다."}).status_code == 303
    assert Assignment.get_by_id(row.id).state == DECLINED


def test_who_joins_a_firm_after_closing_opens_nothing_of_it_and_the_score_stays(site, client):
    (one, other), who = (case(1), case(2)), evaluator(EVALUATOR)
    of = round_of([one, other], need=1)
    rows = [assign(of, each, who) for each in (one, other)]
    for row in rows:
        hand_in(clear(row))
    close(of)
    client.sign_in(EVALUATOR, proved=True)
    sheet = Assignment.get_by_id(rows[0].id).application
    assert client.get(f"/applications/{sheet.token}/receipt").status_code == 200
    with writing():
        Membership.create(company=one.submission.companies[0], person=who.person)
    assert client.get(f"/applications/{sheet.token}/receipt").status_code == 404
    for path in ("", "plan", "plan.docx"):
        assert client.get(f"/evaluation/cases/{rows[0].token}/{path}").status_code == 404, path
    assert rows[0].token not in client.get("/evaluation/").text
    assert Assignment.get_by_id(rows[0].id).state == HANDED_IN and RoundCase.get().official == 7000


def test_a_late_conflict_of_a_case_not_answered_yet_draws_no_cleared_page(site, client):
    row = assign(round_of([one := case(1)], need=1), one, evaluator(EVALUATOR))
    client.sign_in(EVALUATOR, proved=True)
    answered = client.post(f"/evaluation/cases/{row.token}/conflict", data={"note": ""})
    assert answered.status_code == 409 and "/applications//" not in answered.text


def test_a_list_of_closed_sheets_asks_the_same_however_many_there_are(site, client):
    cases, who = [case(number) for number in range(1, 6)], evaluator(EVALUATOR)
    of = round_of(cases, need=1)
    for one in cases:
        hand_in(clear(assign(of, one, who)))
    close(of)
    with writing():
        Membership.create(company=cases[0].submission.companies[0], person=who.person)
    client.sign_in(EVALUATOR, proved=True)
    client.get("/evaluation/")
    with counted() as asked:
        assert "도입" not in client.get("/evaluation/").page.main.get_text()
    assert not [each for each in Counter(asked).values() if each > 2]
