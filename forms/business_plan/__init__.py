"""The business plan (서식1), written together by the lead and its suppliers. The wizard itself is at the end of the
file."""

from forms.business_plan.goals import AsIsForm, EffectsForm, KpiForm, NeedForm, OverviewForm
from forms.business_plan.money import CostsForm, FundingForm, LabourForm
from forms.business_plan.people import CareersForm, PeopleForm
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
        ),
        Stage(
            "사업비·인력",
            (
                Step("labour", LabourForm),
                Step("costs", CostsForm),
                Step("funding", FundingForm),
                Step("people", PeopleForm),
                Step("careers", CareersForm, by=Respondent.SUPPLIER),
            ),
        ),
    ),
)
