"""The page of consents: a sentence for each text, and agreeing to all at once only marks."""

import pytest

from models.evidence import Consent
from tests.applying import HALF, application_of
from tests.call import TYPES


@pytest.fixture
def path(seeded, client) -> str:
    client.sign_in(HALF)
    return f"/applications/{application_of(HALF).token}/consents/"


def marked(page) -> set[str]:
    return {tag["name"].removeprefix("consent-") for tag in page.select("input[type=radio][value=yes][checked]")}


def test_every_text_has_its_sentence_and_that_is_no_part_of_what_is_agreed_to():
    for of in TYPES.values():
        for text in of.consents:
            assert text.summary.endswith("다."), text.slug
            assert text.summary not in text.text


@pytest.mark.parametrize(("which", "optional"), [("required", False), ("every", True)])
def test_all_can_be_marked_at_once_and_nothing_is_kept_before_saving(path, client, which, optional):
    before = Consent.select().count()
    response = client.post(path, data={"all": which, "signer": "문새롬"})

    assert response.status_code == 200
    wanted = {text.slug for text in TYPES["project"].consents if text.required or optional}
    assert marked(response.page) == wanted
    assert response.page.select_one("[name=signer]")["value"] == "문새롬"
    assert Consent.select().count() == before


def test_what_was_marked_is_saved_as_any_choice(path, client):
    page = client.post(path, data={"all": "required", "signer": "문새롬"}).page
    sent = {tag["name"]: tag["value"] for tag in page.select("form [type=hidden], form [checked]")}

    assert client.post(path, data=sent | {"signer": "문새롬", "capacity": "representative"}).status_code == 303
    assert {row.kind for row in Consent.select().where(Consent.signer == "문새롬")} >= marked(page)
