"""Requests for completion: asked for, answered by changes or in words, shown in the second round, ended by approval or
taken back; and the reminders of their due day."""

from datetime import datetime, time, timedelta

import pytest

import config
import tasks
from models.base import now
from models.company import APPROVED, RETURNED, WAITING
from models.evidence import Evidence
from models.pool import TAKEN_BACK, Reply, Review
from models.submission import Submission
from programme.korean import day_of
from services.access.permissions import NotNow
from services.drafts import evidence
from services.drafts.loading import load_view
from services.pool import comparisons, decisions
from services.scheduled import completion_reminders, deadline_reminders
from services.submissions import completions, lifecycle, snapshots
from tests.answers import registered as good
from tests.applying import fresh, person, post_submit
from tests.registering import NEW, attach, filled, hand_in, write
from tests.reviewing import LEAD_AGENCY, be, posts, state_of
from tests.smtp import mails

ASKED = {
    "staff": "명부의 인원과 다릅니다.",
    "national_tax": "체납 여부를 확인해 주세요.",
    "other_careers": "대표자의 경력증명서를 올려 주세요.",  # never uploaded
}


@pytest.fixture
def application(registered):
    """A registration submitted and sent back for three things."""
    posts()
    application = filled()
    Evidence.update(removed_at=now(), until=0).where(Evidence.kind == "other_careers").execute()
    application = fresh(application)
    hand_in(application)
    decisions.send_back(application, seen(application), ASKED, person(LEAD_AGENCY))
    return fresh(application)


def seen(application, edition: int = 1) -> decisions.SeenState:
    return decisions.SeenState(edition, state_of(application))


def reply(application, **words: str) -> None:
    mark = completions.mark(completions.returned(application))
    completions.reply(application, mark, words, person(NEW), now())


def states(application) -> dict[str, str]:
    return {item.slug: item.state for item in completions.progress(load_view(fresh(application)))}


def answer_one(application) -> None:
    write(application, "staff", good()["staff"] | {"software": ["12"]}, NEW)


def officer_page(app, application):
    client = app.test_client()
    client.sign_in(LEAD_AGENCY, proved=True)
    return client.get(f"/staff/registrations/{application.token}/").page


def here(application, rest: str = "") -> str:
    return f"/applications/{application.token}/{rest}"


# The journey


def test_three_things_asked_one_answered_told_before_and_shown_after_and_approved(registered, application):
    client, officer = registered.test_client(), registered.test_client()
    client.sign_in(NEW)
    officer.sign_in(LEAD_AGENCY, proved=True)
    arrived = Submission.get(Submission.application == application).arrived_at
    answer_one(application)

    before = client.get(here(application, "submit")).page.main.get_text(" ")
    assert "3건 중 1건만 고치거나 답했습니다" in before
    assert "국세 납세증명서" in before and "그 외 경력증빙" in before
    assert post_submit(client, application).status_code == 303

    queue = officer.get("/staff/registrations/").page.select_one("table")
    assert "보완 답변" in queue.get_text()
    assert application.entry.waiting_since == arrived
    page = officer.get(f"/staff/registrations/{application.token}/").page
    items = {
        item.strong.get_text(): item.get_text(" ")
        for item in page.select_one("#completion").find_next("ol").select("li")
    }
    assert "3건 중 1건만" in page.main.get_text()
    assert "고침" in items["보유인력"] and "11" in items["보유인력"] and "12" in items["보유인력"]
    assert "답 없음" in items["국세 납세증명서"] and ASKED["national_tax"] in items["국세 납세증명서"]
    assert page.main.get_text().index(ASKED["national_tax"]) < page.main.get_text().index("신청 내용과 증빙")
    done = officer.post(
        f"/staff/registrations/{application.token}/approve", data={"base": "2-waiting", "csrf_token": officer.csrf()}
    )
    assert done.status_code == 303
    assert application.entry.facts["people"]["software"] == "12"
    assert application.entry.waiting_since is None


