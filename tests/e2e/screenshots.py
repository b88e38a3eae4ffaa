"""`make screenshots`: every page and state of the site, on a phone and a desktop, as PNG in var/screenshots."""

import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FilePayload, ViewportSize, sync_playwright

import config
from programme.application_types import POOL, PROJECT
from tests.call import WIZARDS
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.person import DESKTOP, PHONE, Person
from tests.e2e.site import Site, open_site

FOLDER = config.HOUSE / "var" / "screenshots"
SIZES: dict[str, ViewportSize] = {"phone": PHONE, "desktop": DESKTOP}
LEAD, SUPPLIER, HALF = "plan@ongyeol.example.com", "ceo@s1.example.com", "ops@haneulgil.example.com"
STEPS = [step.slug for wizard in WIZARDS[PROJECT] for step in wizard.steps]


class Photographer(Person):
    """Takes every page in all sizes; the pictures are numbered in the order they were taken."""

    taken = 0

    def look(self) -> None:
        """The tests look for faults; here the reader of the pictures does."""

    def take(self, name: str, path: str = "") -> None:
        if path:
            self.go(path)
        Photographer.taken += 1
        for size, viewport in SIZES.items():
            self.page.set_viewport_size(viewport)
            folder = FOLDER / size
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{Photographer.taken:03}-{name}.png", full_page=True)
        self.page.set_viewport_size(DESKTOP)


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        before_signing_in(browser, site)
        task_list = new_application(browser, site)
        finished_application(browser, site)
        half_application(browser, site)
        registrations(browser, site)
        after_closing(browser, site, task_list)
        browser.close()
    print(f"{Photographer.taken} pages in {FOLDER}")


def before_signing_in(browser: Browser, site: Site) -> None:
    visitor = Photographer(browser, site, "new@example.com")
    visitor.take("suppliers", "/suppliers/")
    visitor.take("suppliers-none", "/suppliers/?q=없는말")
    visitor.take("compare-none", "/suppliers/compare")
    for name, path in (
        ("home", "/"),
        ("help", "/help"),
        ("words", "/help/terms"),
        ("sign-in", "/sign-in"),
        ("not-found", "/nowhere"),
    ):
        visitor.take(name, path)
    visitor.go("/sign-in")
    visitor.page.get_by_label("이메일").fill("이메일 아님")
    visitor.press("번호 받기")
    visitor.take("sign-in-wrong")
    visitor.page.get_by_label("이메일").fill(visitor.email)
    visitor.press("번호 받기")
    visitor.take("code")
    visitor.page.get_by_label("번호", exact=True).fill("000000")
    visitor.press("로그인", exact=True, inside="#main-content")
    visitor.take("code-wrong")
    site.code_for(visitor.email, 0)  # the mail has come
    visitor.take("mail", "/dev/mail")
    visitor.page.locator("main .cards a").first.click()
    visitor.take("stored-mail")
    visitor.leave()


def new_application(browser: Browser, site: Site) -> str:
    """An application nobody has written in yet, then its first pages; returns its address."""
    writer = Photographer(browser, site, "new@example.com")
    writer.sign_in()
    writer.take("applications-none")
    writer.press("새 과제신청 시작하기")
    task_list = writer.path
    writer.take("task-list-new")
    writer.take("consortium-alone", f"{task_list}consortium")
    writer.press("이 공급기업 고르기")
    writer.take("invitation-asks-once")
    writer.take("consortium-nothing-found", f"{task_list}consortium?q=없는말")
    writer.take("submit-not-ready", f"{task_list}submit")
    writer.take("check-empty", f"{task_list}check")
    writer.take("blank-track", f"{task_list}track")
    writer.press("저장하고 다음으로")
    writer.take("wrong-track")
    writer.take("documents-empty", f"{task_list}documents/")
    writer.take("history-empty", f"{task_list}track/history")
    writer.take("sessions", "/sessions")
    writer.leave()
    return task_list


