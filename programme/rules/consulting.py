"""A request for consulting: the days wished for can still be had."""

from collections.abc import Iterator

from programme import visits
from programme.announcement import Announcement
from programme.rules.facts import BLOCK, day
from programme.rules.registry import CONSORTIUM, OURS, Context, Message, Rule


def days_to_be_had(context: Context) -> Iterator[Message]:
    facts = context.facts
    if facts.today is None or facts.call_closing_day is None:
        return
    within = facts.opening_day, facts.call_closing_day, facts.today
    for field, label in (("first", "방문 희망일"), ("second", "다른 희망일")):
        wish = day(context.shared("visit"), field)
        if wish and (why := visits.refused(wish, *within)):
            yield Message(f"{label}에 방문할 수 없습니다.", why, visits.wanted(*within), field=field)


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (Rule("consulting-day", BLOCK, OURS, "visit", "first", CONSORTIUM, days_to_be_had),)
