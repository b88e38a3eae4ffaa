"""R8, schedule, weights, people, and the companies' own facts with R11."""

import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pytest

import config
from config import KST
from programme.rules import BLOCK, WARN, check
from tests.call import CALL, CONSULTING_TYPE, Facts
from tests.rule_samples import A1, ADOPTER, CLOSING, SUPPLIER, adopting, ids, own, supplying, the, told


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), "R8-extension"),
        (date(2025, 2, 28), "R8-extension"),
        (date(2025, 3, 1), "R8-length"),
        (date(2024, 6, 30), "period"),
    ],
)
def test_a_project_lasts_six_months_and_with_an_extension_eight(ends: date, found: str | None):
    facts = told(told(A1, "overview", ends=ends), "schedule", phases=[])
    assert ids(facts) == ({found} if found else set())
    assert all(finding.level == (WARN if found == "R8-extension" else BLOCK) for finding in check(facts))


def test_six_months_from_the_last_of_august_end_with_february():
    facts = told(told(A1, "overview", starts=date(2024, 8, 31), ends=date(2025, 2, 28)), "schedule", phases=[])
    assert check(facts) == []
    assert ids(told(facts, "overview", ends=date(2025, 3, 1))) == {"R8-extension"}


def test_a_finding_about_the_length_names_the_last_day_allowed():
    facts = told(A1, "overview", starts=date(2024, 7, 15), ends=date(2025, 1, 15))
    assert "2025. 1. 14. 이전" in the("R8-extension", facts).todo


def test_a_phase_outside_the_project_is_pointed_out():
    def phase(first: int, last: int) -> Facts:
        return told(A1, "schedule", phases=[{"phase": "교육", "first": first, "last": last}])

    assert "schedule" not in ids(phase(7, 12))
    assert "schedule" in ids(phase(6, 8), WARN)
    assert "schedule" in ids(phase(12, 1), WARN)
    over_new_year = told(phase(12, 1), "overview", starts=date(2024, 9, 1), ends=date(2025, 2, 28))
    assert "schedule" not in ids(over_new_year)


def test_a_phase_is_weighed_once_its_months_and_the_project_s_days_can_be_read():
    def found(first: object, last: object, **days: date | None) -> bool:
        phases = [{"phase": "교육", "first": first, "last": last}]
        return "schedule" in ids(told(told(A1, "overview", **days), "schedule", phases=phases))

    assert found(1, 2)
    for unread in ((None, 2), (1, None), (0, 2), (1, 13), (13, 2), (None, None)):
        assert not found(*unread), unread
    assert not found(1, 2, starts=None)
    assert not found(1, 2, starts=date(2024, 12, 31), ends=date(2024, 7, 1))
    assert found(1, 1) and found(11, 1)
    assert found(8, 8, starts=date(2024, 7, 1), ends=date(2024, 7, 1))
    assert not found(7, 7, starts=date(2024, 7, 1), ends=date(2024, 7, 1))


def test_what_is_said_of_a_phase_names_its_months_and_the_project_s_days():
    facts = told(A1, "schedule", phases=[{"phase": "교육", "first": 1, "last": 12}])
    facts = told(facts, "overview", starts=date(2024, 7, 2), ends=date(2024, 12, 31))
    said = the("schedule", facts)

    assert "‘교육’의 1~12월" in said.what
    assert "2024. 7. 2.부터 2024. 12. 31.까지" in said.why


def test_a_project_too_long_is_told_the_last_day_allowed():
    facts = told(A1, "overview", starts=date(2024, 7, 15), ends=date(2025, 6, 15))
    assert "2025. 1. 14. 이전" in the("R8-length", facts).todo


@pytest.mark.parametrize("missing", ["starts", "ends"])
def test_half_a_period_is_not_judged(missing: str):
    assert not {each for each in ids(told(A1, "overview", **{missing: None})) if each.startswith("R8")}


@pytest.mark.parametrize(
    ("weights", "total", "advice"),
    [((50, 49), 99, "1%를 더해"), ((50, 51), 101, "1%를 빼"), ((50,), 50, "50%를 더해"), ((90, 90), 180, "80%를 빼")],
)
def test_weights_that_are_off_are_told_by_how_much(weights: tuple[int, ...], total: int, advice: str):
    found = the("weights", told(A1, "kpi", rows=[{"weight": weight} for weight in weights]))
    assert f"합이 {total}%" in found.what
    assert f"가중치에서 {advice} 합을" in found.todo
    assert found.party is None


def test_careers_are_compared_once_the_supplier_names_its_people():
    careers = own(SUPPLIER, "careers", profiles=[], careers=[{"name": "문새롬"}])

    def found(*names: str) -> bool:
        return "careers" in ids(supplying(own(careers, "supplier_team", people=[{"name": name} for name in names])))

    assert not found()
    assert not found("문새롬")
    assert found("구하늘")


