"""The wizard engine, shown on a wizard made up for it: a trip two firms plan together."""

from dataclasses import replace

import pytest

from forms.base import Sent, StepForm
from forms.fields import Choice, LongText, Number, Phone, Row, Rows, Text, YesNo
from forms.parsed import State
from forms.wizard import MANY, Journey, Party, Respondent, Stage, Step, Task, Wizard
from models.application import Application
from services.drafts.applications import ApplicationView


class WhereForm(StepForm):
    title = "어디로"

    place = Text("목적지")
    abroad = YesNo("해외인가요?")


class VisaForm(StepForm):
    title = "사증"

    kind = Choice("종류", {"short": "단기", "long": "장기"})


class HealthForm(StepForm):
    title = "건강"

    fit = YesNo("건강한가요?")


class PackForm(StepForm):
    title = "짐"

    note = Text("메모", required=False)


class PhoneForm(StepForm):
    title = "연락처"

    phone = Phone("전화")


class DayRow(Row):
    plan = Text("할 일", limit=10)
    hours = Number("시간")


class DaysForm(StepForm):
    title = "일정"

    days = Rows(DayRow, "날짜별 일정", least=1, most=3, noun="일")
    why = LongText("까닭", limit=100, required=False)


def abroad(journey: Journey) -> bool:
    return journey.values("where")["abroad"] == "yes"


TRIP = Wizard(
    "trip",
    "여행",
    (
        Stage(
            "먼저",
            (
                Step("where", WhereForm, by=Respondent.LEAD),
                Step("visa", VisaForm, when=abroad, by=Respondent.LEAD),
                Step("health", HealthForm, by=Respondent.COMPANY),
            ),
            gate=True,
        ),
        Stage("짐", (Step("pack", PackForm, by=Respondent.ADOPTER), Step("phone", PhoneForm, by=Respondent.SUPPLIER))),
    ),
)
PLAN = Wizard("plan", "계획", (Stage("일정", (Step("days", DaysForm),)),))

LEAD = Party(1, Respondent.ADOPTER, lead=True, name="가")
SECOND = Party(2, Respondent.ADOPTER, name="나")
GUIDE = Party(3, Respondent.SUPPLIER, name="다")

WHERE: Sent = {"place": ["부산"], "abroad": ["no"]}
ABROAD: Sent = {"place": ["도쿄"], "abroad": ["yes"]}
FIT: Sent = {"fit": ["yes"]}
DAYS: Sent = {"days-0-plan": ["걷기"], "days-0-hours": ["3"]}


def travel(answers: dict[tuple[str, int | None], Sent] | None = None, *parties: Party) -> Journey:
    return Journey((TRIP, PLAN), parties or (LEAD, SECOND, GUIDE), answers or {})


def keys(tasks: list[Task]) -> list[tuple[str, int | None]]:
    return [task.key for task in tasks]


def test_tasks_come_in_the_declared_order_once_or_once_a_company():
    assert keys(travel().tasks) == [
        ("where", None),
        *(("health", 1), ("health", 2), ("health", 3)),
        *(("pack", 1), ("pack", 2)),
        ("phone", 3),
        ("days", None),
    ]


def test_a_condition_puts_a_step_on_the_path_and_takes_it_off():
    assert ("visa", None) in keys(travel({("where", None): ABROAD}).tasks)
    assert ("visa", None) not in keys(travel({("where", None): WHERE}).tasks)


def test_a_wrong_answer_does_not_branch():
    assert ("visa", None) not in keys(travel({("where", None): {"abroad": ["maybe"]}}).tasks)


@pytest.mark.parametrize(
    ("party", "own"),
    [
        (LEAD, [("where", None), ("health", 1), ("pack", 1), ("days", None)]),
        (SECOND, [("health", 2), ("pack", 2)]),
        (GUIDE, [("health", 3), ("phone", 3), ("days", None)]),
    ],
)
def test_each_company_answers_its_own_and_lead_and_suppliers_what_is_shared(party, own):
    assert keys(travel().of(party)) == own


def test_nobody_gets_the_task_of_another_or_one_that_does_not_exist():
    journey = travel()
    assert journey.task("pack", GUIDE) is None
    assert journey.task("phone", None) is None
    assert journey.task("visa", LEAD) is None
    assert journey.task("nowhere", LEAD) is None
    assert journey.task("days", SECOND) not in journey.of(SECOND)


def test_a_task_is_empty_until_something_is_saved_then_wrong_or_done():
    days = Task(PLAN.steps[0])
    for sent, state in [
        (None, State.EMPTY),
        ({}, State.EMPTY),
        ({"days-0-plan": [" "]}, State.EMPTY),
        ({"days-0-plan": ["걷기"]}, State.WRONG),
        (DAYS, State.DONE),
    ]:
        assert travel({} if sent is None else {("days", None): sent}).state(days) is state


def test_a_step_with_nothing_required_is_done_once_it_is_saved_blank():
    pack = Task(TRIP.stages[1].steps[0], LEAD)
    assert travel().state(pack) is State.EMPTY
    assert travel({("pack", 1): {}}).state(pack) is State.DONE


