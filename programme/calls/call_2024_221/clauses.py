"""Sentences of 공고 제2024-221호, quoted word for word, so that every rule can show what it rests on.

The text we hold lost ~ % · ’ and some more; they are put back here: "50 이내" is "50% 이내", "(6)(9)" is "(6)~(9)", and
"신규과제 참여이력이 있는 기업(2023)" is read as "(’20~’23)", the rounds named in section 2.
A misspelling of the original (제무제표) stays. A test compares alphanumeric characters with the announcement.
"""

from programme.announcement import Sections
from programme.grounds import Clause, Ground

SUPPORT = "2. 지원내용 및 지원유형"
ELIGIBILITY = "3. 신청자격"
EXCLUDED = "3. 신청자격(지원제외 대상기업)"
RECEIPT = "4. 접수기간 및 방법"
DOCUMENTS = "5. 제출서류"
EVALUATION = "7. 평가방법"
POOL = "붙임2. 공급기업 풀 등록 안내"
POOL_LIMITS = f"{POOL}(등록제한)"
POOL_DOCUMENTS = f"{POOL}(제출서류)"

SECTIONS = Sections(
    slots="2.",
    eligibility=ELIGIBILITY,
    exceptions="3., 예외 사유",
    data_use="7. 기타 사항",
    contacts="8. 문의처",
    consulting="붙임1",
    pool="붙임2",
)

