"""R1, R2 and the sums of the budget. A line is in won, a category's sum is cut to 1,000 won."""

from collections.abc import Iterator
from decimal import Decimal

from programme.announcement import NEW, UPGRADE, Announcement
from programme.korean import grouped
from programme.rules.facts import BLOCK, Answers, number, numbers, rows, text
from programme.rules.registry import CONSORTIUM, OURS, Context, Message, Rule

LEAST = 1000  # what is below it is cut off, in won


def largest_grant(call: Announcement, total: int, track: str = "") -> int:
    """The largest grant in won for this total: the share cut to 1,000 won, or the track's cap (the higher one while
    no track is chosen)."""
    cap = call.caps.get(track, max(call.caps.values()))
    return max(0, min(int(total) * call.share // 100 // LEAST * LEAST, cap))


def over_share(context: Context) -> Iterator[Message]:
    funding = context.shared("funding")
    amounts = numbers(funding, "total", "grant")
    if amounts and amounts[1] * 100 > amounts[0] * context.call.share:
        yield Message(
            f"정부지원금이 총사업비의 {context.call.share}%를 넘었습니다.",
            f"정부지원금은 총사업비의 {context.call.share}% 이내입니다.",
            allowed(context, f"총사업비 {grouped(int(amounts[0]))}원이면"),
            ground=context.call.grounds[f"share_{chosen_track(context)}"],
        )


def over_cap(context: Context) -> Iterator[Message]:
    grant, name = number(context.shared("funding"), "grant"), text(context.shared("track"), "track")
    if grant is not None and name in context.call.caps and grant > context.call.caps[name]:
        yield Message(
            f"정부지원금 {grouped(int(grant))}원이 {context.call.tracks[name]} 한도를 넘었습니다.",
            f"{context.call.tracks[name]} 과제의 정부지원금은 최대 {grouped(context.call.caps[name])}원입니다.",
            allowed(context, "이 과제는"),
            ground=context.call.grounds[f"cap_{chosen_track(context)}"],
        )


def chosen_track(context: Context) -> str:
    """The chosen track; before one is chosen, the new one."""
    return UPGRADE if context.shared("track").get("track") == UPGRADE else NEW


def highest(context: Context) -> int:
    """The largest grant allowed; with no total yet, the cap."""
    total = number(context.shared("funding"), "total")
    most = 2 * max(context.call.caps.values())
    return largest_grant(context.call, int(most if total is None else total), text(context.shared("track"), "track"))


def allowed(context: Context, when: str) -> str:
    return (
        f"{when} {grouped(highest(context))}원까지 신청할 수 있습니다. 정부지원금을 줄이고 그만큼 현금을 늘려 주세요."
    )


def apart_by(won: Decimal) -> str:
    return f"보다 {grouped(abs(won))}원 {'많습니다' if won > 0 else '적습니다'}."


def sum_off(context: Context) -> Iterator[Message]:
    amounts = numbers(context.shared("funding"), "total", "grant", "cash", "in_kind")
    if amounts and amounts[0] != sum(amounts[1:]):
        apart = sum(amounts[1:], Decimal()) - amounts[0]
        yield Message(
            f"정부지원금·현금·현물의 합이 총사업비{apart_by(apart)}",
            f"합은 {grouped(apart + amounts[0])}원이고 총사업비는 {grouped(amounts[0])}원입니다. "
            "총사업비는 정부지원금, 현금, 현물을 모두 더한 금액입니다.",
            "네 금액 가운데 잘못 적은 것을 고쳐 주세요.",
        )


def categories(context: Context) -> dict[str, int] | None:
    """Each category's sum, cut to 1,000 won, labour first; None while a line is not complete or labour is empty."""
    sums: dict[str, int] = {}
    labour, costs = rows(context.shared("labour"), "lines"), rows(context.shared("costs"), "lines")
    for line in labour:
        figures = numbers(line, "months", "wage")
        if figures is None:
            return None
        sums[""] = sums.get("", 0) + int(figures[0] * figures[1])
    for line in costs:
        amount = number(line, "amount")
        if amount is None or not text(line, "category"):
            return None
        sums[text(line, "category")] = sums.get(text(line, "category"), 0) + int(amount)
    return {name: won // LEAST * LEAST for name, won in sums.items()} if labour else None


def categories_off(context: Context) -> Iterator[Message]:
    total, sums = number(context.shared("funding"), "total"), categories(context)
    if total is None or not sums:
        return
    apart = sum(sums.values()) - total  # one category's cut loses less than 1,000 won
    if abs(apart) >= LEAST * len(sums):
        yield Message(
            f"비목별 금액의 합이 총사업비{apart_by(apart)}",
            f"비목별 합은 {grouped(sum(sums.values()))}원이고 총사업비는 {grouped(total)}원입니다. "
            "비목마다 천원 미만을 버리므로 비목당 1,000원 미만의 차이는 괜찮습니다.",
            "SW 개발비와 그 밖의 사업비를 고치거나 총사업비를 맞춰 주세요.",
        )


def in_kind_off(context: Context) -> Iterator[Message]:
    in_kind, lines = number(context.shared("funding"), "in_kind"), rows(context.shared("costs"), "lines")
    if in_kind is None or not (lines or rows(context.shared("labour"), "lines")):
        return
    worth = in_kind_worth(lines, context.call.in_kind)
    if worth is not None and abs(worth - in_kind) >= LEAST:
        yield Message(
            f"현물로 적은 사업비가 민간부담금(현물)과 {grouped(abs(worth - in_kind))}원 다릅니다.",
            f"사업비의 현물은 {grouped(worth)}원이고 민간부담금(현물)은 {grouped(in_kind)}원입니다.",
            "‘그 밖의 사업비와 현물’에서 비목이 현물인 줄을 고치거나 민간부담금(현물)을 맞춰 주세요.",
        )


def in_kind_worth(lines: list[Answers], category: str) -> Decimal | None:
    """The sum of the lines of this category; None while one has no amount."""
    amounts = [number(line, "amount") for line in lines if text(line, "category") == category]
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal()) if len(given) == len(amounts) else None


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("R1-share", BLOCK, call.grounds["share_new"], "funding", "grant", CONSORTIUM, over_share),
        Rule("R2-cap", BLOCK, call.grounds["cap_new"], "funding", "grant", CONSORTIUM, over_cap),
        Rule("funding-sum", BLOCK, OURS, "funding", "total", CONSORTIUM, sum_off),
        Rule("categories", BLOCK, OURS, "funding", "total", CONSORTIUM, categories_off),
        Rule("in-kind", BLOCK, OURS, "funding", "in_kind", CONSORTIUM, in_kind_off),
    )
