"""Tables by keyboard, by buttons and by pasted blocks, in Chromium and Firefox; without JavaScript; and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from programme.korean import spoken_amount
from tests.e2e.person import PHONE, Person
from tests.e2e.site import Site, eventually
from tests.e2e.test_script import LEAD, STORED, SUPPLIER, at_desk, open_step, saved, saving
from tests.e2e.window import Window

FOCUS = "document.activeElement.name"


@pytest.fixture
def lead(person) -> Person:
    return at_desk(person(LEAD))


def put_back(lead: Person, slug: str, table: str, kept: list[list[str]]) -> None:
    """The table as it was before a test: others work with the same application."""
    open_step(lead, slug)
    rows = lead.page.locator(f"#{table}-table tbody tr")
    while rows.count() > len(kept):
        rows.last.locator("[name=remove]").click()
    while rows.count() < len(kept):
        lead.add_row(table)
    names = lead.page.evaluate(f"() => {cells_of(table, 'name')}")
    lead.answer({name: [value] for row in zip(names, kept, strict=True) for name, value in zip(*row, strict=True)})
    lead.press("저장하고 나가기")


def cells_of(table: str, what: str = "value") -> str:
    """A script that reads a table's cells, row by row; what: of each."""
    return (
        f"[...document.querySelectorAll('#{table}-table tbody tr')].map(row =>"
        f" [...row.querySelectorAll('.form-conts :is(input, select, textarea)')].map(cell => cell.{what}))"
    )


@pytest.fixture
def schedule(lead, window, site: Site) -> Iterator[Window]:
    """The window at the schedule, whose rows are as they were afterwards."""
    open_step(lead, "schedule")
    path, kept = lead.path, lead.page.evaluate(f"() => {cells_of('phases')}")
    window.go(site.url + path)
    yield window
    eventually(lambda: window.ask(STORED))  # what it has yet to send would come after what is put back
    put_back(lead, "schedule", "phases", kept)


def stored(lead: Person, table: str = "phases") -> list[list[str]]:
    lead.page.reload()
    return lead.page.evaluate(f"() => {cells_of(table)}")


def focus(window: Window, name: str) -> None:
    window.ask(f"document.querySelector('[name=\"{name}\"]').focus()")


def copy(window: Window, text: str) -> None:
    """As another program does: the text is selected somewhere and copied with the keys."""
    window.ask(
        "(area => { area.id = 'elsewhere'; area.value = " + repr(text) + "; document.body.append(area);"
        " area.focus(); area.select(); })(document.createElement('textarea'))"
    )
    window.keys("Control+c")
    window.ask("document.querySelector('#elsewhere').remove()")


def paste(window: Window, name: str, text: str) -> None:
    copy(window, text)
    focus(window, name)
    window.keys("Control+v")


def await_stored(lead: Person, wanted: list[list[str]], table: str = "phases") -> None:
    eventually(lambda: stored(lead, table) == wanted)


def test_enter_goes_to_the_cell_below_and_from_the_last_to_the_button_that_adds(schedule):
    last = len(schedule.ask(cells_of("phases"))) - 1
    address = schedule.ask("location.href")
    focus(schedule, "phases-0-phase")
    schedule.keys("Enter")
    assert schedule.ask(FOCUS) == "phases-1-phase"
    focus(schedule, f"phases-{last}-detail")
    schedule.keys("Enter")
    assert schedule.ask(FOCUS) == "add"
    schedule.keys("Enter")
    assert schedule.ask(FOCUS) == f"phases-{last + 1}-phase"
    *_, before, new = schedule.ask(cells_of("phases"))
    assert new == ["", "", before[2], before[4], before[4]]  # as forms/business_plan/solution.py has it
    assert schedule.ask("location.href") == address


