"""Registration in the supplier pool (announcement 붙임2), answered by one company. The foot is the map."""

from forms.consortium.companies import FinancesForm, GrantHistoryForm, RightsForm
from forms.supplier_pool.companies import (
    ExpertiseForm,
    PoolBusinessForm,
    PoolCompanyForm,
    PoolContactForm,
    PoolSolutionsForm,
    PoolTrackRecordForm,
    RepresentativeForm,
    StaffForm,
)
from forms.supplier_pool.limits import LimitsForm
from forms.wizard import By, Stage, Step, Wizard

WIZARD = Wizard(
    "supplier_pool",
    "공급기업 풀 등록",
    (
        Stage("자격", (Step("limits", LimitsForm, by=By.COMPANY),), gate=True),
        Stage(
            "회사·대표자",
            (
                Step("company", PoolCompanyForm, by=By.COMPANY),
                Step("business", PoolBusinessForm, by=By.COMPANY),
                Step("representative", RepresentativeForm, by=By.COMPANY),
                Step("contact", PoolContactForm, by=By.COMPANY),
                Step("finances", FinancesForm, by=By.COMPANY),
                Step("rights", RightsForm, by=By.COMPANY),
                Step("grants", GrantHistoryForm, by=By.COMPANY),
            ),
        ),
        Stage(
            "분야·솔루션",
            (
                Step("expertise", ExpertiseForm, by=By.COMPANY),
                Step("solutions", PoolSolutionsForm, by=By.COMPANY),
            ),
        ),
        Stage(
            "인력·실적",
            (
                Step("staff", StaffForm, by=By.COMPANY),
                Step("track_record", PoolTrackRecordForm, by=By.COMPANY),
            ),
        ),
    ),
)
