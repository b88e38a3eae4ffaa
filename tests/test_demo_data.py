"""The demo's companies and applications: complete where they say so, adding up, and fictional throughout."""

import re
from datetime import date
from decimal import Decimal
from math import prod

import pytest

from forms import wizards
from forms.base import Sent
from forms.parsed import State
from forms.wizard import Journey, Party, Respondent
from programme.calls import evidence_kinds
from programme.numbers import business_number_holds, corporation_number_holds
from tests.answers import DEMO, GOOD, read, sent
from tests.call import CALL, PROJECT_TYPE, owed_by

WIZARDS = wizards.of(PROJECT_TYPE)
STEPS = {step.slug: step for wizard in WIZARDS for step in wizard.steps}
COMPANIES = sorted(path.stem for path in DEMO.glob("companies/*.json"))
PLANS = sorted(path.stem for path in DEMO.glob("applications/*.json"))
FINISHED = [name for name in PLANS if read(f"applications/{name}")["state"] == "finished"]
CLOSING = date(2024, 4, 30)
PAST = re.compile(r"202[0-3]년 [0-9]{1,2}(월부터 [0-9]{1,2}월까지|~[0-9]{1,2}월|월)")
PEOPLE = "한가온 서다온 표지율 엄해솔 변이든 문새롬 구하늘 남바다 진누리 선아름 도우림 금보라 여한결 설온유 채이룸"


def form(slug, values):
    """A step's form with demo values in it, validated."""
    filled = STEPS[slug].form.of(sent(values))
    filled.validate()
    return filled


def journey(name):
    """A demo application as the wizard engine sees it, both companies' own steps included."""
    plan = read(f"applications/{name}")
    parties = [Party(1, Respondent.ADOPTER, lead=True), Party(2, Respondent.SUPPLIER)]
    answers: dict[tuple[str, int | None], Sent] = {(slug, None): sent(values) for slug, values in plan["steps"].items()}
    for party, company in zip(parties, (plan["adopter"], plan["supplier"]), strict=True):
        own = read(f"companies/{company}")["steps"] | {"careers": plan["careers"].get(company, {})}
        own |= {f"{party.role}_team": {"people": plan["teams"][company]}}
        answers |= {(slug, party.key): sent(own[slug]) for slug in own if party.answers(STEPS[slug])}
    return Journey(WIZARDS, parties, answers)


@pytest.mark.parametrize("name", COMPANIES)
def test_each_company_answers_all_its_own_steps_without_fault(name):
    company = read(f"companies/{name}")
    party = Party(1, Respondent(company["role"]))
    own = {step.slug for step in STEPS.values() if not step.shared and party.answers(step)}
    assert own - {"careers", f"{party.role}_team"} <= set(company["steps"]) <= own
    for slug, values in company["steps"].items():
        assert not form(slug, values).faults, slug
        assert set(values) <= set(STEPS[slug].form()._fields), slug


@pytest.mark.parametrize("name", COMPANIES)
def test_each_company_has_a_row_for_every_document_it_owes(name):
    company = read(f"companies/{name}")
    exclusions = form("exclusions", company["steps"]["exclusions"]).data
    owed = {kind.slug for kind in owed_by(company["role"], exclusions)}
    assert {certificate["kind"] for certificate in company["evidence"]} == owed
    assert all(
        set(certificate) == {"kind", "issuer", "number", "issued", "expires", "file"}
        for certificate in company["evidence"]
    )


@pytest.mark.parametrize("name", COMPANIES)
def test_each_companys_accounts_are_three_years_that_balance(name):
    rows = form("finances", read(f"companies/{name}")["steps"]["finances"]).accounts.data
    assert [row["year"] for row in rows] == list(CALL.account_years)
    assert all(row["assets"] == row["liabilities"] + row["equity"] for row in rows)


def test_there_is_one_good_answer_to_each_declared_step_and_to_no_other():
    assert set(GOOD) == set(STEPS)
    for slug, answer in GOOD.items():
        filled = STEPS[slug].form.of(answer)
        assert filled.validate(), (slug, filled.faults)


@pytest.mark.parametrize("name", FINISHED)
def test_a_finished_plan_owes_no_step_and_leaves_none_unused(name):
    assert journey(name).remaining == []
    assert list(journey(name).unused) == []


@pytest.mark.parametrize("name", FINISHED)
def test_a_finished_plan_warns_of_nothing(app, name):
    seen = journey(name)
    assert [warning for task in seen.tasks for warning in seen.form(task).warnings] == []


def test_the_half_done_plan_holds_finished_faulty_and_empty_steps():
    seen = journey("A2-S2")
    assert {seen.state(task) for task in seen.tasks} == set(State)


def test_the_started_application_has_only_its_track():
    assert set(read("applications/A2")["steps"]) == {"track"}


def test_the_plan_of_full_length_has_8000_to_14000_characters():
    steps = read("applications/A1-S1")["steps"]
    assert 8_000 <= sum(form(slug, values).characters for slug, values in steps.items()) <= 14_000