def test_enter_that_ends_a_syllable_goes_nowhere(lead):
    open_step(lead, "schedule")
    keyboard = lead.context.new_cdp_session(lead.page)
    field = lead.field("phases-0-phase")
    kept = field.input_value()
    field.focus()
    keyboard.send("Input.imeSetComposition", {"text": "한", "selectionStart": 1, "selectionEnd": 1})
    for kind in ("rawKeyDown", "keyUp"):
        keyboard.send("Input.dispatchKeyEvent", {"type": kind, "key": "Enter", "windowsVirtualKeyCode": 229})
    expect(field).to_be_focused()
    keyboard.send("Input.insertText", {"text": "한"})
    expect(field).to_be_focused()
    field.fill(kept)
    saved(lead)


def test_alt_and_an_arrow_move_a_row_and_the_focus_with_it(schedule, lead):
    before = schedule.ask(cells_of("phases"))
    focus(schedule, "phases-0-detail")
    schedule.keys("Alt+ArrowDown", "Alt+ArrowDown")
    moved = [before[1], before[2], before[0], *before[3:]]

    assert schedule.ask(cells_of("phases")) == moved
    assert schedule.ask(FOCUS) == "phases-2-detail"
    assert schedule.ask("document.querySelector('#phases-table [data-told]').textContent") == "3번째로 옮겼습니다."
    await_stored(lead, moved)
    schedule.keys("Alt+ArrowUp", "Alt+ArrowUp", "Alt+ArrowUp")
    assert schedule.ask(cells_of("phases")) == before
    await_stored(lead, before)


def test_a_block_fills_the_cells_from_where_it_was_pasted_and_adds_rows(schedule, lead):
    before = schedule.ask(cells_of("phases"))
    last = len(before) - 1
    paste(
        schedule,
        f"phases-{last}-phase",
        '시험\t"첫째 줄\n""둘째"" 줄"\t공급\t3월\t4\r\n이관\t자료 옮기기\t도입 \t4\t5\r\n',
    )
    wanted = [
        *before[:-1],
        ["시험", '첫째 줄 "둘째" 줄', "supplier", "3", "4"],
        ["이관", "자료 옮기기", "adopter", "4", "5"],
    ]

    assert schedule.ask(cells_of("phases")) == wanted
    assert schedule.ask("document.querySelector('#phases-table [data-told]').textContent") == "10칸에 붙여 넣었습니다."
    assert schedule.ask("document.querySelector('#phases-table [data-left]').hidden")
    await_stored(lead, wanted)


def test_what_does_not_fit_is_said_and_kept(schedule, lead):
    before = schedule.ask(cells_of("phases"))
    block = [["", "다른", f"{number}월", "", "너무 넓음"] for number in range(30)]
    paste(schedule, "phases-0-detail", "\n".join("\t".join(line) for line in block))
    after = schedule.ask(cells_of("phases"))

    assert len(after) == 20
    assert [row[2] for row in after[: len(before)]] == [row[2] for row in before]  # 다른 is no choice of the list
    left = schedule.ask("document.querySelector('#phases-table [data-left] textarea').value").splitlines()
    assert not schedule.ask("document.querySelector('#phases-table [data-left]').hidden")
    assert left == ["\t".join(line) for line in block]
    assert schedule.ask("document.querySelector('#phases-table [name=add]').disabled")
    assert "20단계까지" in schedule.ask("document.querySelector('#phases-full').textContent")

    schedule.ask("document.querySelector('#phases-table [name=undo]').click()")
    assert schedule.ask(cells_of("phases")) == before
    await_stored(lead, before)
    assert schedule.ask("document.querySelector('#phases-table [data-left] textarea').value").splitlines() == left


def test_one_cell_is_pasted_as_text_always_was(schedule):
    schedule.ask("document.querySelector('[name=\"phases-0-phase\"]').value = ''")
    paste(schedule, "phases-0-phase", "설계")
    assert schedule.ask(cells_of("phases"))[0][0] == "설계"
    assert schedule.ask("document.querySelector('#phases-table [data-told]').textContent") == ""


