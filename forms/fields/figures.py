"""Amounts, numbers and dates: read by pattern and range, so NaN, exponents and endless digits never get in."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from forms.fields.base import Answer
from programme.characters import half_width
from programme.korean import grouped, official_date

GROUPED = r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"


def bare(text: str, unit: str) -> str:
    """A number as typed without blanks, unit and well-placed commas. Raises ValueError when commas stand elsewhere."""
    plain = half_width(text).replace(" ", "").removesuffix(unit)
    if not re.fullmatch(rf"[^,]*?(?:{GROUPED})?[^,]*", plain):
        raise ValueError("쉼표가 세 자리마다 있지 않습니다. 쉼표 없이 입력해도 됩니다. 예: 8000000")
    return plain.replace(",", "")


class Whole(Answer):
    """A whole number of at most 15 digits, thousands separated or not. Never NaN, exponents or signs."""

    kind = "number"
    inputmode = "numeric"

    def __init__(self, label: str, *, least: int = 0, most: int = 999_999_999_999_999, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 30, **kwargs})
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        plain = self.spelled(bare(text, self.unit))
        if re.fullmatch(r"-?[0-9]+\.[0-9]+", plain):
            raise ValueError("소수점 없이 입력해 주세요. 예: 8,000,000")
        if not re.fullmatch(r"-?[0-9]+", plain):
            raise ValueError(self.advice)
        if len(plain.lstrip("-")) > 15:
            raise ValueError("15자리까지 쓸 수 있습니다. 0이 더 들어가지 않았는지 확인해 주세요.")
        if not self.least <= int(plain) <= self.most:
            raise ValueError(f"{self.least:,}{self.unit}부터 {self.most:,}{self.unit}까지 쓸 수 있습니다.")
        return int(plain)

    advice = "숫자만 입력해 주세요. 예: 8,000,000"

    def spelled(self, plain: str) -> str:
        """Digits for a number written another way."""
        return plain

    def _value(self) -> str:
        return grouped(self.data)


class Year(Whole):
    """A calendar year, whose thousands nobody separates."""

    def __init__(self, label: str = "연도", **kwargs: Any) -> None:
        super().__init__(label, **{"least": 1990, "most": 2100, "unit": "년", **kwargs})

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class Won(Whole):
    """An amount in won. Owner's equity and profit may be below zero: `least` says so."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"unit": "원", **kwargs})

    advice = "숫자로 입력해 주세요. 예: 8,000,000 또는 800만"

    def spelled(self, plain: str) -> str:
        """1억2000만 as 120000000."""
        parts = re.fullmatch(r"(?:([0-9]{1,8})억)?(?:([0-9]{1,4})만)?([0-9]{0,4})", plain)
        if parts is None or not (parts[1] or parts[2]):
            return plain
        return str(int(parts[1] or 0) * 100_000_000 + int(parts[2] or 0) * 10_000 + int(parts[3] or 0))


class Number(Answer):
    """A number with at most `places` decimals: man-months, indicator values."""

    kind = "number"
    inputmode = "decimal"

    def __init__(self, label: str, *, places: int = 2, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 30, **kwargs})
        self.places = places

    def read(self, text: str) -> Decimal:
        plain = bare(text, self.unit)
        if not re.fullmatch(rf"[0-9]{{1,12}}(\.[0-9]{{1,{self.places}}})?", plain):
            raise ValueError(f"숫자만 입력해 주세요. 소수는 {self.places}자리까지 쓸 수 있습니다. 예: 1.5")
        return Decimal(plain)

    def _value(self) -> str:
        return grouped(self.data)


class Day(Answer):
    """A date, however it is usually typed: 2024-04-01, 2024. 4. 1., 20240401."""

    kind = "date"
    inputmode = "numeric"

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 20, "hint": "예: 2024-04-01", **kwargs})

    def read(self, text: str) -> date:
        plain = half_width(text)
        parts = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", plain) or re.fullmatch(
            r"([0-9]{4})\s*[-./년\s]\s*([0-9]{1,2})\s*[-./월\s]\s*([0-9]{1,2})\s*[./일]?", plain
        )
        try:
            day = date(*(int(part) for part in parts.groups())) if parts else None
        except ValueError:
            day = None
        if day is None:
            raise ValueError("날짜를 연-월-일 순서로 입력해 주세요. 예: 2024-04-01")
        if not 1900 <= day.year <= 2100:
            raise ValueError("연도를 1900년부터 2100년 사이로 입력해 주세요. 예: 2024-04-01")
        return day

    def _value(self) -> str:
        return "" if self.data is None else self.data.isoformat()

    @property
    def printed(self) -> str:
        return official_date(self.data) or self.on_paper


class BirthDay(Day):
    """A birth date; kept encrypted."""

    personal = True
