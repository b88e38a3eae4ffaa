"""What an agency does about a request for consulting: its states, its expert and day, its result, and who is told."""

import io
from datetime import timedelta

import docx
import pytest
from openxml_audit import OpenXmlValidator

from forms import consulting_result
from models.application import Application, Call
from models.base import now, writing
from models.consulting import (
    AGREED,
    ASSIGNED,
    CANCELLED,
    CASE_STATES,
    CONFIRMED,
    RECEIVED,
    SENT,
    VISITED,
    ConsultingCase,
    ConsultingNote,
    ConsultingResult,
)
from models.person import Session
from models.rescue import Rescue
from models.staff import AccessLog
from models.submission import Submission
from programme import visits
from programme.korean import official_date, today
from programme.regions import region_of
from services.access import staff
from services.access.permissions import NotNow
from services.backoffice import consulting
from services.documents import generate
from services.scheduled import retention
from services.submissions import consulting_cases
from tests.applying import LEAD, fresh, hand_in, person, post_submit
from tests.call import without_agency
from tests.conftest import Client
from tests.smtp import mails
from tests.test_consulting import SAID, WISH, asked, lead, newest, request_, text_of  # noqa: F401 - fixtures
from tests.test_staff_exports import cells
from tests.test_states_of_routes import author

OFFICER, COLLEAGUE, OTHER, OPERATOR = (f"{name}@innobiz.example.org" for name in ("one", "two", "other", "tipa"))
SHEET = {
    "diagnosis": {"level": "office", "strengths": "엑셀 대장", "gaps": "배정을 손으로 합니다. R&D <예측>"},
    "advice": {"solutions": "배정 솔루션", "fits": "fits", "order": "1. 자료 모으기"},
    "plan": {"plan": "지표를 정합니다.", "following": "자료를 모읍니다."},
}


@pytest.fixture
def case(request_) -> ConsultingCase:  # noqa: F811
    """A request as the agency received it, with people who may work on it and one who may not."""
    hand_in(request_)
    for address, agency in ((OFFICER, "innobiz"), (COLLEAGUE, "innobiz"), (OTHER, "women"), (OPERATOR, None)):
        staff.add(address, agency)
    return current()


@pytest.fixture
def officer(seeded, case) -> Client:
    return signed_in(seeded, OFFICER)


def signed_in(site, address: str) -> Client:
    client = site.test_client()
    client.sign_in(address, proved=True)
    return client


def current() -> ConsultingCase:
    return ConsultingCase.get(ConsultingCase.application == asked())


def place() -> str:
    return f"/staff/consulting/{asked().token}/"


def day(after: int = 3) -> str:
    return (today() + timedelta(after)).isoformat()


def press(client: Client, do: str, base: int | None = None, **typed: str):
    return client.post(place(), data={"do": do, "base": str(current().version if base is None else base), **typed})


def visited(officer: Client) -> None:
    """Led as far as the visit."""
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    press(officer, "agreed", visit_on=day(0))
    assert press(officer, "visited").status_code == 303


def write(officer: Client) -> None:
    for slug, typed in SHEET.items():
        sent = typed | {"base": str(current().sheet_version)}
        assert officer.post(f"{place()}result/{slug}", data=sent).status_code == 303


def send(officer: Client):
    return press(officer, "sent", base=current().sheet_version)


def test_a_request_goes_from_its_receipt_to_the_result_and_each_step_is_told_once(officer, lead):  # noqa: F811
    page = officer.get(place()).page
    assert "신청 확인 전" in page.select_one(".lead").get_text() and official_date(WISH) in page.main.get_text()
    visited(officer)
    write(officer)
    assert send(officer).status_code == 303

    told = [(row.to, row.subject.partition("]")[2].partition("|")[0].strip()) for row in mails("consulting_step")]
    assert told == [
        (LEAD, words)
        for words in (
            "수행기관이 신청을 확인했습니다",
            "컨설팅할 전문가를 정했습니다",
            "방문일을 정했습니다",
            "방문을 마쳤습니다",
        )
    ]
    moves = [row.get_text().split(" ")[0] for row in officer.get(place()).page.select("ol.history li")]
    assert moves == [CASE_STATES[to].split(" ")[0] for to in (SENT, VISITED, AGREED, ASSIGNED, CONFIRMED)] + ["신청"]
    (mail,) = mails("consulting_result")
    (file,) = mail.attachments
    result = ConsultingResult.get()
    assert file.content == result.content and mail.reply_to == "innobiz@example.com"
    assert current().state == SENT
    text = text_of(result.content)
    for words in (
        "R&D <예측>",
        "엑셀·문서로 처리",
        "한지수",
        "늘봄컨설팅",
        "2024-221-CR00001",
        "온결케어",
        "알맞음",
    ):
        assert words in text, words
    receipt = lead.get(f"/applications/{asked().token}/receipt").page
    link = receipt.select_one("a[href*='/result/1']")
    assert lead.get(link["href"]).get_data() == result.content
    assert "진단 결과서를 보냈습니다" in lead.get("/applications/").page.main.get_text()


