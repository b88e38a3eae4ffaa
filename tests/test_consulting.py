"""사전진단 컨설팅: asked for in a short wizard, submitted under the call's receipts, mailed to the agency with its sheet."""

import io
from dataclasses import replace
from datetime import timedelta

import docx
import pytest
import time_machine
from openxml_audit import OpenXmlValidator

import docgen
from forms import consulting as wizard
from models.application import Application, Call, Party
from models.base import now, writing
from models.consulting import CANCELLED, VISITED, ConsultingCase
from models.mail import Attachment, Outbox
from models.staff import Agency
from models.submission import Claim, StoredDocument, Submission
from programme.application_types import CONSULTING, PROJECT
from programme.grounds import OWN
from programme.korean import date_time, day_of, official_date
from services.access import staff
from services.backoffice import agencies
from services.documents import generate
from services.drafts import applications, checks, evidence, exports, revisions
from services.mail import outbox
from services.operations import invariants
from services.scheduled import deadline_reminders
from services.submissions import consulting, lifecycle
from tests.applying import HALF, LEAD, STRANGER, agree, fresh, hand_in, person, post_submit, state_of
from tests.call import CALL
from tests.conftest import site
from tests.pages import sent_by
from tests.smtp import FACTS, ahead

WISH = day_of(now()) + timedelta(days=11)
SAID = {
    "agency": {"agency": "innobiz"},
    "infrastructure": {"used": "office", "state": "전화와 엑셀로 배정합니다. R&D <예측>"},
    "wish": {"topics": "plan", "goal": "간병인 배정을 자동으로 하고 싶습니다."},
    "visit": {"first": WISH.isoformat(), "hours": "morning"},
}


@pytest.fixture
def settings(tmp_path, smtp_server):
    return replace(site(tmp_path / "data"), smtp_url=smtp_server.url)


@pytest.fixture
def lead(seeded, client):
    client.sign_in(LEAD)
    return client


@pytest.fixture
def request_(lead) -> Application:
    """A finished request of the demo's first company: its own facts are there already."""
    return finished_by(lead)


def finished_by(lead) -> Application:
    """The same, in the hands of this browser."""
    task_list = lead.post("/applications/consulting", data={}).location
    for slug, said in SAID.items():
        sent = sent_by(lead.get(f"{task_list}{slug}").page.select_one("#step-form"))
        assert lead.post(f"{task_list}{slug}", data=sent | said).status_code == 303
    agree(asked())
    return asked()


def asked() -> Application:
    return Application.get(Application.purpose == CONSULTING)


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_the_company_need_not_say_again_what_it_said_in_its_application(lead):
    task_list = lead.post("/applications/consulting", data={})
    journey = applications.load_view(asked()).journey

    assert [task.step.slug for task in journey.remaining] == list(SAID)
    assert "사전진단 컨설팅 신청" in lead.get(task_list.location).page.h1.get_text()
    assert {"history", "exclusions"}.isdisjoint(journey.steps)


def test_what_is_said_here_first_fills_the_application_later(seeded, client):
    client.sign_in(STRANGER)
    client.post("/applications/consulting", data={})
    task = applications.load_view(asked(), person(STRANGER)).journey.tasks[0]
    revisions.write(asked(), task, {"industry": ["고용 알선업"]}, person(STRANGER), revisions.SAVED)

    application = applications.start(person(STRANGER), Call.get(), now())

    journey = applications.load_view(application).journey
    assert journey.data("business", journey.parties[0])["industry"] == "고용 알선업"


def test_the_pages_speak_of_consulting(lead, request_):
    task_list = f"/applications/{request_.token}/"
    shown = {
        path: lead.get(task_list + path).page.main.get_text()
        for path in ("", "agency", "consents/", "check", "documents/", "submit")
    }

    for path, text in shown.items():
        for foreign in ("컨소시엄", "과제번호", "서식", "정부지원금", "과제명", "증빙", "접수 시스템"):
            assert foreign not in text.replace("공식 서식", "").replace("자체 서식", ""), path
    for agency in CALL.agencies.values():
        assert agency.name in shown["agency"]
        assert agency.phones[0] in shown["agency"]
    assert "중소기업기술혁신협회(이노비즈)" in shown["submit"]


