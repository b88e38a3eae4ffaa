"""What is shown to others is what the consent's text names: one declaration words the one and chooses the other."""

from collections.abc import Iterator

import pytest

from forms.base import Sent, without_row
from forms.fields import Email, LongText, Phone, Text
from models.application import Party, Revision
from models.base import now, writing
from models.company import Supplier
from programme.application_types import POOL, PURPOSES
from programme.consents.items import NUMBER_PARTLY, PUBLISHED, REACHED
from services.drafts import applications
from services.submissions import pool_answers, registrations
from tests.answers import registered as answers_of
from tests.applying import LEAD, application_of, person
from tests.call import POOL_TYPE, TYPES, WIZARDS

NAME = "주식회사 창고와길(가상)"
STEPS = {step.slug: step.form for step in WIZARDS[POOL][0].steps}
TEXTS = [(purpose, text) for purpose in PURPOSES for text in TYPES[purpose].consents if text.items]


def steps_of(purpose: str) -> dict[str, set[str]]:
    return {step.slug: set(step.form.names()) for wizard in WIZARDS[purpose] for step in wizard.steps}


@pytest.mark.parametrize(("purpose", "text"), TEXTS, ids=lambda value: getattr(value, "slug", value))
def test_a_text_names_its_items_and_they_are_asked(purpose, text):
    for item in text.items:
        assert item.words in text.text
        for place in item.labels:
            step, _, name = place.partition(".")
            assert name in steps_of(purpose)[step], place


def personal(purpose: str) -> Iterator[tuple[str, str, str]]:
    """(role, place, label) of every question about a person, whom the plan's people and careers sign for apart."""
    for wizard in WIZARDS[purpose]:
        for step in wizard.steps:
            for name, field in step.form.names().items():
                about = getattr(field, "personal", False) or field.label.text in ("대표자", "직위", "부서")
                about = about or (step.slug in ("contact", "staff") and name.endswith("name"))
                if about and step.slug not in ("adopter_team", "supplier_team", "people", "careers"):
                    yield step.slug, f"{step.slug}.{name}", field.label.text


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_question_about_a_person_is_covered_by_a_text(purpose):
    covered = {place for text in TYPES[purpose].consents for place in text.questions}

    missing = {place for _, place, _ in personal(purpose)} - covered
    assert missing <= {"company.phone"}  # the company's own number, none of a person's


def marked() -> tuple[dict[str, Sent], dict[str, set[str]]]:
    """A registration with a value of its own at every question, and {place: values}."""
    steps, values = answers_of("S2"), {}
    for slug, sent in steps.items():
        names = STEPS[slug].names()
        for number, name in enumerate(sorted(sent)):
            place = f"{slug}.{without_row(name)}"
            field = names[without_row(name)]
            if not sent[name][0] or (slug == "company" and name in ("name", "number")):
                continue
            if isinstance(field, Email):
                sent[name] = [f"{slug}{number}@x.example.com"]
            elif isinstance(field, Phone):
                sent[name] = [f"02-{len(values) + 1000}-{number + 1000}"]
            elif type(field) in (Text, LongText):
                sent[name] = [f"표시{slug}{number}칸"[: field.limit]]
            else:
                continue
            values.setdefault(place, set()).update(sent[name])
    return steps, values


@pytest.fixture
def published(seeded) -> tuple[Supplier, dict[str, set[str]]]:
    """An entry of the pool that says something of its own at every question."""
    steps, values = marked()
    supplier = Supplier.get(Supplier.name == NAME)
    with writing():
        registrations.enter(POOL_TYPE, supplier, steps, now())
        supplier.state = "approved"
        supplier.save(only=[Supplier.state])
    assert {"contact.phone", "contact.mobile", "contact.position", "representative.email"} <= values.keys()
    assert {"staff.people-name", "track_record.strengths", "solutions.solutions-name"} <= values.keys()
    return Supplier.get_by_id(supplier.id), values


def told(page: str, values: dict[str, set[str]]) -> set[str]:
    return {place for place, texts in values.items() if any(text in page for text in texts)}


