"""지원제외 (2)–(11): whom each concerns is in the clause `whom`; an exception ①–④ may lift (6)–(9). EXAMPLES: an example of
each question, ours, by its step and field."""

from programme.calls.call_2024_221.clauses import ground
from programme.exclusions import Exclusion

FACTORY = ground("smart_factory", "스마트공장 보급확산 사업 참여이력이 있는 기업(참여 중이거나 예정인 기업 포함)")
WORKSHOP = ground("smart_workshop", "스마트공방 사업 참여이력이 있는 기업(참여 중이거나 예정인 기업 포함)")
EQUIPMENT = ground("equipment", "장비 도입이 주목적인 기업")
UNSOUND = ground("unsound", "불건전 소프트웨어 및 공급업, 유흥·향락업, 주점업")
INSOLVENT = ground("insolvent", "부도 및 휴·폐업 중인 기업")
TAX = ground("tax", "국세 및 지방세 체납 중인 기업")
SUBSIDY = ground("subsidy", "국가보조금 통합관리지침 등 관계 법령·지침에 따른 결격사유에 해당할 경우")
DEFAULT = ground("default", "정상적으로 금융 거래가 곤란한 경우")
SANCTION = ground("sanction", "지원사업 참여제한 또는 제재 중인 경우")
OTHER = ground("other", "참여를 제한할 정당한 사유가 있다고 인정하는 경우")

EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion("history", "smart_factory", FACTORY, "(2)", "스마트공장 보급확산 사업에 참여했거나 참여할 예정"),
    Exclusion("history", "smart_workshop", WORKSHOP, "(3)", "스마트공방 사업에 참여했거나 참여할 예정"),
    Exclusion("history", "equipment", EQUIPMENT, "(4)", "장비 도입이 과제의 주된 목적"),
    Exclusion("exclusions", "unsound", UNSOUND, "(5)", "불건전 소프트웨어 및 공급업, 유흥·향락업, 주점업을 운영"),
    Exclusion(
        "exclusions", "insolvent", INSOLVENT, "(6)", "부도 상태이거나 휴업·폐업 중", lifted_by="insolvent_exception"
    ),
    Exclusion("exclusions", "tax_arrears", TAX, "(7)", "국세나 지방세를 체납 중", lifted_by="tax_exception"),
    Exclusion("exclusions", "subsidy", SUBSIDY, "(8)", "보조금 관련 결격사유에 해당", lifted_by="subsidy_exception"),
    Exclusion(
        "exclusions",
        "default_company",
        DEFAULT,
        "(9)",
        "기업의 정상적인 금융 거래가 어려움",
        lifted_by="default_company_exception",
    ),
    Exclusion(
        "exclusions",
        "default_person",
        DEFAULT,
        "(9)",
        "대표자의 정상적인 금융 거래가 어려움",
        lifted_by="default_person_exception",
    ),
    Exclusion("exclusions", "sanction_company", SANCTION, "(10)", "기업이 참여제한 또는 제재를 받고 있음"),
    Exclusion("exclusions", "sanction_person", SANCTION, "(10)", "대표자가 참여제한 또는 제재를 받고 있음"),
    Exclusion("exclusions", "other", OTHER, "(11)", "그 밖에 참여가 제한될 만한 사유가 있음"),
)

COMMON = {  # the same in 지원제외 and 등록제한
    "tax_arrears": "부가가치세나 지방소득세를 낼 날이 지났는데 다 내지 못한 경우. 납세증명서가 나오면 ‘아니요’입니다.",
    "subsidy": "보조금을 거짓으로 받거나 다른 데 써서 지금 보조금을 받지 못하게 된 경우. 그런 통지를 받은 일이 없으면 "
    "‘아니요’입니다.",
    "default_company": "회사 대출이나 거래 대금을 오래 갚지 못해 금융권에 연체로 올라 있거나 회생 절차에 있는 경우. 정해진 날에 "
    "갚고 있는 대출은 해당하지 않습니다.",
    "default_person": "대표자 개인의 대출이나 카드 대금이 연체로 올라 있는 경우. 카드가 막힌 일이 없고 대출을 제때 갚고 있으면 "
    "‘아니요’입니다.",
    "sanction_company": "전에 받은 지원금을 돌려주라는 처분과 함께 3년 참여제한을 받아 그 기간이 남은 경우. 통지받은 일이 없으면 "
    "‘아니요’입니다.",
    "sanction_person": "대표자가 전에 하던 회사나 대표자 이름으로 참여제한 통지를 받아 그 기간이 남은 경우. 통지받은 일이 없으면 "
    "‘아니요’입니다.",
}
EXAMPLES: dict[tuple[str, str], str] = {
    ("history", "new_years"): "2022년에 이 사업의 신규 과제로 예약 시스템을 만들었으면 2022년을 고릅니다.",
    (
        "history",
        "smart_factory",
    ): "공장 설비의 자료를 모으는 시스템을 그 사업의 지원금으로 만들었거나 올해 만들기로 한 경우.",
    ("history", "smart_workshop"): "수제화나 식품을 만드는 작업장에 그 사업으로 장비와 프로그램을 들여온 경우.",
    (
        "history",
        "equipment",
    ): "총사업비의 대부분이 키오스크나 세탁기 값이고 프로그램은 거의 없는 과제. 솔루션에 딸린 태블릿 몇 대는 "
    "해당하지 않습니다.",
    (
        "exclusions",
        "unsound",
    ): "단란주점이나 호프집을 하거나 사행성 게임을 만드는 경우. 밥집과 카페는 해당하지 않습니다.",
    ("exclusions", "insolvent"): "어음이 부도났거나, 세무서에 휴업이나 폐업을 신고하고 아직 다시 열지 않은 경우.",
    (
        "exclusions",
        "other",
    ): "공고가 미리 정하지 않은 사유로 장관이 참여를 제한한 경우. 그런 통지를 받은 일이 없으면 ‘아니요’입니다.",
    (
        "limits",
        "closed",
    ): "사업자등록을 아직 하지 않았거나, 세무서에 휴업이나 폐업을 신고하고 아직 다시 열지 않은 경우.",
    (
        "limits",
        "other",
    ): "공고가 미리 정하지 않은 사유로 장관이 참여를 제한한 경우. 그런 통지를 받은 일이 없으면 ‘아니요’입니다.",
}
EXAMPLES |= {(step, field): example for step in ("exclusions", "limits") for field, example in COMMON.items()}
