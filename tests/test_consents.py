"""Consents: a ledger of who agreed to which words, in what capacity, when."""

from dataclasses import replace

import pytest

from models.application import Application, Party
from models.base import now
from models.evidence import Consent
from programme.application_types import PROJECT
from programme.consents import text_hash
from services.documents import generate
from services.drafts import checks, consents
from services.drafts.applications import load_view
from tests.applying import LEAD, UNAGREED, agree, application_of, confirm, fresh, hand_in, person
from tests.call import CONSENTS, PROJECT_TYPE, TYPES
from tests.pages import told


@pytest.fixture
def application(seeded) -> Application:
    return application_of(UNAGREED)


@pytest.fixture
def party(application) -> Party:
    return Party.present(application)[0]


@pytest.fixture
def lead(application, client):
    client.sign_in(UNAGREED)
    return client


def answers(party: Party, optional: str = "no", **changed: str) -> dict[str, str]:
    """The page's form: yes to what is required, `optional` to what is not."""
    choices = {f"consent-{text.slug}": "yes" if text.required else optional for text in consents.texts_for(party)}
    choices |= {f"text-{text.slug}": text_hash(text) for text in consents.texts_for(party)}
    return choices | {"signer": "홍길동", "capacity": "representative"} | changed


def page(application: Application) -> str:
    return f"/applications/{application.token}/consents/"


def test_each_choice_is_a_row_with_text_version_hash_person_and_capacity(lead, application, party):
    before = now()

    response = lead.post(page(application), data=answers(party))

    assert response.location == f"/applications/{application.token}/?said=consented"
    assert "동의 내용을 저장했습니다" in told(lead, response)
    rows = {row.kind: row for row in Consent.select().where(Consent.party == party)}
    assert rows.keys() == {text.slug for text in consents.texts_for(party)}
    for text in consents.texts_for(party):
        row = rows[text.slug]
        assert (row.version, row.text_hash) == (text.version, text_hash(text))
        assert row.choice == ("yes" if text.required else "no")
        assert (row.signer, row.capacity) == ("홍길동", "representative")
        assert row.person == person(UNAGREED)
        assert before <= row.at <= now()


def test_rows_are_added_and_never_changed(lead, application, party):
    lead.post(page(application), data=answers(party))
    first = {row["id"]: row for row in Consent.select().dicts()}

    lead.post(page(application), data=answers(party, optional="yes"))

    rows = {row["id"]: row for row in Consent.select().dicts()}
    optional = [text for text in consents.texts_for(party) if not text.required]
    assert {number: rows[number] for number in first} == first
    assert len(rows) == len(first) + len(optional)


def test_the_same_answers_again_add_nothing_and_another_signer_adds_all(lead, application, party):
    lead.post(page(application), data=answers(party))
    rows, revision = Consent.select().count(), fresh(application).revision

    lead.post(page(application), data=answers(party))
    assert (Consent.select().count(), fresh(application).revision) == (rows, revision)

    lead.post(page(application), data=answers(party, capacity="delegate"))
    assert Consent.select().count() == rows + len(consents.texts_for(party))


def test_the_page_shows_what_was_chosen_and_every_text_whole(lead, application, party):
    lead.post(page(application), data=answers(party))

    main = lead.get(page(application)).page.main

    for text in consents.texts_for(party):
        chosen = main.select_one(f"[name=consent-{text.slug}][checked]")
        assert chosen["value"] == ("yes" if text.required else "no")
        shown = " ".join(main.select_one(f"#text-{text.slug}").get_text().split())
        for _, words in text.blocks:
            assert " ".join(words.split()) in shown


def test_nothing_is_chosen_beforehand(lead, application):
    assert not lead.get(page(application)).page.select("[name^=consent-][checked]")


@pytest.mark.parametrize("wrong", [{}, {"capacity": "owner"}, {"signer": ""}, {"consent-x": "yes"}])
def test_an_unfinished_page_is_refused_with_links_and_keeps_what_was_chosen(lead, application, party, wrong):
    missing = f"consent-{consents.texts_for(party)[0].slug}"
    data = answers(party) | wrong
    del data[missing]

    response = lead.post(page(application), data=data)

    assert response.status_code == 422
    assert response.page.select_one(f"a[href='#{missing}']")
    kept = f"consent-{consents.texts_for(party)[1].slug}"
    assert response.page.select_one(f"[name={kept}][checked]")["value"] == data[kept]
    assert not Consent.select().where(Consent.party == party).exists()


