"""회사·대표자, 분야·솔루션, 인력·실적: the supplier as the pool presents it.

What a 과제신청 asks too is the same form under the same slug, so that it fills the application's step; only its words
differ here.
"""

from forms.base import StepForm
from forms.by_call import by_call
from forms.consortium.companies import (
    CompanyForm,
    ContactForm,
    FinancesForm,
    GrantHistoryForm,
    RightsForm,
    SolutionsForm,
    TrackRecordForm,
)
from forms.consortium.eligibility import BusinessForm
from forms.fields import Choices, Email, LongText, Number, Phone, Row, Rows, Select, Text, Whole
from forms.fields.terms import Taxonomy
from programme.announcement import Announcement
from programme.consents.items import REACHED


def ours(call: Announcement) -> str:
    """Of what the announcement's 필수 입력정보 does not name, but our forms of a project print."""
    return f"공고 {call.sections.pool}에는 없는 항목으로, 과제신청 서식에 쓰려고 묻습니다."


class PoolCompanyForm(CompanyForm):
    intro = by_call(
        lambda call: (
            "사업자등록증과 등기부에 적힌 그대로 입력해 주세요. 나중에 과제신청의 서식에도 그대로 쓰입니다. 공고 "
            f"{call.sections.pool}에 있는 회사명, 소재지, 사업자등록번호, 전화번호, 대표자 밖의 칸은 그 서식에 쓰려고 이 사이트가 "
            "묻습니다."
        )
    )


class PoolBusinessForm(BusinessForm):
    intro = by_call(
        lambda call: f"회사의 주된 업종입니다. 업종 코드는 {call.ksic}차 한국표준산업분류를 따릅니다. {ours(call)}"
    )


class RepresentativeForm(StepForm):
    title = "대표자 연락처"
    intro = "대표자 이름은 기업 정보에 적은 것을 씁니다. 전화와 이메일은 암호화하여 보관하며 공개하지 않습니다."

    phone = Phone("전화")
    mobile = Phone("휴대전화", hint="예: 010-0000-0000")
    email = Email()


class PoolContactForm(ContactForm):
    intro = by_call(
        lambda call: (
            "승인과 보완 요청 안내를 받고, 도입기업의 문의를 받을 사람입니다. 로그인한 신청 기업에는 "
            f"{'·'.join(REACHED.labels.values())}만 보여 드립니다. {ours(call)}"
        )
    )


class PoolFinancesForm(FinancesForm):
    intro = by_call(lambda call: f"{FinancesForm.intro} {ours(call)}")


class PoolRightsForm(RightsForm):
    intro = by_call(lambda call: f"{RightsForm.intro} {ours(call)}")


class PoolGrantHistoryForm(GrantHistoryForm):
    intro = by_call(lambda call: f"{GrantHistoryForm.intro} {ours(call)}")


class ContactCorrectionForm(ContactForm):
    """Of a page of its own, at any time (services/pool/contacts.py)."""

    title = "연락처 고치기"

    company_phone = Phone("대표 전화")


class ExpertiseForm(StepForm):
    title = "전문분야와 업종"
    intro = "도입기업이 공급기업을 찾을 때 쓰는 분류입니다. 공식 분류를 구하지 못해 이 사이트에서 정한 것입니다."

    main_field = Select("주력분야", Taxonomy("expertise"))
    other_fields = Choices("그 밖의 전문분야", Taxonomy("expertise"), hint="해 본 분야만 고릅니다. 없으면 비워 둡니다.")
    industries = Choices(
        "전문특화 업종",
        Taxonomy("industry"),
        required=True,
        hint="한국표준산업분류의 대분류입니다. 솔루션이 잘 맞는 고객의 업종을 고릅니다.",
    )
    region = Select("소재 지역", Taxonomy("region"))
    summary = LongText(
        "회사와 솔루션 소개",
        limit=1000,
        typical=(100, 400),
        hint="도입기업이 읽습니다. 무엇을 어떻게 바꿔 주는지(공고에는 없는 항목)",
    )


class PoolSolutionsForm(SolutionsForm):
    intro = "하나 이상 등록합니다. 승인되면 공급기업 검색에 나옵니다."


class StaffRow(Row):
    name = Text("이름", limit=60)
    kind = Select("구분", {"software": "SW", "engineering": "엔지니어링"})
    duty = Text("맡은 일", limit=60)
    years = Number("경력", unit="년", places=1)
    qualification = Text("자격", limit=60, required=False, hint="예: 정보처리기사")


class StaffForm(StepForm):
    title = "보유인력"
    intro = "고용보험 명부로 확인할 수 있는 인력을 적습니다. 주민등록번호와 생년월일은 적지 마세요."

    software = Whole("SW 인력", unit="명", most=100_000)
    engineering = Whole("엔지니어링 인력", unit="명", most=100_000)
    people = Rows(
        StaffRow,
        "주요 인력",
        least=1,
        most=500,
        noun="명",
        hint="도입기업 과제에 참여할 사람을 위주로 적습니다. 공고는 인력의 수만 묻습니다.",
    )


class PoolTrackRecordForm(TrackRecordForm):
    intro = "최근에 솔루션을 구축한 사례입니다. 없으면 비운 채 저장하고 다음으로 넘어가세요."

    strengths = LongText("구축 역량", limit=1000, typical=(100, 400), advised=True)
