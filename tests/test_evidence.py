"""Evidence: what is taken in, under which name, and how it is given back."""

import errno
import io
import unicodedata
from datetime import timedelta
from urllib.parse import unquote

import pytest
from peewee import IntegrityError

from models.application import Party
from models.base import now, token
from models.company import Company
from models.evidence import Evidence
from services.documents import generate
from services.drafts import checks, evidence, loading
from services.drafts.applications import load_view
from services.files import file_store
from services.scheduled import retention
from tests.applying import LEAD, fresh, person
from tests.pages import told
from tests.test_docgen_pictures import GOOD
from tests.upload_pictures import draw
from tests.uploads import PDF, WHOLE

SAID = {"kind": "business_registration", "issuer": "국세청", "number": "A-1", "issued": "2024-04-01", "expires": ""}


@pytest.fixture
def company(application) -> Company:
    return Party.present(application)[0].company


@pytest.fixture
def attach(lead, application):
    """Upload a file as the evidence page does; its answer."""

    def send(content: bytes = PDF, name: str = "증명원.pdf", **said: str):
        data = SAID | said | {"file": (io.BytesIO(content), name)}
        return lead.post(f"/applications/{application.token}/evidence/", data=data)

    return send


def newest(company: Company) -> Evidence:
    return Evidence.of(company).first()


def add(company: Company, content: bytes = PDF, name: str = "a.pdf", kind: str = "business_registration") -> Evidence:
    row = evidence.add(company, io.BytesIO(content), name, person(LEAD))
    said = {"kind": kind, "issuer": "국세청", "number": "", "issued": None, "expires": None}
    evidence.describe([row], said, now())
    return Evidence.get_by_id(row.id)


def padded(size: int) -> bytes:
    """A PDF of this size, unlike any other of these tests."""
    return PDF.replace(b"\n", b"\n%" + token().encode() + b"\n", 1).ljust(size, b"%")[: size - 6] + b"\n%%EOF"[-6:]


# What is taken


@pytest.mark.parametrize("ending", WHOLE)
def test_a_file_whose_content_is_what_its_name_says_is_taken(attach, company, ending):
    content = WHOLE[ending]

    assert attach(content, f"서류.{ending.upper()}").status_code == 303
    assert evidence.file_of(newest(company)).read_bytes() == content


@pytest.mark.parametrize(("content", "name"), [(b"MZ\x90\x00", "증명원.pdf"), (PDF, "증명원.exe"), (b"", "증명원.pdf")])
def test_anything_else_is_refused_beside_the_field_and_nothing_else_typed_is_lost(attach, company, content, name):
    before = Evidence.of(company).count(), len(list(file_store.folder().iterdir()))

    response = attach(content, name, issuer="세무서 이름", number="가-77")

    assert response.status_code == 422
    assert response.page.select_one("#file-error")
    assert response.page.select_one("#file[aria-describedby~=file-error]")
    assert response.page.select_one("[name=issuer]")["value"] == "세무서 이름"
    assert response.page.select_one("[name=number]")["value"] == "가-77"
    assert (Evidence.of(company).count(), len(list(file_store.folder().iterdir()))) == before


def test_no_file_at_all_is_refused_beside_the_field(lead, application):
    response = lead.post(f"/applications/{application.token}/evidence/", data=SAID)

    assert response.status_code == 422
    assert "골라" in response.page.select_one("#file-error").get_text()


def test_what_came_beside_a_refused_file_is_shown_as_brought(lead, application):
    loading.memo.clear()  # the request reads the companies before it describes the file, and again for its page
    files = [(io.BytesIO(PDF), "증명원.pdf"), (io.BytesIO(b"MZ"), "다른.exe")]

    response = lead.post(f"/applications/{application.token}/evidence/", data=SAID | {"file": files})

    assert response.status_code == 422
    assert "증명원.pdf" in response.page.select_one(f"#{SAID['kind']}").get_text()


def test_a_wrong_day_keeps_the_file_and_everything_typed(attach, lead, company, application):
    before = fresh(application).revision

    response = attach(issued="2024-13-45", issuer="세무서 이름")

    assert response.status_code == 422
    assert "파일은 올려 두었습니다. 정보를 더 적어 주세요" in response.page.select_one("#error-summary").get_text()
    assert response.page.select_one("[name=issued]")["value"] == "2024-13-45"
    row = newest(company)
    assert (row.kind, row.issuer, row.name) == ("", "세무서 이름", "증명원.pdf")
    assert fresh(application).revision == before, "what nobody described is in no application"
    assert response.page.select_one("#upload [name=evidence]")["value"] == row.token

    sent = SAID | {"evidence": row.token, "issued": "2024-04-02"}
    assert lead.post(f"/applications/{application.token}/evidence/", data=sent).status_code == 303
    row = Evidence.get_by_id(row.id)
    assert (row.kind, row.issuer, str(row.issued)) == ("business_registration", "국세청", "2024-04-02")
    assert fresh(application).revision == before + 1


