"""The three-way merge: what only one side changed is never lost, and what both changed is put to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.drafts.merge import Clash, merge, same

BASE = {"name": ["가"], "phone": ["02"], "rows-0-job": ["개발"], "rows-0-pay": ["1"], "rows-1-job": ["설계"]}


def test_nothing_changed_is_nothing_to_settle():
    assert merge(BASE, BASE, BASE) == (BASE, [])


def test_two_people_changing_different_fields_both_keep_their_words():
    merged, clashes = merge(BASE, BASE | {"name": ["나"]}, BASE | {"phone": ["031"]})
    assert merged == BASE | {"name": ["나"], "phone": ["031"]}
    assert clashes == []


def test_the_same_change_by_both_is_no_clash():
    merged, clashes = merge(BASE, BASE | {"name": ["나"]}, BASE | {"name": ["나"]})
    assert (merged["name"], clashes) == (["나"], [])


def test_a_field_both_changed_clashes_and_keeps_the_senders_words_for_the_page():
    merged, clashes = merge(BASE, BASE | {"name": ["나"]}, BASE | {"name": ["다"]})
    assert merged["name"] == ["다"]
    assert clashes == [Clash("name", {"name": ["다"]}, {"name": ["나"]})]


def test_emptying_a_field_is_a_change_like_any_other():
    assert merge(BASE, BASE, BASE | {"name": [" "]}) == ({k: v for k, v in BASE.items() if k != "name"}, [])
    assert merge(BASE, BASE | {"name": [""]}, BASE)[0].get("name") is None
    assert merge(BASE, BASE | {"name": ["나"]}, BASE | {"name": [""]})[1] == [Clash("name", {}, {"name": ["나"]})]


def table(*rows: str) -> dict[str, list[str]]:
    """Rows written "개발 1": job and pay; "a: 개발 1" has a key."""
    cells = {}
    for index, row in enumerate(rows):
        key, _, said = row.rpartition(": ")
        named = {"key": key, **dict(zip(("job", "pay", "note"), said.split(), strict=False))}
        cells |= {f"rows-{index}-{column}": [value] for column, value in named.items() if value}
    return cells


def merged_rows(base, stored, mine):
    """The merged rows as `table` takes them, and the names of the cells to be settled."""
    merged, clashes = merge(table(*base), table(*stored), table(*mine))
    rows = {}
    for name, (value,) in merged.items():
        _, index, column = name.split("-")
        rows.setdefault(int(index), {})[column] = value
    assert sorted(rows) == list(range(len(rows)))
    said = [
        " ".join(row[column] for column in ("job", "pay", "note") if column in row) for _, row in sorted(rows.items())
    ]
    return said, [clash.field for clash in clashes]


@pytest.mark.parametrize("keys", [("", "", "", ""), ("k1: ", "k2: ", "k3: ", "k4: ")])
def test_changes_of_different_rows_and_cells_merge_without_a_question(keys):
    one, two, new, other = keys
    base = [f"{one}개발 1", f"{two}설계 2"]
    for stored, mine, merged in (
        ([f"{one}개발 9", f"{two}설계 2"], [f"{one}개발 1", f"{two}시험 2"], ["개발 9", "시험 2"]),
        ([f"{one}개발 9", f"{two}설계 2"], [f"{one}운영 1", f"{two}설계 2"], ["운영 9", "설계 2"]),
        ([f"{new}기획 3", *base], [f"{one}개발 1", f"{two}시험 2"], ["기획 3", "개발 1", "시험 2"]),
        ([*base, f"{new}기획 3"], [*base, f"{other}교육 4"], ["개발 1", "설계 2", "기획 3", "교육 4"]),
        ([f"{two}설계 2"], [f"{one}개발 1", f"{two}시험 2"], ["시험 2"]),
        ([*base, f"{new}기획 3"], [f"{two}설계 2"], ["설계 2", "기획 3"]),
        ([f"{two}설계 2"], [f"{two}설계 2"], ["설계 2"]),
    ):
        assert merged_rows(base, stored, mine) == (merged, []), (stored, mine)
        assert sorted(merged_rows(base, mine, stored)[0]) == sorted(merged)


def test_only_a_cell_both_changed_is_asked_about():
    merged, clashes = merge(
        table("개발 1", "설계 2"), table("개발 8", "설계 2 메모"), table("기획 0", "개발 9", "설계 2")
    )

    assert clashes == [Clash("rows-1-pay", {"rows-1-pay": ["9"]}, {"rows-1-pay": ["8"]})]
    assert merged == table("기획 0", "개발 9", "설계 2 메모")


def test_a_row_one_removed_and_the_other_changed_stays():
    for gone, changed in ((["설계 2"], ["개발 9", "설계 2"]), (["b: 설계 2"], ["a: 개발 9", "b: 설계 2"])):
        base = [changed[0].replace("9", "1"), changed[1]]
        for stored, mine in ((gone, changed), (changed, gone)):
            assert merged_rows(base, stored, mine) == (["개발 9", "설계 2"], [])


def test_rows_with_keys_may_be_moved_and_changed_at_once():
    base = ["a: 개발 1", "b: 설계 2", "c: 시험 3"]
    moved = ["c: 시험 3", "a: 개발 1", "b: 설계 2"]
    changed = ["a: 개발 1", "b: 설계 2", "c: 시험 9", "d: 교육 4"]
    for stored, mine in ((moved, changed), (changed, moved)):
        rows, clashes = merged_rows(base, stored, mine)
        assert (sorted(rows), clashes) == (["개발 1", "교육 4", "설계 2", "시험 9"], [])
        assert rows.index("시험 9") < rows.index("개발 1") < rows.index("설계 2")


def test_rows_of_two_keys_are_two_rows_however_alike():
    assert merged_rows(["a: 개발 1"], ["b: 개발 2"], ["a: 개발 3"]) == (["개발 2", "개발 3"], [])
    assert merged_rows([], ["a: 개발 1"], ["a: 개발 1"]) == (["개발 1"], [])
    assert merged_rows([], ["a: 개발 1"], ["a: 개발 2"]) == (["개발 2"], ["rows-0-pay"])


def test_without_the_base_all_that_differs_is_asked_about_and_alike_rows_are_one():
    theirs, mine = ["개발 1", "설계 2", "시험 3"], ["개발 9", "설계 2", "운영 4"]
    merged, clashes = merge(None, table(*theirs) | {"name": ["가"]}, table(*mine) | {"name": ["나"]})
    assert [clash.field for clash in clashes] == ["rows-0-pay", "name"]
    rows = {name: values for name, values in merged.items() if name != "name"}
    assert rows == table("개발 9", "설계 2", "시험 3", "운영 4")
    assert merge(None, table("a: 개발 1"), table("a: 설계 2"))[1] == [
        Clash("rows-0-job", {"rows-0-job": ["설계"]}, {"rows-0-job": ["개발"]}),
        Clash("rows-0-pay", {"rows-0-pay": ["2"]}, {"rows-0-pay": ["1"]}),
    ]

    lower = merge(
        None, table("개발 1", "설계 2"), table("기획 3", "개발 1", "설계 5")
    )  # the same rows, one further down
    assert lower == (
        table("기획 3", "개발 1", "설계 5"),
        [Clash("rows-2-pay", {"rows-2-pay": ["5"]}, {"rows-2-pay": ["2"]})],
    )


def test_of_two_rows_with_one_key_the_first_is_the_row():
    rows, clashes = merged_rows(["a: 개발 1"], ["a: 개발 1", "a: 기획 2"], ["a: 개발 3"])
    assert (rows, clashes) == (["개발 3", "기획 2"], [])


def test_keys_say_nothing():
    assert same(table("a: 개발 1"), table("개발 1"))
    assert same({}, table("a: "))
    assert merge(table("개발 1"), table("개발 1"), table("a: 개발 1"))[0] == table("a: 개발 1")


def test_a_table_of_more_rows_than_are_compared_cell_by_cell_loses_nothing():
    base = [f"일{number} {number}" for number in range(300)]
    stored = ["새일 0", *(f"남{number} {number}" for number in range(300))]
    rows, _ = merged_rows(base, stored, [row.replace("일", "내") for row in base])
    assert {*stored, *(f"내{number} {number}" for number in range(300))} <= set(rows)


def test_a_row_removed_on_one_side_stays_removed():
    mine = {name: values for name, values in BASE.items() if not name.startswith("rows-0-")}
    merged, clashes = merge(BASE, BASE | {"name": ["나"]}, mine)
    assert (merged, clashes) == ({"name": ["나"], "phone": ["02"], "rows-0-job": ["설계"]}, [])


def test_gaps_and_blank_rows_in_a_table_are_no_change():
    gaps = {"name": ["가"], "phone": ["02"], "rows-3-job": ["개발"], "rows-3-pay": ["1"], "rows-10-job": ["설계"]}
    assert same(BASE, gaps | {"rows-4-job": [""], "note": [" \n"]})
    assert not same(BASE, BASE | {"rows-1-job": ["개발"]})


VALUE = st.sampled_from(["", " ", "가", "나", "다"]).map(lambda value: [value])
NAMES = ["name", "phone", "note", *(f"rows-{row}-{cell}" for row in range(3) for cell in ("job", "pay"))]
SENT = st.dictionaries(st.sampled_from(NAMES), VALUE)


def said(sent, field):
    return {name: values for name, values in merge({}, {}, sent)[0].items() if name.split("-")[0] == field}


@given(SENT, SENT, SENT)
def test_no_change_of_one_side_alone_is_ever_lost_and_no_clash_is_passed_over(base, stored, mine):
    merged, clashes = merge(base, stored, mine)
    clashing = {clash.field: clash for clash in clashes}
    for field in ("name", "phone", "note"):
        before, theirs, ours, now = (said(sent, field) for sent in (base, stored, mine, merged))
        both = theirs != before and ours != before and theirs != ours
        assert (field in clashing) == both
        assert now == (theirs if ours == before else ours)
        if both:
            assert (clashing[field].mine, clashing[field].theirs) == (ours, theirs)


@st.composite
def edited(draw, side: str):
    """A table of two rows, and what one side made of it: every text it wrote is its own."""
    rows, keyed = [["가", "1"], ["나", "2"], ["다", "3"]], draw(st.booleans())
    rows = [[f"k{index}: " * keyed, *row] for index, row in enumerate(rows)]
    for step in range(draw(st.integers(0, 5))):
        at, what = draw(st.integers(0, 3)), draw(st.sampled_from(["cell", "insert", "remove", "move"]))
        text = f"{side}{step}"
        if what == "insert":
            rows.insert(at, [f"{text}: " * keyed, text, f"{text}+"])
        elif rows:
            row = rows.pop(at % len(rows))
            if what == "cell":
                row[draw(st.integers(1, 2))] = text
            if what != "remove":
                rows.insert(draw(st.integers(0, 3)) if what == "move" else at % (len(rows) + 1), row)
    return [f"{key}{job} {pay}" for key, job, pay in rows]


@given(edited("남"), edited("내"))
def test_every_text_either_side_wrote_is_in_the_merged_rows_or_asked_about(stored, mine):
    keyed = any(": " in row for row in (*stored, *mine))
    base = [f"k{index}: {row}" if keyed else row for index, row in enumerate(("가 1", "나 2", "다 3"))]
    merged, clashes = merge(table(*base), table(*stored), table(*mine))
    kept = {value for values in merged.values() for value in values}
    asked = {value for clash in clashes for values in clash.theirs.values() for value in values}

    def written(rows, side):
        return {word for row in rows for word in row.rpartition(": ")[2].split() if word.startswith(side)}

    assert written(mine, "내") <= kept
    assert written(stored, "남") <= kept | asked
    in_both = set(written(stored, "")) & set(written(mine, ""))
    assert in_both <= kept | asked
    assert {clash.field for clash in clashes} <= {name for name in merged if not name.endswith("-key")}


@given(SENT, SENT, SENT)
def test_what_is_merged_once_is_merged_for_good(base, stored, mine):
    merged, _ = merge(base, stored, mine)
    assert merge(merged, merged, merged) == (merged, [])
    assert same(merge(mine, merged, mine)[0], merged)


@given(SENT, SENT)
def test_a_page_nobody_else_touched_is_stored_as_sent(base, mine):
    merged, clashes = merge(base, base, mine)
    assert same(merged, mine)
    assert not clashes


@given(SENT, SENT)
def test_a_page_sent_unchanged_takes_nothing_back(base, stored):
    merged, clashes = merge(base, stored, base)
    assert same(merged, stored)
    assert not clashes
