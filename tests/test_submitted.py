"""What was submitted, as one ZIP and one PDF: whole, in the announcement's order, and only for whom it is."""

import hashlib
import io
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from models.application import Application, Party
from models.base import now, writing
from models.evidence import Conversion, Evidence
from models.submission import StoredDocument, Submission
from programme.application_types import CONSULTING, POOL, PROJECT
from services.documents.evidence_zip import LIST
from services.drafts import evidence
from services.pdf import conversions, documents_pdf
from services.submissions import lifecycle, submitted_set
from tests.applying import HALF, LEAD, SUPPLIER, change, hand_in, person
from tests.call import TYPES
from tests.registering import NEW, filled
from tests.registering import hand_in as register
from tests.reviewing import LEAD_AGENCY, posts
from tests.test_documents import text_of
from tests.test_staff_exports import cells
from tests.uploads import pages


def zipped(response) -> zipfile.ZipFile:
    assert response.status_code == 200
    assert int(response.headers["Content-Length"]) == len(response.data)
    return zipfile.ZipFile(io.BytesIO(response.data))


def all_of(client, application: Application) -> zipfile.ZipFile:
    return zipped(client.get(f"/applications/{application.token}/submitted/all.zip"))


def test_the_set_is_every_document_and_certificate_as_submitted_in_the_order_of_the_table(lead, application):
    submission = hand_in(application)
    change(application)  # what is written afterwards is not in it

    file = all_of(lead, application)

    names = file.namelist()
    assert names[0] == LIST
    assert names[1].startswith("[제출 확인서]")
    folders = [name.partition("/")[0] for name in names[2:]]
    assert folders == sorted(folders)
    assert list(dict.fromkeys(folder[:2] for folder in folders)) == [f"{number:02}" for number in range(1, 9)]
    stored = {row.sha256 for row in submission.documents}
    brought = {row["sha256"] for part in submission.snapshot["parties"] for row in part["evidence"]}
    found = [hashlib.sha256(file.read(name)).hexdigest() for name in names[1:]]
    assert set(found) == stored | brought
    assert len(found) == submission.documents.count() + sum(
        len(part["evidence"]) for part in submission.snapshot["parties"]
    )
    plan, first_certificate = names[2], next(name for name in names if name.startswith("04") and "서식4" not in name)
    assert "[서식1]" in plan
    assert "사업자등록증명원" in first_certificate
    assert names.index(first_certificate) > max(names.index(name) for name in names if "[서식4]" in name)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(("spoil", "fault"), [(Path.unlink, "파일 없음"), (cut_short, "깨진 파일")])
def test_its_list_gives_every_file_its_hash_and_says_which_is_not_here(lead, application, spoil, fault):
    hand_in(application)
    gone = list(Evidence.of(Party.present(application)[0].company))
    for row in gone:
        spoil(evidence.file_of(row).path)

    file = all_of(lead, application)

    rows = cells(file.read(LIST))
    listed = {cells[0]: cells[-1] for cells in rows[1:]}
    absent = [name for name in listed if name.endswith(f"({fault})")]
    assert {name: listed[name] for name in file.namelist()[1:]} == {
        name: hashlib.sha256(file.read(name)).hexdigest() for name in file.namelist()[1:]
    }
    assert len(absent) == len(gone)
    assert all(any(row.name in name for name in absent) for row in gone)


def test_a_company_that_does_not_lead_gets_the_documents_and_its_own_certificates(client, application):
    submission = hand_in(application)
    client.sign_in(SUPPLIER)

    file = all_of(client, application)

    found = {hashlib.sha256(file.read(name)).hexdigest() for name in file.namelist()[1:]}
    own, lead = Party.present(application)[1], Party.present(application)[0]
    theirs = {row.sha256 for row in Evidence.of(lead.company)} - {row.sha256 for row in Evidence.of(own.company)}
    assert {row.sha256 for row in submission.documents} <= found
    assert not found & theirs
    assert "온결케어_" not in "".join(name.partition("/")[2] for name in file.namelist() if "서식" not in name)


def test_nothing_is_given_of_what_was_never_submitted_or_taken_back_nor_to_strangers(client, application):
    client.sign_in(LEAD)
    home = f"/applications/{application.token}/submitted"
    assert client.get(f"{home}/all.zip").status_code == 404
    hand_in(application)
    lifecycle.withdraw(application, person(LEAD), now())
    assert client.get(f"{home}/all.zip").status_code == client.get(f"{home}/pdf/").status_code == 404
    hand_in(application)
    with writing():
        Submission.update(companies=[Party.present(application)[0].company_id]).where(Submission.standing).execute()
    client.sign_in(SUPPLIER)
    assert client.get(f"{home}/all.zip").status_code == client.get(f"{home}/pdf/").status_code == 404
    client.sign_in(HALF)
    assert client.get(f"{home}/all.zip").status_code == 404


def test_a_registration_s_set_follows_the_documents_of_its_own_annex(seeded, client):
    application = filled()
    register(application)
    client.sign_in(NEW)

    names = all_of(client, application).namelist()

    titles = [title for title, _, _ in submitted_set.places(TYPES[POOL])]
    folders = list(dict.fromkeys(name.partition("/")[0][3:] for name in names[2:]))
    assert folders == [evidence.kept_name(title) for title in titles if evidence.kept_name(title) in folders]
    assert folders[:4] == ["공급기업 등록 신청서", "서약서", "기업(신용)정보 동의서", "정보활용 동의서"]


