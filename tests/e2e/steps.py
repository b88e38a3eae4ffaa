"""What people do on the site in a browser, one thing after another, by what is written on the pages."""

import zipfile
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pyotp

from config import HOUSE
from forms.base import Sent
from models.base import now
from programme.application_types import POOL, PROJECT
from programme.korean import day_of
from programme.numbers import business_number
from tests.call import WIZARDS
from tests.e2e.person import Person
from tests.e2e.site import eventually

CERTIFICATE = HOUSE / "demo" / "evidence.pdf"
PROJECT_STEPS, POOL_STEPS = ({step.slug for wizard in WIZARDS[one] for step in wizard.steps} for one in (PROJECT, POOL))
OPERATOR = "operator@example.com"  # of the lead agency
UPGRADES_ONLY = {"earlier_build"}


def named(answers: dict[str, Sent], name: str, serial: int) -> dict[str, Sent]:
    """The answers of a company of this name, with a business number of its own."""
    return answers | {"company": answers["company"] | {"name": [name], "number": [own_number(serial)]}}


def register(supplier: Person, answers: dict[str, Sent]) -> None:
    """From the front page into the pool's queue."""
    supplier.go("/registrations/")
    register_here(supplier, answers)


def register_here(supplier: Person, answers: dict[str, Sent]) -> None:
    """From the page a registration begins on into the pool's queue."""
    supplier.press("공급기업 풀 등록 시작하기")
    supplier.press("이어서 하기")
    assert walk(supplier, answers, POOL_STEPS) == POOL_STEPS
    consent(supplier)
    hand_in_evidence(supplier, 10)
    supplier.go(task_list_of(supplier))
    supplier.press("등록 신청 제출")
    supplier.page.get_by_label("입력한 내용과 증빙이 사실과 같음을 확인했습니다").check()
    supplier.press("등록 신청서 제출하기")
    assert supplier.title.endswith("아직 정부에 접수되지 않았습니다")


def prove(operator: Person) -> None:
    """Give the second factor, for the first time: the page shows its key."""
    key = operator.page.locator("strong.key").inner_text()
    operator.page.get_by_label("인증 앱 번호").fill(pyotp.TOTP(key).now())
    operator.press("확인", exact=True, inside="main")


def approve(operator: Person, firm: str) -> None:
    """The lead agency looks a registration over and approves it; the first time it sets up its second factor."""
    operator.go("/staff/registrations/")
    if slug_of(operator) == "proof":
        prove(operator)
    operator.press(firm, inside="main table")
    operator.press("승인하기")
    assert (
        "승인" in operator.page.locator("main .alert.success").inner_text()
    )  # over the next in the queue, if any waits


def link_in(mail: EmailMessage) -> str:
    """Where an invitation's mail leads, on our own site."""
    body = mail.get_body(("plain",))
    assert body
    return urlsplit(body.get_content().split("초대 열기: ")[1].split()[0]).path


def own_number(serial: int) -> str:
    """A business number nobody in the demo has."""
    return business_number(f"00086{serial:04}")


def slug_of(person: Person) -> str:
    return person.path.rstrip("/").rsplit("/", 1)[-1]


def walk(somebody: Person, answers: dict[str, Sent], steps: set[str]) -> set[str]:
    """Answer step after step as the site leads on, until it shows the task list, where the rest is to be done."""
    walked: set[str] = set()
    while (slug := slug_of(somebody)) in steps:
        assert slug not in walked, f"{slug}: {somebody.page.locator('#error-summary').inner_text()}"
        somebody.answer(answers[slug])
        somebody.press("저장하고 다음으로")
        walked.add(slug)
    return walked


