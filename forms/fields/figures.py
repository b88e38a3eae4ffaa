"""Amounts, numbers and dates: read by pattern and range, so NaN, exponents and endless digits never get in."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from forms.fields.base import Answer
from programme.korean import grouped, half_width, official_date


class Whole(Answer):
    """A whole number of at most 15 digits, thousands separated or not. Never NaN, exponents or signs."""

    kind = "number"
    inputmode = "numeric"

    def __init__(self, label: str, *, least: int = 0, most: int = 999_999_999_999_999, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 30, **kwargs})
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        plain = half_width(text).replace(",", "").replace(" ", "").removesuffix(self.unit)
        if not re.fullmatch(r"-?[0-9]{1,15}", plain):
            raise ValueError("숫자만 입력해 주세요. 만·억은 풀어서 적습니다. 예: 800만 → 8,000,000")
        if not self.least <= int(plain) <= self.most:
            raise ValueError(f"{self.least:,}{self.unit}부터 {self.most:,}{self.unit}까지 쓸 수 있습니다.")
        return int(plain)

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


class Number(Answer):
    """A number with at most `places` decimals: man-months, indicator values."""

    kind = "number"
    inputmode = "decimal"

    def __init__(self, label: str, *, places: int = 2, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 30, **kwargs})
        self.places = places

    def read(self, text: str) -> Decimal:
        plain = half_width(text).replace(",", "").replace(" ", "").removesuffix(self.unit)
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
