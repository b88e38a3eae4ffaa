"""How pages say moments and people."""

from datetime import datetime

import config
from models.person import Person
from services.mail import masked as masked_address


def clock(moment: datetime) -> str:
    """2026. 11. 22. 14:03, in Korea."""
    return moment.astimezone(config.KST).strftime("%Y. %-m. %-d. %H:%M")


def masked(person: Person | None) -> str:
    """A person as colleagues may know him; the address is not shown whole."""
    return masked_address(person.email) if person else "탈퇴한 사용자"


def until(closes: datetime, at: datetime) -> str:
    """What is left until closing, in words."""
    seconds = int((closes - at).total_seconds())
    if seconds <= 0:
        return "마감되었습니다"
    days, rest = divmod(seconds, 86400)
    return f"{days}일 {rest // 3600}시간 남음" if days else f"{rest // 3600}시간 {rest % 3600 // 60}분 남음"
