"""The clean sample application A1 as facts, and ways to change one answer of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from config import KST
from programme.rules import EvidenceFacts, Finding, PartyFacts, check
from tests.call import CALL, CONSENTS, Facts

CLOSING = datetime.combine(date(2024, 4, 30), time(18), KST)
NO = dict.fromkeys(
    (
        *("unsound", "insolvent", "tax_arrears", "subsidy", "default_company", "default_person"),
        *("sanction_company", "sanction_person", "other"),
    ),
    "no",
)


def documents_of(tax: date, sme: date, supplier: bool = False) -> dict[str, EvidenceFacts]:
    days = {"national_tax": tax, "local_tax": date(2024, 4, 12), "sme_certificate": sme}
    days |= {"business_registration": date(2024, 4, 3), "financial_statements": date(2024, 4, 3)}
    if supplier:
        days["careers"] = date(2024, 4, 3)
    return {kind: EvidenceFacts("T-0001", issued, None, True) for kind, issued in days.items()}


def company(number: str, code: str, corporation: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "business": {"sme": "yes", "industry_code": code},
        "exclusions": dict(NO),
        "company": {
            "number": number,
            "kind": "corporation" if corporation else "individual",
            "corporation_number": corporation,
        },
        "finances": {
            "accounts": [
                {"year": year, "assets": 2_230, "liabilities": 765, "equity": 1_465} for year in CALL.account_years
            ]
        },
    } | more


AGREED = {consent.slug: "yes" for consent in CONSENTS if consent.required}
HISTORY = {"new_years": [], "smart_factory": "no", "smart_workshop": "no", "equipment": "no"}
OWN_PEOPLE = [
    {"name": "서다온", "months": Decimal(2), "wage": 5_250_000},
    {"name": "상담 담당 2명", "months": Decimal("3.6"), "wage": 3_750_000},
]
JOBS = (
    ("문새롬", "IT PM", 1),
    ("문새롬", "데이터분석가", 2),
    ("구하늘", "응용SW개발자", 6),
    ("구하늘", "UI/UX기획/개발자", "1.5"),
)
JOBS = (*JOBS, ("구하늘", "UI/UX디자이너", 1))
PEOPLE = [{"name": name, "job": job, "months": Decimal(months), "wage": None} for name, job, months in JOBS]
ADOPTER = PartyFacts(
    1,
    "adopter",
    lead=True,
    name="주식회사 온결케어(가상)",
    data=company("000-86-11118", "75110", "000011-9011112", history=HISTORY, adopter_team={"people": OWN_PEOPLE}),
    evidence=documents_of(date(2024, 4, 12), date(2024, 4, 5)),
    consents=AGREED,
)
SUPPLIER = PartyFacts(
    2,
    "supplier",
    name="주식회사 누리매칭랩(가상)",
    data=company(
        "000-87-14446",
        "62010",
        "000011-9044444",
        supplier_team={"people": PEOPLE},
        careers={"profiles": [{"name": "문새롬"}, {"name": "구하늘"}], "careers": [{"name": "문새롬"}]},
    ),
    evidence=documents_of(date(2024, 4, 12), date(2024, 4, 5), supplier=True),
    consents=AGREED,
    pool_state="approved",
)
COSTS = (("HW/장비", 9_000_000), ("클라우드 이용료", 4_800_000), ("수수료", 625_000))
A1 = Facts(
    CLOSING,
    shared={
        "track": {"track": "new", "service_type": "new_business"},
        "overview": {"starts": date(2024, 7, 1), "ends": date(2024, 12, 31)},
        "kpi": {"rows": [{"weight": weight} for weight in (30, 20, 20, 15, 15)]},
        "schedule": {"phases": [{"phase": "착수", "first": 7, "last": 7}, {"phase": "시험", "first": 11, "last": 12}]},
        "costs": {"lines": [{"category": category, "amount": amount} for category, amount in COSTS]},
        "funding": {"total": 120_000_000, "grant": 60_000_000, "cash": 36_000_000, "in_kind": 24_000_000},
    },
    parties=(ADOPTER, SUPPLIER),
)


def told(facts: Facts, step: str, **answers: Any) -> Facts:
    """The same application with other answers in one shared step."""
    return replace(facts, shared={**facts.shared, step: {**facts.shared.get(step, {}), **answers}})


def own(party: PartyFacts, step: str, **answers: Any) -> PartyFacts:
    return replace(party, data={**party.data, step: {**party.data.get(step, {}), **answers}})


def adopting(party: PartyFacts) -> Facts:
    return replace(A1, parties=(party, SUPPLIER))


def supplying(party: PartyFacts) -> Facts:
    return replace(A1, parties=(ADOPTER, party))


def ids(facts: Facts, level: str | None = None) -> set[str]:
    return {finding.id for finding in check(facts) if level in (None, finding.level)}


def the(rule: str, facts: Facts) -> Finding:
    (found,) = [finding for finding in check(facts) if finding.id == rule]
    return found


def everything_wrong() -> Iterable[Facts]:
    """Applications that together make every rule speak."""
    yes = dict.fromkeys(NO, "yes")
    bad = replace(
        own(own(own(ADOPTER, "exclusions", **yes), "history", new_years=["2023"]), "business", sme="no"),
        evidence=documents_of(date(2024, 3, 1), date(2024, 3, 1)),
        undescribed=2,
        consents={},
    )
    for field in ("smart_factory", "smart_workshop", "equipment"):
        bad = own(bad, "history", **{field: "yes"})
    bad = own(bad, "company", number="000-86-11119", corporation_number="000011-9011113")
    bad = own(bad, "finances", accounts=[{"year": 2019, "assets": 1, "liabilities": 1, "equity": 1}])
    twins = tuple(replace(bad, key=key, role=role) for key, role in ((1, "adopter"), (3, "adopter"), (4, "supplier")))
    wrong = told(replace(A1, parties=(*twins, replace(SUPPLIER, evidence={}, pool_state="draft"))), "kpi", rows=[])
    wrong = told(wrong, "kpi", rows=[{"weight": 99}])
    wrong = told(wrong, "funding", total=90_000_000, grant=70_000_000, cash=0, in_kind=1)
    wrong = told(wrong, "schedule", phases=[{"phase": "x", "first": 1, "last": 2}])
    yield wrong
    yield told(A1, "funding", total=90_000_000, grant=95_000_000, in_kind=0)
    yield told(A1, "costs", lines=[{"category": CALL.in_kind, "amount": 1_000_000}])
    yield told(wrong, "overview", ends=date(2025, 2, 28))
    yield told(wrong, "overview", ends=date(2026, 2, 28))
    yield replace(told(wrong, "overview", ends=date(2024, 2, 28)), opening=CLOSING.replace(year=2025))
    upgrade = told(wrong, "track", track="upgrade", service_type="delivery")
    yield told(upgrade, "earlier_build", year="2010", upgraded="yes")
    for code in ("10110", "41110", "56211", "91249"):
        yield adopting(own(ADOPTER, "business", industry_code=code))
    yield supplying(replace(SUPPLIER, pool_state="waiting", pool_number="000-00-00000"))
    astray = EvidenceFacts(issued=date(2024, 5, 1), has_file=True)
    yield adopting(replace(ADOPTER, evidence={"national_tax": astray, "other": EvidenceFacts(has_file=False)}))
    yield supplying(own(SUPPLIER, "careers", profiles=[{"name": "문새롬"}]))
    yield supplying(own(SUPPLIER, "careers", profiles=[{"name": "선아름"}]))
    yield supplying(own(SUPPLIER, "careers", profiles=[], careers=[{"name": "문새롬"}]))
    yield adopting(own(ADOPTER, "company", corporation_number=None))
    yield adopting(replace(ADOPTER, tax_state="closed", tax_day=date(2024, 3, 31)))
    yield adopting(replace(ADOPTER, tax_state="unregistered"))
    yield supplying(replace(SUPPLIER, tax_state="suspended"))
    yield replace(A1, parties=(ADOPTER,))
    yield supplying(replace(SUPPLIER, joined=False, confirmed=False))
    yield supplying(replace(SUPPLIER, confirmed=False))
    yield supplying(replace(SUPPLIER, changed=("사업비", "일정")))
    yield supplying(replace(SUPPLIER, pool_state="suspended", consents={"credit_collection": "no"}))
