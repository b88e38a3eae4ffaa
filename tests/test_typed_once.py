"""Typed once: a registration fills the empty steps of applications, an application a registration begun, and each step
says where its values came from."""

import pytest

from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models.application import Application, Party, Revision
from models.base import now, writing
from models.company import Company, Membership, Supplier
from services.drafts import applications, revisions
from services.submissions import pool_offers, registrations, typed_once
from tests.answers import GOOD, registered
from tests.applying import fresh, person
from tests.inviting import GUEST, company_joined, started
from tests.registering import NUMBER, filled, hand_in, steps, write

FROM_POOL, FROM_PROJECT = "공급기업 풀 등록에서 가져왔습니다", "과제신청에서 가져왔습니다"
SHARED = {"business", "company", "contact", "finances", "rights", "grants", "solutions", "track_record"}


@pytest.fixture
def party(seeded) -> Party:
    """A supplier outside the pool that was invited by mail, came in, and wrote nothing yet."""
    return company_joined(started(), GUEST, "supplier")


def said(party: Party) -> dict[str, dict[str, list[str]]]:
    journey = applications.load_view(fresh(party.application)).journey
    return {slug: sent for (slug, key), sent in journey.answers.items() if key == party.id}


def say(party: Party, slug: str, sent: dict[str, list[str]], email: str = GUEST) -> None:
    application = fresh(party.application)
    task = Task(applications.load_view(application).journey.steps[slug], Part(party.id, Respondent.SUPPLIER))
    base = revisions.head(application, task)
    revisions.save(application, task, sent, base=base.number if base else 0, person=person(email), arrived=now())


def register(party: Party, number: str = NUMBER) -> Application:
    """Its registration, whole and submitted."""
    application = filled(GUEST, number, party.company)
    hand_in(application, GUEST)
    return application


def page(client, party: Party, slug: str):
    client.sign_in(GUEST)
    return client.get(f"/applications/{party.application.token}/{slug}").page


def offered(party: Party) -> set[str]:
    view = applications.load_view(fresh(party.application), person(GUEST))
    return {task.step.slug for task in pool_offers.offered(view, person(GUEST)).tasks}


def test_submitting_a_registration_fills_every_step_nobody_answered(party):
    assert said(party) == {}

    register(party)

    assert said(party).keys() == SHARED
    assert said(party)["solutions"] == registered()["solutions"]
    heads = Revision.select().where(Revision.party == party)
    assert {(row.kind, row.source, row.saved_by.email) for row in heads} == {("filled", "pool", GUEST)}


def test_no_step_is_filled_that_the_companies_answer_together(party):
    before = applications.load_view(fresh(party.application)).journey.answers

    with writing():
        typed_once.fill_applications(party.company_id, {"need": GOOD["need"]}, person(GUEST), now())

    assert applications.load_view(fresh(party.application)).journey.answers == before


def test_what_was_typed_stays_and_so_does_a_table_left_empty_on_purpose(party):
    say(party, "company", GOOD["company"] | {"number": [NUMBER], "phone": ["02-0000-7777"]})
    say(party, "track_record", {"strengths": [""]})

    register(party)

    assert said(party)["company"]["phone"] == ["02-0000-7777"]
    assert said(party)["track_record"] == {"strengths": [""]}
    assert said(party)["solutions"] == registered()["solutions"]


def test_another_business_number_fills_nothing(party):
    say(party, "company", GOOD["company"] | {"number": ["000-81-13579"]})

    register(party)

    assert said(party).keys() == {"company"}


def test_a_closed_application_is_left_alone(party):
    application = filled(GUEST, NUMBER, party.company)
    with writing():  # its own call is over, the registration's is not
        call = application.call
        call.id, call.slug, call.closes_at = None, "2023-1", now()
        call.save(force_insert=True)
        Application.update(call=call).where(Application.id == party.application_id).execute()

    hand_in(application, GUEST)

    assert said(party) == {}


def test_a_registration_begins_with_what_an_application_says(party):
    say(party, "company", GOOD["company"] | {"number": [NUMBER]})
    say(party, "solutions", GOOD["solutions"])

    application = registrations.begin(person(GUEST), now(), party.company)

    assert steps(application).keys() == {"company", "solutions"}
    view = applications.load_view(application, person(GUEST))
    done = {task.step.slug for task in view.journey.tasks if task not in view.remaining}
    assert done == {"company", "solutions"}  # typed these days: not to be confirmed like what was approved last year


