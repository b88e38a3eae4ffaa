"""솔루션·일정: what will be built, by whom, in which months, and who looks after it."""

from typing import Any

from forms.base import StepForm
from forms.business_plan.goals import FlowRow
from forms.by_call import by_call
from forms.fields import LongText, Month, Number, Row, Rows, Select, Text, Whole
from programme import months
from programme.guidance import skeletons

OWNERS = {"adopter": "도입", "supplier": "공급", "both": "공동"}
SHADED, CLEAR = "7F8FA9", "FFFFFF"  # fills of a Gantt cell


class ToBeForm(StepForm):
    title = "개선 후 업무 흐름(To-Be)"
    intro = "솔루션을 구축한 뒤의 업무를 순서대로 한 줄에 한 단계씩 적습니다."

    flow = Rows(FlowRow, "개선 후 업무 흐름", least=1, most=15, noun="단계")
    description = LongText("개선 후 업무 설명", limit=1500, typical=(300, 800), rows=8, skeleton=skeletons.TO_BE)


class FunctionRow(Row):
    category = Text("구분", limit=60, carried=True)
    function = Text("기능", limit=200)
    technology = Text("적용기술", limit=100)
    novelty = Select("신규·기존", {"new": "신규", "existing": "기존"}, ready="new")


class FunctionsForm(StepForm):
    title = "솔루션 구성"
    intro = "기능을 구분별로 나누고 적용기술을 적습니다."

    description = LongText("솔루션 설명", limit=2500, typical=(400, 1200), rows=10, skeleton=skeletons.SOLUTION)
    functions = Rows(FunctionRow, "기능 목록", least=1, most=30, noun="개")


class SystemForm(StepForm):
    title = "시스템·데이터·보안"
    intro = by_call(
        lambda call: (
            f"선정된 도입기업은 데이터 수집·분석·활용 동의서를 내야 합니다(공고 {call.sections.data_use}). 지금은 계획만 적습니다."
        )
    )

    architecture = LongText("시스템 구성", limit=1500, typical=(200, 600), skeleton=skeletons.ARCHITECTURE)
    collection = LongText("데이터 수집", limit=1000, typical=(100, 300), skeleton=skeletons.COLLECTION)
    analysis = LongText("데이터 분석과 활용", limit=1000, typical=(100, 300), skeleton=skeletons.ANALYSIS)
    provision = LongText("데이터 제공 계획", limit=600, typical=(50, 200), skeleton=skeletons.PROVISION)
    security = LongText("보안과 개인정보 보호", limit=1000, typical=(100, 300), skeleton=skeletons.SECURITY)


class RoleRow(Row):
    owner = Select("구분", OWNERS, ready="adopter", carried=True)
    team = Text("조직·담당", limit=60)
    duty = Text("맡은 일", limit=200)


class RolesForm(StepForm):
    title = "추진체계"

    description = LongText("추진체계 설명", limit=1000, typical=(200, 500), skeleton=skeletons.ROLES)
    roles = Rows(RoleRow, "역할 분담", least=2, most=15)


class PhaseRow(Row):
    phase = Text("추진 단계", limit=60)
    detail = Text("세부 내용", limit=200, required=False)
    owner = Select("담당", OWNERS, ready="both", carried=True)
    first = Month("시작", carried="last")  # a phase begins in the month in which the one before it ended
    last = Month("종료", carried=True)


class ScheduleForm(StepForm):
    title = "추진 일정"
    intro = "구축기간 안의 달을 고르면 서식에 월별 막대 표로 나옵니다."

    phases = Rows(PhaseRow, "추진 일정", least=1, most=20, noun="단계")

    def gantt(self, shown: list[int], columns: int) -> dict[str, Any]:
        """The chart of these calendar months, in so many columns: their heads, and a fill a cell and phase.

        Columns left over have neither.
        """
        months_of = {f"m{number}": month for number, month in enumerate(shown, start=1)}
        empty = {f"m{number}": "" for number in range(1, columns + 1)}
        rows = []
        for row in self.phases.filled:
            first, last = row.first.data, row.last.data
            busy = months.span(first, last) if first and last else []
            fills = {number: SHADED for number, month in months_of.items() if month in busy}
            rows.append(row.printed | dict.fromkeys(empty, CLEAR) | fills)
        return {"heads": empty | {number: f"{month}월" for number, month in months_of.items()}, "rows": rows}


class AftercareForm(StepForm):
    title = "사후관리"

    warranty = Whole("하자보수 기간", unit="개월", most=120)
    rate = Number(
        "유지보수 요율", unit="%", places=1, required=False, hint="연간, 구축비 대비. 정액이면 아래 설명에 적습니다."
    )
    incident = LongText("장애 대응", limit=600, typical=(50, 200), skeleton=skeletons.INCIDENT)
    training = LongText("교육", limit=600, typical=(50, 200), skeleton=skeletons.TRAINING)
    operation = LongText("데이터 제공과 운영", limit=600, typical=(50, 200), advised=True, skeleton=skeletons.OPERATION)
