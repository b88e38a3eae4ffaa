"""Links to read an application: what they show, what they never show, how they end, and that openings are noted."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app import create_app
from models.application import Application
from models.base import db, now, writing
from models.company import Membership
from models.together import ShareLink, ShareOpening
from services.drafts import applications, share_links
from tests.applying import HALF, LEAD, SUPPLIER, application_of, fresh, person
from tests.pages import told


@pytest.fixture
def application(seeded) -> Application:
    return application_of(LEAD)


@pytest.fixture
def reader(seeded):
    """A browser nobody signed in with."""
    return seeded.test_client()


def home(application: Application) -> str:
    return f"/applications/{application.token}/shares"


def made(client, application: Application, email: str = LEAD, days: str = "7") -> str:
    """The path of a link made as a page makes it."""
    client.sign_in(email)
    response = client.post(home(application), data={"label": "가온회계 김 회계사", "days": days})
    assert response.status_code == 303
    address = client.get(home(application)).page.select_one("#made")["value"]
    assert address.startswith("http://localhost/shared/")
    return address.removeprefix("http://localhost")


def test_a_link_shows_the_plan_and_its_makers_own_steps_to_who_is_not_signed_in(application, client, reader):
    response = reader.get(made(client, application))

    text = response.page.main.get_text()
    assert response.status_code == 200
    view = applications.load_view(application)
    lead, supplier = view.journey.parties
    assert view.journey.answers["company", lead.key]["address"][0] in text
    assert view.journey.answers["overview", None]["project"][0] in text
    for name in ("address", "number", "phone"):
        assert view.journey.answers["company", supplier.key][name][0] not in text
    assert not response.page.main.select("form, a[href*='/applications/']")
    assert (response.headers["Referrer-Policy"], response.headers["X-Robots-Tag"]) == (
        "no-referrer",
        "noindex, nofollow",
    )
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("email", [LEAD, SUPPLIER])
def test_no_link_shows_a_telephone_a_mail_address_or_a_birth_date(application, client, reader, email):
    text = reader.get(made(client, application, email)).text

    view = applications.load_view(application)
    personal = {
        value
        for task in view.journey.tasks
        for name, values in view.journey.answers.get(task.key, {}).items()
        if name in task.step.form.personal(view.journey.answers[task.key])
        for value in values
        if value
    }
    assert len(personal) > 5
    for value in personal:
        assert value not in text and value.replace("-", "") not in text
    assert share_links.HIDDEN in text
    assert not re.search(r"\b01[016789]-\d{3,4}-\d{4}\b", text.split("<footer")[0])
    assert not re.findall(r"[\w.]+@[\w.]+", text.split("<footer")[0])


def test_a_suppliers_link_shows_what_only_it_keeps_and_not_the_leads(application, client, reader):
    text = reader.get(made(client, application, SUPPLIER)).page.main.get_text()

    view = applications.load_view(application)
    lead, supplier = view.journey.parties
    assert view.journey.answers["company", supplier.key]["address"][0] in text
    assert view.journey.answers["company", lead.key]["address"][0] not in text


def test_the_key_is_shown_once_and_kept_hashed(application, client):
    path = made(client, application)
    key = path.rsplit("/", 1)[-1]

    assert key not in client.get(home(application)).text
    assert key not in str(db.execute_sql("SELECT * FROM share_link").fetchall())
    assert "김 회계사" not in str(db.execute_sql("SELECT label FROM share_link").fetchall())
    assert "김 회계사" not in client.get(path).text  # what the maker calls the reader is the maker's


def test_every_opening_is_noted_and_places_are_told_apart(application, client, reader):
    path = made(client, application)
    assert "아직 열지 않았습니다" in client.get(home(application)).page.get_text()
    reader.get(path)
    reader.get(path, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    reader.head(path)

    text = client.get(home(application)).page.get_text()

    assert "2번 열었습니다" in text or "3번 열었습니다" in text
    assert "연결 1" in text and "연결 2" in text
    assert not re.search(r"203\.0\.113", str(list(ShareOpening.select().dicts())))


def ended(reader, path: str) -> None:
    response = reader.get(path)
    assert response.status_code == 410
    assert "끝난 링크입니다" in response.page.h1.get_text()
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.page.main.select(".summary")


def test_a_link_ends_with_its_time(application, client, reader):
    path = made(client, application, days="1")
    ShareLink.update(expires_at=now()).execute()
    ended(reader, path)
    assert "기한 지남" in client.get(home(application)).page.get_text()
    assert not ShareOpening.select().exists()


def test_a_link_is_ended_by_any_of_its_makers_company_and_by_nobody_else(application, client, reader, seeded):
    path, link = made(client, application), ShareLink.get()
    other = seeded.test_client()
    for email in (SUPPLIER, HALF):
        other.sign_in(email)
        assert other.post(f"{home(application)}/revoke", data={"link": link.token}).status_code == 404
        assert link.token not in other.get(home(application)).text
    assert reader.get(path).status_code == 200
    colleague = person("colleague@example.com")
    with writing():
        Membership.create(person=colleague, company=person(LEAD).memberships.get().company)
    other.sign_in("colleague@example.com")

    assert "링크를 끝냈습니다" in told(other, other.post(f"{home(application)}/revoke", data={"link": link.token}))

    ended(reader, path)


def test_a_link_ends_when_its_maker_leaves_the_company_or_the_company_the_consortium(application, client, reader):
    mine, theirs = made(client, application), made(client, application, SUPPLIER)
    client.post(f"/applications/{application.token}/leave", data={})
    ended(reader, theirs)
    assert reader.get(mine).status_code == 200
    left = next(row for row in application.parties if row.left_at)
    with writing():
        party = applications.add_party(fresh(application), left.firm, "supplier", left)
    applications.join(fresh(application), party, person(SUPPLIER), now())
    ended(reader, theirs)  # though its company is back
    Membership.delete().where(Membership.person == person(LEAD)).execute()
    ended(reader, mine)


@pytest.mark.parametrize("days", ["0", "31", "-1", "열흘", ""])
def test_a_link_holds_one_to_thirty_days(application, client, days):
    client.sign_in(LEAD)
    response = client.post(home(application), data={"label": "회계사", "days": days})
    assert response.status_code == 422 and response.page.select("#error-summary")
    assert not ShareLink.select().exists()


def test_a_company_has_so_many_links_at_once(application, client):
    for _ in range(share_links.MOST):
        made(client, application)
    response = client.post(home(application), data={"label": "하나 더", "days": "7"})
    assert response.status_code == 409 and "끝낸 뒤" in response.page.get_text()
    ShareLink.update(revoked_at=now()).where(ShareLink.id == ShareLink.select().first().id).execute()
    assert client.post(home(application), data={"label": "하나 더", "days": "7"}).status_code == 303


def test_who_has_no_link_finds_nothing_and_may_not_try_often(seeded, settings):
    site = create_app(replace(settings, testing=False, smtp_url="smtp://localhost:25"))  # where requests are counted
    guesser = site.test_client()
    answers = [guesser.get(f"/shared/{number:043}").status_code for number in range(45)]
    assert set(answers) == {404, 429} and answers.count(404) <= 40


def test_links_are_forgotten_a_while_after_their_end(application, client, reader):
    reader.get(made(client, application))
    end = ShareLink.get().expires_at
    assert share_links.sweep(end + share_links.RETENTION - timedelta(hours=1)) == 0
    assert share_links.sweep(end + share_links.RETENTION + timedelta(hours=1)) == 1
    assert not ShareOpening.select().exists()


def test_a_link_ended_by_hand_is_forgotten_a_while_after_that(application, client):
    made(client, application, days="30")
    share_links.revoke(ShareLink.get(), person(LEAD))
    end = ShareLink.get().revoked_at
    assert share_links.sweep(end + share_links.RETENTION - timedelta(hours=1)) == 0
    assert share_links.sweep(end + share_links.RETENTION + timedelta(hours=1)) == 1


def test_a_link_shows_what_is_written_now(application, client, reader):
    path = made(client, application)
    view = applications.load_view(fresh(application), person(LEAD))
    sent = view.journey.answers["need", None] | {"background": ["오늘 고친 바탕"]}
    client.post(
        f"/applications/{application.token}/need",
        data={"base": str(view.heads["need", None].number), "whole": "1"} | sent,
    )
    assert "오늘 고친 바탕" in reader.get(path).text


def test_a_draft_thrown_away_is_read_by_nobody(application, client, reader):
    path = made(client, application)
    Application.update(discarded_at=now()).where(Application.id == application.id).execute()
    ended(reader, path)


def test_a_link_shows_sums_as_the_check_page_does_and_hides_only_what_is_there(application, client, reader):
    path = made(client, application, SUPPLIER)
    view = applications.load_view(fresh(application), person(SUPPLIER))
    careers = view.journey.task("careers", view.party)
    assert careers
    client.post(
        f"/applications/{application.token}/careers",
        data={"base": str(view.base(careers)), "whole": "1"}
        | view.journey.answers[careers.key]
        | {"profiles-0-birth": ""},
    )

    def shown(page, title: str) -> str:
        return " ".join(text for part in page.select(".summary") if title in (text := part.get_text(" ", strip=True)))

    page = reader.get(path).page
    money = shown(page, "민간부담금 조달 방법")
    assert "총사업비 120,000,000원" in money and "민간부담금(현금) 36,000,000원" in money
    rows = page.select_one("table:has(caption:contains('인력 정보'))").select("tbody tr")
    assert [share_links.HIDDEN in row.get_text() for row in rows] == [False, *[True] * (len(rows) - 1)]
