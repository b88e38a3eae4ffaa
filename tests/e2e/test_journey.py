"""The whole job, as two companies and the lead agency do it in a browser, with JavaScript and without."""

import pytest

from tests.answers import GOOD, registered
from tests.e2e.site import eventually
from tests.e2e.steps import (
    OPERATOR,
    PROJECT_STEPS,
    UPGRADES_ONLY,
    approve,
    attach_one_more,
    choose_supplier,
    confirm,
    consent,
    download_everything,
    file_elsewhere,
    hand_in_evidence,
    link_in,
    named,
    receipt_reaches,
    register,
    submit,
    walk,
    walk_each,
    withdraw,
)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_supplier_registers_is_approved_found_and_invited_and_both_apply(person, site, scripts):
    way = "scripted" if scripts else "plain"
    adopter, firm = f"새벽상회 {way}", f"새길물류솔루션 {way}"
    supplier = person(f"supplier-{way}@example.com", scripts=scripts)
    register(supplier, named(registered(), firm, 61 + scripts))
    approve(person(OPERATOR, scripts=scripts), firm)
    eventually(lambda: site.mails(supplier.email, "승인"))

    lead = person(f"new-{way}@example.com", scripts=scripts)
    lead.press("새 과제신청 시작하기")
    lead.press("이어서 하기")
    answers = named(GOOD, adopter, 41 + scripts)
    walked = walk(lead, answers, PROJECT_STEPS)  # up to choosing the supplier, right after eligibility
    choose_supplier(lead, "물류", firm, adopter)
    lead.press("다음으로: ")
    walked |= walk(lead, answers, PROJECT_STEPS)

    supplier.go(link_in(eventually(lambda: site.mails(supplier.email, "컨소시엄 초대"))[-1]))
    supplier.press("수락하기")
    walked |= walk_each(supplier, answers)
    assert walked == PROJECT_STEPS - UPGRADES_ONLY

    for somebody, documents in ((lead, 5), (supplier, 0)):  # what the supplier added to its evidence serves here too
        consent(somebody)
        hand_in_evidence(somebody, documents)
    attach_one_more(supplier)
    confirm(supplier)

    lead.press("할 일 목록")
    lead.press("입력 내용 확인")
    assert adopter in lead.page.locator("main").inner_text()
    download_everything(lead, adopter, firm)
    submit(lead)
    receipt_reaches(lead)
    file_elsewhere(lead)
    withdraw(lead)
    assert "all hold" in site.run("invariants")
