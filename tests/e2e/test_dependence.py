"""A question that depends on another's answer, shown while that is given: with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from tests.e2e.person import PHONE, Person

LEAD, WITHOUT = "plan@ongyeol.example.com", "hello@daonclass.example.com"


@pytest.mark.parametrize(("scripts", "email"), [(True, LEAD), (False, WITHOUT)], ids=["scripts", "plain"])
def test_it_is_shown_while_the_answer_stands_and_kept_when_it_is_taken_back(person, scripts, email):
    somebody: Person = person(email, scripts=scripts, size=PHONE)
    somebody.page.locator("main .cards a").first.click()
    somebody.page.wait_for_load_state()
    task_list = somebody.path
    somebody.go(f"{task_list}exclusions")
    exception = somebody.field("tax_exception")
    expect(exception).to_be_hidden()

    somebody.page.locator('[name="tax_arrears"][value="yes"]').check()
    expect(exception).to_be_visible()
    expect(somebody.field("subsidy_exception")).to_be_hidden()
    exception.select_option("resolved")
    somebody.page.locator('[name="tax_arrears"][value="no"]').check()
    expect(exception).to_be_hidden()
    somebody.press("저장하고 나가기")

    somebody.go(f"{task_list}exclusions")
    expect(exception).to_be_hidden()
    expect(exception).to_have_value("resolved")
    expect(somebody.page.locator("#live .unused")).to_contain_text("최초 평가 개시 전까지")
    somebody.go(f"{task_list}check")
    expect(somebody.page.locator("main .summary dt", has_text="예외 사유")).to_have_count(0)


def test_a_sole_trader_is_not_asked_for_a_corporations_facts(person):
    somebody: Person = person(WITHOUT, size=PHONE)
    somebody.page.locator("main .cards a").first.click()
    somebody.page.wait_for_load_state()
    somebody.go(f"{somebody.path}company")
    facts = [somebody.field(name).first for name in ("corporation_number", "founded", "representation")]

    for fact in facts:
        expect(fact).to_be_hidden()
    somebody.page.locator('[name="kind"][value="corporation"]').check()
    for fact in facts:
        expect(fact).to_be_visible()
    somebody.press("저장하고 다음으로")  # refused, beside the fields
    expect(somebody.page.locator("#founded-error")).to_be_visible()
    expect(somebody.page.locator("#error-summary li")).to_have_count(2)
    somebody.page.locator('[name="kind"][value="individual"]').check()
    somebody.press("저장하고 나가기")
