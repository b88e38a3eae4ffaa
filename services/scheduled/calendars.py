"""The days an application must not miss, for a calendar (iCalendar, RFC 5545): its closing, and when certificates run
out."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

import config
from forms.wizard import Party as Part
from programme.calls import evidence_kinds
from services.drafts import evidence
from services.drafts.applications import ApplicationView
from services.scheduled.expiry_reminders import last_day

AHEAD = (timedelta(days=7), timedelta(days=1), timedelta(hours=3))  # when a calendar rings before closing


def of(view: ApplicationView, part: Part, at: datetime) -> bytes:
    """The .ics file. part: whose certificates are in it; at: when it is made."""
    calendar = Calendar()
    calendar.add("prodid", "-//smart-service application helper//KO")
    calendar.add("version", "2.0")
    calendar.add_component(closing(view, at))
    for title, last in running_out(view, part):
        calendar.add_component(expiry(view, title, last, at))
    return calendar.to_ical()


def closing(view: ApplicationView, at: datetime) -> Event:
    application = view.application
    event = base(f"closing-{application.number}", f"접수 마감: {view.title}", address(view), at)
    event.add("dtstart", application.closes_at.astimezone(UTC))
    for before in AHEAD:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"접수 마감: {view.title}")
        alarm.add("trigger", -before)
        event.add_component(alarm)
    return event


def running_out(view: ApplicationView, part: Part) -> list[tuple[str, date]]:
    """(title, last day that counts) of the newest of each kind of the company's certificates."""
    known = evidence_kinds()
    newest = evidence.newest(view.evidence[part.key])
    days = [(known[kind].title, last_day(rows[0])) for kind, rows in newest.items() if kind in known]
    return [(title, day) for title, day in days if day]


def expiry(view: ApplicationView, title: str, last: date, at: datetime) -> Event:
    name = f"expiry-{view.application.number}-{title}-{last:%Y%m%d}"
    event = base(name, f"{title} 유효기간 끝남", f"{address(view)}evidence/", at)
    event.add("dtstart", last)
    return event


def base(name: str, words: str, link: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@{config.current().public_url.partition('//')[2]}")
    event.add("dtstamp", at)
    event.add("summary", words)
    event.add("url", link)
    return event


def address(view: ApplicationView) -> str:
    return f"{config.current().public_url}/applications/{view.application.token}/"
