"""The official score: of what was handed in and is not void, in hundredths, half up, by integers; in no order."""

import random
from fractions import Fraction
from itertools import permutations

import pytest

from programme.evaluation import printed_score
from services.evaluation.official import Sheet, far_apart, official, passes
from tests.call import SITE_TYPE

VISIT = SITE_TYPE.evaluation
assert VISIT
RULES = VISIT.frozen()


def sheets(*totals: int) -> list[Sheet]:
    return [Sheet(True, (total,)) for total in totals]


@pytest.mark.parametrize(
    ("totals", "printed", "recommended"),
    [
        ((60, 60), "60.00", True),
        ((59, 60), "59.50", False),
        ((59, 60, 60), "59.67", False),
        ((60, 60, 61), "60.33", True),
        ((100, 0), "50.00", False),
        ((61, 60, 60, 60, 60), "60.00", True),  # highest and lowest left out
        ((0, 70, 71, 72, 100), "71.00", True),
    ],
)
def test_it_is_printed_with_two_decimals_and_what_is_printed_decides(totals, printed, recommended):
    found = official(sheets(*totals), RULES)
    assert found and found.printed == printed and passes(found.score, RULES) is recommended


def test_it_is_the_mean_half_up_of_any_sheets_in_any_order():
    dice = random.Random(5)
    for _ in range(500):
        totals = [dice.randint(0, 100) for _ in range(dice.randint(1, 8))]
        kept = sorted(totals)[1:-1] if len(totals) >= 5 else totals
        mean = Fraction(sum(kept) * 100, len(kept))
        found = official(sheets(*totals), RULES)
        assert found and found.score == int(mean + Fraction(1, 2)) and found.spread == max(totals) - min(totals)
        assert (mean >= 6000) == passes(found.score, RULES) or mean + Fraction(1, 2) >= 6000 > mean
    for order in permutations(sheets(12, 99, 45, 71)):
        assert official(list(order), RULES) == official(sheets(12, 99, 45, 71), RULES)


def test_no_mean_below_the_mark_prints_as_the_mark():
    """With whole points and nineteen counted sheets at most."""
    for many in range(1, 20):
        for total in range(59 * many, 60 * many):
            assert (200 * total + many) // (2 * many) < 6000


def test_what_does_not_count_never_changes_it():
    dice = random.Random(9)
    for _ in range(200):
        counted = sheets(*[dice.randint(0, 100) for _ in range(dice.randint(1, 6))])
        others = [Sheet(False, (dice.randint(0, 100),)) for _ in range(4)]
        mixed = counted + others
        dice.shuffle(mixed)
        assert official(mixed, RULES) == official(counted, RULES)
    assert official([Sheet(False, (90,))], RULES) is None and official([], RULES) is None


def test_a_large_spread_is_pointed_out_and_changes_nothing():
    apart, near = official(sheets(50, 71), RULES), official(sheets(50, 70), RULES)
    assert apart and near and far_apart(apart, RULES) and not far_apart(near, RULES)
    assert apart.printed == "60.50"


def test_a_score_is_never_printed_as_a_whole_number():
    assert [printed_score(score) for score in (5996, 6000, 10000, 5)] == ["59.96", "60.00", "100.00", "0.05"]


def test_the_criteria_are_the_announcements_and_the_rest_says_it_is_ours():
    assert VISIT.most == 100 and [each.most for each in VISIT.criteria] == [25] * 4
    assert all(each.ground.clause and each.title in each.ground.clause.text for each in VISIT.criteria)
    assert "60점 이상" in VISIT.passing.source and "공고 7." in VISIT.passing.source
    ours = [each for each in VISIT.figures if each is not VISIT.passing]
    assert {each.source for each in ours} | {VISIT.points_source} == {"공고에 없음, 운영 기본값"}
