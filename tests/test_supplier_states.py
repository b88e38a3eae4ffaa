"""A supplier suspended or otherwise not in order: whom it touches, who is told, and how staff see its submitted
projects."""

from datetime import timedelta

import pytest

from models.application import Application, Call
from models.base import now
from models.company import APPROVED, DRAFT, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Supplier
from models.mail import Outbox
from models.pool import Shortlisted
from models.staff import Agency
from models.submission import Submission
from programme import course
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.drafts import applications
from services.pool import decisions, supplier_states, suspensions
from services.submissions import snapshot_findings
from tests.applying import HALF, LEAD, STRANGER, SUPPLIER, application_of, hand_in, person
from tests.evaluating import assign, clear, evaluator, round_of
from tests.evaluating import hand_in as hand_in_sheet
from tests.judging import OFFICER, opened, put
from tests.registering import entry, mine
from tests.reviewing import AGENCY, LEAD_AGENCY, posts
from tests.smtp import mails
from tests.walking import counted

WHY = "사실과 다른 실적이 있습니다."


@pytest.fixture
def project(registered) -> Application:
    """A project submitted with a supplier, which is in a draft of somebody else's too."""
    posts()
    application = application_of(LEAD)
    hand_in(application)
    draft = applications.start(person(STRANGER), Call.get(), now())
    applications.choose_supplier(draft, entry("누리매칭랩"), person(STRANGER), now())
    return application


def suspend() -> None:
    registration = mine(SUPPLIER)
    decisions.suspend(registration, decisions.SeenState(1, APPROVED), WHY, person(LEAD_AGENCY))


def be(state: str, **said) -> None:
    Supplier.update(state=state, **said).where(Supplier.id == entry("누리매칭랩").id).execute()


def test_a_suspension_says_beforehand_what_it_touches_and_tells_the_leads_once(registered, project):
    officer, lead = registered.test_client(), registered.test_client()
    officer.sign_in(LEAD_AGENCY, proved=True)
    lead.sign_in(LEAD)
    path = f"/staff/registrations/{mine(SUPPLIER).token}/suspend"
    receipt = Submission.standing_for(project).receipt
    found = suspensions.touched(mine(SUPPLIER))
    assert [row.receipt for row in found.submitted] == [receipt]
    registration = mine(SUPPLIER)
    with counted() as asked:
        suspensions.touched(registration)
    assert sum('FROM "submission"' in query for query in asked) == 1  # however many projects
    told = officer.get(path).page.main.get_text(" ")
    assert receipt in told and "작성 중인 과제신청 1건" in told
    assert found.drafts[0].number not in told

    for answer in (303, 409):
        assert officer.post(path, data={"base": "1-approved", "reason": WHY}).status_code == answer

    told = mails("supplier_suspended")
    assert sorted(mail.to for mail in told) == sorted((LEAD, STRANGER))
    by = {mail.to: mail.text for mail in told}
    assert WHY in by[LEAD] and receipt in by[LEAD] and "이미 제출한 신청은 그대로" in by[LEAD]
    assert WHY in by[STRANGER] and "이미 제출한" not in by[STRANGER] and "마감(" in by[STRANGER]
    task_list = lead.get(f"/applications/{project.token}/").page.main
    assert WHY in task_list.get_text() and "다른 공급기업으로 바꾸어" in task_list.get_text()
    assert not task_list.select(".alert.success")


def test_the_agency_of_a_case_is_told_and_reads_it_on_its_page_and_before_closing(registered, project):
    agency = Agency.get(Agency.slug == OFFICER).email
    case = put(opened(), course.VISIT)
    of = round_of([case], need=1)
    hand_in_sheet(clear(assign(of, case, evaluator("evaluator@elsewhere.example.com"))))
    form = ACTS["close-round"].form(None).of({"round": [of.token], "reason": ["모였습니다."]})
    assert form.validate()
    row = proposals.propose(ACTS, "close-round", None, form, person(AGENCY))
    suspend()

    (mail,) = mails("case_to_agency")
    assert mail.to == agency and WHY in mail.text and "정지되었습니다" in mail.subject
    client = registered.test_client()
    client.sign_in(AGENCY, proved=True)
    assert WHY in client.get(f"/staff/cases/{project.token}/").page.main.get_text()
    client.sign_in(LEAD_AGENCY, proved=True)
    told = client.get(f"/staff/proposals/{row.token}/").page.main.get_text()
    assert "정지된 공급기업" in told and case.submission.receipt in told
    proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    assert "정지된 공급기업" not in client.get(f"/staff/proposals/{row.token}/").text


def test_the_leads_are_told_when_a_suspension_is_lifted(registered, project):
    suspend()
    decisions.resume(mine(SUPPLIER), decisions.SeenState(1, SUSPENDED), person(LEAD_AGENCY))

    told = {mail.to: mail for mail in mails("supplier_resumed")}
    assert set(told) == {LEAD, STRANGER}
    assert Submission.standing_for(project).receipt in told[LEAD].text
    assert "지금 등록 상태: 승인" in told[STRANGER].text and "접수번호" not in told[STRANGER].text
    assert Outbox.select().where(Outbox.kind == "supplier_suspended").count() == 2  # as before, and none again