def test_the_gate_goes_in_order_and_everything_else_in_any():
    journey = travel()
    health, days = journey.task("health", LEAD), journey.task("days", LEAD)
    where = journey.task("where", LEAD)
    assert journey.blocked_by(where, LEAD) is None
    assert journey.blocked_by(health, LEAD) == where
    assert journey.blocked_by(days, LEAD) == where
    through = travel({("where", None): WHERE, ("health", 1): FIT})
    assert through.blocked_by(days, LEAD) is None
    assert through.blocked_by(through.task("pack", LEAD), LEAD) is None


def test_a_company_waits_at_the_gate_for_its_own_answers_only():
    journey = travel({("health", 3): FIT})
    assert journey.blocked_by(journey.task("phone", GUIDE), GUIDE) is None
    assert journey.blocked_by(journey.task("health", SECOND), SECOND) is None


def test_onward_means_the_next_task_not_done_and_then_from_the_top():
    journey = travel({("where", None): WHERE, ("days", None): DAYS})
    view = view_of(journey)
    assert view.next_task().key == ("health", 1)
    assert view.next_task(journey.task("health", LEAD)).key == ("pack", 1)
    assert view.next_task(journey.task("days", LEAD)).key == ("health", 1)
    done = {("where", None): WHERE, ("health", 1): FIT, ("pack", 1): {}, ("days", None): DAYS}
    assert view_of(travel(done)).next_task() is None


def view_of(journey: Journey) -> ApplicationView:
    return ApplicationView(Application(), journey, LEAD, (LEAD,), {})


def test_what_is_owed_is_everyones():
    owed = travel({("where", None): WHERE, ("health", 1): FIT, ("pack", 1): {}}).remaining
    assert keys(owed) == [("health", 2), ("health", 3), ("pack", 2), ("phone", 3), ("days", None)]


def test_an_answer_off_the_path_is_kept_unused_and_reads_as_blank():
    journey = travel({("where", None): WHERE, ("visa", None): {"kind": ["long"]}, ("phone", 9): {"phone": ["x"]}})
    assert [(step.slug, party) for step, party in journey.unused] == [("visa", None), ("phone", 9)]
    assert journey.data("visa") == {"kind": None}
    assert journey.printed("visa") == {"kind": ""}
    assert journey.values("visa") == {"kind": "long"}
    back = replace(journey, answers=journey.answers | {("where", None): ABROAD}, _parsed={})
    assert back.data("visa") == {"kind": "long"}
    assert back.printed("visa") == {"kind": "장기"}


def test_a_wrong_value_is_no_value_to_the_rules_and_stands_on_document_as_typed():
    journey = travel({("days", None): {"days-0-plan": ["걷기"], "days-0-hours": ["셋"]}})
    assert journey.data("days")["days"] == [{"plan": "걷기", "hours": None}]
    assert journey.printed("days")["days"] == [{"plan": "걷기", "hours": "셋", "no": "1"}]


def test_only_what_a_form_asks_is_picked_and_in_normal_form():
    from werkzeug.datastructures import MultiDict

    posted = MultiDict(
        [
            ("days-0-plan", "가\r\n나"),
            ("days-12-hours", "1"),
            ("why", "\u1112\u1161\u11ab"),  # 한, taken apart
            ("csrf_token", "x"),
            ("days", "x"),
            ("days-plan", "x"),
            ("days-0-nothing", "x"),
            ("days-01-plan", "x"),
            ("days-99999-plan", "x"),
            ("days-٣-plan", "x"),
            ("why-0-plan", "x"),
            ("validate", "x"),
            ("__class__", "x"),
        ]
    )
    assert DaysForm.pick(posted) == {"days-0-plan": ["가\n나"], "days-12-hours": ["1"], "why": ["한"]}


def test_personal_answers_are_known_by_their_declaration_alone():
    assert PhoneForm.personal({"phone": ["02-000-0000"], "other": ["x"]}) == {"phone"}
    assert DaysForm.personal(DAYS) == set()


def test_errors_stand_at_their_cell_in_the_order_of_the_page():
    form = DaysForm.of({"days-0-plan": ["열 글자를 훌쩍 넘는 계획"], "days-2-hours": ["NaN"]})
    assert not form.validate()
    # the page numbers its rows afresh, without gaps
    assert [field.name for field, _ in form.faults] == ["days-0-plan", "days-0-hours", "days-1-plan", "days-1-hours"]


def test_rows_beyond_the_most_are_kept_and_refused_with_how_many_to_remove():
    sent = {f"days-{row}-{name}": [value] for row in range(5) for name, value in (("plan", "쉬기"), ("hours", "1"))}
    form = DaysForm.of(sent)
    assert not form.validate()
    assert form.days.errors == ["날짜별 일정은 3일까지 쓸 수 있습니다. 지금 5일이니 2일을 지워 주세요."]
    assert len(form.days.entries) == 5


def test_a_blank_row_is_not_a_row():
    form = DaysForm.of({"days-0-plan": [" "], "days-0-hours": [""], "days-4-plan": ["쉬기"], "days-4-hours": ["1.5"]})
    assert form.validate(), form.faults
    assert [row["no"] for row in form.days.printed] == ["1"]


def test_a_form_is_read_once_unless_it_is_of_more_cells_than_any_page():
    def twice(rows: int) -> bool:
        sent = {f"days-{place}-plan": ["걷기"] for place in range(rows)}
        first, second = (Journey([PLAN], [], {("days", None): sent}) for _ in range(2))
        task = Task(first.steps["days"])
        return first.form(task) is second.form(task)

    assert twice(3)
    assert not twice(MANY + 1)
