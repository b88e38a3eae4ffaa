"""Several files of evidence at once: each is kept whatever becomes of the others, and each said to be of its own
kind."""

import io
import unicodedata
import zipfile
from datetime import date

import pytest
from flask.testing import FlaskClient

from models.application import Application, Call, Party
from models.base import now
from models.company import Company
from models.evidence import Evidence
from models.person import Session
from models.rescue import Rescue
from programme.application_types import POOL, PROJECT
from programme.evidence_kinds import kind_named
from programme.rules import ADOPTER
from services.access import accounts
from services.documents import generate
from services.drafts import applications, checks, evidence, exports
from services.drafts.applications import load_view
from services.submissions import registrations
from tests.applying import LEAD, STRANGER, fresh, hand_in, state_of
from tests.call import TYPES
from tests.markup import Element
from tests.pages import sent_by
from tests.uploads import PDF, WHOLE, jpeg, png

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
TAX, OTHER = (
    {"kind": "national_tax", "issued": "2024-04-01"},
    {"kind": "other", "issuer": "특허청", "issued": "2024-04-02"},
)


class Page:
    """The page of several files of one application, and its company's evidence."""

    def __init__(self, client: FlaskClient, application: Application) -> None:
        self.client, self.token = client, application.token
        self.url = f"/applications/{self.token}/evidence/several/"
        self.company: Company = Party.present(application)[0].firm

    def put(self, *files: tuple[bytes, str]):
        sent = [(io.BytesIO(content), name) for content, name in files]
        return self.client.post(self.url, data={"add": "1", "file": sent})

    def say(self, said: dict[str, dict[str, str]], **button: str):
        """Press a button of the page with this said of the files of these names."""
        sent = {name: values for name, values in sent_by(self.form()).items() if name != "file"}
        for name, values in said.items():
            sent |= {f"{self.row(name).token}-{field}": value for field, value in values.items()}
        return self.client.post(self.url, data=sent | (button or {"save": "1"}))

    def form(self) -> Element:
        form = self.client.get(self.url).page.select_one("#several")
        assert form
        return form

    def row(self, name: str) -> Evidence:
        return Evidence.of(self.company).where(Evidence.name == name).get()

    @property
    def waiting(self) -> list[str]:
        return [row.name for row in Evidence.undescribed(self.company)]

    @property
    def application(self) -> Application:
        return Application.get(Application.token == self.token)

    @property
    def attached(self) -> dict[str, str]:
        (party, *_) = Party.present(self.application)
        return {row.name: row.kind for row in Evidence.attached_as_of(party)}

    def chosen(self, name: str) -> str:
        option = self.form().select_one(f"[id='{self.row(name).token}-kind'] option[selected]")
        return str(option["value"]) if option else ""


@pytest.fixture
def page(walked) -> Page:
    email = f"p{Company.select().count()}@example.com"
    application = applications.start(accounts.person_at(email, now()), Call.get(), now())
    client = walked.test_client()
    client.sign_in(email)
    return Page(client, application)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("국세 완납.jpg", "national_tax"),
        ("납세증명서(홈택스).pdf", "national_tax"),
        ("지방세_납세증명.pdf", "local_tax"),
        ("국세·지방세 완납증명.pdf", ""),
        ("사업자등록증명원.pdf", "business_registration"),
        ("사업자등록증.jpg", ""),
        ("국세청 표준재무제표증명 2023.pdf", "financial_statements"),
        ("재무제표 2022.pdf", ""),
        (unicodedata.normalize("NFD", "중소기업 확인서.png"), "sme_certificate"),
        ("IMG_4021.JPG", ""),
        ("image.jpg", ""),
    ],
)
def test_a_kind_is_told_by_a_name_only_where_it_is_sure(name, kind):
    assert kind_named(name, TYPES[PROJECT].kinds(ADOPTER)) == kind


def test_a_registration_tells_the_years_of_statements_apart():
    kinds = TYPES[POOL].evidence
    names = {"재무제표 2023.pdf": "financial_statements", "재무제표 2022.pdf": "earlier_statements", "재무제표.pdf": ""}

    assert {name: kind_named(name, kinds) for name in names} == names


