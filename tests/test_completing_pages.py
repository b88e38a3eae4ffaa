# ruff: noqa: F811 - the fixtures of another file
"""What the companies of an application see while completion is asked for, after closing."""

import io
from datetime import timedelta
from typing import Any

import docx
import pytest

from models.application import Application, Party, Revision
from models.base import now
from models.case import Case
from models.evidence import Consent
from models.submission import StoredDocument
from programme import course
from programme.consents import text_hash
from programme.korean import official_date
from services.drafts import consents
from services.evaluation import completion
from tests.applying import LEAD, SUPPLIER, application_of, change, confirm, hand_in, person
from tests.evaluating import firm
from tests.judging import fresh, make, opened
from tests.reviewing import AGENCY
from tests.staffed import site, staffed  # noqa: F401 - fixtures
from tests.test_pool_changes import FLAG, renew


@pytest.fixture
def case(site) -> Case:
    """The case of an application its agency took up."""
    confirm(application_of(LEAD))
    hand_in(application_of(LEAD))
    case = opened()
    make(case, course.TAKE_UP, AGENCY)
    return fresh(case)


@pytest.fixture
def asked(case) -> str:
    """Where an application is of which two steps and the supplier's own details are asked for."""
    return ask(case, ("as_is", None), ("need", None), ("company", parties()[1].id))


def ask(case: Case, *items: completion.Item) -> str:
    """Ask for completion of these; where the application is."""
    words = dict.fromkeys(items, "더 적어 주세요.")
    completion.ask(case, person(AGENCY), case.moves, completion.offered(case), words, completion.usual_due())
    return f"/applications/{application_of(LEAD).token}"


def parties() -> list[Party]:
    """The lead's part, and the supplier's."""
    return Party.present(application_of(LEAD))


def client_of(site, email: str) -> Any:
    client = site.test_client()
    client.sign_in(email)
    return client


def text_of(page: Any) -> str:
    return " ".join(page.get_text().split())


def test_every_page_says_that_completion_is_asked_for_and_until_when(site, asked):
    client, due = client_of(site, LEAD), official_date(Case.get().due_on)
    assert "보완 요청" in text_of(client.get("/applications/").page.select_one(".card"))
    page = text_of(client.get(f"{asked}/").page)
    assert "보완을 요청받았습니다" in page and "남은 일이 없습니다" not in page
    step = client.get(f"{asked}/need").page
    assert "수행기관이 이 단계의 보완을 요청했습니다 더 적어 주세요." in text_of(step)
    assert step.select_one(".place").get_text(" ").endswith(f"보완 기한 D-{completion.DAYS}")
    assert not step.select(".soon")
    submit = client.get(f"{asked}/submit").page.main
    assert not submit.select("#confirmed") and submit.select(f'.alert a[href="{asked}/case"]')
    change(application_of(LEAD), "need")
    submit = client.get(f"{asked}/submit").page
    assert f"보완 기한은 {due}까지입니다" in text_of(submit)
    assert not submit.select(".steps-to-apply") and "마감 전까지" not in text_of(submit)
    assert f"{due}까지 아래에 적은 것만" in text_of(client.get(f"{asked}/case").page)


def test_the_check_page_opens_what_is_asked_for_and_leads_one_s_own_company_to_it(site, asked):
    for email, own in ((LEAD, ["need", "as_is"]), (SUPPLIER, ["company", "need", "as_is"])):
        page = client_of(site, email).get(f"{asked}/check").page
        marked = [fold for fold in page.select(".step-fold") if "보완 요청" in fold.summary.get_text()]
        assert marked == page.select(".step-fold[open]") and len(marked) == 3
        ways = dict.fromkeys(tag["href"].partition("#")[0] for tag in page.select(".step-fold .change a"))
        assert list(ways) == [f"{asked}/{slug}" for slug in own]


def test_the_last_day_is_said_to_be_the_last(site, asked):
    Application.update(asked_until=now() + timedelta(hours=3)).execute()
    page = client_of(site, LEAD).get(f"{asked}/need").page
    assert "보완 기한까지" in page.select_one(".soon").get_text()
    change(application_of(LEAD), "need")
    Application.update(asked_until=now() - timedelta(seconds=1)).execute()
    assert "제출본에는 들어가지 않습니다" in text_of(client_of(site, LEAD).get(f"{asked}/documents/").page)
    page = client_of(site, LEAD).get(f"{asked}/need").page
    assert not page.select(".soon") and "고칠 수 없습니다" in text_of(page)
    assert "보완 기한 지남" in text_of(client_of(site, LEAD).get("/applications/").page.select_one(".card"))


def test_once_the_day_is_over_every_page_says_so_and_none_speaks_of_the_call_s_window(site, asked):
    client = client_of(site, LEAD)
    sent = {"base": "1", "project": "다른 과제명"}
    refused = client.post(f"{asked}/overview", data=sent)
    assert refused.status_code == 403 and "요청받은 것만 고칠 수 있습니다" in text_of(refused.page.h1)
    Application.update(asked_until=now() - timedelta(seconds=1)).execute()
    refused = client.post(f"{asked}/need", data=sent)
    assert refused.status_code == 403 and "보완 기한이 지났습니다" in text_of(refused.page.h1)
    task_list = text_of(client.get(f"{asked}/").page.main)
    assert "보완 기한이 지났습니다" in task_list and "보완을 요청받았습니다" not in task_list
    submit = text_of(client.get(f"{asked}/submit").page.main)
    assert "보완 기한이 지나 제출할 수 없습니다" in submit
    assert "접수 기간" not in submit and "정부에 접수되지" not in submit


