"""What rules rest on: each names the words of the announcement that say it, or says that it is this site's own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from programme import calls
from programme.grounds import OURS, OWN, Ground
from programme.rules import EvidenceFacts, Finding, PartyFacts, check
from tests.call import CALL, POOL_RULES, RULES, PoolFacts
from tests.rule_samples import CLOSING, documents_of, everything_wrong

ANNOUNCEMENTS = Path(__file__).parent.parent / "docs" / "announcement"
SHARED = 3  # characters running that a rule and its clause have in common at least, 접수마 or 고도화


def alphanumeric(text: str) -> str:
    """Alphanumeric characters only: what the announcement's text kept of itself."""
    return re.sub(r"[\W_]", "", text)


def pool_wrong() -> Iterator[PoolFacts]:
    """Registrations that together make every rule of the pool speak."""
    answers = {
        "limits": {limit.field: "yes" for limit in CALL.pool_limits},
        "company": {"number": "000-86-11119", "kind": "corporation", "corporation_number": "000011-9011113"},
        "finances": {"accounts": [{"year": 2023, "assets": 1, "liabilities": 1, "equity": 1}]},
        "staff": {"software": 0, "people": [{"kind": "software"}]},
    }
    evidence = documents_of(CLOSING.date().replace(month=1), CLOSING.date().replace(month=5, day=1))
    evidence |= {"other": EvidenceFacts(has_file=False)}
    bad = {
        "key": 1,
        "role": "supplier",
        "lead": True,
        "number_taken": True,
        "tax_state": "closed",
        "data": answers,
        "evidence": evidence,
        "undescribed": 2,
    }
    yield PoolFacts(CLOSING, parties=(PartyFacts(**bad, consents={"pool_pledge": "no"}),))
    nameless = answers | {"company": {"number": "", "kind": "corporation", "corporation_number": None}}
    yield PoolFacts(CLOSING, parties=(PartyFacts(1, "supplier", data=nameless),))


FOUND = [finding for facts in (*everything_wrong(), *pool_wrong()) for finding in check(facts)]


def declared(slug: str) -> list[Ground]:
    """Everything a call says its rules, exclusions and evidence rest on."""
    call, types = calls.announcement(slug), calls.TYPES[slug].values()
    return [
        *(rule.ground for of in types for rule in of.rules),
        *(case.ground for case in (*call.exclusions, *call.pool_limits)),
        *(kind.ground for of in types for kind in of.evidence),
        *call.grounds.values(),
    ]


def test_every_rule_speaks_here():
    assert {finding.id for finding in FOUND} == {rule.id for rule in RULES + POOL_RULES}
    assert len({rule.id for rule in RULES + POOL_RULES}) == len(RULES + POOL_RULES)


@pytest.mark.parametrize("slug", calls.TYPES)
def test_every_ground_is_words_that_stand_in_their_clause_and_in_the_announcement(slug):
    original = alphanumeric((ANNOUNCEMENTS / f"{slug}.txt").read_text())
    for ground in declared(slug):
        if ground != OURS:
            assert ground.words and ground.words in ground.clause.text
            assert alphanumeric(ground.words) in original


@pytest.mark.parametrize("finding", FOUND, ids=lambda finding: finding.id)
def test_a_finding_cites_what_it_rests_on_and_nothing_else(finding):
    said, cited = finding.why.removesuffix(finding.ground.cited), finding.ground.cited

    assert finding.why == said + cited and said.strip()
    if finding.ground == OURS:
        assert cited == OWN
        assert "“" not in finding.why and "이 사이트의 확인 규칙" not in said
    else:
        assert finding.ground.clause.text in cited
        assert OWN not in finding.why


@pytest.mark.parametrize("finding", [each for each in FOUND if each.ground != OURS], ids=lambda finding: finding.id)
def test_a_rule_and_the_words_it_rests_on_speak_of_the_same_thing(finding):
    said = alphanumeric(finding.what + finding.why.removesuffix(finding.ground.cited))
    words = alphanumeric(finding.ground.words)

    assert any(words[place : place + SHARED] in said for place in range(len(words) - SHARED + 1)), f"{said} / {words}"


def test_the_figures_rules_use_are_those_the_words_say():
    assert {ground.words for ground in (CALL.grounds["share_new"], CALL.grounds["share_upgrade"])} == {
        f"{CALL.share}% 이내"
    }
    for track in CALL.caps:
        ground = CALL.grounds[f"cap_{track}"]
        number, unit = re.search(r"최대 (\d+)(천만원|억원)", ground.words).groups()
        assert CALL.caps[track] == int(number) * {"천만원": 10_000_000, "억원": 100_000_000}[unit]
    length = next(rule.ground.words for rule in RULES if rule.id == "R8-length")
    assert [int(figure) for figure in re.findall(r"\d+", length)] == [CALL.months, CALL.extension]
    built = next(rule.ground.words for rule in RULES if rule.id == "R3-year")
    first, last = re.findall(r"’(\d\d)년", built)
    assert [f"20{first}", f"20{last}"] == [str(CALL.build_years[0]), str(CALL.build_years[-1])]


def of(rule: str) -> Finding:
    return next(finding for finding in FOUND if finding.id == rule)


@pytest.mark.parametrize(
    "rule",
    [
        *(
            "weights",
            "accounts",
            "accounts-years",
            "not-joined",
            "not-confirmed",
            "changed-since",
            "both-sides",
            "twice",
        ),
        *("business-number", "corporation-number", "funding-sum", "categories", "in-kind", "period", "schedule"),
        *("R11-stopped", "R7-file", "R12-misdated", "R12-undescribed", "pool-undescribed"),
        *("pool-number-taken", "pool-accounts", "pool-misdated", "pool-head-count"),
    ],
)
def test_what_the_announcement_does_not_say_says_so(rule):
    assert of(rule).why.endswith("이 사이트의 확인 규칙입니다(공고에는 없음).")
