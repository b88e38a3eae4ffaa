"""The rules as a whole: the three sample applications, every rule quoting its clause, and odd answers."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.rules import WARN, EvidenceFacts, PartyFacts, Said, check, check_steps
from programme.rules.facts import day, number
from programme.rules.reuse import Noted
from tests.call import CALL, CONSENTS, CONSULTING_TYPE, KINDS, PROJECT_TYPE, Facts
from tests.rule_samples import (
    A1,
    ADOPTER,
    CLOSING,
    HISTORY,
    NO,
    SUPPLIER,
    adopting,
    company,
    documents_of,
    everything_wrong,
    ids,
    own,
    told,
)


def test_the_clean_sample_gets_no_finding():
    assert check(A1) == []


def test_the_planted_defects_of_the_second_sample_warn_and_nothing_else():
    lead = replace(ADOPTER, evidence=documents_of(date(2024, 3, 25), date(2023, 4, 11)))
    facts = told(adopting(lead), "track", service_type="delivery")
    found = check(facts)
    assert {(finding.id, finding.level, finding.field, finding.party) for finding in found} == {
        ("R12-expired", WARN, "national_tax", 1),
        ("R12-expired", WARN, "sme_certificate", 1),
    }
    assert "2024년 4월 24일에 만료되어 접수 마감일(2024년 4월 30일)" in found[0].what
    assert "홈택스" in found[0].todo
    assert "3월 31일에 모두 끝나므로" in found[1].why


def test_the_upgrade_sample_of_a_sole_trader_gets_no_finding():
    jobs = {"IT PM": 2, "데이터분석가": 4, "응용SW개발자": 9, "UI/UX기획/개발자": 2, "IT아키텍트": 1, "IT테스터": "1.5"}
    costs = (("클라우드 이용료", 14_400_000), ("SW 사용권", 3_600_000), ("수수료", 1_256_000), ("현물", 40_000_000))
    lead = replace(ADOPTER, data=company("000-12-13338", "85503", history=HISTORY | {"new_years": ["2022"]}))
    people = [{"name": "문새롬", "job": job, "months": Decimal(months)} for job, months in jobs.items()]
    partner = own(own(SUPPLIER, "supplier_team", people=people), "careers", profiles=people[:1], careers=[])
    facts = replace(A1, parties=(lead, partner))
    facts = told(facts, "track", track="upgrade")
    facts = told(facts, "earlier_build", year="2022", upgraded="no")
    facts = told(facts, "costs", lines=[{"category": category, "amount": amount} for category, amount in costs])
    facts = told(facts, "funding", total=200_000_000, grant=100_000_000, cash=60_000_000, in_kind=40_000_000)
    assert check(facts) == []


def test_an_empty_application_is_judged_only_by_its_documents_and_consents():
    bare = (PartyFacts(1, "adopter"), PartyFacts(2, "supplier"))
    assert ids(Facts(CLOSING, parties=bare)) == {"R7-evidence", "consent"}
    assert check(Facts(CLOSING)) == []


def test_every_finding_says_what_happened_why_and_what_to_do_in_sentences():
    for finding in (finding for facts in everything_wrong() for finding in check(facts)):
        assert re.search(r"[.)]$", finding.what) and finding.todo.endswith(".")
        assert "오류" not in finding.what + finding.todo
        assert "None" not in finding.what + finding.why + finding.todo


FIELDS: Mapping[str, tuple[str, ...]] = {
    "track": ("track", "service_type"),
    "earlier_build": ("year", "upgraded"),
    "overview": ("starts", "ends", "length"),
    "funding": ("total", "grant", "cash", "in_kind"),
    "kpi": ("rows",),
    "schedule": ("phases",),
    "adopter_team": ("people",),
    "supplier_team": ("people",),
    "costs": ("lines",),
    "business": ("sme", "industry_code"),
    "history": ("new_years", "smart_factory"),
    "exclusions": (*NO, "tax_exception"),
    "company": ("number", "kind", "corporation_number"),
    "finances": ("accounts",),
    "careers": ("profiles", "careers"),
}
COLUMNS = [*("weight", "phase", "first", "last", "months", "wage", "category", "amount", "side", "name")]
COLUMNS += ["year", "assets", "liabilities", "equity"]


def test_a_request_for_consulting_is_judged_as_a_project_but_for_partners_and_evidence():
    ours, theirs = ({rule.id for rule in of.rules} for of in (CONSULTING_TYPE, PROJECT_TYPE))
    apart = {rule.id for rule in PROJECT_TYPE.rules if rule.step in ("parties", "evidence")}
    assert apart and ours - {"consulting-day"} == theirs - apart


def test_a_moment_is_no_day():
    assert day({"opened": datetime(2024, 4, 1)}, "opened") is None  # noqa: DTZ001 - as a form would have it
    assert day({"opened": date(2024, 4, 1)}, "opened") == date(2024, 4, 1)


def test_a_number_no_form_would_have_let_through_is_none_given():
    for won, read in ((10**18 - 1, 10**18 - 1), (10**18, None), (-(10**18), None), (True, None), ("1", None)):
        assert number({"won": won}, "won") == read
    assert number({"won": Decimal("NaN")}, "won") is number({}, "won") is None


ODD = [Decimal("Infinity"), Decimal("NaN"), "둘", True, 10**18, ["x"]]
THEIRS = [("adopter", "months"), ("adopter", "wage"), ("supplier", "wage"), ("supplier", "job")]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("role", "column"), THEIRS)
def test_an_odd_answer_about_somebody_is_none_given(role, column, odd):
    person = {
        "name": "문새롬",
        "job": "",
        "months": Decimal(2),
        "wage": None if column == "job" else 4_000_000,
        column: odd,
    }
    costs = {"costs": {"lines": [{"category": CALL.in_kind, "amount": 1_000}]}, "funding": {"total": 1, "in_kind": 1}}
    facts = Facts(
        closing=CLOSING,
        shared=costs,
        parties=(PartyFacts(key=1, role=role, data={f"{role}_team": {"people": [person]}}),),
    )
    assert "in-kind-twice" not in {finding.id for finding in check(facts)}


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=12),
    st.sampled_from(["yes", "no", "new", "upgrade", "delivery", "supplier", "corporation", "현물"]),
)
ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS), LEAVES) | LEAVES, max_size=3)
STEPS = st.fixed_dictionaries(
    {},
    optional={
        step: st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys(fields, LEAVES | ROWS))
        for step, fields in FIELDS.items()
    },
)
DAYS = st.none() | st.dates()
PARTIES = st.builds(
    PartyFacts,
    key=st.integers(1, 3),
    role=st.sampled_from(["adopter", "supplier", "other"]),
    data=STEPS,
    evidence=st.dictionaries(
        st.sampled_from([kind.slug for kind in KINDS] + ["unknown"]),
        st.builds(EvidenceFacts, number=st.none(), issued=DAYS, expires=DAYS, has_file=st.booleans()),
    ),
    consents=st.dictionaries(
        st.sampled_from([consent.slug for consent in CONSENTS]), st.sampled_from(["yes", "no", ""])
    ),
    pool_state=st.sampled_from([None, "waiting", "draft", "approved", "?"]),
)


@settings(max_examples=150, deadline=None)
@given(st.builds(Facts, closing=st.just(CLOSING), shared=STEPS, parties=st.lists(PARTIES, max_size=3).map(tuple)))
def test_no_missing_or_odd_answer_makes_a_rule_fall_over(facts: Facts):
    for finding in check(facts):
        assert finding.what and finding.why and finding.todo


CHANGES = st.lists(st.tuples(st.integers(0, 3), STEPS), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(shared=STEPS, data=st.lists(STEPS, min_size=3, max_size=3), changes=CHANGES)
def test_rules_asked_again_where_answers_changed_say_what_all_asked_anew_say(shared, data, changes):
    roles, said, all_said = ("adopter", "adopter", "supplier"), {}, []
    for whose, answers in [(0, shared), *changes]:
        if whose:
            data = [*data[: whose - 1], data[whose - 1] | answers, *data[whose:]]
        else:
            shared = shared | answers
        parties = [
            PartyFacts(key=7 * n, role=role, data=of) for n, (role, of) in enumerate(zip(roles, data, strict=True))
        ]
        facts = Facts(closing=CLOSING, shared=shared, parties=tuple(parties))
        found = check_steps(facts, said)
        assert found == check_steps(facts)
        all_said += found
    assert all(finding.what for finding in all_said)


def test_a_changed_answer_is_read_by_few_rules():
    asked = []

    def counted(rule):
        def judge(context):
            asked.append(rule.id)
            return rule.check(context)

        return replace(rule, check=judge)

    type_ = replace(PROJECT_TYPE, rules=tuple(map(counted, PROJECT_TYPE.rules)))
    facts, said = replace(A1, type=type_), {}
    check_steps(facts, said)
    first = len(asked)
    check_steps(facts, said)
    assert len(asked) == first  # nothing changed, nothing asked
    check_steps(told(facts, "kpi", rows=[]), said)
    again = set(asked[first:])
    assert again and all(rule.step == "kpi" or rule.id not in again for rule in type_.rules if rule.step == "funding")
    assert len(again) < len(set(asked)) / 4


def test_rules_asked_again_say_what_they_would_if_nobody_had_asked_before():
    said: dict[str, Said] = {}
    wrong = own(own(ADOPTER, "exclusions", unsound="yes"), "history", new_years=["2023"])
    less = replace(ADOPTER, data={})
    answers = [
        A1,
        told(A1, "funding", grant=90_000_000),
        adopting(wrong),
        adopting(less),
        told(A1, "schedule", phases=[]),
        A1,
    ]
    for facts in answers:
        assert check_steps(facts, said) == check_steps(facts)
    assert len({len(check_steps(facts)) for facts in answers}) > 2


def test_only_rules_that_read_what_has_changed_are_asked_again():
    said: dict[str, Said] = {}
    check_steps(A1, said)
    before = dict(said)
    check_steps(told(A1, "kpi", rows=[{"weight": 99}]), said)

    assert {rule for rule, known in said.items() if known is not before[rule]} == {"weights"}


def test_answers_are_read_as_they_are_and_noted_by_whose_they_are():
    read: dict[tuple[int | None, str], Any] = {}
    answers = {"need": {"why": "…"}, "kpi": {"rows": []}}
    noted = Noted(answers, 3, read)

    assert (dict(noted), len(noted)) == (answers, 2)
    read.clear()
    assert noted["need"] is answers["need"]
    assert noted.get("to_be") is None
    assert noted.get("track", answers["kpi"]) is noted.get("kpi", "other")
    assert read == {(3, "need"): answers["need"], (3, "to_be"): None, (3, "track"): None, (3, "kpi"): answers["kpi"]}
