"""What evaluators are asked outside the score sheet: who they are, the pledge, and conflicts of interest before a case
is shown to them; and what officers type about rounds."""

from typing import Any

from wtforms.validators import ValidationError

from forms.acts import ActForm, Moment, reason_for
from forms.base import StepForm
from forms.fields import BusinessNumber, Choice, Choices, Email, LongText, Select, Text, Whole, YesNo
from forms.fields.figures import EXAMPLE_DAY
from programme.regions import REGIONS

SECTORS = {"industry": "산업계", "academy": "학계", "research": "연구계"}
FIELDS = {
    "data": "빅데이터·데이터 분석",
    "ai": "인공지능",
    "cloud": "클라우드·플랫폼",
    "iot": "사물인터넷·센서",
    "mobile": "모바일·웹 서비스",
    "security": "정보보호",
    "business": "서비스 경영·사업화",
    "finance": "회계·원가",
}
REASON = 1000


class EvaluatorForm(StepForm):
    title = "평가위원 정보"
    intro = "배정과 이해관계 확인에 씁니다. 신청 기업에는 보이지 않습니다."

    name = Text("이름", limit=60, autocomplete="name")
    institution = Text("소속 기관", limit=100)
    number = BusinessNumber(
        "소속 기관의 사업자등록번호",
        required=False,
        hint="이 기관이 참여한 과제를 맡지 않도록 확인하는 데 씁니다. 소속이 없으면 비워 둡니다.",
    )
    sector = Choice("분야 구분", SECTORS)
    fields = Choices("전문분야", FIELDS, required=True)
    regions = Choices(
        "갈 수 있는 지역", {name: name for name in REGIONS}, hint="아무 데나 갈 수 있으면 고르지 않습니다."
    )
    most = Whole("맡을 수 있는 과제", unit="건", least=1, most=60, hint="평가가 끝나지 않은 과제를 함께 셉니다.")


class PledgeForm(StepForm):
    title = "청렴·비밀유지 서약"
    signer = Text("서약하는 사람의 이름", limit=60, autocomplete="name")
    agreed = Choice("서약", {"yes": "위 내용을 모두 읽었고 지키겠습니다"})


# 제척·회피: ours, after the rules of sister programmes. Any yes closes the case for good.
QUESTIONS = {
    "employed": "이 기업들 가운데 하나에 지금 다니거나 지난 3년 안에 다녔나요?",
    "advised": "이 기업들에 자문, 용역, 사전진단 컨설팅을 했거나 계약을 맺은 일이 있나요?",
    "kin": "이 기업들의 대표자나 과제 담당자와 친족(민법 제777조)인가요?",
    "taught": "이 기업들의 대표자나 과제 담당자와 스승과 제자 사이인가요?",
    "shares": "이 기업들의 주식이나 지분을 가졌거나 채권·채무가 있나요?",
    "applies": "이번 공고의 과제신청에 참여하고 있나요?",
    "colleague": "이 기업들의 사람과 같은 기관에 속해 있나요?",
    "other": "그 밖에 공정하게 평가하기 어려운 사정이 있나요?",
}


class GateForm(StepForm):
    title = "이해관계 확인"

    employed = YesNo(QUESTIONS["employed"])
    advised = YesNo(QUESTIONS["advised"])
    kin = YesNo(QUESTIONS["kin"])
    taught = YesNo(QUESTIONS["taught"])
    shares = YesNo(QUESTIONS["shares"])
    applies = YesNo(QUESTIONS["applies"])
    colleague = YesNo(QUESTIONS["colleague"])
    other = YesNo(QUESTIONS["other"])
    about = LongText("어떤 관계인가요", limit=REASON, rows=3, required=False, hint="‘예’가 있을 때만 적습니다.")

    @property
    def conflicted(self) -> list[str]:
        """The questions answered with yes."""
        return [name for name in QUESTIONS if self[name].data == "yes"]

    def validate_about(self, field: Any) -> None:
        if self.conflicted and field.blank:
            raise ValidationError("어떤 관계인지 적어 주세요. 담당자만 봅니다.")


def gate(companies: dict[str, str]) -> type[GateForm]:
    """companies: {place in the application: name}; with one company it goes without asking."""
    if len(companies) < 2:
        return GateForm
    whose = Choices(
        "어느 기업과의 관계인가요", companies, hint="‘예’가 있을 때만 고릅니다. 고르지 않으면 모두로 봅니다."
    )
    return type("GateForm", (GateForm,), {"whose": whose})


class RefusalForm(StepForm):
    title = "배정을 받지 않기"
    reason = LongText("받지 않는 까닭", limit=REASON, rows=3, hint="예: 평가 기간에 방문할 수 없음. 담당자만 봅니다.")


class LateConflictForm(StepForm):
    title = "뒤늦게 안 이해관계"
    note = LongText("어떤 관계인가요", limit=REASON, rows=3, hint="담당자만 봅니다.")


class InviteEvaluatorForm(StepForm):
    title = "평가위원 초대"
    email = Email("초대할 사람의 이메일", autocomplete="off")


class EndEvaluatorForm(StepForm):
    title = "평가위원 끝내기"
    reason = LongText(
        "까닭", limit=REASON, rows=3, hint="남은 배정은 함께 끝나고, 그 과제에는 다른 평가위원을 배정합니다."
    )


class RoundForm(StepForm):
    title = "평가 회차"

    name = Text("회차 이름", limit=60, hint="예: 현장평가 1차")
    opens = Moment("여는 때")
    closes = Moment("닫는 때", hint=f"이 시각 바로 앞까지 평가표를 받습니다. 한국 시각. 예: {EXAMPLE_DAY} 18:00")
    need = Whole("과제마다 평가위원", unit="명", least=1, most=9)
    quorum = Whole("마감에 필요한 평가표", unit="장", least=1, most=9)

    def validate_closes(self, field: Any) -> None:
        if self.opens.data and field.data and field.data <= self.opens.data:
            raise ValidationError("닫는 때는 여는 때보다 뒤여야 합니다.")

    def validate_quorum(self, field: Any) -> None:
        if self.need.data and field.data and field.data > self.need.data:
            raise ValidationError("과제마다 배정하는 평가위원보다 많을 수 없습니다.")


class ExtendRoundForm(StepForm):
    title = "평가 기간 늘리기"
    closes = Moment("새로 닫는 때")
    why = LongText("늘리는 까닭", limit=REASON, rows=3, hint="평가위원에게 보내는 메일에 그대로 들어갑니다.")


class TakeBackForm(StepForm):
    title = "배정 거두기"
    reason = LongText("까닭", limit=REASON, rows=2)


def closing_round(rounds: dict[str, str]) -> type[ActForm]:
    """rounds: those that may be closed, {token: called}."""
    reason = reason_for(
        "평가표가 모두 모였는지, 무효로 한 것이나 덜 모인 것이 있으면 왜 그대로 마감하는지 적습니다. "
        "확인할 담당자가 읽고 기록에 남습니다. 기업에는 보내지 않습니다.",
    )
    return type("CloseRoundForm", (ActForm,), {"round": Select("평가 회차", rounds), "reason": reason})