def test_a_choice_that_is_neither_yes_nor_no_is_none(lead, application, party):
    slug = consents.texts_for(party)[0].slug

    assert lead.post(page(application), data=answers(party, **{f"consent-{slug}": "maybe"})).status_code == 422


def test_an_optional_text_may_be_left_alone(lead, application, party):
    optional = next(text.slug for text in consents.texts_for(party) if not text.required)
    data = {name: value for name, value in answers(party).items() if name != f"consent-{optional}"}

    assert lead.post(page(application), data=data).status_code == 303
    assert optional not in Consent.of(party)


def test_a_choice_about_a_text_worded_otherwise_since_is_asked_again(lead, application, party):
    slug = consents.texts_for(party)[0].slug

    response = lead.post(page(application), data=answers(party, **{f"text-{slug}": "0" * 64}))

    assert response.status_code == 422
    assert response.page.select_one(f"a[href='#consent-{slug}']")
    assert not response.page.select(f"[name=consent-{slug}][checked]")


def test_a_required_no_blocks_submitting_and_says_so(lead, application, party):
    agree(application)
    assert checks.verdict(load_view(application)).ready
    required = next(text for text in consents.texts_for(party) if text.required)

    lead.post(page(application), data=answers(party, **{f"consent-{required.slug}": "no"}))

    verdict = checks.verdict(load_view(application))
    assert any(required.title in found.what for found in verdict.blocks)
    assert "제출할 수 없습니다" in lead.get(page(application)).page.main.get_text()


def test_an_optional_no_or_no_answer_never_blocks(application):
    for party in Party.present(application):
        required = {text.slug: "yes" for text in consents.texts_for(party) if text.required}
        who = {"signer": "홍길동", "capacity": "representative", "person": person(UNAGREED)}
        consents.give(party, required, arrived=now(), **who)
    confirm(application)
    assert checks.verdict(load_view(application)).ready

    for party in Party.present(application):
        no = {text.slug: "no" for text in consents.texts_for(party) if not text.required}
        assert no
        consents.give(party, no, arrived=now(), **who)
    assert checks.verdict(load_view(application)).ready


def test_words_changed_since_are_asked_anew(application, party, monkeypatch):
    agree(application)
    text = consents.texts_for(party)[0]
    assert text.required
    reworded = replace(text, blocks=((text.blocks[0][0], "고친 문안입니다."), *text.blocks[1:]))
    texts = tuple(reworded if other == text else other for other in CONSENTS)
    monkeypatch.setitem(TYPES, PROJECT, replace(PROJECT_TYPE, consents=texts))

    assert consents.current_choice(Consent.of(party)[text.slug], reworded) == ""
    assert not checks.verdict(load_view(application)).ready
    printed = generate.consents_of(party)
    assert text.slug not in printed
    assert printed.keys() == {other.slug for other in consents.texts_for(party)[1:]} - {text.slug}

    agree(application)
    assert Consent.of(party)[text.slug].text_hash == text_hash(reworded)
    assert checks.verdict(load_view(application)).ready


def test_consents_are_asked_of_each_company_by_itself(application, party):
    agree(application)
    other = Party.present(application)[1]

    for one in (party, other):
        assert Consent.of(one).keys() == {text.slug for text in consents.texts_for(one)}
    assert {row.person for row in Consent.of(party).values()} != {row.person for row in Consent.of(other).values()}


def test_what_was_agreed_is_printed_with_name_capacity_and_moment(seeded):
    application = application_of(LEAD)
    hand_in(application)

    facts = generate.document_context(load_view(fresh(application)))

    credit = facts["companies"][0]["form2"]
    assert credit
    for line in credit:
        assert facts["companies"][0]["company"]["representative"] in line["record"]
        assert line["yes"] != line["no"]