def test_a_table_copied_from_a_document_keeps_its_merged_cells_and_lines(lead):
    """As 한글 and a browser put it on the clipboard: HTML, beside text without tabs."""
    open_step(lead, "functions")
    kept = lead.page.evaluate(f"() => {cells_of('functions')}")
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawn = (
        "<table><tr><td rowspan=2><p>접수</p></td><td><p>전화</p><p>접수</p></td><td>음성<br>인식</td><td>기존</td></tr>"
        "<tr><td>온라인\n 접수</td><td>웹</td><td>신규</td></tr></table>"
    )
    lead.page.evaluate(
        """drawn => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([drawn], {type: "text/html"}), "text/plain": new Blob(["접수 전화"], {type: "text/plain"})})])""",
        drawn,
    )
    lead.field("functions-0-category").focus()
    with saving(lead):
        lead.page.keyboard.press("Control+v")
    wanted = [["접수", "전화 접수", "음성 인식", "existing"], ["접수", "온라인 접수", "웹", "new"]]

    assert lead.page.evaluate(f"() => {cells_of('functions')}")[:2] == wanted
    saved(lead)
    lead.page.locator("[name=undo]").click()
    await_stored(lead, kept, "functions")


def test_a_row_is_put_between_and_one_removed_comes_back(lead):
    open_step(lead, "roles")
    read = f"() => {cells_of('roles')}"
    before = lead.page.evaluate(read)
    rows = lead.page.locator("#roles-table tbody tr")
    rows.nth(0).get_by_role("button", name="아래에 넣기").click()

    expect(lead.field("roles-1-owner")).to_be_focused()
    assert lead.page.evaluate(read) == [before[0], [before[0][0], "", ""], *before[1:]]
    lead.field("roles-1-team").fill("새 조직")
    saved(lead)
    rows.nth(1).get_by_role("button", name="삭제").click()
    assert lead.page.evaluate(read) == before
    lead.page.get_by_role("button", name="되돌리기").click()
    assert lead.page.evaluate(read) == [before[0], [before[0][0], "새 조직", ""], *before[1:]]
    rows.nth(1).get_by_role("button", name="삭제").click()
    await_stored(lead, before, "roles")


def test_tables_of_steps_shown_in_the_page_that_stood_work_as_any(lead):
    """The script comes with the first of them, and again with the second."""
    kept = {}
    for slug, table, cell in (("roles", "roles", "roles-0-team"), ("schedule", "phases", "phases-0-phase")):
        open_step(lead, slug)
        kept[table] = lead.page.evaluate(f"() => {cells_of(table)}")
        with saving(lead):
            lead.field(cell).fill("")  # so that it is to be done next
        saved(lead)
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_step(lead, "overview")
    lead.page.evaluate("window.stands = true")
    for slug, table, column, block in (
        ("roles", "roles", "team", [["새 조직", "새 역할"], ["둘째 조직", "둘째 역할"]]),
        ("schedule", "phases", "phase", [["새 단계", "새 내용"], ["둘째 단계", "둘째 내용"]]),
    ):
        lead.press("저장하고 다음으로", inside=".form-actions")
        assert lead.path.endswith(f"/{slug}")
        expect(lead.page.locator(".table-told")).to_be_attached()
        lead.page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(map("\t".join, block)))
        lead.field(f"{table}-0-{column}").focus()
        lead.page.keyboard.press("Control+v")
        expect(lead.page.locator("[data-told]")).to_have_text("4칸에 붙여 넣었습니다.")
        first, second, *rest = lead.page.evaluate(f"() => {cells_of(table)}")
        pasted = {*block[0], *block[1]}
        assert block == [[cell for cell in row if cell in pasted] for row in (first, second)]
        lead.page.keyboard.press("Alt+ArrowDown")
        assert lead.page.evaluate(f"() => {cells_of(table)}") == [second, first, *rest], "moved once, not twice"
        lead.page.locator(f"#{table}-table tbody tr").nth(0).get_by_role("button", name="아래에 넣기").click()
        new = lead.page.evaluate(f"() => {cells_of(table)}")
        assert new[0] == second
        assert new[2:] == [first, *rest]
        assert not {*new[1]} & pasted, "a blank row between them"
        lead.field(f"{table}-0-{column}").focus()
        lead.page.keyboard.press("Enter")
        expect(lead.field(f"{table}-1-{column}")).to_be_focused()
        with saving(lead):
            lead.page.locator(f"#{table}-table tbody tr").nth(1).get_by_role("button", name="삭제").click()
        saved(lead)
    assert lead.page.evaluate("window.stands === true")
    put_back(lead, "roles", "roles", kept["roles"])
    put_back(lead, "schedule", "phases", kept["phases"])


