"""The three-way merge: what only one side changed is never lost, and what both changed is put to a person."""

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


def test_a_table_is_one_field():
    theirs = BASE | {"rows-0-pay": ["2"]}
    mine = BASE | {"rows-1-job": ["시험"]}
    merged, clashes = merge(BASE, theirs, mine)
    assert [clash.field for clash in clashes] == ["rows"]
    assert clashes[0].theirs == {"rows-0-job": ["개발"], "rows-0-pay": ["2"], "rows-1-job": ["설계"]}
    assert merged["rows-0-pay"] == ["1"]


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
    for field in ("name", "phone", "note", "rows"):
        before, theirs, ours, now = (said(sent, field) for sent in (base, stored, mine, merged))
        both = theirs != before and ours != before and theirs != ours
        assert (field in clashing) == both
        assert now == (theirs if ours == before else ours)
        if both:
            assert (clashing[field].mine, clashing[field].theirs) == (ours, theirs)


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
