"""The tax office's word on a business number: asked by the worker after saving, shown as it is, never in anybody's
way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

import config
import tasks
from models.base import now
from models.call import Call
from models.lookup import Lookup
from services.access import quotas
from services.lookups import business_status, client, questions
from services.lookups.business_status import KIND
from services.scheduled import retention
from services.submissions import snapshot_findings
from tests import other_services
from tests.applying import LEAD, STRANGER, application_of, hand_in, person
from tests.other_services import MISBEHAVIOURS, Service, open_service, status
from tests.test_query_counts import PAGE, counted

NUMBER = "0008611118"  # of the finished application's lead


@pytest.fixture
def service(app) -> Iterator[Service]:
    with open_service() as one:
        config.use(replace(config.current(), business_status_key="a+b/c==", business_status_url=one.url))
        yield one


@pytest.fixture
def step(service, application, lead) -> Callable[..., object]:
    """Saves the company's step as it stands."""

    def save(**changed: str):
        path = f"/applications/{application.token}/company"
        page = lead.get(path).page
        fields = page.select("#step-form input[type=text], #step-form input[type=hidden]")
        sent = {tag["name"]: tag.get("value", "") for tag in fields if tag["name"] != "csrf_token"}
        sent |= {tag["name"]: tag["value"] for tag in page.select("#step-form input[checked]")}
        chosen = page.select("#step-form option[selected]")
        sent |= {tag.closest("select")["name"]: tag["value"] for tag in chosen}
        return lead.post(path, data=sent | {"save": "1"} | changed)

    return save


def panel(lead, application) -> str:
    page = lead.get(f"/applications/{application.token}/company").page
    return " ".join(page.select_one("#business-status").get_text(" ").split())


def test_a_saved_number_is_asked_about_by_the_worker_and_nobody_waits(service, application, lead, step):
    service.hangs()  # whoever asked it in a request would not come back

    assert step().status_code == 303
    assert "국세청에 확인하고 있습니다" in panel(lead, application)
    assert service.asked == []
    page = lead.get(f"/applications/{application.token}/company").page
    assert page.select_one("#business-status")["hx-trigger"] == "every 2s"
    assert page.select_one("#business-status a")["href"].endswith("/company")  # without JavaScript


def test_the_queue_takes_the_question_to_the_worker(service, application, lead, step):
    service.says(status(NUMBER))
    step()

    waiting = [tasks.huey.dequeue() for _ in range(tasks.huey.pending_count())]
    (task,) = [one for one in waiting if one.name == "put_questions"]
    tasks.huey.execute(task)
    assert "계속사업자" in panel(lead, application)


def test_what_is_sent_is_the_number_and_the_key_alone(service, step):
    service.says(status(NUMBER))
    step()

    assert questions.pump(KIND) == 1
    assert service.asked == [({"serviceKey": ["a+b/c=="], "returnType": ["JSON"]}, {"b_no": [NUMBER]})]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (status(NUMBER), "계속사업자 · 부가가치세 일반과세자"),
        (status(NUMBER, "02"), "휴업 중인 사업자로 나옵니다"),
        (status(NUMBER, "03", end_dt="20240331"), "폐업일은 2024. 3. 31.입니다"),
        (status(NUMBER, "03"), "폐업한 사업자로 나옵니다"),
        (
            status(NUMBER, "", tax_type="국세청에 등록되지 않은 사업자등록번호입니다."),
            "국세청에 등록되지 않은 번호로 나옵니다",
        ),
        (status(NUMBER, tax_type="<b>일반\x00</b>\ud800"), "계속사업자 · <b>일반</b>"),
    ],
)
def test_the_page_says_what_the_tax_office_says(service, application, lead, step, answer, shown):
    service.says(answer)
    step()
    questions.pump(KIND)

    assert shown in panel(lead, application)
    assert (
        "hx-trigger"
        not in lead.get(f"/applications/{application.token}/company").page.select_one("#business-status").attrib
    )


