"""R1, R2 and the sums, on both sides of each boundary."""

from dataclasses import replace
from decimal import Decimal

import pytest

from programme import budget
from programme.rules import BLOCK, WARN, largest_grant
from tests.call import CALL, Facts
from tests.rule_samples import A1, ADOPTER, PEOPLE, SUPPLIER, adopting, ids, own, the, told


def funded(total: int, grant: int, cash: int, in_kind: int = 24_000_000) -> Facts:
    return told(A1, "funding", total=total, grant=grant, cash=cash, in_kind=in_kind)


def test_half_of_the_total_is_allowed_and_one_won_more_is_not():
    assert "R1-share" not in ids(funded(96_000_000, 48_000_000, 24_000_000))
    assert "R1-share" in ids(funded(96_000_000, 48_000_001, 23_999_999), BLOCK)


def test_what_is_allowed_is_said_in_won():
    found = the("R1-share", funded(96_000_000, 50_000_000, 22_000_000))
    assert "총사업비 96,000,000원이면 48,000,000원까지" in found.todo
    assert ids(funded(96_000_000, 48_000_000, 24_000_000)) & {"R1-share", "R2-cap", "funding-sum"} == set()


def test_a_share_of_fifty_point_nought_one_percent_is_refused():
    assert "R1-share" in ids(funded(100_000_000, 50_010_000, 25_990_000), BLOCK)


@pytest.mark.parametrize(("track", "cap"), [("new", 60_000_000), ("upgrade", 100_000_000)])
def test_a_grant_may_reach_its_cap_and_no_more(track: str, cap: int):
    at_cap = told(funded(300_000_000, cap, 1), "track", track=track)
    over = told(funded(300_000_000, cap + 1, 1), "track", track=track)
    assert "R2-cap" not in ids(at_cap)
    assert the("R2-cap", over)
    assert f"최대 {'6천만원' if track == 'new' else '1억원'}" in the("R2-cap", over).why


@pytest.mark.parametrize(
    ("total", "track", "most"),
    [
        (96_001_999, "new", 48_000_000),
        (120_000_000, "new", 60_000_000),
        (200_000_000, "new", 60_000_000),
        (200_000_000, "upgrade", 100_000_000),
        (150_000_000, "", 75_000_000),
        (0, "new", 0),
    ],
)
def test_the_largest_grant_is_the_share_in_thousands_or_the_cap(total: int, track: str, most: int):
    assert largest_grant(CALL, total, track) == most


def test_the_total_is_the_sum_of_grant_cash_and_in_kind():
    assert "funding-sum" in ids(funded(120_000_000, 60_000_000, 36_000_001), BLOCK)
    assert "총사업비보다 1원 많습니다" in the("funding-sum", funded(120_000_000, 60_000_000, 36_000_001)).what
    assert "총사업비보다 1원 적습니다" in the("funding-sum", funded(120_000_000, 60_000_000, 35_999_999)).what


def test_a_sum_is_judged_with_no_cash_and_no_in_kind_but_not_with_cash_below_zero():
    assert "funding-sum" in ids(funded(120_000_000, 60_000_000, 0))
    assert "funding-sum" in ids(funded(120_000_000, 60_000_000, 36_000_000, in_kind=0))
    assert "funding-sum" not in ids(funded(120_000_000, 60_000_000, -1, in_kind=24_000_000))


def test_a_category_may_differ_from_the_total_by_less_than_a_thousand_won():
    fee = {"category": "수수료", "amount": 626_000}
    lines = [line for line in A1.shared["costs"]["lines"] if line["category"] != "수수료"]
    assert "categories" not in ids(told(A1, "costs", lines=[*lines, fee]))
    assert "categories" not in ids(told(A1, "costs", lines=[*lines, fee | {"amount": 629_999}]))
    assert "categories" in ids(told(A1, "costs", lines=[*lines, fee | {"amount": 630_000}]), BLOCK)


def test_in_kind_must_come_to_what_the_adopters_people_are_worth():
    assert "in-kind" in ids(funded(120_000_000, 60_000_000, 37_000_000, in_kind=23_000_000), BLOCK)
    nobody = the("in-kind", adopting(own(ADOPTER, "adopter_team", people=[])))
    assert nobody.level == BLOCK and "24,000,000원 다릅니다" in nobody.what
    assert "in-kind" not in ids(funded(120_000_000, 60_000_000, 36_000_999, in_kind=23_999_001))


