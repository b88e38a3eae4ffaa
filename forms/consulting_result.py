"""The result of a consulting visit (공고 붙임1: 진단결과 작성·확인), written by an officer of the agency. Whom it is about, the
expert and the day are the case's, and are not asked again. The wizard itself is at the end of the file."""

from functools import cache

from forms.base import StepForm
from forms.fields import Choice, LongText
from forms.wizard import Respondent, Stage, Step, Wizard
from programme.announcement import Announcement


class DiagnosisForm(StepForm):
    title = "디지털 인프라 진단"
    intro = "전문가가 현장에서 확인한 것을 적습니다. 신청 기업이 읽습니다."

    level = Choice(
        "디지털 인프라 수준",
        {
            "paper": "종이와 전화로 처리",
            "office": "엑셀·문서로 처리",
            "systems": "일부 업무에 시스템 사용",
            "connected": "시스템이 이어져 데이터로 일함",
        },
    )
    strengths = LongText("갖춘 것", limit=1000, typical=(50, 400), hint="쓰고 있는 시스템, 쌓인 데이터, 일하는 사람")
    gaps = LongText("모자란 것과 막히는 곳", limit=1500, typical=(100, 600))


class AdviceForm(StepForm):
    title = "권하는 솔루션"

    solutions = LongText(
        "권하는 솔루션과 까닭",
        limit=1500,
        typical=(100, 600),
        hint="특정 공급기업이 아니라 어떤 솔루션이 왜 맞는지 적습니다. 공급기업은 도입기업이 고릅니다.",
    )
    fits = Choice(
        "이 사업으로 추진하기에",
        {"fits": "알맞음", "later": "준비가 더 필요함", "not": "맞지 않음"},
        hint="컨설팅을 한 사람의 의견이며 선정 여부와 상관이 없습니다.",
    )
    order = LongText("추진 순서", limit=1000, typical=(50, 400))


class PlanForm(StepForm):
    title = "사업계획서 조언"

    plan = LongText("사업계획서를 쓸 때", limit=1500, typical=(100, 600), hint="목표, 지표, 사업비에서 살필 것")
    following = LongText("기업이 다음에 할 일", limit=1000, typical=(50, 400))


WIZARD = Wizard(
    "consulting_result",
    "사전진단 컨설팅 결과서",
    (
        Stage("진단", (Step("diagnosis", DiagnosisForm, by=Respondent.PERSON),)),
        Stage("권고", (Step("advice", AdviceForm, by=Respondent.PERSON),)),
        Stage("조언", (Step("plan", PlanForm, by=Respondent.PERSON),)),
    ),
)


@cache
def of(call: Announcement) -> Wizard:
    """The same steps each time, as tasks are told apart by them."""
    return WIZARD.for_call(call)
