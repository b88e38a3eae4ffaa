"""Bringing the existing pool in from a list: every fault named by its row, then the firms, their people and their
mails."""

import io
import time
from datetime import timedelta

import openpyxl
import pytest

import tasks
from models.application import Call
from models.base import now
from models.company import OUTDATED, Membership, Supplier
from models.mail import Outbox
from models.proposal import PoolImport
from services.access import staff
from services.access.permissions import NotNow
from services.drafts import applications
from services.files.refused import Refused
from services.pool import import_lists, importing, search
from services.scheduled import renewal_mails
from services.submissions import lifecycle, registrations
from tests.applying import SUPPLIER, fresh, person
from tests.registering import filled, hand_in
from tests.reviewing import LEAD_AGENCY

HEADS = ["회사명", "사업자등록번호", "이메일", "담당자", "담당자 전화", "비고"]


def number(index: int) -> str:
    return f"{100 + index // 100:03}-81-{index % 100:05}"


def firm(index: int) -> list:
    return [f"가상기업 {index}", number(index), f"firm{index}@example.com", f"홍길동{index}", "02-0000-0000", "-"]


def workbook(*rows: list, heads: list[str] = HEADS) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("목록")
    for row in (heads, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def officer(seeded, client):
    staff.add(LEAD_AGENCY)
    client.sign_in(LEAD_AGENCY, proved=True)
    return client


def upload(client, content: bytes, name: str = "목록.xlsx"):
    return client.post("/staff/import/", data={"file": (io.BytesIO(content), name)})


def faults_of(*rows: list, **kwargs) -> list[tuple[int, str]]:
    found = import_lists.receive(workbook(*rows, **kwargs), "목록.xlsx", person(LEAD_AGENCY))
    return [(line, column) for line, _, column, _ in PoolImport.get_by_id(found.id).faults]


def test_three_hundred_firms_come_in_and_renewals_begin(officer):
    made = upload(officer, workbook(*(firm(index) for index in range(300))))
    page = officer.get(made.location).page
    assert "300곳 모두 가져오기" in page.get_text()
    assert not Supplier.select().where(~Supplier.imported_at.is_null()).exists()

    officer.post(made.location, data={})
    assert importing.pump() == 300
    assert "기업 300곳을" in officer.get(made.location).page.get_text()
    held = Supplier.select().where(~Supplier.imported_at.is_null())
    assert {row.state for row in held} == {OUTDATED}
    assert held.count() == 300
    assert Outbox.select().where(Outbox.kind == "imported").count() == 300
    assert PoolImport.get().rows == []

    officer.sign_in("firm7@example.com")
    assert "현행화" in officer.get("/registrations/").page.get_text()
    begun = officer.post("/registrations/", data={})
    assert begun.status_code == 303
    answers = applications.load_view(registrations.current(mine("firm7@example.com"))).journey
    assert answers.data("company", answers.parties[0])["number"] == number(7)
    assert answers.data("contact", answers.parties[0])["name"] == "홍길동7"
    assert "가상기업 7" in officer.get(begun.location).page.h1.get_text()


def mine(email: str):
    return Membership.get(Membership.person == person(email)).company


def test_nothing_of_them_is_published_and_they_are_mailed_once(officer):
    upload(officer, workbook(firm(1)))
    importing.begin(PoolImport.get(), person(LEAD_AGENCY))
    importing.pump()
    call = Call.get()
    held = Supplier.get(~Supplier.imported_at.is_null())

    assert held.token not in [each.supplier.token for each in search.find(search.Wanted(), call).entries]
    renewal_mails.enqueue_due((now() + timedelta(days=1)).replace(hour=3))  # noon in Korea
    assert [mail.kind for mail in Outbox.select() if mail.to == "firm1@example.com"] == ["imported"]
    assert Outbox.select().where(Outbox.key.startswith(f"renewal:{call.id}:{held.id}:")).count() == 0


def test_a_firm_that_takes_its_submission_back_is_as_the_list_said(officer):
    upload(officer, workbook(firm(1)))
    importing.begin(PoolImport.get(), person(LEAD_AGENCY))
    importing.pump()
    before = Supplier.get(~Supplier.imported_at.is_null())
    begun = filled("firm1@example.com", number(999))
    hand_in(begun, "firm1@example.com")
    assert (Supplier.of(begun.company).number, Supplier.of(begun.company).name) == (number(999), "가상기업 1")

    lifecycle.withdraw(fresh(begun), person("firm1@example.com"), now())

    after = Supplier.of(begun.company)
    assert (after.id, after.state, after.number, after.name) == (before.id, OUTDATED, number(1), "가상기업 1")
    assert (after.profile, after.words) == (before.profile, before.words)
    registrations.claim(Supplier.get(Supplier.imported_at.is_null()), number(999))


def test_a_firm_whose_number_another_took_meanwhile_cannot_take_its_submission_back(officer):
    upload(officer, workbook(firm(1)))
    importing.begin(PoolImport.get(), person(LEAD_AGENCY))
    importing.pump()
    begun = filled("firm1@example.com", number(999))
    hand_in(begun, "firm1@example.com")
    another = Supplier.get(Supplier.imported_at.is_null())
    registrations.claim(another, number(1))
    another.save()

    with pytest.raises(NotNow, match="원래 등록된 사업자등록번호"):
        lifecycle.withdraw(fresh(begun), person("firm1@example.com"), now())


def test_every_fault_is_named_by_its_row(officer):
    rows = [
        firm(1),
        ["", *firm(2)[1:]],
        [firm(3)[0], "123", *firm(3)[2:]],
        [*firm(4)[:2], "nobody", *firm(4)[3:]],
        firm(1),
        [firm(6)[0], number(6), firm(1)[2], "", "내선", ""],
        ['=HYPERLINK("http://evil.example.com")', *firm(7)[1:]],
        [firm(8)[0], Supplier.select().where(~Supplier.number.is_null()).first().number, *firm(8)[2:]],
        [firm(9)[0], number(9), SUPPLIER, "", "", ""],
    ]
    named = faults_of(*rows)

    assert (3, "회사명") in named
    assert (4, "사업자등록번호") in named
    assert (5, "이메일") in named
    assert {column for line, column in named if line == 6} == {"사업자등록번호", "이메일"}
    assert {column for line, column in named if line == 7} == {"이메일", "담당자 전화"}
    assert (8, "회사명") in named
    assert (9, "사업자등록번호") in named
    assert (10, "이메일") in named
    assert [row["line"] for row in PoolImport.get().rows] == [2]


def test_the_good_ones_come_in_and_the_faults_can_be_taken_along(officer):
    made = upload(officer, workbook(firm(1), [firm(2)[0], "12", "x", "", "", ""]))
    page = officer.get(made.location).page
    assert "문제없는 1곳만 가져오기" in page.get_text()
    sheet = openpyxl.load_workbook(io.BytesIO(officer.get(f"{made.location}faults.xlsx").data)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=3)] == [
        [3, "가상기업 2", "사업자등록번호"],
        [3, "가상기업 2", "이메일"],
    ]