def test_the_sheet_can_be_read_by_word_and_says_every_answer(officer, tmp_path):
    visited(officer)
    draft = tmp_path / "draft.docx"
    draft.write_bytes(officer.get(f"{place()}result/0.docx").get_data())
    assert not OpenXmlValidator().validate(str(draft)).errors
    write(officer)
    name, content = consulting.result_file(current(), asked().submissions.get())
    text = text_of(content)
    for step in consulting_result.WIZARD.steps:
        form = step.form.of({name: [value] for name, value in SHEET[step.slug].items()})
        for field in form:
            for words in field.printed if isinstance(field.printed, list) else [field.printed]:
                assert words and words in text, (step.slug, field.name)
    assert "초안" in "\n".join(part.text for part in docx.Document(io.BytesIO(content)).sections[0].footer.paragraphs)
    assert name == "[사전진단 컨설팅] 결과서_주식회사 온결케어(가상).docx"
    assert generate.unknown_tags() == []


def test_two_officers_at_once_and_the_second_is_told_who_and_when(seeded, officer):
    colleague, seen = signed_in(seeded, COLLEAGUE), current().version
    press(officer, "confirmed")
    moved = current().moved_at

    refused = press(colleague, "cancelled", base=seen, reason="중복 신청")

    assert refused.status_code == 409
    assert OFFICER in refused.page.main.get_text()
    assert f"{moved.astimezone(consulting.config.KST):%H:%M}" in refused.page.main.get_text()
    assert (current().state, len(mails("consulting_step"))) == ("confirmed", 1)


def test_an_officer_who_is_ended_while_he_acts_moves_nothing(officer):
    submission = Submission.get(Submission.application == asked(), Submission.standing)
    staff.end(OFFICER)
    for act in (
        lambda: consulting.move(submission, "confirmed", current().version, person(OFFICER)),
        lambda: consulting.send_result(submission, current().sheet_version, person(OFFICER)),
    ):
        with pytest.raises(NotNow, match="업무에서 빠지셨을"):
            act()
    assert current().state == RECEIVED and not mails("consulting_step")


def test_a_move_from_a_state_the_case_has_left_meanwhile_is_refused(officer):
    seen = current()
    press(officer, "confirmed")

    with writing(), pytest.raises(NotNow, match=OFFICER):
        consulting_cases.set_state(seen, CANCELLED, None)

    assert current().state == "confirmed"


def test_only_the_declared_moves_are_made(officer):
    for do in ("visited", "agreed", "assigned", "sent"):
        typed = {"visit_on": day(), "expert": "가", "affiliation": "나"}
        assert press(officer, do, **typed).status_code == 409, do
    for do in ("received", "nonsense", ""):
        assert press(officer, do).status_code == 400, do
    assert current().state == RECEIVED and not mails("consulting_step")
    labels = [tag.get_text() for tag in officer.get(place()).page.select("button[name=do]")]
    assert labels == ["신청 확인하기", "컨설팅 취소하기", "메모 남기기"]
    visited(officer)
    labels = [tag.get_text() for tag in officer.get(place()).page.select("button[name=do]")]
    assert labels == ["메모 남기기"]  # a result is sent from its own page


def test_every_state_but_the_first_is_reached_and_left_as_declared():
    reached = {to for to, move in consulting_cases.MOVES.items() if move.whence}
    assert reached == set(CASE_STATES)
    assert {whence for move in consulting_cases.MOVES.values() for whence in move.whence} == set(CASE_STATES)


