"""인력: who works on the project, and the careers behind the supplier's people (서식8)."""

from typing import Any

from forms.base import StepForm
from forms.by_call import by_call
from forms.fields import BirthDay, Number, Row, Rows, Select, Text
from programme.characters import name_key


class PersonRow(Row):
    side = Select("소속", {"supplier": "공급", "adopter": "도입"})
    name = Text("이름", limit=60)
    position = Text("직위", limit=40)
    role = Text("역할", limit=100)
    job = Select("직무", by_call(lambda call: {**call.jobs, call.in_kind: call.in_kind}))
    months = Number("투입공수", unit="MM")
    years = Number("경력", unit="년", places=1)
    qualification = Text("자격", limit=100, required=False)


class PeopleForm(StepForm):
    title = "투입인력"
    intro = "도입기업 직원은 직무를 ‘현물’로 고릅니다. 공급기업 인력의 경력은 공급기업이 ‘투입인력 경력’에서 적습니다."

    people = Rows(PersonRow, "투입인력", least=1, most=10, noun="명")

    def computed(self) -> dict[str, Any]:
        return {"total_months": f"{sum(row['months'] or 0 for row in self.people.data):,}"}


class CareerRow(Row):
    name = Text("이름", limit=60, hint="투입인력에 적은 이름과 같게")
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