@pytest.mark.parametrize(("last", "found"), [(14, True), (15, False), (16, True)])
def test_weights_come_to_exactly_a_hundred(last: int, found: bool):
    rows = [{"weight": weight} for weight in (30, 20, 20, 15, last)]
    assert ("weights" in ids(told(A1, "kpi", rows=rows), BLOCK)) is found
    assert "weights" not in ids(told(A1, "kpi", rows=[*rows, {"weight": None}]))


def test_a_career_and_a_planned_person_must_be_the_same_people():
    stranger = own(SUPPLIER, "careers", careers=[{"name": "문새롬"}, {"name": "남바다"}])
    assert (the("careers", supplying(stranger)).level, the("careers", supplying(stranger)).party) == (WARN, 2)
    without = own(SUPPLIER, "careers", profiles=[{"name": "문새롬"}], careers=[])
    assert "구하늘" in the("people", supplying(without)).what
    assert "people" not in ids(supplying(own(SUPPLIER, "careers", profiles=[], careers=[])))


def test_a_name_written_with_a_blank_or_in_another_normal_form_is_the_same_persons():
    names = ["문 새롬", unicodedata.normalize("NFD", "구하늘")]
    same = own(SUPPLIER, "careers", profiles=[{"name": name} for name in names], careers=[])
    assert not {"people", "careers"} & ids(supplying(same))


def test_the_same_firm_cannot_stand_on_both_sides():
    found = the("both-sides", supplying(own(SUPPLIER, "company", number="0008611118")))
    assert (found.level, found.party) == (BLOCK, 2)


def test_the_same_firm_cannot_take_part_twice():
    again = replace(ADOPTER, key=3, lead=False)
    assert the("twice", replace(A1, parties=(ADOPTER, SUPPLIER, again))).party == 3
    other = own(own(again, "company", number="000-81-12223"), "adopter_team", people=[])
    assert check(replace(A1, parties=(ADOPTER, SUPPLIER, other))) == []


def test_a_consortium_needs_a_supplier():
    assert "consortium" in ids(replace(A1, parties=(ADOPTER,)), BLOCK)


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("approved", None),
        (None, None),
        ("waiting", WARN),
        ("draft", BLOCK),
        ("returned", BLOCK),
        ("outdated", BLOCK),
        ("suspended", BLOCK),
    ],
)
def test_a_supplier_waiting_for_approval_may_apply_and_one_not_registered_may_not(state: str | None, level: str | None):
    assert [finding.level for finding in check(supplying(replace(SUPPLIER, pool_state=state)))] == [level] * bool(level)


@pytest.mark.parametrize("operator", ["", "시험운영기관"])
def test_a_waiting_supplier_is_told_to_ask_the_agency_where_it_receives_and_else_to_register_there(settings, operator):
    before = config.current()
    config.use(replace(settings, operator=operator))
    try:
        (finding,) = check(supplying(replace(SUPPLIER, pool_state="waiting")))
    finally:
        config.use(before)

    assert (f"전담기관({CALL.phones[0]})" in finding.todo) == bool(operator)
    assert (f"접수 시스템({CALL.system.host})" in finding.todo) != bool(operator)


def test_what_the_tax_office_says_of_a_number_only_warns():
    def said(state: str, since: date | None = None) -> str:
        facts = adopting(replace(ADOPTER, tax_state=state, tax_day=since))
        assert ids(facts) == ids(facts, WARN) == {"tax-office"}
        return the("tax-office", facts).what

    assert said("closed", date(2024, 3, 2)).endswith("국세청에 2024년 3월 2일에 폐업한 사업자로 나옵니다.")
    assert said("suspended").endswith("국세청에 휴업 중인 사업자로 나옵니다.")
    assert said("unregistered").endswith("국세청에 등록되지 않은 번호로 나옵니다.")


def test_a_wrong_check_digit_only_warns():
    assert ids(adopting(own(ADOPTER, "company", number="000-86-11119"))) == {"business-number"}
    assert ids(adopting(own(ADOPTER, "company", corporation_number="000011-9011113"))) == {"corporation-number"}
    assert ids(adopting(own(ADOPTER, "company", number="000-86-11119")), BLOCK) == set()


def test_a_corporation_without_its_number_is_pointed_out():
    assert ids(adopting(own(ADOPTER, "company", corporation_number=None)), WARN) == {"corporation-number-missing"}
    assert check(adopting(own(ADOPTER, "company", corporation_number=None, kind="individual"))) == []


def test_accounts_that_do_not_balance_are_pointed_out():
    good = [{"year": year, "assets": 100, "liabilities": 140, "equity": -40} for year in CALL.account_years]
    assert check(adopting(own(ADOPTER, "finances", accounts=good))) == []
    wrong = adopting(own(ADOPTER, "finances", accounts=[good[0] | {"equity": 45}, *good[1:]]))
    assert ids(wrong, WARN) == {"accounts"}
    assert the("accounts", wrong).what == f"{CALL.account_years[0]}년 자본이 자산 − 부채와 다릅니다."
    assert the("accounts", wrong).why.startswith("자산 100원 − 부채 140원은 -40원인데 자본에 45원이 적혀 있습니다.")


