"""R1, R2 and the sums of the budget. A line is in won, a category's sum is cut to 1,000 won."""

from collections.abc import Iterator
from decimal import Decimal

from programme.announcement import NEW, UPGRADE, Announcement
from programme.korean import grouped
from programme.rules.facts import BLOCK, Answers, number, numbers, rows, text
from programme.rules.registry import CONSORTIUM, OURS, Case, Rule, Said

LEAST = 1000  # what is below it is cut off, in won


def largest_grant(call: Announcement, total: int, track: str = "") -> int:
    """The largest grant in won for this total: the share cut to 1,000 won, or the track's cap (the higher one while
    no track is chosen)."""
    cap = call.caps.get(track, max(call.caps.values()))
    return max(0, min(int(total) * call.share // 100 // LEAST * LEAST, cap))


def over_share(case: Case) -> Iterator[Said]:
    funding = case.shared("funding")
    amounts = numbers(funding, "total", "grant")
    if amounts and amounts[1] * 100 > amounts[0] * case.call.share:
        yield Said(
            f"정부지원금이 총사업비의 {case.call.share}%를 넘었습니다.",
            f"정부지원금은 총사업비의 {case.call.share}% 이내입니다.",
            allowed(case, f"총사업비 {grouped(int(amounts[0]))}원이면"),
            ground=case.call.grounds[f"share_{named(case)}"],
        )


def over_cap(case: Case) -> Iterator[Said]:
    grant, name = number(case.shared("funding"), "grant"), text(case.shared("track"), "track")
    if grant is not None and name in case.call.caps and grant > case.call.caps[name]:
        yield Said(
            f"정부지원금 {grouped(int(grant))}원이 {case.call.tracks[name]} 한도를 넘었습니다.",
            f"{case.call.tracks[name]} 과제의 정부지원금은 최대 {grouped(case.call.caps[name])}원입니다.",
            allowed(case, "이 과제는"),
            ground=case.call.grounds[f"cap_{named(case)}"],
        )


def named(case: Case) -> str:
    """The chosen track; before one is chosen, the new one."""
    return UPGRADE if case.shared("track").get("track") == UPGRADE else NEW


def highest(case: Case) -> int:
    """The largest grant allowed; with no total yet, the cap."""
    total = number(case.shared("funding"), "total")
    most = 2 * max(case.call.caps.values())
    return largest_grant(case.call, int(most if total is None else total), text(case.shared("track"), "track"))


def allowed(case: Case, when: str) -> str:
    return f"{when} {grouped(highest(case))}원까지 신청할 수 있습니다. 정부지원금을 줄이고 그만큼 현금을 늘려 주세요."


def apart_by(won: Decimal) -> str:
    return f"보다 {grouped(abs(won))}원 {'많습니다' if won > 0 else '적습니다'}."


def sum_off(case: Case) -> Iterator[Said]:
    amounts = numbers(case.shared("funding"), "total", "grant", "cash", "in_kind")
    if amounts and amounts[0] != sum(amounts[1:]):
        apart = sum(amounts[1:], Decimal()) - amounts[0]
        yield Said(
            f"정부지원금·현금·현물의 합이 총사업비{apart_by(apart)}",
            f"합은 {grouped(apart + amounts[0])}원이고 총사업비는 {grouped(amounts[0])}원입니다. "
            "총사업비는 정부지원금, 현금, 현물을 모두 더한 금액입니다.",
            "네 금액 가운데 잘못 적은 것을 고쳐 주세요.",
        )


def categories(case: Case) -> dict[str, int] | None:
    """Each category's sum, cut to 1,000 won, labour first; None while a line is not complete or labour is empty."""
    sums: dict[str, int] = {}
    labour, costs = rows(case.shared("labour"), "lines"), rows(case.shared("costs"), "lines")
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


def categories_off(case: Case) -> Iterator[Said]:
    total, sums = number(case.shared("funding"), "total"), categories(case)
    if total is None or not sums:
        return
    apart = sum(sums.values()) - total  # one category's cut loses less than 1,000 won
    if abs(apart) >= LEAST * len(sums):
        yield Said(
            f"비목별 금액의 합이 총사업비{apart_by(apart)}",
            f"비목별 합은 {grouped(sum(sums.values()))}원이고 총사업비는 {grouped(total)}원입니다. "
            "비목마다 천원 미만을 버리므로 비목당 1,000원 미만의 차이는 괜찮습니다.",
            "SW 개발비와 그 밖의 사업비를 고치거나 총사업비를 맞춰 주세요.",
        )


def in_kind_off(case: Case) -> Iterator[Said]:
    in_kind, lines = number(case.shared("funding"), "in_kind"), rows(case.shared("costs"), "lines")
    if in_kind is None or not (lines or rows(case.shared("labour"), "lines")):
        return
    worth = in_kind_worth(lines, case.call.in_kind)
    if worth is not None and abs(worth - in_kind) >= LEAST:
        yield Said(
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
