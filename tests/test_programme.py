"""What the announcement fixes, held as data: clauses, consents, evidence, industries, exclusions, numbers, spelling."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forms import business_plan, consortium
from forms.by_call import for_call
from forms.consortium.eligibility import ExclusionsForm, HistoryForm
from forms.supplier_pool.limits import LimitsForm
from programme import calls, industry
from programme.consents import text_hash
from programme.exclusions import claims_exception
from programme.korean import spoken_date
from programme.numbers import business_number_holds, corporation_number_holds
from programme.rules import CONSENTS as CONSENTS_PLACE
from programme.rules import EVIDENCE, PARTIES
from tests.call import CALL, CLAUSES, CONSENTS, KINDS, POOL_TYPE, PROJECT_TYPE, RULES, owed_by

BY_SLUG = {consent.slug: consent for consent in CONSENTS}
ASKED = {  # the texts' versions, and how their hashes begin
    "credit_collection": ("2024-221-1", "c311f8bee4d0738a"),
    "credit_provision": ("2024-221-1", "e15160d9183ea793"),
    "credit_inquiry": ("2024-221-1", "16236f76e88f224f"),
    "company_third_party": ("2024-221-2", "c7b31f597392f8d4"),
    "administrative_sharing": ("2024-221-1", "ee8612cd86dce9c1"),
    "personal_required": ("2024-221-1", "892cb8384760ba17"),
    "personal_optional": ("2024-221-1", "4b1f11b765febcc7"),
    "integrated_system": ("2024-221-1", "387b009ec58a8b98"),
    "personal_third_party": ("2024-221-2", "272ff101d3d66247"),
    "public_mydata": ("2024-221-1", "4d0353aa57eaec1a"),
    "pool_pledge": ("2024-221-pool-1", "0c695bd6a282b3c6"),
    "pool_credit_collection": ("2024-221-pool-1", "7630fef7b611e889"),
    "pool_credit_provision": ("2024-221-pool-1", "b5bca679508bbda1"),
    "pool_credit_inquiry": ("2024-221-pool-1", "985d6fd62075b5cf"),
    "pool_personal_required": ("2024-221-pool-2", "fa641fba7a1a1cfd"),
    "pool_publication": ("2024-221-pool-3", "4f495f7219cf4689"),
    "pool_personal_optional": ("2024-221-pool-1", "f3080e3e1731b525"),
    "agency_third_party": ("2024-221-1", "7d06516e1b227e1f"),
}
ANNOUNCEMENTS = Path(__file__).parent.parent / "docs" / "announcement"
STEPS = {step.slug: step.form.names() for wizard in (consortium.WIZARD, business_plan.WIZARD) for step in wizard.steps}


def alphanumeric(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize("slug", calls.TYPES)
def test_each_call_quotes_its_announcement_word_for_word(slug):
    original = alphanumeric((ANNOUNCEMENTS / f"{slug}.txt").read_text())
    assert [clause.id for clause in calls.announcement(slug).clauses if alphanumeric(clause.text) not in original] == []


@pytest.mark.parametrize("slug", calls.TYPES)
def test_no_two_clauses_of_a_call_share_a_name(slug):
    clauses = calls.announcement(slug).clauses
    assert len({clause.id for clause in clauses}) == len(clauses)


def test_the_places_of_the_call_come_to_what_the_announcement_says():
    assert sum(CALL.slots.values()) == 165
    assert "165개사(신규 150개, 고도화 15개)" in CLAUSES["slots"].text


def test_every_rule_stands_at_a_question_that_is_asked():
    for rule in RULES:
        if rule.step in (PARTIES, EVIDENCE, CONSENTS_PLACE):
            continue
        asked = {name.partition("-")[0] for name in STEPS[rule.step]}
        assert rule.field in asked


def test_every_exclusion_names_questions_that_are_asked():
    for exclusion in CALL.exclusions:
        assert exclusion.field in STEPS[exclusion.step]
        assert exclusion.lifted_by is None or exclusion.lifted_by in STEPS[exclusion.step]


def test_exclusions_six_to_nine_can_be_lifted_and_no_others():
    liftable = {exclusion.number for exclusion in CALL.exclusions if exclusion.lifted_by}
    assert liftable == {"(6)", "(7)", "(8)", "(9)"}
    assert {exclusion.number for exclusion in CALL.exclusions} == {f"({number})" for number in range(2, 12)}


def test_an_agency_of_an_earlier_call_alone_is_still_called_by_its_name(monkeypatch):
    """Posts, addresses and the access log of last year's agencies stay."""
    (_, gone), kept = next(iter(CALL.agencies.items())), dict([*CALL.agencies.items()][1:])
    newer = replace(PROJECT_TYPE, announcement=replace(CALL, slug="newer", agencies=kept))
    both = {CALL.slug: calls.TYPES[CALL.slug], "newer": {PROJECT_TYPE.kind: newer}}
    monkeypatch.setattr(calls, "TYPES", both)
    assert gone in calls.agencies().values() and calls.agencies().keys() == CALL.agencies.keys()


