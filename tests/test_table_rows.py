"""The rows of a table as they are sent: told apart by keys wherever they are moved."""

from hypothesis import given
from hypothesis import strategies as st

from forms.table_rows import inserted, keyed, keys, moved, name_new_rows, numbers, without, without_keys

SENT = {"note": ["가"], "rows-0-job": ["개발"], "rows-0-key": ["a"], "rows-3-job": ["설계"], "rows-3-key": ["b"]}


def jobs(sent) -> list[tuple[str, str]]:
    """(job, key) of each row, in order."""
    return [(sent.get(f"rows-{row}-job", [""])[0], key) for row, key in keys(sent, "rows").items()]


def test_a_row_takes_its_cells_and_its_key_along():
    assert jobs(moved(SENT, "rows-0", 1)) == jobs(moved(SENT, "rows-3", -1)) == [("설계", "b"), ("개발", "a")]
    assert moved(SENT, "rows-0", 1)["note"] == ["가"]


def test_beyond_the_ends_nothing_moves():
    assert moved(SENT, "rows-0", -1) == moved(SENT, "rows-3", 1) == moved(SENT, "rows-1", 1) == SENT


def test_a_row_put_between_is_blank_and_those_below_move_on():
    assert jobs(inserted(SENT, "rows-0")) == [("개발", "a"), ("", ""), ("설계", "b")]


def test_a_row_taken_away_takes_its_key():
    assert jobs(without(SENT, "rows-0")) == [("설계", "b")]


def test_rows_stored_without_keys_have_their_numbers():
    assert keys({"rows-0-job": ["가"], "rows-3-job": ["나"]}, "rows") == {0: "0", 3: "3"}


def test_a_number_another_row_has_as_its_key_is_no_key():
    assert keys({"rows-0-job": ["가"], "rows-0-key": ["1"], "rows-1-job": ["나"]}, "rows") == {0: "1", 1: ""}


def test_a_blank_row_is_no_row_and_has_no_key():
    assert keys({"rows-0-job": [" "], "rows-0-key": ["a"], "rows-1-job": ["나"]}, "rows") == {0: "", 1: "1"}


def test_only_rows_that_are_written_in_and_came_with_an_empty_key_are_named():
    sent = {"rows-0-job": ["가"], "rows-0-key": [""], "rows-1-job": [""], "rows-1-key": [""], "rows-2-job": ["나"]}
    named = name_new_rows(sent, "page")

    assert named == sent | {"rows-0-key": named["rows-0-key"]}
    assert named == name_new_rows(sent, "page")
    assert named["rows-0-key"] != name_new_rows(sent, "another page")["rows-0-key"]


CELL = st.sampled_from([f"rows-{row}-{cell}" for row in range(5) for cell in ("job", "pay", "key")] + ["note"])
PAGES = st.dictionaries(CELL, st.sampled_from(["", " ", "1", "가"]).map(lambda value: [value]))


@given(PAGES, st.integers(0, 5), st.sampled_from([-1, 1]))
def test_moving_and_putting_between_lose_nothing(sent, row, by):
    def rows(page):
        return sorted(
            sorted(
                (name.rpartition("-")[2], values) for name, values in page.items() if name.startswith(f"rows-{number}-")
            )
            for number in numbers(page, "rows")
        )

    assert rows(moved(sent, f"rows-{row}", by)) == rows(sent)
    assert moved(moved(sent, f"rows-{row}", by), f"rows-{row}", by) == sent
    between = inserted(sent, f"rows-{row}")
    assert rows(without(between, f"rows-{row + 1}")) == rows(sent)


@given(PAGES)
def test_naming_every_row_changes_no_word_and_names_no_two_alike(sent):
    named = keyed(sent)
    assert without_keys(named) == without_keys(sent)
    assert keyed(named) == named
    sent_keys = [values[0] for name, values in sent.items() if name.endswith("-key")]
    given_keys = [key for number, key in keys(named, "rows").items() if f"rows-{number}-key" not in sent and key]
    assert len(set(given_keys)) == len(given_keys)
    assert not set(given_keys) & set(sent_keys)
