"""Korean as documents write it: particles, amounts in Hangul, dates, one form for one character."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.characters import normal
from programme.korean import (
    DIGITS,
    amount_in_hangul,
    by_marker,
    has_final,
    official_amount,
    official_date,
    part_of,
    with_particle,
)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("회사명", "회사명을"),
        ("금액", "금액을"),
        ("과제", "과제를"),
        ("업종 코드(KSIC)", "업종 코드(KSIC)를"),
        ("목표(To-Be)", "목표(To-Be)를"),
        ("URL", "URL을"),
        ("2023", "2023을"),
        ("2024", "2024를"),
        ("2020", "2020을"),
        ("①~③", "①~③을"),
        ("①~④", "①~④를"),
    ],
)
def test_a_particle_follows_the_last_sound(word, said):
    assert with_particle(word, "을/를") == said


@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_every_syllable_with_a_final_consonant_is_closed(syllable):
    assert has_final(syllable) == (len(unicodedata.normalize("NFD", syllable)) == 3)


@pytest.mark.parametrize(
    ("won", "said"),
    [
        (0, "영"),
        (10, "일십"),
        (113_560, "일십일만삼천오백육십"),
        (120_000_000, "일억이천만"),
        (100_000_000, "일억"),
        (60_000_000, "육천만"),
        (10_000, "일만"),
        (1_0000_0001, "일억일"),
        (999_999_999_999_999, "구백구십구조구천구백구십구억구천구백구십구만구천구백구십구"),
    ],
)
def test_amounts_are_written_in_hangul(won, said):
    assert amount_in_hangul(won) == said


def read_back(text: str) -> int:
    """The number an amount in Hangul says: an independent reading."""
    total = group = figure = 0
    for sign in text:
        if sign in DIGITS:
            figure = DIGITS.index(sign)
        elif sign in "십백천":
            group += figure * {"십": 10, "백": 100, "천": 1000}[sign]
            figure = 0
        else:
            total += (group + figure) * {"만": 10**4, "억": 10**8, "조": 10**12}[sign]
            group = figure = 0
    return total + group + figure


@given(st.integers(min_value=0, max_value=999_999_999_999_999))
def test_an_amount_in_hangul_reads_back_as_the_same_amount(won):
    assert read_back(amount_in_hangul(won)) == won


def test_nothing_can_be_written_before_an_amount():
    assert all(amount_in_hangul(10**zeros)[0] == "일" for zeros in range(15))


def test_documents_write_amounts_and_dates_their_way():
    assert official_amount(120_000_000) == "금120,000,000원(금일억이천만원)"
    assert official_amount(0) == "금0원(금영원)"
    assert official_amount(None) == ""
    assert official_date(date(2024, 4, 1)) == "2024. 4. 1."
    assert official_date(None) == ""


@given(st.text())
def test_normal_form_is_stable_and_knows_one_line_break(text):
    once = normal(text)
    assert normal(once) == once
    assert "\r" not in once


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(25, 10_000, "0.3%"), (6825, 10_000, "68.3%"), (1, 3, "33.3%"), (0, 7, "0.0%"), (7, 7, "100.0%"), (5, 0, "")],
)
def test_a_share_s_half_is_rounded_up(part, whole, said):
    assert part_of(part, whole) == said


def test_lines_are_told_apart_by_their_marks_and_none_is_lost():
    lines = ["머리", "◦ 하나", "  ㅇ 둘", "- 셋", "-3도", "", "· 넷", "– 다섯", "2024-07"]
    runs = by_marker(lines)

    assert [(run["circled"], run["dashed"], len(run["lines"])) for run in runs] == [
        (False, False, 1),
        (True, False, 2),
        (False, True, 1),
        (False, False, 2),
        (True, False, 1),
        (False, True, 1),
        (False, False, 1),
    ]
    assert [line for run in runs for line in run["lines"]] == lines
