"""R3–R7 and R10, on both sides of each boundary."""

from dataclasses import replace

import pytest

from programme.rules import BLOCK, EvidenceFacts, check
from tests.call import CALL
from tests.rule_samples import A1, ADOPTER, NO, SUPPLIER, adopting, ids, own, supplying, the, told


def test_an_upgrade_of_delivery_is_refused():
    facts = told(A1, "track", track="upgrade", service_type="delivery")
    assert (the("R3-type", facts).level, the("R3-type", facts).field) == (BLOCK, "service_type")
    assert "R3-type" not in ids(told(facts, "track", service_type="new_business"))
    assert "R3-type" not in ids(told(facts, "track", track="new"))


def test_an_upgrade_needs_a_build_of_the_four_rounds():
    facts = told(A1, "track", track="upgrade")
    assert "R3-year" not in ids(told(facts, "earlier_build", year="2020"))
    assert "R3-year" in ids(told(facts, "earlier_build", year="2019"), BLOCK)


def test_a_second_upgrade_is_refused():
    facts = told(A1, "track", track="upgrade")
    assert "R3-once" in ids(told(facts, "earlier_build", upgraded="yes"), BLOCK)
    assert "R3-once" not in ids(told(facts, "earlier_build", upgraded="no"))
    assert "R3-once" not in ids(told(A1, "earlier_build", upgraded="yes"))


def test_an_earlier_newcomer_may_only_upgrade():
    facts = adopting(own(ADOPTER, "history", new_years=["2023"]))
    assert (the("R4-new", facts).level, the("R4-new", facts).party) == (BLOCK, 1)
    assert "R4-new" not in ids(told(facts, "track", track="upgrade"))


@pytest.mark.parametrize("field", ["smart_factory", "smart_workshop", "equipment"])
def test_an_adopters_exclusions_are_not_asked_of_a_supplier(field: str):
    assert f"R5-{field}" in ids(adopting(own(ADOPTER, "history", **{field: "yes"})), BLOCK)
    assert f"R5-{field}" not in ids(supplying(own(SUPPLIER, "history", **{field: "yes"})))


@pytest.mark.parametrize("field", NO)
def test_an_exclusion_stops_either_side(field: str):
    assert f"R6-{field}" in ids(adopting(own(ADOPTER, "exclusions", **{field: "yes"})), BLOCK)
    assert f"R6-{field}" in ids(supplying(own(SUPPLIER, "exclusions", **{field: "yes"})), BLOCK)


@pytest.mark.parametrize(
    ("field", "exception"),
    [
        ("insolvent", "insolvent_exception"),
        ("tax_arrears", "tax_exception"),
        ("subsidy", "subsidy_exception"),
        ("default_company", "default_company_exception"),
        ("default_person", "default_person_exception"),
    ],
)
@pytest.mark.parametrize("why", CALL.exceptions)
def test_an_exception_lifts_an_exclusion_and_then_its_proof_is_owed(field: str, exception: str, why: str):
    assert "예외 사유" in the(f"R6-{field}", adopting(own(ADOPTER, "exclusions", **{field: "yes"}))).todo
    party = own(ADOPTER, "exclusions", **{field: "yes", exception: why})
    assert ids(adopting(party)) == {"R7-evidence"}
    assert the("R7-evidence", adopting(party)).field == "exception_proof"
    proved = replace(party, evidence={**party.evidence, "exception_proof": EvidenceFacts(has_file=True)})
    assert check(adopting(proved)) == []


def test_an_exception_lifts_only_the_case_it_is_claimed_for():
    company_only = own(
        ADOPTER,
        "exclusions",
        default_company="yes",
        default_company_exception="rehabilitation",
        default_person="yes",
    )
    assert "R6-default_person" in ids(adopting(company_only), BLOCK)
    assert "R6-default_company" not in ids(adopting(company_only))


@pytest.mark.parametrize("field", ["unsound", "sanction_company", "sanction_person", "other"])
def test_no_exception_lifts_the_other_exclusions(field: str):
    party = own(ADOPTER, "exclusions", **{field: "yes", "insolvent_exception": "resolved"})
    assert f"R6-{field}" in ids(adopting(party), BLOCK)
    assert "예외 사유" not in the(f"R6-{field}", adopting(party)).todo


def test_both_sides_must_be_small_or_medium_firms():
    assert "R10-sme" in ids(adopting(own(ADOPTER, "business", sme="no")), BLOCK)
    assert the("R10-sme", supplying(own(SUPPLIER, "business", sme="no"))).party == 2


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("10110", "R10-manufacturer"),
        ("34020", "R10-manufacturer"),
        ("01110", "R10-service"),
        ("06100", "R10-service"),
        ("35111", "R10-service"),
        ("41110", "R10-service"),
        ("56211", "R6-industry"),
        ("91249", "R6-gambling"),
        ("56221", None),
        ("37011", None),
        ("45110", None),
        ("75110", None),
        ("96999", None),
    ],
)
def test_an_adopters_industry_must_be_a_service(code: str, found: str | None):
    assert ids(adopting(own(ADOPTER, "business", industry_code=code))) == ({found} if found else set())


def test_a_doubtful_industry_is_named():
    found = the("R10-service", adopting(own(ADOPTER, "business", industry_code="01110")))
    assert "01110은 농업, 임업 및 어업(A)" in found.what


def test_a_supplier_may_be_a_manufacturer_but_not_a_bar():
    assert check(supplying(own(SUPPLIER, "business", industry_code="26110"))) == []
    assert ids(supplying(own(SUPPLIER, "business", industry_code="5621")), BLOCK) == {"R6-industry"}
