"""An officer at work on a registration: his ticks, the queue beside it, who else is at it, and on to the next."""

from dataclasses import replace

import pytest

import config
import web.staff
from models.base import now, writing
from models.company import APPROVED, RETURNED, WAITING
from models.person import Session
from models.pool import Review
from models.review_notes import MEND, RIGHT, ItemCheck, RegistrationLook
from models.submission import Submission
from services.access.permissions import NotNow
from services.pool import decisions, review_notes
from services.submissions import snapshot_findings
from tests.applying import person
from tests.reviewing import COLLEAGUE, LEAD_AGENCY, be, hand_in, posts, register, state_of


@pytest.fixture
def first(seeded):
    posts()
    return register()


@pytest.fixture
def officer(first, client):
    client.sign_in(LEAD_AGENCY, proved=True)
    return client


def home(application, rest: str = "") -> str:
    return f"/staff/registrations/{application.token}/{rest}"


def ticked(application, who: str = LEAD_AGENCY) -> dict[str, tuple[str, str]]:
    submission = decisions.current_submission(application)
    assert submission
    rows = review_notes.ticks(submission, person(who))
    return {item: (row.choice, row.words) for item, row in rows.items()}


def test_ticks_are_kept_for_their_officer_and_fill_the_request(officer, first):
    sent = {"base": "1-waiting", "mark_company": "right", "mark_contact": "mend", "at_contact": "전화를 확인해 주세요."}

    saved = officer.post(home(first, "ticks"), data=sent, headers={"HX-Request": "true"})
    page = officer.get(home(first)).page

    assert saved.page.select_one("#tally").get_text().startswith("맞음 1 · 보완 1 · 남음 ")
    assert page.select_one("#tally").get_text() == saved.page.select_one("#tally").get_text()
    assert page.select_one('[name="mark_contact"][checked]')["value"] == MEND
    assert page.select_one('[name="at_contact"]').get_text().strip() == "전화를 확인해 주세요."
    assert ticked(first) == {"company": (RIGHT, ""), "contact": (MEND, "전화를 확인해 주세요.")}
    assert ticked(first, COLLEAGUE) == {}
    refused = officer.post(home(first, "approve"), data=sent)
    assert refused.status_code == 422
    assert state_of(first) == WAITING
    assert officer.post(home(first), data=sent).status_code == 303
    assert Review.get().reasons == {"contact": "전화를 확인해 주세요."}


def test_what_is_to_be_mended_must_be_said_and_a_tick_can_be_taken_back(officer, first):
    blank = officer.post(home(first), data={"base": "1-waiting", "mark_company": "mend", "at_company": " "})

    assert blank.status_code == 422
    assert blank.page.select_one('#error-summary a[href="#at_company"]')
    assert state_of(first) == WAITING
    officer.post(home(first, "ticks"), data={"base": "1-waiting", "mark_company": "right"})
    officer.post(home(first, "ticks"), data={"base": "1-waiting", "mark_company": ""})
    assert ticked(first) == {}


def test_without_javascript_one_button_ticks_all_that_the_rules_say_nothing_of(officer, first):
    officer.post(
        home(first, "ticks"), data={"base": "1-waiting", "mark_company": "mend", "at_company": "?", "all": "yes"}
    )

    page = officer.get(home(first)).page
    warned = {item["id"][3:] for item in page.select("[data-item]") if item.select(".form-hint-warning")}
    assert warned
    marks = ticked(first)
    assert marks.pop("company") == (MEND, "?")
    assert marks
    assert not warned & set(marks)
    assert {choice for choice, _ in marks.values()} == {RIGHT}


def test_ticks_of_an_edition_that_was_replaced_are_refused_and_the_next_begins_anew(officer, first):
    review_notes.tick(
        first, decisions.SeenState(1, WAITING), {"company": review_notes.Tick(RIGHT)}, person(LEAD_AGENCY)
    )
    hand_in(first)

    with pytest.raises(NotNow, match="다시 냈습니다"):
        review_notes.tick(
            first, decisions.SeenState(1, WAITING), {"company": review_notes.Tick(MEND, "x")}, person(LEAD_AGENCY)
        )

    assert ticked(first) == {}
    assert ItemCheck.select().count() == 1
    assert officer.post(home(first, "ticks"), data={"base": "1-waiting", "mark_company": "right"}).status_code == 409


def test_words_the_office_keeps_ready_go_into_a_box_by_one_press(officer, first):
    review_notes.keep_reason("company", "대표자를 확인해 주세요.")
    review_notes.keep_reason("contact", "전화를 확인해 주세요.")

    button = officer.get(home(first)).page.select_one('[name="phrase"][value^="company:"]')
    sent = {"base": "1-waiting", "at_company": "먼저 쓴 말", "phrase": button["value"]}
    answer = officer.post(home(first, "ticks"), data=sent)

    assert button.get_text() == "대표자를 확인해 주세요."
    assert answer.location.endswith("#at-company")
    assert ticked(first) == {"company": (MEND, "먼저 쓴 말\n대표자를 확인해 주세요.")}
    assert officer.post(home(first, "ticks"), data=sent | {"phrase": "company:99999"}).status_code == 400


