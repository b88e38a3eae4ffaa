"""A company's evidence: a file is kept as soon as it arrives, said to be something when its people know, seen by
every application that is open and by none that is closed."""

import io
import re
from datetime import date, timedelta

import pytest

from models.application import Application, Call, Party
from models.base import now
from models.company import Company
from models.evidence import Evidence
from models.person import Session
from models.rescue import Rescue
from services.access import accounts
from services.documents import generate
from services.drafts import applications, checks, companies, evidence
from services.drafts.applications import load_view
from tests.applying import HALF, LEAD, STRANGER, SUPPLIER, application_of, fresh, person
from tests.pages import sent_by, told
from tests.uploads import PDF, pages, png

SAID = {"kind": "other", "issuer": "특허청", "number": "10-1", "issued": "2024-04-01", "expires": ""}


@pytest.fixture
def site(walked):
    return walked.test_client()


@pytest.fixture
def company(walked) -> Company:
    """A company of its own, with somebody signed in who acts for it and an application that is open."""
    application = applications.start(
        accounts.person_at(f"p{Company.select().count()}@example.com", now()), Call.get(), now()
    )
    return Party.present(application)[0].company


@pytest.fixture
def company_evidence_page(site, company):
    return CompanyEvidence(site, company)


class CompanyEvidence:
    def __init__(self, client, company: Company) -> None:
        self.client, self.company, self.url = client, company, f"/companies/{company.token}/evidence/"
        self.member = company.memberships.get().person
        client.sign_in(self.member.email)

    @property
    def application(self) -> Application:
        return Application.get_by_id(Party.get(Party.company == self.company).application_id)

    @property
    def rows(self) -> list[Evidence]:
        return list(Evidence.of(self.company))

    def put(self, *files: tuple[bytes, str], **said: str):
        return self.client.post(
            self.url, data=said | {"file": [(io.BytesIO(content), name) for content, name in files]}
        )

    def page(self, query: str = ""):
        return self.client.get(self.url + query).page


def attached_rows(application: Application) -> list[str]:
    return [row.name for party in Party.present(application) for row in Evidence.attached_as_of(party)]


# Upload first


def test_a_file_and_what_it_is_may_come_together(company_evidence_page):
    response = company_evidence_page.put((PDF, "특허증.pdf"), **SAID)

    assert response.status_code == 303
    assert response.location == f"{company_evidence_page.url}?said=uploaded&of=other#other"
    assert "서류를 올렸습니다" in told(company_evidence_page.client, response)
    (row,) = company_evidence_page.rows
    assert (row.kind, row.issuer, row.issued) == ("other", "특허청", date(2024, 4, 1))
    assert "특허증.pdf" in company_evidence_page.page().select_one("#other").get_text()


def test_a_file_alone_is_kept_and_what_it_is_can_follow(company_evidence_page):
    response = company_evidence_page.put((PDF, "특허증.pdf"))

    assert response.status_code == 422
    assert "파일은 올려 두었습니다. 정보를 더 적어 주세요" in response.page.select_one("#error-summary").get_text()
    assert {field.get_text() for field in response.page.select("#error-summary a")} == {
        "증빙 종류",
        "발급기관",
        "발급일",
    }
    assert [row.kind for row in company_evidence_page.rows] == [""]
    assert attached_rows(company_evidence_page.application) == []

    page = company_evidence_page.page(f"?certificate={company_evidence_page.rows[0].token}")
    assert "미분류" in company_evidence_page.page().main.get_text()
    sent = sent_by(page.select_one("#upload")) | SAID
    assert (
        company_evidence_page.client.post(
            company_evidence_page.url, data={name: v for name, v in sent.items() if name != "file"}
        ).status_code
        == 303
    )
    assert attached_rows(company_evidence_page.application) == ["특허증.pdf"]
    assert "미분류" not in company_evidence_page.page().main.get_text()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": "가" * 61}, "issuer"),
        ({"issued": "2024-13-45"}, "issued"),
        ({"issued": ""}, "issued"),
        ({"expires": "2024-03-31"}, "expires"),
        ({"number": "1" * 201}, "number"),
    ],
)
def test_whatever_is_wrong_beside_it_the_file_stays_and_so_does_everything_typed(company_evidence_page, wrong, field):
    said = SAID | wrong

    response = company_evidence_page.put((PDF, "특허증.pdf"), **said)

    assert response.status_code == 422
    assert response.page.select_one(f"#{field}-error")
    assert len(company_evidence_page.rows) == 1
    shown = sent_by(response.page.select_one("#upload"))
    assert {name: shown[name] for name in said if name != "kind"} == {
        name: [value] for name, value in said.items() if name != "kind"
    }
    assert shown["evidence"] == [company_evidence_page.rows[0].token]


