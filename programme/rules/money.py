"""R1, R2 and the sums of the budget. A line is in won, a category's sum is cut to 1,000 won."""

from collections.abc import Iterator
from decimal import Decimal

from programme import budget
from programme.announcement import NEW, UPGRADE, Announcement
from programme.korean import grouped
from programme.rules.facts import ADOPTER, BLOCK, SUPPLIER, WARN, Answers, number, numbers, rows, text
from programme.rules.registry import CONSORTIUM, OURS, Context, Message, Rule, of_step


def largest_grant(call: Announcement, total: int, track: str = "") -> int:
    """The largest grant in won for this total: the share cut to 1,000 won, or the track's cap (the higher one while
    no track is chosen)."""
    cap = call.caps.get(track, max(call.caps.values()))
    return max(0, min(int(total) * call.share // 100 // budget.LEAST * budget.LEAST, cap))


def over_share(context: Context) -> Iterator[Message]:
    funding = context.shared("funding")
    amounts = numbers(funding, "total", "grant")
    if amounts and complete(context) and amounts[1] * 100 > amounts[0] * context.call.share:
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
    """The largest grant allowed; with no whole total yet, the cap."""
    total = number(context.shared("funding"), "total") if complete(context) else None
    most = 2 * max(context.call.caps.values())
    return largest_grant(context.call, int(most if total is None else total), text(context.shared("track"), "track"))


def allowed(context: Context, when: str) -> str:
    return (
        f"{when} {grouped(highest(context))}원까지 신청할 수 있습니다. 정부지원금을 줄이고 그만큼 현금을 늘려 주세요."
    )


def apart_by(won: Decimal) -> str:
    return f"보다 {grouped(abs(won))}원 {'많습니다' if won > 0 else '적습니다'}."


def cash_below_zero(context: Context) -> Iterator[Message]:
    amounts = numbers(context.shared("funding"), "total", "grant", "in_kind")
    if amounts and complete(context) and (over := amounts[1] + amounts[2] - amounts[0]) > 0:
        yield Message(
            f"정부지원금과 현물을 더하면 총사업비보다 {grouped(over)}원 많습니다.",
            "현금은 총사업비에서 정부지원금과 현물을 뺀 금액이어서 0원보다 적을 수 없습니다.",
            "정부지원금을 그만큼 줄여 주세요.",
        )


def sum_off(context: Context) -> Iterator[Message]:
    amounts = numbers(context.shared("funding"), "total", "grant", "cash", "in_kind")
    if amounts and amounts[2] >= 0 and amounts[0] != sum(amounts[1:]):
        apart = sum(amounts[1:], Decimal()) - amounts[0]
        yield Message(
            f"정부지원금·현금·현물의 합이 총사업비{apart_by(apart)}",
            f"합은 {grouped(apart + amounts[0])}원이고 총사업비는 {grouped(amounts[0])}원입니다. "
            "총사업비는 정부지원금, 현금, 현물을 모두 더한 금액입니다.",
            "네 금액은 지금처럼 계산하기 전에 적은 것입니다. ‘사업비 조달’을 다시 저장하면 현금을 나머지로 맞춥니다.",
        )


def categories(context: Context) -> dict[str, int] | None:
    """Each category's sum, cut to 1,000 won, labour first; None while a line is not complete or there is no labour."""
    suppliers, adopters = (team(context, role) for role in (SUPPLIER, ADOPTER))
    costs = rows(context.shared("costs"), "lines")
    whole = [number(row, "months") is not None and budget.wage_of(context.call, row) > 0 for row in suppliers]
    whole += [number(line, "amount") is not None and bool(text(line, "category")) for line in costs]
    return budget.sums(context.call, suppliers, adopters, costs) if suppliers and all(whole) else None


def team(context: Context, role: str) -> list[Answers]:
    """The people of all companies of this role, with the jobs and numbers a form lets through."""
    parties = [party for party in context.facts.parties if party.role == role]
    people = [row for party in parties for row in rows(of_step(party.data, f"{role}_team"), "people")]
    read = {"job": text, "months": number, "wage": number}
    return [{**row, **{name: value(row, name) for name, value in read.items()}} for row in people]


def complete(context: Context) -> bool:
    """Whether every supplier has said its people, without whom the total is no total."""
    suppliers = [party for party in context.facts.parties if party.role == SUPPLIER]
    return bool(suppliers) and all(rows(of_step(party.data, "supplier_team"), "people") for party in suppliers)


def labour_missing(context: Context) -> Iterator[Message]:
    if number(context.shared("funding"), "total") is not None and not complete(context):
        yield Message(
            "총사업비에 공급기업의 SW 개발비가 아직 들어 있지 않습니다.",
            "SW 개발비는 공급기업이 ‘투입인력과 SW 개발비’에 적는 사람들에게서 계산합니다.",
            "공급기업이 적으면 총사업비와 현금이 따라 바뀝니다. 정부지원금은 그때 다시 확인해 주세요.",
        )


def categories_off(context: Context) -> Iterator[Message]:
    total, sums = number(context.shared("funding"), "total"), categories(context)
    if total is None or not sums:
        return
    apart = sum(sums.values()) - total  # one category's cut loses less than 1,000 won
    if abs(apart) >= budget.LEAST * len(sums):
        yield Message(
            f"비목별 금액의 합이 총사업비{apart_by(apart)}",
            f"비목별 합은 {grouped(sum(sums.values()))}원인데 전에 적은 총사업비는 {grouped(total)}원입니다. "
            "지금은 총사업비를 묻지 않고 비목별 합으로 계산합니다.",
            "‘사업비 조달’을 다시 저장하면 비목별 합으로 바뀝니다.",
        )


def in_kind_off(context: Context) -> Iterator[Message]:
    in_kind, sums = number(context.shared("funding"), "in_kind"), categories(context)
    if in_kind is None or not sums:
        return
    apart = sums.get(context.call.in_kind, 0) - in_kind
    if abs(apart) >= budget.LEAST:
        yield Message(
            f"현물로 적은 사업비가 민간부담금(현물)과 {grouped(abs(apart))}원 다릅니다.",
            f"사업비의 현물은 {grouped(in_kind + apart)}원인데 전에 적은 민간부담금(현물)은 {grouped(in_kind)}원입니다. "
            "지금은 현물을 묻지 않고 사업비에서 계산합니다.",
            "‘사업비 조달’을 다시 저장하면 사업비의 현물로 바뀝니다.",
        )


def in_kind_twice(context: Context) -> Iterator[Message]:
    lines = [row for row in rows(context.shared("costs"), "lines") if text(row, "category") == context.call.in_kind]
    worth = sum(budget.in_kind(row) for row in team(context, ADOPTER))
    if lines and worth:
        yield Message(
            f"도입기업 참여인력의 현물 {grouped(worth)}원과, 사업비에 따로 적은 현물이 모두 있습니다.",
            "참여인력의 현물은 ‘투입인력과 현물’에서 계산해 넣으므로 사업비에 다시 적으면 두 번 셉니다.",
            "사업비의 현물 줄이 인건비라면 그 줄을 지워 주세요. 다른 현물이면 그대로 두면 됩니다.",
        )


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("R1-share", BLOCK, call.grounds["share_new"], "funding", "grant", CONSORTIUM, over_share),
        Rule("R2-cap", BLOCK, call.grounds["cap_new"], "funding", "grant", CONSORTIUM, over_cap),
        Rule("funding-sum", BLOCK, OURS, "funding", "grant", CONSORTIUM, sum_off),
        Rule("categories", BLOCK, OURS, "funding", "grant", CONSORTIUM, categories_off),
        Rule("in-kind", BLOCK, OURS, "funding", "grant", CONSORTIUM, in_kind_off),
        Rule("cash", BLOCK, OURS, "funding", "grant", CONSORTIUM, cash_below_zero),
        Rule("labour", WARN, OURS, "funding", "grant", CONSORTIUM, labour_missing),
        Rule("in-kind-twice", WARN, OURS, "costs", "lines", CONSORTIUM, in_kind_twice),
    )
