"""Amounts, numbers and dates: read by pattern and range, so NaN, exponents and endless digits never get in."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any

from forms.fields.base import Coded, Select
from programme.characters import plain
from programme.korean import grouped, official_date, spoken_amount, today

BELOW_ZERO = -999_999_999_999_999  # the least of an amount that may be a loss
LOSS = "△▲-"  # what statements and spreadsheets write before a loss; they bracket it too
WON = "₩￦\\\\"  # the last is where Korean keyboards have the won sign
SIGNED = re.compile(f"([{LOSS}]?)[{WON}]?([{LOSS}]?)(.*)")
GROUPED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")
COEFFICIENT = re.compile(r"(?:([0-9.]*)천)?(?:([0-9.]*)백)?(?:([0-9.]*)십)?([0-9.]*)")
IN_WORDS = re.compile(r"(?:([0-9.천백십]+)조)?(?:([0-9.천백십]+)억)?(?:([0-9.천백십]+)만)?([0-9.천백십]*)")
SEPARATORS = re.compile("[-./년월일 ]+")


def bare(text: str, unit: str) -> str:
    """A number as typed without blanks, won sign, unit and well-placed commas; "-" first for a loss however it is
    marked: △1,000, ▲1,000, −1,000, (1,000). Raises ValueError when commas stand elsewhere."""
    number = text.replace(" ", "").removesuffix(unit)
    bracketed = number.startswith("(") and number.endswith(")")
    number = number[1:-1].removesuffix(unit) if bracketed else number
    before, after, number = SIGNED.fullmatch(number).groups()  # type: ignore[union-attr]
    if any("," in part and not GROUPED.fullmatch(part) for part in re.findall("[0-9,]+", number)):
        raise ValueError("쉼표가 세 자리마다 있지 않습니다. 쉼표 없이 입력해도 됩니다. 예: 8000000")
    signs = before + after + "-" * bracketed
    return ("-" if signs else "") + number.replace(",", "") if len(signs) < 2 else text


class Whole(Coded):
    """A whole number of at most 15 digits, thousands separated or not. Never NaN or exponents; below zero where `least`
    is."""

    kind = "number"
    example = "12"

    def __init__(self, label: str, *, least: int = 0, most: int = 999_999_999_999_999, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 30, **kwargs})
        self.least, self.most = least, most

    @property
    def inputmode(self) -> str | None:  # type: ignore[override]
        """The keyboard of figures has no minus on some phones."""
        return "numeric" if self.least >= 0 else None

    def read(self, text: str) -> int:
        number = self.spelled(bare(text, self.unit))
        if re.fullmatch(r"-?[0-9]+\.[0-9]+", number):
            raise ValueError(f"소수점 없이 입력해 주세요. 예: {self.example}")
        if not re.fullmatch(r"-?[0-9]+", number):
            raise ValueError(self.advice)
        if len(number.lstrip("-")) > 15:
            raise ValueError("15자리까지 쓸 수 있습니다. 0이 더 들어가지 않았는지 확인해 주세요.")
        if not self.least <= int(number) <= self.most:
            raise ValueError(f"{self.least:,}{self.unit}부터 {self.most:,}{self.unit}까지 쓸 수 있습니다.")
        return int(number)

    @property
    def advice(self) -> str:
        return f"숫자만 입력해 주세요. 예: {self.example}"

    def spelled(self, number: str) -> str:
        """Digits for a number written another way."""
        return number

    def _value(self) -> str:
        return grouped(self.data)


class Points(Whole):
    """The points of one criterion of a score sheet: whole ones, from 0 to `most`. criterion: its slug."""

    example = "18"

    def __init__(self, label: str, *, most: int, criterion: str, **kwargs: Any) -> None:
        super().__init__(
            label, most=most, **{"unit": "점", "hint": f"0점부터 {most}점까지 소수점 없이 매깁니다.", **kwargs}
        )
        self.criterion = criterion


class Year(Whole):
    """A calendar year, whose thousands nobody separates."""

    def __init__(self, label: str = "연도", **kwargs: Any) -> None:
        super().__init__(label, **{"least": 1990, "most": 2100, "unit": "년", **kwargs})

    example = "2023"

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class Won(Whole):
    """An amount in won. Owner's equity and profit may be below zero: `least` says so."""

    example = "8,000,000"

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"unit": "원", **kwargs})

    @property
    def in_words(self) -> str:  # type: ignore[override]
        return "" if self.data is None or self.errors else spoken_amount(self.data)

    @property
    def advice(self) -> str:
        loss = ", 손실이면 -8,000,000 또는 △8,000,000" if self.least < 0 else ""
        return f"숫자로 입력해 주세요. 예: 8,000,000 또는 800만{loss}"

    def spelled(self, number: str) -> str:
        """120000000 for 1억2000만, 1억2천만 and 1.2억, 12345000 for 12345천; anything else as it is."""
        sign, amount = ("-", number[1:]) if number.startswith("-") else ("", number)
        parts = IN_WORDS.fullmatch(amount)
        units = re.sub("[0-9.]", "", amount)
        if not units or parts is None or (len(units) < 2 and units == amount):
            return number
        total, above = Decimal(0), False
        for part, group in zip(parts.groups(), (10**12, 10**8, 10**4, 1), strict=True):
            count = coefficient(part or "")
            if count is None or (above and count >= 10_000):
                return number
            total += count * group
            above = above or bool(part)
        return sign + (str(int(total)) if total == int(total) else str(total))


