"""One button sets the grant to the highest allowed and moves the rest to cash."""

import pytest


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
        ("96,000,500", "60,000,000", "36,000,000", "500"),
    ],
)
def test_it_goes_by_what_was_just_typed(client, task_list, total, in_kind, grant, cash):
    typed = {"base": "0", "fix": "largest", "total": total, "grant": "90,000,000", "cash": "1", "in_kind": in_kind}

    response = client.post(f"{task_list}funding", data=typed)
    page = client.get(response.headers["Location"]).page

    assert page.select_one("#grant")["value"] == grant
    assert page.select_one("#cash")["value"] == cash
    assert page.select_one("#total")["value"] == total
    assert not page.select("button[name=fix]")


def test_it_is_offered_once_there_is_a_total(client, task_list):
    assert not client.get(f"{task_list}funding").page.select("button[name=fix]")

    client.post(f"{task_list}funding", data={"base": "0", "leave": "1", "total": "96,000,000"})

    assert "48,000,000원" in client.get(f"{task_list}funding").page.select_one("button[name=fix]").get_text()


def test_a_wrong_total_gets_no_button(client, task_list):
    response = client.post(f"{task_list}funding", data={"base": "0", "save": "1", "total": "NaN"})

    assert response.status_code == 422
    assert not response.page.select("button[name=fix]")
