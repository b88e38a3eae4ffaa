"""The pages every operator needs: what /privacy says is what is kept, and who runs the site is said, or that it is
not."""

import re
from dataclasses import replace

import pytest
from peewee import ForeignKeyField

import config
import models
from app import create_app
from models import personal_data, personal_terms
from models.base import db
from models.person import Person
from programme import calls, particulars
from programme.application_types import PURPOSES
from services.access import rejected_posts
from services.scheduled import retention
from tests.applying import LEAD, application_of
from tests.call import CALL, WIZARDS

PAGES = {"/privacy": "개인정보 처리방침", "/terms": "이용약관", "/accessibility": "접근성"}
RUN_BY = {
    "controller": "주식회사 가온(가상)",
    "operator_address": "가상시 가상구 시험로 1",
    "operator_phone": "02-0000-0000",
    "operator_email": "privacy@example.com",
    "privacy_officer": "개인정보보호팀장",
    "processors": "메일나름(가상): 메일 보내기; 서버나름(가상): 서버 보관",
    "policies_from": "2026. 12. 1.",
}


def is_personal(field) -> bool:
    """What is encrypted, an address's hash, or says which person."""
    of_person = isinstance(field, ForeignKeyField) and field.rel_model is Person
    return isinstance(field, personal_terms.SEALED) or of_person or field.name == "email_hash"


def fields() -> set:
    return {field for model in models.TABLES for field in model._meta.sorted_fields}


def test_every_personal_field_of_the_models_is_described_once():
    described = personal_data.described()

    missing = {field for field in fields() if is_personal(field)} - set(described)
    assert not missing, [f"{field.model.__name__}.{field.name}" for field in missing]
    assert len(described) == len(set(described))


def test_nothing_is_described_that_is_not_kept():
    assert set(personal_data.described()) <= fields()


def test_what_is_said_to_be_encrypted_is_and_nothing_else():
    for kept in (kept for group in personal_data.GROUPS for kept in group.kept):
        sealed = any(isinstance(field, personal_terms.SEALED) for field in kept.fields)
        sealed = sealed or personal_data.Revision.sent in set(kept.fields)  # of answers the personal ones, by the forms
        assert bool(kept.sealed) == sealed, kept.what


def questions() -> dict[str, tuple[str, bool]]:
    """{place: (label, encrypted)} of every question of every wizard."""
    return {
        f"{step.slug}.{name}": (field.label.text, getattr(field, "personal", False))
        for purpose in PURPOSES
        for wizard in WIZARDS[purpose]
        for step in wizard.steps
        for name, field in step.form.names().items()
    }


def test_every_question_about_a_person_is_described_and_every_described_one_is_asked():
    about = {
        place
        for place, (label, encrypted) in questions().items()
        if encrypted
        or "대표자" in label
        or label in ("직위", "부서")
        or re.search(r"(contact|people|profiles|careers).*name", place)
    }

    assert not about - personal_terms.PLACES
    assert questions().keys() >= personal_terms.PLACES


def test_every_period_is_said_in_the_days_after_which_things_are_dropped(client):
    said = {
        name for group in personal_data.GROUPS for kept in group.kept for name in re.findall(r"{(\w+)}", kept.until)
    }
    assert said == retention.PERIODS.keys()
    assert all(period.days and not period.seconds for period in retention.PERIODS.values())

    text = " ".join(client.get("/privacy").page.main.get_text().split())
    assert f"{rejected_posts.RETENTION.days}일. 되살리거나" in text
    assert "보낸 뒤 180일. 로그인 번호와 초대 메일은 1일." in text
    assert "{" not in text


def test_a_period_that_is_changed_is_said_as_it_is_now(client, monkeypatch):
    monkeypatch.setitem(retention.PERIODS, "mail", retention.PERIODS["mail"] * 2)

    assert "보낸 뒤 360일" in client.get("/privacy").page.main.get_text()


def test_every_item_the_law_names_has_its_place(client):
    headings = " ".join(tag.get_text() for tag in client.get("/privacy").page.select("main h2"))

    for item in ("1호", "2호", "3호", "3호의2", "3호의3", "4호", "4호의2", "5호", "6호", "7호", "8호", "시행령 제31조"):
        assert re.search(rf"{item}\b(?!의)", headings), item


def test_receivers_are_those_the_texts_of_consent_name(client):
    text = client.get("/privacy").page.main.get_text()
    named = [text for of in calls.TYPES[CALL.slug].values() for text in of.consents if "third_party" in text.slug]

    assert len(named) == 3
    assert all(consent.title in text for consent in named)
    assert "{operator}" not in text


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_an_installation_nobody_answers_for_says_so_and_what_is_missing(client, path, title):
    page = client.get(path).page

    warning = page.select_one("main .alert.warning").get_text()
    assert page.h1.get_text() == title
    assert "비공식" in warning
    assert all(korean in warning for korean in particulars.NEEDED.values())


@pytest.fixture
def run_by(settings, app):
    db.close()
    site = create_app(replace(settings, **RUN_BY))
    site.test_client_class = app.test_client_class
    return site.test_client()


def test_who_runs_the_site_is_said(run_by):
    text = {path: run_by.get(path).page.main.get_text() for path in PAGES}

    for value in ("주식회사 가온(가상)", "02-0000-0000", "privacy@example.com"):
        assert all(value in page for page in text.values()), value
    assert "개인정보보호팀장" in text["/privacy"]
    assert "서버 보관" in text["/privacy"]
    assert "아직" not in text["/privacy"]
    assert all("설치입니다" not in page for page in text.values())


def test_a_demo_says_that_nobody_s_data_belongs_in_it(settings, app):
    db.close()
    site = create_app(replace(settings, demo=True))
    site.test_client_class = app.test_client_class

    assert "실제 사람의 개인정보는 적지 마세요" in site.test_client().get("/privacy").page.main.get_text()


def test_services_that_are_asked_are_named_where_they_are_used(settings, app):
    assert "국세청 사업자등록정보" not in app.test_client().get("/privacy").page.main.get_text()
    db.close()
    site = create_app(replace(settings, business_status_key="key"))
    site.test_client_class = app.test_client_class

    text = site.test_client().get("/privacy").page.main.get_text()
    assert "상태조회(공공데이터포털)에 사업자등록번호." in text
    assert "행정안전부" not in text


def test_processors_are_told_apart():
    assert particulars.processors("가: 나; 다:라 ;") == (("가", "나"), ("다", "라"))
    nobody = particulars.of(config.Settings(processors="-"))
    assert nobody.processors == ()
    assert "processors" not in nobody.missing


def test_a_helper_is_named_by_whoever_runs_it_and_stays_a_helper():
    settings = config.Settings(controller="가온")

    assert particulars.of(settings).name == "가온"
    assert not particulars.of(settings).missing.keys() & {"operator", "controller"}
    assert particulars.unset(settings).startswith("OPERATOR_ADDRESS, ")
    assert particulars.unset(config.Settings()).startswith("OPERATOR or CONTROLLER, OPERATOR_ADDRESS")


def test_every_page_leads_to_them(seeded, client):
    client.sign_in(LEAD)
    base = f"/applications/{application_of(LEAD).token}"

    for path in ("/", "/help", "/nowhere", "/privacy", "/applications/", f"{base}/", f"{base}/need", "/suppliers/"):
        links = {tag["href"] for tag in client.get(path).page.select("footer a")}
        assert PAGES.keys() <= links, path
