"""R12: papers on the closing day, and consents."""

from dataclasses import replace
from datetime import date, datetime

from programme.consents import asked_of
from programme.papers import KINDS
from programme.rules import WARN, Facts, check
from tests.rule_samples import A1, ADOPTER, AGREED, SUPPLIER, adopting, ids, papers


def test_a_paper_counts_to_the_end_of_the_closing_day_and_not_of_the_day_before():
    good = replace(ADOPTER, evidence=papers(date(2024, 3, 31), date(2024, 4, 5)))
    late = replace(ADOPTER, evidence=papers(date(2024, 3, 30), date(2024, 4, 5)))
    assert check(adopting(good)) == []
    assert ids(adopting(late), WARN) == {"R12-expired"}


def test_the_closing_day_is_korean_whatever_the_zone_the_instant_comes_in():
    early = datetime.fromisoformat("2024-04-30T15:30:00+00:00")  # 1 May, 00:30 in Seoul
    good = replace(ADOPTER, evidence=papers(date(2024, 3, 31), date(2024, 4, 5)))
    assert ids(replace(adopting(good), closing=early)) == {"R12-expired"}


def test_a_paper_not_attached_blocks_and_an_optional_one_does_not():
    found = {(finding.party, finding.field) for finding in check(strip_papers()) if finding.id == "R7-paper"}
    needed = {kind.slug for kind in KINDS if kind.required}
    assert found == {(1, slug) for slug in needed - {"careers"}} | {(2, slug) for slug in needed}


def strip_papers() -> Facts:
    return replace(A1, parties=(replace(ADOPTER, evidence={}), replace(SUPPLIER, evidence={})))


def test_a_required_consent_blocks_and_an_optional_one_never_does():
    for consent in asked_of("adopter"):
        for choice in ("no", ""):
            facts = adopting(replace(ADOPTER, consents={**AGREED, consent.slug: choice}))
            blocked = {finding.field for finding in check(facts) if finding.id == "consent"}
            assert blocked == ({consent.slug} if consent.required else set())
