"""Evidence as one ZIP: whole, named in Hangul, listed with its hashes, and nobody's but whose it is."""

import hashlib
import io
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from models.application import Application, Party
from models.base import now
from models.evidence import Evidence
from models.submission import Submission
from services.documents import evidence_zip
from services.drafts import evidence
from services.files.stored_file import StoredFile
from tests.applying import LEAD, SUPPLIER, application_of, fresh, hand_in, person
from tests.test_staff_exports import cells
from tests.uploads import PDF, png

HERE = StoredFile(Path(__file__))
SAID = {"kind": "other", "issuer": "특허청", "number": "", "issued": None, "expires": None}


@pytest.fixture
def application(walked) -> Application:
    return application_of(LEAD)


@pytest.fixture
def client(walked):
    return walked.test_client()


def put(application: Application, name: str, content: bytes = PDF, **said: object) -> Evidence:
    row = evidence.add(application.company, io.BytesIO(content), name, person(LEAD))
    evidence.describe([row], SAID | said, now())
    return Evidence.get_by_id(row.id)


def fetch(client, application: Application, name: str) -> tuple[zipfile.ZipFile, list[list[str]]]:
    response = client.get(f"/applications/{application.token}/evidence/{name}")
    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(len(response.data))
    assert response.mimetype == "application/zip"
    made = zipfile.ZipFile(io.BytesIO(response.data))
    assert made.testzip() is None
    assert {entry.compress_type for entry in made.infolist()} == {zipfile.ZIP_STORED}
    return made, cells(made.read("목록.xlsx"))


def test_a_company_gets_its_own_documents_and_a_list_of_their_hashes(client, application):
    client.sign_in(LEAD)
    put(application, "특허증.pdf")

    made, (headings, *rows) = fetch(client, application, "all.zip")

    assert headings[-1] == "SHA-256"
    assert [row[0] for row in rows] == made.namelist()[1:]
    assert {row[1] for row in rows} == {"주식회사 온결케어(가상)"}
    for row in rows:
        assert hashlib.sha256(made.read(row[0])).hexdigest() == row[-1]
    assert "주식회사 온결케어(가상)/기타 증빙_특허증.pdf" in made.namelist()
    disposition = client.get(f"/applications/{application.token}/evidence/all.zip").headers["Content-Disposition"]
    assert unquote(disposition).endswith(f"증빙_{application.number}.zip")


def test_two_documents_of_one_name_are_told_apart_in_upper_and_lower_case_too(client, application):
    client.sign_in(LEAD)
    for number, name in enumerate(("같은.pdf", "같은.pdf", "같은.PDF")):
        put(application, name, PDF + b"%" * number)

    made, rows = fetch(client, application, "all.zip")

    same = [name.rpartition("_")[2] for name in made.namelist() if "같은" in name]
    assert same == ["같은.pdf", "같은 (2).pdf", "같은 (3).PDF"]
    assert len(rows) == len(made.namelist())


@pytest.mark.parametrize(
    "typed", ["=HYPERLINK()", "＝1+1", "-2", "@x", "\t1", "202404010012345678", "0012", "1E5", "4-1"]
)
def test_what_was_typed_stays_text_in_a_spreadsheet(typed):
    facts = {"kind": "other", "name": "a.pdf", "issuer": typed, "number": typed, "issued": None, "expires": None}
    certificate = evidence_zip.Certificate(typed, facts | {"size": 1, "sha256": "0"}, None)

    sheet = zipfile.ZipFile(io.BytesIO(evidence_zip.manifest([("", certificate)])))

    (_, row) = cells(evidence_zip.manifest([("", certificate)]))
    assert [row[place].strip("\t␉") for place in (1, 3, 4)] == [typed.strip("\t")] * 3
    text = sheet.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in text
    assert text.count('t="s"') == text.count("<v>") - 1, "every cell but the size is text"


@pytest.mark.parametrize("name", ["..", ".", "...", " .. ", "../..", "회사/..", "\u202e.."])
def test_a_company_called_by_dots_leads_out_of_no_folder(name):
    facts = {"kind": "other", "name": name, "issuer": "", "number": "", "issued": None, "expires": None}
    certificate = evidence_zip.Certificate(name, facts | {"size": 1, "sha256": "0"}, HERE)

    (_, (path, _)) = evidence_zip.files([certificate])

    assert path == "파일/기타 증빙_파일"


def test_what_people_typed_leads_out_of_no_folder(application):
    facts = {
        "kind": "other",
        "name": "../../=cmd.pdf",
        "issuer": "=1+1",
        "number": "@x",
        "issued": None,
        "expires": None,
    }
    wild = evidence_zip.Certificate("../../C:\\윈도우/=회사", facts | {"size": 1, "sha256": "0"}, HERE)

    (listed, file) = evidence_zip.files([wild])

    assert file[0] == "=회사/기타 증빙_=cmd.pdf"
    assert listed[0] == "목록.xlsx"


def test_the_lead_gets_what_everybody_submitted_even_if_it_was_taken_back_since(client, application):
    hand_in(application)
    for party in Party.present(application):
        evidence.remove(Evidence.of(party.company).where(Evidence.kind == "national_tax").get(), now())
    client.sign_in(LEAD)

    made, (_, *rows) = fetch(client, application, "submitted.zip")

    documents = {
        certificate["sha256"] for part in Submission.get().snapshot["parties"] for certificate in part["evidence"]
    }
    assert {row[-1] for row in rows} == documents
    assert len({row[1] for row in rows}) == 2
    assert sum(row[2] == "국세 납세증명서" for row in rows) == 2
    assert len(made.namelist()) == len(rows) + 1
    assert "국세 납세증명서" not in {row[2] for row in fetch(client, application, "all.zip")[1]}
    page = client.get(f"/applications/{application.token}/evidence/").page
    assert page.select_one("a[href$='submitted.zip']")


def test_a_supplier_gets_its_own_alone(client, application):
    client.sign_in(SUPPLIER)

    rows = fetch(client, application, "all.zip")[1][1:]

    own = next(party for party in Party.present(application) if party.role == "supplier")
    assert {row[-1] for row in rows} == {row.sha256 for row in Evidence.attached_as_of(own)}
    assert client.get(f"/applications/{application.token}/evidence/submitted.zip").status_code == 404


def test_a_document_whose_file_is_not_here_stands_in_the_list_alone(client, application):
    client.sign_in(LEAD)
    row = put(application, "사라진.png", png())
    evidence.file_of(row).path.unlink()

    made, rows = fetch(client, fresh(application), "all.zip")

    assert not [name for name in made.namelist() if "사라진" in name]
    assert [cells[0] for cells in rows if "사라진" in cells[0]] == ["사라진.png (파일 없음)"]
    evidence.remove(row, now())