def test_refusing_the_consent_stops_the_request_and_nothing_else_is_asked_for(request_):
    with writing():
        for party in Party.present(request_):
            party.consents.get()
            revisions.freeze(request_)
            for row in party.consents:
                row.delete_instance()
    verdict = checks.verdict(applications.load_view(request_))

    assert not verdict.remaining
    assert [finding.field for finding in verdict.blocks] == ["agency_third_party"]
    assert verdict.blocks[0].why.endswith(OWN)


def test_the_agency_receives_the_sheet_and_the_applicant_a_copy(lead, request_, smtp_server):
    response = post_submit(lead, request_)
    outbox.pump()

    assert response.status_code == 303
    application, (submission,) = fresh(request_), Submission.select()
    assert (application.receipt, application.agency) == ("2024-221-CR00001", "innobiz")
    assert sorted(smtp_server.recipients) == ["innobiz@example.com", LEAD]
    for mail in smtp_server.accepted:
        (sheet,) = mail.iter_attachments()
        assert sheet.get_filename() == "[사전진단 컨설팅] 신청서_주식회사 온결케어(가상).docx"
        assert sheet.get_content_type() == docgen.DOCX
        text = text_of(sheet.get_content())
        for words in (
            "R&D <예측>",
            "간병인 배정을",
            "서다온",
            "010-0000-1102",
            "2024-221-CR00001",
            "이노비즈",
            official_date(WISH),
            "■ 동의함",
        ):
            assert words in text
        assert sheet.get_content() == StoredDocument.get(StoredDocument.submission == submission).content
    to_agency = next(mail for mail in smtp_server.accepted if mail["To"] == "innobiz@example.com")
    for said in ("서다온 팀장", date_time(submission.arrived_at, exact=True)):
        assert said in to_agency.get_body(("plain",)).get_content()
    page = lead.get(response.location).page
    assert "이노비즈) 앞으로 보냅니다" in page.main.get_text()
    assert "in***@example.com" in page.main.get_text()
    assert invariants.broken() == []


def test_every_answer_is_on_the_sheet_and_word_can_read_it(request_, tmp_path):
    journey = applications.load_view(request_).journey
    (file,) = generate.generate(applications.load_view(request_))
    text = text_of(file.content)
    (tmp_path / "sheet.docx").write_bytes(file.content)

    assert not OpenXmlValidator().validate(str(tmp_path / "sheet.docx")).errors
    for task in journey.tasks:
        if task.step.slug in SAID or task.step.slug in ("contact", "business"):
            for field in journey.form(task):
                for words in field.printed if isinstance(field.printed, list) else [field.printed]:
                    assert words in text, (task.step.slug, field.name)
    declared = wizard.WIZARD.for_call(request_.announcement).steps
    assert [(step.slug, step.form) for step in declared] == [(step.slug, step.form) for step in journey.steps.values()]


def test_without_an_address_the_request_is_taken_and_the_applicant_told_to_call(lead, request_, smtp_server):
    Agency.delete().execute()

    response = post_submit(lead, request_)
    outbox.pump()

    page = lead.get(response.location).page
    assert "전화해 주세요" in page.select_one(".alert.warning").get_text()
    assert page.select_one("a[href='tel:0316289658']")
    assert fresh(request_).agency == "innobiz"
    sending = "수행기관에 아직 신청서를 보내지 못했습니다"
    card = lead.get("/applications/").page.select_one(f".card:has(a[href='/applications/{request_.token}/'])")
    assert sending in card.get_text() and "보내지 못함" in card.get_text() and "제출 완료" not in card.get_text()
    assert sending in lead.get(f"/applications/{request_.token}/").page.select_one(".alert.warning").get_text()
    (copy,) = smtp_server.accepted
    assert "031-628-9658" in copy.get_body(("plain",)).get_content()

    for _ in range(2):
        agencies.write_to({"innobiz": "late@example.com"}, person(LEAD))
    outbox.pump()

    assert smtp_server.recipients == [LEAD, "late@example.com"]
    pages = [lead.get(f"/applications/{rest}").page.main.get_text() for rest in ("", f"{request_.token}/")]
    assert not any(sending in page or "보내지 못함" in page for page in pages)


