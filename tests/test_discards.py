"""Drafts thrown away: gone for everybody, back for thirty days, then for good."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

import config
from models.application import Application, Party, Revision
from models.base import now
from models.company import Membership
from models.consortium import Invitation
from models.evidence import Evidence
from models.picture import Picture
from models.submission import Event
from services.access.permissions import NotNow
from services.drafts import applications, companies, evidence, exports, revisions
from services.operations import invariants
from services.scheduled import deadline_reminders, retention
from services.submissions import discards, registrations
from tests.applying import HALF, LEAD, SUPPLIER, application_of, change, fresh, hand_in, person
from tests.inviting import invite, started
from tests.pages import told
from tests.smtp import mails

MARK = "버린 신청서에 쓴 글입니다."


def throw_away(client, application) -> None:
    response = client.post(f"/applications/{application.token}/discard", data={})
    assert response.status_code == 303 and "버렸습니다" in told(client, response)


def test_it_asks_once_and_then_nobody_meets_the_draft(seeded, client):
    application = application_of(HALF)
    path = f"/applications/{application.token}/"
    client.sign_in(HALF)
    assert client.get(path).page.select_one(f"a[href='{path}discard']")
    page = client.get(path + "discard").page
    assert "되살릴 수 있습니다" in page.main.get_text()

    throw_away(client, application)

    assert client.get(path).status_code == client.get(path + "need").status_code == 404
    listed = client.get("/applications/").page
    assert not listed.select(f"a[href='{path}']")
    assert "버린 신청서 1건" in listed.get_text()
    assert invariants.broken() == []


def test_taken_back_it_is_as_it_was(seeded, client):
    application = application_of(HALF)
    client.sign_in(HALF)
    before = applications.load_view(application).journey.answers
    throw_away(client, application)

    response = client.post("/applications/discarded", data={"application": application.token})

    assert response.location.startswith(f"/applications/{application.token}/?")
    assert "되살렸습니다" in told(client, response)
    assert applications.load_view(fresh(application)).journey.answers == before
    assert [row.action for row in Event.select().order_by(Event.id.desc()).limit(2)] == ["taken back", "discarded"]


def test_what_was_submitted_cannot_be_thrown_away(lead, application):
    hand_in(application)
    path = f"/applications/{application.token}/"

    assert not lead.get(path).page.select(f"a[href='{path}discard']")
    assert "버릴 수 없습니다" in lead.get(path + "discard").page.get_text()
    assert lead.post(path + "discard", data={}).status_code == 409
    assert lead.get(path).status_code == 200


def test_a_registration_is_its_company_s_entry_and_stays(registered, client):
    client.sign_in("ceo@s6.example.com")
    mine = Application.of(person("ceo@s6.example.com"), "pool").first()

    assert client.post(f"/applications/{mine.token}/discard", data={}).status_code == 409
    begun = registrations.begin(person(HALF), now())
    with pytest.raises(NotNow):
        discards.discard(applications.load_view(begun), person(HALF))


def test_only_the_lead_may_and_a_stranger_takes_nothing_back(seeded, client):
    application = application_of(LEAD)
    client.sign_in(SUPPLIER)
    assert client.post(f"/applications/{application.token}/discard", data={}).status_code == 404
    client.sign_in(LEAD)
    throw_away(client, application)
    client.sign_in("stranger@example.com")
    assert client.post("/applications/discarded", data={"application": application.token}).status_code == 404
    assert "버린 신청서" not in client.get("/applications/").page.get_text()


def test_the_others_are_told_and_can_take_it_back(seeded, client):
    application = application_of(LEAD)
    client.sign_in(LEAD)
    throw_away(client, application)

    told = mails("discarded")
    assert [row.to for row in told] == [SUPPLIER]
    assert application.number in told[0].text and "되살릴 수" in told[0].text
    client.sign_in(SUPPLIER)
    assert client.post("/applications/discarded", data={"application": application.token}).status_code == 303
    assert client.get(f"/applications/{application.token}/").status_code == 200


def test_thrown_away_by_two_at_once_it_is_told_once_and_no_other_is_touched(seeded):
    application, other = application_of(LEAD), application_of(HALF)
    discards.discard(applications.load_view(application), person(LEAD))
    thrown = fresh(application)

    discards.discard(applications.load_view(application), person(LEAD))

    assert len(mails("discarded")) == Event.select().where(Event.action == "discarded").count() == 1
    assert (fresh(application).discarded_at, fresh(application).revision) == (thrown.discarded_at, thrown.revision)
    assert (fresh(other).discarded_at, fresh(other).revision) == (None, other.revision)


def test_open_invitations_end(seeded, client):
    application = started()
    row = invite(application)
    client.sign_in(application.company.memberships.get().person.email)

    throw_away(client, application)

    assert Invitation.get_by_id(row.id).state == "withdrawn"


def test_words_another_company_was_typing_are_kept(seeded, client):
    application = application_of(LEAD)
    path = f"/applications/{application.token}/need"
    client.sign_in(SUPPLIER)
    page = client.get(path).page
    sent = {tag["name"]: tag.get("value", tag.get_text()) for tag in page.select("#step-form [name]")}
    discards.discard(applications.load_view(application), person(LEAD))

    assert client.post(path, data=sent | {page.textarea["name"]: MARK}).status_code == 404
    discards.take_back(application.token, person(SUPPLIER))

    assert MARK in client.get(path).text
    with pytest.raises(revisions.Closed):
        discards.discard(applications.load_view(fresh(application)), person(LEAD))
        change(fresh(application), text=MARK)


def test_nobody_is_reminded_of_it(seeded, monkeypatch):
    application = application_of(HALF)
    discards.discard(applications.load_view(application), person(HALF))

    assert application.id not in {row.id for row in deadline_reminders.unfinished(application.call, "project")}
    assert application.id not in {row.id for row in companies.applications_of(application.company)}


def test_after_thirty_days_all_that_was_written_goes_and_the_number_is_never_given_again(seeded, client):
    application = application_of(HALF)
    number, call = application.number, application.call
    discards.discard(applications.load_view(application), person(HALF))
    over = fresh(application).discarded_at + timedelta(days=30)
    assert retention.run(over)["drafts thrown away"] == 0
    assert discards.take_back("nothing", person(HALF)) is None

    assert retention.run(over + timedelta(seconds=1))["drafts thrown away"] == 1
    assert retention.run(over + timedelta(seconds=2))["drafts thrown away"] == 0

    for model in (Revision, Party, Picture, Invitation):
        assert not model.select().where(model.application == application).exists()
    assert discards.discarded(person(HALF)) == []
    assert applications.next_number(call) > number
    assert invariants.broken() == []


def test_it_can_be_taken_back_until_the_end_of_the_day_that_is_said(seeded):
    application, thrown = application_of(HALF), datetime(2026, 1, 1, 23, 30, tzinfo=config.KST)
    with time_machine.travel(thrown):
        discards.discard(applications.load_view(application), person(HALF))

    day = discards.last_day(thrown)

    assert day == date(2026, 1, 30)
    assert discards.sweep(datetime.combine(day, time.max, config.KST)) == 0


def test_taken_back_it_has_the_evidence_its_company_has_by_now(seeded):
    application = application_of(LEAD)

    def kinds() -> list[str]:
        told = exports.export(applications.load_view(fresh(application)))
        return [row["kind"] for row in told["parties"][0]["evidence"]]

    gone = Evidence.of(application.company).where(Evidence.kind != "").first()
    assert kinds().count(gone.kind) == 1
    discards.discard(applications.load_view(application), person(LEAD))
    evidence.remove(gone, now())

    discards.take_back(application.token, person(LEAD))

    assert gone.kind not in kinds()


def test_everything_that_hangs_on_an_application_is_named():
    kept = {
        "submission",
        "consulting_case",
        "evaluation_case",
        "case_look",
        "case_taken",
        "assignment",
        "event",
        "access",
    }  # what was submitted never goes; logs outlive it
    named = {model._meta.table_name for model in discards.WRITTEN}
    hanging = {model._meta.table_name for model in Application._meta.model_backrefs}
    assert hanging - named <= kept, hanging - named


def test_a_consulting_request_begun_by_mistake_can_be_thrown_away_and_another_begun(seeded, client):
    client.sign_in(HALF)
    first = client.post("/applications/consulting", data={}).location
    token = first.split("/")[2]
    assert client.post(f"/applications/{token}/discard", data={}).status_code == 303

    assert client.post("/applications/consulting", data={}).location != first


def test_who_wants_no_reminders_gets_none(seeded, client):
    client.sign_in(HALF)
    assert len(client.get("/sessions").page.select("[type=checkbox][checked]")) == 2
    assert client.post("/mails", data={"expiry": "1"}).status_code == 303
    assert len(client.get("/sessions").page.select("[type=checkbox][checked]")) == 1
    application = application_of(HALF)

    deadline_reminders.remind(application, 7)
    assert HALF not in {row.to for row in mails("reminder")}
    client.post("/mails", data={"closing": "1"})
    deadline_reminders.remind(application, 3)
    assert HALF in {row.to for row in mails("reminder")}


def test_a_request_for_consulting_is_called_so_on_the_pages_and_in_the_mail(seeded, client):
    client.sign_in(HALF)
    token = client.post("/applications/consulting", data={}).location.split("/")[2]
    request = Application.get(Application.token == token)
    Membership.create(person=person("colleague@example.com"), company=request.company)
    page = client.get(f"/applications/{token}/discard").page.main.get_text()
    throw_away(client, request)

    (mail,) = mails("discarded")
    listed = next(
        card for card in client.get("/applications/").page.select(".card") if request.number in card.get_text()
    )
    assert f"함께 쓰던 사전진단 컨설팅 신청을 버렸습니다. 신청번호는 {request.number}입니다" in mail.text
    assert f"신청번호 {request.number}" in listed.text
    for said in (page, mail.text, mail.html, listed.text):
        assert "과제" not in said.split("--")[0] and "도입기업" not in said and "컨소시엄" not in said
    assert "함께 쓰는 기업" not in page