CLAUSES: tuple[Clause, ...] = (
    Clause("purpose", "1. 사업 개요", "중소기업 서비스(비제조) 분야에 빅데이터·AI 등 첨단 ICT를 접목하여"),
    Clause("slots", "1. 사업 개요", "지원규모 : 165개사(신규 150개, 고도화 15개)"),
    Clause(
        "new",
        SUPPORT,
        "(신규) BM 창출, 서비스 전달체계 개선을 위한 ICT 기반 스마트서비스 핵심 솔루션 구축 등 지원 (50% 이내, "
        "최대 6천만원)",
    ),
    Clause(
        "upgrade",
        SUPPORT,
        "(고도화) ’20년~’23년 동 사업을 통해 기 구축한 솔루션의 기능 개선 또는 서비스 범위 확장 등 지원 (50% "
        "이내, 최대 1억원)",
    ),
    Clause("length", SUPPORT, "6개월 (최대 2개월 연장가능)"),
    Clause("upgrade_type", SUPPORT, "고도화 지원사업은 BM 창출 유형만 해당"),
    Clause("sme", ELIGIBILITY, "(공통) ① 중소기업기본법 제2조에 따른 중소기업"),
    Clause("consortium", ELIGIBILITY, "② 도입기업이 공급기업과 컨소시엄을 구성하여 사업 신청"),
    Clause(
        "consortium_members",
        ELIGIBILITY,
        "사업참여를 희망하는 기업은 공급기업과 컨소시엄을 구성하여 신청하여야 하며, "
        "2개 이상의 기업이 협업체를 구성하여 참여 가능",
    ),
    Clause("service", ELIGIBILITY, "(도입기업) 서비스업 영위, (공급기업) 솔루션 개발·구축 역량 보유"),
    Clause("pool", ELIGIBILITY, "② (공급기업) 공급기업 풀 등록 및 현행화 필수"),
    Clause(
        "closing_day",
        ELIGIBILITY,
        "참여기업(도입·공급기업) 및 각 기업의 대표자 등이 접수 마감일 현재 다음 중 하나에 해당하는 경우",
    ),
    Clause("whom", ELIGIBILITY, "(1)~(4) 도입기업만 해당, (5)~(11) 도입·공급 기업 모두 해당"),
    Clause(
        "earlier_new",
        EXCLUDED,
        "(1) 중소기업 스마트서비스 지원사업 신규과제 참여이력이 있는 기업(’20~’23)은 ’24년 신규과제 참여 불가"
        "(고도화 과제만 참여가능하며, 도입기업 기준 고도화 과제는 1회만 참여가능)",
    ),
    Clause(
        "smart_factory",
        EXCLUDED,
        "(2) 스마트공장 보급확산 사업 참여이력이 있는 기업(참여 중이거나 예정인 기업 포함)",
    ),
    Clause("smart_workshop", EXCLUDED, "(3) 스마트공방 사업 참여이력이 있는 기업(참여 중이거나 예정인 기업 포함)"),
    Clause("equipment", EXCLUDED, "(4) 장비 도입이 주목적인 기업"),
    Clause("unsound", EXCLUDED, "(5) 불건전 소프트웨어 및 공급업, 유흥·향락업, 주점업"),
    Clause("insolvent", EXCLUDED, "(6) 부도 및 휴·폐업 중인 기업"),
    Clause("tax", EXCLUDED, "(7) 국세 및 지방세 체납 중인 기업"),
    Clause("subsidy", EXCLUDED, "(8) 국가보조금 통합관리지침 등 관계 법령·지침에 따른 결격사유에 해당할 경우"),
    Clause(
        "default",
        EXCLUDED,
        "(9) 신청기관 또는 대표자가 채무불이행으로 규제 중이거나, 부도, 화의, 법정관리 등 "
        "정상적으로 금융 거래가 곤란한 경우",
    ),
    Clause(
        "exceptions",
        EXCLUDED,
        "(6)~(9)의 예외 사유 ① 과제 선정을 위한 최초 평가 개시 전 까지 해소하거나 체납처분 유예를 받은 경우 "
        "② 회생인가를 받은 경우 ③ 중소벤처기업진흥공단 및 신용회복위원회(재창업지원위원회)를 통해 재창업자금을 "
        "지원받은 경우 "
        "④ 신용보증기금 및 기술보증기금으로부터 재도전기업주 재기지원보증을 받은 경우 예외",
    ),
    Clause(
        "sanction",
        EXCLUDED,
        "(10) 신청기관 또는 대표자가 중소벤처기업부 등 정부부처 및 정부 산하기관 등으로부터 "
        "지원사업 참여제한 또는 제재 중인 경우",
    ),
    Clause("other", EXCLUDED, "(11) 기타 중소벤처기업부장관이 참여를 제한할 정당한 사유가 있다고 인정하는 경우"),
    Clause("window", RECEIPT, "2024년 4월 1일(월) ~ 4월 30일(화) 18:00까지"),
    Clause("closing", RECEIPT, "① 접수마감일(’24.4.30) 18시 정각에 신청접수가 마감"),
    Clause("plan", DOCUMENTS, "① 사업계획서 1부"),
    Clause("credit_consent", DOCUMENTS, "② 기업(신용)정보 수집·이용·제공·조회 동의서"),
    Clause("personal_consent", DOCUMENTS, "③ 개인(기업)정보 활용동의서"),
    Clause("business_registration", DOCUMENTS, "④ 사업자등록증명원"),
    Clause("tax_certificates", DOCUMENTS, "⑤ 국세 및 지방세 완납증명원"),
    Clause("financial_statements", DOCUMENTS, "⑥ 최근년도 결산 제무제표 증명원"),
    Clause("sme_certificate", DOCUMENTS, "⑦ 중소기업확인서"),
    Clause(
        "careers",
        DOCUMENTS,
        "⑧ 공급기업 투입인력 경력 증빙 서류 (소프트웨어 기술자 경력증명서 또는 학력, 경력 자격 관련 증명서 등)",
    ),
    Clause(
        "site_visit",
        EVALUATION,
        "(현장평가) 전문가를 통해 사업필요성, 추진의지 및 역량, 사업추진체계의 적정성, 성공가능성 등을 평가",
    ),
    Clause(
        "written",
        EVALUATION,
        "(서면평가) 산학연 전문가 평가위원회를 구성하여 현장평가의 적정성과 사업추진의 타당성 여부, 기대효과 등을 검토",
    ),
    Clause(
        "panel",
        EVALUATION,
        "(대면평가) 산학연 전문가로 평가위원회를 구성하여 사업계획의 적정성과 사업내용의 충실성, 사업화역량 등에 대해 평가",
    ),
    Clause("cost_review", "6. 지원절차 및 일정", "선정평가·선정(6월) (원가 계산 포함)"),
    Clause("pass_mark", EVALUATION, "평가점수 60점 이상 과제를 대상으로 서면평가 대상과제로 추천"),
    Clause(
        "data_use",
        f"{EVALUATION}, 기타 사항",
        "최종 선정 도입기업은 중소기업 스마트서비스지원 사업의 지원을 받아 구축한 솔루션의 "
        "데이터 수집·분석·활용을 위한 동의서를 제출하여야 함",
    ),
    Clause(
        "pool_qualification",
        POOL,
        "(자격요건) 빅데이터, 인공지능(AI) 등 정보통신기술(ICT) 솔루션 기술 및 역량을 보유한 기업",
    ),
    Clause(
        "pool_deadline",
        POOL,
        "(등록제한) 등록기간 마감일 기준 아래의 요건 ((1)~(6))에 해당하지 않아야 신청가능",
    ),
    Clause("pool_closed", POOL_LIMITS, "(1) 사업자 등록이 되어있지 않거나, 휴업 또는 폐업 중인경우"),
    Clause("pool_tax", POOL_LIMITS, "(2) 국세·지방세를 체납 중인 경우"),
    Clause("pool_subsidy", POOL_LIMITS, "(3) 국가보조금 통합관리지침 등 관계 법령·지침에 따른 결격사유에 해당할 경우"),
    Clause(
        "pool_default",
        POOL_LIMITS,
        "(4) 신청기관 또는 대표자가 채무불이행으로 규제중이거나, 부도, 화의, 법정관리 등 "
        "정상적으로 금융 거래가 곤란한 경우",
    ),
    Clause(
        "pool_sanction",
        POOL_LIMITS,
        "(5) 신청기관 또는 대표자가 중소벤처기업부 등 정부부처 및 정부 산하기관 등으로부터 "
        "지원사업 참여제한 또는 제재 중인 경우",
    ),
    Clause("pool_other", POOL_LIMITS, "(6) 기타 중소벤처기업부장관이 참여를 제한할 정당한 사유가 있다고 인정하는 경우"),
    Clause(
        "pool_exceptions",
        POOL_LIMITS,
        "(1)~(4)의 예외 사유 ① 과제 선정을 위한 최초 평가 개시 전까지 해소하거나 체납처분 유예를 받은 경우 "
        "② 회생인가를 받은 경우 ③ 중소벤처기업진흥공단 및 신용회복위원회(재창업지원위원회)를 통해 재창업자금을 "
        "지원받은 경우 ④신용보증기금 및 기술보증기금으로부터 재도전기업주 재기지원보증을 받은 경우",
    ),
    Clause(
        "pool_approval",
        POOL,
        "제출한 증빙자료 등을 바탕으로 입력정보의 사실관계를 확인하여 전담기관에서 승인 예정 (3일~7일 소요)",
    ),
    Clause(
        "pool_common_documents",
        POOL_DOCUMENTS,
        "① 서약서 ②기업(신용)정보 수집·이용·제공·조회 동의서 ③ 정보활용동의서",
    ),
    Clause(
        "pool_company_documents",
        POOL_DOCUMENTS,
        "① 사업자등록증명원 ②국세·지방세 완납증명서 ③ 최근3개년(2021년~2023년) 재무제표증명원 ④ 중소기업확인서",
    ),
    Clause(
        "pool_people_documents",
        POOL_DOCUMENTS,
        "① 고용보험사업장자격취득자명부(고용보험 자격이력내역서) ② SW·엔지니어링 관련 자격증 "
        "③ 소프트웨어기술자 및 기업 경력증명서 ④ 그 외 경력증빙에 필요한 서류",
    ),
    Clause("pool_record_documents", POOL_DOCUMENTS, "① 스마트서비스 실적 협약서 및 증빙서류 등"),
    Clause(
        "consulting",
        "붙임1",
        "사전 진단컨설팅을 희망하는 도입기업은 신청서를 작성하여 수행기관에 이메일로 신청",
    ),
)

