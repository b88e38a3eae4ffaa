"""Registering in the supplier pool (붙임2): its limits, and the evidence it asks for.

Which certificates everybody owes is inferred: the announcement lists them without saying who may do without.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from programme.application_types import Answers
from programme.calls.call_2024_221.clauses import ground
from programme.calls.call_2024_221.evidence import EXCEPTION_PROOF
from programme.calls.call_2024_221.evidence import KINDS as PROJECT_KINDS
from programme.calls.call_2024_221.figures import ACCOUNT_YEARS, EXCEPTIONS
from programme.consents import SUPPLIER
from programme.evidence_kinds import ONE, Kind
from programme.exclusions import Exclusion, claims_exception
from programme.grounds import OURS, Ground

BY_SLUG = {kind.slug: kind for kind in PROJECT_KINDS}

CLOSED = ground("pool_closed", "사업자 등록이 되어있지 않거나, 휴업 또는 폐업 중인경우")
TAX = ground("pool_tax", "국세·지방세를 체납 중인 경우")
SUBSIDY = ground("pool_subsidy", "국가보조금 통합관리지침 등 관계 법령·지침에 따른 결격사유에 해당할 경우")
DEFAULT = ground("pool_default", "정상적으로 금융 거래가 곤란한 경우")
SANCTION = ground("pool_sanction", "지원사업 참여제한 또는 제재 중인 경우")
OTHER = ground("pool_other", "참여를 제한할 정당한 사유가 있다고 인정하는 경우")

LIMITS: tuple[Exclusion, ...] = (
    Exclusion(
        "limits",
        "closed",
        CLOSED,
        "(1)",
        "사업자 등록이 되어 있지 않거나 휴업·폐업 중",
        lifted_by="closed_exception",
    ),
    Exclusion("limits", "tax_arrears", TAX, "(2)", "국세나 지방세를 체납 중", lifted_by="tax_exception"),
    Exclusion("limits", "subsidy", SUBSIDY, "(3)", "보조금 관련 결격사유에 해당", lifted_by="subsidy_exception"),
    Exclusion(
        "limits",
        "default_company",
        DEFAULT,
        "(4)",
        "기업의 정상적인 금융 거래가 어려움",
        lifted_by="default_company_exception",
    ),
    Exclusion(
        "limits",
        "default_person",
        DEFAULT,
        "(4)",
        "대표자의 정상적인 금융 거래가 어려움",
        lifted_by="default_person_exception",
    ),
    Exclusion("limits", "sanction_company", SANCTION, "(5)", "기업이 참여제한 또는 제재를 받고 있음"),
    Exclusion("limits", "sanction_person", SANCTION, "(5)", "대표자가 참여제한 또는 제재를 받고 있음"),
    Exclusion("limits", "other", OTHER, "(6)", "그 밖에 참여가 제한될 만한 사유가 있음"),
)


def company(words: str) -> Ground:
    return ground("pool_company_documents", words)


def people(words: str) -> Ground:
    return ground("pool_people_documents", words)


def shared(slug: str, ground: Ground, **otherwise: Any) -> Kind:
    """A certificate a 과제신청 asks for too: one upload serves both."""
    return replace(BY_SLUG[slug], form=None, ground=ground, **otherwise)


KINDS: tuple[Kind, ...] = (
    shared("business_registration", company("사업자등록증명원"), proves="company"),
    shared("national_tax", company("국세·지방세 완납증명서"), proves="limits"),
    shared("local_tax", company("국세·지방세 완납증명서"), proves="limits"),
    shared("financial_statements", company("재무제표증명원"), proves="finances"),
    Kind(
        "earlier_statements",
        f"{ACCOUNT_YEARS[0]}~{ACCOUNT_YEARS[1]}년 재무제표증명원",
        None,
        company(f"최근3개년({ACCOUNT_YEARS[0]}년~{ACCOUNT_YEARS[-1]}년) 재무제표증명원"),
        "국세청",
        ("홈택스", "https://www.hometax.go.kr"),
        "최근 3개년 가운데 앞의 두 해 것입니다. 한 해씩 나누어 올려도 됩니다. 업력이 짧으면 재무를 적은 해의 것만 냅니다.",
        issued=ONE,
        roles=(SUPPLIER,),
        required=False,
        named=BY_SLUG["financial_statements"].named,
        named_otherwise=(str(ACCOUNT_YEARS[-1]),),
        proves="finances",
    ),
    shared("sme_certificate", company("중소기업확인서"), proves="business"),
    Kind(
        "employment_roster",
        "고용보험 사업장 자격취득자 명부",
        None,
        people("고용보험사업장자격취득자명부(고용보험 자격이력내역서)"),
        "근로복지공단",
        ("고용·산재보험 토탈서비스", "https://total.comwel.or.kr"),
        "고용보험 자격이력내역서도 됩니다. 직원이 없으면 대표자의 것을 올려 주세요. 주민등록번호 뒷자리는 가리고 올려 주세요.",
        issued=ONE,
        roles=(SUPPLIER,),
        named=("고용보험", "자격취득자명부", "자격이력"),
        proves="staff",
    ),
    shared(
        "careers",
        people("소프트웨어기술자 및 기업 경력증명서"),
        title="SW기술자·기업 경력증명서",
        help="소프트웨어기술자 경력증명서와 기업 경력증명서입니다. 주민등록번호 뒷자리는 가리고 올려 주세요.",
        proves="staff",
    ),
    Kind(
        "qualifications",
        "SW·엔지니어링 자격증",
        None,
        people("SW·엔지니어링 관련 자격증"),
        "한국산업인력공단 등",
        ("큐넷", "https://www.q-net.or.kr"),
        "보유인력에 자격을 적었다면 그 자격증입니다. 주민등록번호 뒷자리는 가리고 올려 주세요.",
        roles=(SUPPLIER,),
        required=False,
        named=("자격증",),
        named_otherwise=("자격증명",),
        proves="staff",
    ),
    Kind(
        "other_careers",
        "그 외 경력증빙",
        None,
        people("그 외 경력증빙에 필요한 서류"),
        "",
        None,
        "학위·경력 증명처럼 인력의 경력을 더 보여 주는 서류가 있으면 올립니다. 없어도 됩니다.",
        roles=(SUPPLIER,),
        required=False,
        proves="staff",
    ),
    Kind(
        "record_proof",
        "스마트서비스 실적 협약서와 증빙",
        None,
        ground("pool_record_documents", "스마트서비스 실적 협약서 및 증빙서류"),
        "고객사",
        None,
        "구축실적을 적었다면 그 협약서(계약서), 완료 확인서, 세금계산서 같은 서류입니다.",
        roles=(SUPPLIER,),
        required=False,
        proves="track_record",
    ),
    shared(
        EXCEPTION_PROOF,
        OURS,
        title="등록제한 예외 사유 증빙",
        roles=(SUPPLIER,),
        proves="limits",
    ),
    replace(BY_SLUG["other"], roles=(SUPPLIER,)),
)


def owed(role: str, answers: Answers) -> tuple[Kind, ...]:
    """What a supplier must submit with these answers."""
    earlier = [row for row in rows(answers, "finances", "accounts") if row.get("year") in ACCOUNT_YEARS[:-1]]
    told = {
        "earlier_statements": bool(earlier),
        "qualifications": any(row.get("qualification") for row in rows(answers, "staff", "people")),
        "record_proof": bool(rows(answers, "track_record", "records")),
        EXCEPTION_PROOF: claims_exception(LIMITS, answers.get("limits", {}), EXCEPTIONS),
    }
    return tuple(kind for kind in KINDS if kind.required or told.get(kind.slug))


def rows(answers: Answers, step: str, table: str) -> list[Mapping[str, Any]]:
    found = answers.get(step, {}).get(table)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