@pytest.mark.parametrize("state", [CANCELLED, VISITED])
def test_an_agency_whose_address_comes_late_is_mailed_nothing_it_need_not_begin(request_, smtp_server, state):
    Agency.delete().execute()
    hand_in(request_)
    ConsultingCase.update(state=state).execute()

    agencies.write_to({"innobiz": "late@example.com"}, person(LEAD))
    outbox.pump()

    assert smtp_server.recipients == [LEAD]


def test_another_agency_chosen_later_is_asked_and_the_first_told(lead, request_, smtp_server):
    hand_in(request_)
    task_list = f"/applications/{request_.token}/"
    lead.post(f"{task_list}agency", data={"base": str(newest("agency")), "agency": "women"})
    post_submit(lead, fresh(request_))
    outbox.pump()

    told = [
        (mail["To"], mail["Subject"].split("]")[0], len(list(mail.iter_attachments()))) for mail in smtp_server.accepted
    ]
    assert ("innobiz@example.com", "[사전진단 컨설팅 철회", 0) in told
    assert ("women@example.com", "[사전진단 컨설팅 신청", 1) in told
    assert (LEAD, "[사전진단 컨설팅 제2차 신청", 1) in told
    assert (fresh(request_).agency, fresh(request_).receipt) == ("women", "2024-221-CR00001")


def test_the_same_agency_asked_again_is_told_of_no_withdrawal(lead, request_, smtp_server):
    hand_in(request_)
    task_list = f"/applications/{request_.token}/"
    lead.post(f"{task_list}wish", data=SAID["wish"] | {"base": str(newest("wish")), "goal": "다른 것을 알고 싶습니다."})
    post_submit(lead, fresh(request_))
    outbox.pump()

    subjects = [mail["Subject"] for mail in smtp_server.accepted if mail["To"] == "innobiz@example.com"]
    assert len(subjects) == 2 and not any("철회" in subject for subject in subjects)


def test_only_a_submitted_request_went_to_an_agency(lead, request_):
    project = Application.get(Application.purpose == PROJECT)
    project.agency = "women"

    assert consulting.addressee(request_) is None
    assert consulting.addressee(project) is None
    hand_in(request_)
    assert consulting.addressee(fresh(request_)).name == CALL.agencies["innobiz"].name


def newest(slug: str) -> int:
    return applications.load_view(asked()).heads[slug, None].number


def test_a_withdrawal_is_told_to_both(lead, request_, smtp_server):
    hand_in(request_)
    lead.post(f"/applications/{request_.token}/receipt", data={"confirmed": "yes"})
    outbox.pump()

    last = smtp_server.accepted[-2:]
    assert {mail["To"] for mail in last} == {"innobiz@example.com", LEAD}
    assert all("철회" in mail["Subject"] and not list(mail.iter_attachments()) for mail in last)
    assert not Claim.select().exists()
    assert invariants.broken() == []


def test_a_request_has_neither_consortium_nor_evidence(lead, request_):
    for place in ("consortium", "evidence/"):
        assert lead.get(f"/applications/{request_.token}/{place}").status_code == 404


def test_the_agency_asked_reads_the_request_and_no_other_does(seeded, request_):
    hand_in(request_)
    staff.add("innobiz@example.org", "innobiz")
    staff.add("women@example.org", "women")
    asked_one, other = seeded.test_client(), seeded.test_client()
    asked_one.sign_in("innobiz@example.org", proved=True)
    other.sign_in("women@example.org", proved=True)

    page = asked_one.get(f"/staff/applications/{request_.token}/").page

    assert "R&D <예측>" in page.main.get_text()
    assert "개인정보 제3자 제공 동의(수행기관)" in page.text
    assert other.get(f"/staff/applications/{request_.token}/").status_code == 404


# One a company and call


def test_asking_again_leads_to_the_request_that_is_there(lead, request_):
    again = lead.post("/applications/consulting", data={})

    assert again.location.endswith(f"/applications/{request_.token}/")
    assert not lead.get("/applications/").page.select("form[action='/applications/consulting']")
    assert Application.select().where(Application.purpose == CONSULTING).count() == 1


def test_a_second_request_under_the_same_number_is_refused(lead, request_, client):
    hand_in(request_)
    copy = exports.import_application(exports.export(applications.load_view(request_)), person(HALF))
    client.sign_in(HALF)

    refused = post_submit(client, copy)

    assert refused.status_code == 422
    assert "000-86-11118" in refused.page.select_one("[role=alert]").get_text()
    assert Submission.select().count() == 1


