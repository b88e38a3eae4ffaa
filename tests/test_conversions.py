"""One PDF of a company's evidence: made by the worker, however often it dies, and explained where it cannot be made."""

import io
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

import config
from models.application import Application, Party
from models.base import now, writing
from models.company import Company
from models.evidence import Conversion, Evidence
from services.drafts import evidence
from services.files import child_process, file_store
from services.files.stored_file import StoredFile
from services.pdf import conversions
from services.pdf.conversions import DONE, FAILED, QUEUED, RUNNING
from services.scheduled import retention
from tests.applying import HALF, LEAD, SUPPLIER, application_of, fresh, person
from tests.test_worker import until, worker
from tests.uploads import DOCX, PDF, archive, jpeg, pages, png

SAID = {"kind": "other", "issuer": "특허청", "number": "", "issued": None, "expires": None}


@pytest.fixture
def application(walked) -> Application:
    with writing():
        Conversion.delete().execute()
    return application_of(LEAD)


@pytest.fixture
def company(application) -> Company:
    yield application.company
    for row in Evidence.of(application.company).where(Evidence.kind == "other"):
        evidence.remove(row, now())


def put(company: Company, content: bytes, name: str) -> None:
    evidence.describe([evidence.add(company, io.BytesIO(content), name, person(LEAD))], SAID, now())


def ask(application: Application, company: Company) -> Conversion:
    return conversions.request_pdf(fresh(application), company, "evidence", person(LEAD))


def again(row: Conversion) -> Conversion:
    return Conversion.get_by_id(row.id)


def kept(row: Conversion) -> StoredFile:
    return file_store.find(str(again(row).storage))


def path_of(row: Conversion) -> Path:
    return kept(row).path


