"""The calendar file: what other programs read of it."""

from datetime import UTC, timedelta

from icalendar import Calendar

from models.evidence import Evidence
from services.drafts import applications
from services.scheduled import calendars, expiry_reminders
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, person


def events(client, application):
    response = client.get(f"/applications/{application.token}/calendar.ics")
    assert response.status_code == 200 and response.mimetype == "text/calendar"
    assert f"{application.number}.ics" in response.headers["Content-Disposition"]
    assert b"\r\n" in response.data and max(map(len, response.data.split(b"\r\n"))) <= 75
    return {str(event["uid"]): event for event in Calendar.from_ical(response.data).walk("VEVENT")}


def test_the_closing_is_in_it_to_the_second_and_rings_before(lead, application):
    closing = next(event for uid, event in events(lead, application).items() if uid.startswith("closing-"))

    assert closing["dtstart"].dt == application.closes_at.astimezone(UTC).replace(microsecond=0)
    assert {alarm["trigger"].dt for alarm in closing.walk("VALARM")} == {-ahead for ahead in calendars.AHEAD}
    assert closing["url"].endswith(f"/applications/{application.token}/")


def test_one_s_own_certificates_are_in_it_with_the_last_day_that_counts(lead, client, application):
    view = applications.load_view(application, person(LEAD))
    rows = [row for row in view.evidence[view.party.key] if expiry_reminders.last_day(row)]
    mine = {uid: event["dtstart"].dt for uid, event in events(lead, application).items() if uid.startswith("expiry-")}
    assert rows and set(mine.values()) == {expiry_reminders.last_day(row) for row in rows}

    client.sign_in(SUPPLIER)
    Evidence.update(expires=expiry_reminders.last_day(rows[0]) + timedelta(days=3)).execute()
    theirs = events(client, application)
    assert len(theirs) > 1


def test_a_title_is_data_and_a_stranger_gets_nothing(lead, client, application):
    name = "줄\r\nBEGIN:VALARM; , \\ 과제 " + "긴" * 30
    view = applications.load_view(application, person(LEAD))
    answers = {**view.journey.answers, ("overview", None): {"project": [name]}}
    view.journey.answers, view.journey._summaries = answers, {}

    made = Calendar.from_ical(calendars.of(view, view.party, application.closes_at))

    assert len(made.walk("VALARM")) == len(calendars.AHEAD)
    client.sign_in(STRANGER)
    assert client.get(f"/applications/{application_of(LEAD).token}/calendar.ics").status_code == 404
