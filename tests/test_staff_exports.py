"""Exported lists: whatever people typed is text in every column, numbers are numbers, and no row is lost."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import unquote

import pytest
from lxml import etree

from models.application import Application
from models.base import SealedJson, writing
from models.company import Supplier
from models.submission import Submission
from programme.application_types import PROJECT
from services.access import staff
from services.backoffice import queries
from services.drafts import applications, exports
from services.files import xlsx
from services.submissions import listings
from tests.applying import LEAD, application_of, fresh, hand_in, person, rival
from tests.call import PROJECT_TYPE
from tests.reviewing import LEAD_AGENCY, posts, register

FORMULAS = ('=HYPERLINK("http://evil.example.com","열기")', "+cmd|' /C calc'!A0", "＝1+1", "-2+3", "@SUM(1)", "\t=1")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_of(content: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return etree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def cells(content: bytes) -> list[list[str | float | None]]:
    """A workbook's rows, read from its XML: text as str, numbers as float; a formula or link is an error."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        shared = [
            "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
            for item in etree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
    assert not list(sheet.iter(f"{MAIN}f", f"{MAIN}hyperlink"))
    rows: list[list[str | float | None]] = []
    for row in sheet.iter(f"{MAIN}row"):
        values: list[str | float | None] = [None] * 26
        for cell in row:
            value = cell.findtext(f"{MAIN}v")
            place = ord(cell.get("r")[0]) - ord("A")
            values[place] = value and (shared[int(value)] if cell.get("t") == "s" else float(value))
        rows.append(values)
    wide = sum(head is not None for head in rows[0])
    return [values[:wide] for values in rows]


def test_text_stays_text_numbers_numbers_and_moments_korean():
    at = datetime(2024, 4, 30, 8, 59, 59, tzinfo=UTC)
    content = xlsx.workbook("목록", ["글", "수", "때", "빈칸"], [[text, 12_000, at, None] for text in FORMULAS])

    heads, *rows = cells(content)

    assert heads == ["글", "수", "때", "빈칸"]
    assert [row[0] for row in rows] == list(FORMULAS)
    assert {row[1] for row in rows} == {12_000.0}
    day, part = divmod(rows[0][2], 1)
    assert (day, round(part * 24 * 3600)) == (45412, 17 * 3600 + 59 * 60 + 59)  # 2024-04-30 17:59:59


def test_a_list_can_be_filtered_and_its_columns_show_what_is_in_them():
    long, at = "주식회사 아주 긴 이름의 물류자동화", datetime(2024, 4, 30, tzinfo=UTC)
    sheet = sheet_of(
        xlsx.workbook("목록", ["글", "수", "때", "빈칸"], [[long, 12_000, at, None], ["나" * 99, 1, at, ""]])
    )
    narrow = sheet_of(xlsx.workbook("목록", ["글"], [[long]]))

    assert sheet.find(f"{MAIN}autoFilter").get("ref") == "A1:D3"
    wide = {int(column.get("min")): float(column.get("width")) for column in sheet.iter(f"{MAIN}col")}
    assert wide[1] > 40 and wide[3] > 16 and wide[4] < 13
    assert 36 < float(next(narrow.iter(f"{MAIN}col")).get("width")) < 40
    assert sheet_of(xlsx.workbook("목록", ["글"], [])).find(f"{MAIN}autoFilter") is None


def test_what_no_workbook_can_hold_is_marked_and_cut():
    content = xlsx.workbook("목록", ["글"], [["널\x00과 \x1b[31m"], ["가" * 40_000], ["https://example.com"], ["007"]])

    assert [row[0] for row in cells(content)[1:]] == ["널�과 �[31m", "가" * 32_767, "https://example.com", "007"]


def test_every_column_of_applications_is_inert(seeded, client):
    """A formula in every answer there is, and it is text in every column."""
    posts()
    hand_in(application_of(LEAD))
    submission = Submission.get()
    parties = [steps for party in submission.snapshot["parties"] for steps in party["steps"].values()]
    client.sign_in(LEAD_AGENCY, proved=True)
    for text in FORMULAS:
        for sent in (*submission.snapshot["steps"].values(), *parties):
            sent.update({name: [text] for name in sent})
        with writing():
            Application.update(number=text).where(Application.id == submission.application_id).execute()
            told = listings.of(fresh(submission.application), text, submission.snapshot)
            Submission.update(snapshot=submission.snapshot, receipt=text, **told).execute()

        heads, row = cells(client.get("/staff/applications.xlsx").data)

        said = dict(zip(heads, row, strict=True))
        assert heads == [head.format(number="제출번호", act="제출") for head in queries.APPLICATION | queries.PLAN]
        assert said["제출번호"] == said["번호"] == text
        assert {said[name] for name in ("과제명", "도입기업", "공급기업")} == {text.strip()}
        assert said["사업자등록번호"] == f"{text.strip()}, {text.strip()}"


