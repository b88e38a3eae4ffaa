"""What the site is, in both modes: a helper that says so from the first screen, or a body's own reception that never
does."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

import config
from forms.wizard import Journey, Party, Respondent
from models.application import Call
from models.base import now
from models.consulting import CASE_STATES
from models.mail import Outbox
from programme import course, reception
from programme.application_types import CONSULTING, POOL, PROJECT
from programme.korean import day_of
from programme.rules.companies import supplier_stopped, supplier_waiting
from services.documents import catalogue
from services.mail import outbox, templates
from tests.applying import LEAD, SUPPLIER, agree, hand_in
from tests.call import CALL, TYPES, WIZARDS
from tests.conftest import Client, site
from tests.registering import NEW, filled
from tests.registering import hand_in as register
from tests.reviewing import LEAD_AGENCY, posts
from tests.smtp import FACTS

BODY = "한국스마트진흥원"
UNOFFICIAL = re.compile(
    "비공식|도우미|정부 접수|무관|공식 서식이 아닌|아직 정부에|제출번호|제출 확인서|우리가 만든|저장소|오픈소스"
)
OFFICIAL = re.compile("접수증|접수번호 2024|접수 완료")  # of ours: the helper gives no such thing
MODES = pytest.mark.parametrize("settings", ["", BODY], indirect=True, ids=["helper", "reception"])
WAY = "공고의 접수 시스템에 내기"


@pytest.fixture
def settings(tmp_path, request) -> config.Settings:
    return replace(site(tmp_path / "data"), operator=getattr(request, "param", ""))


def walked(client: Client, *starts: str, most: int = 70) -> Iterator[tuple[str, str]]:
    """(path, all its text and attributes) of these pages and of those they lead to, each once; one of each kind."""
    waiting, seen = list(starts), set()
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        kind = re.sub(r"[A-Za-z0-9_-]{20,}|[0-9]+", "x", path.split("?")[0])
        if kind in seen or not path.startswith("/") or "/static/" in path or path.endswith((".zip", ".docx", ".xlsx")):
            continue
        seen.add(kind)
        response = client.get(path)
        if response.page is None or response.status_code != 200:
            continue
        for tag in response.page.select("textarea"):  # what people wrote is theirs
            tag.extract()
        yield path, str(response.page)
        waiting += [str(tag["href"]).split("#")[0] for tag in response.page.select("a[href]")]


def told(found: re.Pattern[str], path: str, text: str) -> None:
    words = found.search(text)
    assert not words, (path, text[max(0, words.start() - 60) : words.end() + 60])


@MODES
def test_what_everybody_may_see(seeded, client, settings):
    for path, text in walked(client, "/", "/help", "/sign-in", "/registrations/", "/suppliers/", "/nowhere"):
        if settings.operator:
            told(UNOFFICIAL, path, text)
            assert BODY in text
        else:
            told(OFFICIAL, path, text)
            assert "비공식 작성 도우미입니다" in text
            assert "https://www.smbservice.kr" in text
    for path in ("/", "/help", "/sign-in", "/registrations/"):
        main = client.get(path).page.main.get_text()
        assert (WAY in main) == (not settings.operator), path
        assert bool(re.search(r"D-\d+", main)) == (not settings.operator), path


@MODES
def test_what_an_applicant_sees_before_and_after_submitting(application, client, settings):
    agree(application)  # the texts name who runs the site
    task_list = f"/applications/{application.token}/"
    pages = [
        task_list,
        "/applications/",
        *(f"{task_list}{name}" for name in ("submit", "documents/", "receipt", "check")),
    ]
    for handed_in in (False, True):
        if handed_in:
            hand_in(application)
        client.sign_in(LEAD)
        for path, text in walked(client, *pages):
            told(UNOFFICIAL if settings.operator else OFFICIAL, path, text)
        for path in pages[:4] + pages[4:5] * handed_in:
            main = client.get(path).page.main.get_text()
            assert (WAY in main or "접수 시스템에 내기" in main) == (not settings.operator), (path, handed_in)
    assert client.get(f"{task_list}receipt").page.h1.get_text() == (
        "접수 완료" if settings.operator else "스마트서비스 신청 도우미 제출 완료 – 아직 정부에 접수되지 않았습니다"
    )


@MODES
def test_what_a_supplier_a_registrant_and_staff_see(application, client, settings):
    posts()
    agree(application)
    hand_in(application)
    registration = filled()
    register(registration)
    client.sign_in(NEW)
    task_list = f"/applications/{registration.token}/"
    registrant = walked(
        client, *(task_list + name for name in ("", "receipt", "documents/", "submit", "consents/")), most=40
    )
    for path, text in registrant:
        told(UNOFFICIAL if settings.operator else OFFICIAL, path, text)
    client.sign_in(SUPPLIER)
    for path, text in walked(client, f"/applications/{application.token}/receipt", "/applications/", most=15):
        told(UNOFFICIAL if settings.operator else OFFICIAL, path, text)
    client.sign_in(LEAD_AGENCY, proved=True)
    for path, text in walked(client, "/staff/", most=25):
        told(UNOFFICIAL if settings.operator else OFFICIAL, path, text)


def test_the_states_of_cases_are_called_alike_on_a_site_that_receives_nothing():
    for name in (*course.STATES.values(), *CASE_STATES.values()):
        assert "접수" not in name, name


@MODES
def test_only_a_body_that_approves_says_when_it_will(seeded, client, settings):
    """The announcement's three to seven days are those of its own system: a helper's approval is none of it."""
    registration = filled()
    register(registration)
    client.sign_in(NEW)

    task_list = f"/applications/{registration.token}/"
    said = [client.get(path).page.main.get_text() for path in (task_list, f"{task_list}receipt")] + [
        outbox.written(Outbox.get()).text
    ]

    for text in said:
        assert bool(re.search("무렵 승인|승인 예상", text)) == bool(settings.operator), text
        assert ("접수 시스템에 등록해야 받습니다" in text) == (not settings.operator), text


@MODES
def test_what_asking_for_consulting_says(seeded, client, settings):
    client.sign_in(LEAD)
    task_list = client.post("/applications/consulting", data={}).headers["Location"]
    for path, text in walked(
        client, *(task_list + name for name in ("", "submit", "consents/", "documents/")), most=20
    ):
        told(UNOFFICIAL if settings.operator else OFFICIAL, path, text)
    assert (BODY if settings.operator else "이 신청 도우미를 운영하는 자") in client.get(
        f"{task_list}consents/"
    ).get_data(True)


@MODES
def test_the_number_of_what_was_submitted_and_who_is_asked_are_called_the_same_everywhere(seeded, client, settings):
    """No template or sentence names them by itself: only reception.py does."""
    mode = reception.of(settings.operator, CALL)
    said = re.compile(r"접수번호 ?\{\{|접수증(?=[^<]*\{\{)|044-300-|smbservice\.kr|tel:044")
    for path in sorted((config.HOUSE / "templates").rglob("*.*")):
        told(said, path.name, path.read_text(encoding="utf-8"))
    numbers = re.compile("044-300-[0-9]{4}")
    for folder in ("programme", "services", "blueprints", "forms"):
        for path in sorted((config.HOUSE / folder).rglob("*.py")):
            assert path.name == "figures.py" or not numbers.search(path.read_text(encoding="utf-8")), path
    suspended: Any = SimpleNamespace(call=CALL, party=SimpleNamespace(pool_state="suspended"))
    (found,) = supplier_stopped(suspended)
    assert mode.ask in found.todo
    waiting: Any = SimpleNamespace(call=CALL, party=SimpleNamespace(pool_state="waiting"))
    (found,) = supplier_waiting(waiting)
    assert ("공고의 풀 등록이 아니니" in found.todo) == (not settings.operator)


@pytest.fixture(params=["", BODY], ids=["helper", "reception"])
def operator(request, tmp_path) -> str:
    known = replace(site(tmp_path), operator=request.param, public_url="https://apply.example.com")
    config.use(known)
    return request.param


def test_every_mail_says_what_the_site_is(operator):
    for kind, facts in FACTS.items():
        if kind == "unfiled" and operator:
            continue  # which a reception never sends
        mail = templates.render(kind, facts)
        for text in (templates.subject(kind, facts), mail.text, mail.html):
            told(UNOFFICIAL if operator else OFFICIAL, kind, text)
        for text in (mail.text, mail.html):
            assert (BODY if operator else "여기에 제출한 것은 정부 접수가 아닙니다") in text, kind
            assert operator or "www.smbservice.kr" in text, kind
    assert templates.sender().display_name == reception.of(operator, CALL).site


def test_the_mail_about_submitting_says_what_is_left_to_do(operator):
    for kind in ("receipt", "replacement", "registration"):
        mail = templates.render(kind, FACTS[kind])
        assert ("https://www.smbservice.kr" in mail.text) == (not operator)
        assert ("아직 정부에 접수되지 않았습니다" in mail.html) == (not operator)
        assert FACTS[kind]["closes"] in mail.text
        assert operator or mail.html.count('href="tel:0443000567"') == 1


def test_the_mail_about_what_came_after_closing_promises_no_more_changes_and_asks_for_no_filing(operator):
    for kind in ("replacement", "registration"):
        mail = templates.render(kind, FACTS[kind] | {"closes": ""})
        for text in (mail.text, mail.html):
            assert "마감" not in text and "아직 정부에 접수되지 않았습니다" not in text, kind


def test_every_document_says_whose_it_is(operator):
    adopter, supplier = Party(1, Respondent.ADOPTER, lead=True, name="가"), Party(2, Respondent.SUPPLIER, name="나")
    at = datetime(2024, 4, 30, 9, tzinfo=UTC)
    for purpose, parties in ((PROJECT, (adopter, supplier)), (POOL, (supplier,)), (CONSULTING, (adopter,))):
        journey = Journey(WIZARDS[purpose], parties, {})
        stamp = catalogue.Stamp("2024-221-0001", 1, at, "제출본", "2024-221-00001", 1)
        facts = catalogue.build_context(journey, stamp, {}, {}, TYPES[purpose])
        proof = [catalogue.receipt(journey, TYPES[purpose])] if purpose != CONSULTING else []
        facts = catalogue.for_receipt(
            facts, catalogue.ReceiptDetails(at, at, "ho***", [("a.docx", "ab")]), TYPES[purpose]
        )
        for document in catalogue.document_files(journey, TYPES[purpose]) + proof:
            about = catalogue.for_company(facts, document.party) if document.party else facts
            text = catalogue.filename(document, about) + words(catalogue.render(document, about))
            told(UNOFFICIAL if operator else re.compile("접수번호"), document.slug, text)
            assert (BODY if operator else "www.smbservice.kr") in text, document.slug
            if document in proof:
                assert reception.of(operator, CALL).received_by in text
                assert reception.of(operator, CALL).stated(TYPES[purpose]) in text


def words(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        parts = [name for name in file.namelist() if name.endswith(".xml")]
        return " ".join(re.sub("<[^>]+>", "", file.read(name).decode()) for name in parts)


def test_a_document_follows_the_operator(application, client, settings):
    client.sign_in(LEAD)
    path = f"/applications/{application.token}/documents/form2-1.docx"
    before = client.get(path).data
    config.use(replace(settings, operator=BODY))

    assert client.get(path).data != before


def test_the_days_left_are_korean_days(seeded, client):
    closes = Call.get().closes_at
    left = (day_of(closes) - day_of(now())).days
    assert f"D-{left}" in client.get("/").page.main.get_text()
