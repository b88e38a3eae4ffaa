"""서식3, 개인(기업)정보 활용동의서: required and optional items apart; and what is told without asking."""

from programme.calls.call_2024_221.consents.phrases import (
    BODIES,
    FREE,
    LEAD,
    PERIOD,
    PERSONAL_FORM,
    RESTRICTED,
    SHARED_VERSION,
)
from programme.calls.call_2024_221.figures import MINISTRY, NOTICE
from programme.consents.items import CONTACT, DEPARTMENT, NEWS, REPRESENTATIVE, named
from programme.consents.kinds import ADOPTER, OPERATOR, Consent, Notice

VERSION = "2024-221-1"
PRIVACY_LAW = "개인정보 보호법"

PERSONAL = (
    Consent(
        "personal_required",
        PERSONAL_FORM,
        "개인정보 수집·이용 동의(필수 항목)",
        VERSION,
        (
            ("수집·이용하는 자", BODIES),
            ("목적", "신청 접수와 안내, 신청 자격과 중복지원 검토, 선정평가, 협약, 사업 운영, 사후관리"),
            ("항목", named(REPRESENTATIVE, CONTACT)),
            ("보유·이용기간", PERIOD),
            ("거부할 권리와 불이익", RESTRICTED),
        ),
        f"{PRIVACY_LAW} 제15조·제22조",
        items=(REPRESENTATIVE, CONTACT),
    ),
    Consent(
        "personal_optional",
        PERSONAL_FORM,
        "개인정보 수집·이용 동의(선택 항목)",
        VERSION,
        (
            ("수집·이용하는 자", BODIES),
            ("목적", "실무 담당자와의 원활한 연락, 다음 공고·설명회·교육 안내"),
            ("항목", named(DEPARTMENT, NEWS)),
            ("보유·이용기간", "동의한 날부터 2년까지 또는 동의를 거둘 때까지"),
            ("거부할 권리와 불이익", FREE),
        ),
        f"{PRIVACY_LAW} 제15조·제22조",
        required=False,
        items=(DEPARTMENT, NEWS),
    ),
    Consent(
        "integrated_system",
        PERSONAL_FORM,
        "중소기업 지원사업 통합관리시스템 정보 활용 동의",
        VERSION,
        (
            ("수집·이용하는 자", MINISTRY.name),
            ("목적", "중소기업 시책에 참여한 기업의 지원 효과 분석, 지원사업 만족도 조사 등 지원사업의 효율화"),
            (
                "항목",
                "기업 소재지, 업종, 매출액, 납입자본금, 자산총액, 부채총액, 영업이익, 당기순이익, "
                "개업일·휴업일·폐업일, "
                "전자계산서 발급액, 전자지급 거래액, 신용카드·현금영수증 결제금액, 일반연구·인력개발비, "
                "수출신고 내용(품명, 품목번호, 총신고가격, 목적지, 신고일), 지원이력과 만족도 조사를 위한 "
                "전화번호·이메일",
            ),
            ("보유·이용기간", "지원사업 참여 3년 전의 정보부터 참여 후 5년까지"),
            ("파기", "이용 기간이 끝나면 30일 이내에 과세정보와 전화번호·이메일을 복원할 수 없는 방법으로 파기합니다."),
            (
                "알림",
                "이 동의는 민법 제114조에 따라 소관 부처와 수행기관이 대신하여 받습니다. "
                "통합관리시스템 등록 사업일 때에만 정보를 제공합니다.",
            ),
            ("거부할 권리와 불이익", RESTRICTED),
        ),
        f"중소기업기본법 제20조의2, {PRIVACY_LAW} 제15조",
    ),
    Consent(
        "personal_third_party",
        PERSONAL_FORM,
        "개인정보 제3자 제공 동의",
        SHARED_VERSION,
        (
            ("제공하는 자", f"{LEAD}, 수행기관, {OPERATOR}"),
            (
                "받는 자와 이용 목적",
                f"가. {MINISTRY.name}, 다른 정부기관·지방자치단체·공공기관, 수행기관, 평가위원: 중복지원과 참여제한 여부 확인, "
                "현장평가와 선정평가, 협약, 사업 운영, 사후관리\n"
                "나. 같은 컨소시엄의 기업: 신청서를 함께 쓰고 확인하고 제출하는 일",
            ),
            ("항목", named(REPRESENTATIVE, CONTACT)),
            ("보유·이용기간", "협약 종료 후 5년까지. 평가위원은 평가가 끝날 때까지."),
            ("거부할 권리와 불이익", RESTRICTED),
        ),
        f"{PRIVACY_LAW} 제17조·제22조",
        items=(REPRESENTATIVE, CONTACT),
    ),
    Consent(
        "public_mydata",
        PERSONAL_FORM,
        "공공 마이데이터 본인정보 제공 요구",
        VERSION,
        (
            ("받는 자", LEAD),
            ("목적", "신청할 때 구비서류를 대신하는 행정정보의 전송"),
            (
                "항목",
                "가. 사업자등록증명(상호, 사업자등록번호, 대표자 성명, 소재지, 개업일, 업태·종목, 발급일)\n"
                "나. (국세)납세증명서(상호, 대표자 성명, 발급일, 유효기간, 유예·체납 내역)\n"
                "다. 지방세 납세증명서(상호, 대표자 성명, 발급일, 유효기간, 체납 내역)\n"
                "라. 표준재무제표증명(과세기간, 계정과목, 금액)\n"
                "마. 중소기업확인서(발급번호, 기업명, 대표자 성명, 기업규모, 유효기간)",
            ),
            ("제공 방법", "한 번만 제공하며, 확인을 마치면 지체 없이 삭제합니다."),
            ("보유·이용기간", "신청 자격 확인이 끝날 때까지"),
            ("거부할 권리와 불이익", f"{FREE} 요구하지 않으면 증명서를 직접 발급받아 내면 됩니다."),
        ),
        "전자정부법 제43조의2",
        required=False,
    ),
)

