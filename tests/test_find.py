# ruff: noqa: F811 - the fixtures of another file
"""One search for staff over numbers, names, telephones and addresses of mail: what each post finds, and what is
noted."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

import config
from forms.wizard import Task
from models import schema
from models.application import Application
from models.base import writing
from models.company import Supplier
from models.search_key import HASHED, SearchKey
from models.staff import AccessLog
from models.submission import Submission
from programme import reference_numbers
from services.backoffice import agencies, search
from services.drafts import applications, revisions, search_keys
from services.pool import suppliers
from tests.applying import HALF, LEAD, application_of, person
from tests.reviewing import AGENCY, LEAD_AGENCY, registration
from tests.staffed import site, staffed  # noqa: F401 - fixtures

DRAFT = "hello@daonclass.example.com"  # a demo company whose application is not submitted


def asked(site, words: str, who: str = LEAD_AGENCY):
    client = site.test_client()
    client.sign_in(who, proved=True)
    return client.post("/staff/find/", data={"words": words})


def headings(response) -> list[str]:
    return [tag.get_text(strip=True) for tag in response.page.main.select("section h2")]


@pytest.mark.parametrize(
    "words",
    [
        "000-31-19992",
        "0003119992",
        "０００–３１–１９９９２",
        " 000 31 19992 ",
        "19992",
        "새벽코드",
        "(주) 새벽 코드",
        "채이룸",
        "채 이룸",
        "02-0000-4601",
        "0200004601",
        "+82 10-0000-4602",
        "０１０ ００００ ４６０２",
        "CEO@s6.example.com",
        "{number}",
        "{receipt}",
    ],
)
def test_a_registration_is_found_by_whatever_its_caller_says(site, words):
    mine = registration()
    page = asked(site, words.format(number=mine.number, receipt=mine.receipt.replace("-", " ").lower()))
    assert page.status_code == 200
    assert headings(page) == ["새벽코드(가상)"]
    assert page.page.main.select_one(f'a[href="/staff/registrations/{mine.token}/"]')


@pytest.mark.parametrize("words", ["02-0000-4602", "0000-4601", "채이", "s6.example.com", "%", "\\", "없는 기업"])
def test_part_of_what_is_personal_finds_nobody(site, words):
    page = asked(site, words)
    assert page.status_code == 200 and headings(page) == []
    assert "찾는 신청이 없습니다" in page.page.main.get_text()


def test_no_words_are_asked_for(site):
    page = asked(site, "  ")
    assert page.status_code == 422
    assert page.page.select_one("#words").get("aria-invalid") == "true"


def test_of_a_draft_only_its_state_is_shown_and_the_look_is_noted(site):
    draft = application_of(DRAFT)
    assert Submission.standing_for(draft) is None
    page = asked(site, "051-000-3301")
    assert headings(page) == ["제출한 적 없는 기업"]
    said = page.page.main.get_text()
    assert draft.number in said and "작성 중" in said
    assert "다온클래스" not in said and not page.page.main.select(f'a[href*="{draft.token}"]')
    row = AccessLog.select().order_by(AccessLog.id.desc()).first()
    lead = next(party for party in draft.parties if party.lead)
    assert (row.company_id, row.application_id, row.why) == (lead.company_id, draft.id, "찾기: 번호, 전화번호")
    assert "3301" not in row.what + row.why


def test_an_agency_finds_what_is_its_own_and_learns_of_nothing_else(site):
    mine = application_of(LEAD)
    assert headings(asked(site, "010-0000-1102", AGENCY)) == []
    for words in ("000-31-19992", "채이룸", "051-000-3301", mine.number):
        assert headings(asked(site, words, AGENCY)) == []
    before = AccessLog.select().count()
    agencies.assign(mine, "women", person(LEAD_AGENCY))
    found = asked(site, "010-0000-1102", AGENCY)
    assert headings(found) == ["주식회사 온결케어(가상)"]
    assert found.page.main.select_one(f'a[href="/staff/applications/{mine.token}/"]')
    assert AccessLog.select().count() == before + 1


def test_what_is_corrected_is_found_by_the_new_word_alone(site):
    application = registration()
    view = applications.load_view(application)
    (part,) = view.journey.parties
    task = Task(view.journey.steps["contact"], part)
    old = revisions.opened(task.step.form, revisions.head(application, task).sent)
    with writing():
        new = old | {"mobile": ["010-0000-9999"]}
        revisions.write(application, task, new, application.created_by, revisions.SAVED)
    assert headings(asked(site, "010-0000-4602")) == []
    assert headings(asked(site, "01000009999")) == ["새벽코드(가상)"]


def test_answers_of_before_there_was_a_search_are_filled_in_once_and_kept_as_hashes(site):
    kept = {(row.party_id, row.step, row.kind, row.value) for row in SearchKey.select()}
    assert kept and not [row for row in kept if row[2] in HASHED and len(row[3]) != 64]
    SearchKey.delete().execute()
    assert search.fill() > 0
    assert {(row.party_id, row.step, row.kind, row.value) for row in SearchKey.select()} == kept
    filled = search.fill(anew=True)
    assert filled >= len({row[:2] for row in kept})
    assert search.fill() == filled - len({row[:2] for row in kept})


def test_an_entry_that_began_nothing_here_is_found_in_the_pool(site):
    row = Supplier.select().where(Supplier.number.is_null(False), Supplier.name.contains("누리매칭랩")).get()
    for words in (row.number, "누리 매칭랩", "ceo@s1.example.com"):
        page = asked(site, words)
        assert row.name in headings(page), words
        assert "승인" in page.page.main.get_text()


def test_a_caller_is_found_while_keys_are_changed_and_after(site):
    settings, new = config.current(), Fernet.generate_key().decode()
    config.use(replace(settings, field_keys=f"{new},{settings.field_keys}"))
    assert headings(asked(site, "02-0000-4601")) == ["새벽코드(가상)"]
    site.test_cli_runner().invoke(args=["keys", "rotate"])
    config.use(replace(settings, field_keys=new))
    for words in ("02-0000-4601", "채이룸", "ceo@s6.example.com"):
        assert headings(asked(site, words)) == ["새벽코드(가상)"]


def test_the_log_names_the_company_whose_contact_somebody_saw(site):
    supplier = Supplier.select().where(Supplier.name.contains("누리매칭랩")).get()
    suppliers.contact(supplier, person(HALF))
    AccessLog.create(person=person(HALF), what="옛 기록", why="공급기업 연락")
    client = site.test_client()
    client.sign_in(LEAD_AGENCY, proved=True)
    rows = [row.get_text(" ", strip=True) for row in client.get("/staff/log/").page.select("tbody tr")]
    assert any(supplier.name in row and "담당자 연락처" in row for row in rows)
    assert any("옛 기록" in row for row in rows)


def test_numbers_and_receipts_differ_and_receipts_of_before_count(site):
    mine = registration()
    assert reference_numbers.application_number("2024-221", "P", 6) == "2024-221-P0006"
    assert reference_numbers.receipt_number("2024-221", "P", 6) == "2024-221-PR00006"
    assert reference_numbers.receipt_places("2024-221", "", ["2024-221-R00002", "2024-221-00001"]) == [1, 2]
    assert reference_numbers.receipt_places("2024-221", "", ["2024-221-P00001"]) is None
    Application.update(receipt="2024-221-P00006").where(Application.id == mine.id).execute()
    assert headings(asked(site, "2024-221-P00006")) == headings(asked(site, "p00006")) == ["새벽코드(가상)"]


def test_every_staff_page_has_the_search_and_others_have_not(site):
    client = site.test_client()
    client.sign_in(LEAD_AGENCY, proved=True)
    for address in ("/staff/", "/staff/registrations/", "/staff/applications/"):
        form = client.get(address).page.select_one("header form[role=search]")
        assert form["method"] == "post" and form["action"] == "/staff/find/"
    assert client.get("/").page.select_one("header form[role=search]") is None


def test_an_address_written_otherwise_is_one_address(site):
    assert search_keys.keys("contact", {"email": [" Name@Example.com "]}) == search_keys.keys(
        "contact", {"email": ["name@example.com"]}
    )
    assert schema.status()[-1][1]