def test_every_kind_of_evidence_has_one_place_in_every_table():
    for purpose in (PROJECT, POOL, CONSULTING):
        placed = [kind for _, _, kinds in submitted_set.places(TYPES[purpose]) for kind in kinds]
        assert sorted(placed) == sorted(kind.slug for kind in TYPES[purpose].evidence)


# The pages


def test_after_submitting_the_set_comes_first_and_drafts_are_folded_and_called_so(lead, application):
    documents = f"/applications/{application.token}/documents/"
    before = lead.get(documents).page.main
    assert "초안 모두 내려받기" in before.select_one(".krds-btn.primary").get_text()
    hand_in(application)

    for path in (documents, f"/applications/{application.token}/receipt"):
        main = lead.get(path).page.main
        (primary,) = main.select(".krds-btn.primary")
        assert primary["href"] == f"/applications/{application.token}/submitted/all.zip"
    drafts = lead.get(documents).page.main.select_one("details")
    assert drafts.select_one("summary").get_text().startswith("초안")
    assert "초안 모두 내려받기" in drafts.get_text()
    name = unquote(lead.get(f"{documents}all.zip").headers["Content-Disposition"])
    assert "초안_신청서류_" in name


def test_hashes_are_folded_away_on_the_receipt(lead, application):
    hand_in(application)

    page = lead.get(f"/applications/{application.token}/receipt").page

    assert page.select(".hash")
    assert all(tag.closest("details") for tag in page.select(".hash"))


def test_staff_takes_the_set_too_and_every_taking_is_logged(application, client):
    posts()
    submission = hand_in(application)
    client.sign_in(LEAD_AGENCY, proved=True)
    client.post(f"/staff/applications/{application.token}/submitted/reason", data={"why": "심사 회의 자료"})
    page = client.get(f"/staff/applications/{application.token}/").page
    address = page.select_one("a[href$='submitted/all.zip']")["href"]

    file = zipped(client.get(address))

    assert len(file.namelist()) > submission.documents.count()
    assert "제출본 모두 (제1차, ZIP)" in client.get("/staff/log/").page.main.get_text()


def test_the_proof_lists_the_evidence_and_names_who_received_it(lead, application):
    submission = hand_in(application)

    text = text_of(submission.documents.order_by(StoredDocument.id.desc()).get().content)

    for part in submission.snapshot["parties"]:
        for row in part["evidence"]:
            assert row["name"] in text
            assert row["sha256"] in text
    assert "받은 곳" in text
    assert "스마트서비스 신청 도우미(비공식)" in text


# The PDF


@pytest.fixture
def workshop(monkeypatch):
    """LibreOffice replaced: every document becomes this PDF."""

    def printed(contents, folder, progress):
        progress(0, len(contents))
        paths = [folder / f"{number}.pdf" for number, _ in enumerate(contents)]
        for path in paths:
            path.write_bytes(pages())
        return paths

    monkeypatch.setattr(documents_pdf, "convert", printed)


def asked(client, application: Application) -> Conversion:
    response = client.post(f"/applications/{application.token}/submitted/pdf/", data={})
    assert response.status_code == 303
    conversions.pump()
    return Conversion.select().order_by(Conversion.id.desc()).get()


def outline(application: Application, client, row: Conversion) -> list[str]:
    got = client.get(f"/applications/{application.token}/submitted/pdf/{row.token}")
    assert got.status_code == 200
    return [str(item.title) for item in PdfReader(io.BytesIO(got.data)).outline]


def test_the_pdf_binds_documents_and_certificates_in_the_same_order(lead, application, workshop):
    hand_in(application)

    row = asked(lead, application)

    assert (row.state, row.revision) == ("done", 1), row.why
    titles = outline(application, lead, row)
    names = all_of(lead, application).namelist()[1:]
    assert len(titles) == len(names)
    assert titles[0].startswith("[제출 확인서]")
    assert titles[1].startswith("[서식1]")
    assert row.name.startswith("제출본_2024-221-R00001_제1차")


def test_a_certificate_that_cannot_be_bound_stays_out_and_is_named(lead, application, workshop):
    bad = Evidence.of(Party.present(application)[0].company).first()
    evidence.file_of(bad).path.write_bytes(b"%PDF-1.7 nothing that follows")
    hand_in(application)

    row = asked(lead, application)

    assert row.state == "done"
    assert bad.name in row.why
    page = lead.get(f"/applications/{application.token}/submitted/pdf/").page
    assert bad.name in page.select_one("#conversion").get_text()


def test_another_edition_is_made_anew_and_anothers_company_s_is_not_given(lead, client, application, workshop):
    hand_in(application)
    first = asked(lead, application)
    assert asked(lead, application) == first
    change(application)
    hand_in(application)

    assert "PDF 만들기" in lead.get(f"/applications/{application.token}/submitted/pdf/").page.main.get_text()
    second = asked(lead, application)
    assert (second.revision, second.id != first.id) == (2, True)

    client.sign_in(SUPPLIER)
    home = f"/applications/{application.token}/submitted/pdf"
    assert client.get(f"{home}/{second.token}").status_code == 404
    own = asked(client, application)
    assert own.company == Party.present(application)[1].company
    assert not any("온결케어" in title for title in outline(application, client, own) if " – " in title)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
def test_libreoffice_makes_it(lead, application):
    hand_in(application)

    row = asked(lead, application)

    assert row.state == "done", row.why
    assert outline(application, lead, row)[1].startswith("[서식1]")