def test_a_closed_firm_is_warned_and_may_submit(service, application, lead, step):
    before = lead.get(f"/applications/{application.token}/submit")
    service.says(status(NUMBER, "03", end_dt="20240331"))
    step()
    questions.pump(KIND)

    page = lead.get(f"/applications/{application.token}/submit")
    assert "국세청에 2024년 3월 31일에 폐업한 사업자로 나옵니다." in page.text
    assert "이 때문에 제출이 막히지는 않습니다." in page.text
    assert page.page.select("form [name=confirmed]") and before.page.select("form [name=confirmed]")
    told = [found.what for found in snapshot_findings.of(hand_in(application))]  # officers read it too
    assert any("국세청에 2024년 3월 31일에 폐업한 사업자로 나옵니다." in words for words in told)


@pytest.mark.parametrize("behaviour", MISBEHAVIOURS, ids=lambda behaviour: behaviour.__name__)
def test_a_service_that_misbehaves_is_said_to_and_nothing_is_lost(service, application, lead, step, behaviour):
    service.behave = behaviour
    assert step(name="주식회사 온결케어 새이름").status_code == 303

    questions.pump(KIND)

    assert Lookup.get().state == MISBEHAVIOURS[behaviour]
    says = {"silent": "국세청이 답하지 않았습니다", "garbled": "국세청의 답을 읽을 수 없었습니다"}
    assert says[MISBEHAVIOURS[behaviour]] in panel(lead, application)
    page = lead.get(f"/applications/{application.token}/company").page
    assert page.select_one("#name")["value"] == "주식회사 온결케어 새이름"
    assert page.select_one("#business-status form button").get_text() == "다시 확인하기"
    assert lead.get(f"/applications/{application.token}/check").status_code == 200
    Call.update(closes_at=now()).execute()
    page = lead.get(f"/applications/{application.token}/company").page
    assert not page.select("#business-status form"), "nobody is asked after closing"


@pytest.mark.parametrize(
    "lie",
    [
        status("1234567890"),
        status(NUMBER, "03", end_dt="20241399"),
        status(NUMBER, "03", end_dt=20240331),
        status(NUMBER, b_stt_cd=["01"]),
        status(NUMBER, b_stt_cd="09"),
        status(NUMBER, b_stt_cd=None, tax_type=None),
        {"data": []},
        {"data": [status(NUMBER)["data"][0]] * 2},
        {"data": {"b_no": NUMBER}},
        {"data": ["x"]},
        [],
        "x",
        None,
        {"code": -4, "msg": "등록되지 않은 인증키 입니다."},
    ],
)
def test_a_lie_is_no_answer(service, application, lead, step, lie):
    service.says(lie)
    step()
    questions.pump(KIND)

    assert Lookup.get().state == questions.GARBLED
    assert "국세청의 답을 읽을 수 없었습니다" in panel(lead, application)


@pytest.mark.parametrize("slow", [Service.hangs, Service.drips])
def test_a_service_that_never_ends_is_given_up(monkeypatch, service, step, slow):
    monkeypatch.setattr(business_status, "SECONDS", 0.4)
    slow(service)
    step()

    assert questions.pump(KIND) == 1  # while the service is still at it
    assert Lookup.get().state == questions.SILENT


def test_no_service_at_all_is_silence(application, lead, step):
    config.use(replace(config.current(), business_status_url="http://127.0.0.1:9/api"))
    step()
    questions.pump(KIND)

    assert Lookup.get().state == questions.SILENT


@pytest.mark.parametrize(
    "url", ["http://api.odcloud.kr/api", "ftp://127.0.0.1/x", "https:///x", "", "file:///etc/passwd"]
)
def test_only_https_is_asked_or_this_machine(step, url):
    config.use(replace(config.current(), business_status_url=url))
    step()
    questions.pump(KIND)

    assert Lookup.get().state == questions.GARBLED
    assert client.problem(url)


