"""Drafts and submissions from before each company said its own people: the plan's old tables still count, and what
was typed there, or as a total, is never lost."""

from typing import Any

import pytest

from forms import wizards
from forms.base import Sent
from forms.business_plan.money import FundingForm
from forms.parsed import State
from forms.wizard import Journey, Party, Respondent, Task
from models.application import Application, Revision
from models.base import writing
from services.documents import catalogue
from services.drafts import applications, exports, revisions
from services.drafts.earlier_answers import carried_over
from services.submissions import snapshots
from tests.answers import GOOD, sent
from tests.applying import LEAD, fresh, hand_in, person
from tests.call import PROJECT_TYPE
from tests.filled_application import STAMP

LEADER, PARTNER, SECOND = (
    Party(1, Respondent.ADOPTER, lead=True),
    Party(2, Respondent.SUPPLIER),
    Party(3, Respondent.SUPPLIER),
)
LABOUR = {
    "lines": [
        {"job": "IT PM", "months": "1.0", "wage": "9000000"},
        {"job": "응용SW개발자", "months": "6.0", "wage": "7000000"},
    ]
}
PEOPLE = {
    "people": [
        {"side": "supplier", "name": "문새롬", "position": "책임", "role": "PM", "job": "IT PM", "months": "1.0", "years": "12"},
        {"side": "supplier", "name": "구하늘", "position": "선임", "role": "개발", "job": "응용SW개발자", "months": "6.0", "years": "6"},
        {"side": "adopter", "name": "서다온", "position": "팀장", "role": "총괄", "job": "현물", "months": "2.0", "years": "9"},
    ]
}  # fmt: skip
OLD = {("labour", None): sent(LABOUR), ("people", None): sent(PEOPLE)}


def rows(answers: dict[Any, Sent], slug: str, party: Party) -> list[dict[str, Any]]:
    journey = Journey(wizards.of(PROJECT_TYPE), (LEADER, PARTNER, SECOND), answers)
    return list(journey.values(slug, party)["people"])


def test_everybody_of_the_old_table_is_in_the_team_of_their_company_at_the_rate_of_their_job():
    answers = carried_over(OLD, (LEADER, PARTNER))
    team = rows(answers, "supplier_team", PARTNER)
    assert [(row["name"], row["job"], row["wage"]) for row in team] == [
        ("문새롬", "IT PM", 9_000_000),
        ("구하늘", "응용SW개발자", 7_000_000),
    ]
    assert [(row["name"], row["months"], row["wage"]) for row in rows(answers, "adopter_team", LEADER)] == [
        ("서다온", 2, None)
    ]
    journey = Journey(wizards.of(PROJECT_TYPE), (LEADER, PARTNER), answers)
    assert {journey.state(task) for task in journey.tasks if task.step.slug.endswith("_team")} == {State.DONE}


def test_of_several_suppliers_the_one_whose_careers_name_a_person_has_them():
    careers = {("careers", 3): sent({"profiles": [{"name": "구 하늘"}]})}
    answers = carried_over(OLD | careers, (LEADER, PARTNER, SECOND))
    assert [row["name"] for row in rows(answers, "supplier_team", PARTNER)] == ["문새롬"]
    assert [row["name"] for row in rows(answers, "supplier_team", SECOND)] == ["구하늘"]


def test_months_that_were_paid_and_are_nobodys_stay_as_a_row_without_a_name():
    more = LABOUR["lines"] + [{"job": "UI/UX디자이너", "months": "2.0", "wage": "5000000"}]
    more[1] = more[1] | {"months": "7.5"}
    answers = carried_over(OLD | {("labour", None): sent({"lines": more})}, (LEADER, PARTNER))
    team = rows(answers, "supplier_team", PARTNER)
    assert [(row["name"], row["job"], str(row["months"]), row["wage"]) for row in team[2:]] == [
        (None, "응용SW개발자", "1.5", 7_000_000),
        (None, "UI/UX디자이너", "2.0", 5_000_000),
    ]


def test_what_a_company_says_now_stands_before_the_old_table():
    own = {("supplier_team", 2): sent({"people": [{"name": "남바다"}]})}
    assert carried_over(OLD | own, (LEADER, PARTNER))["supplier_team", 2] == own["supplier_team", 2]


def test_people_of_a_supplier_not_chosen_yet_wait():
    answers = carried_over(OLD, (LEADER,))
    assert "supplier_team" not in {slug for slug, _ in answers}
    assert answers["people", None] == OLD["people", None]


