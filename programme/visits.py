"""On which days a consulting visit (공고 붙임1: 현장방문, 진단컨설팅 1MD) makes sense.

The announcement says until when consulting is asked for, and leaves the day to the agency. A visit helps to write an
application, so it lies within the call: not before it opens, not after it closes, and never in the past.
"""

from datetime import date

from programme.korean import official_date


def refused(day: date, first: date | None, last: date, today: date) -> str:
    """Why there can be no visit on this day; "" if there can. first, last: the days the call opens and closes."""
    if day < today:
        return f"{official_date(day)}은 이미 지난 날입니다."
    if day > last or (first and day < first):
        return f"{official_date(day)}은 컨설팅을 받을 수 있는 기간이 아닙니다."
    return ""


def wanted(first: date | None, last: date, today: date) -> str:
    """Which days there are to choose from."""
    begins = max(first, today) if first else today
    if begins > last:
        return f"공고가 {official_date(last)}에 끝나 방문할 날이 남아 있지 않습니다."
    return f"{official_date(begins)}부터 공고가 끝나는 {official_date(last)}까지의 날을 입력해 주세요."
