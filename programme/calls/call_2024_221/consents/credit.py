"""서식2, 기업(신용)정보 수집·이용·제공·조회 동의서: collecting, providing and looking up, each asked apart."""

from programme.calls.call_2024_221.consents.phrases import (
    BODIES,
    CREDIT_FORM,
    FREE,
    LEAD,
    PERIOD,
    RESTRICTED,
    SHARED_VERSION,
)
from programme.calls.call_2024_221.figures import MINISTRY
from programme.consents.kinds import OPERATOR, Consent
from programme.korean import with_particle

VERSION = "2024-221-1"
CREDIT_LAW = "신용정보의 이용 및 보호에 관한 법률"
ITEMS = (
    "식별정보(회사명, 사업자등록번호, 법인등록번호, 소재지, 대표자 성명), 신용거래정보(대출·보증·담보 현황), "
    "신용도판단정보(연체, 부도, 대위변제 등), 신용능력정보(재무제표, 매출, 자산, 부채), "
    "공공정보(국세·지방세 체납, 회생·파산 관련 결정). 대표자 개인의 고유식별정보는 받지 않습니다."
)

CREDIT = (
    Consent(
        "credit_collection",
        CREDIT_FORM,
        "기업(신용)정보 수집·이용 동의",
        VERSION,
        (
            ("수집·이용하는 자", BODIES),
            ("목적", "신청 자격과 지원제외 사유 확인, 중복지원 검토, 선정평가, 협약, 사업비 지급·정산, 사후관리"),
            ("항목", ITEMS),
            ("보유·이용기간", PERIOD),
            ("거부할 권리와 불이익", RESTRICTED),
        ),
        f"{CREDIT_LAW} 제15조·제33조, 개인정보 보호법 제15조",
    ),
    Consent(
        "credit_provision",
        CREDIT_FORM,
        "기업(신용)정보 제공 동의",
        VERSION,
        (
            ("제공하는 자", BODIES),
            ("받는 자", "신용정보집중기관, 기업신용조회회사, 개인신용평가회사"),
            ("받는 자의 이용 목적", "신용정보 조회 요청의 본인 확인과 조회 결과 회신"),
            ("항목", "회사명, 사업자등록번호, 법인등록번호, 소재지, 대표자 성명"),
            ("보유·이용기간", "조회 목적을 이룰 때까지. 법령에 보존 기간이 있으면 그 기간까지."),
            ("거부할 권리와 불이익", RESTRICTED),
        ),
        f"{CREDIT_LAW} 제32조·제34조, 개인정보 보호법 제17조",
    ),
    Consent(
        "credit_inquiry",
        CREDIT_FORM,
        "기업(신용)정보 조회 동의",
        VERSION,
        (
            ("조회하는 자", BODIES),
            ("조회 대상", "신청 기업과 그 대표자"),
            ("조회하는 곳", "신용정보집중기관, 기업신용조회회사, 개인신용평가회사"),
            ("목적", "채무불이행, 부도, 회생·파산 여부와 재무 건전성 확인"),
            ("조회 시점", "선정평가 전, 협약 전, 정부지원금 지급 전, 그 밖에 사업관리에 꼭 필요한 때"),
            ("항목", ITEMS),
            ("동의의 효력기간", "신청일부터 사업비 정산이 끝날 때까지. 선정되지 않으면 그때 효력이 끝납니다."),
            ("거부할 권리와 불이익", RESTRICTED),
        ),
        f"{CREDIT_LAW} 제32조, 개인정보 보호법 제15조·제17조",
    ),
    Consent(
        "company_third_party",
        CREDIT_FORM,
        "기업정보 제3자 제공 동의",
        SHARED_VERSION,
        (
            ("제공하는 자", f"{LEAD}, 수행기관, {OPERATOR}"),
            (
                "받는 자와 이용 목적",
                f"가. {with_particle(MINISTRY.name, '과/와')} 다른 정부기관·지방자치단체·공공기관: 중복지원과 참여제한 여부 확인, 사업 "
                "성과 관리\n"
                "나. 수행기관과 평가위원: 요건 검토, 현장평가, 선정평가\n"
                "다. 신용보증기금, 기술보증기금, 중소벤처기업진흥공단, 신용회복위원회: 지원제외 예외 사유를 낸 "
                "기업의 사실 확인\n"
                "라. 같은 컨소시엄의 기업: 신청서를 함께 쓰고 확인하고 제출하는 일",
            ),
            ("항목", "기업 기본정보, 재무 현황, 정부지원 수행이력, 사업계획서와 구비서류에 적은 내용"),
            (
                "보유·이용기간",
                "가, 나(평가위원 제외), 라는 협약 종료 후 5년까지, 평가위원은 평가가 끝날 때까지, 다는 사업이 끝날 때까지",
            ),
            ("거부할 권리와 불이익", RESTRICTED),
        ),
        f"{CREDIT_LAW} 제32조, 개인정보 보호법 제17조",
    ),
    Consent(
        "administrative_sharing",
        CREDIT_FORM,
        "행정정보 공동이용 사전동의",
        VERSION,
        (
            ("이용기관", f"{LEAD}, 수행기관"),
            ("목적", "스마트서비스 지원사업 신청 자격 확인과 구비서류의 진위 확인"),
            (
                "항목",
                "사업자등록증명, (국세)납세증명서, 지방세 납세증명서, 표준재무제표증명, 4대 사회보험료 완납증명서",
            ),
            ("보유·이용기간", "확인할 때 한 번 열람하며, 확인 기록은 협약 종료 후 5년까지 보관합니다."),
            ("거부할 권리와 불이익", f"{FREE} 거부하면 해당 증명서를 직접 발급받아 내면 됩니다."),
        ),
        "전자정부법 제36조",
        required=False,
    ),
)
