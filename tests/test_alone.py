"""Somebody who is no company fills a wizard of his own, in a window of its own: a made-up sheet, as an evaluator's will
be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from peewee import IntegrityError

from forms import wizards
from forms.base import StepForm
from forms.fields import LongText, Whole, YesNo
from forms.wizard import Party as Part
from forms.wizard import Respondent, Stage, Step, Wizard
from models.application import Application, Call, Party
from models.base import now, writing
from models.submission import StoredDocument
from programme.application_types import Documents
from services.drafts import applications, checks, exports
from services.operations import invariants
from services.submissions import lifecycle, snapshots
from tests.applying import LEAD, STRANGER, application_of, fresh, person
from tests.call import PROJECT_TYPE, TYPES

SHEET, EVALUATOR = "sheet", "evaluator@example.com"
PERSON = Part(1, Respondent.PERSON, lead=True)


class VisitForm(StepForm):
    title = "현장 확인"

    seen = YesNo("사업장을 확인했나요?")
    note = LongText("확인한 내용", limit=500, typical=(5, 200))


class PointsForm(StepForm):
    title = "점수"

    plan = Whole("사업계획의 적정성", unit="점", most=40)


WIZARD = Wizard(
    SHEET,
    "평가표",
    (
        Stage("현장", (Step("visit", VisitForm, by=Respondent.PERSON),)),
        Stage("점수", (Step("points", PointsForm, by=Respondent.PERSON),)),
    ),
)
TYPE = replace(
    PROJECT_TYPE,
    kind=SHEET,
    title="평가표",
    words=replace(PROJECT_TYPE.words, sheet="평가표", giving="동의", shown=(("점수", "points", "plan"),)),
    wizards=(SHEET,),
    rules=(),
    evidence=(),
    owes=lambda role, answers: (),
    consents=(),
    documents=Documents(facts="consulting", folder="", each=()),
    mails=None,
    pictures=(),
    number_prefix="S",
    system_way=(),
    consortium=False,
)
ANSWERS = {"visit": {"seen": "yes", "note": "서버실과 상담 창구를 보았다."}, "points": {"plan": "33"}}


@pytest.fixture
def sheet(seeded, monkeypatch) -> Application:
    """One to be filled by an evaluator, who acts for no company, from now on for a day."""
    monkeypatch.setitem(wizards.WIZARDS, SHEET, WIZARD)
    monkeypatch.setitem(TYPES, SHEET, TYPE)
    return applications.start_alone(person(EVALUATOR), Call.get(), SHEET, (now(), now() + timedelta(days=1)))


def save(client, application: Application, slug: str):
    page = client.get(f"/applications/{application.token}/{slug}").page
    sent = {"base": page.select_one("[name=base]")["value"], **ANSWERS[slug]}
    return client.post(f"/applications/{application.token}/{slug}", data=sent)


def test_a_person_fills_and_hands_in_a_wizard_of_his_own(sheet, client):
    client.sign_in(EVALUATOR)
    task_list = client.get(f"/applications/{sheet.token}/").page.main.get_text()
    assert "평가표" in task_list and "현장 확인" in task_list and "점수" in task_list and "증빙" not in task_list
    for slug in ANSWERS:
        assert save(client, sheet, slug).status_code == 303
    assert checks.verdict(applications.load_view(fresh(sheet), person(EVALUATOR))).ready
    assert "서버실과 상담 창구" in client.get(f"/applications/{sheet.token}/check").page.main.get_text()
    assert client.get(f"/applications/{sheet.token}/submit").status_code == 200
    assert client.post(f"/applications/{sheet.token}/submit", data={"confirmed": "yes"}).status_code == 303
    assert client.get(f"/applications/{sheet.token}/receipt").status_code == 200

    submission = fresh(sheet).submissions.get()
    assert submission.receipt == "2024-221-SR00001"
    read = snapshots.read(submission)
    assert [task.step.slug for task in read.journey.tasks] == ["visit", "points"]
    assert read.journey.values("points", read.journey.parties[0])["plan"] == 33
    assert not StoredDocument.select().where(StoredDocument.submission == submission).exists()
    assert invariants.broken() == []


def test_nobody_else_reaches_it_and_he_reaches_nothing_else(sheet, client):
    for email in (LEAD, STRANGER):
        client.sign_in(email)
        for path in ("", "visit", "check", "submit", "receipt"):
            assert client.get(f"/applications/{sheet.token}/{path}").status_code == 404
    client.sign_in(EVALUATOR)
    assert client.get(f"/applications/{application_of(LEAD).token}/").status_code == 404
    for path in ("consents/", "consortium"):
        assert client.get(f"/applications/{sheet.token}/{path}").status_code == 404
    assert client.get(f"/applications/{sheet.token}/evidence/").status_code == 404
    assert client.get(f"/applications/{sheet.token}/evidence/pdf/").status_code == 404
    assert client.post(f"/applications/{sheet.token}/evidence/", data={"kind": "other"}).status_code == 404


def test_its_window_is_its_own(sheet, client):
    call = Call.get()
    with writing():
        Call.update(closes_at=now()).where(Call.id == call.id).execute()
    client.sign_in(EVALUATOR)
    assert fresh(sheet).open_at(now()) and not application_of(LEAD).open_at(now())
    assert save(client, sheet, "visit").status_code == 303

    with writing():
        Application.update(own_closes_at=now()).where(Application.id == sheet.id).execute()
        Call.update(closes_at=now() + timedelta(days=9)).where(Call.id == call.id).execute()
    assert not fresh(sheet).open_at(now()) and application_of(LEAD).open_at(now())
    answered = client.post(f"/applications/{sheet.token}/points", data={"base": "0", **ANSWERS["points"]})
    assert answered.status_code == 403
    early = applications.start_alone(person(EVALUATOR), call, SHEET, (now() + timedelta(1), now() + timedelta(2)))
    assert not early.open_at(now()) and early.open_at(now() + timedelta(1, 60))


def test_a_part_is_a_company_s_or_a_person_s_and_never_both_or_neither(sheet):
    company = application_of(LEAD).company
    for whose in ({"company": company, "person": person(EVALUATOR)}, {}):
        with pytest.raises(IntegrityError), writing():
            Party.create(application=sheet, role="person", position=2, **whose)
    with pytest.raises(IntegrityError), writing():
        Party.update(company=company).where(Party.application == sheet).execute()
    assert [party.person for party in Party.present(sheet)] == [person(EVALUATOR)]


def test_it_goes_out_and_comes_in_again_as_a_person_s(sheet):
    data = exports.export(applications.load_view(fresh(sheet)))
    copy = exports.import_application(data, person(EVALUATOR))
    (party,) = Party.present(copy)
    assert party.person == person(EVALUATOR) and party.company is None and copy.purpose == SHEET


def test_everyone_who_is_told_of_it_is_the_person(sheet):
    assert lifecycle.members(sheet) == [person(EVALUATOR)]


def test_a_person_answers_no_step_of_a_company():
    assert not PERSON.answers(Step("company", VisitForm, by=Respondent.COMPANY))
    assert PERSON.answers(Step("visit", VisitForm, by=Respondent.PERSON)) and PERSON.answers(
        Step("x", VisitForm, by=Respondent.LEAD)
    )
