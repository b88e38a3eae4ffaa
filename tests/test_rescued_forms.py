"""Consents and evidence typed into a page whose session ended are kept too, and put back into their page."""

import re

import pytest
from flask.testing import FlaskClient

from models.application import Application
from models.base import now
from models.evidence import Consent, Evidence
from models.person import Session
from models.rescue import Rescue
from services.drafts import consents

ADDRESS = "someone@example.com"


@pytest.fixture
def task_list(seeded, client):
    client.sign_in(ADDRESS)
    return client.post("/applications/", data={}).headers["Location"]


def refused(client, url, typed, page):
    """What was typed into the page, sent after its session ended."""
    said = {tag["name"]: tag.get("value", "") for tag in page.select("main form input[type=hidden]")}
    Session.update(ended_at=now()).execute()
    response = FlaskClient.post(client, url, data=said | typed, content_type="multipart/form-data")
    assert response.status_code == 303
    assert "/sign-in" in response.headers["Location"]
    client.sign_in(ADDRESS)


def put_back(client, page):
    """The page after its "되살리기" was pressed."""
    action = next(form["action"] for form in page.select("form") if re.search(r"/kept/\d+/back", form["action"]))
    return client.get(client.post(action, data={}).headers["Location"]).page


def test_consents_are_put_back_as_they_were_ticked(client, task_list):
    url = f"{task_list}consents/"
    page = client.get(url).page
    names = sorted({tag["name"] for tag in page.select("input[type=radio][name^=consent-]")})

    refused(client, url, dict.fromkeys(names, "yes") | {"signer": "한가온", "capacity": "representative"}, page)
    back = put_back(client, client.get(url).page)

    assert {tag["name"] for tag in back.select("input[name^=consent-][value=yes][checked]")} == set(names)
    assert back.select_one("#signer")["value"] == "한가온"
    party = Application.select().order_by(Application.id.desc()).first().parties.get()
    assert not Consent.of(party)

    said = {tag["name"]: tag["value"] for tag in back.select("main form input[type=hidden]")}
    typed = dict.fromkeys(names, "yes") | {"signer": "한가온", "capacity": "representative"}
    assert client.post(url, data=said | typed).status_code == 303
    assert {consents.current_choice(Consent.of(party)[text.slug], text) for text in consents.texts_for(party)} == {
        "yes"
    }
    assert not Rescue.select().exists()


def test_consents_ticked_before_anybody_signed_are_offered_without_words_to_look_at(client, task_list):
    url = f"{task_list}consents/"
    page = client.get(url).page
    names = sorted({tag["name"] for tag in page.select("input[type=radio][name^=consent-]")})

    refused(client, url, dict.fromkeys(names, "yes") | {"signer": ""}, page)
    for offering in (task_list, "/applications/"):
        assert client.get(offering).status_code == 200
    page = client.get(url).page
    assert not page.select("main details")
    back = put_back(client, page)

    assert {tag["name"] for tag in back.select("input[name^=consent-][value=yes][checked]")} == set(names)


def test_what_was_said_about_a_document_is_put_back_though_its_file_must_be_chosen_again(client, task_list):
    url = f"{task_list}evidence/"
    page = client.get(f"{url}?kind=national_tax").page

    typed = {"kind": "national_tax", "issuer": "가상세무서", "number": "T-9999", "issued": "2026-11-20"}
    refused(client, url, typed, page)
    back = put_back(client, client.get(url).page)

    assert back.select_one("#issuer")["value"] == "가상세무서"
    assert back.select_one("input[name=kind]")["value"] == "national_tax"
    assert not Evidence.select().where(Evidence.number == "T-9999").exists()


def test_whoever_signs_in_after_a_button_is_led_to_a_page_that_exists(client, task_list):
    Session.update(ended_at=now()).execute()

    response = FlaskClient.post(client, f"{task_list}evidence/remove", data={"evidence": "x"})
    client.sign_in(ADDRESS)
    back = re.search(r"next=([^&]+)", response.headers["Location"])[1]

    assert client.get(back).status_code == 200
