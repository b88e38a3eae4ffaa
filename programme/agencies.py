"""The four 수행기관 of the announcement (8. 문의처). Their mail addresses are entered by staff: models.staff.Agency."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agency:
    name: str
    phones: tuple[str, ...]
    short: str  # where there is little room


AGENCIES: dict[str, Agency] = {  # in the announcement's order, which is alphabetical in Korean
    "women": Agency("여성기업종합지원센터", ("02-369-0994", "02-369-0997"), "여성기업센터"),
    "innobiz": Agency("중소기업기술혁신협회(이노비즈)", ("031-628-9658", "031-628-9660"), "이노비즈"),
    "mainbiz": Agency("한국경영혁신중소기업협회(메인비즈)", ("02-2230-2164", "02-2230-2178"), "메인비즈"),
    "korsca": Agency("한국스마트컨설팅협회", ("02-2088-8965", "02-2088-8236"), "스마트컨설팅"),
}
LEAD_AGENCY = "중소기업기술정보진흥원"
