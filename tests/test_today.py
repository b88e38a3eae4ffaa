# ruff: noqa: F811 - the fixtures of another file
"""The officers' day: what waits on their first page and in the mail of the day, and projects given to agencies several
at once."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import config
from app import create_app
from models.application import Application, Call
from models.base import db, now, writing
from models.company import APPROVED, OUTDATED, RETURNED, Supplier
from models.mail import FAILED, Outbox
from models.person import Session
from models.pool import Review
from models.staff import AccessLog, Agency, Staff
from models.submission import Event, Submission
from services.access import staff
from services.backoffice import agencies, today
from services.scheduled import staff_digest
from tests.applying import LEAD, UNAGREED, agree, application_of, hand_in, person
from tests.conftest import site as settings_of
from tests.pages import sent_by
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY, posts, register, registration
from tests.reviewing import hand_in as register_again
from tests.smtp import mails
from tests.staffed import agency, lead, site  # noqa: F401 - fixtures
from tests.walking import counted

WOMEN = "women@example.com"


@pytest.fixture(scope="module")
def staffed(seeded_dir, tmp_path_factory) -> Path:
    """Two projects and a registration submitted, and staff."""
    folder = tmp_path_factory.mktemp("day") / "data"
    shutil.copytree(seeded_dir, folder)
    create_app(settings_of(folder))
    posts()
    hand_in(application_of(LEAD))
    agree(application_of(UNAGREED))
    hand_in(application_of(UNAGREED), UNAGREED)
    register()
    Agency.delete().execute()
    Agency.create(slug="women", email=WOMEN)
    Outbox.delete().execute()
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return folder


def post() -> Staff:
    return Staff.get(Staff.person == person(LEAD_AGENCY))


def lines(at: datetime | None = None) -> dict[str, int]:
    return {line.what: line.count for line in today.of(post(), Call.get(), [Call.get()], at or now()).lines()}


def tokens() -> list[str]:
    return [application_of(LEAD).token, application_of(UNAGREED).token]


# The first page


@pytest.mark.parametrize(
    ("days", "line", "badge"),
    [
        (4, None, None),
        (5, "예상 결정일이 2일 안에 오는 등록 심사", "D-2"),
        (7, "오늘이 예상 결정일인 등록 심사", "오늘까지"),
        (8, "예상 결정일이 지난 등록 심사", "1일 지남"),
    ],
)
def test_registrations_wait_by_the_announcements_three_to_seven_days(lead, days, line, badge):
    Submission.update(arrived_at=now() - timedelta(days=days)).where(Submission.application == registration()).execute()
    assert {name for name, count in lines().items() if count and "등록 심사" in name} == ({line} if line else set())
    page = lead.get("/staff/").page.main
    urgent = [row.get_text(" ", strip=True) for row in page.select("table:has(caption:contains('먼저 볼')) tbody tr")]
    assert [badge in row for row in urgent] == ([True] if badge else [])


def test_a_registration_of_today_waits_on_the_first_page_and_is_mailed(lead):
    (link,) = [
        link for link in lead.get("/staff/").page.select("table.today a") if "승인을 기다리는" in link.get_text()
    ]
    lead.get("/staff/registrations/?kind=renewal")  # which the list would open as from now on
    assert len(lead.get(link["href"]).page.select("main tbody tr")) == 1 and lines()["승인을 기다리는 등록 신청"] == 1
    lead.post("/staff/digest", data={"digest": "1"})
    staff_digest.enqueue_due(now().astimezone(config.KST).replace(hour=10))
    assert "승인을 기다리는 등록 신청 1건" in mails("digest")[0].text

    Supplier.update(state=APPROVED).where(Supplier.company == registration().company).execute()
    assert lines()["승인을 기다리는 등록 신청"] == 0


def test_the_queue_and_the_first_page_count_from_the_same_instant_a_second_round_too(lead):
    Supplier.update(waiting_since=now() - timedelta(days=9)).where(
        Supplier.company == registration().company
    ).execute()  # of the first round; this edition came today

    on_the_first_page = lead.get("/staff/").page.select_one("table:has(caption:contains('먼저 볼')) tbody tr")
    in_the_queue = lead.get("/staff/registrations/").page.select_one("tbody tr")

    assert lines()["예상 결정일이 지난 등록 심사"] == 1
    for row in (on_the_first_page, in_the_queue):
        assert "2일 지남" in row.get_text()
    assert "9일 전" in in_the_queue.get_text()


def test_what_came_back_from_completion_is_named_until_it_is_judged(lead):
    application = registration()
    asked = {"application": application, "edition": 1, "decision": RETURNED, "person": person(LEAD_AGENCY)}
    Review.create(reasons={"company": "?"}, **asked)
    register_again(application)
    assert lines()["보완하여 다시 낸 등록"] == 1
    register("S4")
    (link,) = [tag for tag in lead.get("/staff/").page.select("table.today a") if "보완하여" in tag.get_text()]
    assert len(lead.get(link["href"]).page.select("main tbody tr")) == 1
    assert "보완하여 다시 냄" in lead.get("/staff/").page.main.get_text()
    Review.create(**(asked | {"edition": 2, "decision": "approved"}))
    assert lines()["보완하여 다시 낸 등록"] == 0


def test_renewals_not_begun_and_failed_mails_are_counted_without_showing_an_address(lead):
    before = lines()["현행화를 시작하지 않은 공급기업"]
    Supplier.update(state=OUTDATED).where(Supplier.name.contains("누리매칭랩")).execute()
    Supplier.update(state=OUTDATED).where(Supplier.company == registration().company).execute()  # begun
    assert lines()["현행화를 시작하지 않은 공급기업"] == before + 1
    (link,) = lead.get("/staff/").page.select("table.today a[href*='/pool/']")
    assert f"모두 {before + 1}건" in lead.get(link["href"]).page.main.get_text()
    agencies.assign(application_of(LEAD), "women", person(LEAD_AGENCY))
    Outbox.update(state=FAILED, give_up_at=now(), last_error="550 <women@example.com>: no such user").execute()
    page = lead.get("/staff/").page.main.get_text()
    assert "보내지 못한 메일 1건 보기" in page and "no such user" in page and WOMEN not in page
    assert lines(now() + timedelta(days=31))["보내지 못한 메일"] == 0


def test_what_a_list_has_no_room_for_is_said(lead, monkeypatch):
    monkeypatch.setattr(today, "SHOWN", 1)
    register("S4")
    for application in (application_of(LEAD), application_of(UNAGREED)):
        agencies.assign(application, "women", person(LEAD_AGENCY))
    lost = Outbox.update(state=FAILED, give_up_at=now(), last_error="550").execute()
    Submission.update(arrived_at=now() - timedelta(days=9)).execute()
    Supplier.update(waiting_since=now() - timedelta(days=9)).where(Supplier.waiting_since.is_null(False)).execute()
    page = lead.get("/staff/").page.main
    captions = [" ".join(each.get_text().split()) for each in page.select("caption")]
    assert "먼저 볼 등록 심사 2건 중 1건 · 모두 보기" in captions
    assert lost > 1 and f"보내지 못한 메일 최근 30일 · {lost}건 중 최근 1건" in captions


def test_the_charts_say_the_same_in_a_table(lead, agency):
    page = lead.get("/staff/").page
    inflow, slots = page.select("figure.chart")
    assert inflow.svg["role"] == slots.svg["role"] == "img"
    assert [cell.get_text() for cell in inflow.select("tbody td")][-1] == "2건"
    assert len(inflow.select("tbody tr")) == len(inflow.select("svg rect:not(.track)")) <= today.INFLOW
    said = {row.th.get_text(): row.td.get_text() for row in slots.select("tbody tr")}
    assert said["신규 · BM 창출"].split(" ")[0] in ("1건", "2건") and "/ 90건" in said["신규 · BM 창출"]
    assert agency.get("/staff/").page.select("figure.chart tbody td")[-1].get_text().startswith("0건")


def test_the_first_page_asks_as_many_queries_for_many_as_for_few_and_opens_no_snapshot(lead, monkeypatch):
    lead.get("/staff/")
    with counted() as few:
        lead.get("/staff/")
    for sample in ("S4", "S5"):
        register(sample)
    monkeypatch.setattr(type(Submission.snapshot), "python_value", lambda *_: pytest.fail("a snapshot was opened"))
    with counted() as many:
        assert lead.get("/staff/").status_code == 200
    assert len(many) == len(few)


# Several at once


def test_what_was_ticked_before_the_second_factor_ran_out_is_put_back(lead):
    form = lead.get("/staff/assigning/?all=1").page.select_one("main form[method=post]")
    Session.update(verified_at=None).execute()
    lead.post(form["action"], data=sent_by(form) | {"agency": ["women"]})
    lead.sign_in(LEAD_AGENCY, proved=True)

    offer = lead.get("/staff/assigning/").page.select_one("form[action^='/kept/'][action$='/back']")
    back = lead.get(lead.post(offer["action"], data={}).location).page

    assert {tag["value"] for tag in back.select("[name=project][checked]")} == set(tokens())
    assert back.select_one("[name=agency][checked]")["value"] == "women"


def test_projects_of_a_region_are_assigned_together_and_the_agency_is_mailed_once(lead, agency):
    page = lead.get("/staff/assigning/?all=1").page
    assert {tag["value"] for tag in page.select("[name=project][checked]")} == set(tokens())
    regions = {option["value"] for option in page.select("#region option")} - {""}
    assert "부산" in regions and len(regions) == 2
    assert len(lead.get("/staff/assigning/?region=부산").page.select("[name=project]")) == 1

    answer = lead.post("/staff/assigning/", data={"project": tokens(), "agency": "women"})

    assert answer.status_code == 303
    assert "2건을 배정했습니다" in lead.get(answer.location).page.select_one("[role=status]").get_text()
    (mail,) = mails("assigned")
    assert mail.to == WOMEN and all(application_of(who).number in mail.text for who in (LEAD, UNAGREED))
    assert Event.select().where(Event.action == "assigned").count() == 2
    assert len(agency.get("/staff/applications/").page.select("tbody tr")) == 2
    assert "어제부터 새로 온 과제신청" in agency.get("/staff/").page.main.get_text()


def test_what_another_officer_took_meanwhile_is_named_and_nothing_is_assigned(lead):
    agencies.assign_unassigned(tokens()[:1], "innobiz", person(COLLEAGUE))
    answer = lead.post("/staff/assigning/", data={"project": tokens(), "agency": "women"})
    assert answer.status_code == 409
    said = answer.page.select_one("[role=alert]").get_text()
    assert application_of(LEAD).number in said and "이노비즈" in said
    assert [tag["value"] for tag in answer.page.select("[name=project][checked]")] == tokens()[1:]
    assert answer.page.select_one("#agency-women").has_attr("checked")
    assert {row.agency for row in Application.select().where(Application.token.in_(tokens()))} == {"innobiz", None}
    assert mails("assigned") == []


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        ({"agency": "women"}, 422, "하나 이상"),
        ({"project": ["{0}"]}, 422, "수행기관을 골라"),
        ({"project": ["{0}"], "agency": "nobody"}, 400, None),
        ({"project": ["nonsense"], "agency": "women"}, 409, "바뀐 신청"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_ticked_stays(lead, sent, code, said):
    ticked = [token.format(tokens()[0]) for token in sent.get("project", [])]
    answer = lead.post("/staff/assigning/", data=sent | {"project": ticked})
    assert answer.status_code == code
    if said:
        assert said in answer.page.main.get_text()
        shown = [tag["value"] for tag in answer.page.select("[name=project][checked]")]
        assert shown == [token for token in ticked if token in tokens()]
    assert not Application.select().where(Application.agency == "women").exists()


def test_an_agency_without_an_address_is_assigned_and_that_nobody_was_told_is_said(lead):
    answer = lead.post("/staff/assigning/", data={"project": tokens(), "agency": "korsca"})
    assert "알리지 못했습니다" in lead.get(answer.location).page.select_one("[role=status]").get_text()
    assert mails("assigned") == []


# The mail of the day

MORNING = datetime(2026, 12, 14, 9, 7, tzinfo=config.KST)


def test_who_asked_for_it_is_mailed_once_a_day_from_nine(lead):
    lead.post("/staff/digest", data={"digest": "1"})
    assert staff_digest.enqueue_due(MORNING - timedelta(hours=1)) == 0
    assert [staff_digest.enqueue_due(MORNING + timedelta(hours=hour)) for hour in range(3)] == [1, 0, 0]
    (mail,) = mails("digest")
    assert mail.to == LEAD_AGENCY and "수행기관을 정하지 않은 과제신청 2건" in mail.text
    assert "온결케어" not in mail.text  # numbers only
    assert staff_digest.enqueue_due(MORNING + timedelta(days=1)) == 1


def test_nobody_else_is_mailed(lead, monkeypatch):
    assert staff_digest.enqueue_due(MORNING) == 0  # nobody asked for it
    Staff.update(digest=True).where(Staff.person == person(LEAD_AGENCY)).execute()
    staff.end(LEAD_AGENCY)
    assert staff_digest.enqueue_due(MORNING) == 0  # the post ended
    Staff.update(digest=True).where(Staff.person == person(AGENCY)).execute()
    assert staff_digest.enqueue_due(MORNING) == 0  # nothing came to this agency
    waiting = staff_digest.lines_for

    def ends_meanwhile(*given):
        staff.end(AGENCY)
        return waiting(*given)

    agencies.assign_unassigned(tokens(), "women", person(COLLEAGUE))
    monkeypatch.setattr(staff_digest, "lines_for", ends_meanwhile)
    assert staff_digest.enqueue_due(now().astimezone(config.KST).replace(hour=23)) == 0
    assert mails("digest") == []


def test_the_wish_is_kept_until_it_is_taken_back(lead):
    assert (
        "보냅니다" in lead.get(lead.post("/staff/digest", data={"digest": "1"}).location.split("#")[0]).page.get_text()
    )
    assert post().digest
    assert "보내지 않습니다" in lead.get(lead.post("/staff/digest", data={}).location.split("#")[0]).page.get_text()
    assert not post().digest


@pytest.mark.parametrize(("minutes", "told"), [(59, 1), (62, 0)])
def test_who_opens_very_many_applications_within_an_hour_is_pointed_out(site, lead, minutes, told):
    call, officer, at = Call.get(), person(AGENCY), now()
    with writing():
        for place in range(today.MANY + 1):
            one = Application.create(purpose="project", call=call, number=f"read-{place}")
            opened = at - timedelta(hours=2) + place * timedelta(minutes=minutes) / today.MANY
            for _ in range(2):  # opened again, it is the same one
                AccessLog.create(person=officer, application=one, what="제출 내용", why="평가", at=opened)
        for _ in range(100):
            AccessLog.create(person=person(COLLEAGUE), application=application_of(LEAD), what="제출 내용", why="평가")
    said = f"한 시간에 신청 {today.MANY}건보다 많이 열어 본 사람"
    assert lines()[said] == told and lines(at + timedelta(days=2))[said] == 0
    row = next(each for each in lead.get("/staff/").page.select("table.today tr") if said in each.get_text())
    assert bool(row.select_one('a[href="/staff/log/"]')) == bool(told)
