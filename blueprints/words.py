"""How pages say moments and people, and how addresses say numbers and places."""

from datetime import datetime
from urllib.parse import quote

from flask import request

import config
from forms import wizards
from models.person import Person
from services.mail.outbox import masked as masked_address


def clock(moment: datetime, exact: bool = False) -> str:
    """2026. 11. 22. 14:03, in Korea; exact, where a deadline hangs on it: 14:03:07."""
    return moment.astimezone(config.KST).strftime("%Y. %-m. %-d. %H:%M" + ":%S" * exact)


def number(text: str) -> int:
    """A number of ours as an address or a form gives it; 0, which no row has, for nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def here(path: str = "") -> str:
    """The address of this page, or of the one at a path: with the company acted for, and nothing else that was asked of it."""
    part = request.args.get("as", 0, type=number)
    return f"{path or request.path}?as={part}" if part else path or request.path


def title_of(path: str) -> str:
    """What the page at an address of ours is called, for telling kept pages apart; empty for one that is no more."""
    place = path.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
    steps = {step.slug: step.title for wizard in wizards.WIZARDS.values() for step in wizard.steps}
    return steps.get(place) or {"consents": "동의서", "evidence": "증빙", "filed": "접수 시스템에 낸 기록"}.get(
        place, ""
    )


def masked(person: Person | None) -> str:
    """A person as colleagues may know him; the address is not shown whole."""
    return masked_address(person.email) if person else "탈퇴한 사용자"


def attachment(name: str) -> str:
    """The header that saves an answer under this name, Hangul and all (RFC 6266)."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def dday(closes: datetime, at: datetime) -> str:
    """D-3 as Koreans count days to a deadline; D-day on the day itself."""
    left = (closes.astimezone(config.KST).date() - at.astimezone(config.KST).date()).days
    if closes <= at:
        return "마감"
    return f"D-{left}" if left else "D-day"


def weight(size: int) -> str:
    """A file's size as its link says it, in the megabytes our limits are said in."""
    return f"{size / 1048576:.1f}MB" if size >= 1048576 else f"{max(1, round(size / 1024)):,}KB"


def until(closes: datetime, at: datetime) -> str:
    """What is left until closing, in words."""
    seconds = int((closes - at).total_seconds())
    if seconds <= 0:
        return "마감되었습니다"
    days, rest = divmod(seconds, 86400)
    if days:
        return f"{days}일 {rest // 3600}시간 남음"
    return f"{rest // 3600}시간 {rest % 3600 // 60}분 남음" if rest >= 60 else f"{rest}초 남음"