def test_a_registration_begins_with_what_was_published_and_only_the_rest_comes_from_an_application(party):
    published = registered()["contact"] | {"department": ["풀 담당"]}
    Supplier.create(company=party.company, number=NUMBER, approved_at=now(), profile={"contact": published})
    say(party, "contact", GOOD["contact"])
    say(party, "company", GOOD["company"] | {"number": [NUMBER]})

    application = registrations.begin(person(GUEST), now(), party.company)

    assert steps(application)["contact"] == published and steps(application).keys() == {"company", "contact"}


def test_each_value_says_where_it_came_from_and_only_while_it_stands(party, client):
    say(party, "business", GOOD["business"])  # the gate
    say(party, "exclusions", GOOD["exclusions"])
    assert "가져왔습니다" not in page(client, party, "solutions").main.get_text()

    register(party)

    assert FROM_POOL in page(client, party, "company").select_one(".origin-note").get_text()
    assert FROM_POOL in page(client, party, "solutions").select_one(".origin-note").get_text()
    say(party, "company", said(party)["company"] | {"phone": ["02-0000-7777"]})
    marks = page(client, party, "company").select(".form-tit:has(.origin)")
    assert any("회사명" in mark.get_text() for mark in marks)
    assert not any("대표 전화" in mark.get_text() for mark in marks)


def test_a_step_of_a_registration_says_that_an_application_filled_it(party, client):
    say(party, "contact", GOOD["contact"])
    application = registrations.begin(person(GUEST), now(), party.company)
    write(application, "limits", registered()["limits"], GUEST)
    client.sign_in(GUEST)

    text = client.get(f"/applications/{application.token}/contact").page.main.get_text()

    assert FROM_PROJECT in text


@pytest.mark.parametrize("step", ["contact", ""])
def test_a_registration_not_yet_submitted_is_offered_by_a_button(party, client, step):
    application = registrations.begin(person(GUEST), now(), party.company)
    write(application, "company", registered()["company"] | {"number": [NUMBER]}, GUEST)
    write(application, "contact", registered()["contact"], GUEST)
    client.sign_in(GUEST)
    task_list = f"/applications/{party.application.token}/"
    assert "풀 등록에서 가져오기" in client.get(task_list).page.main.get_text()

    assert client.post(f"{task_list}pool", data={"step": step}).location == f"{task_list}{step}?said=filled"

    assert said(party).keys() == {"company", "contact"}
    shown = client.get(f"{task_list}?said=filled").page.main.get_text()
    assert "풀 등록에서 가져왔습니다" in shown and "풀 등록에서 가져오기" not in shown
    assert client.post(f"{task_list}pool", data={}).status_code == 404  # nothing left


def test_an_entry_of_another_company_of_the_persons_is_offered_when_the_numbers_match(party, client):
    other = Company.create()
    Membership.create(company=other, person=person(GUEST))
    application = filled(GUEST, NUMBER, other)
    hand_in(application, GUEST)
    assert Supplier.of(other).number == NUMBER
    assert offered(party) == set()  # no number to go by

    say(party, "company", GOOD["company"] | {"number": [NUMBER]})

    assert offered(party) == SHARED - {"company"}


def test_what_was_published_is_offered_to_a_company_that_has_no_registration_in_this_call(party):
    assert offered(party) == set()

    Supplier.create(company=party.company, number=NUMBER, profile=registered())

    assert offered(party) == SHARED


def test_only_a_supplier_is_offered_its_registration(seeded):
    adopter = company_joined(started(), GUEST, "adopter")
    application = registrations.begin(person(GUEST), now(), adopter.company)
    write(application, "contact", registered()["contact"], GUEST)

    assert offered(adopter) == set()


def test_a_part_that_lacks_nothing_is_offered_nothing(party):
    register(party)
    journey = applications.load_view(fresh(party.application), person(GUEST)).journey
    for task in journey.tasks:
        if task.party and task.party.key == party.id and task.step.slug not in SHARED:
            say(party, task.step.slug, GOOD[task.step.slug])

    assert offered(party) == set()


def test_after_closing_nothing_is_brought_in(party):
    application = registrations.begin(person(GUEST), now(), party.company)
    write(application, "contact", registered()["contact"], GUEST)

    with pytest.raises(revisions.Closed):
        pool_offers.fill_from_pool(party.application, person(GUEST), 0, party.application.call.closes_at)
