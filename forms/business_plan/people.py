"""인력: who works on the project, each company's own people once – for the plan's list of people, the budget and the
careers behind the supplier's (서식8)."""

from typing import Any, ClassVar

from forms.base import StepForm
from forms.by_call import by_call
from forms.fields import BirthDay, Number, Row, Rows, Select, Text, Won
from programme import budget
from programme.announcement import Announcement
from programme.characters import name_key
from programme.korean import grouped


class SupplierMemberRow(Row):
    worked = {"rate": "적용 단가(원)", "amount": "금액(원)"}
    call: ClassVar[Announcement]

    name = Text("이름", limit=60)
    position = Text("직위", limit=40)
    role = Text("역할", limit=100)
    job = Select("직무", by_call(lambda call: call.jobs))
    months = Number("투입공수", unit="MM", hint="1명이 한 달이면 1")
    wage = Won("월 단가", required=False, hint="비우면 그 직무의 SW기술자 평균임금")
    years = Number("경력", unit="년", places=1)
    qualification = Text("자격", limit=100, required=False)

    def computed(self) -> dict[str, str]:
        found = budget.labour(self.call, [{name: cell.data for name, cell in self._fields.items()}])
        rate, amount = (found[0].wage, found[0].amount) if found else (0, 0)
        return {"rate": grouped(rate or None), "amount": grouped(amount or None)}


class SupplierTeamForm(StepForm):
    title = "투입인력과 SW 개발비"
    intro = (
        "이 과제에 참여하는 우리 회사 사람을 한 번만 적습니다. 사업계획서의 투입인력과 SW 개발비, 경력 서식에 함께 들어갑니다. "
        "금액은 투입공수 × 월 단가입니다."
    )

    people = Rows(SupplierMemberRow, "투입인력", least=1, most=20, noun="명")


class AdopterMemberRow(Row):
    worked = {"amount": "현물(원)"}

    name = Text("이름", limit=60, hint="여럿이면 ‘상담 담당 2명’처럼")
    position = Text("직위", limit=40)
    role = Text("역할", limit=100)
    months = Number("투입공수", unit="MM", hint="1명이 한 달이면 1")
    wage = Won("월 단가", required=False, hint="현물로 낼 인건비. 내지 않으면 비웁니다.")
    years = Number("경력", unit="년", places=1)
    qualification = Text("자격", limit=100, required=False)

    def computed(self) -> dict[str, str]:
        won = budget.in_kind({name: cell.data for name, cell in self._fields.items()})
        return {"amount": grouped(won) if won else ""}


class AdopterTeamForm(StepForm):
    title = "투입인력과 현물"
    intro = (
        "이 과제에 참여하는 우리 회사 사람을 한 번만 적습니다. 사업계획서의 투입인력과 민간부담금(현물)에 함께 들어갑니다. "
        "현물 금액은 투입공수 × 월 단가입니다."
    )

    people = Rows(AdopterMemberRow, "투입인력", least=1, most=10, noun="명")


class CareerRow(Row):
    name = Text("이름", limit=60, hint="투입인력에 적은 이름과 같게", carried=True)
    starts = Text("시작", limit=10, hint="예: 2019-03")
    ends = Text("종료", limit=10, hint=by_call(lambda call: f"예: {call.account_years[-1]}-12, 현재"))
    workplace = Text("근무처·사업", limit=100)
    duty = Text("맡은 일", limit=200)
    skill = Text("사용 기술", limit=100, required=False)


class ProfileRow(Row):
    name = Text("이름", limit=60, hint="투입인력에 적은 이름과 같게")
    birth = BirthDay("생년월일", required=False, hint="주민등록번호는 적지 마세요. 예: 1988-05-17")
    major = Text("학과·전공", limit=60, required=False, hint="학교 이름은 적지 않습니다.")
    certificate = Text("경력증명서 번호", limit=60, required=False)


class CareersForm(StepForm):
    title = "투입인력 경력"
    intro = "공급기업 투입인력 모두의 경력입니다. SW기술자 경력증명서나 학력·자격 증명은 증빙 화면에서 올립니다."

    profiles = Rows(ProfileRow, "인력 정보", least=1, most=10, noun="명")
    careers = Rows(CareerRow, "경력", least=1, most=60, noun="건")

    @property
    def by_person(self) -> list[dict[str, Any]]:
        """서식8: each person's facts with the careers under the same name, in print."""
        careers: dict[str, list[dict[str, Any]]] = {}
        for row in self.careers.filled:
            careers.setdefault(name_key(row.printed["name"]), []).append(row.printed)
        people = [row.printed for row in self.profiles.filled]
        known = {name_key(person["name"]) for person in people}
        people += [
            dict.fromkeys(ProfileRow()._fields, "") | {"name": rows[0]["name"]}
            for key, rows in careers.items()
            if key not in known
        ]
        return [person | {"careers": careers.get(name_key(person["name"]), [])} for person in people]