def coefficient(text: str) -> Decimal | None:
    """6천 as 6000, 2천5백 as 2500, 1.2 as itself, nothing as 0; None for what is no number."""
    parts = COEFFICIENT.fullmatch(text)
    if parts is None:
        return None
    total = Decimal(0)
    for digits, unit in zip(parts.groups(), (1000, 100, 10, 1), strict=True):
        if digits is None:
            continue
        if digits and not re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,8})?", digits):
            return None
        total += (Decimal(digits) if digits else Decimal(unit > 1)) * unit
    return total


class Number(Coded):
    """A number with at most `places` decimals: man-months, indicator values.

    negative: it may be below zero. loose: a unit may follow that the field does not know, as where the unit is a
    column.
    """

    kind = "number"

    def __init__(
        self, label: str, *, places: int = 2, negative: bool = False, loose: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, **{"limit": 30, **kwargs})
        self.places, self.negative, self.loose = places, negative, loose

    @property
    def inputmode(self) -> str | None:  # type: ignore[override]
        return None if self.negative or self.loose else "decimal"

    def read(self, text: str) -> Decimal:
        number = bare(text, self.unit)
        if self.loose:
            number = re.sub("(?<=[0-9])[^0-9.,~-]+$", "", number)
        if number.startswith("-") and not self.negative:
            raise ValueError("0보다 작은 수는 쓸 수 없습니다. 예: 1.5")
        if not re.fullmatch(rf"-?[0-9]{{1,12}}(\.[0-9]{{1,{self.places}}})?", number):
            less = ", 줄어들면 -1.5" if self.negative else ""
            raise ValueError(f"숫자만 입력해 주세요. 소수는 {self.places}자리까지 쓸 수 있습니다. 예: 1.5{less}")
        return Decimal(number)

    def _value(self) -> str:
        return grouped(self.data)


MONTH_CHARACTERS = 20  # more is no month, and is not looked into


class Month(Select):
    """A month of the year, chosen; its value is 1 to 12. What was typed when it was a number still reads."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, {str(month): f"{month}월" for month in range(1, 13)}, **kwargs)

    def read(self, text: str) -> int:  # type: ignore[override]
        if len(text) < MONTH_CHARACTERS:
            text = plain(text).replace(" ", "").removesuffix("월").lstrip("0")
        return int(super().read(text))

    @property
    def printed(self) -> str:
        return self.display_text


# What hints and errors show a date by: of the year this process began in, for it belongs to no call.
EXAMPLE_DAY = f"{today().year}-04-01"


class Day(Coded):
    """A date, however it is usually typed: 2024-04-01, 2024. 4. 1., 20240401. past: it cannot lie ahead."""

    kind = "date"
    inputmode = "numeric"

    def __init__(self, label: str, *, past: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 20, "hint": f"예: {EXAMPLE_DAY}", **kwargs})
        self.past = past

    def read(self, text: str) -> date:
        parts = re.fullmatch("([0-9]{4})([0-9]{2})([0-9]{2})", text) or re.fullmatch(
            "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", SEPARATORS.sub("-", text).rstrip("-")
        )
        if parts is None:
            raise ValueError(f"날짜를 연-월-일 순서로 입력해 주세요. 예: {EXAMPLE_DAY}")
        year, month, day = (int(part) for part in parts.groups())
        if not 1900 <= year <= 2100:
            raise ValueError(f"연도를 1900년부터 2100년 사이로 입력해 주세요. 예: {EXAMPLE_DAY}")
        if not 1 <= month <= 12:
            raise ValueError(f"{month}월은 없습니다. 월은 1부터 12까지입니다.")
        last = monthrange(year, month)[1]
        if not 1 <= day <= last:
            raise ValueError(f"{year}년 {month}월은 {last}일까지입니다. 날짜를 다시 확인해 주세요.")
        if self.past and date(year, month, day) > today():
            raise ValueError("아직 오지 않은 날짜입니다. 연도가 맞는지 다시 확인해 주세요.")
        return date(year, month, day)

    def _value(self) -> str:
        return "" if self.data is None else self.data.isoformat()

    @property
    def printed(self) -> str:
        return official_date(self.data) or self.display_text


class BirthDay(Day):
    """A birth date; kept encrypted."""

    personal = True

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"past": True, **kwargs})
