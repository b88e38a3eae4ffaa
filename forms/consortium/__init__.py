"""Consortium set-up: who applies, with whom, and whether they may. The wizard itself is at the end of the file."""

from forms.consortium.companies import (
    CompanyForm,
    ContactForm,
    FinancesForm,
    GrantHistoryForm,
    RightsForm,
    SolutionsForm,
    TrackRecordForm,
)
from forms.consortium.eligibility import BusinessForm, EarlierBuildForm, ExclusionsForm, HistoryForm, TrackForm
from forms.wizard import Journey, Respondent, Stage, Step, Wizard
from programme.announcement import UPGRADE


def upgrading(journey: Journey) -> bool:
    """Whether a solution built in an earlier round is to be upgraded (고도화)."""
    return journey.values("track")["track"] == UPGRADE


WIZARD = Wizard(
    "consortium",
    "컨소시엄 구성",
    (
        Stage(
            "자격 확인",
            (
                Step("track", TrackForm, by=Respondent.LEAD),
                Step("earlier_build", EarlierBuildForm, when=upgrading, by=Respondent.LEAD),
                Step("business", BusinessForm, by=Respondent.COMPANY),
                Step("history", HistoryForm, by=Respondent.ADOPTER),
                Step("exclusions", ExclusionsForm, by=Respondent.COMPANY),
            ),
            gate=True,
            about="지원구분과 유형을 고르고 지원제외 사유가 없는지 봅니다.",
        ),
        Stage(
            "컨소시엄·기업",
            (
                Step("company", CompanyForm, by=Respondent.COMPANY),
                Step("contact", ContactForm, by=Respondent.COMPANY),
                Step("finances", FinancesForm, by=Respondent.COMPANY),
                Step("rights", RightsForm, by=Respondent.COMPANY),
                Step("grants", GrantHistoryForm, by=Respondent.COMPANY),
                Step("solutions", SolutionsForm, by=Respondent.SUPPLIER),
                Step("track_record", TrackRecordForm, by=Respondent.SUPPLIER),
            ),
            about="공급기업을 골라 초대하고, 기업마다 자기 정보를 적습니다. 답을 기다려야 하므로 초대를 먼저 합니다.",
        ),
    ),
)
