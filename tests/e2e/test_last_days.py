"""Two days before closing: a lead whose supplier is not in the pool, on a phone with JavaScript and at a task_list
without."""

import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.base import Instant, now
from tests.answers import GOOD, registered
from tests.e2e.person import DESKTOP, PHONE, Person
from tests.e2e.site import Site, eventually
from tests.e2e.steps import (
    PROJECT_STEPS,
    UPGRADES_ONLY,
    confirm,
    consent,
    hand_in_evidence,
    link_in,
    named,
    register_here,
    slug_of,
    submit,
    task_list_of,
    walk,
    walk_each,
)


@pytest.fixture
def closing_soon(site: Site) -> Iterator[datetime]:
    """The call closes in two days, as it does for whoever starts late; as it was afterwards."""
    closes, database = now() + timedelta(days=2), Path(site.environ["DATA_DIR"]) / "site.db"

    def set_to(value: int) -> None:
        with sqlite3.connect(database, timeout=20) as line:
            line.execute("UPDATE call SET closes_at = ?", (value,))

    with sqlite3.connect(database, timeout=20) as line:
        ((before,),) = line.execute("SELECT closes_at FROM call").fetchall()
    set_to(Instant().db_value(closes))
    yield closes
    set_to(before)


@pytest.mark.parametrize(
    ("scripts", "size"), [(True, PHONE), (False, DESKTOP)], ids=["phone", "task_list without JavaScript"]
)
def test_from_the_first_screen_to_what_was_submitted_where_it_counts(person, site, closing_soon, scripts, size):
    way = "phone" if scripts else "desktop"
    adopter, firm = f"늦은세탁 {way}", f"급한솔루션 {way}"
    lead = person(f"late-{way}@example.com", scripts=scripts, size=size)
    supplier = person(f"new-supplier-{way}@example.com", scripts=scripts, size=size)
    what_the_site_is(lead)

    lead.go("/applications/")
    lead.press("새 과제신청 시작하기")
    lead.press("이어서 하기")
    answers = named(GOOD, adopter, 81 + scripts)
    walked = walk(lead, answers, PROJECT_STEPS)
    assert slug_of(lead) == "consortium"  # right after eligibility: it takes longest
    invite(lead, supplier.email, adopter)
    lead.go(task_list_of(lead))
    lead.press("이어서 하기")
    walked |= walk(lead, answers, PROJECT_STEPS)

    mail = eventually(lambda: site.mails(supplier.email, "컨소시엄 초대"))[-1]
    told = mail.get_body(("plain",)).get_content()
    assert all(text in told for text in (adopter, "02-0000-0000", "바로 답해 주세요.", "공급기업 풀 등록", "접수 마감"))
    supplier.go(link_in(mail))
    supplier.press("수락하기")
    home = supplier.path
    assert "공급기업 풀 등록" in supplier.page.locator(".tasks li").first.inner_text()
    supplier.press("공급기업 풀 등록", inside=".tasks")
    register_here(supplier, named(registered(), firm, 91 + scripts))
    supplier.go(home)
    assert "승인 대기" in supplier.page.locator(".tasks li").first.inner_text()
    walked |= walk_each(supplier, answers)  # what registering filled is looked over and saved
    assert walked == PROJECT_STEPS - UPGRADES_ONLY

    for somebody, documents in ((lead, 5), (supplier, 0)):
        somebody.go(task_list_of(somebody))
        consent(somebody)
        hand_in_evidence(somebody, documents)
    confirm(supplier)
    lead.go(task_list_of(lead))
    assert re.search(r"마감 [^\n]+ · 1일 2\d시간 남음", lead.page.locator("main").inner_text())
    submit(lead)
    take_the_set(lead, adopter, firm)
    lead.press("접수 시스템에 냈습니다", inside="main")
    assert lead.title.endswith("접수 시스템에도 냈습니다")
    assert "all hold" in site.run("invariants")


def what_the_site_is(lead: Person) -> None:
    """Before anything is typed: three steps, the last elsewhere, and how long is left."""
    for path in ("/", "/help"):
        lead.go(path)
        said = lead.page.locator("main").inner_text()
        assert "공고의 접수 시스템에 내기" in said and "smbservice.kr" in said
    lead.go("/")
    assert "D-2" in lead.page.locator("main").inner_text()


def invite(lead: Person, email: str, adopter: str) -> None:
    """Ask a firm outside the pool in, once what the mail will tell has been seen."""
    lead.press("메일로 기업 초대하기")
    lead.page.get_by_label("공급기업", exact=True).check()
    lead.field("email").fill(email)
    lead.press("다음: 보낼 내용 보기")
    facts = lead.page.locator("main .summary").inner_text()
    assert "먼저 할 일: 공급기업 풀 등록" in facts and "접수 마감" in facts
    lead.field("inviter").fill(adopter)
    lead.field("phone").fill("02–0000–0000")  # as it is copied from a document
    lead.field("message").fill("바로 답해 주세요.\u200b")
    lead.press("초대 메일 보내기")


def take_the_set(lead: Person, *companies: str) -> None:
    """Everything that was submitted, in one file: forms that are no drafts, and certificates."""
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="제출본 모두 받기").click()
    files = zipfile.ZipFile(download.value.path())
    plan = next(name for name in files.namelist() if name.endswith(".docx") and "[서식1]" in name)
    written = zipfile.ZipFile(files.open(plan)).read("word/document.xml").decode()
    assert "작성 중" not in written and all(company in written for company in companies)
    assert any(name.endswith(".pdf") for name in files.namelist())