@pytest.mark.parametrize("after", [-1, 40, 400])
def test_a_visit_that_cannot_be_is_refused_beside_its_field(officer, after):
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")

    refused = press(officer, "agreed", visit_on=day(after))

    assert refused.status_code == 422
    assert ("이미 지난 날" if after < 0 else "기간이 아닙니다") in refused.page.select_one("#visit_on-error").get_text()
    assert refused.page.select_one("#visit_on")["value"] == day(after)
    assert current().visit_on is None


def test_the_applicant_reads_the_day_and_the_expert(officer, lead):  # noqa: F811
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    press(officer, "agreed", visit_on=day(5))

    told = lead.get(f"/applications/{asked().token}/receipt").page.main.get_text()

    assert f"방문일: {official_date(today() + timedelta(5))}" in told and "한지수 (늘봄컨설팅)" in told


def test_a_visit_is_over_only_after_its_day_and_another_expert_agrees_anew(officer):
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    press(officer, "agreed", visit_on=day(5))

    assert press(officer, "visited").status_code == 409
    press(officer, "assigned", expert="오하람", affiliation="늘봄컨설팅")

    assert (current().state, current().expert, current().visit_on) == ("assigned", "오하람", None)
    raw = ConsultingCase._meta.database.execute_sql("SELECT expert FROM consulting_case").fetchone()[0]
    assert "오하람" not in raw


@pytest.mark.parametrize("closed", [False, True])
def test_another_expert_is_sent_on_a_day_that_has_come_and_the_visit_goes_on(officer, closed):
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    press(officer, "agreed", visit_on=day(0))
    if closed:
        with writing():
            Call.update(closes_at=now() - timedelta(days=1)).execute()
    page = officer.get(place()).page.main.get_text()
    assert "방문일은 그대로 둡니다" in page and ("방문일 바꾸기" in page) == (not closed)

    assert press(officer, "assigned", expert="오하람", affiliation="늘봄컨설팅").status_code == 303

    assert (current().state, current().expert, current().visit_on) == ("agreed", "오하람", today())
    assert "오하람" in mails("consulting_step")[-1].text
    assert press(officer, "visited").status_code == 303


def test_no_day_is_asked_for_where_none_is_left(officer):
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    with writing():
        Call.update(closes_at=now() - timedelta(days=1)).execute()

    page = officer.get(place()).page
    assert "남아 있지 않습니다" in page.main.get_text() and not page.select("[name=visit_on]")


def test_a_cancellation_says_why_and_begins_anew_with_a_new_request(officer, lead):  # noqa: F811
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    assert press(officer, "cancelled").status_code == 422

    press(officer, "cancelled", reason="요청하신 날에 <b>갈 수 없습니다.</b>")

    assert (current().state, current().expert) == (CANCELLED, None)
    assert "<b>갈 수 없습니다" in mails("consulting_step")[-1].text
    shown = lead.get(f"/applications/{asked().token}/receipt").page.main
    assert "<b>갈 수 없습니다" in shown.get_text() and not shown.select("b")
    task_list = f"/applications/{asked().token}/"
    lead.post(f"{task_list}receipt", data={"confirmed": "yes"})
    post_submit(lead, fresh(asked()))
    assert (current().state, current().reason) == (RECEIVED, None)


def test_who_was_visited_can_take_nothing_back(officer, lead):  # noqa: F811
    visited(officer)
    refused = lead.post(f"/applications/{asked().token}/receipt", data={"confirmed": "yes"})
    assert refused.status_code == 409 and "수행기관에 전화" in refused.page.main.get_text()
    assert asked().submissions.where(consulting.Submission.standing).exists()


def ask_again(lead: Client, slug: str, **said: str):  # noqa: F811
    """Answer a step of the request otherwise, and submit it again."""
    lead.post(f"/applications/{asked().token}/{slug}", data=SAID[slug] | {"base": str(newest(slug))} | said)
    return post_submit(lead, fresh(asked()))


