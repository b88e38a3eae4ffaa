"""The seventeen 시·도, as addresses begin with them."""

REGIONS = {
    "서울": ("서울",),
    "부산": ("부산",),
    "대구": ("대구",),
    "인천": ("인천",),
    "광주": ("광주",),
    "대전": ("대전",),
    "울산": ("울산",),
    "세종": ("세종",),
    "경기": ("경기",),
    "강원": ("강원",),
    "충북": ("충북", "충청북"),
    "충남": ("충남", "충청남"),
    "전북": ("전북", "전라북"),
    "전남": ("전남", "전라남"),
    "경북": ("경북", "경상북"),
    "경남": ("경남", "경상남"),
    "제주": ("제주",),
}


def region_of(address: str) -> str:
    """The 시·도 an address is in; "" where it does not say."""
    begins = address.strip()
    return next((name for name, heads in REGIONS.items() if begins.startswith(heads)), "")