def test_a_file_of_20_mb_is_taken_and_one_byte_more_is_refused_in_the_page(attach, company):
    limit = evidence.FILE_LIMIT

    response = attach(padded(limit + 1), issuer="세무서 이름")
    assert response.status_code == 422
    assert "20MB" in response.page.select_one("#file-error").get_text()
    assert response.page.select_one("[name=issuer]")["value"] == "세무서 이름"

    assert attach(padded(limit)).status_code == 303
    assert newest(company).size == limit


def test_far_too_much_is_refused_with_a_page(attach):
    response = attach(padded(evidence.POST_LIMIT + 1))

    assert response.status_code == 413
    assert "20MB" in response.page.main.get_text()


def test_a_company_has_room_for_100_mb_and_again_when_what_it_removed_is_swept(company):
    rows = [add(company, padded(evidence.FILE_LIMIT)) for _ in range(4)]
    left = evidence.COMPANY_LIMIT - evidence.used(company)

    with pytest.raises(evidence.Refused, match="100MB"):
        add(company, padded(left + 1))
    add(company, padded(left))
    with pytest.raises(evidence.Refused, match="100MB"):
        add(company)
    files = len(list(file_store.folder().iterdir()))
    evidence.remove(rows[0], now())
    with pytest.raises(evidence.Refused, match="30일"):
        add(company)
    assert evidence.sweep(now() + evidence.RETENTION) == 1
    assert len(list(file_store.folder().iterdir())) == files - 1
    add(company)
    assert len(list(file_store.folder().iterdir())) == files


def test_a_kind_nobody_asks_this_company_for_is_404(attach):
    assert attach(kind="careers").status_code == 404
    assert attach(kind="nonsense").status_code == 404


# Names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("사업자등록증명원 (2024).pdf", "사업자등록증명원 (2024).pdf"),
        (unicodedata.normalize("NFD", "증명원.pdf"), "증명원.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\나\\문서.pdf", "문서.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("나쁜\x00이름\n.pdf", "나쁜이름.pdf"),
        ('a:b*c?"<d>|.pdf', "abcd.pdf"),
        (".pdf", "파일.pdf"),
        ("  빈칸 .pdf", "빈칸 .pdf"),
        ("&lt;b&gt;<b>.pdf", "&lt;b&gt;b.pdf"),
        ("..", "파일"),
        (".", "파일"),
        (" . . ", "파일"),
        ("../..", "파일"),
        ("주식회사 한빛.", "주식회사 한빛"),
        ("증명원.pdf.", "증명원.pdf"),
    ],
)
def test_a_name_keeps_its_hangul_and_loses_what_no_file_system_takes(given, kept):
    assert evidence.kept_name(given) == kept


