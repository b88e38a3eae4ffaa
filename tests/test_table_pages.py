"""Long tables are shown a page at a time, and nothing of the other pages is lost."""

import io
import zipfile

import pytest

from forms import table_rows
from services.documents import generate
from services.drafts import applications, revisions
from tests.applying import SUPPLIER
from tests.pages import STEPS, sent_by
from web.table_pages import ROWS

RECORDS = next(step for step in STEPS if step.slug == "track_record")
MANY = 200


def records(many: int, keyed: bool = False) -> dict[str, list[str]]:
    sent = {}
    for row in range(many):
        cells = {"year": "2023", "client": "제조업", "content": f"실적 {row}", "amount": "30000000", "period": "5개월"}
        sent |= {f"records-{row}-{name}": [value] for name, value in cells.items()}
        sent |= {f"records-{row}-key": [f"k{row}"]} if keyed else {}
    return sent


def contents(sent: dict[str, list[str]]) -> list[str]:
    return [sent[f"records-{row}-content"][0] for row in table_rows.numbers(sent, "records")]


@pytest.fixture
def walk(at):
    """A supplier's records, 200 of them stored."""
    walk = at(RECORDS)
    walk.post(records(MANY, keyed=True) | {"strengths": ["역량"], "leave": ["1"]})
    assert contents(walk.stored) == [f"실적 {row}" for row in range(MANY)]
    return walk


def page_at(walk, row: int):
    return walk.get(f"?at=records-{row}").page


def pressed(walk, page, **typed: list[str]):
    return walk.client.post(walk.url, data=sent_by(page.select_one("#step-form")) | typed)


def test_a_page_shows_its_own_rows_and_where_the_others_are(walk):
    page = page_at(walk, 130)

    assert [row.select_one("th").get_text().split()[-1] for row in page.select("#records-table tbody tr")] == [
        str(number) for number in range(121, 181)
    ]
    assert "전체 200건 가운데 121~180번째" in page.select_one(".table-pages").get_text()
    assert [button["value"] for button in page.select(".table-pages button")] == [
        f"records-{row}" for row in range(0, MANY, ROWS)
    ]
    assert page.select_one(".table-pages [aria-current=page]").get_text(strip=True) == "3쪽"


def test_what_is_changed_on_one_page_leaves_the_others_as_they_are(walk):
    response = pressed(walk, page_at(walk, 130), **{"records-125-content": ["고침"], "rows": ["records-0"]})

    assert response.status_code == 303
    assert contents(walk.stored) == [f"실적 {row}" if row != 125 else "고침" for row in range(MANY)]
    assert walk.follow(response).page.select_one("[aria-current=page]").get_text(strip=True) == "1쪽"


def test_rows_go_in_and_out_of_a_page_in_the_middle(walk):
    pressed(walk, page_at(walk, 60), remove=["records-60"])
    between = walk.follow(pressed(walk, page_at(walk, 60), insert=["records-60"])).page
    assert between.select_one("[aria-current=page]").get_text(strip=True) == "2쪽"
    pressed(walk, between, **{"records-61-content": ["새로"], "leave": ["1"]})

    assert contents(walk.stored) == [
        *(f"실적 {row}" for row in range(60)),
        "실적 61",
        "새로",
        *(f"실적 {row}" for row in range(62, MANY)),
    ]


def test_a_row_moves_over_the_edge_of_its_page(walk):
    after = walk.follow(pressed(walk, page_at(walk, 60), up=["records-60"])).page

    assert contents(walk.stored)[59:61] == ["실적 60", "실적 59"]
    assert after.select_one("[aria-current=page]").get_text(strip=True) == "1쪽"


def test_a_row_is_added_behind_the_last_from_any_page(walk):
    page = page_at(walk, 0)
    assert not page.select("#records-table [name=add]")
    button = page.select_one("#records-table > [name=rows]")
    last = walk.follow(pressed(walk, page, rows=[button["value"]])).page
    assert last.select_one("#records-table tbody tr:last-child th").get_text().split()[-1] == str(MANY + 1)
    cells = {f"records-{MANY}-{name}": ["2024" if name == "year" else "새 실적"] for name in ("year", "content")}
    pressed(walk, last, **cells, leave=["1"])

    assert contents(walk.stored)[-2:] == [f"실적 {MANY - 1}", "새 실적"]
    assert len(contents(walk.stored)) == MANY + 1


def test_two_pages_changed_by_two_people_at_once_are_both_kept(walk):
    one, other = page_at(walk, 0), page_at(walk, 199)
    pressed(walk, one, remove=["records-3"])
    saved = pressed(walk, other, **{"records-199-content": ["고침"], "auto": ["1"]})
    base = saved.page.select_one("[name=base]")["value"]
    pressed(
        walk, other, **{"records-199-content": ["또 고침"], "base": [base], "auto": ["1"]}
    )  # rows stand elsewhere now

    expected = [f"실적 {row}" for row in range(MANY) if row != 3]
    assert contents(walk.stored) == [*expected[:-1], "또 고침"]


def test_a_wrong_row_of_another_page_is_shown_and_led_to(walk):
    response = pressed(
        walk, page_at(walk, 130), **{"records-125-year": ["언젠가"], "records-190-x": ["1"], "save": ["1"]}
    )
    assert response.status_code == 422
    assert response.page.select_one("#records-125-year")

    response = pressed(walk, page_at(walk, 0), save=["1"])
    assert response.status_code == 422
    assert response.page.select_one("#records-125-year"), "the page with what is to be mended"
    first = page_at(walk, 0)
    assert "고칠 것 1" in first.select(".table-pages button")[2].get_text()
    checked = walk.client.get(f"/applications/{walk.application.token}/check")
    assert checked.status_code == 200


def test_what_was_refused_comes_back_with_its_page(walk):
    sent = sent_by(page_at(walk, 130).select_one("#step-form")) | {"records-125-content": ["늦은 글"]}
    walk.client.sign_in(SUPPLIER)  # the page's token is of the old session
    assert walk.client.post(walk.url, data=sent).status_code == 400
    offer = walk.get().page.select_one("form[action^='/kept/'][action$='/back']")
    restored = walk.client.get(walk.client.post(offer["action"], data={}).location).page
    assert restored.select_one("#records-125-content").get_text().strip() == "늦은 글"
    pressed(walk, restored, leave=["1"])

    assert contents(walk.stored) == [f"실적 {row}" if row != 125 else "늦은 글" for row in range(MANY)]


def test_thirty_solutions_and_two_hundred_records_stand_in_the_document(walk):
    names = {"name": "솔루션", "description": "설명", "delivery": "saas", "price": "월 80만원"}
    many = [
        (row, name, f"{said} {row}번" if name == "name" else said) for row in range(30) for name, said in names.items()
    ]
    revisions.write(
        walk.application,
        next(task for task in applications.load_view(walk.application).journey.tasks if task.step.slug == "solutions"),
        {f"solutions-{row}-{name}": [value] for row, name, value in many},
        None,
        revisions.SAVED,
    )

    made = generate.generate(applications.load_view(walk.application))
    texts = [zipfile.ZipFile(io.BytesIO(file.content)).read("word/document.xml").decode() for file in made]

    assert any(all(f"솔루션 {row}번" in text for row in range(30)) for text in texts)
    assert any(all(f"실적 {row}<" in text for row in range(MANY)) for text in texts)
