"""Korean as it is written in documents: particles, amounts in Hangul, dates."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from config import KST

DIGITS = "영일이삼사오육칠팔구"
PLACES = ("", "십", "백", "천")
GROUPS = ("", "만", "억", "조", "경")

CIRCLED = re.compile(r"[◦○●•▪·ㅇ■□▶]\s")
DASHED = re.compile(r"[-–―−]\s")


def has_final(word: str) -> bool:
    """Whether the word's last sound closes with a consonant (받침); digits and Latin characters are read aloud."""
    last = next((character for character in reversed(unicodedata.normalize("NFKC", word)) if character.isalnum()), "")
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 != 0
    return last in "013678LMNRlmnr"


def with_particle(word: str, pair: str) -> str:
    """The word and its particle: with_particle("회사명", "을/를") gives "회사명을"."""
    closed, opened = pair.split("/")
    return word + (closed if has_final(word) else opened)


def amount_in_hangul(won: int) -> str:
    """113560 as "일십일만삼천오백육십", the leading 일 kept so that nothing can be written before it."""
    if won == 0:
        return DIGITS[0]
    text = ""
    for group in range(len(GROUPS)):
        number = won // 10_000**group % 10_000
        if number:
            text = four_digits(number) + GROUPS[group] + text
    return text


def short_amount(won: int) -> str:
    """60000000 as "6천만원", 100000000 as "1억원", 65000000 as "6,500만원", as people say round sums; in figures else."""
    hundred_millions, rest = divmod(won, 100_000_000)
    if won <= 0 or rest % 10_000:
        return f"{grouped(won)}원"
    thousands, tens = divmod(rest // 10_000, 1000)
    parts = [f"{hundred_millions:,}억"] if hundred_millions else []
    if rest:
        parts.append(f"{rest // 10_000:,}만" if tens else f"{thousands}천만")
    return " ".join(parts) + "원"


def four_digits(number: int) -> str:
    digits = [(number // 10**power % 10, power) for power in (3, 2, 1, 0)]
    return "".join(DIGITS[digit] + PLACES[power] for digit, power in digits if digit)


def official_amount(won: int | None) -> str:
    """금120,000,000원(금일억이천만원), as official documents write it, without a space to break it at; empty for none."""
    return "" if won is None else f"금{grouped(won)}원(금{amount_in_hangul(won)}원)"


def spoken_amount(won: int) -> str:
    """120,000,000원 (금 일억이천만원정), as pages read an amount back to who types it; a loss in figures alone."""
    return f"{grouped(won)}원" + ("" if won < 0 else f" (금\N{NO-BREAK SPACE}{amount_in_hangul(won)}원정)")


def official_date(day: date | None) -> str:
    """2024. 4. 1., as official documents write a date (no leading zero, a dot after each part)."""
    return "" if day is None else f"{day.year}. {day.month}. {day.day}."


def date_time(at: datetime | None, exact: bool = False) -> str:
    """2026. 11. 22. 14:03, in Korea; exact, where a deadline hangs on it: 14:03:07. Empty for none."""
    return "" if at is None else at.astimezone(KST).strftime("%Y. %-m. %-d. %H:%M" + ":%S" * exact)


def day_of(at: datetime) -> date:
    """The day it is in Korea at a moment."""
    return at.astimezone(KST).date()


def today() -> date:
    return day_of(datetime.now(UTC))


def part_of(part: int, whole: int) -> str:
    """The part in percent of the whole, one decimal, a half rounded up; empty when there is no whole."""
    if not whole:
        return ""
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def grouped(number: int | float | Decimal | None) -> str:
    """1234567 as "1,234,567"; empty for None."""
    return "" if number is None else f"{number:,}"


def spoken_date(day: date) -> str:
    """2024년 4월 30일, as a sentence says a date."""
    return f"{day.year}년 {day.month}월 {day.day}일"


def by_marker(lines: Sequence[str]) -> list[dict[str, Any]]:
    """The lines in runs of one kind each, {circled, dashed, lines}: those that begin with ◦ or its like, those that
    begin with a dash, and the others. 개조식 hangs each kind by its own width."""
    return [
        {"circled": kind == "circled", "dashed": kind == "dashed", "lines": list(run)}
        for kind, run in groupby(lines, key=marker)
    ]


def marker(line: str) -> str:
    line = line.lstrip()
    return "circled" if CIRCLED.match(line) else "dashed" if DASHED.match(line) else ""
