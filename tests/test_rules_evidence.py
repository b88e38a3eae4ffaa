"""R12: certificates on the closing day, and consents."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from programme.grounds import OURS, OWN
from programme.rules import WARN, EvidenceFacts, check, refusal
from tests.call import CALL, CONSENTS, CONSULTING_TYPE, KINDS, PROJECT_TYPE, Facts
from tests.rule_samples import A1, ADOPTER, AGREED, SUPPLIER, adopting, documents_of, ids, own, the


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
    found = {(finding.party, finding.field) for finding in check(strip_certificates()) if finding.id == "R7-evidence"}
    needed = {kind.slug for kind in KINDS if kind.required}
    assert found == {(1, slug) for slug in needed - {"careers"}} | {(2, slug) for slug in needed}


def test_what_asks_for_a_document_is_said_in_its_own_words():
    claimed = own(replace(ADOPTER, evidence={}), "exclusions", insolvent="yes", insolvent_exception="resolved")
    why = {
        finding.field: finding.why
        for finding in check(adopting(claimed))
        if finding.id == "R7-evidence" and finding.party == 1
    }

    assert why["sme_certificate"].startswith("공고가 정한 제출서류입니다.")
    assert why["national_tax"].startswith("공고의 제출서류 ‘국세 및 지방세 완납증명원’에 해당합니다.")
    assert why["exception_proof"].startswith("고르신 예외 사유")


def with_certificate(kind: str, **changed: object) -> Facts:
    certificate = replace(ADOPTER.evidence[kind], **changed)
    return adopting(replace(ADOPTER, evidence={**ADOPTER.evidence, kind: certificate}))


def test_a_required_document_without_its_file_is_owed():
    assert ids(with_certificate("sme_certificate", has_file=False)) == {"R7-evidence"}


@pytest.mark.parametrize(
    ("kind", "issued", "expires", "what", "why"),
    [
        ("national_tax", (2024, 3, 30), None, "4월 29일에 만료되어", "체납은"),
        ("sme_certificate", (2024, 3, 1), None, "3월 31일에 만료되어", "12월 결산 기업의"),
        ("sme_certificate", (2023, 7, 1), (2024, 4, 10), "4월 10일에 만료되어", "서류에 적힌 유효기간이"),
        ("business_registration", (2023, 12, 1), None, "발급한 지 오래되어", "보통 발급일부터 90일"),
        ("business_registration", (2024, 3, 1), (2024, 3, 31), "발급한 지 오래되어", "보통 발급일부터 90일"),
    ],
)
def test_why_a_document_is_too_old_is_said(kind, issued, expires, what, why):
    facts = with_certificate(kind, issued=date(*issued), expires=expires and date(*expires))
    found = the("R12-expired", facts)

    assert what in found.what and why in found.why


def test_after_what_a_document_is_dated_is_said():
    closing, day = date(2024, 4, 30), date(2024, 4, 2)
    for issued, expires, wrong in (
        (closing + timedelta(1), None, "접수 마감일("),
        (closing, day, "유효기간 만료일보다"),
        (day, day - timedelta(1), "유효기간 만료일보다"),
    ):
        assert wrong in the("R12-misdated", with_certificate("sme_certificate", issued=issued, expires=expires)).what


def test_a_document_dated_after_the_closing_day_or_after_its_own_end_is_pointed_out():
    for issued, expires in ((date(2024, 5, 1), None), (date(2099, 1, 1), None), (date(2024, 4, 2), date(2024, 4, 1))):
        certificate = replace(ADOPTER.evidence["sme_certificate"], issued=issued, expires=expires)
        found = ids(adopting(replace(ADOPTER, evidence={**ADOPTER.evidence, "sme_certificate": certificate})), WARN)
        assert "R12-misdated" in found


def test_a_listed_document_whose_file_never_came_blocks():
    certificate = replace(ADOPTER.evidence["sme_certificate"], has_file=False)
    assert ids(adopting(replace(ADOPTER, evidence={**ADOPTER.evidence, "other": certificate}))) == {"R7-file"}


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
    (consent,) = [each for each in CONSENTS if each.slug == "credit_collection"]
    assert f"‘{consent.answers[0]}’으로 바꾸지 않으면 제출할 수 없습니다" in refused.todo
    assert "아직 답하지 않았습니다" in unanswered.what
    assert refusal(refused) and not refusal(unanswered)


@pytest.mark.parametrize(
    ("of", "consent"),
    [(of, consent) for of in (PROJECT_TYPE, CONSULTING_TYPE) for consent in of.consents if consent.required],
)
def test_what_asks_for_a_consent_is_said(of, consent):
    given = {each.slug: "yes" for each in of.consents} | {consent.slug: ""}
    found = the("consent", replace(adopting(replace(ADOPTER, consents=given)), type=of))
    asked = consent.form in CALL.grounds

    assert asked == (of is PROJECT_TYPE)
    assert found.why.startswith("공고의 제출서류" if asked else "신청서를 수행기관에 보내려면")
    assert found.ground == (CALL.grounds[consent.form] if asked else OURS)


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
        certificate = replace(ADOPTER.evidence["sme_certificate"], issued=issued, expires=expires)
        assert check(adopting(replace(ADOPTER, evidence={**ADOPTER.evidence, "sme_certificate": certificate}))) == []
