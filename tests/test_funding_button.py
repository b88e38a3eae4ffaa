"""One button sets the grant to the highest allowed and moves the rest to cash."""

import pytest

from tests.call import CALL


@pytest.fixture
def task_list(seeded, client):
    client.sign_in("someone@example.com")
    task_list = client.post("/applications/", data={}).headers["Location"]
    client.post(f"{task_list}track", data={"base": "0", "track": "new", "service_type": "new_business"})
    for slug, sent in EARLIER.items():
        client.post(f"{task_list}{slug}", data={"base": "0"} | sent)
    return task_list


NO = dict.fromkeys(("unsound", "insolvent", "tax_arrears", "subsidy", "default_company", "default_person"), "no")
EARLIER = {
    "business": {"sme": "yes", "industry_code": "75110", "industry": "고용 알선업", "main_service": "연결"},
    "history": {"smart_factory": "no", "smart_workshop": "no", "equipment": "no"},
    "exclusions": NO | {"sanction_company": "no", "sanction_person": "no", "other": "no"},
}


@pytest.mark.parametrize(
    ("total", "in_kind", "grant", "cash"),
    [
        ("96,000,000", "19,200,000", "48,000,000", "28,800,000"),
        ("200,000,000", "40,000,000", "60,000,000", "100,000,000"),
        ("96,000,000", "", "48,000,000", "48,000,000"),
        ("100,000,000", "60,000,000", "40,000,000", "0"),
        ("96,000,000", "60,000,000", "36,000,000", "0"),
    ],
)
def test_it_goes_by_what_was_just_typed(client, task_list, total, in_kind, grant, cash):
    spend(client, task_list, total, in_kind)
    typed = {"base": "0", "fix": "largest", "grant": "90,000,000"}

    response = client.post(f"{task_list}funding", data=typed)
    page = client.get(response.headers["Location"]).page

    assert page.select_one("#grant")["value"] == grant
    assert page.select_one("output#cash").get_text() == f"{cash}원"
    assert page.select_one("output#total").get_text() == f"{total}원"
    assert not page.select("button[name=fix]")


def test_it_is_offered_first_once_there_are_costs(client, task_list):
    assert not client.get(f"{task_list}funding").page.select("button[name=fix]")

    spend(client, task_list, "96,000,000")

    page = client.get(f"{task_list}funding").page
    assert "48,000,000원" in page.select_one("button[name=fix]").get_text()
    assert page.select_one("#largest").xpath("following::*[@id='grant']")


def test_no_total_can_be_typed(client, task_list):
    spend(client, task_list, "96,000,000")

    client.post(f"{task_list}funding", data={"base": "0", "leave": "1", "total": "1", "grant": "5천만"})

    page = client.get(f"{task_list}funding").page
    assert page.select_one("output#total").get_text() == "96,000,000원"
    assert page.select_one("output#cash").get_text() == "46,000,000원"


def spend(client, task_list: str, total: str, in_kind: str = "") -> None:
    """Costs that come to this total, so much of it in kind."""
    whole, kind = (int(text.replace(",", "") or 0) for text in (total, in_kind))
    rows = [(CALL.cost_categories[0], whole - kind), (CALL.in_kind, kind)]
    cells = {
        f"lines-{number}-{name}": value
        for number, (category, amount) in enumerate(rows)
        if amount
        for name, value in (("category", category), ("basis", "산출"), ("amount", str(amount)))
    }
    client.post(f"{task_list}costs", data={"base": "0", "whole": "1"} | cells)