def test_who_was_visited_may_correct_the_request_but_not_ask_another_agency(officer, lead):  # noqa: F811
    visited(officer)

    assert ask_again(lead, "wish", goal="다른 것을 알고 싶습니다.").status_code == 303
    assert (current().state, current().expert) == (VISITED, "한지수")
    refused = ask_again(lead, "agency", agency="women")

    assert refused.status_code == 409 and "방문까지 마친 컨설팅" in refused.page.main.get_text()
    assert (current().state, fresh(asked()).agency) == (VISITED, "innobiz")


def test_a_case_goes_on_when_its_request_is_corrected_and_begins_anew_with_another_agency(officer, lead):  # noqa: F811
    other = ConsultingCase.create(application=Application.of(person(LEAD)).first(), region="부산")
    press(officer, "confirmed")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    later = WISH + timedelta(1)

    assert ask_again(lead, "visit", first=later.isoformat()).status_code == 303
    assert (current().state, current().expert, current().wished_on) == (ASSIGNED, "한지수", later)
    assert ask_again(lead, "agency", agency="women").status_code == 303

    assert (current().state, current().expert, current().wished_on) == (RECEIVED, None, later)
    other = ConsultingCase.get_by_id(other.id)
    assert (other.region, other.wished_on) == ("부산", None)


def test_taking_a_request_back_ends_its_case(officer, lead):  # noqa: F811
    press(officer, "confirmed")
    lead.post(f"/applications/{asked().token}/receipt", data={"confirmed": "yes"})
    assert current().state == CANCELLED
    assert officer.get(place()).status_code == 404  # nothing stands


def test_a_request_of_before_cases_were_kept_can_be_taken_back(officer, lead):  # noqa: F811
    ConsultingCase.delete().execute()

    answer = lead.post(f"/applications/{asked().token}/receipt", data={"confirmed": "yes"})

    assert answer.status_code == 303 and not ConsultingCase.select().exists()


def test_another_agency_meets_nothing_and_the_lead_agency_everything(seeded, officer):
    other, lead_agency = signed_in(seeded, OTHER), signed_in(seeded, OPERATOR)
    visited(officer)
    write(officer)
    send(officer)
    for path in ("", "result/plan", "result/0.docx", "result/1.docx"):
        assert other.get(place() + path).status_code == 404, path
        assert lead_agency.get(place() + path).status_code == 200, path
    assert press(other, "note", text="남의 것").status_code == 404
    assert not other.get("/staff/consulting/").page.select("tbody tr")
    assert AccessLog.select().where(AccessLog.what.contains("컨설팅] 결과서")).exists()


def test_a_request_to_an_agency_its_call_names_no_more_goes_on(officer, lead, monkeypatch):  # noqa: F811
    press(officer, "confirmed")
    without_agency(monkeypatch, "innobiz")

    assert "innobiz" in lead.get(f"/applications/{asked().token}/receipt").page.main.get_text()
    assert officer.get("/staff/consulting/").page.select("tbody tr")
    press(officer, "assigned", expert="한지수", affiliation="늘봄컨설팅")
    press(officer, "agreed", visit_on=day(0))
    assert press(officer, "visited").status_code == 303
    write(officer)
    assert officer.get(f"{place()}result/0.docx").status_code == 200
    assert send(officer).status_code == 303
    assert officer.get(place()).status_code == 200
    (mail,) = mails("consulting_result")
    assert asked().announcement.phones[0] in mail.text  # whom to ring up instead
    lead.post(f"/applications/{asked().token}/receipt", data={"confirmed": "yes"})
    assert current().state == SENT  # a result that was sent stays


def test_taking_a_request_back_is_told_to_an_agency_its_call_names_no_more(officer, lead, monkeypatch):  # noqa: F811
    without_agency(monkeypatch, "innobiz")
    lead.post(f"/applications/{asked().token}/receipt", data={"confirmed": "yes"})
    assert current().state == CANCELLED
    assert len(mails("consulting", "innobiz@example.com")) == 2  # that it came, and that it went


def test_notes_are_the_agencies_own(officer, lead):  # noqa: F811
    assert press(officer, "note").status_code == 422
    press(officer, "note", text="오전에 <전화> 요망")
    assert "오전에 <전화> 요망" in officer.get(place()).page.main.get_text()
    raw = ConsultingNote._meta.database.execute_sql("SELECT text FROM consulting_note").fetchone()[0]
    assert "전화" not in raw
    for path in ("receipt", "", "check"):
        assert "요망" not in lead.get(f"/applications/{asked().token}/{path}").get_data(as_text=True)