def test_every_column_of_the_pool_is_inert(seeded, client):
    posts()
    text = FORMULAS[0]
    facts = {
        "main_field": text,
        "other_fields": [text],
        "industries": [text],
        "region": text,
        "people": {"software": text, "engineering": "3"},
        "solutions": [{"name": text}],
    }
    with writing():
        Supplier.update(facts=facts, name=text).where(Supplier.number == "000-31-19992").execute()
    client.sign_in(LEAD_AGENCY, proved=True)

    response = client.get("/staff/pool.xlsx?words=000-31-19992")

    heads, row = cells(response.data)
    said = dict(zip(heads, row, strict=True))
    assert [name for name in heads if said.get(name) == text] == [
        "회사명",
        "주력 분야",
        "그 밖의 분야",
        "전문 업종",
        "지역",
        "SW 인력(명)",
        "솔루션",
    ]
    assert said["엔지니어링 인력(명)"] == 3.0


def test_the_file_is_named_by_its_rows_and_has_them_all(seeded, client):
    posts()
    register()
    client.sign_in(LEAD_AGENCY, proved=True)

    response = client.get("/staff/pool.xlsx")

    name = unquote(re.search(r"filename\*=UTF-8''(\S+)", response.headers["Content-Disposition"])[1])
    assert re.fullmatch(r"공급기업 풀_6건_\d{4}-\d\d-\d\d\.xlsx", name)
    assert len(cells(response.data)) == 1 + 6
    assert staff.access_log(person(LEAD_AGENCY)).first().what == f"목록 내려받기: {name}"


def test_amounts_of_an_application_are_numbers(seeded):
    posts()
    hand_in(application_of(LEAD))
    lead = staff.post_of(person(LEAD_AGENCY))

    heads, (row,) = queries.application_table(PROJECT_TYPE, queries.applications(lead, None, PROJECT))

    said = dict(zip(heads, row, strict=True))
    assert (said["총사업비(원)"], said["정부지원금(원)"]) == (120_000_000, 60_000_000)
    assert said["도입기업"] == "주식회사 온결케어(가상)"
    assert said["사업자등록번호"].startswith("000-86-11118")


def test_a_project_is_listed_under_the_region_of_who_leads(seeded):
    posts()
    hand_in(application_of(LEAD))

    (line,) = queries.applications(staff.post_of(person(LEAD_AGENCY)), None, PROJECT)

    assert line.region == "서울"


def test_a_list_of_applications_opens_no_sealed_snapshot(seeded, client, monkeypatch):
    posts()
    hand_in(application_of(LEAD))
    client.sign_in(LEAD_AGENCY, proved=True)

    def opened(*_):
        raise AssertionError("a snapshot was opened")

    monkeypatch.setattr(SealedJson, "python_value", opened)
    for path in ("applications/", "applications/?words=온결케어", "applications.xlsx", "counts"):
        assert client.get(f"/staff/{path}").status_code == 200


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("온결 케어", True),
        ("(주)온결케어", True),
        ("온결·케어", True),
        ("간병 수요 누리", True),  # of the project and of the supplier
        ("000-86-11118", True),
        ("0008611118", True),
        ("2024-221-R00001", True),
        ("간병 없는말", False),
        ("%", False),
        ("_", False),
    ],
)
def test_the_list_is_searched_by_every_word_and_by_names_and_numbers(seeded, words, found):
    posts()
    hand_in(application_of(LEAD))
    lead = staff.post_of(person(LEAD_AGENCY))
    assert bool(queries.applications(lead, None, PROJECT, queries.Filter(words=words))) == found


def test_submissions_of_before_listings_get_theirs(seeded):
    posts()
    kept = hand_in(application_of(LEAD))
    before = {name: getattr(Submission.get(), name) for name in ("listing", "track", "service_type", "words")}
    with writing():
        Submission.update(listing=None, track="", service_type="", words="").execute()
    lead = staff.post_of(person(LEAD_AGENCY))
    assert [line.title for line in queries.applications(lead, None, PROJECT)] == [""]

    assert listings.fill() == 1 and listings.fill() == 0
    assert {name: getattr(Submission.get_by_id(kept.id), name) for name in before} == before


def test_a_page_of_the_list_holds_so_many_and_the_newest_first(seeded):
    posts()
    first = hand_in(application_of(LEAD))
    second = hand_in(rival(application_of(LEAD), data=other_number()))
    lead = staff.post_of(person(LEAD_AGENCY))
    pages = [queries.applications(lead, None, PROJECT, page=page, each=1) for page in (1, 2, 3)]
    assert [[line.submission for line in page] for page in pages] == [[second], [first], []]


def other_number() -> dict:
    """The export of the demo's application under another business number, so that both may be submitted."""
    data = exports.export(applications.load_view(application_of(LEAD)))
    data["parties"][0]["steps"]["company"]["number"] = ["000-86-33337"]
    return data
