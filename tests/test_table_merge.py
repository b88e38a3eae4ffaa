"""Which rows of two tables are one row, held to the best there is, found by trying everything."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest

from forms.table_rows import KEY
from services.drafts.table_merge import PAIRS, Cells, aligned, best_pairs, likeness, matched, merge_rows, shared_rows

ROWS: list[Cells] = [{"job": [job], "pay": [pay]} for job, pay in ("a1", "a2", "b1", "b2")]


def pairings(old: int, new: int) -> Iterator[list[tuple[int, int]]]:
    """All ways to pair rows in order."""
    for many in range(min(old, new) + 1):
        for left, right in product(combinations(range(old), many), combinations(range(new), many)):
            yield list(zip(left, right, strict=True))


def shared(old: list[Cells], new: list[Cells], pairs: list[tuple[int, int]]) -> int:
    return sum(likeness(old[one], new[other]) for one, other in pairs)


@pytest.mark.parametrize(("many_old", "many_new"), [(1, 3), (2, 2), (2, 3), (3, 2), (3, 3)])
def test_rows_are_paired_so_that_no_other_way_shares_more(many_old, many_new):
    for old in product(ROWS, repeat=many_old):
        for new in product(ROWS, repeat=many_new):
            before, after = list(old), list(new)
            found = sorted(best_pairs(before, after).items())
            assert found in list(pairings(many_old, many_new))
            assert all(likeness(before[one], after[other]) for one, other in found)
            most = max(shared(before, after, each) for each in pairings(many_old, many_new))
            assert shared(before, after, found) == most, (before, after, found)
            whole = sorted(aligned(before, after).items())
            assert whole in list(pairings(many_old, many_new))
            assert shared(before, after, whole) == most, (before, after, whole)


def test_equal_rows_are_likest_and_keys_tell_rows_apart():
    many = {f"c{number}": ["x"] for number in range(30)}
    assert likeness(ROWS[0], ROWS[0]) > likeness(many, many | {"c0": ["y"]}) == 29
    assert likeness(ROWS[0], ROWS[3]) == 0
    assert likeness(ROWS[0] | {KEY: ["1"]}, ROWS[0] | {KEY: ["2"]}) == 0
    assert likeness(ROWS[0] | {KEY: ["1"]}, ROWS[1]) == likeness(ROWS[0], ROWS[1] | {KEY: ["1"]}) == 1


def test_where_the_base_is_unknown_rows_of_one_key_share_what_both_say():
    one, other = ROWS[0] | {KEY: ["1"]}, ROWS[3] | {KEY: ["2"]}
    assert shared_rows([one], [other]) == []
    assert shared_rows([one, other], [other | {"pay": ["7"]}]) == [{"job": ["b"], KEY: ["2"]}]
    assert shared_rows([other, ROWS[0]], [ROWS[0] | {"pay": ["7"]}]) == [{"job": ["a"]}]


def test_of_a_row_both_have_new_the_key_that_is_stored_stays():
    new = ROWS[0]
    assert merge_rows([], [new | {KEY: ["1"]}], [new | {KEY: ["2"]}]) == ([new | {KEY: ["1"]}], [])


def test_where_as_many_rows_are_left_in_a_gap_they_are_one_by_one_the_same():
    a1, a2, b1, b2 = ROWS
    wholly_new: Cells = {"job": ["c"], "pay": ["3"]}
    assert aligned([a1, b2, a2], [a1, wholly_new, a2]) == {0: 0, 1: 1, 2: 2}
    assert aligned([b2], [wholly_new]) == {0: 0}
    assert aligned([a1, b2, a2], [a1, a2]) == {0: 0, 2: 1}
    assert aligned([a1, b2, a2], [a1, wholly_new, wholly_new, a2]) == {0: 0, 2: 3}
    assert aligned([a1, b2 | {KEY: ["1"]}, a2], [a1, wholly_new | {KEY: ["2"]}, a2]) == {0: 0, 2: 2}
    assert aligned([a1, a1], [a1]) == {0: 0}
    assert aligned([b1, a1], [a1, a1]) == {0: 0, 1: 1}


def test_tables_of_more_pairs_than_are_compared_are_matched_by_equal_rows_and_place():
    short = [{"job": [str(number)], "pay": ["1"]} for number in range(200)]
    longer = [{"job": [f"new {number}"], "pay": ["1"]} for number in range(PAIRS // 200)]
    assert len(best_pairs(short, longer)) == 200  # just as many as are compared
    assert best_pairs(short, [*longer, longer[0]]) == {}
    assert best_pairs([], short) == best_pairs(short, []) == {}


def test_of_rows_with_keys_a_moved_one_is_itself_and_the_others_go_by_what_they_say():
    a1, a2, b1, _ = ROWS
    before = [a1 | {KEY: ["1"]}, a2, b1]
    after = [a2, b1, a1 | {KEY: ["1"]}]
    assert matched(before, after) == {0: 2, 1: 0, 2: 1}


def test_of_what_each_side_emptied_what_the_other_left_stays():
    both: Cells = {"job": ["a"], "pay": ["1"]}
    merged, clashes = merge_rows([both], [{"job": ["a"]}], [{"pay": ["1"]}])
    assert (merged, clashes) == ([], [])
    merged, clashes = merge_rows([both], [{"job": ["b"]}], [{}])
    assert (merged, clashes) == ([{"job": ["b"]}], [])


def test_two_equal_new_rows_of_each_side_are_two_rows():
    new: Cells = {"job": ["c"], "pay": ["3"]}
    assert merge_rows([], [new, new], [new, new]) == ([new, new], [])
    assert merge_rows([], [new], [new, new]) == ([new, new], [])


def test_a_new_row_comes_behind_the_row_it_follows_and_what_the_other_side_has_new_there():
    a1, a2, b1, b2 = ROWS
    c, d = ({"job": [name], "pay": ["9"]} for name in "cd")
    assert merge_rows([a1, b2], [a1, c, b2], [a1, d, b2]) == ([a1, c, d, b2], [])
    assert merge_rows([a1, b2], [a1, b2], [a1, c, d, b2]) == ([a1, c, d, b2], [])
    assert merge_rows([a1, b2], [a1, b2, a2], [a1, b1, b2]) == ([a1, b1, b2, a2], [])