def test_the_good_files_are_kept_and_each_bad_one_is_named_with_its_reason(page):
    large = PDF.ljust(21 * 1024 * 1024, b"%")
    response = page.put(
        (png(), "국세.png"),
        (b"MZ\x90", "악성.exe"),
        (b"MZ\x90", "가짜.pdf"),
        (b"", "빈.jpg"),
        (HEIC, "IMG_1.heic"),
        (HEIC, "IMG_2.jpg"),
        (large, "큰.pdf"),
        (jpeg(), "IMG_3.jpg"),
    )

    assert response.status_code == 422
    assert page.waiting == ["국세.png", "IMG_3.jpg"]
    refused = [tag.get_text() for tag in response.page.select("#file-error p")]
    for name, why in (
        ("악성.exe", "올릴 수 없는 종류"),
        ("가짜.pdf", "내용은 다른 종류"),
        ("빈.jpg", "빈 파일"),
        ("IMG_1.heic", "높은 호환성"),
        ("IMG_2.jpg", "고효율 사진"),
        ("큰.pdf", "20MB까지"),
    ):
        assert any(f"{name}: " in sentence and why in sentence for sentence in refused), name
    assert len(refused) == 6
    summary = response.page.select_one("#error-summary").get_text()
    assert "나머지 파일 2개는 올려 두었습니다" in summary
    assert "가짜.pdf" in summary
    assert [tag.get_text().split(" [")[0] for tag in response.page.select(".card h3")] == [
        "1. 국세.png",
        "2. IMG_3.jpg",
    ]
    assert page.attached == {}


def test_one_file_alone_that_is_refused_is_named_too(page):
    assert "IMG.heic: 휴대폰의" in page.put((HEIC, "IMG.heic")).page.select_one("#file-error").get_text()
    assert "골라 주세요" in page.put().page.select_one("#file-error").get_text()


def test_where_the_company_has_no_room_for_all_those_that_fit_stay(page, monkeypatch):
    monkeypatch.setattr(evidence, "COMPANY_LIMIT", len(PDF) + 10)
    response = page.put((PDF, "먼저.pdf"), (png(), "나중.png"))

    assert response.status_code == 422
    assert page.waiting == ["먼저.pdf"]
    assert "나중.png: 회사마다" in response.page.select_one("#file-error").get_text()


def test_every_file_gets_its_own_kind_in_one_press(page):
    assert page.put((PDF, "국세.pdf"), (png(), "IMG_1.png"), (jpeg(), "IMG_2.jpg")).status_code == 303
    assert [page.chosen(name) for name in page.waiting] == ["national_tax", "", ""]
    before = page.application.revision

    local = {"kind": "local_tax", "issuer": "서울특별시", "issued": "2024-04-03", "expires": "2024-04-20"}
    response = page.say({"국세.pdf": TAX, "IMG_1.png": local, "IMG_2.jpg": OTHER})

    assert response.status_code == 303
    assert response.location.startswith(f"/applications/{page.token}/evidence/?")
    assert page.attached == {"국세.pdf": "national_tax", "IMG_1.png": "local_tax", "IMG_2.jpg": "other"}
    assert page.row("국세.pdf").issuer == "국세청", "who alone issues it need not be typed"
    assert (page.row("IMG_1.png").issuer, page.row("IMG_1.png").expires) == ("서울특별시", date(2024, 4, 20))
    assert page.application.revision == before + 1, "one change of the application"


def test_one_file_is_saved_alone_and_what_was_said_of_the_others_stays(page):
    page.put((PDF, "하나.pdf"), (png(), "둘.png"), (jpeg(), "셋.jpg"))

    said = {"하나.pdf": TAX, "둘.png": {"kind": "local_tax", "number": "가-1"}}
    response = page.say(said, only=page.row("하나.pdf").token)

    assert response.status_code == 303, "nobody asked about the others"
    assert page.attached == {"하나.pdf": "national_tax"}
    assert page.waiting == ["둘.png", "셋.jpg"]
    assert page.chosen("둘.png") == "local_tax"
    assert page.form().select_one(f"[name='{page.row('둘.png').token}-number']")["value"] == "가-1"


def test_the_one_that_lacks_something_keeps_no_other_back(page):
    page.put((PDF, "국세.pdf"), (png(), "둘.png"), (jpeg(), "셋.jpg"), (PDF + b"%2", "넷.pdf"))

    response = page.say({"국세.pdf": TAX, "둘.png": {"kind": "local_tax", "issued": "2024-13-45"}, "셋.jpg": OTHER})

    assert response.status_code == 422
    assert page.attached == {"국세.pdf": "national_tax", "셋.jpg": "other"}
    assert page.waiting == ["둘.png", "넷.pdf"]
    assert "파일 2개의 종류는 저장했습니다" in response.page.select_one("#error-summary").get_text()
    wrong = page.row("둘.png").token
    assert response.page.select_one(f"[id='{wrong}-issued']")["value"] == "2024-13-45"
    assert response.page.select_one(f"[id='{wrong}-issuer-error']")
    assert response.page.select_one(f"[id='{wrong}-kind'] option[selected]")["value"] == "local_tax"
    assert not response.page.select(f"[id^='{page.row('넷.pdf').token}'][aria-invalid]"), "nothing was said of it"