def test_what_is_asked_for_is_told_item_by_item_until_it_is_submitted_again(application):
    assert completions.reasons(load_view(application)) == ASKED
    answer_one(application)
    hand_in(fresh(application))

    assert completions.reasons(load_view(fresh(application))) == {}


def test_words_alone_are_an_answer_and_are_read_with_the_edition_only(registered, application):
    client = registered.test_client()
    client.sign_in(NEW)
    page = client.get(here(application, "completion/")).page
    assert "답한 것이 없습니다" in page.main.get_text()
    sent = {box["name"]: box.get_text() for box in page.select("main textarea")}
    sent |= {tag["name"]: tag["value"] for tag in page.select("main form input[type=hidden]")}

    saved = client.post(
        here(application, "completion/"), data=sent | {"say_national_tax": "분납 중이라 체납이 아닙니다."}
    )

    assert saved.status_code == 303
    shown = client.get(saved.location).page.main.get_text(" ")
    assert "3건 중 1건만" in shown and "아직 기관에 가지 않았습니다" in shown
    assert "분납 중" not in officer_page(registered, application).get_text()
    assert "글로 답함" in client.get(here(application)).page.main.get_text()

    assert post_submit(client, application).status_code == 303
    assert "분납 중이라 체납이 아닙니다." in officer_page(registered, application).get_text()
    assert Submission.standing_for(application).edition == 2


def test_what_was_said_already_or_was_not_asked_is_no_answer(registered, application):
    reply(application, staff="맞습니다.")
    before, mark = fresh(application).revision, completions.mark(completions.returned(application))

    reply(application, staff="맞습니다.", company="묻지 않은 것입니다.")

    assert Reply.select().count() == 1
    assert (fresh(application).revision, completions.mark(completions.returned(application))) == (before, mark)


def test_a_day_is_over_when_it_is_in_korea_and_no_day_never():
    night = datetime(2026, 11, 30, 23, 59, tzinfo=config.KST)

    assert not completions.overdue(night.date(), night)
    assert completions.overdue(night.date(), night + timedelta(minutes=1))
    assert not completions.overdue(None, night)


def test_a_supplier_who_thinks_all_is_right_is_not_stuck(registered, application):
    """The deadlock: nothing to change, and nobody who could end the request."""
    client = registered.test_client()
    client.sign_in(NEW)
    told = client.get(here(application, "submit")).page.main
    assert "고치거나 글로 답한 것이 있으면" in told.get_text() and told.select_one('a[href*="completion/#say_staff"]')

    for item in ASKED:
        reply(application, **{item: "확인했으며 제출한 내용이 맞습니다."})

    hand_in(application)
    assert state_of(application) == WAITING


def test_an_item_saved_without_a_change_is_not_mended(application):
    write(application, "staff", good()["staff"], NEW)
    assert states(application) == dict.fromkeys(ASKED, completions.OPEN)

    answer_one(application)
    attach(application, NEW, "other_careers")
    reply(application, national_tax="분납 중입니다.")
    assert states(application) == {
        "staff": completions.MENDED,
        "national_tax": completions.WORDS,
        "other_careers": completions.MENDED,
    }
    reply(application, national_tax="")
    assert states(application)["national_tax"] == completions.OPEN


def test_what_changed_beside_what_was_asked_is_shown_apart_without_personal_values(application):
    answer_one(application)
    write(application, "contact", good()["contact"] | {"mobile": ["010-9999-0000"], "position": ["이사"]}, NEW)
    company = application.company
    evidence.remove(Evidence.of(company).where(Evidence.kind == "national_tax").get(), now())
    attach(application, NEW, "national_tax", numbered="T-2")
    second = hand_in(application)

    found = comparisons.exchange_of(snapshots.read(second))

    assert found.answered == 2
    asked = {each.item.slug: each for each in found.items}
    assert [change[:2] for change in asked["staff"].changes] == [("보유인력", "SW 인력")]
    ((where, what, gone, come),) = asked["national_tax"].changes
    assert (where, what) == ("증빙", "국세 납세증명서") and "T-1" in gone and "T-2" in come
    assert ("실무 담당자", "직위", "대표이사", "이사") in found.others
    assert ("실무 담당자", "휴대전화", "가림", "가림") in found.others
    assert "010-9999" not in str(found)