def test_the_list_says_day_region_topic_and_state_and_is_narrowed_by_them(seeded, officer):
    (row,) = officer.get("/staff/consulting/").page.select("tbody tr")
    for words in ("온결케어", "신청 확인 전", official_date(WISH), "희망", "사업계획서 작성", region_of("서울특별시")):
        assert words in row.get_text(), words
    for query, rows in {
        "state=received": 1,
        "state=sent": 0,
        "topic=plan": 1,
        "topic=solution": 0,
        "region=서울": 1,
        "region=부산": 1,  # no request from there: no choice of ours
        "words=온결": 1,
        "words=없는말": 0,
        "sort=wish": 1,
        "state=%00&topic=x&sort=y": 1,
    }.items():
        assert len(officer.get(f"/staff/consulting/?{query}").page.select("tbody tr")) == rows, query
    heads, line = cells(officer.get("/staff/consulting/list.xlsx?state=received").get_data())
    told = dict(zip(heads, line, strict=True))
    assert (told["상태"], told["방문 희망일"], told["지역"]) == ("신청 확인 전", WISH.isoformat(), "서울")
    lead_agency = signed_in(seeded, OPERATOR)
    assert len(lead_agency.get("/staff/consulting/?agency=women").page.select("tbody tr")) == 0


def test_a_sheet_saved_by_two_is_refused_and_half_a_sheet_is_kept_and_not_sent(seeded, officer):
    visited(officer)
    colleague, seen = signed_in(seeded, COLLEAGUE), str(current().sheet_version)
    wrong = officer.post(f"{place()}result/diagnosis", data={"base": seen, "strengths": "엑셀 대장"})
    assert wrong.status_code == 422 and wrong.page.select_one("#gaps-error")
    assert officer.get(f"{place()}result/diagnosis").page.select_one("#strengths").get_text().strip() == "엑셀 대장"

    late = colleague.post(f"{place()}result/diagnosis", data={"base": seen, "strengths": "다른 말"})

    assert late.status_code == 409 and OFFICER in late.page.main.get_text()
    sent = send(officer)
    assert sent.status_code == 409 and not ConsultingResult.select().exists()


def test_what_an_officer_typed_is_stored_as_it_goes_and_kept_when_it_is_refused(seeded, officer):
    visited(officer)
    colleague, url = signed_in(seeded, COLLEAGUE), f"{place()}result/diagnosis"
    page = officer.get(url).page
    sent = {tag["name"]: tag["value"] for tag in page.select("#step-form input[type=hidden]")}
    assert page.select_one("#step-form[data-autosave] #live [name=base]")

    stored = officer.post(url, data=sent | {"auto": "1", "strengths": "엑셀 대"}, headers={"HX-Request": "true"})
    base = stored.page.select_one("#live [name=base]")["value"]

    assert stored.status_code == 200 and current().sheet["diagnosis"]["strengths"] == ["엑셀 대"]
    colleague.post(url, data={"base": base, "strengths": "다른 말"})
    refused = officer.post(url, data=sent | {"base": base, "auto": "1", "strengths": "엑셀 대장"})
    assert refused.status_code == 409
    with writing():
        Session.update(ended_at=now()).execute()
    officer.post(url, data=sent | {"base": base, "strengths": "엑셀 대장과 전화"})  # signed out by now
    officer.sign_in(OFFICER, proved=True)
    kept = officer.get(url).page
    back = officer.post(kept.select_one('form[action^="/kept/"][action$="/back"]')["action"], data={})
    put_back = officer.get(back.location).page
    assert put_back.select_one("#strengths").get_text().strip() == "엑셀 대장과 전화"
    assert current().sheet["diagnosis"]["strengths"] == ["다른 말"]


def test_a_corrected_sheet_goes_as_the_next_edition(officer):
    visited(officer)
    write(officer)
    for _ in range(2):
        send(officer)
    assert [row.edition for row in ConsultingResult.select()] == [1, 2]
    assert "제2차" in mails("consulting_result")[-1].subject


