"""한국표준산업분류, 10th revision: which section a code is in, and which codes the call keeps out."""

SECTIONS = {
    "A": ("농업, 임업 및 어업", range(1, 4)),
    "B": ("광업", range(5, 9)),
    "C": ("제조업", range(10, 35)),
    "D": ("전기, 가스, 증기 및 공기조절 공급업", range(35, 36)),
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
    "T": ("가구 내 고용활동 및 자가 소비 생산활동", range(97, 99)),
    "U": ("국제 및 외국기관", range(99, 100)),
}
MANUFACTURING = "C"
DOUBTFUL = ("A", "B", "D", "F")  # neither manufacturing nor plainly a service: the agency looks closer
BARRED = {"5621": "주점업"}  # 지원제외 (5), by its own word
GAMBLING = "9124"  # 사행시설 관리 및 운영업: whether (5) means it, the announcement does not say


def section(code: str) -> str:
    """The letter of the section a code of two to five digits belongs to; "" for no such division."""
    division = int(code[:2]) if code[:2].isascii() and code[:2].isdigit() else 0
    return next((letter for letter, (_, divisions) in SECTIONS.items() if division in divisions), "")


def barred(code: str) -> str:
    """The name of the barred industry a code belongs to; "" for none."""
    return next((name for start, name in BARRED.items() if code.startswith(start)), "")
