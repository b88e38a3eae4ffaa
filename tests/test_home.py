"""The front page, help, health, the demo's mail, and what every answer carries."""

from dataclasses import replace

import pytest

import config
from app import create_app
from forms import wizards
from models.application import Call
from models.base import db
from models.mail import Outbox
from programme import calls
from programme.application_types import POOL, PROJECT
from programme.evidence_kinds import Validity
from services.mail import outbox
from tests.applying import LEAD, application_of, hand_in
from tests.call import CALL, POOL_TYPE, PROJECT_TYPE
from web import formatting
from web.navigation import HANDING_IN

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.fixture
def demo(settings, app):
    """The same site as a demo."""
    db.close()
    site = create_app(replace(settings, demo=True))
    site.test_client_class = app.test_client_class
    return site


def test_the_front_page_says_what_this_is_and_when_it_is_open(seeded, client):
    page = client.get("/").page

    assert "공고 접수 기간" in page.main.get_text()
    assert "18:00" in page.main.get_text()
    assert "비공식" in page.get_text()
    assert page.select_one("a[href='/applications/']")


def test_what_to_prepare_and_the_stages_are_the_call_s_own(seeded, client, monkeypatch):
    kept = tuple(kind for kind in PROJECT_TYPE.evidence if kind.slug != "careers")
    local_tax = next(kind for kind in kept if kind.slug == "local_tax")
    shorter = replace(local_tax, validity=Validity(days=14))
    asked = tuple(shorter if kind.slug == shorter.slug else kind for kind in kept)
    words = replace(PROJECT_TYPE.words, giving="서명·증명")
    project = replace(PROJECT_TYPE, evidence=asked, owes=lambda role, answers: asked[:5], words=words)
    monkeypatch.setitem(calls.TYPES[CALL.slug], PROJECT, project)
    monkeypatch.setitem(calls.TYPES[CALL.slug], POOL, replace(POOL_TYPE, words=words))
    home, guide, pool = (client.get(path).page.main.get_text() for path in ("/", "/guide", "/registrations/"))
    assert "지방세 납세증명서(발급 후 14일 이내)" in home and "투입인력 경력 증빙" not in home
    for page in (home, guide, pool):
        assert "서명·증명" in page and HANDING_IN in page
    for stage in wizards.WIZARDS["supplier_pool"].stages:
        assert f"{stage.title}: {stage.about}" in pool


def test_a_site_without_a_call_still_has_its_pages(client):
    for path in ("/", "/help", "/healthz"):
        assert client.get(path).status_code == 200
    client.sign_in(LEAD)
    assert client.get("/applications/").status_code == 200
    assert client.post("/applications/", data={}).status_code == 404


def test_a_closed_call_says_so(seeded, client):
    call = Call.get()
    call.closes_at = call.opens_at
    call.save()

    assert "접수 기간 아님" in client.get("/").page.main.get_text()


def test_help_says_it_is_not_the_agencys_site(client):
    assert "무관한 비공식" in client.get("/help").page.main.get_text()


@pytest.mark.parametrize("path", ["/", "/help", "/sign-in", "/nowhere", "/healthz"])
def test_every_answer_carries_the_headers_it_must(client, path):
    response = client.get(path)

    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "Server" not in response.headers


def test_what_never_changes_may_be_kept_for_ever(client):
    page = client.get("/").page
    addresses = [page.select_one("link[rel=stylesheet]")["href"], page.select_one("script")["src"]]

    for address in addresses:
        assert "?v=" in address
        assert "immutable" in client.get(address).headers["Cache-Control"]


def test_an_unknown_address_is_a_korean_page(client):
    response = client.get("/없는-주소")

    assert response.status_code == 404
    assert "찾을 수 없습니다" in response.page.h1.get_text()


def test_kept_mail_is_shown_in_the_demo_only(client):
    assert client.get("/dev/mail").status_code == 404
    assert client.get("/dev/mail/1").status_code == 404


def test_the_demos_mail_can_be_read(demo, seeded):
    hand_in(application_of(LEAD))
    outbox.pump()
    client = demo.test_client()

    page = client.get("/dev/mail").page
    links = [tag["href"] for tag in page.main.select("a[href^='/dev/mail/']")]
    texts = [client.get(link).page.main.get_text() for link in links]

    assert len(links) == Outbox.select().count() == 2
    assert all("2024-221-R00001" in text for text in texts)
    ours = [tag["href"] for tag in client.get(links[0]).page.select(".mail a")]
    assert set(ours) == {f"{config.current().public_url}/applications/{application_of(LEAD).token}/receipt"}
    assert client.get("/dev/mail/../keys.json").status_code == 404
    assert client.get("/dev/mail/nothing").status_code == 404
    assert config.current().demo


def test_the_demo_writes_to_nobody(demo, seeded):
    client = demo.test_client()
    refused = client.post("/sign-in", data={"email": "owner@somewhere.kr"})
    assert refused.status_code == 422
    assert "example.com" in refused.page.select_one("#email-error").get_text()
    assert client.post("/sign-in", data={"email": "owner@shop.example.com"}).status_code == 303


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1KB"), (431, "1KB"), (11_148, "11KB"), (1_048_575, "1,024KB"), (20 * 1048576, "20.0MB")]
)
def test_a_file_is_as_large_as_our_limits_are_said(size, said):
    assert formatting.file_size(size) == said
