"""The business plan (서식1), written together by the lead and its suppliers. The wizard itself is at the end of the
file."""

from forms.business_plan.earlier import LabourForm, PeopleForm
from forms.business_plan.goals import AsIsForm, EffectsForm, KpiForm, NeedForm, OverviewForm
from forms.business_plan.money import CostsForm, FundingForm
from forms.business_plan.people import AdopterTeamForm, CareersForm, SupplierTeamForm
from forms.business_plan.solution import AftercareForm, FunctionsForm, RolesForm, ScheduleForm, SystemForm, ToBeForm
from forms.wizard import Respondent, Stage, Step, Wizard

WIZARD = Wizard(
    "business_plan",
    "사업계획서",
    (
        Stage(
            "과제·목표",
            (
                Step("overview", OverviewForm),
                Step("need", NeedForm),
                Step("as_is", AsIsForm),
                Step("kpi", KpiForm),
                Step("effects", EffectsForm),
            ),
            about="무엇을 왜 하고 얼마나 나아지는지 함께 씁니다.",
        ),
        Stage(
            "솔루션·일정",
            (
                Step("to_be", ToBeForm),
                Step("functions", FunctionsForm),
                Step("system", SystemForm),
                Step("roles", RolesForm),
                Step("schedule", ScheduleForm),
                Step("aftercare", AftercareForm),
            ),
            about="무엇을 어떻게 언제까지 만드는지 함께 씁니다.",
        ),
        Stage(
            "사업비·인력",
            (
                Step("adopter_team", AdopterTeamForm, by=Respondent.ADOPTER),
                Step("supplier_team", SupplierTeamForm, by=Respondent.SUPPLIER),
                Step("costs", CostsForm),
                Step("funding", FundingForm),
                Step("careers", CareersForm, by=Respondent.SUPPLIER),
            ),
            about="드는 돈과 나누어 내는 몫, 일할 사람을 함께 적습니다.",
        ),
    ),
    earlier=(Step("labour", LabourForm), Step("people", PeopleForm)),
)
