"""The lines of the requirement check: 3. 신청자격 with 지원제외 (1)–(11), and 5. 제출서류. What an officer holds against the
certificates of each company is a line of ours."""

from programme.calls.call_2024_221.clauses import GROUNDS, ground
from programme.calls.call_2024_221.exclusions import EXCLUSIONS
from programme.consents import ADOPTER, BOTH, SUPPLIER
from programme.grounds import OURS
from programme.requirements import COMPANIES, DOCUMENTS, ELIGIBILITY, EXCLUDED, Requirement, excluded

ADOPTERS, SUPPLIERS = (ADOPTER,), (SUPPLIER,)
EXCLUSION_TITLES = {
    "(2)": "스마트공장 보급확산 사업 참여",
    "(3)": "스마트공방 사업 참여",
    "(4)": "장비 도입이 주목적",
    "(5)": "불건전 소프트웨어, 유흥·향락업, 주점업",
    "(6)": "부도, 휴·폐업",
    "(7)": "국세·지방세 체납",
    "(8)": "보조금 결격사유",
    "(9)": "채무불이행, 금융 거래 곤란",
    "(10)": "참여제한, 제재",
    "(11)": "그 밖의 제한 사유",
}
ONLY_ADOPTERS = {"(2)", "(3)", "(4)"}  # (1)~(4) 도입기업만 해당: the clause `whom`

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("sme", ELIGIBILITY, "①", "중소기업", GROUNDS["sme"], evidence=("sme_certificate",)),
    Requirement("consortium", ELIGIBILITY, "②", "컨소시엄 구성", GROUNDS["consortium"], whole=True),
    Requirement("service", ELIGIBILITY, "①", "서비스업 영위", GROUNDS["service"], roles=ADOPTERS),
    Requirement(
        "solution",
        ELIGIBILITY,
        "①",
        "솔루션 개발·구축 역량",
        ground("service", "(공급기업) 솔루션 개발·구축 역량 보유"),
        roles=SUPPLIERS,
    ),
    Requirement("pool", ELIGIBILITY, "②", "공급기업 풀 등록", GROUNDS["pool"], roles=SUPPLIERS),
    Requirement("x1", EXCLUDED, "(1)", "이 사업 신규과제 참여이력", GROUNDS["only_upgrade"], roles=ADOPTERS),
    *(
        excluded(number, title, EXCLUSIONS, ADOPTERS if number in ONLY_ADOPTERS else BOTH)
        for number, title in EXCLUSION_TITLES.items()
    ),
    Requirement("d1", DOCUMENTS, "①", "사업계획서", ground("plan", "사업계획서"), whole=True),
    Requirement("d2", DOCUMENTS, "②", "기업(신용)정보 동의서", GROUNDS["form2"]),
    Requirement("d3", DOCUMENTS, "③", "개인(기업)정보 활용동의서", GROUNDS["form3"]),
    Requirement(
        "d4",
        DOCUMENTS,
        "④",
        "사업자등록증명원",
        ground("business_registration", "사업자등록증명원"),
        evidence=("business_registration",),
    ),
    Requirement(
        "d5",
        DOCUMENTS,
        "⑤",
        "국세·지방세 완납증명원",
        ground("tax_certificates", "국세 및 지방세 완납증명원"),
        evidence=("national_tax", "local_tax"),
    ),
    Requirement(
        "d6",
        DOCUMENTS,
        "⑥",
        "재무제표증명원",
        ground("financial_statements", "최근년도 결산"),
        evidence=("financial_statements",),
    ),
    Requirement(
        "d7",
        DOCUMENTS,
        "⑦",
        "중소기업확인서",
        ground("sme_certificate", "중소기업확인서"),
        evidence=("sme_certificate",),
    ),
    Requirement("d8", DOCUMENTS, "⑧", "투입인력 경력 증빙", GROUNDS["careers"], roles=SUPPLIERS, evidence=("careers",)),
    Requirement("company", COMPANIES, "", "적은 내용이 증빙과 같음", OURS),
)
