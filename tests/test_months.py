"""A project's length: one definition for the rules and the plan, and the months its chart shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import wizards
from programme import months
from services.documents import project_context
from tests import filled_application
from tests.call import CALL, PROJECT_TYPE
from tests.filled_application import Journey

OverviewForm = wizards.steps(PROJECT_TYPE)["overview"].form


@pytest.mark.parametrize(
    ("starts", "ends", "count"),
    [
        ("2024-07-01", "2024-12-31", 6),
        ("2024-07-15", "2025-01-14", 6),
        ("2024-07-01", "2025-01-01", 7),
        ("2024-08-31", "2025-02-28", 6),
        ("2024-08-31", "2025-03-01", 7),
        ("2024-07-01", "2024-07-01", 1),
    ],
)
def test_a_part_of_a_month_counts_as_one_and_the_plan_prints_what_the_rules_count(starts, ends, count):
    assert months.length(date.fromisoformat(starts), date.fromisoformat(ends)) == count
    assert OverviewForm.of({"starts": [starts], "ends": [ends]}).computed() == {"months": f"{count}개월"}


def test_a_reversed_or_half_given_period_has_no_length():
    for sent in ({"starts": ["2024-07-15"], "ends": ["2024-05-01"]}, {"starts": ["2024-07-15"]}, {}):
        assert OverviewForm.of(sent).computed() == {"months": ""}


def test_months_chosen_give_the_end_and_one_typed_before_stays():
    chosen = OverviewForm.of({"starts": ["2024-07-15"], "length": ["5"]})
    assert (chosen.ends.data, chosen.computed()["months"]) == (date(2024, 12, 14), "5개월")
    before = OverviewForm.of({"starts": ["2024-07-01"], "ends": ["2024-12-20"]})
    assert (before.length.data, before.ends.data) == ("other", date(2024, 12, 20))
    used, _ = OverviewForm.used_and_unused({"starts": ["2024-07-01"], "ends": ["2024-12-20"]})
    assert OverviewForm.of(used).ends.data == date(2024, 12, 20)


@given(st.dates(), st.dates())
def test_a_length_is_the_fewest_months_whose_last_day_is_not_before_the_end(one, other):
    starts, ends = sorted((one, other))
    count = months.length(starts, ends)

    assert ends <= months.last_day(starts, count)
    assert count == 1 or months.last_day(starts, count - 1) < ends


def chart(starts: str, ends: str) -> dict[str, dict[str, str]]:
    answers = {
        ("overview", None): {"starts": [starts], "ends": [ends]},
        ("schedule", None): {"phases-0-phase": ["교육"], "phases-0-first": ["2"], "phases-0-last": ["3"]},
    }
    drawn = project_context.gantt(Journey(filled_application.WIZARDS, filled_application.PARTIES, answers), CALL)
    return {"heads": drawn["heads"], "fills": drawn["rows"][0]}


def test_eight_months_from_mid_month_fill_nine_columns():
    drawn = chart("2024-07-15", "2025-03-14")

    assert list(drawn["heads"].values()) == [f"{month}월" for month in (7, 8, 9, 10, 11, 12, 1, 2, 3)]
    assert drawn["fills"]["m8"] == drawn["fills"]["m9"] != drawn["fills"]["m7"]


def test_a_project_that_touches_fewer_months_heads_every_column_all_the_same():
    drawn = chart("2024-07-01", "2025-02-28")

    assert list(drawn["heads"].values()) == [f"{month}월" for month in (7, 8, 9, 10, 11, 12, 1, 2, 3)]
    assert drawn["fills"]["m8"] == drawn["fills"]["m9"] != drawn["fills"]["m1"]
