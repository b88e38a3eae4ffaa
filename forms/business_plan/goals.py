"""과제·목표: what the project is, why it is needed, and what it will be measured by."""

from typing import Any

from forms.base import Sent, StepForm
from forms.by_call import by_call
from forms.fields import Answered, Day, LongText, Number, Row, Rows, Select, Text, Whole, Won
from programme import months
from programme.guidance import skeletons

OTHER = "other"


class OverviewForm(StepForm):
    title = "과제 개요"
    intro = "과제명에는 어떤 기술로 무엇을 어떻게 바꾸는지를 담습니다."

    project = Text("과제명", limit=50, hint="50자 이내. 예: OO기술이 적용된 OO기능의 OO서비스 구축")
    starts = Day(
        "구축 시작일", hint=by_call(lambda call: f"접수를 시작한 날보다 빠를 수 없습니다. 예: {call.year}-07-01")
    )
    length = Select(
        "구축 기간",
        by_call(
            lambda call: (
                {str(count): f"{count}개월" for count in range(call.months, 0, -1)} | {OTHER: "종료일을 직접 적기"}
            )
        ),
        hint=by_call(lambda call: f"{call.months}개월까지입니다. 종료일은 시작일부터 셉니다."),
        ready=by_call(lambda call: str(call.months)),
    )
    ends = Day("구축 종료일", hint=by_call(lambda call: f"예: {call.year}-12-31"), when=Answered("length", OTHER))
    summary = LongText(
        "과제 요약",
        limit=600,
        typical=(200, 400),
        hint="현재 문제, 구축할 솔루션, 기대 성과를 3~5문장으로",
        skeleton=skeletons.SUMMARY,
    )
    keywords = Text("핵심어", limit=100, hint="쉼표로 나누어 5개. 예: 수요 예측, 자동 배정, 알림")

    @classmethod
    def renewed(cls, sent: Sent) -> Sent:
        """The end was typed until there were months to choose."""
        typed = any(value.strip() for value in sent.get("ends", []))
        return sent | {"length": [OTHER]} if typed and "length" not in sent else sent

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.starts.data and self.length.data and not self.ends.applies:
            self.ends.data = months.last_day(self.starts.data, int(self.length.data))

    def computed(self) -> dict[str, Any]:
        starts, ends = self.starts.data, self.ends.data
        count = months.length(starts, ends) if starts and ends else 0
        return {"months": f"{count}개월" if count else ""}


class ProblemRow(Row):
    problem = Text("문제점", limit=200)
    cause = Text("원인", limit=200)
    loss = Won("연간 손실액", required=False)
    basis = Text(
        "근거",
        limit=200,
        required=False,
        hint=by_call(lambda call: f"기간과 출처. 예: {call.account_years[-1]}년 10~12월 8,640건 조사"),
    )


class NeedForm(StepForm):
    title = "추진 필요성"
    intro = "외부·내부 배경 → 문제점과 원인 → 지금까지 해 본 것 순서로 씁니다. 숫자에는 기간과 출처를 함께 적어 주세요."

    background = LongText("추진 배경과 필요성", limit=3000, typical=(600, 1500), rows=12, skeleton=skeletons.BACKGROUND)
    problems = Rows(ProblemRow, "문제점·원인·손실액", least=1, most=10)
    attempts = LongText("지금까지의 시도", limit=1000, typical=(100, 400), advised=True, skeleton=skeletons.ATTEMPTS)


class FlowRow(Row):
    work = Text("업무 단계", limit=200)


class AsIsForm(StepForm):
    title = "현재 업무 흐름(As-Is)"
    intro = "일이 처리되는 순서대로 한 줄에 한 단계씩 적습니다."

    flow = Rows(FlowRow, "현재 업무 흐름", least=1, most=15, noun="단계")
    description = LongText("현재 업무 설명", limit=1500, typical=(300, 800), rows=8, skeleton=skeletons.AS_IS)


class KpiRow(Row):
    name = Text("성과지표", limit=60)
    measured_in = Text("단위", limit=20, hint="예: 시간, %, 건")
    now = Number("현재(As-Is)", negative=True, loose=True)
    goal = Number("목표(To-Be)", negative=True, loose=True)
    weight = Whole("가중치", unit="%", most=100)
    method = Text("측정방법", limit=100)
    when = Text("측정시점", limit=40, hint="예: 완료 후 1개월", carried=True)
    proof = Text("증빙", limit=60, hint="예: 시스템 기록", carried=True)


class KpiForm(StepForm):
    title = "목표와 성과지표(KPI)"
    intro = "3~5개가 알맞고, 가중치의 합은 100%여야 합니다."

    rows = Rows(KpiRow, "성과지표", least=1, most=10, typical=(3, 5), noun="개")

    def computed(self) -> dict[str, Any]:
        return {"total_weight": str(sum(row["weight"] or 0 for row in self.rows.data))}


class EffectRow(Row):
    item = Text("항목", limit=60, hint="예: 매출, 비용, 시간, 고용")
    now = Text("현재", limit=60)
    goal = Text("구축 후", limit=60)
    basis = Text("산출 근거", limit=200)


class EffectsForm(StepForm):
    title = "기대효과"
    intro = "성과지표의 목표가 매출·비용·시간·고용에 어떤 변화를 주는지 적습니다."

    quantitative = Rows(EffectRow, "정량 효과", least=1, most=10, noun="개")
    qualitative = LongText("정성 효과", limit=2000, typical=(300, 700), rows=8, skeleton=skeletons.QUALITATIVE)
    spread = LongText("확산 계획", limit=1000, typical=(100, 300), advised=True, skeleton=skeletons.SPREAD)