def test_a_row_moved_to_the_end_gives_the_focus_to_the_button_that_is_left(lead):
    open_step(lead, "roles")
    rows = lead.page.locator("#roles-table tbody tr")
    rows.nth(1).get_by_role("button", name="위로").click()
    expect(rows.nth(0).get_by_role("button", name="아래로")).to_be_focused()
    expect(rows.nth(0).get_by_role("button", name="위로")).to_have_count(0)
    with saving(lead):
        lead.page.keyboard.press("Enter")
    expect(rows.nth(1).get_by_role("button", name="아래로")).to_be_focused()
    saved(lead)


def test_the_limit_closes_the_buttons_and_says_why(lead):
    open_step(lead, "finances")
    rows, add = lead.page.locator("#accounts-table tbody tr"), lead.page.locator("#accounts-table [name=add]")
    while rows.count() < 3:
        lead.add_row("accounts")
    expect(add).to_be_disabled()
    expect(add).to_have_accessible_description("3줄까지 쓸 수 있어 더 넣을 수 없습니다.")
    expect(rows.first.locator("[name=insert]")).to_be_disabled()
    expect(lead.page.locator("#accounts-full")).to_be_visible()
    rows.last.locator("[name=remove]").click()
    expect(add).to_be_enabled()
    expect(lead.page.locator("#accounts-full")).to_be_hidden()
    lead.page.get_by_role("button", name="되돌리기").click()
    expect(add).to_be_disabled()
    saved(lead)


def test_an_amount_is_read_back_as_it_is_typed_and_by_the_server_where_it_is_in_words(lead):
    open_step(lead, "funding")
    field, words = lead.field("grant"), lead.page.locator("#grant-words")
    kept = field.input_value()
    expect(words).to_have_text(spoken_amount(int(kept.replace(",", ""))))
    lead.context.set_offline(True)
    for amount in (0, 7, 10, 4000, 51_230_000, 100_000_000, 100_010_000, 1_000_050_000_000, 999_999_999_999_999):
        for typed in (f"{amount}", f"{amount:,}원"):
            field.fill(typed)
            assert words.inner_text() == spoken_amount(amount)
    for typed in ("", "육천만", "1,00", "1234567890123456"):
        field.fill(typed)
        expect(words).to_be_empty()
    lead.context.set_offline(False)
    lead.complaints.clear()  # the browser notes the lost network
    field.fill("6천만")
    expect(words).to_have_text(spoken_amount(60_000_000))
    field.fill(kept)
    expect(words).to_have_text(spoken_amount(int(kept.replace(",", ""))))
    saved(lead)


def test_an_amount_in_a_cell_is_read_back_wherever_its_row_is_moved(lead):
    open_step(lead, "costs")
    rows = lead.page.locator("#lines-table tbody tr")
    before = rows.nth(1).locator(".amount").inner_text()
    rows.nth(0).get_by_role("button", name="아래로").click()
    expect(lead.page.locator("#lines-0-amount-words")).to_have_text(before)
    rows.nth(0).locator(".kind-number input").fill("1234")
    expect(lead.page.locator("#lines-0-amount-words")).to_have_text(spoken_amount(1234))
    rows.nth(0).locator(".kind-number input").fill(before.split("원")[0])
    with saving(lead):
        rows.nth(0).get_by_role("button", name="아래로").click()
    saved(lead)


