"""Registering as the announcement words it (붙임2): limits, evidence, pledge and consents; and the demo's
registrations."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from config import KST
from models.base import db
from models.company import Supplier
from models.pool import Review, Term
from programme.application_types import POOL
from programme.rules import CONSENTS, EVIDENCE, EvidenceFacts, PartyFacts, check
from services.drafts import applications
from services.submissions import completions, registrations
from tests.answers import read, registered
from tests.call import CALL, CLAUSES, POOL_RULES, POOL_TYPE, PROJECT_TYPE, WIZARDS, PoolFacts

SUPPLIERS = [f"S{number}" for number in range(1, 7)]
STEPS = {step.slug: step for step in WIZARDS[POOL][0].steps}
CLOSING = datetime.combine(date(2024, 4, 30), time(18), KST)
NO = {limit.field: "no" for limit in CALL.pool_limits}


def facts(limits: dict[str, str] | None = None, **data: Any) -> PoolFacts:
    """A registration that lacks nothing, with these answers to the limits and to other steps."""
    answers = {"limits": NO | (limits or {})} | data
    documents = {kind.slug: EvidenceFacts("T-1", date(2024, 4, 15), None, True) for kind in POOL_TYPE.evidence}
    agreed = {text.slug: "yes" for text in POOL_TYPE.texts("supplier") if text.required}
    party = PartyFacts(1, "supplier", lead=True, data=answers, evidence=documents, consents=agreed, pool_state="draft")
    return PoolFacts(CLOSING, parties=(party,))


def bare(given: PoolFacts, **changed: Any) -> PoolFacts:
    return replace(given, parties=(replace(given.parties[0], **changed),))


def test_a_complete_registration_gets_no_finding_however_its_entry_stands():
    assert check(facts()) == []


@pytest.mark.parametrize("limit", CALL.pool_limits, ids=lambda limit: limit.field)
def test_each_limit_forbids_registering_and_quotes_its_clause(limit):
    (found,) = check(facts({limit.field: "yes"}))

    assert (found.level, found.step, found.field, found.party) == ("block", "limits", limit.field, 1)
    assert limit.ground.clause.quoted in found.why
    assert limit.number in found.what and limit.ground.clause.text.startswith(limit.number)
    assert ("예외 사유" in found.todo) == bool(limit.lifted_by)


@pytest.mark.parametrize("limit", CALL.pool_limits, ids=lambda limit: limit.field)
def test_exceptions_lift_one_to_four_and_no_other(limit):
    claimed = {limit.field: "yes", f"{limit.field.removesuffix('_arrears')}_exception": "resolved"}

    assert (check(facts(claimed)) == []) == (limit.number in ("(1)", "(2)", "(3)", "(4)"))


def test_company_and_representative_are_asked_apart_where_the_clause_names_both():
    numbers = [limit.number for limit in CALL.pool_limits]

    assert {number for number in numbers if numbers.count(number) == 2} == {"(4)", "(5)"}
    assert set(numbers) == {f"({number})" for number in range(1, 7)}
    assert {limit.number for limit in CALL.pool_limits if limit.lifted_by} == {"(1)", "(2)", "(3)", "(4)"}


def test_every_rule_and_limit_stands_at_a_question_that_is_asked():
    for rule in POOL_RULES:
        assert rule.step in (CONSENTS, EVIDENCE) or rule.field in STEPS[rule.step].form()._fields, rule.id
    for limit in CALL.pool_limits:
        assert {limit.field, limit.lifted_by or limit.field} <= set(STEPS[limit.step].form()._fields)


def test_more_people_named_than_there_are_is_pointed_out():
    people = [{"kind": "software"}, {"kind": "software"}, {"kind": "engineering"}]

    assert check(facts(staff={"software": 2, "engineering": 1, "people": people})) == []
    assert check(facts(staff={"software": 3, "engineering": None, "people": people})) == []
    (found,) = check(facts(staff={"software": 1, "engineering": 1, "people": people}))
    assert (found.field, "1명인데 주요 인력에는 2명을" in found.what) == ("software", True)


def test_missing_and_refused_documents_and_promises_forbid():
    nothing = bare(facts(), evidence={}, consents={"pool_pledge": "no"})

    found = {(finding.step, finding.field): finding for finding in check(nothing)}

    required = {kind.slug for kind in POOL_TYPE.evidence if kind.required}
    assert {slug for step, slug in found if step == EVIDENCE} == required
    assert "서약하지 않음" in found[CONSENTS, "pool_pledge"].what
    assert {slug for step, slug in found if step == CONSENTS} == {
        text.slug for text in POOL_TYPE.texts("supplier") if text.required
    }


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("earlier_statements", {"finances": {"accounts": [{"year": 2022}]}}),
        ("record_proof", {"track_record": {"records": [{"year": 2023}]}}),
        ("qualifications", {"staff": {"people": [{"qualification": "정보처리기사"}]}}),
        ("exception_proof", {"limits": NO | {"closed": "yes", "closed_exception": "resolved"}}),
    ],
)
def test_some_documents_are_owed_when_the_answers_say_so(kind, answers):
    with_it = {each.slug for each in POOL_TYPE.required_evidence("supplier", answers)}
    without = {
        each.slug for each in POOL_TYPE.required_evidence("supplier", {"finances": {"accounts": [{"year": 2023}]}})
    }

    assert kind in with_it - without


def test_an_old_certificate_is_pointed_out_as_of_the_last_day():
    old = dict(facts().parties[0].evidence) | {"national_tax": EvidenceFacts("T-1", date(2024, 3, 1), None, True)}

    (found,) = check(bare(facts(), evidence=old))

    assert (found.level, found.field) == ("warn", "national_tax")
    assert CLAUSES["pool_deadline"].quoted in found.why and "보완 요청" in found.todo


@pytest.mark.parametrize("odd", [None, [], "yes", 0, {"accounts": None}, {"accounts": [None, "x"]}])
def test_no_odd_answer_makes_a_rule_fall_over(odd):
    for slug in STEPS:
        check(bare(facts(), data={"limits": NO, slug: odd}))


def test_certificates_a_project_asks_for_too_are_the_same_ones():
    shared = {kind.slug for kind in POOL_TYPE.evidence} & {kind.slug for kind in PROJECT_TYPE.evidence}
    wanted = {"business_registration", "national_tax", "local_tax", "financial_statements", "sme_certificate"}

    assert wanted | {"careers", "exception_proof", "other"} == shared


def test_nothing_asks_for_a_resident_number():
    texts = [text.text for text in POOL_TYPE.consents]
    assert not any("주민등록" in text for text in texts)
    assert all("가리고" in kind.help for kind in POOL_TYPE.evidence if "주민등록" in kind.help)


@pytest.mark.parametrize("text", POOL_TYPE.consents, ids=lambda text: text.slug)
def test_each_promise_tells_the_right_to_refuse_and_what_follows(text):
    label, refusal = text.blocks[-1]
    assert label == "거부할 권리와 불이익"
    assert ("제한" in refusal) is text.required
    assert ("불이익이 없습니다" in refusal) is not text.required
    if text.slug != "pool_pledge":
        labels = " ".join(label for label, _ in text.blocks)
        assert "목적" in labels and "항목" in labels and ("보유·이용기간" in labels or "효력기간" in labels)


# The demo's registrations


@pytest.mark.parametrize("name", SUPPLIERS)
def test_each_suppliers_registration_is_without_fault_and_has_its_documents(seeded, name):
    answers = registered(name)
    for slug, sent in answers.items():
        form = STEPS[slug].form.of(sent)
        assert form.validate(), (slug, form.faults)
    told = {slug: STEPS[slug].form.of(sent).data for slug, sent in answers.items()}
    company = read(f"companies/{name}")
    there = {certificate["kind"] for certificate in company["evidence"] + company["pool"]["evidence"]}
    assert {kind.slug for kind in POOL_TYPE.required_evidence("supplier", told)} <= there
    assert all(certificate["number"].startswith("T-") for certificate in company["pool"]["evidence"])


def test_each_entry_stands_as_the_sample_says_before_and_after_its_paperwork(registered):
    for name in SUPPLIERS:
        sample = read(f"companies/{name}")
        supplier = Supplier.get(Supplier.number == sample["steps"]["company"]["number"])
        state = sample["pool"]["state"]
        assert supplier.state == state
        assert bool(supplier.facts) == bool(supplier.approved_at) == (state in ("approved", "outdated"))
        application = registrations.current(supplier.company)
        assert (application is None) == (state == "outdated")
        if state == "returned":
            assert completions.reasons(applications.load_view(application)) == sample["pool"]["reasons"]
            kinds, texts = ({each.slug for each in listed} for listed in (POOL_TYPE.evidence, POOL_TYPE.consents))
            assert set(sample["pool"]["reasons"]) <= set(STEPS) | kinds | texts
    assert Review.select().where(Review.decision == "approved").count() == 3


def test_the_taxonomies_are_seeded_and_every_sample_term_is_in_them(seeded):
    assert len(Term.of("expertise")) == 12
    assert [term.name[0] for term in Term.of("industry")] == list("GHIJKLMNOPQRS")
    assert len(Term.of("region")) == 17
    assert not db.is_closed()