def test_what_was_changed_counts_once_it_is_submitted_and_the_supplier_confirms_it_before(site, asked):
    lead, supplier = client_of(site, LEAD), client_of(site, SUPPLIER)
    change(application_of(LEAD), "need")
    assert "넣으려면 다시 제출해야 합니다" in text_of(lead.get(f"{asked}/documents/").page)
    assert "넣으려면 주관 도입기업이 다시 제출해야 합니다" in text_of(supplier.get(f"{asked}/documents/").page)
    for path in ("/", "/receipt"):
        assert lead.get(asked + path).page.select(f'.alert a[href="{asked}/submit"]')
        page = supplier.get(asked + path).page
        assert not page.select(f'.alert a[href="{asked}/submit"]')
        assert "반영하려면" in text_of(page) and "반영되지 않습니다" not in text_of(page)
    form = supplier.get(f"{asked}/confirm").page.select_one("form:has([name=revision])")
    sent = {"revision": form.select_one("[name=revision]")["value"], "confirmed": "yes"}
    assert supplier.post(f"{asked}/confirm", data=sent).status_code == 303
    assert "확인을 마쳤습니다" in text_of(supplier.get(f"{asked}/confirm").page)


def test_a_step_asked_for_leads_nobody_who_does_not_answer_it(site, asked):
    second = {"company": firm("second.example.com"), "role": "adopter", "position": 3}
    Party.create(application=application_of(LEAD), joined_at=now(), **second)
    for email, steps in ((LEAD, ["as_is", "need"]), ("ceo@second.example.com", [])):
        ways = client_of(site, email).get(f"{asked}/case").page.select("main a.task")
        assert [tag["href"] for tag in ways] == [f"{asked}/{slug}" for slug in steps]


def test_of_the_consents_only_those_asked_for_are_open_and_a_new_signer_may_give_them(site, case):
    text = next(text for text in consents.texts_for(parties()[0]) if text.required)
    path = f"{ask(case, (text.slug, parties()[0].id))}/consents/"
    client, before = client_of(site, LEAD), Consent.select().count()
    page = client.get(path).page
    assert [tag["href"] for tag in page.select(".alert li a")] == [f"#consent-{text.slug}"]
    assert len(page.select("fieldset.consent")) > 1
    open_ones = page.select("fieldset.consent:not([disabled])")
    assert [one.select_one("[type=radio]")["name"] for one in open_ones] == [f"consent-{text.slug}"]
    marked = client.post(path, data={"all": "required", "signer": "새대표"}).page
    assert marked.select("fieldset.consent[disabled] [checked]"), "what was agreed to is shown all the same"
    sent = {f"consent-{text.slug}": "yes", f"text-{text.slug}": text_hash(text)}
    who = {"signer": "새대표", "capacity": "representative"}
    refused = client.post(path, data=who | sent | {f"consent-{text.slug}": "no"})
    assert "보완 기한 전까지 아래에서 바꿔 주세요" in text_of(client.get(refused.location).page)
    answer = client.post(path, data=who | sent)
    assert answer.status_code == 303 and "마감 전까지 같은" not in text_of(client.get(answer.location).page)
    assert [row.kind for row in Consent.select().where(Consent.signer == "새대표")] == [text.slug] * 2
    assert Consent.select().count() == before + 2
    client.post(path, data=who | sent | {f"consent-{text.slug}": "no"})
    Application.update(asked_until=now() - timedelta(seconds=1)).execute()
    page = text_of(client.get(path).page)
    assert "이대로는 제출할 수 없습니다" in page and "아래에서 바꿔 주세요" not in page


def test_the_proof_of_what_was_completed_asks_for_no_filing_by_a_day_that_is_past(asked):
    change(application_of(LEAD), "need")
    confirm(application_of(LEAD))
    completion.hand_in(application_of(LEAD), person(LEAD), now())
    proofs = StoredDocument.select().where(StoredDocument.slug == "receipt").order_by(StoredDocument.id)
    first, last = (docx.Document(io.BytesIO(row.content)).element.xpath("string()") for row in proofs)
    assert "까지 내야 합니다" in first
    assert "정부의 접수증이 아닙니다." in last and "까지 내야" not in last


def test_a_certificate_asked_for_is_said_to_go_into_the_application_at_once(site, case):
    ask(case, ("national_tax", parties()[0].id))
    for email, party, listed in ((LEAD, parties()[0], True), (SUPPLIER, parties()[1], False)):
        page = client_of(site, email).get(f"/companies/{party.firm.token}/evidence/").page
        assert (application_of(LEAD).number in text_of(page)) is listed


def test_the_pool_s_values_are_offered_in_the_window_alone(site, asked):
    renew(application_of(LEAD), "company", address="서울특별시 새길 1(가상)")
    client = client_of(site, SUPPLIER)
    for path in ("/", "/company"):
        assert FLAG not in text_of(client.get(asked + path).page)
    Application.update(asked_until=now() - timedelta(seconds=1)).execute()
    assert FLAG not in text_of(client.get(f"{asked}/").page)


def test_an_earlier_revision_of_a_step_asked_for_can_be_put_back(site, asked):
    client = client_of(site, LEAD)
    change(application_of(LEAD), "need")
    first = Revision.of(application_of(LEAD), "need", None).order_by(Revision.number).first()
    page = client.get(f"{asked}/need/history?revision={first.number}").page
    assert page.select('form[action$="/need/history"]')


def test_a_frame_goes_into_an_empty_box_of_a_step_asked_for(site, asked):
    change(application_of(LEAD), "need", "background", "")
    page = client_of(site, LEAD).get(f"{asked}/need?skeleton=background").page
    assert page.select_one("[name=background]").get_text().strip()
