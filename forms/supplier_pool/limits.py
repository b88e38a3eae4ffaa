"""자격: whether the firm may register at all (announcement 붙임2, 등록제한)."""

from forms.base import StepForm
from forms.by_call import by_call
from forms.consortium.eligibility import IN_OUR_WORDS, case, exception
from forms.fields import YesNo


def limit(field: str, added: str = "") -> str:
    """The hint of a question about a limit of the pool."""
    return case("limits", field, added, "등록제한")


class LimitsForm(StepForm):
    title = "등록제한 확인"
    intro = by_call(
        lambda call: (
            f"등록기간 마감일을 기준으로 답해 주세요. 공고 {call.sections.pool}의 등록제한 {call.cases_of('limits')}이며, "
            f"{call.liftable_limits}에는 예외 사유가 있습니다. {IN_OUR_WORDS}"
        )
    )
    offers_none = True

    closed = YesNo("사업자 등록이 되어 있지 않거나 휴업·폐업 중인가요?", hint=limit("closed"))
    closed_exception = exception("limits", "closed")
    tax_arrears = YesNo("국세나 지방세를 체납 중인가요?", hint=limit("tax_arrears"))
    tax_exception = exception("limits", "tax_arrears")
    subsidy = YesNo(
        "국가보조금 통합관리지침 등 관계 법령·지침의 결격사유에 해당하나요?",
        hint=limit("subsidy"),
    )
    subsidy_exception = exception("limits", "subsidy")
    default_company = YesNo(
        "기업이 채무불이행으로 규제 중이거나 부도·화의·법정관리 등으로 정상적인 금융 거래가 어렵나요?",
        hint=limit("default_company", " 신청기관"),
    )
    default_company_exception = exception("limits", "default_company", " 신청기관")
    default_person = YesNo(
        "대표자가 채무불이행으로 규제 중이거나 정상적인 금융 거래가 어렵나요?",
        hint=limit("default_person", " 대표자"),
    )
    default_person_exception = exception("limits", "default_person", " 대표자")
    sanction_company = YesNo(
        "기업이 정부부처나 산하기관의 지원사업 참여제한 또는 제재를 받고 있나요?",
        hint=limit("sanction_company", " 신청기관"),
    )
    sanction_person = YesNo(
        "대표자가 정부부처나 산하기관의 지원사업 참여제한 또는 제재를 받고 있나요?",
        hint=limit("sanction_person", " 대표자"),
    )
    other = YesNo("그 밖에 등록이 제한될 만한 사유가 있나요?", hint=limit("other"))