def test_in_kind_is_pointed_out_where_people_and_a_cost_line_both_say_it():
    line = {"category": CALL.in_kind, "amount": 24_000_000}
    both = told(A1, "costs", lines=[*A1.shared["costs"]["lines"], line])
    assert "in-kind-twice" in ids(both, WARN)
    assert "in-kind-twice" not in ids(replace(both, parties=(own(ADOPTER, "adopter_team", people=[]), SUPPLIER)))


def test_cash_is_what_is_left_and_not_below_zero():
    assert "cash" not in ids(funded(84_000_000, 42_000_000, 18_000_000))
    assert "cash" not in ids(funded(84_000_000, 60_000_000, 0))
    assert "1원 많습니다" in the("cash", funded(84_000_000, 60_000_001, -1)).what


def test_a_total_without_the_suppliers_people_is_not_judged_but_pointed_out():
    waiting = replace(
        funded(38_425_000, 60_000_000, -45_575_000), parties=(ADOPTER, own(SUPPLIER, "supplier_team", people=[]))
    )
    assert ids(waiting) & {"R1-share", "cash", "labour", "categories"} == {"labour"}
    assert "최대 6천만원" in the("R2-cap", told(waiting, "funding", grant=CALL.caps["new"] + 1)).why
    assert "60,000,000원까지" in the("R2-cap", told(waiting, "funding", grant=CALL.caps["new"] + 1)).todo
    assert "labour" not in ids(A1)


def test_a_rate_that_is_not_given_is_the_jobs_average():
    assert budget.wage_of(CALL, {"job": "IT PM"}) == CALL.wages["IT PM"]
    assert budget.wage_of(CALL, {"job": "IT PM", "wage": 5}) == 5
    assert budget.wage_of(CALL, {}) == 0


def test_people_of_one_job_at_one_rate_are_one_line():
    rows = [{"job": "IT PM", "months": Decimal("0.5")}] * 2 + [{"job": "IT PM", "months": Decimal(1), "wage": 5}]
    lines = budget.labour(CALL, rows)
    assert [(line.months, line.amount) for line in lines] == [(1, CALL.wages["IT PM"]), (1, 5)]


@pytest.mark.parametrize(("apart", "found"), [(-1_000, True), (-999, False), (999, False), (1_000, True)])
def test_in_kind_lines_may_differ_by_less_than_a_thousand_won_either_way(apart: int, found: bool):
    facts = funded(120_000_000, 60_000_000, 36_000_000 - apart, in_kind=24_000_000 + apart)
    assert ("in-kind" in ids(facts, BLOCK)) is found
    assert "funding-sum" not in ids(facts)


@pytest.mark.parametrize(("apart", "found"), [(-5_000, True), (-4_999, False), (4_999, False), (5_000, True)])
def test_the_total_may_differ_from_five_categories_by_less_than_five_thousand_won_either_way(apart: int, found: bool):
    assert ("categories" in ids(told(A1, "funding", total=120_000_000 + apart), BLOCK)) is found


def test_what_lines_come_to_is_said_beside_what_was_written_before():
    assert (
        "합은 120,000,001원이고 총사업비는 120,000,000원"
        in the("funding-sum", funded(120_000_000, 60_000_000, 36_000_001)).why
    )
    found = the("in-kind", funded(120_000_000, 60_000_000, 37_000_000, in_kind=23_000_000))
    assert "사업비의 현물은 24,000,000원인데 전에 적은 민간부담금(현물)은 23,000,000원" in found.why


@pytest.mark.parametrize(
    "unfinished",
    [
        replace(A1, parties=(ADOPTER, own(SUPPLIER, "supplier_team", people=[]))),
        told(A1, "costs", lines=[*A1.shared["costs"]["lines"], {"category": "수수료", "amount": None}]),
        told(A1, "costs", lines=[*A1.shared["costs"]["lines"], {"category": "", "amount": 9_000_000}]),
        *(
            replace(A1, parties=(ADOPTER, own(SUPPLIER, "supplier_team", people=[*PEOPLE, person])))
            for person in (
                {"name": "새", "job": "IT PM", "months": None},
                {"name": "새", "job": "", "months": Decimal(9)},
            )
        ),
    ],
)
def test_categories_are_not_judged_before_every_line_is_whole(unfinished: Facts):
    off = told(unfinished, "funding", total=1_000, in_kind=1_000)
    assert not ids(off) & {"categories", "in-kind"}


def test_nothing_is_judged_against_a_total_or_a_sum_in_kind_nobody_wrote():
    assert not ids(told(A1, "funding", total=None, in_kind=None)) & {"categories", "in-kind", "labour"}
    nobody = replace(A1, parties=(ADOPTER,))
    assert "labour" in ids(nobody)