BY_ID = {clause.id: clause for clause in CLAUSES}


def ground(clause: str, words: str) -> Ground:
    """What rests on these words of a clause, by its id."""
    return Ground(BY_ID[clause], words)


CREDIT = "기업(신용)정보 수집·이용·제공·조회 동의서"
CLOSING_DAY = ground("closing_day", "접수 마감일 현재")  # of which day unpaid taxes are judged
POOL_DEADLINE = ground("pool_deadline", "등록기간 마감일 기준")
GROUNDS = {  # what the rules shared by all calls rest on, by what they ask for
    "closing_day": CLOSING_DAY,
    "pool_deadline": POOL_DEADLINE,
    "upgrade_type": ground("upgrade_type", "고도화 지원사업은 BM 창출 유형만 해당"),
    "built": ground("upgrade", "’20년~’23년 동 사업을 통해 기 구축한 솔루션"),
    "upgraded_once": ground("earlier_new", "도입기업 기준 고도화 과제는 1회만 참여가능"),
    "only_upgrade": ground("earlier_new", "신규과제 참여이력이 있는 기업(’20~’23)은 ’24년 신규과제 참여 불가"),
    "sme": ground("sme", "중소기업기본법 제2조에 따른 중소기업"),
    "field": ground("purpose", "중소기업 서비스(비제조) 분야"),
    "service": ground("service", "(도입기업) 서비스업 영위"),
    "unsound": ground("unsound", "불건전 소프트웨어 및 공급업, 유흥·향락업, 주점업"),
    "out_of_business": ground("insolvent", "부도 및 휴·폐업 중인 기업"),
    "share_new": ground("new", "50% 이내"),
    "share_upgrade": ground("upgrade", "50% 이내"),
    "cap_new": ground("new", "최대 6천만원"),
    "cap_upgrade": ground("upgrade", "최대 1억원"),
    "length": ground("length", "6개월 (최대 2개월 연장가능)"),
    "careers": ground("careers", "공급기업 투입인력 경력 증빙 서류"),
    "consortium": ground("consortium", "도입기업이 공급기업과 컨소시엄을 구성하여 사업 신청"),
    "pool": ground("pool", "공급기업 풀 등록 및 현행화 필수"),
    "pool_approval": ground("pool_approval", "전담기관에서 승인 예정 (3일~7일 소요)"),
    # What asks for each document of consents; asking for consulting takes one of our own.
    "form2": ground("credit_consent", CREDIT),
    "form3": ground("personal_consent", "개인(기업)정보 활용동의서"),
    "pool_pledge": ground("pool_common_documents", "서약서"),
    "pool_credit": ground("pool_common_documents", CREDIT),
    "pool_personal": ground("pool_common_documents", "정보활용동의서"),
}