def test_documents_are_cited_from_the_first_to_the_last():
    documents = PROJECT_TYPE.documents
    assert (documents.numbers, documents.company_numbers, documents.number_of("form8")) == (
        "서식 1~8",
        "서식 2~8",
        "서식8",
    )
    assert replace(documents, each=documents.each[:7]).numbers == "서식 1~7"
    assert POOL_TYPE.documents.numbers == "공급기업 풀"


def test_forms_count_the_exclusions_as_their_call_does():
    def counted_on(cases):
        return tuple(replace(case, number=f"({int(case.number[1:-1]) + 20})") for case in cases)

    call = replace(CALL, exclusions=counted_on(CALL.exclusions), pool_limits=counted_on(CALL.pool_limits))
    for form, cases in (
        (HistoryForm, call.exclusions),
        (ExclusionsForm, call.exclusions),
        (LimitsForm, call.pool_limits),
    ):
        asked = for_call(form, call)()
        for case in (case for case in cases if case.field in asked):
            assert f" {case.number}" in asked[case.field].hint
            if case.lifted_by:
                assert case.number in asked[case.lifted_by].label.text
        assert not re.findall(r"\((?:[2-9]|1\d)\)", " ".join([asked.intro, *(field.hint or "" for field in asked)]))


@pytest.mark.parametrize("consent", CONSENTS, ids=lambda consent: consent.slug)
def test_a_consent_names_purpose_items_period_and_the_right_to_refuse(consent):
    labels = " ".join(label for label, _ in consent.blocks)
    assert "목적" in labels and "항목" in labels
    assert "보유·이용기간" in labels or "동의의 효력기간" in labels
    assert consent.blocks[-1][0] == "거부할 권리와 불이익"
    assert consent.law and all(text for _, text in consent.blocks)


@pytest.mark.parametrize("consent", CONSENTS, ids=lambda consent: consent.slug)
def test_only_refusing_a_required_consent_has_a_consequence(consent):
    refusal = consent.blocks[-1][1]
    assert ("신청이 제한" in refusal) is consent.required
    assert ("불이익이 없습니다" in refusal) is not consent.required


def test_collecting_providing_and_looking_up_are_asked_apart():
    credit = [consent.slug for consent in CONSENTS if consent.form == "form2"]
    assert {"credit_collection", "credit_provision", "credit_inquiry"} <= set(credit)
    assert BY_SLUG["personal_required"].required and not BY_SLUG["personal_optional"].required


@pytest.mark.parametrize("slug", ["credit_provision", "company_third_party", "personal_third_party"])
def test_a_consent_to_provide_names_who_receives(slug):
    assert any(label.startswith("받는 자") for label, _ in BY_SLUG[slug].blocks)


def test_no_text_asks_for_a_resident_number():
    texts = [consent.text for consent in CONSENTS] + [PROJECT_TYPE.career_line]
    texts += [text for notice in PROJECT_TYPE.notices for _, text in notice.blocks]
    assert not any("주민등록" in text or "외국인등록" in text for text in texts)
    asking = [kind.help for kind in KINDS if "주민등록" in kind.help]
    assert all("가리고" in text for text in asking)


def test_a_changed_word_changes_the_hash():
    consent = CONSENTS[0]
    assert len({text_hash(each) for each in CONSENTS}) == len(CONSENTS)
    assert re.fullmatch("[0-9a-f]{64}", text_hash(consent))
    assert text_hash(replace(consent, blocks=(*consent.blocks[:-1], ("x", "y")))) != text_hash(consent)
    assert text_hash(replace(consent, required=False)) != text_hash(consent)


def test_a_text_once_asked_changes_only_with_its_version():
    """The ledger keeps both of what was answered; a change is asked anew."""
    asked = [text for of in calls.TYPES[CALL.slug].values() for text in of.consents]
    assert {text.slug: (text.version, text_hash(text)[:16]) for text in asked} == ASKED


