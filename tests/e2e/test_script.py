"""What site.js and htmx add to a step: saving by itself, totals, rows, the session's end, Korean being composed."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person

LEAD, SUPPLIER = "plan@ongyeol.example.com", "ceo@s1.example.com"


@pytest.fixture
def lead(person) -> Person:
    return at_desk(person(LEAD))


@pytest.fixture
def supplier(person) -> Person:
    return at_desk(person(SUPPLIER))


def at_desk(somebody: Person) -> Person:
    """At the demo's finished application: the supplier may have others of the same title by then."""
    somebody.press("간병인", inside="main .card:has-text('온결케어')")
    return somebody


def open_step(somebody: Person, slug: str) -> Person:
    somebody.go("/".join(somebody.path.split("/")[:3]) + f"/{slug}")
    return somebody


# What the page asks itself before it is left: false while something typed is not stored yet. What the page says is no
# answer: for a moment after a key it still tells of the last saving.
STORED = "dispatchEvent(new Event('beforeunload', {cancelable: true}))"


def saved(somebody: Person) -> None:
    somebody.page.wait_for_function(f"() => {STORED}")
    expect(somebody.page.locator("[data-save-state]")).to_have_text(re.compile(r"저장됨 \d\d:\d\d:\d\d"))


def type_into(somebody: Person, name: str, text: str) -> None:
    """Key by key, at the end of what is there."""
    somebody.field(name).focus()
    somebody.page.keyboard.press("Control+End")
    somebody.page.keyboard.type(text)


def saving(somebody: Person):
    """A wait for the next autosave to be answered."""
    return somebody.page.expect_response(lambda answer: answer.request.method == "POST")


def test_what_is_typed_is_saved_by_itself_and_survives_a_reload(lead):
    open_step(lead, "overview")
    before = lead.field("summary").input_value()
    with saving(lead):
        type_into(lead, "summary", " 덧붙인 말")
    saved(lead)
    lead.page.reload()

    assert lead.field("summary").input_value() == before + " 덧붙인 말"
    saved(lead)


def test_two_people_who_change_the_same_field_choose_between_both_values(lead, supplier):
    open_step(lead, "system")
    open_step(supplier, "system")
    name = lead.page.locator("#step-form textarea").first.get_attribute("name")
    with saving(supplier):
        type_into(supplier, name, " 공급기업의 말")
    saved(supplier)
    with saving(lead):
        type_into(lead, name, " 도입기업의 말")
    expect(lead.page.locator("[data-save-state]")).to_have_class(re.compile("failed"))
    lead.press("저장하고 다음으로")

    sides = lead.page.locator(".chooser-sides .chooser-side")
    expect(sides).to_have_count(2)
    assert "도입기업의" in sides.nth(0).locator("mark").inner_text()
    assert "공급기업의" in sides.nth(1).locator("mark").inner_text()
    sides.nth(1).get_by_role("radio").check()
    lead.press("저장하고 나가기")
    open_step(lead, "system")
    assert lead.field(name).input_value().endswith("공급기업의 말")


def test_totals_follow_what_is_typed(lead):
    open_step(lead, "adopter_team")
    total, row = lead.page.locator("#live .total"), lead.page.locator("#step-form tbody tr").first.locator("output")
    before = total.inner_text(), row.inner_text()
    rate = lead.field("people-0-wage")
    rate.fill(str(int(rate.input_value().replace(",", "")) + 1_000_000))

    expect(row).not_to_have_text(before[1])
    expect(total).not_to_have_text(before[0])
    saved(lead)


def test_a_row_added_takes_the_focus_and_a_row_removed_gives_it_to_the_button(lead):
    open_step(lead, "functions")
    rows = lead.page.locator("#step-form tbody tr")
    count = rows.count()
    table = lead.page.locator("button[name=add]").first.get_attribute("value")
    lead.add_row(table)

    expect(rows).to_have_count(count + 1)
    expect(rows.last.locator("input, select, textarea").first).to_be_focused()
    lead.page.keyboard.type("새 기능")
    rows.last.locator("button[name=remove]").click()
    expect(rows).to_have_count(count)
    expect(lead.page.locator(f"button[name=add][value={table}]")).to_be_focused()
    saved(lead)  # others work with the same application


def test_the_session_is_warned_about_extended_by_one_press_and_ended_by_none(lead):
    lead.page.clock.install()
    open_step(lead, "track")
    preview = lead.page.locator(".preview-frame [hx-trigger^='htmx:finally']")
    expect(preview).to_be_attached()  # what is under way when the clock jumps takes too long
    idle = int(lead.page.locator("dialog[data-session]").get_attribute("data-idle"))
    dialog = lead.page.get_by_role("dialog", name="로그인이 곧 끝납니다")
    lead.page.clock.fast_forward((idle - 100) * 1000)
    expect(dialog).to_be_visible()
    expect(lead.page.get_by_role("button", name="계속 사용하기")).to_be_focused()
    lead.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()

    lead.page.clock.fast_forward((idle - 60) * 1000)
    expect(dialog).to_be_visible()
    lead.page.clock.fast_forward(61 * 1000)
    lead.page.wait_for_url(lambda url: "/track" not in url)


