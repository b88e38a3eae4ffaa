"""Addresses by words: asked for by the worker, chosen into the step, and always typed by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

import config
from forms import wizard
from models.application import Application, Party
from models.base import now
from models.lookup import Lookup
from services.access import quotas
from services.lookups import addresses, questions
from services.lookups.addresses import KIND
from tests.applying import LEAD, SUPPLIER, application_of, person
from tests.judging import close_call
from tests.other_services import ADDRESS, MISBEHAVIOURS, Service, open_service
from tests.other_services import addresses as found


@pytest.fixture
def service(app) -> Iterator[Service]:
    wizard.parse.cache_clear()  # questions drawn where no address was looked for
    with open_service() as one:
        config.use(replace(config.current(), address_key="devU01=", address_url=one.url))
        yield one
    wizard.parse.cache_clear()


@pytest.fixture
def home(service, application, lead) -> str:
    return f"/applications/{application.token}"


def search(client, home, words="세종대로 209") -> str:
    """Ask; where the answer is looked for."""
    response = client.post(f"{home}/addresses?step=company", data={"q": words})
    assert response.status_code == 303, response.text
    return response.location


def test_a_search_is_put_by_the_worker_and_its_page_asks_for_itself(service, lead, home):
    service.hangs()

    where = search(lead, home)
    page = lead.get(where).page
    assert service.asked == []
    assert "찾고 있습니다" in page.text
    assert page.select_one("#found")["hx-get"] == where
    assert page.select_one("#found a")["href"] == where  # without JavaScript


def test_a_search_goes_on_after_closing_where_completion_of_the_step_is_asked_for(application, lead, home):
    close_call()
    page = f"{home}/addresses?step=company"
    assert not lead.get(page).page.select("form.search")
    asked = [["company", Party.present(application)[0].id]]
    Application.update(asked=asked, asked_until=now() + timedelta(days=1)).execute()
    assert lead.get(page).page.select("form.search")
    assert lead.get(search(lead, home)).status_code == 200


def test_what_is_sent_is_the_words_and_the_key_alone(service, lead, home):
    service.says(found(ADDRESS))
    search(lead, home)
    questions.pump(KIND)

    ((query, body),) = service.asked
    assert query == {
        "confmKey": ["devU01="],
        "currentPage": ["1"],
        "countPerPage": ["20"],
        "resultType": ["json"],
        "keyword": ["세종대로 209"],
    }
    assert body is None


def test_what_is_chosen_fills_the_step_and_leaves_the_rest(service, lead, home):
    service.says(found(ADDRESS, total=31))
    step = f"{home}/company"
    page = lead.get(step).page
    typed = {tag["name"]: tag.get("value", "") for tag in page.select("#step-form [type=text], #step-form [name=base]")}
    # the button saves what was typed, right or wrong, and leads to the search
    response = lead.post(
        step, data=typed | {"find": "addresses", "website": "이것은 주소가 아님", "address": "세종대로"}
    )
    assert response.status_code == 303
    page = lead.get(response.location).page
    assert page.select_one("#q")["value"] == "세종대로"

    where = search(lead, home)
    questions.pump(KIND)
    page = lead.get(where).page
    assert "31곳" in page.text
    form = page.select_one("#found form")
    chosen = {tag["name"]: tag["value"] for tag in form.select("input[name], button[name]")}
    response = lead.post(form["action"], data=chosen)

    assert response.location == f"{step}#address"
    page = lead.get(step).page
    assert page.select_one("#postcode")["value"] == ADDRESS["zipNo"]
    assert page.select_one("#address")["value"] == ADDRESS["roadAddr"]
    assert page.select_one("#website")["value"] == "이것은 주소가 아님"


@pytest.mark.parametrize("behaviour", MISBEHAVIOURS, ids=lambda behaviour: behaviour.__name__)
def test_a_service_that_misbehaves_is_said_to(service, lead, home, behaviour):
    service.behave = behaviour
    where = search(lead, home)
    questions.pump(KIND)

    page = lead.get(where)
    says = {"silent": "주소 서비스가 답하지 않습니다", "garbled": "주소 서비스의 답을 읽을 수 없습니다"}
    assert page.status_code == 200
    assert says[MISBEHAVIOURS[behaviour]] in page.text
    assert page.page.select_one("#q")["value"] == "세종대로 209"


@pytest.mark.parametrize(
    "lie",
    [
        found({**ADDRESS, "zipNo": 3171}),
        found({**ADDRESS, "zipNo": "3171"}),
        found({**ADDRESS, "roadAddr": None}),
        found({**ADDRESS, "roadAddr": "  "}),
        found("x"),
        found(ADDRESS, total="many"),
        found(ADDRESS, total=None) | {"results": []},
        found(code="E0001", message="승인되지 않은 KEY 입니다."),
        found(code="-999", message="시스템에러"),
        found(code=0, message="정상"),
        {"results": {"common": None, "juso": []}},
        {"results": {"common": {"errorCode": "0", "totalCount": "1"}, "juso": {"x": 1}}},
        [],
        None,
    ],
)
def test_a_lie_is_no_answer(service, lead, home, lie):
    service.says(lie)
    where = search(lead, home)
    questions.pump(KIND)

    assert Lookup.get().state == questions.GARBLED
    assert "주소 서비스의 답을 읽을 수 없습니다" in lead.get(where).text


def test_what_the_service_asks_for_is_passed_on(service, lead, home):
    service.says(found(code="E0006", message="주소를 상세히 입력해 주시기 바랍니다. <b>"))
    where = search(lead, home)
    questions.pump(KIND)

    page = lead.get(where).page
    assert "찾는 말을 바꾸어 주세요" in page.text
    assert page.select_one("#found [hx-ignore]").get_text() == "주소를 상세히 입력해 주시기 바랍니다. <b>"


def test_nothing_found_is_said(service, lead, home):
    service.says(found())
    where = search(lead, home)
    questions.pump(KIND)

    assert "맞는 주소가 없습니다" in lead.get(where).text


def test_a_service_that_never_ends_is_given_up(monkeypatch, service, lead, home):
    monkeypatch.setattr(addresses, "SECONDS", 0.4)
    service.hangs()
    where = search(lead, home)
    questions.pump(KIND)

    assert "주소 서비스가 답하지 않습니다" in lead.get(where).text


def test_a_search_without_a_worker_is_said_to_be_in_vain(lead, home):
    where = search(lead, home)
    Lookup.update(asked_at=now() - KIND.patience - timedelta(seconds=1)).execute()

    page = lead.get(where).page
    assert "주소 서비스가 답하지 않습니다" in page.text
    assert not page.select_one("#found").get("hx-trigger")


def test_a_search_is_its_own_person_s(service, client, lead, home):
    service.says(found(ADDRESS))
    where = search(lead, home)
    questions.pump(KIND)
    client.sign_in(SUPPLIER)

    assert client.get(where).status_code == 404
    assert search(client, home) != where  # of the same words, a search of one's own


@pytest.mark.parametrize("words", ["", "가", " 가 ", "가" * 81])
def test_words_too_few_or_too_many_are_refused_and_kept(lead, home, words):
    response = lead.post(f"{home}/addresses?step=company", data={"q": words})

    assert response.status_code == 422
    assert "2~80자" in response.text
    assert response.page.select_one("#q")["value"] == words.strip()
    assert not Lookup.select().exists()


@pytest.mark.parametrize("words", ["세종대로 % ' OR 1=1 --", "가\x00나", "🏠 집", "a" * 80])
def test_odd_words_are_asked_as_they_are(service, lead, home, words):
    service.says(found())
    where = search(lead, home, words)
    assert questions.pump(KIND) == 1
    assert lead.get(where).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?step=nothing", "?step=kpi", "?step=company&search=999", "?step=company&search=x"]
)
def test_a_search_for_nothing_is_not_there(lead, home, query):
    assert lead.get(f"{home}/addresses{query}").status_code == (200 if query.endswith("=x") else 404)


def test_a_person_searches_so_often_a_day(monkeypatch, lead, home):
    monkeypatch.setitem(quotas.LOOKUPS, KIND.name, 1)
    search(lead, home)

    refused = lead.post(f"{home}/addresses?step=company", data={"q": "다른 말"})
    assert refused.status_code == 429
    assert search(lead, home)  # what is asked already serves


def test_without_a_key_addresses_are_typed(application, lead):
    wizard.parse.cache_clear()
    page = lead.get(f"/applications/{application_of(LEAD).token}/company").page
    assert not page.select("[name=find]")

    home = f"/applications/{application.token}/addresses?step=company"
    assert "https://www.juso.go.kr" in lead.get(home).text
    assert lead.post(home, data={"q": "세종대로"}).status_code == 422
    assert person(LEAD) and not Lookup.select().exists()
