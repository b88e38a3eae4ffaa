"""What a supplier promises and agrees to when it registers in the pool (붙임2, 제출서류 공통 ①–③).

Our own texts, to be read by a lawyer before a real call uses them, as all in this package. A pledge is asked as a
consent is: its text, a yes or a no, a row in the ledger.
"""

from programme.calls.call_2024_221.consents.credit import CREDIT_LAW, ITEMS
from programme.calls.call_2024_221.consents.personal import PRIVACY_LAW
from programme.calls.call_2024_221.consents.phrases import FREE, LEAD
from programme.calls.call_2024_221.figures import MINISTRY, NOTICE
from programme.consents.items import (
    CONTACT,
    DEPARTMENT,
    NEWS,
    NUMBER,
    NUMBER_PARTLY,
    PUBLISHED,
    REACHED,
    REGISTRANT,
    STAFF_NAMED,
    STAFF_UNNAMED,
    named,
)
from programme.consents.kinds import OPERATOR, SUPPLIER, Consent

VERSION = "2024-221-pool-1"
NAMING_VERSION = "2024-221-pool-2"  # of the texts whose items are worded from items.py since
PUBLISHING_VERSION = "2024-221-pool-3"  # since it names the website
PLEDGE, CREDIT, PERSONAL = "pool_pledge", "pool_credit", "pool_personal"  # the documents that print them

WHO = f"{MINISTRY.name}, {LEAD}"
REFUSED = (
    "동의를 거부할 권리가 있습니다. 다만 이 동의는 등록 자격과 입력 내용을 확인하는 데 꼭 필요하므로, 거부하면 공급기업 "
    "풀 등록이 제한됩니다."
)
PERIOD = (
    "제출일부터 등록이 끝난 뒤 1년까지. 승인되지 않은 경우에는 접수 마감일부터 1년까지. 기간이 지나면 지체 없이 복원할 수 "
    "없는 방법으로 파기합니다."
)