def test_several_files_come_at_once_and_the_bad_one_keeps_none_back(company_evidence_page):
    response = company_evidence_page.put((PDF, "일.pdf"), (b"MZ", "이.pdf"), (png(), "삼.png"), **SAID)

    assert response.status_code == 422
    assert "이.pdf: 이름은 PDF 파일인데" in response.page.select_one("#file-error").get_text()
    assert {(row.name, row.kind) for row in company_evidence_page.rows} == {("일.pdf", "other"), ("삼.png", "other")}


def test_several_files_without_a_word_are_described_together(company_evidence_page):
    response = company_evidence_page.put((PDF, "일.pdf"), (png(), "이.png"))
    tokens = [tag["value"] for tag in response.page.select("#upload [name=evidence]")]

    assert len(tokens) == 2
    assert (
        company_evidence_page.client.post(company_evidence_page.url, data=SAID | {"evidence": tokens}).status_code
        == 303
    )
    assert {row.kind for row in company_evidence_page.rows} == {"other"}


def test_pressing_twice_before_it_is_described_keeps_one(company_evidence_page):
    company_evidence_page.put((PDF, "특허증.pdf"))
    company_evidence_page.put((PDF, "특허증.pdf"))

    assert len(company_evidence_page.rows) == 1
    assert evidence.used(company_evidence_page.company) == len(PDF)


def test_a_document_removed_meanwhile_is_said_to_be_gone(company_evidence_page):
    company_evidence_page.put((PDF, "특허증.pdf"))
    token = company_evidence_page.rows[0].token
    company_evidence_page.client.post(f"{company_evidence_page.url}remove", data={"evidence": token})

    response = company_evidence_page.client.post(company_evidence_page.url, data=SAID | {"evidence": token})

    assert response.status_code == 422
    assert "누가 지웠습니다" in response.page.select_one("#file-error").get_text()
    assert response.page.select_one("[name=issuer]")["value"] == "특허청"


def test_what_was_typed_is_kept_when_the_session_ended_and_finds_its_file_again(company_evidence_page):
    company_evidence_page.put((PDF, "특허증.pdf"))
    page = company_evidence_page.page(f"?certificate={company_evidence_page.rows[0].token}")
    sent = {name: values for name, values in sent_by(page.select_one("#upload")).items() if name != "file"} | SAID
    Session.update(ended_at=now()).where(Session.person == company_evidence_page.member).execute()

    assert "/sign-in" in company_evidence_page.client.post(company_evidence_page.url, data=sent).location
    company_evidence_page.client.sign_in(company_evidence_page.member.email)
    kept = Rescue.get(Rescue.person == company_evidence_page.member)
    assert company_evidence_page.rows[0].token not in company_evidence_page.page().select_one("details").get_text()
    back = company_evidence_page.client.get(
        company_evidence_page.client.post(f"/kept/{kept.id}/back", data={}).location
    ).page

    assert back.select_one("[name=issuer]")["value"] == "특허청"
    again = {name: values for name, values in sent_by(back.select_one("#upload")).items() if name != "file"}
    assert company_evidence_page.client.post(company_evidence_page.url, data=again).status_code == 303
    assert company_evidence_page.rows[0].kind == "other"
    assert not Rescue.select().where(Rescue.person == company_evidence_page.member).exists()


