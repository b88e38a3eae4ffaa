"""Charts: where their bars lie, and that their facts stand beside them in words."""

import pytest

from forms.business_plan import money
from models.application import Application
from services.drafts import applications
from tests.applying import change
from tests.markup import Element
from web import charts, plan_charts


def lengths(values: list[tuple[str, float, str]], whole: float = 0) -> list[float]:
    return [bar.length for bar in charts.bar_chart("a", "가", ("나", "다"), values, whole).bars]


def test_a_bar_is_as_long_as_its_part_of_the_whole():
    assert lengths([("하나", 30, "30원"), ("둘", 10, "10원")], 40) == [75, 25]
    assert lengths([("하나", 30, "30건"), ("둘", 10, "10건"), ("셋", 0, "0건")]) == [100, 33.3, 0]
    assert lengths([("하나", -5, "-5원"), ("둘", 50, "50원")], 40) == [0, 100], "never beyond the chart"
    assert lengths([("하나", 0, "0건")]) == [0]
    assert lengths([]) == []


def test_a_span_lies_over_its_columns():
    months = ["11월", "12월", "1월", "2월"]
    spans = [("설계", 0, 0, "11월"), ("개발", 1, 3, "12월~2월"), ("뒤에", 3, 9, ""), ("밖에", None, None, "7월")]

    chart = charts.gantt("a", "가", ("나", "다"), months, spans)

    assert [(bar.start, bar.length) for bar in chart.bars] == [(0, 25), (25, 75), (75, 25), (0, 0)]
    assert chart.columns == ((0, "11월"), (25, "12월"), (50, "1월"), (75, "2월"))


def test_many_columns_bear_as_many_names_as_there_is_room_for():
    chart = charts.gantt("a", "가", ("나", "다"), [str(number) for number in range(40)], [])

    assert [word for _, word in chart.columns if word] == [str(number) for number in range(0, 40, 5)]


def drawn(page: Element, name: str) -> Element:
    """A chart's figure, which a reader of the screen is told the name and the gist of."""
    image = page.select_one(f"svg[role=img][aria-labelledby={name}-title][aria-describedby={name}-about]")
    assert image.select_one("title").get_text()
    assert image.select_one("desc").get_text()
    return image.getparent()


def test_the_check_page_and_a_link_show_the_plans_charts_with_their_facts(lead, application):
    journey = applications.load_view(application).journey
    page = lead.get(f"/applications/{application.token}/check").page

    phases = journey.data("schedule")["phases"]
    rows = drawn(page, "chart-schedule").select(".facts tbody tr")
    assert [[cell.get_text() for cell in row.select("th, td")] for row in rows] == [
        [phase["phase"], "~".join(f"{month}월" for month in dict.fromkeys((phase["first"], phase["last"])))]
        for phase in phases
    ]
    assert len(drawn(page, "chart-schedule").select("rect")) == len(phases)
    assert len(drawn(page, "chart-payers").select(".facts tbody tr")) == 3
    assert [row.th.get_text() for row in drawn(page, "chart-categories").select(".facts tbody tr")] == list(
        money.sums(journey)
    )


def test_a_link_to_read_shows_no_chart_of_what_others_answer_for_themselves(lead, application):
    address = f"/applications/{application.token}/shares"
    lead.post(address, data={"label": "가온회계", "days": "7"})
    shown = lead.get(address).page.select_one("#made")["value"].removeprefix("http://localhost")

    page = lead.get(shown).page

    assert drawn(page, "chart-schedule") and drawn(page, "chart-payers")
    assert not page.select("svg[aria-labelledby^=chart-categories]")


@pytest.mark.parametrize(
    "slug, names",
    [
        ("schedule", ["chart-schedule"]),
        ("funding", ["chart-payers", "chart-categories"]),
        ("costs", ["chart-payers", "chart-categories"]),
        ("kpi", []),
    ],
)
def test_a_step_shows_the_chart_of_what_it_says(lead, application, slug, names):
    page = lead.get(f"/applications/{application.token}/{slug}").page

    assert [image["aria-labelledby"].removesuffix("-title") for image in page.select("#live svg[role=img]")] == names


def test_no_chart_is_drawn_of_what_is_not_said(lead, application: Application):
    change(application, "schedule", "phases-0-first", "")
    change(application, "funding", "grant", "많이")

    journey = applications.load_view(application).journey
    assert len(plan_charts.schedule(journey)[0].bars) == len(journey.data("schedule")["phases"]) - 1
    assert plan_charts.payers(journey) == []
    page = lead.get(f"/applications/{application.token}/funding").page
    assert [image["aria-labelledby"] for image in page.select("#live svg")] == ["chart-categories-title"]


def test_a_phase_without_a_name_is_not_headed_by_nothing(lead, application):
    change(application, "schedule", "phases-0-phase", "")
    page = lead.get(f"/applications/{application.token}/check").page

    heads = drawn(page, "chart-schedule").select(".facts tbody th")
    assert heads[0].get_text() == "이름 없는 단계" and all(head.get_text().strip() for head in heads)