def test_answers_go_from_the_agency_to_the_applicant_and_back(officer):
    to_agency, to_applicant = mails("consulting")[0], mails("consulting_copy")[0]
    assert (to_agency.reply_to, to_applicant.reply_to) == (LEAD, "innobiz@example.com")
    assert "앞으로 갑니다" in to_agency.text and "답장을 받지 않습니다" not in to_agency.html


# Days wished for, and the end of the call


@pytest.mark.parametrize("wish", ["2026-11-01", "2099-01-01"])
def test_a_day_nobody_can_come_on_stops_a_request(lead, request_, wish):  # noqa: F811
    task_list = f"/applications/{request_.token}/"
    base = lead.get(f"{task_list}visit").page.select_one("[name=base]")["value"]
    lead.post(f"{task_list}visit", data={"base": base, "first": wish, "hours": "any"})

    refused = post_submit(lead, fresh(request_))

    assert refused.status_code == 422
    assert "방문 희망일에 방문할 수 없습니다" in refused.page.main.get_text()
    assert "방문 희망일에 방문할 수 없습니다" in lead.get(f"{task_list}visit").page.main.get_text()


def test_requests_end_with_the_call_and_stay_readable(lead, officer):  # noqa: F811
    with writing():
        Call.update(closes_at=now() - timedelta(seconds=1)).execute()

    assert lead.post("/applications/consulting", data={}).status_code == 403
    assert "에 끝났습니다" in lead.get("/").page.main.get_text()
    assert "까지였습니다" in lead.get("/applications/").page.main.get_text()
    for path in ("", "visit", "receipt"):
        assert lead.get(f"/applications/{asked().token}/{path}").status_code == 200
    assert press(officer, "confirmed").status_code == 303  # what was asked for is seen to


def test_a_year_after_its_end_only_that_it_was_is_kept(officer):
    visited(officer)
    write(officer)
    send(officer)
    press(officer, "note", text="끝")
    over = current().moved_at + timedelta(days=365)
    assert consulting_cases.sweep(over) == 0 and ConsultingResult.select().exists()
    assert retention.run(over + timedelta(seconds=1))["consulting that ended"] == 3  # its sheet, a result and a note
    assert consulting_cases.sweep(over + timedelta(seconds=1)) == 0
    assert not ConsultingResult.select().exists() and not ConsultingNote.select().exists()
    assert (current().state, current().expert, current().sheet) == (SENT, None, None)


def test_requests_of_before_get_their_cases(officer):
    ConsultingCase.delete().execute()
    assert consulting_cases.fill() == 1 and consulting_cases.fill() == 0
    assert (current().state, current().wished_on.isoformat(), current().region) == (RECEIVED, WISH.isoformat(), "서울")


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("서울특별시 종로구", "서울"),
        ("전라북도 전주시", "전북"),
        ("경기 광주시", "경기"),
        ("부산진로 1", "부산"),
        ("", ""),
        ("Seoul", ""),
    ],
)
def test_a_region_is_how_an_address_begins(address, region):
    assert region_of(address) == region


def test_the_days_left_are_said():
    first, last = today(), today() + timedelta(9)
    assert visits.refused(last, first, last, first) == visits.refused(first, first, last, first) == ""
    assert "남아 있지 않습니다" in visits.wanted(first, last, last + timedelta(1))


@pytest.mark.parametrize("state", CASE_STATES)
def test_the_result_is_there_to_be_written_from_the_agreed_day_on_and_what_comes_else_is_kept(officer, state):
    ConsultingCase.update(state=state).execute()
    open_now = state in (AGREED, VISITED, SENT)
    for path in ("result/plan", "result/0.docx"):
        assert officer.get(place() + path).status_code == (200 if open_now else 404), path
    sent = {"base": "0", "plan": "지표를 정합니다.", "author": author(OFFICER)}
    answer = officer.post(f"{place()}result/plan", data=sent)
    assert answer.status_code == (422 if open_now else 409)
    assert (current().sheet is not None) == open_now
    if not open_now:
        assert CASE_STATES[state] in answer.page.main.get_text()
        assert Rescue.get().sent["plan"] == ["지표를 정합니다."]