TOTALS = {"A1-S1": 120_000_000, "A2-S2": 96_000_000, "A3-S5": 200_000_000}


@pytest.mark.parametrize("name", TOTALS)
def test_the_money_adds_up_to_the_won(name):
    funding = journey(name).values("funding")
    assert funding["total"] == TOTALS[name] == funding["grant"] + funding["cash"] + funding["in_kind"]
    assert funding["in_kind"] * 5 == funding["total"]
    assert funding["grant"] <= min(
        CALL.caps[journey(name).values("track")["track"]], funding["total"] * CALL.share // 100
    )


@pytest.mark.parametrize("name", [name for name in PLANS if "costs" in read(f"applications/{name}")["steps"]])
def test_each_cost_line_is_the_product_of_its_basis(name):
    for line in read(f"applications/{name}")["steps"]["costs"]["lines"]:
        if "×" in line["basis"]:
            factors = re.findall(r"([0-9][0-9,.]*)[^×]*(?:×|$)", line["basis"])
            assert prod(Decimal(factor.replace(",", "")) for factor in factors) == int(line["amount"]), line


def test_a1_asks_for_exactly_half_and_the_highest_grant():
    funding = journey("A1-S1").values("funding")
    assert (funding["grant"], funding["total"]) == (CALL.caps["new"], 2 * CALL.caps["new"])


@pytest.mark.parametrize("name", [name for name in PLANS if "kpi" in read(f"applications/{name}")["steps"]])
def test_indicator_weights_sum_to_100(name):
    assert form("kpi", read(f"applications/{name}")["steps"]["kpi"]).computed()["total_weight"] == "100"


@pytest.mark.parametrize("name", FINISHED)
def test_each_of_the_suppliers_people_has_a_profile_a_career_and_a_document(name):
    plan = read(f"applications/{name}")
    people = {row["name"] for row in plan["teams"][plan["supplier"]]}
    own = plan["careers"][plan["supplier"]]
    documents = {certificate["number"] for certificate in read(f"companies/{plan['supplier']}")["evidence"]}
    assert {row["name"] for row in own["profiles"]} == {row["name"] for row in own["careers"]} == people
    assert {row["certificate"] for row in own["profiles"]} <= documents


def test_every_suppliers_people_have_careers():
    planned = {supplier for name in PLANS for supplier in read(f"applications/{name}")["careers"]}
    kept = {name for name in COMPANIES if "careers" in read(f"companies/{name}")["steps"]}
    assert planned | kept == {name for name in COMPANIES if name.startswith("S")}
    assert not planned & kept


def lasting(certificate):
    """A document's days of issue and expiry."""
    return tuple(date.fromisoformat(certificate[name]) if certificate[name] else None for name in ("issued", "expires"))


def test_two_of_a2s_documents_have_run_out_at_closing_and_none_of_a1s_and_s1s():
    def expired(name):
        ends = {
            certificate["kind"]: evidence_kinds()[certificate["kind"]].valid_until(*lasting(certificate))
            for certificate in read(f"companies/{name}")["evidence"]
        }
        return {kind for kind, end in ends.items() if end and end < CLOSING}

    assert expired("A2") == {"national_tax", "sme_certificate"}
    assert not expired("A1") | expired("S1")


@pytest.mark.parametrize("name", COMPANIES)
def test_each_company_is_fictional(name):
    company = read(f"companies/{name}")
    facts = company["steps"]["company"]
    assert "(가상)" in facts["name"]
    assert facts["number"].startswith("000-") and business_number_holds(facts["number"])
    assert facts["kind"] == "individual" or facts["corporation_number"].startswith("000011-")
    assert facts["kind"] == "individual" or corporation_number_holds(facts["corporation_number"])
    assert facts["postcode"].startswith("000")
    assert {facts["representative"], company["steps"]["contact"]["name"]} <= set(PEOPLE.split())
    assert all(certificate["number"].startswith("T-") for certificate in company["evidence"])


@pytest.mark.parametrize("path", sorted(DEMO.glob("*/*.json")), ids=lambda path: path.stem)
def test_every_phone_host_and_person_is_fictional(path):
    text = path.read_text(encoding="utf-8")
    assert all(host.endswith("example.com") for host in re.findall(r"(?:@|://)([\w.-]+)", text))
    assert all(middle.strip("0") == "" for middle in re.findall(r"\b0\d{1,2}-(\d{3,4})-\d{4}\b", text))
    assert set(re.findall(r'"name": "([가-힣]{3})", "(?:birth|starts|position|department)"', text)) <= set(
        PEOPLE.split()
    )


@pytest.mark.parametrize("path", sorted(DEMO.glob("applications/*.json")), ids=lambda path: path.stem)
def test_no_prose_names_a_day_or_a_month_that_the_loader_would_have_to_move(path):
    for slug, values in read(f"applications/{path.stem}")["steps"].items():
        for field in form(slug, values).leaves():
            typed = PAST.sub("", field.data or "") if field.kind in ("text", "long") else ""
            assert not re.search(r"[0-9]{4}-[0-9]{2}|[0-9]월(?!간)", typed), (slug, field.name)