def test_a_button_saves_the_page_first_where_the_tables_script_does_not_come(lead):
    lead.page.route("**/tables.js*", lambda route: route.abort())
    open_step_without_complaint(lead, "roles")
    before = lead.page.evaluate(f"() => {cells_of('roles')}")
    with lead.page.expect_event("load"):
        lead.page.locator("#roles-table tbody tr").nth(0).locator("[name=down]").click()
    assert lead.page.evaluate(f"() => {cells_of('roles')}") == [before[1], before[0], *before[2:]]
    with lead.page.expect_event("load"):
        lead.page.locator("#roles-table tbody tr").nth(1).locator("[name=up]").click()
    assert lead.page.evaluate(f"() => {cells_of('roles')}") == before
    lead.complaints.clear()


def open_step_without_complaint(somebody: Person, slug: str) -> None:
    somebody.page.goto("/".join(somebody.path.split("/")[:3]) + f"/{slug}")


def test_rows_move_without_javascript_and_nothing_typed_is_lost(person):
    somebody = open_step(at_desk(person(LEAD, scripts=False)), "roles")
    rows = somebody.page.locator("#roles-table tbody tr")
    teams = [row.locator("[name$=team]").input_value() for row in rows.all()]

    def now() -> list[str]:
        return [row.locator("[name$=team]").input_value() for row in rows.all()]

    def press(row: int, name: str) -> None:
        with somebody.page.expect_event("load"):
            rows.nth(row).get_by_role("button", name=name).click()
        somebody.look()

    somebody.field("roles-0-team").fill("고친 조직")
    press(0, "아래로")
    assert now() == [teams[1], "고친 조직", *teams[2:]]
    assert somebody.page.url.endswith("#roles-1")
    press(0, "아래에 넣기")
    assert now() == [teams[1], "", "고친 조직", *teams[2:]]
    press(1, "위로")
    assert now() == ["", teams[1], "고친 조직", *teams[2:]]
    somebody.field("roles-0-team").fill("새 조직")
    press(2, "위로")
    assert now() == ["새 조직", "고친 조직", teams[1], *teams[2:]]
    press(0, "삭제")
    somebody.field("roles-0-team").fill(teams[0])
    somebody.press("저장하고 나가기")
    open_step(somebody, "roles")
    assert now() == teams


def test_cards_on_a_phone_hold_a_long_word_and_buttons_a_finger_can_press(person):
    somebody = open_step(at_desk(person(LEAD, size=PHONE)), "functions")
    field = somebody.field("functions-0-function")
    kept = field.input_value()
    field.fill("가나다라마바사아자차카타파하" * 12)
    saved(somebody)
    somebody.look()
    box = field.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    card = somebody.page.locator("#functions-table tbody tr").nth(1)
    for button in card.get_by_role("button").all():
        size = button.bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 44
    for label in card.locator("label").all():
        expect(label).to_be_visible()
    field.fill(kept)
    saved(somebody)


def test_two_people_who_move_rows_at_once_lose_nothing(lead, person):
    supplier = open_step(at_desk(person(SUPPLIER)), "schedule")
    open_step(lead, "schedule")
    before = lead.page.evaluate(f"() => {cells_of('phases')}")
    with saving(supplier):
        supplier.field("phases-0-phase").focus()
        supplier.page.keyboard.press("Alt+ArrowDown")
    saved(supplier)
    with saving(lead):
        lead.field("phases-1-phase").fill("도입기업이 고친 말")
    lead.press("저장하고 나가기")
    if sides := lead.page.locator(".chooser-side").all():  # where the merge leaves it to a person, both are shown whole
        mine, theirs = (side.inner_text() for side in sides)
        assert "도입기업이 고친 말" in mine
        assert all(row[0] in theirs for row in before)
        assert theirs.index(before[1][1]) < theirs.index(before[0][1])
    else:
        open_step(lead, "schedule")
        changed = [before[1], before[0], *before[2:]]
        changed[0] = ["도입기업이 고친 말", *changed[0][1:]]
        assert lead.page.evaluate(f"() => {cells_of('phases')}") == changed
    put_back(lead, "schedule", "phases", before)