def finished_application(browser: Browser, site: Site) -> None:
    lead, supplier = (Photographer(browser, site, email) for email in (LEAD, SUPPLIER))
    for somebody in (lead, supplier):
        somebody.sign_in()
        somebody.take("applications")
        somebody.press("간병인", inside="main .cards")
        somebody.take("task-list")
    task_list = lead.path
    for slug in STEPS:
        lead.go(task_list + slug)
        if lead.path.endswith(slug) and lead.page.locator("#step-form").count():
            lead.take(f"step-{slug}")
    for slug in ("solutions", "track_record", "supplier_team", "careers"):
        supplier.take(f"step-{slug}", task_list + slug)
    for name in ("confirm", "leave"):
        supplier.take(name, task_list + name)
    mistakes(lead, task_list)
    together(lead, supplier, task_list)
    clash(lead, supplier, task_list)
    for name in (
        "check",
        "consents/",
        "evidence/",
        "evidence/?kind=other",
        "evidence/pdf/",
        "documents/",
        "consortium",
        "invitations",
        "lead",
        "submit",
    ):
        lead.take(name.replace("/", "").replace("?", "-"), task_list + name)
    refused_upload(lead, task_list)
    company_evidence_page(lead, task_list)
    submitted_and_withdrawn(lead, supplier, task_list)
    lead.leave()
    supplier.leave()


def mistakes(lead: Photographer, task_list: str) -> None:
    """Wrong answers of every kind, and what history keeps of them."""
    lead.go(f"{task_list}company")
    kept = lead.field("number").input_value()
    lead.field("number").fill("12")
    lead.field("name").fill("")
    lead.press("저장하고 다음으로")
    lead.take("wrong-company")
    lead.field("number").fill(kept)
    lead.field("name").fill("주식회사 온결케어(가상)")
    lead.press("저장하고 나가기")
    lead.take("history", f"{task_list}company/history")
    lead.go(f"{task_list}funding")
    lead.field("grant").fill("90,000,000")
    lead.press("저장하고 다음으로")
    lead.take("rule-funding", f"{task_list}funding")
    lead.go(f"{task_list}adopter_team")
    lead.field("people-0-wage").fill("많이")
    lead.press("저장하고 다음으로")
    lead.take("wrong-adopter_team")
    lead.take("task-list-wrong", task_list)
    lead.take("submit-blocked", f"{task_list}submit")
    for slug in ("adopter_team", "funding"):
        lead.go(f"{task_list}{slug}/history")
        lead.page.locator(".history a").last.click()
        lead.press("이 내용으로 되돌리기")


def together(lead: Photographer, supplier: Photographer, task_list: str) -> None:
    """Two people at one step, a note, a step given to the supplier, and a link to read."""
    supplier.go(f"{task_list}aftercare")
    lead.take("step-with-others", f"{task_list}aftercare")
    lead.press("저장하고 메모·담당 보기")
    lead.page.get_by_label("누리매칭랩").check()
    lead.press("쓰는 기업 정하기")
    lead.field("text").fill("하자보수 기간을 확인해 주세요.")
    lead.press("메모 남기기")
    lead.take("notes")
    supplier.take("step-given", f"{task_list}aftercare")
    supplier.take("task-list-given", task_list)
    lead.go(f"{task_list}shares")
    lead.field("label").fill("가온회계 김 회계사")
    lead.press("링크 만들기")
    lead.take("shares")
    lead.take("shared", urlsplit(lead.page.locator("#made").input_value()).path)


def clash(lead: Photographer, supplier: Photographer, task_list: str) -> None:
    for somebody in (lead, supplier):
        somebody.go(f"{task_list}system")
    supplier.field("architecture").fill("공급기업이 고쳐 쓴 시스템 구성입니다.")
    supplier.press("저장하고 나가기")
    lead.field("architecture").fill("도입기업이 고쳐 쓴 시스템 구성입니다.")
    lead.page.locator(".save-state.failed").wait_for()
    lead.take("autosave-clash")
    lead.press("저장하고 다음으로")
    lead.take("clash")
    lead.press("저장하고 나가기")
    lead.take("task-list-after-clash")


