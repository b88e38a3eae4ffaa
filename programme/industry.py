"""한국표준산업분류 (KSIC): its sections and divisions by their official names, the everyday words they are found by, and
which codes the calls keep out.

`ksic` is a revision of the classification, the 10th or the 11th; which one a call goes by its announcement's figures
say. Both have the same sections and divisions; two divisions have another name in the 11th. What lies below – groups,
classes, subclasses – is not here: `flask industries load` brings it (models/industry.py).
"""

import re

KSIC = (10, 11)
SECTIONS = {
    "A": ("농업, 임업 및 어업", range(1, 4)),
    "B": ("광업", range(5, 9)),
    "C": ("제조업", range(10, 35)),
    "D": ("전기, 가스, 증기 및 공기 조절 공급업", range(35, 36)),
    "E": ("수도, 하수 및 폐기물 처리, 원료 재생업", range(36, 40)),
    "F": ("건설업", range(41, 43)),
    "G": ("도매 및 소매업", range(45, 48)),
    "H": ("운수 및 창고업", range(49, 53)),
    "I": ("숙박 및 음식점업", range(55, 57)),
    "J": ("정보통신업", range(58, 64)),
    "K": ("금융 및 보험업", range(64, 67)),
    "L": ("부동산업", range(68, 69)),
    "M": ("전문, 과학 및 기술 서비스업", range(70, 74)),
    "N": ("사업시설 관리, 사업 지원 및 임대 서비스업", range(74, 77)),
    "O": ("공공 행정, 국방 및 사회보장 행정", range(84, 85)),
    "P": ("교육 서비스업", range(85, 86)),
    "Q": ("보건업 및 사회복지 서비스업", range(86, 88)),
    "R": ("예술, 스포츠 및 여가관련 서비스업", range(90, 92)),
    "S": ("협회 및 단체, 수리 및 기타 개인 서비스업", range(94, 97)),
    "T": ("가구 내 고용활동 및 달리 분류되지 않은 자가 소비 생산활동", range(97, 99)),
    "U": ("국제 및 외국기관", range(99, 100)),
}
DIVISIONS = {
    "01": "농업",
    "02": "임업",
    "03": "어업",
    "05": "석탄, 원유 및 천연가스 광업",
    "06": "금속 광업",
    "07": "비금속광물 광업; 연료용 제외",
    "08": "광업 지원 서비스업",
    "10": "식료품 제조업",
    "11": "음료 제조업",
    "12": "담배 제조업",
    "13": "섬유제품 제조업; 의복 제외",
    "14": "의복, 의복 액세서리 및 모피제품 제조업",
    "15": "가죽, 가방 및 신발 제조업",
    "16": "목재 및 나무제품 제조업; 가구 제외",
    "17": "펄프, 종이 및 종이제품 제조업",
    "18": "인쇄 및 기록매체 복제업",
    "19": "코크스, 연탄 및 석유정제품 제조업",
    "20": "화학 물질 및 화학제품 제조업; 의약품 제외",
    "21": "의료용 물질 및 의약품 제조업",
    "22": "고무 및 플라스틱제품 제조업",
    "23": "비금속 광물제품 제조업",
    "24": "1차 금속 제조업",
    "25": "금속 가공제품 제조업; 기계 및 가구 제외",
    "26": "전자 부품, 컴퓨터, 영상, 음향 및 통신장비 제조업",
    "27": "의료, 정밀, 광학 기기 및 시계 제조업",
    "28": "전기장비 제조업",
    "29": "기타 기계 및 장비 제조업",
    "30": "자동차 및 트레일러 제조업",
    "31": "기타 운송장비 제조업",
    "32": "가구 제조업",
    "33": "기타 제품 제조업",
    "34": "산업용 기계 및 장비 수리업",
    "35": "전기, 가스, 증기 및 공기 조절 공급업",
    "36": "수도업",
    "37": "하수, 폐수 및 분뇨 처리업",
    "38": "폐기물 수집, 운반, 처리 및 원료 재생업",
    "39": "환경 정화 및 복원업",
    "41": "종합 건설업",
    "42": "전문직별 공사업",
    "45": "자동차 및 부품 판매업",
    "46": "도매 및 상품 중개업",
    "47": "소매업; 자동차 제외",
    "49": "육상 운송 및 파이프라인 운송업",
    "50": "수상 운송업",
    "51": "항공 운송업",
    "52": "창고 및 운송관련 서비스업",
    "55": "숙박업",
    "56": "음식점 및 주점업",
    "58": "출판업",
    "59": "영상ㆍ오디오 기록물 제작 및 배급업",
    "60": "방송업",
    "61": "우편 및 통신업",
    "62": "컴퓨터 프로그래밍, 시스템 통합 및 관리업",
    "63": "정보서비스업",
    "64": "금융업",
    "65": "보험 및 연금업",
    "66": "금융 및 보험관련 서비스업",
    "68": "부동산업",
    "70": "연구개발업",
    "71": "전문 서비스업",
    "72": "건축 기술, 엔지니어링 및 기타 과학기술 서비스업",
    "73": "기타 전문, 과학 및 기술 서비스업",
    "74": "사업시설 관리 및 조경 서비스업",
    "75": "사업 지원 서비스업",
    "76": "임대업; 부동산 제외",
    "84": "공공 행정, 국방 및 사회보장 행정",
    "85": "교육 서비스업",
    "86": "보건업",
    "87": "사회복지 서비스업",
    "90": "창작, 예술 및 여가관련 서비스업",
    "91": "스포츠 및 오락관련 서비스업",
    "94": "협회 및 단체",
    "95": "개인 및 소비용품 수리업",
    "96": "기타 개인 서비스업",
    "97": "가구 내 고용활동",
    "98": "달리 분류되지 않은 자가 소비를 위한 가구의 재화 및 서비스 생산활동",
    "99": "국제 및 외국기관",
}
RENAMED_IN_11 = {"60": "방송 및 영상ㆍ오디오물 제공 서비스업", "65": "보험업"}