def test_a_request_stands_beside_the_application_of_the_same_company(lead, request_):
    project = Application.of(person(LEAD)).get()
    receipts = [hand_in(project).receipt, hand_in(request_).receipt]

    assert receipts == ["2024-221-R00001", "2024-221-CR00001"]
    assert Claim.select().count() == 2
    assert invariants.broken() == []


def test_new_evidence_changes_no_request(request_):
    hand_in(request_)
    company = Party.present(request_)[0].company
    for row in list(company.evidence)[:1]:
        evidence.remove(row, now())

    assert state_of(request_) == "submitted"
    assert Submission.get().snapshot["parties"][0]["evidence"] == []


# The window


def test_requests_end_before_the_call_does(lead, request_):
    call = Call.get()
    closing = call.consulting_closes_at
    assert call.closes_at - closing == timedelta(days=8)

    with time_machine.travel(closing, tick=False):
        with pytest.raises(revisions.Closed):
            lifecycle.submit(request_, person(LEAD), closing)
        lead.sign_in(LEAD)  # weeks have passed
        assert lead.post("/applications/consulting", data={}).status_code == 403
        assert lead.post("/applications/", data={}).status_code == 303
        page = lead.get("/applications/").page
        assert "지금은 새로 신청할 수 없습니다" in page.main.get_text()
    assert lifecycle.submit(request_, person(LEAD), closing - timedelta(milliseconds=1)).edition == 1


def test_that_requests_end_before_the_call_is_said_only_where_they_do(seeded, client):
    client.sign_in(STRANGER)
    assert "과제신청보다 먼저 끝납니다" in client.get("/applications/").page.main.get_text()

    Call.update(consulting_closes_at=Call.closes_at).execute()
    told = client.get("/applications/").page.main.get_text()
    assert "신청 기간은" in told and "먼저 끝납니다" not in told


def test_a_draft_is_reminded_of_its_own_closing(request_, smtp_server):
    closing = Call.get().consulting_closes_at

    with time_machine.travel(closing - timedelta(days=3, hours=1), tick=False):
        deadline_reminders.enqueue_due(now())
        outbox.pump()

    (mail,) = smtp_server.accepted
    assert "사전진단 컨설팅 신청서가 아직 제출되지 않았습니다" in mail["Subject"]


def test_staff_set_the_day_requests_end(seeded):
    run = seeded.test_cli_runner().invoke
    day = (Call.get().closes_at - timedelta(days=3)).isoformat()

    assert run(args=["call", "consulting", day, "--call", "2024-221"]).exit_code == 0
    assert Call.get().consulting_closes_at.isoformat() == day
    assert run(args=["call", "consulting", "2020-01-01 00:00", "--call", "2024-221"]).exit_code != 0


# Mail with files


def test_files_go_when_their_mail_is_forgotten_and_not_before(mail_app, smtp_server):
    row = outbox.enqueue(
        "consulting", "a@example.com", "k", attached=[("가.docx", docgen.DOCX, b"content")], **FACTS["consulting"]
    )
    outbox.pump()
    outbox.delete_old(now() + timedelta(days=1))
    assert Attachment.get().outbox == row
    outbox.delete_old(ahead(days=181)())

    assert not Attachment.select().exists()
    assert Outbox.select().count() == 1


def test_more_than_a_server_takes_is_not_owed(mail_app):
    files = [(f"{number}.pdf", "application/pdf", bytes(outbox.ATTACHED // 2 + 1)) for number in range(2)]

    with pytest.raises(outbox.TooLarge):
        outbox.enqueue("consulting", "a@example.com", "k", attached=files, **FACTS["consulting"])
    assert not Outbox.select().exists()


def test_no_name_of_a_file_breaks_out_of_its_header(mail_app, smtp_server):
    name = '가" \r\nBcc: x@example.com\r\n\r\n<script>.docx'
    outbox.enqueue("consulting", "a@example.com", "k", attached=[(name, docgen.DOCX, b"x")], **FACTS["consulting"])
    outbox.pump()

    (mail,) = smtp_server.accepted
    assert mail["Bcc"] is None
    assert len(list(mail.iter_attachments())) == 1
