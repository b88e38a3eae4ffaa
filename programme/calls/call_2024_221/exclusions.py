"""지원제외 (2)–(11): whom each concerns is in the clause `whom`; an exception ①–④ may lift (6)–(9)."""

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