def test_saving_without_a_word_says_what_is_wanted(page):
    page.put((PDF, "하나.pdf"))

    response = page.say({})

    assert response.status_code == 422
    token = page.row("하나.pdf").token
    assert {"kind", "issued"} <= {
        name for name in ("kind", "issued", "expires") if response.page.select_one(f"[id='{token}-{name}-error']")
    }


def test_a_kind_that_is_not_asked_for_here_is_refused(page):
    page.put((PDF, "하나.pdf"))

    assert page.say({"하나.pdf": TAX | {"kind": "employment_roster"}}).status_code == 422
    assert page.waiting == ["하나.pdf"]


def test_a_file_is_removed_and_put_back_without_losing_what_was_typed_beside_it(page):
    page.put((PDF, "하나.pdf"), (png(), "둘.png"))

    response = page.say({"둘.png": {"kind": "local_tax", "issued": "2024-04-01"}}, remove=page.row("하나.pdf").token)
    assert response.status_code == 303
    assert page.waiting == ["둘.png"]
    assert page.chosen("둘.png") == "local_tax"

    back = page.client.get(response.location).page.select_one("[name=put_back]")
    assert back["form"] == "several"
    for _ in range(2):  # pressed twice
        assert page.say({}, put_back=back["value"]).status_code == 303
    assert sorted(page.waiting) == ["둘.png", "하나.pdf"]


def test_more_files_come_while_others_are_being_described(page):
    page.put((PDF, "하나.pdf"))
    sent = {name: values for name, values in sent_by(page.form()).items() if name != "file"}
    sent[f"{page.row('하나.pdf').token}-issued"] = "2024-04-05"

    response = page.client.post(page.url, data=sent | {"add": "1", "file": [(io.BytesIO(png()), "둘.png")]})

    assert response.status_code == 303
    assert page.waiting == ["하나.pdf", "둘.png"]
    assert page.row("하나.pdf").issued == date(2024, 4, 5)


def test_pressing_twice_keeps_each_file_once(page):
    for _ in range(2):
        page.put((PDF, "하나.pdf"), (png(), "둘.png"))

    assert page.waiting == ["하나.pdf", "둘.png"]


def test_more_files_than_a_page_takes_are_described_page_by_page(page, monkeypatch):
    monkeypatch.setattr(evidence, "FILES", 2)
    page.put((PDF, "하나.pdf"), (png(), "둘.png"))
    page.put((jpeg(), "셋.jpg"))

    assert len(page.form().select(".card")) == 2
    assert "나머지 파일 1개" in page.form().get_text()
    assert page.say({"하나.pdf": TAX}).status_code == 303
    assert [page.row(name).token for name in page.waiting] == [
        tag["value"] for tag in page.form().select("[name=evidence]")
    ]


# A file of no kind is owed, and in nothing


def test_what_is_not_described_is_owed_and_warned_of_and_in_nothing(page):
    page.put((PDF, "국세.pdf"), (png(), "IMG_1.png"))
    application = page.application

    verdict = checks.verdict(load_view(application))
    assert [found.id for found in verdict.warns if found.step == "evidence"] == ["R12-undescribed"]
    assert "national_tax" in {found.field for found in verdict.blocks if found.step == "evidence"}

    task_list = page.client.get(f"/applications/{page.token}/").page
    assert "정하지 않은 파일이 2개" in task_list.select_one(".tasks").closest("ol").get_text()
    check = page.client.get(f"/applications/{page.token}/check").page
    assert check.select_one(f"a[href='{page.url}']")
    assert page.client.get(f"/applications/{page.token}/evidence/").page.select_one(
        f".alert.warning a[href='{page.url}']"
    )

    assert exports.export(load_view(application))["parties"][0]["evidence"] == []
    bundle = page.client.get(f"/applications/{page.token}/evidence/all.zip").data
    assert zipfile.ZipFile(io.BytesIO(bundle)).namelist() == ["목록.xlsx"]
    facts = generate.document_context(load_view(application))
    assert facts["companies"][0]["evidence"]["national_tax"]["file"] == ""


