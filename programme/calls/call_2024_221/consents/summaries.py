"""What each text comes to, in one plain sentence above it. Ours; what counts is the text."""

from dataclasses import replace

from programme.consents import Consent

SUMMARIES = {
    "credit_collection": "신청 자격과 선정평가를 위해 기관이 회사의 신용·재무 정보를 모아 협약 종료 후 5년까지 봅니다.",
    "credit_provision": "신용을 확인하려고 기관이 회사명과 사업자등록번호 등을 신용정보회사에 건넵니다.",
    "credit_inquiry": "기관이 신용정보회사에서 연체·부도·회생 여부와 재무 상태를 조회합니다.",
    "company_third_party": "회사 정보와 사업계획서를 평가위원 등 심사와 사업에 관계된 곳에 건넵니다.",
    "administrative_sharing": "사업자등록증명·납세증명 등을 기관이 직접 조회해 확인하게 합니다. 동의하지 않으면 직접 냅니다.",
    "personal_required": "대표자와 실무 담당자의 이름과 연락처를 신청·평가·협약에 씁니다.",
    "personal_optional": "실무 담당자의 부서와 안내 받을 이메일로 다음 공고와 교육을 알려 드립니다.",
    "integrated_system": "지원 효과를 분석하려고 매출·고용 같은 회사 정보를 지원사업 통합관리시스템에서 봅니다.",
    "personal_third_party": "대표자와 실무 담당자의 이름과 연락처를 평가위원 등 심사와 사업에 관계된 곳에 건넵니다.",
    "public_mydata": "증명서를 직접 내는 대신 공공 마이데이터로 기관에 보내게 합니다. 동의하지 않으면 직접 냅니다.",
    "pool_pledge": "등록 내용이 사실이고 지원금을 겹쳐 받지 않는 등 공급기업의 의무를 지키겠다고 서약합니다.",
    "pool_credit_collection": "등록 자격을 확인하려고 기관이 회사의 신용·재무 정보를 모아 등록이 끝난 뒤 1년까지 봅니다.",
    "pool_credit_provision": "신용을 확인하려고 기관이 회사명과 사업자등록번호 등을 신용정보회사에 건넵니다.",
    "pool_credit_inquiry": "기관이 신용정보회사에서 연체·부도·회생 여부를 조회합니다.",
    "pool_personal_required": "대표자, 실무 담당자, 보유인력의 이름과 연락처·경력을 등록 확인에 씁니다.",
    "pool_publication": "회사 소개, 솔루션, 구축실적을 공급기업 찾기에서 누구나 보게 하고 도입기업과 평가위원에게 건넵니다.",
    "pool_personal_optional": "실무 담당자의 부서와 안내 받을 이메일로 다음 공고와 교육을 알려 드립니다.",
    "agency_third_party": "컨설팅을 받을 수 있게 대표자와 실무 담당자의 이름과 연락처를 고른 수행기관에 건넵니다.",
}


def summarised(texts: tuple[Consent, ...]) -> tuple[Consent, ...]:
    """The texts, each with its sentence. Raises KeyError for one without."""
    return tuple(replace(text, summary=SUMMARIES[text.slug]) for text in texts)