def test_after_a_decision_the_next_in_the_queue_opens_and_says_what_was_done(officer, first):
    second, third = register("S1"), register("S2")

    answer = officer.post(home(second, "approve"), data={"base": "1-waiting"})
    page = officer.get(answer.location).page

    assert answer.location.startswith(home(third))
    assert "승인" in page.select_one(".alert.success h2").get_text()
    assert page.select_one('.case-queue [aria-current="true"] a')["href"] == home(third)
    assert page.select_one('[rel="prev"]')["href"] == home(first)
    answer = officer.post(home(third, "approve"), data={"base": "1-waiting"})
    assert answer.location.startswith(home(first))  # the last: from the beginning again
    assert officer.post(home(first, "approve"), data={"base": "1-waiting"}).location == home(first, "?done=approved")
    forged = officer.get(home(first, f"?done={RETURNED}&of={second.token}")).page
    assert not forged.select(".alert.success")


def test_who_has_it_open_and_who_took_it_is_shown_to_the_others(officer, first, seeded):
    officer.get(home(first))
    colleague = seeded.test_client()
    colleague.sign_in(COLLEAGUE, proved=True)

    assert "열어 보고 있습니다" in colleague.get(home(first)).text
    colleague.post(home(first, "taken"), data={})
    assert "맡은 담당자: " in officer.get(home(first)).text
    officer.post(home(first, "taken"), data={"give_up": "yes"})  # not his to give up
    assert set(review_notes.taken()) == {first.token}
    colleague.post(home(first, "taken"), data={"give_up": "yes"})
    assert review_notes.taken() == {}
    assert RegistrationLook.select().count() == 2


def test_only_a_registration_that_waits_is_ticked(officer, first):
    be(RETURNED, first)

    assert officer.post(home(first, "ticks"), data={"base": "1-returned", "mark_company": "right"}).status_code == 409
    assert "mark_company" not in officer.get(home(first)).text


def test_officers_see_one_another_by_name_or_whole_address(officer, first, seeded):
    review_notes.take(first, person(COLLEAGUE))
    decisions.send_back(first, decisions.SeenState(1, WAITING), {"company": "대표자"}, person(COLLEAGUE))

    page = officer.get(home(first)).page

    assert f"맡은 담당자: {COLLEAGUE}" in page.get_text()
    assert COLLEAGUE in page.select_one("ol.history:last-of-type").get_text()


def test_the_queue_opens_as_it_was_left_and_is_worked_through_so(officer, first):
    second, third = register("S1"), register("S2")
    renew_evidence_only(second, third)
    review_notes.take(third, person(COLLEAGUE))

    def tokens(answer) -> list[str]:
        return [link["href"] for link in answer.page.select("tbody td a")]

    assert tokens(officer.get("/staff/registrations/?kind=evidence")) == [home(second), home(third)]
    left = officer.get("/staff/registrations/")
    assert left.status_code == 302
    side = officer.get(home(second)).page.select_one(".case-queue")
    assert "서류만 새로만" in side.get_text() and not side.select(f'a[href="{home(first)}"]')
    assert officer.post(home(second, "approve"), data={"base": "1-waiting"}).location.startswith(home(third))
    assert tokens(officer.get("/staff/registrations/?taker=nobody&kind=")) == [home(first)]
    assert tokens(officer.get("/staff/registrations/?taker=mine")) == []
    assert tokens(officer.get("/staff/registrations/?clear=1")) == [home(first), home(third)]
    assert officer.get("/staff/registrations/").status_code == 200


def test_a_long_queue_is_shown_page_by_page_and_worked_through_whole(officer, first, monkeypatch):
    monkeypatch.setattr(web.staff, "ROWS_A_PAGE", 2)
    second, third = register("S1"), register("S2")
    renew_evidence_only(third)
    monkeypatch.setattr(snapshot_findings, "of", lambda *_: [])

    queue = officer.get("/staff/registrations/").page
    more = queue.select_one('nav[aria-label="목록의 쪽"] a:contains("다음 쪽")')["href"]
    rest = officer.get(more).page
    assert [[link["href"] for link in page.select("tbody td a")] for page in (queue, rest)] == [
        [home(first), home(second)],
        [home(third)],
    ]
    assert "3건 중 2건" in queue.caption.get_text() and not queue.select('[name="case"]')
    form = rest.select_one("#several")
    assert rest.select_one('[name="case"]') and form["action"].endswith("?page=2")
    assert officer.get(home(second)).page.select_one(f'.case-queue a[href="{home(third)}"]')


