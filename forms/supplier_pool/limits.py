"""자격: whether the firm may register at all (announcement 붙임2, 등록제한)."""

from forms.base import StepForm
from forms.consortium.eligibility import IN_OUR_WORDS, case, exception
from forms.fields import YesNo


class LimitsForm(StepForm):
    title = "등록제한 확인"
    intro = (
        "등록기간 마감일을 기준으로 답해 주세요. 공고 붙임2의 등록제한 (1)~(6)이며, (1)~(4)에는 예외 사유가 있습니다. "
        f"{IN_OUR_WORDS}"
    )
    offers_none = True

    closed = YesNo("사업자 등록이 되어 있지 않거나 휴업·폐업 중인가요?", hint=case("limits", "closed", "등록제한 (1)"))
    closed_exception = exception("(1)의 예외 사유", "closed")
    tax_arrears = YesNo("국세나 지방세를 체납 중인가요?", hint=case("limits", "tax_arrears", "등록제한 (2)"))
    tax_exception = exception("(2)의 예외 사유", "tax_arrears")
    subsidy = YesNo(
        "국가보조금 통합관리지침 등 관계 법령·지침의 결격사유에 해당하나요?",
        hint=case("limits", "subsidy", "등록제한 (3)"),
    )
    subsidy_exception = exception("(3)의 예외 사유", "subsidy")
    default_company = YesNo(
        "기업이 채무불이행으로 규제 중이거나 부도·화의·법정관리 등으로 정상적인 금융 거래가 어렵나요?",
        hint=case("limits", "default_company", "등록제한 (4) 신청기관"),
    )
    default_company_exception = exception("(4) 신청기관의 예외 사유", "default_company")
    default_person = YesNo(
        "대표자가 채무불이행으로 규제 중이거나 정상적인 금융 거래가 어렵나요?",
        hint=case("limits", "default_person", "등록제한 (4) 대표자"),
    )
    default_person_exception = exception("(4) 대표자의 예외 사유", "default_person")
    sanction_company = YesNo(
        "기업이 정부부처나 산하기관의 지원사업 참여제한 또는 제재를 받고 있나요?",
        hint=case("limits", "sanction_company", "등록제한 (5) 신청기관"),
    )
    sanction_person = YesNo(
        "대표자가 정부부처나 산하기관의 지원사업 참여제한 또는 제재를 받고 있나요?",
        hint=case("limits", "sanction_person", "등록제한 (5) 대표자"),
    )
    other = YesNo("그 밖에 등록이 제한될 만한 사유가 있나요?", hint=case("limits", "other", "등록제한 (6)"))
