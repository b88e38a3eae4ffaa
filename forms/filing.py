"""What the lead says about having submitted where it counts."""

import re
from datetime import datetime, time
from typing import Any

import config
from forms.base import StepForm
from forms.fields import Day, Text
from programme.characters import half_width


class Clock(Text):
    """A time of day as clocks show it: 14:30."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 10, "hint": "예: 14:30", **kwargs})

    def read(self, text: str) -> str:
        found = re.fullmatch(r"([01]?[0-9]|2[0-3])\s*[:시]\s*([0-5]?[0-9])\s*분?", half_width(text))
        if not found:
            raise ValueError("시각을 24시간으로 적어 주세요. 예: 14:30")
        return f"{int(found[1]):02}:{int(found[2]):02}"


class FilingForm(StepForm):
    title = "접수 시스템에 낸 기록"

    number = Text(
        "접수 시스템에서 받은 번호", limit=60, required=False, hint="접수번호나 과제번호. 나중에 적어도 됩니다."
    )
    day = Day("낸 날")
    time = Clock("낸 시각")

    def validate_at(self, now: datetime) -> bool:
        """Whether it can be so, as of this instant."""
        if not self.validate():
            return False
        if self.moment > now:
            self.day.errors = [*self.day.errors, "아직 오지 않은 때입니다. 낸 날과 시각을 다시 적어 주세요."]
            return False
        return True

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day.data, time.fromisoformat(self.time.data), config.KST)