def test_a_300_byte_hangul_name_is_cut_at_a_whole_character_and_comes_back(company_evidence_page):
    company_evidence_page.put((PDF, "가" * 100 + ".pdf"), **SAID)

    (row,) = company_evidence_page.rows
    assert row.name == "가" * 65 + ".pdf"
    assert row.name in company_evidence_page.page().main.get_text()


def test_a_pdf_that_asks_for_a_password_is_refused_and_what_limits_mean_is_said(company_evidence_page):
    response = company_evidence_page.put((pages(password="비밀"), "잠긴.pdf"), **SAID)
    assert "암호를 풀고 저장한 뒤" in response.page.select_one("#file-error").get_text()
    assert not company_evidence_page.rows

    company_evidence_page.put((pages(limits="주인"), "제한.pdf"), **SAID)
    assert company_evidence_page.rows[0].locked
    assert "그대로 낼 수 있습니다" in company_evidence_page.page().select_one("#other").get_text()


def test_room_is_said_beforehand_with_what_is_used(company_evidence_page):
    assert "썼습니다" not in company_evidence_page.page().select_one(".lead").get_text()
    company_evidence_page.put((PDF.replace(b"\n", b"\n%" + b"x" * 1_000_000 + b"\n", 1), "큰.pdf"))

    lead = company_evidence_page.page().select_one(".lead").get_text()
    assert "20MB" in lead
    assert "100MB" in lead
    assert "1.0MB" in lead


# One company's evidence for every application


def test_a_document_uploaded_once_goes_into_every_application_of_the_company(company_evidence_page):
    other = applications.start(company_evidence_page.member, Call.get(), now())
    before = [fresh(row).revision for row in (company_evidence_page.application, other)]
    company_evidence_page.put((PDF, "특허증.pdf"), **SAID)

    assert attached_rows(company_evidence_page.application) == attached_rows(other) == ["특허증.pdf"]
    assert [fresh(row).revision for row in (company_evidence_page.application, other)] == [
        number + 1 for number in before
    ]
    pages_ = [
        company_evidence_page.client.get(f"/applications/{row.token}/evidence/").page
        for row in (company_evidence_page.application, other)
    ]
    assert all("특허증.pdf" in page.select_one("#other").get_text() for page in pages_)
    serving = {tag.get_text() for tag in company_evidence_page.page().select("aside a")}
    assert serving == {f"과제신청 {row.number}" for row in (company_evidence_page.application, other)}


def test_an_application_says_when_a_file_is_not_described_yet(company_evidence_page):
    company_evidence_page.put((PDF, "특허증.pdf"))

    page = company_evidence_page.client.get(f"/applications/{company_evidence_page.application.token}/evidence/").page
    assert page.select_one(".alert.warning a[href$='/evidence/several/']")


def test_describing_a_document_anew_changes_it_everywhere_and_keeps_its_address(company_evidence_page):
    company_evidence_page.put((PDF, "특허증.pdf"), **SAID)
    (row,) = company_evidence_page.rows
    before = company_evidence_page.application.revision

    sent = sent_by(company_evidence_page.page(f"?certificate={row.token}").select_one("#upload"))
    assert sent["issuer"] == ["특허청"]
    sent = {name: values for name, values in sent.items() if name != "file"} | {"issuer": ["특허심판원"]}
    company_evidence_page.client.post(company_evidence_page.url, data=sent)

    (again,) = company_evidence_page.rows
    assert (again.token, again.storage, again.issuer) == (row.token, row.storage, "특허심판원")
    assert company_evidence_page.application.revision == before + 1
    assert evidence.used(company_evidence_page.company) == len(PDF), "the same file is counted once"
    company_evidence_page.client.post(company_evidence_page.url, data=sent)
    assert company_evidence_page.application.revision == before + 1, "saying the same again changes nothing"


def test_sweeping_what_a_document_was_before_leaves_its_file(company_evidence_page):
    company_evidence_page.put((PDF, "특허증.pdf"), **SAID)
    evidence.describe(company_evidence_page.rows, SAID | {"issuer": "다른 곳", "issued": None, "expires": None}, now())

    evidence.sweep(now() + evidence.RETENTION)
    assert Evidence.select().where(Evidence.company == company_evidence_page.company).count() == 1
    assert evidence.file_exists(company_evidence_page.rows[0])