@pytest.fixture
def earlier(application: Application) -> Application:
    """The finished application as it was typed before: the old tables, no teams, and the total and its parts."""
    with writing():
        Revision.delete().where(Revision.application == application, Revision.step.contains("_team")).execute()
        view = applications.load_view(fresh(application))
        money = {"total": ["81000000"], "grant": ["40000000"], "cash": ["31000000"], "in_kind": ["10000000"]}
        costs = {
            "lines": [
                {"category": "HW/장비", "basis": "태블릿", "amount": "20000000"},
                {"category": "현물", "basis": "인건비", "amount": "10000000"},
            ]
        }
        old = {"labour": sent(LABOUR), "people": sent(PEOPLE), "costs": sent(costs), "funding": GOOD["funding"] | money}
        for slug, answers in old.items():
            revisions.write(application, Task(view.journey.steps[slug]), answers, person(LEAD), revisions.SAVED)
    return fresh(application)


def test_an_old_draft_is_as_finished_as_it_was_and_its_plan_says_the_same(earlier):
    view = applications.load_view(earlier)
    assert view.remaining == []
    context = catalogue.build_context(view.journey, STAMP, {}, {}, PROJECT_TYPE)
    assert [row["amount"] for row in context["labour"]["lines"]] == ["9,000,000", "42,000,000"]
    assert [row["job"] for row in context["people"]["people"]] == ["IT PM", "응용SW개발자", "현물"]
    assert (context["funding"]["total"], context["budget"]["total"]) == ("81,000,000", "81,000,000")
    assert context["people"]["total_months"] == "9.0"


def test_the_old_tables_are_shown_as_unused_and_can_still_be_read(earlier, lead):
    unused = lead.get(f"/applications/{earlier.token}/check").page.select_one("#unused")
    assert {"투입인력", "SW 개발비"} <= {item.summary.get_text() for item in unused.find_next("ul").select("li")}


def test_an_old_draft_is_exported_imported_and_submitted(earlier):
    copy = exports.import_application(exports.export(applications.load_view(earlier)), person(LEAD))
    assert exports.export(applications.load_view(copy))["unused"].keys() == {"labour", "people"}

    submission = hand_in(earlier)

    read = snapshots.read(submission).journey
    assert [row["name"] for row in read.values("supplier_team", read.parties[1])["people"]] == ["문새롬", "구하늘"]
    assert read.values("funding")["total"] == 81_000_000


def test_a_snapshot_of_before_reads_with_its_people(earlier):
    snapshot = exports.export(applications.load_view(earlier), unused=False)
    for party in snapshot["parties"]:
        party["steps"] = {slug: said for slug, said in party["steps"].items() if not slug.endswith("_team")}
    snapshot["steps"] |= {"labour": sent(LABOUR), "people": sent(PEOPLE)}
    read = snapshots.journey(PROJECT_TYPE, snapshots.without_personal(PROJECT_TYPE, snapshot))
    assert [row["name"] for row in read.values("adopter_team", read.parties[0])["people"]] == ["서다온"]
    assert not [task for task in read.remaining if not read.form(task).personal_names()]


def test_a_total_typed_before_stands_until_the_step_is_saved_again(earlier, lead):
    money = FundingForm.of({"total": ["5"], "grant": ["2"], "in_kind": ["1"]})
    assert (money.total.data, money.cash.data) == (5, 2)
    url = f"/applications/{earlier.token}/funding"
    page = lead.get(url).page
    assert page.select_one("output#total").get_text(strip=True) == "81,000,000원"
    assert not page.select("[name=total], [name=cash], [name=in_kind]")
    form = {"base": page.select_one("[name=base]")["value"], "whole": "1", "grant": "30,000,000", "vat": "apart"}
    lead.post(url, data=form | {"source": GOOD["funding"]["source"][0]})
    funding = applications.load_view(fresh(earlier)).journey.values("funding")
    assert (funding["total"], funding["cash"], funding["in_kind"]) == (81_000_000, 41_000_000, 10_000_000)


@pytest.mark.parametrize("months", ["NaN", "sNaN", "Infinity", "1e999999999999999999", "9E999999", "한 달"])
def test_months_that_are_no_number_break_no_page_and_stay_as_typed(months):
    lines = [{"job": "IT PM", "months": text, "wage": "1"} for text in ("1", months)]
    people = [{"side": "supplier", "name": "문새롬", "job": "IT PM", "months": months}]
    old = {("labour", None): sent({"lines": lines}), ("people", None): sent({"people": people})}
    answers = carried_over(old, (LEADER, PARTNER))
    assert answers["supplier_team", PARTNER.key]["people-0-months"] == [months]
    assert answers.items() >= old.items()
