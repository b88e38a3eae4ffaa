"""What is cut from vendored parts: slices of the font, together the whole, none twice; the tokens our styles use."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests import used_tokens
from tests.font_slices import FAMILY, HOUSE, SOURCES, TARGET, WEIGHTS

RULE = re.compile(r'font-weight:(\d+);.*?src:url\("([^"]+)"\).*?unicode-range:([^}]+)')


def rules() -> list[tuple[int, Path, str]]:
    found = RULE.findall((TARGET / "fonts.css").read_text(encoding="utf-8"))
    return [(int(weight), TARGET / file, ranges) for weight, file, ranges in found]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_slices_hold_every_character_of_the_font_once(weight):
    held = [set(TTFont(path).getBestCmap()) for number, path, _ in rules() if number == WEIGHTS[weight]]
    whole = set(TTFont(HOUSE / "static/vendor/pretendard-gov" / SOURCES[weight]).getBestCmap())

    assert set().union(*held) == whole
    assert sum(map(len, held)) == len(whole)


def test_each_rule_names_just_what_its_file_holds():
    for _, path, ranges in rules():
        ends = [part.removeprefix("U+").partition("-")[::2] for part in ranges.split(",")]
        named = {code for first, last in ends for code in range(int(first, 16), int(last or first, 16) + 1)}
        assert named == set(TTFont(path).getBestCmap()), path


def test_there_is_no_file_without_a_rule_and_no_reserved_name_in_one():
    assert {path for _, path, _ in rules()} == set(TARGET.glob("*.woff2"))
    for _, path, _ in rules():
        names = {str(record) for record in TTFont(path)["name"].names if record.nameID in (1, 4, 6)}
        assert names <= {FAMILY, FAMILY.replace(" ", "")}, path


def test_the_tokens_pages_load_are_those_the_style_sheets_use():
    assert (used_tokens.STATIC / "tokens.css").read_text(encoding="utf-8") == used_tokens.tokens()
