"""R12: certificates on the closing day, and consents."""

from dataclasses import replace
from datetime import date, datetime

from programme.grounds import OURS, OWN
from programme.rules import WARN, EvidenceFacts, check, refusal
from tests.call import CALL, CONSENTS, KINDS, Facts
from tests.rule_samples import A1, ADOPTER, AGREED, SUPPLIER, adopting, documents_of, ids, the


def test_a_document_counts_to_the_end_of_the_closing_day_and_not_of_the_day_before():
    good = replace(ADOPTER, evidence=documents_of(date(2024, 3, 31), date(2024, 4, 5)))
    late = replace(ADOPTER, evidence=documents_of(date(2024, 3, 30), date(2024, 4, 5)))
    assert check(adopting(good)) == []
    assert ids(adopting(late), WARN) == {"R12-expired"}


def test_the_closing_day_is_korean_whatever_the_zone_the_instant_comes_in():
    early = datetime.fromisoformat("2024-04-30T15:30:00+00:00")  # 1 May, 00:30 in Seoul
    good = replace(ADOPTER, evidence=documents_of(date(2024, 3, 31), date(2024, 4, 5)))
    assert ids(replace(adopting(good), closing=early)) == {"R12-expired"}


def test_a_document_not_attached_blocks_and_an_optional_one_does_not():
    found = {(finding.party, finding.field) for finding in check(strip_certificates()) if finding.id == "R7-paper"}
    needed = {kind.slug for kind in KINDS if kind.required}
    assert found == {(1, slug) for slug in needed - {"careers"}} | {(2, slug) for slug in needed}


def test_a_document_dated_after_the_closing_day_or_after_its_own_end_is_pointed_out():
    for issued, expires in ((date(2024, 5, 1), None), (date(2099, 1, 1), None), (date(2024, 4, 2), date(2024, 4, 1))):
        paper = replace(ADOPTER.evidence["sme_certificate"], issued=issued, expires=expires)
        found = ids(adopting(replace(ADOPTER, evidence={**ADOPTER.evidence, "sme_certificate": paper})), WARN)
        assert "R12-misdated" in found


def test_a_listed_document_whose_file_never_came_blocks():
    paper = replace(ADOPTER.evidence["sme_certificate"], has_file=False)
    assert ids(adopting(replace(ADOPTER, evidence={**ADOPTER.evidence, "other": paper}))) == {"R7-file"}


def test_files_of_no_kind_are_pointed_out_and_count_as_no_certificate():
    facts = strip_certificates()
    waiting = replace(facts, parties=(replace(facts.parties[0], undescribed=9), facts.parties[1]))

    assert ids(waiting, WARN) == {"R12-undescribed"}
    assert "9개" in the("R12-undescribed", waiting).what
    assert [found for found in check(waiting) if found.level != WARN] == check(facts)


def strip_certificates() -> Facts:
    return replace(A1, parties=(replace(ADOPTER, evidence={}), replace(SUPPLIER, evidence={})))


def test_a_required_consent_blocks_and_an_optional_one_never_does():
    for consent in CONSENTS:
        for choice in ("no", ""):
            facts = adopting(replace(ADOPTER, consents={**AGREED, consent.slug: choice}))
            blocked = {finding.field for finding in check(facts) if finding.level == "block"}
            assert blocked == ({consent.slug} if consent.required else set())


def test_a_refusal_is_told_from_no_answer_and_says_what_follows():
    refused = the("consent-refused", adopting(replace(ADOPTER, consents={**AGREED, "credit_collection": "no"})))
    unanswered = the("consent", adopting(replace(ADOPTER, consents={**AGREED, "credit_collection": ""})))

    assert "동의하지 않음 – 제출할 수 없음" in refused.what
    assert "제출할 수 없습니다" in refused.todo
    assert "아직 답하지 않았습니다" in unanswered.what
    assert refusal(refused) and not refusal(unanswered)


def test_only_a_document_about_taxes_leans_on_the_closing_day_of_the_announcement():
    old = replace(ADOPTER, evidence=documents_of(date(2024, 3, 1), date(2023, 4, 11)))
    old = replace(
        old, evidence={**old.evidence, "business_registration": EvidenceFacts("T", date(2023, 1, 2), None, True)}
    )

    found = {finding.field: finding for finding in check(adopting(old)) if finding.id == "R12-expired"}

    assert found["national_tax"].ground == CALL.grounds["closing_day"]
    for kind in ("sme_certificate", "business_registration"):
        assert found[kind].ground == OURS
        assert found[kind].why.endswith(OWN)


def test_a_document_may_be_issued_on_the_closing_day_and_end_on_the_day_of_its_issue():
    for issued, expires in ((date(2024, 4, 30), None), (date(2024, 4, 30), date(2024, 4, 30))):
        paper = replace(ADOPTER.evidence["sme_certificate"], issued=issued, expires=expires)
        assert check(adopting(replace(ADOPTER, evidence={**ADOPTER.evidence, "sme_certificate": paper}))) == []
