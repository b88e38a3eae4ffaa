"""Which certificates of 5. 제출서류 a company attaches.

Who owes which is inferred (the table's marks are lost): careers the supplier only, the rest both sides.
"""

from programme.application_types import Answers
from programme.calls.call_2024_221.clauses import ground
from programme.calls.call_2024_221.exclusions import EXCLUSIONS
from programme.calls.call_2024_221.figures import ACCOUNT_YEARS, EXCEPTIONS
from programme.consents import SUPPLIER
from programme.evidence_kinds import ONE, USUAL, Kind, Validity
from programme.exclusions import claims_exception
from programme.grounds import OURS

HOMETAX = ("홈택스", "https://www.hometax.go.kr")
EXCEPTION_PROOF = "exception_proof"
EARLIER = tuple(str(year) for year in ACCOUNT_YEARS[:-1])

KINDS: tuple[Kind, ...] = (
    Kind(
        "business_registration",
        "사업자등록증명원",
        "form4",
        ground("business_registration", "사업자등록증명원"),
        "국세청",
        HOMETAX,
        "홈택스나 정부24에서 바로 발급됩니다. 공고에 유효기간은 없지만 보통 3개월 안에 발급한 것을 받습니다.",
        Validity(days=90, customary=True),
        issued=ONE,
        named=("사업자등록증명", "사업자증명"),  # the 사업자등록증 itself is another paper
    ),
    Kind(
        "national_tax",
        "국세 납세증명서",
        "form5",
        ground("tax_certificates", "국세 및 지방세 완납증명원"),
        "국세청",
        HOMETAX,
        "흔히 국세 완납증명서라고 부릅니다. 발급일부터 30일 동안 쓸 수 있고, 증명서에 더 짧은 기한이 적혀 "
        "있으면 그때까지입니다.",
        Validity(days=30),
        issued=ONE,
        named=("국세", "납세증명"),
        named_otherwise=("지방세", "국세청"),
    ),
    Kind(
        "local_tax",
        "지방세 납세증명서",
        "form5",
        ground("tax_certificates", "국세 및 지방세 완납증명원"),
        "지방자치단체",
        ("정부24", "https://www.gov.kr"),
        "정부24나 위택스에서 발급됩니다. 발급일부터 30일 동안 쓸 수 있고, 증명서에 더 짧은 기한이 적혀 있으면 "
        "그때까지입니다.",
        Validity(days=30),
        named=("지방세",),
        named_otherwise=("국세",),
    ),
    Kind(
        "financial_statements",
        "최근년도 결산 재무제표증명원",
        "form6",
        ground("financial_statements", "최근년도 결산"),
        "국세청",
        HOMETAX,
        f"홈택스에서 표준재무제표증명으로 발급됩니다. {ACCOUNT_YEARS[-1]}년 결산분은 법인세(개인은 종합소득세) 신고를 마친 "
        "뒤에 나옵니다.",
        Validity(days=90, customary=True),
        issued=ONE,
        named=("재무",),
        named_otherwise=EARLIER,
    ),
    Kind(
        "sme_certificate",
        "중소기업확인서",
        "form7",
        ground("sme_certificate", "중소기업확인서"),
        "중소벤처기업부",
        ("중소기업현황정보시스템", "https://sminfo.mss.go.kr"),
        "12월 결산 기업의 확인서는 해마다 3월 31일에 끝나므로 4월에 새로 발급받아야 합니다. 심사에 며칠 걸릴 "
        "수 있습니다.",
        Validity(to_march=True),
        issued=ONE,
        named=("중소기업확인", "소기업확인", "소상공인확인"),
    ),
    Kind(
        "careers",
        "투입인력 경력 증빙",
        "form8",
        ground("careers", "공급기업 투입인력 경력 증빙 서류"),
        "한국소프트웨어산업협회",
        ("SW기술자 경력관리시스템", "https://career.sw.or.kr"),
        "SW기술자 경력증명서 또는 학력·경력·자격 증명서입니다. 주민등록번호 뒷자리는 가리고 올려 주세요.",
        issued=USUAL,
        roles=(SUPPLIER,),
        named=("경력증명", "경력확인"),
    ),
    Kind(
        EXCEPTION_PROOF,
        "지원제외 예외 사유 증빙",
        None,
        OURS,
        "해당 기관",
        None,
        "체납처분 유예 확인서, 회생인가 결정문, 재창업자금 지원 확인서, 재기지원보증서처럼 고른 예외 사유를 "
        "보여 주는 서류입니다.",
        required=False,
    ),
    Kind(
        "other",
        "기타 증빙",
        None,
        OURS,
        "",
        None,
        "특허증, 계약서처럼 평가에 참고할 서류가 있으면 올립니다. 없어도 됩니다.",
        required=False,
    ),
)


def owed(role: str, answers: Answers) -> tuple[Kind, ...]:
    """What a company of this role must attach; an exception's proof when it claims one."""
    claimed = claims_exception(EXCLUSIONS, answers.get("exclusions", {}), EXCEPTIONS)
    return tuple(
        kind for kind in KINDS if role in kind.roles and (kind.required or (kind.slug == EXCEPTION_PROOF and claimed))
    )