def test_a_key_stands_in_no_line_of_the_log(service, step, caplog):
    for behave in (other_services.refusal, other_services.gone):
        service.behave = behave
        step(name=behave.__name__)
        questions.pump(KIND)
    config.use(replace(config.current(), business_status_url="nowhere"))
    step(name="x")
    questions.pump(KIND)

    assert len(caplog.records) >= 3
    assert "a+b" not in caplog.text and "a%2Bb" not in caplog.text


def test_without_a_key_nothing_is_asked_and_a_link_is_shown(application, lead):
    page = lead.get(f"/applications/{application.token}/company").page.select_one("#business-status")

    assert page.a["href"] == "https://hometax.go.kr"
    assert "보내" not in page.get_text()
    lead.post(f"/applications/{application.token}/tax-status", data={})
    assert not Lookup.select().exists()


def test_an_answer_of_today_serves_again_and_silence_does_not(service, application, lead, step):
    service.says(status(NUMBER))
    step()
    questions.pump(KIND)
    step(name="다른 이름")
    assert Lookup.select().count() == 1

    Lookup.update(asked_at=now() - timedelta(days=2)).execute()
    step(name="또 다른 이름")
    assert Lookup.select().count() == 2
    service.behave = other_services.trouble
    questions.pump(KIND)
    assert "계속사업자" in panel(lead, application)  # what was answered stands

    lead.post(f"/applications/{application.token}/tax-status", data={})
    assert Lookup.select().count() == 3


def test_autosaves_ask_nothing(service, step):
    step(auto="1")
    assert not Lookup.select().exists()


def test_what_a_dead_worker_took_is_put_again_and_what_nobody_put_is_said_to_be_silent(
    service, application, lead, step
):
    step()
    Lookup.update(state=questions.RUNNING, lease_until=now() + timedelta(seconds=30)).execute()
    assert questions.pump(KIND) == 0

    Lookup.update(asked_at=now() - KIND.patience).execute()
    assert "국세청이 답하지 않았습니다" in panel(lead, application)

    Lookup.update(asked_at=now(), lease_until=now() - timedelta(seconds=1)).execute()
    service.says(status(NUMBER))
    assert questions.pump(KIND) == 1
    assert "계속사업자" in panel(lead, application)


def test_what_nobody_waits_for_is_not_put(service, step):
    step()
    Lookup.update(asked_at=now() - timedelta(hours=1)).execute()

    assert questions.pump(KIND) == 1
    assert service.asked == []


def test_one_person_asks_so_often_a_day_and_saves_all_the_same(monkeypatch, service, application, lead, step):
    monkeypatch.setitem(quotas.LOOKUPS, KIND.name, 1)
    Lookup.create(kind=KIND.name, query="9999999999", person=person(LEAD))
    Lookup.create(kind=KIND.name, query="8888888888", person=person(STRANGER))

    assert step(name="한도를 넘어도 저장").status_code == 303
    assert Lookup.select().count() == 2
    refused = lead.post(f"/applications/{application.token}/tax-status", data={})
    assert refused.status_code == 429
    assert "하루에 1번까지" in refused.text


def test_a_status_costs_a_step_one_query_and_a_first_save_a_few(service, application, lead, step):
    path = f"/applications/{application.token}/company"
    lead.get(path)
    with counted() as shown:
        lead.get(path)
    with counted() as first:
        step(name="처음 묻는 이름")
    with counted() as again:
        step(name="다시 묻지 않는 이름")

    assert len(shown) <= PAGE + 1, shown
    assert sum("lookup" in asked for asked in first) <= 6, first
    assert sum("lookup" in asked for asked in again) <= 3, again


def test_questions_go_after_their_time(service, step):
    step()
    assert retention.run(now())["questions to services"] == 0
    Lookup.update(asked_at=now() - KIND.kept - timedelta(minutes=1)).execute()
    assert retention.run(now())["questions to services"] == 1
    assert application_of(LEAD)
