"""Registration in the supplier pool (announcement 붙임2), answered by one company. The wizard itself is at the end of the
file."""

from forms.supplier_pool.companies import (
    ExpertiseForm,
    PoolBusinessForm,
    PoolCompanyForm,
    PoolContactForm,
    PoolFinancesForm,
    PoolGrantHistoryForm,
    PoolRightsForm,
    PoolSolutionsForm,
    PoolTrackRecordForm,
    RepresentativeForm,
    StaffForm,
)
from forms.supplier_pool.limits import LimitsForm
from forms.wizard import Respondent, Stage, Step, Wizard

WIZARD = Wizard(
    "supplier_pool",
    "공급기업 풀 등록",
    (
        Stage(
            "자격",
            (Step("limits", LimitsForm, by=Respondent.COMPANY),),
            gate=True,
            about="등록이 제한되는 사유가 없는지 봅니다.",
        ),
        Stage(
            "회사·대표자",
            (
                Step("company", PoolCompanyForm, by=Respondent.COMPANY),
                Step("business", PoolBusinessForm, by=Respondent.COMPANY),
                Step("representative", RepresentativeForm, by=Respondent.COMPANY),
                Step("contact", PoolContactForm, by=Respondent.COMPANY),
                Step("finances", PoolFinancesForm, by=Respondent.COMPANY),
                Step("rights", PoolRightsForm, by=Respondent.COMPANY),
                Step("grants", PoolGrantHistoryForm, by=Respondent.COMPANY),
            ),
            about="회사와 대표자, 재무와 지식재산을 적습니다.",
        ),
        Stage(
            "분야·솔루션",
            (
                Step("expertise", ExpertiseForm, by=Respondent.COMPANY),
                Step("solutions", PoolSolutionsForm, by=Respondent.COMPANY),
            ),
            about="잘하는 분야와 보유한 솔루션을 적습니다. 승인되면 공급기업 찾기에 나옵니다.",
        ),
        Stage(
            "인력·실적",
            (
                Step("staff", StaffForm, by=Respondent.COMPANY),
                Step("track_record", PoolTrackRecordForm, by=Respondent.COMPANY),
            ),
            about="일하는 사람과 구축한 실적을 적습니다.",
        ),
    ),
)