def owner_locked() -> bytes:
    """Anybody may open it, not everybody may change it: as many offices issue their certificates."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.encrypt("", owner_password="관청", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_every_document_gets_its_pages_and_its_bookmark_in_the_order_of_the_forms(application, company):
    put(company, pages(3), "특허증.pdf")
    put(company, owner_locked(), "정부24.pdf")
    put(company, archive(DOCX), "계약서.docx")
    for number, content in enumerate([png(0), png(2), png(3), png(4), png(6)]):
        put(company, content, f"그림{number}.png")
    put(company, jpeg(turn=6), "사진.jpg")
    row = ask(application, company)

    assert conversions.pump() == 1

    row = again(row)
    assert (row.state, row.done, row.total) == (DONE, 13, 13)
    assert row.name.endswith(f"_{application.number}.pdf")
    assert row.size == kept(row).size
    assert path_of(row).stat().st_mode & 0o077 == 0
    made = PdfReader(kept(row).open())
    marks = {mark.title: made.get_destination_page_number(mark) for mark in made.outline}
    titles = list(marks)
    assert [title.split(" – ")[0] for title in titles[:5]] == [
        "사업자등록증명원",
        "국세 납세증명서",
        "지방세 납세증명서",
        "최근년도 결산 재무제표증명원",
        "중소기업확인서",
    ]
    assert titles[5:7] == ["기타 증빙 – 특허증", "기타 증빙 – 정부24"]
    assert marks["기타 증빙 – 정부24"] - marks["기타 증빙 – 특허증"] == 3
    assert made.pages[-1].rotation == 90, "a photo held upright stands upright"
    assert made.pages[-2].images is not None


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (pages(password="비밀"), "잠긴 특허증.pdf", "암호가 걸려"),
        (b"%PDF-1.7\nnothing of the kind\n%%EOF", "깨진 특허증.pdf", "깨져"),
        (pages(1)[:200] + b"%%EOF", "잘린 특허증.pdf", "깨져"),
        (png(6)[:50], "잘린 그림.png", "그림"),
        (pages(1001), "긴 특허증.pdf", "1,000쪽"),
    ],
)
def test_what_cannot_be_bound_is_named_with_what_to_do(application, company, content, name, why):
    put(company, png() if name.endswith("png") else PDF, name)
    path = evidence.file_of(Evidence.of(company).first()).path
    path.write_bytes(content)  # what was taken before files were looked into
    row = ask(application, company)

    assert conversions.pump() == 0

    row = again(row)
    assert row.state == FAILED
    assert f"「{name}」" in row.why
    assert why in row.why
    assert ask(application, company).id != row.id, "it may be asked for again"


def test_a_child_gets_no_more_memory_than_it_is_given():
    assert list(child_process.run_module("tests.memory_eater", {})) == [{"done": 1}]


def test_a_child_that_ends_without_a_word_is_explained(application, company, monkeypatch):
    monkeypatch.setattr(child_process, "run_module", lambda module, told: iter([{"done": 1}]))
    row = ask(application, company)
    conversions.pump()

    assert again(row).state == FAILED
    assert "국세 납세증명서" in again(row).why
    assert "크거나 복잡해서" in again(row).why


def test_asked_for_twice_it_is_made_once_and_anew_when_the_application_changed(application, company):
    row = ask(application, company)
    assert ask(application, company) == row
    conversions.pump()
    assert ask(application, company) == row

    path_of(row).write_bytes(path_of(row).read_bytes()[:-1])  # damaged, so made again
    assert ask(application, company) != row
    conversions.pump()

    put(company, pages(2), "새 특허증.pdf")
    assert ask(application, company) != row


def test_nobody_makes_a_kind_nobody_declared(application, company):
    with pytest.raises(KeyError):
        conversions.request_pdf(application, company, "nonsense", person(LEAD))


# Workers that die


def test_one_taken_by_a_worker_that_died_is_made_when_its_lease_is_over(application, company):
    row = ask(application, company)
    assert conversions.claim_next(now)
    assert conversions.pump() == 0, "its lease has not run out"

    later = lambda: now() + conversions.LEASE  # noqa: E731
    assert conversions.pump(later) == 1
    assert again(row).state == DONE


def test_one_that_kills_every_worker_is_given_up(application, company):
    row = ask(application, company)
    conversions.claim_next(now)
    assert conversions.pump(lambda: now() + conversions.GIVE_UP + timedelta(seconds=1)) == 0

    assert again(row).state == FAILED
    assert again(row).why == conversions.OUR_FAULT


def test_a_worker_whose_lease_is_lost_notes_nothing(application, company):
    ask(application, company)
    slow = conversions.claim_next(now)
    conversions.pump(lambda: now() + conversions.LEASE)

    conversions.settle(slow, state=FAILED, why="늦었습니다")
    assert again(slow).state == DONE


def test_a_maker_that_breaks_is_our_fault_and_is_said(application, company, monkeypatch):
    monkeypatch.setitem(conversions.MAKERS, "evidence", lambda row, to, progress: 1 / 0)
    row = ask(application, company)
    conversions.pump()

    assert again(row).why == conversions.OUR_FAULT


def test_a_killed_worker_loses_nothing(walked, application, company, monkeypatch):
    put(company, pages(900), "긴 특허증.pdf")
    with worker(config.current()) as process:
        row = ask(application, company)
        until(lambda: again(row).state == RUNNING)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert again(row).state == RUNNING
    with writing():
        Conversion.update(lease_until=now()).execute()  # three minutes go by
    with worker(config.current()):
        until(lambda: again(row).state == DONE)

    assert len(PdfReader(kept(row).open()).pages) == 910


def test_one_persons_many_keep_nobody_waiting_for_more_than_one(walked, application, company):
    rows = [
        Conversion.create(application=application, company=company, kind="evidence", revision=1, asked_by=person(whose))
        for whose in (LEAD, LEAD, LEAD, SUPPLIER, SUPPLIER, HALF)
    ]
    with worker(config.current()):
        until(lambda: Conversion.select().where(Conversion.state == DONE).count() == len(rows), 60)

    made = Conversion.select().order_by(Conversion.ended_at)
    assert [rows.index(row) for row in made] == [0, 3, 5, 1, 4, 2]


def test_what_was_made_goes_after_a_day_and_not_in_a_dry_run(application, company):
    row = ask(application, company)
    conversions.pump()
    path = path_of(row)

    assert retention.run(now() + conversions.RETENTION - timedelta(minutes=1))["made PDFs"] == 0
    assert retention.run(now() + conversions.RETENTION, dry=True)["made PDFs"] == 1
    assert path.exists()
    assert retention.run(now() + conversions.RETENTION)["made PDFs"] == 1
    assert not path.exists()


# The page


def test_the_page_asks_again_while_it_is_made_and_hands_it_out(walked, application, company):
    client, home = walked.test_client(), f"/applications/{application.token}/evidence/pdf/"
    client.sign_in(LEAD)
    put(company, archive(DOCX), "계약서.docx")
    page = client.get(home).page
    assert "계약서.docx" in page.select_one("main h2 ~ ul").get_text()
    assert not page.select("[hx-trigger]")

    assert client.post(home, data={}).status_code == 303
    page = client.get(home).page
    assert page.select_one("#conversion")["hx-trigger"] == "every 2s"
    assert "차례를 기다리고" in page.select_one("[role=status]").get_text()
    assert page.select_one(f"#conversion a[href='{home}']"), "without JavaScript"
    conversions.pump()

    page = client.get(home, headers={"HX-Request": "true"}).page
    link = page.select_one(".alert.success a")["href"]
    response = client.get(link)
    assert response.data.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "no-store"
    for email in (SUPPLIER, HALF):
        client.sign_in(email)
        assert client.get(link).status_code == 404


def test_a_failure_is_on_the_page_with_the_button_to_try_again(walked, application, company):
    client, home = walked.test_client(), f"/applications/{application.token}/evidence/pdf/"
    client.sign_in(LEAD)
    put(company, PDF, "잠긴 <b>특허증.pdf")
    evidence.file_of(Evidence.of(company).first()).path.write_bytes(pages(password="비밀"))
    client.post(home, data={})
    conversions.pump()

    page = client.get(home).page
    assert "잠긴 b특허증.pdf" in page.select_one(".alert.danger").get_text()
    assert page.select_one("#conversion button")
    (made,) = Conversion.select().where(Conversion.state != QUEUED)
    assert client.get(f"{home}{made.token}").status_code == 404


def test_a_company_with_nothing_to_bind_is_told(walked, application):
    client = walked.test_client()
    half = application_of(HALF)
    with writing():
        rows = [row for party in Party.present(half) if party.lead for row in Evidence.of(party.company)]
        for row in rows:
            evidence.remove(row, now())
    client.sign_in(HALF)

    assert "묶을 PDF나 그림이 없습니다" in client.get(f"/applications/{half.token}/evidence/pdf/").page.main.get_text()
    client.post(f"/applications/{half.token}/evidence/pdf/", data={})
    conversions.pump()
    assert "묶을 PDF나 그림이 없습니다" in Conversion.select().order_by(Conversion.id.desc()).first().why