@pytest.mark.parametrize("character", ["가", "a", "😀", "é"])
def test_a_long_name_is_cut_at_a_whole_character_and_keeps_its_ending(character):
    kept = evidence.kept_name(character * 300 + ".pdf")

    assert len(kept.encode()) <= evidence.NAME_BYTES
    assert kept == character * ((evidence.NAME_BYTES - 4) // len(character.encode())) + ".pdf"


def test_a_name_of_a_thousand_characters_and_no_ending_is_refused_kindly(attach):
    assert attach(name="가" * 1000).status_code == 422


# Giving back


def test_a_file_comes_back_as_it_was_as_an_attachment_nobody_sniffs_or_stores(attach, lead, application, company):
    content = PDF + b"%<script>alert(1)</script>\n"
    attach(content, "증명원 1.pdf")
    row = newest(company)

    response = lead.get(f"/applications/{application.token}/evidence/{row.token}")

    assert response.data == content
    assert response.mimetype == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "증명원 1.pdf" in unquote(response.headers["Content-Disposition"])


def test_files_and_their_folder_are_for_the_site_alone(attach, company):
    attach()

    path = evidence.file_of(newest(company)).path
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert "증명원" not in path.name


def test_what_was_attached_appears_on_the_page_and_on_the_documents(attach, lead, application):
    attach(name="새로 받은 증명원.pdf")

    page = lead.get(f"/applications/{application.token}/evidence/").page
    assert "새로 받은 증명원.pdf" in page.main.get_text()
    facts = generate.document_context(load_view(fresh(application)))
    assert facts["companies"][0]["evidence"]["business_registration"]["file"].startswith("새로 받은 증명원.pdf")


def test_every_file_of_a_kind_stands_on_the_documents_newest_first(attach, application, company):
    before = Evidence.of(company).where(Evidence.kind == "business_registration").get().name
    attach(name="둘째 증명원.pdf")

    facts = generate.document_context(load_view(fresh(application)))

    names = f"둘째 증명원.pdf\n{before}"
    assert facts["companies"][0]["evidence"]["business_registration"]["file"] == names
    assert names in [row["files"] for row in facts["attachments"]]


def test_what_is_missing_or_out_of_date_is_told_at_its_kind_and_listed_once(lead, application, company):
    rows = {row.kind: row for row in Evidence.of(company)}
    evidence.remove(rows["business_registration"], now())
    long_ago = now().date() - timedelta(days=400)
    said = {name: getattr(rows["sme_certificate"], name) for name in ("kind", "issuer", "number")}
    evidence.describe([rows["sme_certificate"]], said | {"issued": long_ago, "expires": long_ago}, now())

    page = lead.get(f"/applications/{application.token}/evidence/").page

    listed = [link["href"] for link in page.select(".alert.warning > .alert-body a")]
    assert set(listed) == {"#business_registration", "#sme_certificate"}
    assert len(listed) == 2
    assert "필수" in page.select_one("#business_registration h2").get_text()
    assert "공고가 정한 제출서류" in page.select_one("#business_registration details").get_text()
    assert "만료되어" in page.select_one("#sme_certificate .finding").get_text()
    assert not page.select(".alert.danger")


def test_a_row_that_cannot_be_written_leaves_no_file(company):
    before = set(file_store.folder().iterdir())

    with pytest.raises(IntegrityError):
        evidence.add(Company(id=company.id + 1000), io.BytesIO(PDF), "a.pdf", person(LEAD))

    assert set(file_store.folder().iterdir()) == before


def test_a_disk_that_fills_while_a_file_is_written_keeps_no_part_of_it(company, monkeypatch):
    before = set(file_store.folder().iterdir())

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(file_store.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        evidence.add(company, io.BytesIO(PDF), "a.pdf", person(LEAD))

    assert set(file_store.folder().iterdir()) == before


def test_a_file_no_row_names_is_swept_a_day_later_and_no_other(company, application):
    add(company)
    draw(application, "seal", GOOD)
    kept = set(file_store.folder().iterdir())
    left = file_store.folder() / token()
    left.write_bytes(PDF)
    later = now() + file_store.ORPHANED + timedelta(minutes=1)

    assert retention.run(now())["files without a row"] == 0
    assert retention.run(later, dry=True)["files without a row"] == 1
    assert left.exists()
    assert retention.run(later)["files without a row"] == 1
    assert set(file_store.folder().iterdir()) == kept


def test_a_file_that_is_gone_is_404_and_owed_again(lead, application, company):
    row = Evidence.of(company).where(Evidence.kind == "business_registration").get()
    evidence.file_of(row).path.unlink()

    assert lead.get(f"/applications/{application.token}/evidence/{row.token}").status_code == 404
    page = lead.get(f"/applications/{application.token}/evidence/").page
    assert "파일이 없습니다" in page.main.get_text()
    assert not checks.verdict(load_view(application)).ready


def test_what_was_said_of_a_certificate_is_mended_within_the_application(attach, lead, application, company):
    attach()
    row = newest(company)
    path = f"/applications/{application.token}/evidence/"
    page = lead.get(path).page
    link = next(tag["href"] for tag in page.select(f"#{row.kind} a") if "고치기" in tag.get_text())
    assert link.startswith(path)

    page = lead.get(link.split("#")[0]).page
    assert page.select_one("#upload [name=number]")["value"] == "A-1"
    assert page.select_one("#upload [name=evidence]")["value"] == row.token
    response = lead.post(path, data=SAID | {"number": "B-2", "evidence": row.token})

    assert "서류를 올렸습니다" in told(lead, response)
    assert response.location.endswith(f"#{row.kind}")
    assert lead.get(response.location.split("#")[0]).page.select_one(f"#{row.kind} [role=status]"), "where one is led"
    assert newest(company).number == "B-2"
    assert Evidence.of(company).where(Evidence.kind == row.kind).count() == lead.get(path).page.select_one(
        f"#{row.kind}"
    ).get_text().count("다운로드")
