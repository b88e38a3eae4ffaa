"""Consortium set-up: who applies, with whom, and whether they may. The foot is the map."""

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
from forms.wizard import By, Journey, Stage, Step, Wizard
from programme.announcement import UPGRADE


def upgrading(journey: Journey) -> bool:
    """Whether a solution built in an earlier round is to be upgraded (고도화)."""
    return journey.said("track")["track"] == UPGRADE


WIZARD = Wizard(
    "consortium",
    "컨소시엄 구성",
    (
        Stage(
            "자격 확인",
            (
                Step("track", TrackForm, by=By.LEAD),
                Step("earlier_build", EarlierBuildForm, when=upgrading, by=By.LEAD),
                Step("business", BusinessForm, by=By.COMPANY),
                Step("history", HistoryForm, by=By.ADOPTER),
                Step("exclusions", ExclusionsForm, by=By.COMPANY),
            ),
            gate=True,
        ),
        Stage(
            "기업 현황",
            (
                Step("company", CompanyForm, by=By.COMPANY),
                Step("contact", ContactForm, by=By.COMPANY),
                Step("finances", FinancesForm, by=By.COMPANY),
                Step("rights", RightsForm, by=By.COMPANY),
                Step("grants", GrantHistoryForm, by=By.COMPANY),
                Step("solutions", SolutionsForm, by=By.SUPPLIER),
                Step("track_record", TrackRecordForm, by=By.SUPPLIER),
            ),
        ),
    ),
)
