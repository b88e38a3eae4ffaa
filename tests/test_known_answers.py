"""What is known already stands in a page nobody saved yet, and in a new row; what was typed before still counts."""

import pytest

from forms.business_plan.goals import KpiForm
from forms.business_plan.solution import FunctionsForm, ScheduleForm
from forms.consortium.companies import FinancesForm
from forms.wizard import Task
from models.application import Revision
from models.base import now, writing
from programme.regions import region_of
from services.drafts import revisions
from services.submissions import registrations
from tests.answers import GOOD, registered
from tests.applying import STRANGER, person
from tests.call import CALL
from tests.counting import begun
from tests.pages import GATE, STEPS, sent_by
from tests.registering import NEW, write


def step(slug: str):
    return next(step for step in STEPS if step.slug == slug)


def gate(application, part, *more: str) -> None:
    """Answer what comes before the rest, and these."""
    with writing():
        for each in (*GATE, *map(step, more)):
            task = Task(each, None if each.shared else part)
            if part.answers(each):
                revisions.write(application, task, GOOD[each.slug], person(STRANGER), revisions.SAVED)


def shown(page) -> dict[str, str]:
    return {name: values[0] for name, values in sent_by(page.select_one("#step-form")).items()}


def test_finances_begin_with_the_years_of_the_call_and_ask_for_no_equity(seeded, client):
    application, part, _ = begun()
    client.sign_in(STRANGER)
    gate(application, part)

    page = client.get(f"/applications/{application.token}/finances").page

    assert [shown(page)[f"accounts-{row}-year"] for row in range(3)] == [str(year) for year in CALL.account_years]
    assert not page.select("[name$=-equity]")
    assert not Revision.select().where(Revision.application == application, Revision.step == "finances").exists()


def test_a_contact_begins_with_the_companys_telephone_and_who_signed_in(seeded, client):
    application, part, _ = begun()
    client.sign_in(STRANGER)
    gate(application, part, "company")

    page = client.get(f"/applications/{application.token}/contact").page

    assert (shown(page)["phone"], shown(page)["email"]) == (GOOD["company"]["phone"][0], STRANGER)


def test_a_registration_begins_with_the_region_of_its_address(seeded, client):
    application = registrations.begin(person(NEW), now())
    for slug, sent in registered().items():
        if slug != "expertise":
            write(application, slug, sent, NEW)
    client.sign_in(NEW)

    page = client.get(f"/applications/{application.token}/expertise").page

    chosen = page.select_one("#region option[selected]").get_text()
    assert region_of(chosen) == region_of(registered()["company"]["address"][0]) != ""


def test_years_of_which_nothing_is_said_are_no_rows():
    form = FinancesForm.of({"accounts-0-year": ["2021"], "accounts-1-year": ["2022"], "accounts-1-assets": ["5"]})
    form.validate()
    assert [row["year"] for row in form.accounts.data] == [2022]


def test_equity_is_assets_less_liabilities_and_stays_as_it_once_was_typed():
    one = {"accounts-0-year": ["2023"], "accounts-0-assets": ["500"], "accounts-0-liabilities": ["700"]}
    assert FinancesForm.of(one).accounts.printed[0]["equity"] == "-200"
    assert FinancesForm.of(one | {"accounts-0-equity": ["(199)"]}).accounts.data[0]["equity"] == -199


@pytest.mark.parametrize("loss", ["−1,000", "△1,000", "▲1,000", "(1,000)"])
def test_a_loss_is_read_however_statements_mark_it_and_the_page_says_so(loss, at):
    assert FinancesForm.of({"accounts-0-profit": [loss]}).accounts.data[0]["profit"] == -1000
    hint = at(step("finances")).get().page.select_one("#accounts-0-profit-hint").get_text()
    assert "△" in hint and "▲" in hint and "괄호" in hint


def test_effects_begin_with_the_indicators_until_they_are_saved(at):
    walk = at(step("kpi"))
    walk.post(GOOD["kpi"])
    effects = f"/applications/{walk.application.token}/effects"
    first = shown(walk.client.get(effects).page)
    assert first["quantitative-0-item"] == GOOD["kpi"]["rows-0-name"][0]
    assert first["quantitative-0-now"] == "11.5시간"
    walk.client.post(effects, data={"base": "0", "whole": "1", "spread": "넓힌다."})
    assert shown(walk.client.get(effects).page)["quantitative-0-item"] == ""


def test_a_new_row_begins_with_what_the_row_above_says():
    rows = KpiForm.of({"rows-0-name": ["시간"], "rows-0-proof": ["기록"], "rows-0-when": ["끝난 뒤"]}).rows
    rows.add_row()
    assert [cell.shown for cell in rows.entries[1].form if cell.shown] == ["끝난 뒤", "기록"]


def test_a_row_with_no_more_than_that_is_no_row():
    form = FunctionsForm.of(
        {
            "functions-0-category": ["웹"],
            "functions-1-category": ["웹"],
            "functions-1-novelty": ["new"],
            "functions-2-category": ["예측"],
        }
    )
    assert [row["category"] for row in form.functions.printed] == ["웹", "예측"]


def test_a_phase_begins_in_the_month_the_one_before_it_ended():
    rows = ScheduleForm.of({"phases-0-phase": ["설계"], "phases-0-first": ["07월"], "phases-0-last": ["9"]}).phases
    rows.add_row()
    assert (rows.entries[1].form["first"].shown, rows.entries[1].form["last"].shown) == ("9", "9")