def test_the_queue_of_a_body_promises_the_days_the_company_is_told(officer, first, settings):
    config.use(replace(settings, operator="한국스마트진흥원"))

    said = officer.get("/staff/registrations/").page.select_one(".lead").get_text()

    assert "예상 결정일은 처음 제출한 때부터" in said
    assert "마지막으로 제출한 때" not in said


def test_ticks_sent_after_the_session_ended_are_kept_for_their_page(officer, first):
    author = officer.get(home(first)).page.select_one('form.review [name="author"]')["value"]
    with writing():
        Session.update(ended_at=now()).execute()

    sent = {"author": author, "base": "1-waiting", "mark_company": "mend", "at_company": "대표자를 확인해 주세요."}
    officer.post(home(first, "ticks"), data=sent)
    officer.sign_in(LEAD_AGENCY, proved=True)

    kept = officer.get(home(first)).page.select_one('form[action^="/kept/"][action$="/back"]')
    back = officer.get(officer.post(kept["action"], data={}).location).page
    assert back.select_one('[name="at_company"]').get_text().strip() == "대표자를 확인해 주세요."


# Several at once


def renew_evidence_only(*applications) -> None:
    Submission.update(evidence_only=True).where(Submission.application.in_([row.id for row in applications])).execute()


@pytest.mark.parametrize("edition", ["9" * 5000, str(10**30), "²", "-1", ""])
def test_an_edition_that_is_no_number_is_approved_by_nobody(officer, first, edition):
    renew_evidence_only(first)

    refused = officer.post("/staff/registrations/", data={"case": f"{first.token}:{edition}"})

    assert refused.status_code == 409
    assert "승인하지 않았습니다" in refused.page.select_one(".alert.danger").get_text()
    assert state_of(first) == WAITING


def test_clean_ones_are_approved_at_once_and_of_the_others_each_says_why_not(officer, first, monkeypatch):
    second, third = register("S1"), register("S2")
    renew_evidence_only(first, second)
    monkeypatch.setattr(snapshot_findings, "of", lambda *_: [])
    shown = officer.get("/staff/registrations/").page.select('[name="case"]')
    assert [box["value"] for box in shown] == [f"{first.token}:1", f"{second.token}:1"]
    hand_in(second)  # meanwhile
    renew_evidence_only(second)

    chosen = [box["value"] for box in shown] + [f"{third.token}:1", "nobody:1", "x"]
    answer = officer.post("/staff/registrations/", data={"case": chosen})

    assert answer.status_code == 409
    assert [state_of(row) for row in (first, second, third)] == [APPROVED, WAITING, WAITING]
    told = answer.page.select_one(".alert.danger").get_text()
    assert "다시 냈습니다(제2차)" in told
    assert "확인할 점이 남아 있어" in told
    assert "1건을 승인했습니다" in answer.page.select_one(".alert.success").get_text()
    assert Review.select().count() == 1


def test_what_the_rules_speak_of_or_is_to_be_mended_is_not_clean(officer, first, monkeypatch):
    renew_evidence_only(first)
    assert not officer.get("/staff/registrations/").page.select('[name="case"]')  # it lacks certificates

    monkeypatch.setattr(snapshot_findings, "of", lambda *_: [])
    assert officer.get("/staff/registrations/").page.select('[name="case"]')
    officer.post(home(first, "ticks"), data={"base": "1-waiting", "mark_company": "mend", "at_company": "?"})

    assert not officer.get("/staff/registrations/").page.select('[name="case"]')
    empty = officer.post("/staff/registrations/", data={})
    assert empty.status_code == 422
    assert "고른 신청이 없습니다" in empty.text


def test_all_ticked_as_right_by_this_officer_is_clean_for_him(officer, first, seeded):
    page = officer.get(home(first)).page
    everything = {radio["name"]: "right" for radio in page.select('.tick [value="right"]')}
    officer.post(home(first, "ticks"), data={"base": "1-waiting", **everything})

    assert officer.get("/staff/registrations/").page.select('[name="case"]')
    colleague = seeded.test_client()
    colleague.sign_in(COLLEAGUE, proved=True)
    assert not colleague.get("/staff/registrations/").page.select('[name="case"]')


def test_the_office_keeps_reasons_on_a_page(officer, first):
    refused = officer.post("/staff/reasons/", data={"item": "company", "words": ""})
    assert refused.status_code == 422
    for _ in range(2):  # the same again is one
        assert officer.post("/staff/reasons/", data={"item": "company", "words": "<b>대표자</b>"}).status_code == 303

    page = officer.get("/staff/reasons/")

    assert [row.words for row in review_notes.ready_reasons()] == ["<b>대표자</b>"]
    assert "&lt;b&gt;대표자" in page.text
    number = page.page.select_one('[name="reason"]')["value"]
    officer.post("/staff/reasons/remove", data={"reason": number})
    assert review_notes.ready_reasons() == []
