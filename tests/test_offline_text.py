"""What a browser kept while the server could not be reached, and brings later: without its personal answers."""

import pytest

from forms import table_rows
from models.application import Application, Party, Revision
from models.company import Membership
from models.rescue import Rescue
from services.drafts import applications, revisions
from tests.applying import SUPPLIER, application_of, fresh, person
from tests.pages import sent_by

BROUGHT = {"auto": ["1"], "brought": ["1"]}
COLLEAGUE = "colleague@example.com"
BIRTHS = ["profiles-0-birth", "profiles-1-birth"]


@pytest.fixture
def application(seeded) -> Application:
    return application_of(SUPPLIER)


@pytest.fixture
def client(application, client):
    client.sign_in(SUPPLIER)
    return client


def kept(client, url: str) -> dict[str, list[str]]:
    """A step's page as the script keeps it."""
    form = client.get(url).page.select_one("#step-form")
    private = {tag["name"] for tag in form.select("[data-personal]")} | {"csrf_token"}
    return {name: values for name, values in sent_by(form).items() if name not in private}


def stored(application: Application, slug: str) -> dict[str, list[str]]:
    view = applications.load_view(fresh(application), person(SUPPLIER))
    return view.journey.answers[view.journey.task(slug, view.party).key]


def change(application: Application, slug: str, **said: str) -> None:
    """Save a field of the supplier's own step from elsewhere."""
    view = applications.load_view(fresh(application), person(SUPPLIER))
    task = view.journey.task(slug, view.party)
    sent = view.journey.answers[task.key] | {name.replace("__", "-"): [value] for name, value in said.items()}
    revisions.save(
        application, task, sent, base=view.base(task), person=person(SUPPLIER), arrived=application.changed_at
    )


def url_of(application: Application, slug: str) -> str:
    return f"/applications/{application.token}/{slug}"


def test_personal_answers_stay_as_they_were(client, application):
    before = stored(application, "contact")
    page = kept(client, url_of(application, "contact"))
    assert "phone" not in page

    assert (
        client.post(url_of(application, "contact"), data=page | BROUGHT | {"position": ["새 직위"]}).status_code == 200
    )

    assert stored(application, "contact") == before | {"position": ["새 직위"]}


def test_personal_cells_stay_beside_their_rows_though_another_table_was_changed_meanwhile(client, application):
    before = stored(application, "careers")
    assert all(before[name][0] for name in BIRTHS)
    page = kept(client, url_of(application, "careers"))
    change(application, "careers", careers__0__duty="그 사이에 고친 일")

    assert client.post(
        url_of(application, "careers"), data=page | BROUGHT | {"profiles-1-major": ["새 전공"]}
    ).status_code in (200, 303)

    after = stored(application, "careers")
    assert {name: after[name] for name in BIRTHS} == {name: before[name] for name in BIRTHS}
    assert after["profiles-1-major"] == ["새 전공"] and after["careers-0-duty"] == ["그 사이에 고친 일"]


def test_personal_cells_go_with_their_rows_though_these_were_moved(client, application):
    before = stored(application, "careers")
    page = kept(client, url_of(application, "careers"))
    moved = table_rows.moved(page, "profiles-0", 1)

    assert client.post(url_of(application, "careers"), data=moved | BROUGHT).status_code in (200, 303)

    after = stored(application, "careers")
    assert [after[f"profiles-{row}-birth"] for row in (0, 1)] == [before[f"profiles-{row}-birth"] for row in (1, 0)]
    assert [after[f"profiles-{row}-name"] for row in (0, 1)] == [before[f"profiles-{row}-name"] for row in (1, 0)]


def test_a_personal_answer_changed_meanwhile_is_not_taken_back(client, application):
    page = kept(client, url_of(application, "contact"))
    change(application, "contact", phone="02-9999-0000")

    client.post(url_of(application, "contact"), data=page | BROUGHT | {"position": ["새 직위"]})

    assert stored(application, "contact")["phone"] == ["02-9999-0000"]
    assert stored(application, "contact")["position"] == ["새 직위"]


def test_what_clashes_is_offered_with_the_personal_answers(client, application):
    url, before = url_of(application, "contact"), stored(application, "contact")
    page = kept(client, url)
    change(application, "contact", position="남의 직위")

    assert client.post(url, data=page | BROUGHT | {"position": ["새 직위"]}).status_code == 409

    row = Rescue.get()
    assert before["phone"][0] not in str(row.sent) and "1" not in row.words
    form = client.get(f"{url}?rescue={row.id}").page.select_one("#step-form")
    assert form.select_one("#position")["value"] == "새 직위"
    assert form.select_one("#phone")["value"] == before["phone"][0]


def test_words_of_a_page_drawn_anew_in_another_session_are_taken(client, application):
    page = kept(client, url_of(application, "contact")) | {"position": ["새 직위"]}
    client.post("/sign-out", data={})
    client.sign_in(SUPPLIER)

    client.post(url_of(application, "contact"), data=page | BROUGHT)

    assert stored(application, "contact")["position"] == ["새 직위"]


def test_words_somebody_else_typed_in_this_browser_are_kept_for_who_typed_them(client, application):
    company = Party.get(Party.application == application, Party.role == "supplier").company
    Membership.create(person=person(COLLEAGUE), company=company)
    url, revisions = url_of(application, "contact"), Revision.select().count()
    page = kept(client, url) | {"position": ["새 직위"]}
    client.sign_in(COLLEAGUE)

    assert client.post(url, data=page | BROUGHT).status_code == 409

    assert Revision.select().count() == revisions
    assert Rescue.get().person == person(SUPPLIER)