# Ending it


def test_a_request_taken_back_waits_where_it_waited_and_says_there_is_nothing_to_do(registered, application):
    since = application.entry.waiting_since
    officer = registered.test_client()
    officer.sign_in(LEAD_AGENCY, proved=True)
    page = officer.get(f"/staff/registrations/{application.token}/").page
    assert "보완 요청 거두기" in page.get_text() and ASKED["staff"] in page.select_one(".alert").get_text()

    for answer in (303, 409):
        response = officer.post(f"/staff/registrations/{application.token}/completion", data={"base": "1-returned"})
        assert response.status_code == answer

    entry = application.entry
    assert (entry.state, entry.waiting_since) == (WAITING, since)
    assert completions.progress(load_view(application)) == []
    assert Review.select().order_by(Review.id.desc()).first().decision == TAKEN_BACK
    mail = mails("taken_back")[0]
    assert mail.to == NEW and "하실 일은 없습니다" in mail.text
    answer_one(application)
    assert comparisons.exchange_of(snapshots.read(hand_in(application))) is None


def test_approval_ends_a_request_though_the_supplier_answered_nothing(application):
    answer_one(application)  # written, not submitted

    decisions.approve(application, seen(application), person(LEAD_AGENCY))

    entry = application.entry
    assert (entry.state, entry.facts["people"]["software"]) == (APPROVED, "11")
    assert completions.returned(application) is None


def test_words_to_a_request_that_is_over_or_answered_by_a_colleague_are_kept_not_lost(registered, application):
    client = registered.test_client()
    client.sign_in(NEW)
    page = client.get(here(application, "completion/")).page
    sent = {tag["name"]: tag["value"] for tag in page.select("main form input[type=hidden]")}
    reply(application, staff="먼저 답했습니다.")

    refused = client.post(here(application, "completion/"), data=sent | {"say_staff": "나중에 답했습니다."})

    assert refused.status_code == 409
    assert Reply.get().text == "먼저 답했습니다."
    assert (
        "나중에 답했습니다." in client.get(here(application, "completion/")).page.select_one(".alert.info").get_text()
    )
    be(WAITING, application)
    with pytest.raises(NotNow):
        completions.reply(application, sent["base"], {"staff": "글"}, person(NEW), now())
    late = client.post(here(application, "completion/"), data=sent | {"say_staff": "더 늦게 답했습니다."})
    assert late.status_code == 409
    assert "더 늦게" in client.get(client.get(here(application, "completion/")).location).page.get_text()


def test_words_have_an_end_and_only_what_was_asked_is_answered(registered, application):
    client = registered.test_client()
    client.sign_in(NEW)
    base = completions.mark(completions.returned(application))

    long = client.post(here(application, "completion/"), data={"base": base, "say_staff": "가" * 100_000})
    assert long.status_code == 422 and "99,000자를 줄여" in long.page.select_one("#say_staff-error").get_text()
    client.post(here(application, "completion/"), data={"base": base, "say_company": "아무도 묻지 않았습니다."})
    assert not Reply.select().exists()
    assert client.post(here(application, "completion/"), data={"base": "x"}).status_code == 409


# The due day


def test_the_due_day_is_ours_unless_the_officer_names_one(registered, application):
    review = completions.returned(application)
    today = day_of(now())
    assert review.due == today + timedelta(days=application.announcement.completion_days)
    assert f"{review.due.year}. {review.due.month}. {review.due.day}.까지" in mails(RETURNED)[0].text
    decisions.take_back(application, seen(application), person(LEAD_AGENCY))
    officer = registered.test_client()
    officer.sign_in(LEAD_AGENCY, proved=True)
    path, sent = f"/staff/registrations/{application.token}/", {"base": "1-waiting", "at_staff": "고쳐 주세요."}
    assert "이 사이트가 정한 날" in officer.get(path).page.select_one("#due-hint").get_text()

    for wrong in (today, today + timedelta(days=91), "내일"):
        refused = officer.post(path, data=sent | {"due": str(wrong)})
        assert refused.status_code == 422 and refused.page.select_one("#due-error")
    officer.post(path, data=sent | {"due": str(today + timedelta(days=5))})

    assert completions.returned(application).due == today + timedelta(days=5)


