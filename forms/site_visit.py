"""현장평가표 (공고 7. 평가방법): one evaluator's sheet of one case. Criteria and points are the call's
(programme/evaluation.py). The wizard itself is at the end of the file."""

from datetime import timedelta
from typing import Any

from wtforms.validators import ValidationError

from forms.base import Sent, StepForm
from forms.by_call import by_call
from forms.fields import Day, LongText, Points, Text, Whole
from forms.fields.figures import EXAMPLE_DAY
from forms.wizard import Respondent, Stage, Step, Wizard
from programme import calls
from programme.announcement import Announcement
from programme.application_types import SITE
from programme.evaluation import Evaluation
from programme.korean import today

STEP = "points_{}"  # the step of a criterion
CRITERIA = ("need", "will", "system", "success")
SOON = timedelta(days=7)  # a visit written down later than this wants a reason


class SiteVisitForm(StepForm):
    title = "현장 확인"
    intro = "다녀온 현장에서 확인한 사실을 적습니다. 들은 말과 직접 본 것을 나누어 적어 주세요."

    visited_on = Day("방문한 날", past=True, hint=f"오늘이나 지난 날만 쓸 수 있습니다. 예: {EXAMPLE_DAY}")
    late = Text(
        f"방문하고 {SOON.days}일이 지나 적는 까닭",
        required=False,
        limit=200,
        hint=f"{SOON.days}일 안에 적으면 비워 둡니다.",
    )
    place = Text("방문한 곳", limit=120)
    met = Text("만난 사람", limit=200, hint="이름 대신 직위를 적습니다. 예: 도입기업 대표자, 공급기업 개발팀장")
    seen = LongText("확인한 내용", limit=2000, typical=(100, 800))

    def validate_late(self, field: Any) -> None:
        visited = self.visited_on.data
        if visited and today() - visited > SOON and field.blank:
            raise ValidationError(f"방문한 지 {SOON.days}일이 넘었습니다. 늦게 적는 까닭을 적어 주세요.")


def evaluation(call: Announcement) -> Evaluation:
    """How the call has its sites evaluated."""
    found = calls.type_of(call.slug, SITE).evaluation
    assert found
    return found


def intro(of: Evaluation, slug: str) -> str:
    """What is asked of a criterion, and what criterion and points rest on."""
    asked = of.named(slug)
    return f"{asked.question} {asked.ground.cited} 배점 {asked.most}점: {of.points_source}."


def criterion_form(slug: str) -> type[StepForm]:
    """The step of one criterion."""

    def said(what: str) -> Any:
        return by_call(lambda call: getattr(evaluation(call).named(slug), what))

    fields = {
        "title": said("title"),
        "intro": by_call(lambda call: intro(evaluation(call), slug)),
        "points": Points("점수", most=said("most"), criterion=slug),
        "opinion": LongText("의견", limit=1500, typical=(50, 400), hint="그 점수를 준 까닭을 사실과 함께 적습니다."),
        "__module__": __name__,
    }
    return type(f"{slug.title()}PointsForm", (StepForm,), fields)


class OverallForm(StepForm):
    title = "종합 의견"
    takes_over = True

    total = Whole("합계", unit="점", required=False, typed=False)
    opinion = LongText(
        "종합 의견",
        limit=2000,
        typical=(100, 800),
        hint="신청 기업에 알릴 수 있는 의견입니다. 평가위원을 알 수 있는 내용은 적지 않습니다.",
    )

    @classmethod
    def taken_over(cls, journey: Any) -> Sent:
        """The sum of the points, once all are given."""
        (part,) = journey.parties
        given = [journey.values(STEP.format(slug), part)["points"] for slug in CRITERIA]
        return {"total": [str(sum(given))]} if None not in given else {}


FORMS = {slug: criterion_form(slug) for slug in CRITERIA}
WIZARD = Wizard(
    "site_visit",
    "현장평가표",
    (
        Stage("현장", (Step("site_visit", SiteVisitForm, by=Respondent.PERSON),)),
        Stage("점수", tuple(Step(STEP.format(slug), form, by=Respondent.PERSON) for slug, form in FORMS.items())),
        Stage("의견", (Step("overall", OverallForm, by=Respondent.PERSON),)),
    ),
)
