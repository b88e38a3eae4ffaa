"""Months as the announcement counts them: a project's length by its days, and the calendar months it touches."""

from calendar import monthrange
from datetime import date, timedelta


def length(starts: date, ends: date) -> int:
    """Months from the first day to the last, both counted, a part of a month as one; 0 when reversed (민법 제160조)."""
    return max(0, (ends.year - starts.year) * 12 + ends.month - starts.month + (ends.day >= starts.day))


def last_day(starts: date, months: int) -> date:
    """The last day of so many months: the eve of the same day, or the month's end where there is no such day."""
    year, month = divmod(starts.year * 12 + starts.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    days = monthrange(year, month + 1)[1]
    return date(year, month + 1, 1) + timedelta(min(starts.day - 1, days) - 1)


def run(first: int, count: int) -> list[int]:
    """So many calendar months (1–12) from the first on: run(11, 3) is [11, 12, 1]."""
    return [(first - 1 + step) % 12 + 1 for step in range(count)]


def span(first: int, last: int) -> list[int]:
    """The calendar months from first to last, over the new year where need be: span(11, 1) is [11, 12, 1]."""
    return run(first, (last - first) % 12 + 1)


def touched(starts: date, ends: date) -> list[int]:
    """The calendar months a period touches, each once."""
    return run(starts.month, min((ends.year - starts.year) * 12 + ends.month - starts.month + 1, 12))