def walk_each(supplier: Person, answers: dict) -> set[str]:
    """Open each of a supplier's steps from the task list: what the pool filled in is only looked over and saved."""
    task_list = supplier.path
    supplier.press("이어서 하기")
    supplier.answer(answers[slug_of(supplier)])  # the last gate: from here on the order is free
    walked = {slug_of(supplier)}
    supplier.press("저장하고 나가기")
    links = supplier.page.locator(".tasks a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for slug in [slug for slug in (link.rsplit("/", 1)[-1] for link in links) if slug in PROJECT_STEPS - walked]:
        supplier.go(task_list + slug)
        if slug in ("supplier_team", "careers"):
            supplier.answer(answers[slug])
        walked.add(slug)
        supplier.press("저장하고 다음으로")
        assert slug_of(supplier) != slug, supplier.page.locator("#error-summary").inner_text()
    supplier.go(task_list)
    return walked


def choose_supplier(lead: Person, word: str, firm: str, adopter: str) -> None:
    assert slug_of(lead) == "consortium"
    if lead.scripts:  # found while typing
        with lead.page.expect_response(lambda answer: "q=" in answer.url):
            lead.page.get_by_label("찾는 말").fill(word)
    else:
        lead.page.get_by_label("찾는 말").fill(word)
        lead.press("찾기", exact=True)
    lead.press("이 공급기업 고르기", inside=f"#found .card:has-text('{firm}')")
    lead.field("inviter").fill(adopter)
    lead.field("message").fill("함께하고 싶습니다.")
    lead.press("초대 메일 보내기")
    assert firm in lead.page.locator("main .cards").first.inner_text()


def consent(somebody: Person) -> None:
    if slug_of(somebody) != "consortium":
        somebody.go(somebody.path)
    somebody.go(task_list_of(somebody))
    somebody.press("동의서", inside=".tasks")
    for box in somebody.page.locator('input[type=radio][value="yes"]').all():
        box.check()
    somebody.page.get_by_label("동의하는 사람의 이름").fill("한가온")
    somebody.page.get_by_label("대표자", exact=True).check()
    somebody.press("동의 내용 저장하기")


def task_list_of(somebody: Person) -> str:
    return "/".join(somebody.path.split("/")[:3]) + "/"


def hand_in_evidence(somebody: Person, documents: int) -> None:
    """Attach every document that is still asked for. The task list folds what is done."""
    somebody.go(f"{task_list_of(somebody)}evidence/")
    asked = somebody.page.locator(".card", has=somebody.page.locator(".krds-badge.danger"))
    assert asked.count() == documents
    while asked.count():
        attach(somebody, asked.first.get_attribute("id") or "")


def attach_one_more(somebody: Person) -> None:
    attach(somebody, "other")
    assert "특허증 2호.pdf" in somebody.page.locator("#other").inner_text()


def attach(somebody: Person, kind: str) -> None:
    somebody.press("올리기", inside=f"#{kind}")
    today = day_of(now())
    somebody.page.get_by_label("파일", exact=True).set_input_files(
        {"name": "특허증 2호.pdf", "mimeType": "application/pdf", "buffer": CERTIFICATE.read_bytes()}
    )
    issuer = somebody.page.locator("#upload [name=issuer]:not([type=hidden])")  # of some kinds it is known
    if issuer.count():
        issuer.fill("국세청 홈택스")
    somebody.page.get_by_label("발급일").fill((today + timedelta(days=0)).isoformat())
    somebody.press("올리기", inside=f"#{kind} form")


def confirm(supplier: Person) -> None:
    """The supplier confirms, which the lead's submission waits for."""
    supplier.press("할 일 목록")
    supplier.press("맡은 내용 확인", inside=".tasks")
    supplier.page.get_by_label("귀사가 쓴 내용과 함께 쓴 내용이 사실과 같음을 확인했습니다").check()
    supplier.press("확인하기", exact=True)
    assert "확인을 마쳤습니다" in supplier.page.locator(".alert.success").inner_text()


def download_everything(lead: Person, *companies: str) -> None:
    """Forms 1 to 8, the plan and a form of each kind naming each company."""
    lead.go(task_list_of(lead) + "documents/")
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="초안 모두 내려받기").click()
    documents = zipfile.ZipFile(download.value.path())
    names = documents.namelist()
    assert {name[:5] for name in names} >= {f"[서식{number}]" for number in range(1, 9)}
    texts = {name: zipfile.ZipFile(documents.open(name)).read("word/document.xml").decode() for name in names}
    plan = next(text for name, text in texts.items() if name.startswith("[서식1]"))
    for company in companies:
        assert company in plan
        assert any(company in name and company in text for name, text in texts.items())


def submit(lead: Person) -> None:
    lead.go(task_list_of(lead))
    lead.press("신청서 제출")
    lead.page.get_by_label("입력한 내용과 증빙이 사실과 같음을 확인했습니다").check()
    lead.press("신청서 제출하기")
    assert lead.title.endswith("아직 정부에 접수되지 않았습니다")


def file_elsewhere(lead: Person) -> None:
    """Take all that was submitted, and say it was submitted where it counts."""
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="제출본 모두 받기").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert any(name.startswith("01 ") for name in names) and any(name.startswith("08 ") for name in names)
    lead.press("접수 시스템에 냈습니다", inside="main")
    assert lead.title.endswith("접수 시스템에도 냈습니다")
    lead.press("번호와 시각 적기")
    lead.page.get_by_label("접수 시스템에서 받은 번호").fill("PMS-0077")
    lead.press("저장", exact=True)
    assert "PMS-0077" in lead.page.locator("#filed").inner_text()
    lead.press("표시 지우기")
    assert lead.title.endswith("아직 정부에 접수되지 않았습니다")


def receipt_reaches(lead: Person) -> None:
    (mail,) = eventually(lambda: lead.site.mails(lead.email, "제출 완료"))
    number = lead.page.locator("main .lead").inner_text()
    body = mail.get_body(("plain",)).get_content()
    assert any(word in number for word in body.split() if word.startswith("2024-221-"))
    eventually(lambda: (lead.page.reload(), "보냄" in lead.page.locator("#mails ~ .krds-table-wrap").inner_text())[1])
    lead.look()


def withdraw(lead: Person) -> None:
    lead.page.get_by_label("신청을 철회하겠습니다").check()
    lead.press("신청 철회하기")
    assert lead.title == "철회한 신청"
    eventually(lambda: lead.site.mails(lead.email, "철회"))