def refused_upload(lead: Photographer, task_list: str) -> None:
    lead.go(f"{task_list}evidence/?kind=other#other")
    wrong: FilePayload = {"name": "특허증.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    lead.page.get_by_label("파일", exact=True).set_input_files(wrong)
    lead.page.get_by_label("발급기관").fill("특허청")
    lead.page.get_by_label("발급일").fill("2026-13-45")
    lead.press("올리기", inside="#other form")
    lead.take("evidence-refused")
    lead.go(f"{task_list}consents/")


def company_evidence_page(lead: Photographer, task_list: str) -> None:
    """A file kept though nothing was said of it, and all of a company's evidence bound into one PDF."""
    lead.go(f"{task_list}evidence/")
    lead.press("증빙 서류함", inside=".lead")
    scan: FilePayload = {
        "name": "특허증.pdf",
        "mimeType": "application/pdf",
        "buffer": (config.HOUSE / "demo" / "evidence.pdf").read_bytes(),
    }
    lead.page.get_by_label("파일", exact=True).set_input_files(scan)
    lead.press("올리기", inside="#upload")
    lead.take("evidence-undescribed")
    lead.go(lead.path)
    lead.take("evidence")
    lead.press("지우기", inside=".cards")
    lead.go(f"{task_list}evidence/pdf/")
    lead.press("PDF 만들기", inside="#conversion")
    lead.page.locator(".alert.success").wait_for()
    lead.take("binding-done")


def submitted_and_withdrawn(lead: Photographer, supplier: Photographer, task_list: str) -> None:
    lead.go(f"{task_list}submit")
    lead.press("신청서 제출하기")
    lead.take("submit-unconfirmed")
    lead.page.get_by_label("입력한 내용과 증빙이 사실과 같음을 확인했습니다").check()
    lead.press("신청서 제출하기")
    lead.take("receipt")
    lead.take("task-list-submitted", task_list)
    lead.take("documents-submitted", f"{task_list}documents/")
    lead.take("submitted-pdf", f"{task_list}submitted/pdf/")
    lead.take("filed", f"{task_list}filed/")
    supplier.take("receipt-as-supplier", f"{task_list}receipt")
    lead.go(f"{task_list}overview")
    lead.field("project").fill("돌봄 현장이 서로를 찾는 간병인 매칭 서비스")
    lead.press("저장하고 나가기")
    lead.take("task-list-changed")
    lead.go(f"{task_list}receipt")
    lead.take("receipt-changed")
    lead.page.get_by_label("신청을 철회하겠습니다").check()
    lead.press("신청 철회하기")
    lead.take("withdrawn")
    lead.take("task-list-withdrawn", task_list)


def registrations(browser: Browser, site: Site) -> None:
    """The supplier pool: one sent back, one of last year's being renewed."""
    returned, last_year = (Photographer(browser, site, f"ceo@{name}.example.com") for name in ("s4", "s3"))
    returned.sign_in()
    returned.take("registrations", "/registrations/")
    returned.press("가온시스템", inside="main .cards")
    task_list = returned.path
    returned.take("registration-returned")
    for step in WIZARDS[POOL][0].steps:
        returned.take(f"registration-{step.slug}", task_list + step.slug)
    for name in ("consents/", "evidence/", "documents/", "submit", "receipt"):
        returned.take(f"registration-{name.strip('/')}", task_list + name)
    last_year.sign_in()
    last_year.go("/registrations/")
    last_year.press("현행화 시작하기")
    last_year.take("registration-renewal")
    for person in (returned, last_year):
        person.leave()


def half_application(browser: Browser, site: Site) -> None:
    half = Photographer(browser, site, HALF)
    half.sign_in()
    half.take("applications-half")
    half.page.locator("main .cards a").first.click()
    half.take("task-list-half")
    half.take("submit-half", f"{half.path}submit")
    half.leave()


def after_closing(browser: Browser, site: Site, task_list: str) -> None:
    writer = Photographer(browser, site, "new@example.com")
    writer.go(f"{task_list}track")
    writer.page.get_by_label("신규").check()
    site.run("call", "close", "--yes")
    writer.press("저장하고 다음으로")
    writer.take("closed-refused")
    writer.take("step-closed", f"{task_list}track")
    writer.take("task-list-closed", task_list)
    writer.take("applications-closed", "/applications/")
    writer.take("submit-closed", f"{task_list}submit")
    writer.take("home-closed", "/")
    token = site.cookies.pop("new@example.com")
    assert token
    writer.press("로그아웃")
    writer.take("signed-out")
    writer.leave()


if __name__ == "__main__":
    main()
