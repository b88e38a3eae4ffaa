"""The call's figures. Sections of the announcement are named beside what they fix."""

from programme.agencies import Agency
from programme.announcement import DELIVERY, NEW, NEW_BUSINESS, UPGRADE, System

SLUG = "2024-221"
NOTICE = "중소벤처기업부 공고 제2024-221호"
TITLE = "2024년 중소기업 스마트서비스 지원사업"
ADDRESSEE = "중소기업기술정보진흥원장"
SYSTEM = System("사업관리시스템", "www.smbservice.kr", "044-300-0567")  # where one applies (4., 8. 문의처)
LEAD_AGENCY = "중소기업기술정보진흥원"
PHONES = ("044-300-0553", "044-300-0566")  # of the lead agency (8. 문의처)
MINISTRY = Agency("중소벤처기업부", ("1357",))  # dialled without an area code (8. 문의처)
AGENCIES = {  # 8. 문의처, 붙임1, in the announcement's order, which is alphabetical in Korean
    "women": Agency("여성기업종합지원센터", ("02-369-0994", "02-369-0997"), "여성기업센터"),
    "innobiz": Agency("중소기업기술혁신협회(이노비즈)", ("031-628-9658", "031-628-9660"), "이노비즈"),
    "mainbiz": Agency("한국경영혁신중소기업협회(메인비즈)", ("02-2230-2164", "02-2230-2178"), "메인비즈"),
    "korsca": Agency("한국스마트컨설팅협회", ("02-2088-8965", "02-2088-8236"), "스마트컨설팅"),
}
SYSTEM_WAY = ("회원가입", "로그인", "사업관리", "과제신청", "온라인 내용입력 및 사업계획서(구비서류) 등록")  # 4.
POOL_WAY = ("POOL신청", "공급기업정보입력", "필수값 입력 및 서류 제출")  # 붙임2

TRACKS = {NEW: "신규", UPGRADE: "고도화"}  # 2. 지원내용 및 지원유형
SERVICE_TYPES = {NEW_BUSINESS: "BM 창출", DELIVERY: "서비스 전달체계 개선"}

SHARE = 50  # the grant's largest share of the total, in percent (2.)
CAPS = {NEW: 60_000_000, UPGRADE: 100_000_000}  # the grant's largest amount, in won (2.)
BUILD_YEARS = (2020, 2021, 2022, 2023)  # rounds whose solution may be upgraded (2.), and bar another 신규 (3. (1))
MONTHS, EXTENSION = 6, 2  # length of the project and of a later extension, in months (2.)
SLOTS = {(NEW, NEW_BUSINESS): 90, (NEW, DELIVERY): 60, (UPGRADE, NEW_BUSINESS): 15}  # 지원규모 (2.)
APPROVAL_DAYS = (3, 7)  # from submitting, an estimate: the announcement does not say which days count (붙임2)
COMPLETION_DAYS = 10  # to answer a request for completion: ours, the announcement names none
EARLY_DAYS = (1, 2)  # before closing, when it asks to be done (4.)
EXPERT_VISIT, EXPERT_FEE = "하루", "무료"  # 붙임1
ACCOUNT_YEARS = (2021, 2022, 2023)  # the three years of figures asked for (붙임2 names them)

# 17 jobs and average monthly wages in won of the 2025 KOSA survey: a reference, binding on nobody.
WAGES = {
    "IT기획자": 11_597_656,
    "IT컨설턴트": 9_706_020,
    "업무분석가": 8_997_359,
    "데이터분석가": 7_751_183,
    "IT PM": 9_145_473,
    "IT아키텍트": 10_147_745,
    "UI/UX기획/개발자": 6_727_260,
    "UI/UX디자이너": 5_176_203,
    "응용SW개발자": 6_943_457,
    "시스템SW개발자": 6_099_042,
    "정보시스템운용자": 10_154_626,
    "IT지원기술자": 5_058_021,
    "IT마케터": 11_056_617,
    "IT품질관리자": 9_692_094,
    "IT테스터": 3_570_557,
    "IT감리": 10_351_376,
    "정보보안전문가": 9_857_100,
}
IN_KIND = "현물"
COST_CATEGORIES = ("HW/장비", "SW 사용권", "클라우드 이용료", "수수료", "기타")
KSIC = 10  # the revision of 한국표준산업분류 in force till 30 June 2024; the announcement names none
EXCEPTIONS = {  # 3. 신청자격, (6)~(9)의 예외 사유
    "resolved": "① 최초 평가 개시 전까지 해소하거나 체납처분 유예를 받음",
    "rehabilitation": "② 회생인가를 받음",
    "restart_fund": "③ 재창업자금을 지원받음(중소벤처기업진흥공단·신용회복위원회)",
    "restart_guarantee": "④ 재도전기업주 재기지원보증을 받음(신용보증기금·기술보증기금)",
}
