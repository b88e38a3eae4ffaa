"""What models/personal_data.py is written in: what may be said of each thing kept, and what the wizards ask about
people."""

from dataclasses import dataclass

from models.base import Sealed, SealedBlob, SealedJson

SEALED = (Sealed, SealedJson, SealedBlob)

# What 개인정보 보호법 제15조 제1항 allows it by; a lawyer must confirm each before a real operator relies on it (ADR 33).
CONTRACT = "이용하시려는 서비스를 제공하는 데 필요(제4호)"
CONSENT = "동의(제1호)"
DUTY = "안전조치와 기록을 남길 법령상 의무(제2호)"
INTEREST = "잘못된 이용을 막고 누가 무엇을 했는지 밝히는 정당한 이익(제6호)"

# Nothing sweeps these: the page says so where it says how data is deleted.
ON_REQUEST = "이용을 그만두고 삭제를 요청하실 때까지(4번)"
AS_AGREED = "동의서에 적힌 기간(4번)."
STAFF = "이 사이트의 기관 담당자(볼 때마다 기록이 남습니다)"
CONSORTIUM = "같은 컨소시엄 기업의 담당자"


@dataclass(frozen=True)
class Kept:
    """What is kept together. what: the items; why; basis: what allows it; until: with {name of a period of
    services/scheduled/retention.py: PERIODS}; who: sees it; fields: of the models, those that hold it; sealed: which
    items are encrypted."""

    what: str
    why: str
    basis: str
    until: str
    who: str
    fields: tuple[object, ...]
    sealed: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    kept: tuple[Kept, ...]


# {what is asked about people: the places of the questions in the wizards}
ANSWERS = {
    "대표자의 성명, 전화, 휴대전화, 이메일": """
        company.representative representative.phone representative.mobile representative.email""",
    "대표자의 채무불이행·제재 여부와 예외 사유": """
        exclusions.default_person exclusions.default_person_exception exclusions.sanction_person
        limits.default_person limits.default_person_exception limits.sanction_person""",
    "회사 대표 전화": "company.phone",
    "실무 담당자의 이름, 부서, 직위, 전화, 휴대전화, 이메일": """
        contact.name contact.department contact.position contact.phone contact.mobile contact.email""",
    "투입인력의 이름, 생년월일, 직위, 역할, 월 단가, 학과·전공, 경력, 자격, 경력증명서 번호": """
        adopter_team.people-name adopter_team.people-position adopter_team.people-role adopter_team.people-wage
        adopter_team.people-years adopter_team.people-qualification
        supplier_team.people-name supplier_team.people-position supplier_team.people-role supplier_team.people-wage
        supplier_team.people-years supplier_team.people-qualification
        careers.profiles-name careers.profiles-birth careers.profiles-major careers.profiles-certificate
        careers.careers-name careers.careers-workplace careers.careers-duty careers.careers-skill""",
    "보유인력의 이름, 구분, 맡은 일, 경력, 자격": """
        staff.people-name staff.people-kind staff.people-duty staff.people-years staff.people-qualification""",
}
PLACES = {place for places in ANSWERS.values() for place in places.split()}