# A line a person on 서식8: careers are personal data of people who sign for themselves.
CAREER_LINE = (
    "본인은 위 경력이 사실임을 확인하며, 투입인력의 적정성 평가를 위해 성명·경력·자격 정보를 협약 종료 후 5년"
    "(선정되지 않은 경우 접수 마감일부터 1년)까지 수집·이용하고 전담기관·수행기관·평가위원과 같은 컨소시엄의 기업에 제공하는 데 동의합니다. "
    "동의를 거부할 수 있으며, 거부하면 이 과제의 투입인력으로 평가받을 수 없습니다."
)

NOTICES = (
    Notice(
        "entrustment",
        PERSONAL_FORM,
        "개인정보 처리위탁 안내",
        (
            (
                "맡기는 일",
                "신청 시스템의 운영과 유지보수, 문자·이메일 발송, 기업 실명 확인, 신용정보 조회, 사업비 지급 계좌 확인",
            ),
            ("맡는 자", "전담기관이 개인정보 처리방침에 공개하는 수탁자"),
            ("알림", "처리위탁은 동의를 받는 일이 아니라 알려 드리는 일이므로 따로 고르지 않아도 됩니다."),
        ),
        f"{PRIVACY_LAW} 제26조",
    ),
    Notice(
        "data_use",
        None,
        "선정 기업의 데이터 수집·분석·활용 동의서 안내",
        (
            (
                "알림",
                "최종 선정된 도입기업은 이 사업으로 구축한 솔루션의 데이터 수집·분석·활용을 위한 동의서를 내야 합니다. "
                "지금 낼 서류는 아니며, 신청과 제출을 막지 않습니다.",
            ),
        ),
        f"{NOTICE} 7. 평가방법, 기타 사항",
        roles=(ADOPTER,),
    ),
)
