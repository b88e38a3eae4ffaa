"""Which facts texts of consent name. Texts are worded from these, and what pages, documents and exports show is chosen
by them, so that nothing is shown that the text does not name.

A place is a question of a wizard: "contact.phone", or "staff.people-name" for a column of a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """Facts a text names in one breath. of: whose they are, as it begins; labels: {place: what the text calls it}."""

    of: str
    labels: Mapping[str, str]
    between: str = "·"

    @property
    def words(self) -> str:
        return self.of + self.between.join(dict.fromkeys(self.labels.values()))

    def fields(self, step: str) -> list[str]:
        """The named fields of a step, in the text's order."""
        return [question.partition(".")[2] for question in self.labels if question.partition(".")[0] == step]

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(question.partition(".")[0] for question in self.labels))


def named(*items: Item) -> str:
    """What a text says of its items."""
    return ", ".join(item.words for item in items)


PERSON = {
    "contact.name": "성명",
    "contact.position": "직위",
    "contact.phone": "전화번호",
    "contact.mobile": "휴대전화번호",
    "contact.email": "이메일",
}
REPRESENTATIVE = Item("대표자 ", {"company.representative": "성명"})
CONTACT = Item("실무 담당자의 ", PERSON)
DEPARTMENT = Item("실무 담당자의 ", {"contact.department": "부서"})
NEWS = Item("안내를 받을 ", {"contact.email": "이메일"})

# Of a request for consulting: its sheet names the department too.
VISITED = Item("실무 담당자의 ", {"contact.name": "성명", "contact.department": "부서"} | PERSON)

# Of a registration in the pool: who registers, what anybody may read, whom applicants may call.
REGISTRANT = Item(
    "대표자의 ",
    {
        "company.representative": "성명",
        "representative.phone": "전화번호",
        "representative.mobile": "휴대전화번호",
        "representative.email": "이메일",
    },
)
STAFF = {
    "staff.people-kind": "구분",
    "staff.people-duty": "맡은 일",
    "staff.people-years": "경력",
    "staff.people-qualification": "자격",
}
STAFF_NAMED = Item("보유인력의 ", {"staff.people-name": "성명"} | STAFF)
STAFF_UNNAMED = Item("보유인력의 ", STAFF)
NUMBER_PARTLY = Item("", {"company.number": "사업자등록번호의 앞 세 자리와 끝 두 자리"})  # programme.numbers.masked
NUMBER = Item("", {"company.number": "사업자등록번호"})
SOLUTION, RECORD = "솔루션(이름, 설명, 제공 형태, 가격)", "구축실적(연도, 고객 업종, 구축 내용, 계약금액, 기간)"
PUBLISHED = Item(
    "",
    {
        "company.name": "회사명",
        "company.website": "홈페이지",
        "expertise.region": "소재지(시·도)",
        "expertise.summary": "소개",
        "expertise.main_field": "전문분야",
        "expertise.other_fields": "전문분야",
        "expertise.industries": "전문특화 업종",
        **{f"solutions.solutions-{column}": SOLUTION for column in ("name", "description", "delivery", "price")},
        "staff.software": "보유인력 수(SW, 엔지니어링)",
        "staff.engineering": "보유인력 수(SW, 엔지니어링)",
        **{f"track_record.records-{column}": RECORD for column in ("year", "client", "content", "amount", "period")},
    },
    between=", ",
)
REACHED = Item("실무 담당자의 ", {"contact.name": "성명", "contact.phone": "전화번호", "contact.email": "이메일"})
