"""Saying that it was submitted where it counts: one press, with number and moment, undone, and respected by
reminders."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
import time_machine

import config
from models.application import Call
from models.base import now
from models.mail import Outbox
from models.submission import Event, Filing, Submission
from services.access.permissions import NotNow
from services.scheduled import deadline_reminders
from services.submissions import filings, lifecycle
from tests.applying import LEAD, SUPPLIER, agree, change, hand_in, person
from tests.pages import sent_by
from tests.smtp import mails


def page(client, application):
    return client.get(f"/applications/{application.token}/receipt").page


def is_filed(application):
    return filings.filed([Submission.standing_for(application)]) == {application.id}


def press(client, application, edition=1):
    return client.post(f"/applications/{application.token}/filed/", data={"answer": "now", "base": str(edition)})


def test_one_press_says_it_and_another_takes_it_back(lead, application):
    hand_in(application)
    assert "아직 정부에 접수되지 않았습니다" in page(lead, application).h1.get_text()

    response = press(lead, application)

    assert response.location == f"/applications/{application.token}/receipt#filed"
    assert "접수 시스템에도 냈습니다" in page(lead, application).h1.get_text()
    assert "접수 시스템에 냄" in lead.get("/applications/").page.main.get_text()
    assert is_filed(application)
    steps = lead.get(f"/applications/{application.token}/documents/").page.select(".steps-to-apply li")
    assert [step.classes for step in steps] == [["done"]] * 3

    lead.post(f"/applications/{application.token}/filed/undo", data={})
    assert not is_filed(application)
    assert "아직 정부에 접수되지 않았습니다" in page(lead, application).h1.get_text()
    assert Filing.select().count() == 1, "what was said is kept"
    assert [row.action for row in Event.select().order_by(Event.id)][-2:] == ["filed", "unfiled"]


def test_number_and_moment_are_kept_and_shown(lead, application):
    hand_in(application)
    day = now().astimezone(config.KST) - timedelta(days=1)
    sent = {"base": "1", "number": "PMS-2024-0077", "day": f"{day:%Y-%m-%d}", "time": "9시 5분"}

    assert lead.post(f"/applications/{application.token}/filed/", data=sent).status_code == 303

    row = Filing.of(application)
    assert row.number == "PMS-2024-0077"
    assert row.filed_at == datetime.combine(day.date(), time(9, 5), config.KST)
    assert "PMS-2024-0077" in page(lead, application).main.get_text()
    form = lead.get(f"/applications/{application.token}/filed/").page
    assert form.select_one("[name=time]")["value"] == "09:05"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"day": ""}, "day"),
        ({"time": "25:00"}, "time"),
        ({"day": "2099-01-01"}, "day"),
        ({"number": "가" * 61}, "number"),
    ],
)
def test_what_cannot_be_so_is_refused_with_what_was_typed(lead, application, sent, field):
    hand_in(application)
    said = {"number": "A-1", "day": "2024-04-02", "time": "10:00"} | sent

    response = lead.post(f"/applications/{application.token}/filed/", data=said)

    assert response.status_code == 422
    assert response.page.select_one(f"#{field}-error, [aria-describedby*='{field}-error']")
    assert response.page.select_one("[name=number]")["value"] == said["number"]
    assert not Filing.select().exists()


def test_only_the_lead_says_it_and_only_of_what_stands_here(client, application, settings):
    client.sign_in(LEAD)
    assert press(client, application).status_code == 404
    hand_in(application)
    client.sign_in(SUPPLIER)
    assert press(client, application).status_code == 404
    assert "주관 도입기업이 낸 뒤 표시합니다" in page(client, application).main.get_text()
    task_list = client.get(f"/applications/{application.token}/").page.main.get_text()
    assert "주관 도입기업이 접수 시스템에 낸 뒤 표시합니다" in task_list and "표시해 주세요" not in task_list
    for mail in mails("receipt"):
        assert "주관 도입기업이 다음을 해 주세요" in mail.text
    client.sign_in(LEAD)
    config.use(replace(settings, operator="한국스마트진흥원"))
    assert press(client, application).status_code == 404
    assert not Filing.select().exists()


def test_said_again_the_newer_word_alone_holds(application):
    hand_in(application)
    for number in ("A-1", "A-2"):
        filings.note(application, 1, number, now(), person(LEAD))

    assert [row.number for row in Filing.select().where(Filing.undone_at.is_null())] == ["A-2"]


def test_what_was_never_submitted_is_filed_nowhere_yet(application):
    with pytest.raises(NotNow):
        filings.note(application, 1, "A-1", now(), person(LEAD))
    with time_machine.travel(application.closes_at):
        assert filings.is_needed(application, Submission.standing_for(application))


def test_a_new_edition_must_be_filed_anew(lead, application):
    hand_in(application)
    press(lead, application)
    change(application)
    hand_in(application)

    text = page(lead, application).main.get_text()

    assert "접수 시스템에 낸 것은 제1차입니다" in text
    assert not is_filed(application)
    press(lead, application, edition=2)
    assert Filing.of(application).submission == Submission.standing_for(application)


def test_of_an_edition_handed_in_after_the_page_was_drawn_nothing_is_said(lead, application):
    hand_in(application)
    button = page(lead, application).select_one("#filed form")
    url = f"/applications/{application.token}/filed/"
    form = lead.get(url).page.select_one("main form")
    change(application)
    hand_in(application)

    pressed = lead.post(button["action"], data=sent_by(button))
    typed = lead.post(url, data=sent_by(form) | {"number": "PMS-2024-0077"})

    for answer in (pressed, typed):
        assert answer.status_code == 409
        assert "제2차로 다시 제출되어 표시하지 않았습니다" in answer.page.main.get_text()
    assert not Filing.select().exists()
    assert "제2차를 낸 때와 번호" in lead.get(url).page.main.get_text()
    assert "PMS-2024-0077" in lead.get(url).page.select_one("main details").get_text()


def test_after_closing_nobody_is_told_to_file_what_can_only_have_been_filed_before(lead, application):
    hand_in(application)
    home = f"/applications/{application.token}"
    assert "세 번째까지" in lead.get(f"{home}/").page.main.get_text()
    with time_machine.travel(application.closes_at):
        lead.sign_in(LEAD)
        task_list, receipt = lead.get(f"{home}/").page.main.get_text(), page(lead, application).main.get_text()
        listed = lead.get("/applications/").page.select_one(".card").get_text()
    assert "마감 전에 접수 시스템에 냈다면 표시해 주세요" in task_list and "세 번째까지" not in task_list
    assert "마감 전에 냈다면 표시해 주세요" in receipt and "알림 메일" not in receipt
    assert "냈다는 표시 없음" in listed and "정부 접수 전" not in listed
    assert not any("접수되지 않았습니다" in text for text in (task_list, receipt))  # which nobody knows then


def test_what_came_after_closing_is_filed_nowhere_else(lead, application):
    hand_in(application)
    assert filings.is_needed(application, Submission.standing_for(application))
    Submission.update(arrived_at=application.closes_at).execute()
    with time_machine.travel(application.closes_at, tick=False):
        lead.sign_in(LEAD)
        assert not filings.is_needed(application, Submission.standing_for(application))
        assert press(lead, application).status_code == 404
        for path in (
            "/applications/",
            f"/applications/{application.token}/",
            f"/applications/{application.token}/receipt",
        ):
            text = lead.get(path).page.main.get_text()
            assert "정부에 접수" not in text and "정부 접수 전" not in text and "표시해 주세요" not in text, path


# Reminders


def morning(left: int) -> datetime:
    """Nine in the morning, Korean time, so many days before closing."""
    closes = Call.get().closes_at.astimezone(config.KST)
    return datetime.combine(closes.date() - timedelta(days=left), time(9), config.KST)


def told(kind: str = "unfiled") -> list[Outbox]:
    return mails(kind)


def test_who_submitted_here_only_is_told_before_closing_that_it_is_not_filed(application):
    submission = hand_in(application)

    deadline_reminders.enqueue_due(morning(3))
    deadline_reminders.enqueue_due(morning(3))

    assert [mail.to for mail in told()] == [LEAD], "who alone may say it was"
    assert not {mail.about for mail in told("reminder")} & {application.token}
    for mail in told():
        assert "아직 정부에 접수되지 않았습니다" in mail.subject
        assert "https://www.smbservice.kr" in mail.text
        assert submission.receipt in mail.text
        assert f"/applications/{application.token}/receipt" in mail.text


def test_who_said_it_was_filed_is_left_alone_until_it_is_undone(application):
    hand_in(application)
    filings.note(application, 1, "", now(), person(LEAD))
    deadline_reminders.enqueue_due(morning(7))
    assert not told()

    filings.undo(application, person(LEAD))
    deadline_reminders.enqueue_due(morning(3))
    assert len(told()) == 1

    lifecycle.withdraw(application, person(LEAD), now())
    deadline_reminders.enqueue_due(morning(1))
    assert len(told()) == 1


def test_a_reception_reminds_nobody_of_another(application, settings):
    config.use(replace(settings, operator="한국스마트진흥원"))
    agree(application)  # to the texts as they name that body
    hand_in(application)

    deadline_reminders.enqueue_due(morning(1))

    assert not told()