def test_a_submission_is_ready_with_such_a_file_and_does_not_hold_it(lead, application):
    page = Page(lead, application)
    page.put((png(), "IMG_1.png"))

    assert checks.verdict(load_view(fresh(application))).ready
    row = next(
        row
        for row in lead.get(f"/applications/{application.token}/").page.select(".tasks li")
        if "증빙" in row.get_text()
    )
    assert "확인 필요" in row.get_text()
    submission = hand_in(application)

    names = [row["name"] for part in submission.snapshot["parties"] for row in part["evidence"]]
    assert names and "IMG_1.png" not in names
    assert state_of(application) == "submitted", "it changes nothing that was submitted"


def test_a_company_that_submitted_keeps_no_removed_file_that_was_in_nothing(lead, application):
    page = Page(lead, application)
    page.put((png(), "IMG_1.png"))
    hand_in(application)
    row = page.row("IMG_1.png")
    path = evidence.file_of(row).path
    evidence.remove(row, now())

    assert evidence.sweep(now() + evidence.RETENTION) == 1
    assert not path.exists()


# Who, when


def test_pictures_are_shown_to_their_company_alone_and_nothing_else_is(page, walked):
    page.put((png(), "IMG_1.png"), (WHOLE["pdf"], "둘.pdf"))
    picture, certificate = (f"{page.url}{page.row(name).token}" for name in ("IMG_1.png", "둘.pdf"))

    response = page.client.get(picture)
    assert (response.mimetype, response.data) == ("image/png", png())
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert page.client.get(certificate).status_code == 404
    assert page.form().select_one("details.picture img")["src"] == picture
    stranger = walked.test_client()
    stranger.sign_in(STRANGER)
    assert stranger.get(picture).status_code == 404
    stranger.sign_in(LEAD)
    other = Page(stranger, applications.start(accounts.person_at(LEAD, now()), Call.get(), now()))
    assert stranger.get(f"{other.url}{page.row('IMG_1.png').token}").status_code == 404


def test_nothing_is_taken_after_closing(page):
    page.put((PDF, "하나.pdf"))
    before = sent_by(page.form())
    Application.update(own_opens_at=now(), own_closes_at=now()).where(Application.token == page.token).execute()
    sent = {name: value for name, value in before.items() if name != "file"} | {
        f"{page.row('하나.pdf').token}-{name}": value for name, value in TAX.items()
    }

    assert page.client.get(page.url).location.endswith("/evidence/")
    assert page.client.post(page.url, data=sent).status_code == 403
    assert page.waiting == ["하나.pdf"]
    assert not [found for found in checks.verdict(load_view(page.application)).warns if found.id == "R12-undescribed"]


def test_what_was_said_is_kept_when_the_session_ended(page):
    page.put((PDF, "하나.pdf"))
    sent = {name: values for name, values in sent_by(page.form()).items() if name != "file"}
    sent |= {f"{page.row('하나.pdf').token}-{name}": value for name, value in OTHER.items()}
    member = page.company.memberships.get().person
    Session.update(ended_at=now()).where(Session.person == member).execute()

    assert "/sign-in" in page.client.post(page.url, data=sent).location
    page.client.sign_in(member.email)
    kept = Rescue.get(Rescue.person == member)
    back = page.client.get(page.client.post(f"/kept/{kept.id}/back", data={}).location).page

    again = {name: values for name, values in sent_by(back.select_one("#several")).items() if name != "file"}
    assert page.client.post(page.url, data=again | {"save": "1"}).status_code == 303
    assert page.attached == {"하나.pdf": "other"}
    assert not Rescue.select().where(Rescue.person == member).exists()


def test_a_registration_takes_several_files_of_its_own_kinds(walked):
    email = f"r{Company.select().count()}@example.com"
    application = registrations.begin(accounts.person_at(email, now()), now())
    client = walked.test_client()
    client.sign_in(email)
    page = Page(client, application)

    page.put((PDF, "고용보험 명부.pdf"), (png(), "재무제표 2022.png"))

    assert [page.chosen(name) for name in page.waiting] == ["employment_roster", "earlier_statements"]
    task_list = client.get(f"/applications/{page.token}/").page
    assert "정하지 않은 파일이 2개" in task_list.get_text()
    said = {name: {"issued": "2024-04-01"} for name in page.waiting}
    assert page.say(said).status_code == 303
    assert page.attached == {"고용보험 명부.pdf": "employment_roster", "재무제표 2022.png": "earlier_statements"}
