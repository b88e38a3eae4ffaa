"""How pages say moments and people, and how addresses say numbers and places."""

from datetime import datetime, timedelta

from programme.korean import day_of


def dday(closes: datetime, at: datetime) -> str:
    """D-3 as Koreans count days to a deadline; D-day on the day itself, also where it is that day's end."""
    last = day_of(closes - timedelta(microseconds=1))
    left = (last - day_of(at)).days
    if closes <= at:
        return "마감"
    return f"D-{left}" if left else "D-day"


def page_numbers(page: int, pages: int) -> list[int]:
    """Which pages of a long list are offered beside this one: the first, the last and two on each side; 0 for a gap of
    more than one."""
    offered = {1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)}
    offered |= {number + 1 for number in offered if number + 2 in offered}
    return [
        each
        for number in sorted(offered)
        for each in ([number] if number - 1 in offered or number == 1 else [0, number])
    ]


def file_size(size: int) -> str:
    """A file's size as its link says it, in the megabytes our limits are said in."""
    return f"{size / 1048576:.1f}MB" if size >= 1048576 else f"{max(1, round(size / 1024)):,}KB"


def time_left(closes: datetime, at: datetime) -> str:
    """What is left until closing, in words."""
    seconds = int((closes - at).total_seconds())
    if seconds <= 0:
        return "마감되었습니다"
    days, rest = divmod(seconds, 86400)
    if days:
        return f"{days}일 {rest // 3600}시간 남음"
    return f"{rest // 3600}시간 {rest % 3600 // 60}분 남음" if rest >= 60 else f"{rest}초 남음"


def duration_text(wait: timedelta) -> str:
    """A wait in words, rounded up: 40초, 3분."""
    seconds = int(wait.total_seconds()) + 1
    return f"{seconds}초" if seconds < 60 else f"{-(-seconds // 60)}분"