def test_three_years_of_accounts_are_asked_for_each_once_and_from_a_young_firm_those_it_has():
    def warned(*years: int, opened: date | None = None) -> set[str]:
        rows = [{"year": year, "assets": 1, "liabilities": 0, "equity": 1} for year in years]
        firm = own(ADOPTER, "finances", accounts=rows)
        return ids(adopting(own(firm, "company", opened=opened) if opened else firm), WARN)

    assert warned(2021, 2022, 2023) == set()
    assert warned(2022, 2023) == warned(2021, 2022, 2022) == warned(2020, 2021, 2022, 2023) == {"accounts-years"}
    assert warned(2023, opened=date(2023, 5, 1)) == set()


def test_a_supplier_applies_as_the_firm_it_is_in_the_pool():
    number = SUPPLIER.data["company"]["number"]
    assert check(supplying(replace(SUPPLIER, pool_number=number))) == []
    assert ids(supplying(replace(SUPPLIER, pool_number="000-00-00000")), BLOCK) == {"pool-number"}


def test_a_project_of_one_day_is_not_reversed():
    one = told(told(A1, "overview", starts=date(2024, 7, 1), ends=date(2024, 7, 1)), "schedule", phases=[])
    assert check(one) == []
    assert ids(told(one, "overview", ends=date(2024, 6, 30)), BLOCK) == {"period"}


def test_the_year_a_firm_was_founded_has_accounts_too():
    def missing(opened: date, *years: int) -> str:
        rows = [{"year": year, "assets": 1, "liabilities": 0, "equity": 1} for year in years]
        firm = own(own(ADOPTER, "finances", accounts=rows), "company", opened=opened)
        return the("accounts-years", adopting(firm)).what

    first, _, last = CALL.account_years
    assert missing(date(2022, 12, 31), 2023).startswith(f"재무는 {first}~{last}년을 한 해에 한 줄씩 적습니다.")
    assert "지금 2022년 재무가 없습니다" in missing(date(2022, 12, 31), 2023)
    assert "지금 2021년, 2022년 재무가 없습니다" in missing(date(2021, 1, 1), 2023)


def test_of_a_company_that_has_not_joined_only_that_is_said():
    """What it confirmed or must confirm anew is spoken of once it takes part."""
    absent = replace(SUPPLIER, joined=False, confirmed=False, changed=("사업비",))
    assert ids(supplying(absent)) == {"not-joined"}
    assert ids(supplying(replace(absent, joined=True))) == {"not-confirmed", "changed-since"}
    assert ids(supplying(replace(absent, joined=True, confirmed=True))) == {"changed-since"}


def test_a_company_nobody_named_yet_is_spoken_of_all_the_same():
    nameless = replace(SUPPLIER, name="", joined=False)
    assert the("not-joined", supplying(nameless)).what == "한 기업이 아직 참여하지 않았습니다."
    named = the("not-joined", supplying(replace(SUPPLIER, joined=False))).what
    assert SUPPLIER.name in named and "한 기업" not in named


@pytest.mark.parametrize("missing", ["assets", "liabilities", "equity"])
def test_accounts_with_a_figure_still_missing_are_not_weighed(missing: str):
    good = [{"year": year, "assets": 100, "liabilities": 140, "equity": -40} for year in CALL.account_years]
    assert check(adopting(own(ADOPTER, "finances", accounts=[good[0] | {missing: None}, *good[1:]]))) == []


def test_a_project_begins_on_the_day_the_call_opens_or_later():
    opened = replace(A1, opening=datetime(2024, 4, 1, tzinfo=KST))
    assert "starts" not in ids(told(opened, "overview", starts=date(2024, 4, 1)))
    assert "starts" in ids(told(opened, "overview", starts=date(2024, 3, 31)), BLOCK)


def test_a_visit_is_wished_for_on_days_of_the_call_that_are_yet_to_come():
    opened, today = datetime(2024, 4, 1, tzinfo=KST), date(2024, 4, 10)
    asked = Facts(CLOSING, opening=opened, call_closing=CLOSING, today=today, type=CONSULTING_TYPE)

    def wrong(facts: Facts = asked, **days: date) -> list[str]:
        found = check(told(facts, "visit", **days))
        return [finding.field for finding in found if finding.id == "consulting-day"]

    assert wrong() == wrong(first=today, second=date(2024, 4, 30)) == []
    assert wrong(first=date(2024, 4, 9), second=date(2024, 4, 11)) == ["first"]
    assert wrong(first=date(2024, 4, 11), second=date(2024, 5, 1)) == ["second"]
    for unknown in (replace(asked, today=None), replace(asked, call_closing=None)):
        assert wrong(unknown, first=date(2020, 1, 1)) == []