def test_public_pages_tell_what_the_text_names_and_nothing_else(published, client):
    supplier, values = published
    named = PUBLISHED.labels.keys() & values.keys()
    client.sign_in(LEAD)
    client.post(f"/suppliers/{supplier.token}/shortlist", data={})
    pages = {
        path: client.get(path).get_data(as_text=True)
        for path in (
            "/suppliers/?q=창고",
            f"/suppliers/{supplier.token}",
            f"/suppliers/compare?s={supplier.token}",
            "/suppliers/shortlist",
            f"/applications/{application_of(LEAD).token}/consortium?q=창고",
        )
    }

    for path, page in pages.items():
        assert told(page, values) <= named, path
        assert supplier.number not in page, path
    assert told(pages[f"/suppliers/{supplier.token}"], values) >= named - {"track_record.records-period"}
    assert NUMBER_PARTLY.words in next(text.text for _, text in TEXTS if text.slug == "pool_publication")


def test_the_contact_is_what_the_text_names_and_nothing_else(published, client):
    supplier, values = published
    client.sign_in(LEAD)
    before = told(client.get(f"/suppliers/{supplier.token}").get_data(as_text=True), values)

    page = client.post(f"/suppliers/{supplier.token}/contact", data={})

    assert told(page.get_data(as_text=True), values) - before == REACHED.labels.keys()
    assert [line.get_text() for line in page.page.select(".definitions dt")] == list(REACHED.labels.values())


def test_the_representative_is_not_told_where_no_contact_is_written(published, client):
    supplier, values = published
    Supplier.update(profile=supplier.profile | {"contact": {}}).where(Supplier.id == supplier.id).execute()
    client.sign_in(LEAD)

    page = client.post(f"/suppliers/{supplier.token}/contact", data={})

    assert not told(page.get_data(as_text=True), values) & {"representative.phone", "representative.email"}
    assert "연락처를 아직 적지 않았습니다" in page.page.main.get_text()


def test_a_strangers_application_is_filled_with_what_anybody_may_read(published):
    supplier, values = published
    application = applications.start(person(LEAD), applications.current_call(), now())

    party = applications.choose_supplier(application, supplier, person(LEAD), now())
    filled = str({row.step: row.sent for row in Revision.select().where(Revision.party == party)})

    assert (
        told(filled, values) == {place for place in PUBLISHED.labels if place.split(".")[0] in filled} & values.keys()
    )
    assert "track_record.records-content" in told(filled, values)

    who = supplier.company.memberships.first().person
    applications.join(application, Party.get_by_id(party.id), who, now())
    brought = applications.load_view(applications.Application.get_by_id(application.id), who).journey
    assert brought.data("track_record", brought.parties[-1])["strengths"] in values["track_record.strengths"]


def test_an_entrys_facts_are_the_published_ones(seeded):
    facts = pool_answers.public_facts(POOL_TYPE, answers_of("S2"))

    for table, slug in (("solutions", "solutions"), ("records", "track_record")):
        columns = {name.removeprefix(f"{table}-") for name in PUBLISHED.fields(slug)}
        assert facts[table] and all(row.keys() == columns for row in facts[table])
    single = {"main_field", "other_fields", "industries", "region", "summary"}
    assert facts.keys() == single | {"website", "people", "solutions", "records"}
    assert set(PUBLISHED.fields("expertise")) == single
    assert set(PUBLISHED.fields("staff")) == facts["people"].keys()


def test_what_an_entry_says_nothing_of_is_published_as_nothing(seeded):
    steps = answers_of("S2")
    site, people = "https://numarae.example.com", {"software": ["3"], "engineering": [""]}
    said = steps | {"company": steps["company"] | {"website": [site]}, "staff": steps["staff"] | people}
    silent = said | {"company": steps["company"] | {"website": [""]}, "expertise": {}}

    facts = pool_answers.public_facts(POOL_TYPE, said)
    assert facts["website"] == site and facts["people"] == {"software": "3", "engineering": "0"}
    nothing = pool_answers.public_facts(POOL_TYPE, silent)
    assert (nothing["website"], nothing["summary"], nothing["industries"]) == ("", "", [])


def test_only_an_optional_text_lets_a_company_keep_something_to_itself():
    for purpose, role, kept in (
        ("project", "adopter", {"contact.department"}),
        (POOL, "supplier", {"contact.department"}),
        ("consulting", "adopter", set()),
    ):
        assert TYPES[purpose].withheld(role, {}) == kept
        yes = {text.slug: "yes" for text in TYPES[purpose].texts(role)}
        assert TYPES[purpose].withheld(role, yes) == set()