@pytest.mark.parametrize("call", calls.TYPES)
def test_texts_name_the_bodies_of_their_own_call(call):
    says = calls.announcement(call)
    agencies = ", ".join(each.name.partition("(")[0] for each in says.agencies.values())
    blocks = [each for of in calls.TYPES[call].values() for text in of.consents for _, each in text.blocks]
    assert {name for each in blocks for name in re.findall(r"(?:^|, )([^,]+)\(전담기관\)", each)} <= {says.lead_agency}
    assert {names for each in blocks for names in re.findall(r"수행기관\((.+?)\)", each)} <= {agencies}
    assert all(says.ministry.name in each for each in blocks if "다른 정부기관" in each)


def test_both_sides_are_asked_for_consents_of_both_forms():
    for role in ("adopter", "supplier"):
        assert {consent.form for consent in PROJECT_TYPE.texts(role)} == {"form2", "form3"}


def test_the_data_use_consent_is_announced_and_not_asked():
    (notice,) = [notice for notice in PROJECT_TYPE.notices if notice.slug == "data_use"]
    assert notice.roles == ("adopter",)
    assert "data_use" not in BY_SLUG


def test_every_form_of_evidence_has_its_documents():
    forms = {kind.form for kind in KINDS if kind.required}
    assert forms == {"form4", "form5", "form6", "form7", "form8"}


def test_careers_are_owed_by_the_supplier_alone():
    assert "careers" in {kind.slug for kind in owed_by("supplier", {})}
    assert "careers" not in {kind.slug for kind in owed_by("adopter", {})}


def test_the_proof_of_an_exception_is_owed_only_when_one_is_claimed():
    claimed = {"tax_arrears": "yes", "tax_exception": "resolved"}
    assert claims_exception(CALL.exclusions, claimed, CALL.exceptions)
    assert "exception_proof" in {kind.slug for kind in owed_by("adopter", claimed)}
    for answers in ({}, {"tax_arrears": "yes"}, {"tax_arrears": "no", "tax_exception": "resolved"}):
        assert "exception_proof" not in {kind.slug for kind in owed_by("adopter", answers)}


@pytest.mark.parametrize(
    ("kind", "issued", "expires", "last"),
    [
        ("national_tax", date(2024, 3, 25), None, date(2024, 4, 24)),
        ("national_tax", date(2024, 4, 1), date(2024, 4, 20), date(2024, 4, 20)),
        ("national_tax", date(2024, 4, 1), date(2024, 12, 31), date(2024, 5, 1)),
        ("local_tax", date(2024, 2, 1), None, date(2024, 3, 2)),
        ("business_registration", date(2024, 4, 3), None, date(2024, 7, 2)),
        ("business_registration", date(2024, 4, 3), date(2025, 4, 3), date(2025, 4, 3)),
        ("sme_certificate", date(2024, 4, 5), None, date(2025, 3, 31)),
        ("sme_certificate", date(2024, 3, 31), None, date(2024, 3, 31)),
        ("sme_certificate", date(2024, 4, 1), None, date(2025, 3, 31)),
        ("sme_certificate", date(2023, 7, 3), date(2024, 6, 30), date(2024, 6, 30)),
        ("careers", date(2024, 4, 1), None, None),
        ("other", None, date(2024, 5, 1), date(2024, 5, 1)),
        ("national_tax", None, None, None),
    ],
)
def test_a_document_lasts_as_long_as_its_kind_or_its_print_says(kind, issued, expires, last):
    assert calls.evidence_kinds()[kind].valid_until(issued, expires) == last


def test_a_document_issued_at_the_end_of_time_still_has_a_last_day():
    assert calls.evidence_kinds()["national_tax"].valid_until(date.max, None) == date.max
    assert calls.evidence_kinds()["sme_certificate"].valid_until(date.max, None) == date(9999, 3, 31)


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("01", "A"),
        ("10110", "C"),
        ("33999", "C"),
        ("35", "D"),
        ("42", "F"),
        ("43", ""),
        ("75110", "N"),
        ("9", ""),
        ("", ""),
    ],
)
def test_a_code_belongs_to_its_section(code, section):
    assert industry.section(code) == section


@pytest.mark.parametrize(
    "number",
    ["000-86-11118", "000-81-12223", "000-12-13338", "000-87-14446", "000-88-15554", "０００-31-19992"],
)
def test_a_business_number_with_the_right_last_digit_holds(number):
    assert business_number_holds(number)
    assert not business_number_holds(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_a_corporation_number_with_the_right_last_digit_holds():
    assert corporation_number_holds("110111-0062432")
    assert not corporation_number_holds("110111-0062433")
    assert not corporation_number_holds("110111-006243")


def test_a_date_is_said_without_leading_zeros():
    assert spoken_date(date(2024, 4, 1)) == "2024년 4월 1일"