CONSENTS = (
    Consent(
        "pool_pledge",
        PLEDGE,
        "공급기업 등록 서약",
        VERSION,
        (
            (
                "서약 내용",
                "가. 등록 신청서와 증빙에 적은 내용은 사실이며, 바뀌면 지체 없이 고치고 해마다 현행화합니다.\n"
                "나. 같은 과제로 다른 지원사업의 지원금을 겹쳐 받게 하거나, 이미 개발·지원된 과제로 신청하게 하지 않습니다.\n"
                "다. 지원금을 정해진 용도로만 쓰며, 빼돌리거나 다른 데 쓰지 않습니다.\n"
                "라. 도입기업에 민간부담금을 대신 내주거나 돌려주지 않으며, 신청을 대가로 수수료나 금품을 주고받지 않습니다.\n"
                "마. 사업을 하며 알게 된 도입기업의 정보를 다른 목적에 쓰지 않습니다.",
            ),
            (
                "지키지 않았을 때",
                "등록의 정지나 취소, 지원사업 참여제한, 지원금 환수와 관계 법령에 따른 민·형사 책임을 받아들입니다.",
            ),
            (
                "거부할 권리와 불이익",
                "서약하지 않을 수 있습니다. 다만 서약서는 공고가 정한 제출서류이므로, 서약하지 않으면 공급기업 풀 등록이 제한됩니다.",
            ),
        ),
        f"{NOTICE} 붙임2",
        roles=(SUPPLIER,),
        answers=("서약함", "서약하지 않음"),
    ),
    Consent(
        "pool_credit_collection",
        CREDIT,
        "기업(신용)정보 수집·이용 동의",
        VERSION,
        (
            ("수집·이용하는 자", WHO),
            ("목적", "공급기업 등록 자격과 등록제한 사유 확인, 입력정보의 사실관계 확인, 승인, 현행화, 등록 관리"),
            ("항목", ITEMS),
            ("보유·이용기간", PERIOD),
            ("거부할 권리와 불이익", REFUSED),
        ),
        f"{CREDIT_LAW} 제15조·제33조, {PRIVACY_LAW} 제15조",
        roles=(SUPPLIER,),
    ),
    Consent(
        "pool_credit_provision",
        CREDIT,
        "기업(신용)정보 제공 동의",
        VERSION,
        (
            ("제공하는 자", LEAD),
            ("받는 자", "신용정보집중기관, 기업신용조회회사, 개인신용평가회사"),
            ("받는 자의 이용 목적", "신용정보 조회 요청의 본인 확인과 조회 결과 회신"),
            ("항목", "회사명, 사업자등록번호, 법인등록번호, 소재지, 대표자 성명"),
            ("보유·이용기간", "조회 목적을 이룰 때까지. 법령에 보존 기간이 있으면 그 기간까지."),
            ("거부할 권리와 불이익", REFUSED),
        ),
        f"{CREDIT_LAW} 제32조·제34조, {PRIVACY_LAW} 제17조",
        roles=(SUPPLIER,),
    ),
    Consent(
        "pool_credit_inquiry",
        CREDIT,
        "기업(신용)정보 조회 동의",
        VERSION,
        (
            ("조회하는 자", WHO),
            ("조회 대상", "등록하는 기업과 그 대표자"),
            ("조회하는 곳", "신용정보집중기관, 기업신용조회회사, 개인신용평가회사"),
            ("목적", "채무불이행, 부도, 회생·파산 여부 확인"),
            ("조회 시점", "등록 승인 전, 현행화할 때, 그 밖에 등록 관리에 꼭 필요한 때"),
            ("항목", ITEMS),
            ("동의의 효력기간", "제출일부터 등록이 끝날 때까지. 승인되지 않으면 그때 효력이 끝납니다."),
            ("거부할 권리와 불이익", REFUSED),
        ),
        f"{CREDIT_LAW} 제32조, {PRIVACY_LAW} 제15조·제17조",
        roles=(SUPPLIER,),
    ),
    Consent(
        "pool_personal_required",
        PERSONAL,
        "개인정보 수집·이용 동의(필수 항목)",
        NAMING_VERSION,
        (
            ("수집·이용하는 자", WHO),
            ("목적", "공급기업 등록 접수와 안내, 등록 자격 확인, 보유인력과 실적의 사실관계 확인, 현행화 안내"),
            ("항목", named(REGISTRANT, CONTACT, STAFF_NAMED)),
            ("보유·이용기간", PERIOD),
            ("거부할 권리와 불이익", REFUSED),
        ),
        f"{PRIVACY_LAW} 제15조·제22조",
        roles=(SUPPLIER,),
        items=(REGISTRANT, CONTACT, STAFF_NAMED),
    ),
    Consent(
        "pool_publication",
        PERSONAL,
        "등록정보 공개와 제3자 제공 동의",
        PUBLISHING_VERSION,
        (
            ("제공하는 자", f"{LEAD}, {OPERATOR}"),
            (
                "받는 자",
                "가. 누구나: 승인된 등록정보의 공급기업 검색과 비교, 컨소시엄에 고른 기업의 신청서\n"
                "나. 이 사이트에서 신청에 참여하는 기업의 로그인한 담당자: 연락처\n"
                "다. 수행기관과 평가위원",
            ),
            ("받는 자의 이용 목적", "도입기업의 공급기업 찾기와 컨소시엄 구성, 요건 검토와 평가"),
            (
                "항목",
                f"가. {named(PUBLISHED, NUMBER_PARTLY)}, 현행화 여부와 날짜\n"
                f"나. {named(REACHED)}\n"
                f"다. 가와 나, {named(NUMBER, STAFF_UNNAMED)}",
            ),
            ("보유·이용기간", "등록이 끝날 때까지. 평가위원은 평가가 끝날 때까지."),
            ("거부할 권리와 불이익", REFUSED),
        ),
        f"{PRIVACY_LAW} 제17조·제22조, {CREDIT_LAW} 제32조",
        roles=(SUPPLIER,),
        items=(PUBLISHED, NUMBER_PARTLY, REACHED, NUMBER, STAFF_UNNAMED),
    ),
    Consent(
        "pool_personal_optional",
        PERSONAL,
        "개인정보 수집·이용 동의(선택 항목)",
        VERSION,
        (
            ("수집·이용하는 자", WHO),
            ("목적", "다음 공고·설명회·교육 안내"),
            ("항목", named(DEPARTMENT, NEWS)),
            ("보유·이용기간", "동의한 날부터 2년까지 또는 동의를 거둘 때까지"),
            ("거부할 권리와 불이익", FREE),
        ),
        f"{PRIVACY_LAW} 제15조·제22조",
        required=False,
        roles=(SUPPLIER,),
        items=(DEPARTMENT, NEWS),
    ),
)