@pytest.mark.parametrize(("left", "due"), [(4, 0), (3, 1), (2, 0), (1, 1), (0, 0), (-1, 0)])
def test_the_company_is_reminded_three_days_and_one_day_before(application, left, due):
    reply(application, staff="명부가 맞습니다.")
    until = completions.returned(application).due
    at = datetime.combine(until - timedelta(days=left), time(9, 7), config.KST)

    assert completion_reminders.enqueue_due(at.replace(hour=8)) == 0
    for _ in range(2):
        completion_reminders.enqueue_due(at)
    told = mails("completion_due", NEW)
    assert len(told) == due
    for mail in told:
        assert f"{left}일 전" in mail.subject and "국세 납세증명서" in mail.text and "보유인력" not in mail.text


def test_the_reminder_before_closing_names_what_is_asked_for_and_still_open(application):
    reply(application, staff="명부가 맞습니다.")
    deadline_reminders.enqueue_due(application.closes_at - timedelta(days=3))
    (mail,) = (mail for mail in mails("reminder") if mail.about == application.token)
    assert "보완을 요청받은 공급기업 풀 등록 신청서가 아직 제출되지 않았습니다" in mail.subject
    assert "국세 납세증명서" in mail.text and "보유인력" not in mail.text and "모두 입력" not in mail.text


def test_the_worker_reminds(application, monkeypatch):
    asked = []
    monkeypatch.setattr(completion_reminders, "enqueue_due", asked.append)
    tasks.remind.call_local()
    assert len(asked) == 1


def test_who_is_late_is_shown_to_both_and_may_still_submit(registered, application):
    Review.update(due=day_of(now()) - timedelta(days=1)).where(Review.application == application).execute()
    client, officer = registered.test_client(), registered.test_client()
    client.sign_in(NEW)
    officer.sign_in(LEAD_AGENCY, proved=True)

    assert "보완 기한이 지났습니다" in client.get(here(application)).page.main.get_text()
    assert "기한 지남" in client.get(here(application, "completion/")).page.main.get_text()
    assert "기한 지남" in officer.get("/staff/registrations/").page.main.get_text()
    assert "보완 기한이 지났습니다" in officer_page(registered, application).get_text()
    answer_one(application)
    assert lifecycle.submit(fresh(application), person(NEW), now()).edition == 2


# What the officer sees besides


def test_what_the_rules_say_stands_on_the_officers_page_as_of_the_closing_instant(registered, application):
    tax = Evidence.of(application.company).where(Evidence.kind == "national_tax").get()
    said = {"kind": "national_tax", "issuer": "국세청", "number": "T-9", "expires": None}
    evidence.describe([tax], said | {"issued": now().date() - timedelta(days=200)}, now())
    wrong = good()["company"] | {"number": ["000-81-24681"]}
    write(application, "company", wrong, NEW)
    write(application, "staff", good()["staff"] | {"software": ["0"]}, NEW)
    hand_in(application)

    page = officer_page(registered, application)

    listed = page.select_one("#findings").find_next("ul").get_text(" ")
    assert "사업자등록번호 끝자리가 맞지 않습니다" in listed
    assert "국세 납세증명서가" in listed and "만료되어" in listed
    assert "SW 인력은 0명인데" in listed
    assert "만료되어" in page.select_one("#at-national_tax").get_text()


def test_a_request_may_name_a_kind_nobody_uploaded(registered, application):
    officer = officer_page(registered, application)
    assert "그 외 경력증빙: 대표자의" in " ".join(officer.select_one(".alert").get_text(" ").split()).replace(" :", ":")
    assert "대표자의 경력증명서" in mails(RETURNED)[0].text
