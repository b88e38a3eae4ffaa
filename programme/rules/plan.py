"""R8 and the plan's own consistency: length, schedule, indicators, people."""

from collections.abc import Iterable, Iterator
from datetime import date

from programme import months
from programme.announcement import Announcement
from programme.characters import name_key
from programme.korean import official_date
from programme.rules.facts import BLOCK, SUPPLIER, WARN, Answers, PartyFacts, day, number, rows, text
from programme.rules.registry import CONSORTIUM, OURS, Context, Message, Rule, of_step


def period(context: Context) -> tuple[date, date] | None:
    """The project's first and last day; None while one is missing."""
    starts, ends = day(context.shared("overview"), "starts"), day(context.shared("overview"), "ends")
    return (starts, ends) if starts and ends else None


def reversed_period(context: Context) -> Iterator[Message]:
    if (days := period(context)) and days[1] < days[0]:
        yield Message(
            "구축 종료일이 시작일보다 빠릅니다.",
            "구축기간은 시작일부터 셉니다.",
            "시작일과 종료일을 다시 확인해 주세요.",
        )


def starts_too_early(context: Context) -> Iterator[Message]:
    starts, opening = day(context.shared("overview"), "starts"), context.facts.opening_day
    if starts and opening and starts < opening:
        yield Message(
            "구축 시작일이 접수 시작일보다 빠릅니다.",
            f"접수는 {official_date(opening)}에 시작했고, 구축은 선정된 뒤에 시작합니다.",
            "시작일의 연도와 달을 다시 확인해 주세요.",
        )


def longest(context: Context) -> int:
    """The months of a project, those added later included."""
    return context.call.months + context.call.extension


def over_the_length(context: Context) -> Iterator[Message]:
    if (days := period(context)) and context.call.months < months.length(*days) <= longest(context):
        yield Message(
            f"구축기간이 {context.call.months}개월을 넘습니다.",
            f"구축기간은 {context.call.months}개월이고 최대 {context.call.extension}개월 연장할 수 있습니다. 언제 어떻게 연장하는지는 공고에 없습니다.",
            f"종료일을 {official_date(months.last_day(days[0], context.call.months))} 이전으로 앞당기는 것이 좋습니다. "
            "그대로 제출할 수는 있습니다.",
        )


def over_the_extension(context: Context) -> Iterator[Message]:
    if (days := period(context)) and months.length(*days) > longest(context):
        yield Message(
            f"구축기간이 {longest(context)}개월을 넘습니다.",
            f"구축기간은 {context.call.months}개월이고 최대 {context.call.extension}개월 연장할 수 있습니다.",
            f"종료일을 {official_date(months.last_day(days[0], context.call.months))} 이전으로 바꿔 주세요.",
        )


def month_outside(context: Context) -> Iterator[Message]:
    days = period(context)
    if not days or days[1] < days[0]:
        return
    for row in rows(context.shared("schedule"), "phases"):
        first, last = (int(number(row, name) or 0) for name in ("first", "last"))
        given = 1 <= first <= 12 and 1 <= last <= 12
        if given and not set(months.span(first, last)) <= set(months.touched(*days)):
            yield Message(
                f"추진 단계 ‘{text(row, 'phase')}’의 {first}~{last}월이 구축기간을 벗어납니다.",
                f"구축기간은 {official_date(days[0])}부터 {official_date(days[1])}까지로 적으셨습니다.",
                "추진 일정의 달이나 과제 개요의 구축기간을 맞춰 주세요.",
            )


def weights_off(context: Context) -> Iterator[Message]:
    weights = [number(row, "weight") for row in rows(context.shared("kpi"), "rows")]
    given = [weight for weight in weights if weight is not None]
    if given and len(given) == len(weights) and sum(given) != 100:
        total = sum(given)
        apart = f"{100 - total}%를 더해" if total < 100 else f"{total - 100}%를 빼"
        yield Message(
            f"성과지표 가중치의 합이 {total}%입니다.",
            "가중치의 합은 100%여야 지표마다의 비중을 견줄 수 있습니다.",
            f"가중치에서 {apart} 합을 100%로 맞춰 주세요.",
        )


def names(found: Iterable[Answers]) -> dict[str, str]:
    """{name as compared: name as written} of rows of people."""
    return {name_key(text(row, "name")): text(row, "name") for row in found if text(row, "name")}


def planned(party: PartyFacts) -> dict[str, str]:
    """A supplier's people in the project."""
    return names(rows(of_step(party.data, "supplier_team"), "people"))


def people_with_careers(careers: Answers) -> dict[str, str]:
    return names([*rows(careers, "profiles"), *rows(careers, "careers")])


def careers_form(context: Context) -> str:
    """서식8: the document the careers stand in."""
    return context.facts.type.documents.number_of("form8")


def unplanned_careers(context: Context) -> Iterator[Message]:
    plan = planned(context.party)
    strangers = [name for key, name in people_with_careers(context.own("careers")).items() if plan and key not in plan]
    if strangers:
        yield Message(
            f"경력을 적은 {', '.join(strangers)} 님이 투입인력에 없습니다.",
            "경력 증빙은 공급기업 투입인력의 것입니다.",
            "이름이 같은지 확인하고, 투입인력에 더하거나 경력에서 빼 주세요.",
        )


def careers_without_profile(context: Context) -> Iterator[Message]:
    careers = context.own("careers")
    known, listed = names(rows(careers, "profiles")), names(rows(careers, "careers"))
    missing = [name for key, name in listed.items() if key not in known]
    if missing:
        yield Message(
            f"{', '.join(missing)} 님의 경력은 있지만 인력 정보가 없습니다.",
            f"이 사이트의 {careers_form(context)}에는 사람마다 인력 정보와 경력이 함께 나옵니다.",
            "위의 ‘인력 정보’에 같은 이름으로 적어 주세요. 이름이 같은지도 확인해 주세요.",
        )


def missing_careers(context: Context) -> Iterator[Message]:
    known = people_with_careers(context.own("careers"))
    missing = [name for key, name in planned(context.party).items() if key not in known]
    if known and missing:
        yield Message(
            f"투입인력 {', '.join(missing)} 님의 경력이 없습니다.",
            f"공급기업 투입인력의 경력은 {careers_form(context)}에 적고 증빙을 냅니다.",
            "‘투입인력 경력’에 같은 이름으로 적어 주세요. 이름이 같은지도 확인해 주세요.",
        )


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("period", BLOCK, OURS, "overview", "length", CONSORTIUM, reversed_period),
        Rule("starts", BLOCK, OURS, "overview", "starts", CONSORTIUM, starts_too_early),
        Rule("R8-extension", WARN, call.grounds["length"], "overview", "length", CONSORTIUM, over_the_length),
        Rule("R8-length", BLOCK, call.grounds["length"], "overview", "length", CONSORTIUM, over_the_extension),
        Rule("weights", BLOCK, OURS, "kpi", "rows", CONSORTIUM, weights_off),
        Rule("schedule", WARN, OURS, "schedule", "phases", CONSORTIUM, month_outside),
        Rule("people", WARN, call.grounds["careers"], "careers", "profiles", SUPPLIER, missing_careers),
        Rule("careers", WARN, call.grounds["careers"], "careers", "profiles", SUPPLIER, unplanned_careers),
        Rule("profiles", WARN, OURS, "careers", "profiles", SUPPLIER, careers_without_profile),
    )