def test_nothing_is_sent_while_a_syllable_is_being_composed(lead):
    open_step(lead, "overview")
    expect(lead.page.locator(".preview-frame [hx-trigger^='htmx:finally']")).to_be_attached()  # fetched when first seen
    sent: list[str] = []
    lead.page.on("request", lambda request: sent.append(request.url) if "/static/" not in request.url else None)
    keyboard = lead.context.new_cdp_session(lead.page)
    lead.field("summary").focus()
    for text in ("ㅎ", "하", "한"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    lead.page.wait_for_timeout(1200)  # longer than the pause after which typing is saved
    assert not sent
    with saving(lead) as answer:
        keyboard.send("Input.insertText", {"text": "한"})
    assert "한" in (answer.value.request.post_data or "")
    saved(lead)


def test_a_step_can_be_answered_with_the_keyboard_alone(person):
    somebody = person("keys@example.com")
    somebody.press("새 과제신청 시작하기")
    somebody.press("이어서 하기")
    keys, page = somebody.page.keyboard, somebody.page
    keys.press("Tab")
    expect(page.get_by_role("link", name="본문 바로가기")).to_be_focused()
    keys.press("Enter")
    for _ in range(20):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "track":
            break
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Tab")
    expect(page.get_by_role("button", name="이전")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("button", name="저장하고 다음으로")).to_be_focused()
    with somebody.another_page():
        keys.press("Enter")
    somebody.look()
    assert somebody.path.endswith("/business")


def test_a_lost_network_is_told_and_what_was_typed_is_saved_when_it_is_back(lead):
    open_step(lead, "need")
    name = lead.page.locator("#step-form textarea").first.get_attribute("name")
    lead.context.set_offline(True)
    type_into(lead, name, " 끊긴 동안 쓴 말")
    state = lead.page.locator("[data-save-state]")
    expect(state).to_contain_text("저장하지 못했습니다")
    lead.complaints.clear()  # the browser notes the lost network
    with saving(lead):
        lead.context.set_offline(False)
    saved(lead)
    lead.page.reload()
    assert lead.field(name).input_value().endswith("끊긴 동안 쓴 말")


def test_enter_in_a_line_saves_the_page_and_takes_no_row_away_without_javascript(person):
    somebody = open_step(at_desk(person(LEAD, scripts=False)), "schedule")
    rows, phase = somebody.page.locator("#step-form tbody tr").count(), somebody.field("phases-0-phase")
    text = phase.input_value()
    phase.focus()
    with somebody.page.expect_event("load"):
        somebody.page.keyboard.press("Enter")
    somebody.look()

    assert not somebody.path.endswith("/schedule")
    open_step(somebody, "schedule")
    assert somebody.page.locator("#step-form tbody tr").count() == rows
    assert somebody.field("phases-0-phase").input_value() == text


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_wrong_answer_stays_on_the_page_with_what_to_do_beside_it(person, scripts):
    somebody = at_desk(person(LEAD, scripts=scripts))
    open_step(somebody, "company")
    kept = somebody.field("number").input_value()
    somebody.field("number").fill("12")
    somebody.press("저장하고 다음으로")

    assert somebody.page.title().startswith("오류: ")
    assert somebody.field("number").input_value() == "12"
    assert "숫자 10자리" in somebody.page.locator("#number-error").inner_text()
    if scripts:
        expect(somebody.page.locator("#error-summary")).to_be_focused()
    somebody.page.locator("#error-summary a").first.click()
    expect(somebody.field("number")).to_be_focused()
    somebody.field("number").fill(kept)
    somebody.press("저장하고 나가기")


def test_what_was_said_of_an_answer_is_said_anew_once_it_is_saved(lead):
    open_step(lead, "need")
    name = "attempts"
    kept, said = lead.field(name).input_value(), lead.page.locator(f"#{name}-said")
    lead.field(name).fill("")
    lead.press("저장하고 나가기")
    open_step(lead, "need")
    expect(said).to_contain_text("비어 있습니다")
    lead.field(name).fill("한 해 동안 엑셀로 관리해 보았습니다.")
    expect(said).to_contain_text("보통")  # said of its length now
    lead.field(name).fill(kept)
    expect(said).to_be_empty()
    saved(lead)


def test_a_table_is_told_of_its_rows_as_they_are_now(lead):
    open_step(lead, "kpi")
    rows, said = lead.page.locator("#step-form tbody tr"), lead.page.locator("#rows-said")
    kept = {name: [lead.field(name).input_value()] for name in lead.kinds() if name.startswith("rows-")}
    while rows.count() > 2:
        count = rows.count()
        rows.last.locator("button[name=remove]").click()
        expect(rows).to_have_count(count - 1)
    expect(said).to_contain_text("지금 2개입니다")
    lead.add_row("rows")
    expect(rows).to_have_count(3)
    rows.last.locator("input, textarea").first.fill("새 지표")

    expect(said).to_be_empty()
    lead.answer(kept)
    lead.press("저장하고 나가기")


def test_the_summary_of_errors_counts_those_that_are_left(lead):
    open_step(lead, "overview")
    kept = {name: lead.field(name).input_value() for name in ("project", "summary")}
    for name in kept:
        lead.field(name).fill("")
    lead.press("저장하고 다음으로")
    summary = lead.page.locator("#faults")
    expect(summary.get_by_role("heading")).to_contain_text("고칠 곳이 2군데")
    lead.field("project").fill(kept["project"])
    expect(summary.get_by_role("heading")).to_contain_text("고칠 곳이 1군데")
    expect(lead.field("project")).to_be_focused()
    expect(lead.field("project")).to_have_attribute("aria-invalid", "false")
    expect(lead.field("summary")).to_have_attribute("aria-invalid", "true")
    lead.look()
    lead.field("summary").fill(kept["summary"])
    expect(summary).to_be_empty()
    expect(lead.page.locator("#step-form .is-error")).to_have_count(0)
    saved(lead)
