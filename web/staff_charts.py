"""What the charts of staff's first page show: how many projects came on each day, and how far the slots are taken."""

from collections.abc import Iterable, Mapping
from datetime import date

from programme.announcement import Announcement
from web.charts import Chart, bar_chart


def inflow(days: Iterable[tuple[date, int]], act: str) -> Chart:
    values = [(f"{day.month}. {day.day}.", count, f"{count}건") for day, count in days]
    return bar_chart("chart-inflow", f"날마다 {act}된 과제신청", ("날짜", "건수"), values)


def slots(announcement: Announcement, counted: Mapping[tuple[str, str], int]) -> Chart:
    """counted: how many stand of each of the announcement's slots."""
    values = [
        (
            f"{announcement.tracks[slot[0]]} · {announcement.service_types[slot[1]]}",
            100 * counted.get(slot, 0) / size,
            f"{counted.get(slot, 0)}건 / {size}건 ({100 * counted.get(slot, 0) / size:.0f}%)",
        )
        for slot, size in announcement.slots.items()
    ]
    return bar_chart("chart-slots", "지원규모 대비 과제신청", ("구분", "건수 / 지원규모"), values, 100)