def test_five_thousand_rows_with_every_fault_are_answered_within_seconds(officer):
    wrong = [["=1+1", "12-3", "없음", "가" * 100, "전화 없음", None]] * 2500
    content = workbook(*wrong, *(firm(index % 1250) for index in range(2500)))
    began = time.process_time()
    made = upload(officer, content)
    page = officer.get(made.location)

    assert time.process_time() - began < 20
    assert "5,000줄 가운데 1,250줄" in page.page.get_text()
    assert "앞의 100줄" in page.page.get_text()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "list.csv", "가져올 기업이 없습니다"),
        (b"", "list.xlsx", "빈 파일"),
        (b"PK\x03\x04nothing", "list.xlsx", "깨졌습니다"),
        (b"%PDF-1.4", "list.pdf", "XLSX나 CSV"),
        ("회사명,이메일\n가,a@example.com".encode(), "list.csv", "사업자등록번호 열이 없습니다"),
        (b"\xff\xfe\x00\x01", "list.csv", "깨졌습니다"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(officer, content, name, says):
    response = upload(officer, content, name)

    assert response.status_code == 422
    assert says in response.page.select_one("#file-error").get_text()
    assert PoolImport.select().count() == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_csv_as_excel_saves_it(officer, encoding):
    text = "회사명,사업자등록번호,이메일,담당자 전화\r\n가상기업,1008100001,A@example.com,1012345678\r\n"
    import_lists.receive(text.encode(encoding), "목록.CSV", person(LEAD_AGENCY))

    (row,) = PoolImport.get().rows
    assert (row["number"], row["contact_phone"]) == ("100-81-00001", "010-1234-5678")


def test_more_than_a_list_may_hold_is_refused(officer):
    text = "회사명,사업자등록번호,이메일\n" + "가,1,b\n" * 5001
    with pytest.raises(Refused, match="5,000곳까지"):
        import_lists.receive(text.encode(), "a.csv", person(LEAD_AGENCY))


def test_two_officers_begin_it_once_and_a_worker_killed_midway_goes_on(officer, monkeypatch):
    upload(officer, workbook(*(firm(index) for index in range(120))))
    row = PoolImport.get()
    importing.begin(row, person(LEAD_AGENCY))
    with pytest.raises(NotNow):
        importing.begin(row, person(LEAD_AGENCY))
    assert importing.bring_in_some(row.id) == importing.BATCH
    assert "120곳 가운데 50곳" in officer.get(f"/staff/import/{row.token}/").page.get_text()
    tasks.sweep.call_local()

    assert Supplier.select().where(~Supplier.imported_at.is_null()).count() == 120
    assert PoolImport.get().ended_at


def test_a_firm_that_came_meanwhile_is_passed_over(officer):
    upload(officer, workbook(firm(1), firm(2)))
    Supplier.update(number=number(1)).where(Supplier.id == Supplier.select().first().id).execute()
    importing.begin(PoolImport.get(), person(LEAD_AGENCY))
    importing.pump()

    assert (PoolImport.get().done, PoolImport.get().passed) == (2, 1)


def test_the_template_names_the_columns_it_reads(officer):
    sheet = openpyxl.load_workbook(io.BytesIO(officer.get("/staff/import/template.xlsx").data)).worksheets[0]

    heads = [cell.value for cell in next(sheet.iter_rows())]
    assert heads[:3] == HEADS[:3]
    assert faults_of([firm(1)[0], number(1), "z@example.com"], heads=heads) == []


def test_a_list_is_forgotten(officer):
    upload(officer, workbook(firm(1)))

    assert importing.sweep(now() + importing.RETENTION + timedelta(hours=1)) == 1
    assert PoolImport.select().count() == 0
