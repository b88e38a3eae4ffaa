"""What a business plan's charts show: when its phases are, who pays, and what for."""

from typing import Any

from forms.business_plan import money
from forms.wizard import Journey, Task
from programme import months
from programme.korean import grouped, part_of
from services.drafts.checks import MONEY
from web.charts import Chart, bar_chart, gantt


def of_step(journey: Journey, slug: str) -> list[Chart]:
    """The charts beside a step: none while it is blank, and none of steps that are neither schedule nor budget."""
    if slug == "schedule":
        return schedule(journey)
    return [*payers(journey), *categories(journey)] if slug in MONEY else []


def of_plan(journey: Journey, shared: bool = False) -> dict[str, list[Chart]]:
    """Where all steps are read one after another: each chart once, {step: charts}. shared: without what follows from
    steps each company answers for itself."""
    if "funding" not in journey.steps:
        return {}
    return {
        "schedule": schedule(journey),
        "funding": payers(journey) if shared else of_step(journey, "funding"),
    }


def schedule(journey: Journey) -> list[Chart]:
    """As on the document (services/documents/project_context.py: gantt), without the months nothing lies in."""
    rows = [row for row in journey.data("schedule")["phases"] if row["first"] and row["last"]]
    if not rows:
        return []
    call, plan = journey.steps["funding"].form.call, journey.data("overview")
    starts, ends = plan["starts"], plan["ends"]
    shown = months.run(starts.month if starts else rows[0]["first"], call.months + call.extension + 1)
    spans = []
    for row in rows:
        first = shown.index(row["first"]) if row["first"] in shown else None
        last = None if first is None else first + len(months.span(row["first"], row["last"])) - 1
        text = f"{row['first']}월" + (f"~{row['last']}월" if row["last"] != row["first"] else "")
        spans.append((row["phase"] or "이름 없는 단계", first, last, text))
    project = len(months.touched(starts, ends)) if starts and ends and starts <= ends else 0
    used = min(max(project, *(1 + (last or 0) for _, _, last, _ in spans)), len(shown))
    heads = ("추진 단계", "시작~종료")
    return [gantt("chart-schedule", "월별 추진 일정", heads, [f"{month}월" for month in shown[:used]], spans)]


def payers(journey: Journey) -> list[Chart]:
    """Who pays how much of the total."""
    form: Any = journey.form(Task(journey.steps["funding"]))
    total, fields = form.total.data, (form.grant, form.cash, form.in_kind)
    if not total or any(field.data is None or not 0 <= field.data <= total for field in fields):
        return []
    values = [(field.label.text, field.data, f"{field.printed}원 ({part_of(field.data, total)})") for field in fields]
    return [bar_chart("chart-payers", "누가 내는가", ("재원", "금액"), values, total)]


def categories(journey: Journey) -> list[Chart]:
    """What the total is for."""
    found = money.sums(journey)
    total = sum(found.values())
    if total <= 0:
        return []
    values = [(category, won, f"{grouped(won)}원 ({part_of(won, total)})") for category, won in found.items()]
    return [bar_chart("chart-categories", "어디에 쓰는가", ("비목", "금액"), values, total)]
