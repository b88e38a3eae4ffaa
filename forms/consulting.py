"""사전진단 컨설팅 신청 (공고 붙임1): one expert day before applying. The company's own steps are those of a project, so
that what was typed for the one need not be typed for the other. The wizard itself is at the end of the file."""

from forms.base import StepForm
from forms.by_call import by_call
from forms.consortium.companies import CompanyForm, ContactForm
from forms.consortium.eligibility import BusinessForm
from forms.fields import Choice, Choices, Day, LongText, Text
from forms.wizard import Respondent, Stage, Step, Wizard


class AgencyForm(StepForm):
    title = "수행기관"
    intro = by_call(
        lambda call: (
            "수행기관 가운데 하나를 고릅니다. 신청서는 고른 기관에만 보냅니다. 컨설팅 내용과 비용은 같습니다"
            f"({call.consulting}, 공고 {call.sections.consulting})."
        )
    )

    agency = Choice(
        "신청할 수행기관",
        by_call(lambda call: {slug: agency.name for slug, agency in call.agencies.items()}),
        hint=by_call(
            lambda call: (
                "문의 전화: " + " / ".join(f"{each.name} {', '.join(each.phones)}" for each in call.agencies.values())
            )
        ),
    )


class InfrastructureForm(StepForm):
    title = "디지털 인프라 현황"
    intro = "전문가가 미리 읽고 준비합니다. 아는 만큼만 적어 주세요."

    used = Choices(
        "지금 쓰고 있는 것",
        {
            "office": "엑셀·문서",
            "website": "홈페이지",
            "reservation": "예약·주문 시스템",
            "sales": "판매·재고 시스템(POS, ERP)",
            "customers": "고객 관리(CRM)",
            "cloud": "클라우드",
            "sensors": "센서·장비 데이터",
        },
        hint="해당하는 것을 모두 고릅니다. 없으면 비워 둡니다.",
    )
    state = LongText(
        "지금 일하는 방식과 어려운 점",
        limit=1000,
        typical=(100, 500),
        hint="주문, 배정, 정산처럼 중요한 일을 무엇으로 처리하고 어디에서 막히는지 적어 주세요.",
    )


class WishForm(StepForm):
    title = "받고 싶은 컨설팅"

    topics = Choices(
        "도움받고 싶은 것",
        {"diagnosis": "디지털 인프라 역량 진단", "solution": "우리 기업에 맞는 솔루션", "plan": "사업계획서 작성"},
        hint=by_call(lambda call: f"공고 {call.sections.consulting}의 지원내용입니다. 모두 골라도 됩니다."),
    )
    goal = LongText(
        "하고 싶은 것",
        limit=1000,
        typical=(100, 500),
        hint="스마트서비스로 무엇을 바꾸고 싶은지 적어 주세요. 아직 막연해도 괜찮습니다.",
    )


class VisitForm(StepForm):
    title = "방문 희망 일정"
    intro = by_call(
        lambda call: (
            f"전문가가 {call.expert_visit} 방문합니다. 일정은 수행기관이 따로 안내하며, 희망일과 다를 수 있습니다."
        )
    )

    first = Day("방문 희망일")
    second = Day("다른 희망일", required=False)
    hours = Choice("희망 시간", {"any": "언제든", "morning": "오전", "afternoon": "오후"})
    place = Text("방문할 곳", limit=120, required=False, hint="비워 두면 기업 정보의 주소로 방문합니다.")


WIZARD = Wizard(
    "consulting",
    "사전진단 컨설팅 신청",
    (
        Stage(
            "기업",
            (
                Step("business", BusinessForm, by=Respondent.COMPANY),
                Step("company", CompanyForm, by=Respondent.COMPANY),
                Step("contact", ContactForm, by=Respondent.COMPANY),
            ),
        ),
        Stage(
            "컨설팅",
            (
                Step("agency", AgencyForm, by=Respondent.LEAD),
                Step("infrastructure", InfrastructureForm, by=Respondent.LEAD),
                Step("wish", WishForm, by=Respondent.LEAD),
                Step("visit", VisitForm, by=Respondent.LEAD),
            ),
        ),
    ),
)