# After closing


@pytest.fixture
def closed(company_evidence_page):
    """The company's application in a call of its own, open until a moment ago, with one certificate."""
    company_evidence_page.put((PDF, "마감 전.pdf"), **SAID)
    call = Call.create(
        slug=f"closed-{company_evidence_page.company.id}",
        package="2024-221",
        opens_at=now() - timedelta(days=9),
        closes_at=now(),
    )
    Application.update(call=call).where(Application.id == company_evidence_page.application.id).execute()
    yield company_evidence_page
    Call.delete().where(Call.id == call.id, Call.id.not_in(Application.select(Application.call))).execute()


def shown(application: Application) -> list:
    facts = generate.document_context(load_view(fresh(application)))
    return facts["companies"][0]["evidence"]["other"], facts["attachments"], facts["stamp"]


def test_the_companys_evidence_is_open_after_closing_and_the_draft_stays_as_it_was(closed):
    before, revision = shown(closed.application), closed.application.revision

    assert closed.put((png(), "마감 뒤.png"), **SAID).status_code == 303
    assert shown(closed.application) == before
    evidence.describe([closed.rows[-1]], SAID | {"issuer": "고친 곳", "issued": None, "expires": None}, now())
    assert shown(closed.application) == before
    for row in closed.rows:
        assert closed.client.post(f"{closed.url}remove", data={"evidence": row.token}).status_code == 303
    assert shown(closed.application) == before
    assert closed.application.revision == revision
    assert closed.rows == []
    page = closed.client.get(f"/applications/{closed.application.token}/evidence/").page
    assert "마감 전.pdf" in page.select_one("#other").get_text()
    assert "접수가 끝났습니다" in page.main.get_text()
    assert not page.select("#upload")


def test_the_page_of_a_closed_application_takes_nothing_and_keeps_the_words(closed):
    home = f"/applications/{closed.application.token}/evidence/"
    page = closed.client.get("/applications/").page
    author = re.search(r'name="author" value="([^"]+)"', closed.client.get(closed.url).get_data(as_text=True))[1]
    assert page

    response = closed.client.post(home, data=SAID | {"author": author, "file": (io.BytesIO(png()), "늦은.png")})

    assert response.status_code == 403
    assert [row.name for row in closed.rows] == ["마감 전.pdf"]
    assert Rescue.get(Rescue.person == closed.member).sent["issuer"] == ["특허청"]


def test_an_application_that_opens_again_sees_what_the_companys_evidence_has_by_then(closed):
    closed.put((png(), "마감 뒤.png"), **SAID)
    evidence.catch_up(now())
    assert attached_rows(closed.application) == ["마감 전.pdf"]

    Call.update(closes_at=now() + timedelta(days=1)).where(Call.id == closed.application.call_id).execute()
    revision = closed.application.revision
    evidence.catch_up(now())
    assert attached_rows(closed.application) == ["마감 뒤.png", "마감 전.pdf"]
    assert closed.application.revision == revision + 1
    evidence.catch_up(now())
    assert closed.application.revision == revision + 1


# Who may


def test_members_of_the_company_alone_reach_its_evidence(company_evidence_page, site):
    company_evidence_page.put((PDF, "특허증.pdf"), **SAID)
    for email in (STRANGER, HALF, SUPPLIER):
        site.sign_in(email)
        assert site.get(company_evidence_page.url).status_code == 404
        assert site.get(f"{company_evidence_page.url}{company_evidence_page.rows[0].token}").status_code == 404
    assert site.get("/companies/AAAAAAAAAAAAAAAAAAAAAA/evidence/").status_code == 404


def test_the_list_of_applications_leads_to_each_evidence(site, walked):
    site.sign_in(LEAD)
    company = application_of(LEAD).company

    page = site.get("/applications/").page

    assert page.select_one(f"a[href='/companies/{company.token}/evidence/']")
    assert companies.name_of(company) in page.main.get_text()
    assert checks.verdict(load_view(application_of(LEAD), person(LEAD))).ready