def test_the_supplier_reads_why_and_who_kept_it_in_mind_that_it_is_suspended(registered, project):
    Shortlisted.create(person=person(LEAD), supplier=entry("누리매칭랩"))
    suspend()
    supplier, adopter = registered.test_client(), registered.test_client()
    supplier.sign_in(SUPPLIER)
    adopter.sign_in(LEAD)

    assert WHY in supplier.get(f"/applications/{mine(SUPPLIER).token}/").page.main.get_text()
    kept = adopter.get("/suppliers/shortlist").page.main
    assert "누리매칭랩" in kept.get_text() and "정지" in kept.get_text() and "아직 담아 둔" not in kept.get_text()
    assert WHY not in kept.get_text()
    dropped = adopter.post(f"/suppliers/{entry('누리매칭랩').token}/shortlist", data={"drop": "1", "back": "list"})
    assert "아직 담아 둔 기업이 없습니다" in adopter.get(dropped.location).page.main.get_text()


def test_the_lead_reads_of_a_suspension_wherever_the_project_is_shown(registered, project):
    Shortlisted.create(person=person(LEAD), supplier=entry("누리매칭랩"))
    suspend()
    lead, writer = registered.test_client(), registered.test_client()
    lead.sign_in(LEAD)
    writer.sign_in(STRANGER)
    consortium = f"/applications/{project.token}/consortium"

    for path in (f"/applications/{project.token}/receipt", consortium):
        told = lead.get(path).page.main.get_text(" ")
        assert "누리매칭랩" in told and WHY in told and "제출한 신청은 그대로" in told, path
    kept = lead.get(consortium).page.main.get_text(" ")
    assert "정지가 풀릴 때까지 고를 수 없습니다" in kept and "아직 담아 둔 기업이 없습니다" not in kept
    for client in (lead, writer):  # of what was submitted, and of a draft
        assert "공급기업 정지" in client.get("/applications/").page.select_one("ul.cards .card").get_text(" ")

    Supplier.update(state=DRAFT, approved_at=None, ended_at=now()).where(
        Supplier.id == entry("누리매칭랩").id
    ).execute()
    assert "등록을 끝냄" in lead.get(consortium).page.main.get_text(" ")
    assert "공급기업 등록 없음" in lead.get("/applications/").page.select_one("ul.cards .card").get_text(" ")
    be(APPROVED, approved_at=now(), renewed_at=now(), ended_at=None)
    for path in (f"/applications/{project.token}/receipt", consortium):
        assert "등록을 확인해" not in lead.get(path).text


def test_a_supplier_is_led_to_its_own_registration_and_only_the_lead_to_another_supplier(registered, project):
    suspend()
    for email, own in ((SUPPLIER, True), (LEAD, False)):
        client = registered.test_client()
        client.sign_in(email)
        for path in ("", "consortium", "receipt"):
            told = client.get(f"/applications/{project.token}/{path}").page.select_one(".alert.danger")
            assert bool(told.select('a[href="/registrations/"]')) == own
            assert ("사정을 확인해" in told.get_text()) == ("바꾸어" in told.get_text()) == (not own)


def test_a_supplier_reads_why_it_is_suspended_once_the_next_call_is_open(registered, project):
    suspend()
    supplier, call = registered.test_client(), Call.get()
    supplier.sign_in(SUPPLIER)
    Call.update(closes_at=now() - timedelta(days=1)).where(Call.id == call.id).execute()
    Call.create(slug="next", package=call.package, opens_at=now() - timedelta(days=1), closes_at=call.closes_at)

    for path in ("/registrations/", "/applications/"):
        told = supplier.get(path).page.main.get_text(" ")
        assert WHY in told and "에 문의해 주세요" in told, path


def test_a_submitted_project_is_marked_for_staff_by_how_its_supplier_stands(registered, project):
    officer = registered.test_client()
    officer.sign_in(LEAD_AGENCY, proved=True)

    def rows(narrowed: str = "clear=1") -> list[str]:
        page = officer.get(f"/staff/applications/?{narrowed}").page
        return [row.get_text(" ") for row in page.select("tbody tr")]

    for state in (SUSPENDED, RETURNED, WAITING, OUTDATED):
        be(state, renewed_at=None)
        assert POOL_STATES[state] in rows()[0], state
        assert len(rows("supplier=any")) == len(rows(f"supplier={state}")) == 1
        page = officer.get(f"/staff/applications/{project.token}/").page
        assert POOL_STATES[state] in page.select_one(".alert").get_text(), state
        assert page.select_one(f'.alert a[href*="{mine(SUPPLIER).token}"]')
        assert officer.get(f"/staff/applications.xlsx?supplier={state}").status_code == 200
    assert rows("supplier=draft") == []
    be(APPROVED, renewed_at=now())
    assert rows("supplier=any") == []
    assert not officer.get(f"/staff/applications/{project.token}/").page.select(".alert")


def test_the_rules_say_of_a_submitted_project_that_its_supplier_is_suspended_now(project):
    submission = Submission.standing_for(project)
    before = snapshot_findings.of(submission)
    suspend()

    said = [found for found in snapshot_findings.of(submission) if found not in before]

    assert [(found.step, found.party) for found in said] == [("parties", 1)]  # the supplier's, not the adopter's
    assert "정지" in said[0].what


def test_a_renewal_owed_to_a_later_call_marks_no_project_of_this_one(project):
    be(OUTDATED, renewed_at=now())
    assert supplier_states.of_application(project) == []

    be(OUTDATED, renewed_at=Call.get().opens_at - timedelta(days=1))
    assert [one.state for one in supplier_states.of_application(project)] == [OUTDATED]


def test_who_is_not_in_what_was_submitted_marks_nothing(project):
    other = application_of(HALF)
    suspend()

    assert supplier_states.of_application(other) == []
    assert supplier_states.of_submissions(Submission.standing).keys() == {Submission.standing_for(project).id}