# Ours, not the classification's: words people call their trade by, where no name says them, and where such trades are.
WORDS = {
    "소프트웨어 개발 프로그램 앱 게임": ("582", "620"),
    "SI 시스템통합 전산 홈페이지제작": ("620",),
    "포털 플랫폼 데이터베이스 호스팅 클라우드": ("63",),
    "식당 한식 중식 일식 분식 치킨 피자 제과점 빵집": ("561",),
    "카페 커피 찻집": ("5622",),
    "술집 호프 맥주": ("5621",),
    "호텔 모텔 펜션 민박 게스트하우스 캠핑장": ("55",),
    "쇼핑몰 온라인판매 전자상거래": ("4791",),
    "마트 편의점 슈퍼": ("471",),
    "꽃집 약국 서점 문구점": ("47",),
    "무역 수입판매 유통": ("46",),
    "택배 퀵서비스": ("494",),
    "화물 용달 이사 버스 택시": ("49",),
    "물류 보관 냉장 냉동": ("521",),
    "주차장 포장대행": ("529",),
    "인테리어 실내건축": ("424",),
    "영화 동영상 영상제작 음반 애니메이션": ("59",),
    "공인중개사 임대관리 분양": ("68",),
    "광고 마케팅": ("713",),
    "변호사 법무 회계 세무 컨설팅 경영자문": ("71",),
    "설계 건축사 측량": ("72",),
    "디자인": ("732",),
    "스튜디오": ("733",),
    "동물병원": ("731",),
    "청소 방역 소독": ("742",),
    "시설관리 조경": ("74",),
    "인력 파견 채용 고용 알선 구인 소개": ("751",),
    "간병": ("751", "969"),
    "콜센터 전시 행사 이벤트": ("759",),
    "렌터카 렌탈 대여": ("76",),
    "학원 교습소 온라인강의 과외": ("855", "856"),
    "학교 유치원": ("85",),
    "병원 의원 치과 한의원": ("86",),
    "요양 어린이집 보육 노인복지 방문돌봄": ("87",),
    "공연 미술관 박물관 작가": ("90",),
    "헬스장 체육관 골프 수영장 노래방 PC방 당구장": ("91",),
    "정비 카센터": ("952",),
    "수선 휴대폰수리": ("95",),
    "미용실 이발 네일 피부관리": ("961",),
    "세탁 예식장 결혼 장례 애견미용": ("969",),
}
MANUFACTURING = "C"
DOUBTFUL = ("A", "B", "D", "F")  # neither manufacturing nor plainly a service: the agency looks closer
BARRED = {"5621": "주점업"}  # 지원제외 (5), by its own word
GAMBLING = "9124"  # 사행시설 관리 및 운영업: whether (5) means it, the announcement does not say


def section(code: str) -> str:
    """The letter of the section a code of two to five digits belongs to; "" for no such division."""
    division = int(code[:2]) if code[:2].isascii() and code[:2].isdigit() else 0
    return next((letter for letter, (_, divisions) in SECTIONS.items() if division in divisions), "")


def divisions(ksic: int) -> dict[str, str]:
    """{code: name} of the divisions, as this revision calls them."""
    return DIVISIONS | (RENAMED_IN_11 if ksic == 11 else {})


def folded(text: str) -> str:
    """A name, or words typed, as they are compared: letters and digits only, whatever their case."""
    return re.sub(r"[\W_ㆍ]", "", text).casefold()  # its middle dot is a letter to Unicode


EVERYDAY = tuple((folded(word), codes) for words, codes in WORDS.items() for word in words.split())


def called(word: str) -> set[str]:
    """How the codes begin that people call by this word, folded, or by one that begins with it or that it begins with."""
    begun = len(word) > 1
    fits = (codes for known, codes in EVERYDAY if word.startswith(known) or (begun and known.startswith(word)))
    return {code for codes in fits for code in codes}


def barred(code: str) -> str:
    """The name of the barred industry a code belongs to; "" for none."""
    return next((name for start, name in BARRED.items() if code.startswith(start)), "")
