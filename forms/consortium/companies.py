"""기업 현황: each company's own facts, typed once and printed on every document that needs them."""

from typing import Any

from forms.base import StepForm
from forms.by_call import by_call
from forms.fields import (
    Answered,
    BusinessNumber,
    Choice,
    CorporationNumber,
    Day,
    Email,
    LongText,
    Phone,
    Postcode,
    Row,
    Rows,
    Select,
    Text,
    Web,
    Whole,
    Won,
    Year,
)
from forms.fields.figures import BELOW_ZERO
from programme.announcement import years

CORPORATION = Answered("kind", "corporation")


class CompanyForm(StepForm):
    title = "기업 정보"
    intro = "사업자등록증과 등기부에 적힌 그대로 입력해 주세요. 모든 서식에 쓰입니다."

    name = Text("회사명", limit=60, hint="등기부와 똑같이 적습니다. 예: 주식회사 온결케어", autocomplete="organization")
    number = BusinessNumber()
    kind = Choice("기업 형태", {"corporation": "법인", "individual": "개인"})
    corporation_number = CorporationNumber(hint="숫자 13자리", when=CORPORATION)
    founded = Day("설립일", past=True, hint="등기부의 회사성립연월일. 예: 2018-03-12", when=CORPORATION)
    representation = Choice(
        "대표 형태", {"sole": "단독대표", "joint": "공동대표", "several": "각자대표"}, ready="sole", when=CORPORATION
    )
    opened = Day("개업연월일", past=True, hint="사업자등록증의 개업연월일. 예: 2018-04-02")
    representative = Text("대표자", limit=60, hint="여러 명이면 쉼표로 이어 적습니다.")
    postcode = Postcode()
    address = Text("도로명주소", limit=120, autocomplete="address-line1")
    address_detail = Text("상세주소", limit=80, required=False, autocomplete="address-line2")
    phone = Phone("대표 전화")
    website = Web("홈페이지", required=False)
    employees = Whole("상시근로자 수", unit="명", most=1_000_000)


class ContactForm(StepForm):
    title = "실무 담당자"
    intro = "접수와 평가 안내를 받을 사람입니다. 전화와 이메일은 암호화하여 보관합니다."

    name = Text("이름", limit=60, autocomplete="name")
    department = Text(
        "부서", limit=60, required=False, hint="동의서에서 이 항목에 동의하면 서류와 기관 화면에 나옵니다."
    )
    position = Text("직위", limit=60)
    phone = Phone("전화")
    mobile = Phone("휴대전화", hint="예: 010-0000-0000")
    email = Email()


class AccountsRow(Row):
    worked = {"equity": "자본(원)"}

    year = Year()
    assets = Won("자산")
    liabilities = Won("부채")
    equity = Won("자본", least=BELOW_ZERO, required=False, typed=False)
    sales = Won("매출액")
    profit = Won("영업이익", least=BELOW_ZERO, hint="손실은 -, △, ▲나 괄호로")

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if None not in (self.assets.data, self.liabilities.data) and self.equity.data is None:
            self.equity.data = self.assets.data - self.liabilities.data

    @classmethod
    def begins(cls, above: Any = None) -> dict[str, str]:
        return {"year": str(above["year"].data + 1)} if above and above["year"].data else {}

    def is_blank(self, above: Any = None) -> bool:
        """A year of which nothing is said, as the page offers them, is no row."""
        return not self.year.process_errors and all(cell.blank for cell in self if cell is not self.year)

    def computed(self) -> dict[str, str]:
        return {"equity": str(self.equity.printed)}


class FinancesForm(StepForm):
    title = by_call(lambda call: f"최근 {len(call.account_years)}개년 재무")
    intro = (
        "재무제표증명원의 금액을 원 단위로 옮겨 주세요. 자본은 자동으로 계산합니다. 업력이 짧으면 있는 해만 적습니다."
    )

    accounts = Rows(AccountsRow, "연도별 재무", least=1, most=3, hint=by_call(lambda call: years(call.account_years)))


class RightRow(Row):
    category = Text("구분", limit=30, hint="예: 특허, 상표, 인증")
    name = Text("명칭", limit=100)
    number = Text("등록번호", limit=60)
    registered = Day("등록일", past=True)


class RightsForm(StepForm):
    title = "인증·지식재산"
    intro = "없으면 비운 채 저장하고 다음으로 넘어가세요."

    rights = Rows(RightRow, "인증·지식재산", most=200)


class GrantRow(Row):
    year = Year()
    programme = Text("사업명", limit=100)
    agency = Text("지원기관", limit=60)
    project = Text("과제명", limit=100)
    amount = Won("지원금액")


class GrantHistoryForm(StepForm):
    title = "정부지원 수행이력"
    intro = "최근에 수행했거나 수행 중인 정부지원 과제입니다. 없으면 비운 채 저장하고 다음으로 넘어가세요."

    grants = Rows(GrantRow, "정부지원 수행이력", most=200, noun="건")


class SolutionRow(Row):
    name = Text("솔루션 이름", limit=60)
    description = Text("설명", limit=200)
    delivery = Select("제공 형태", {"saas": "SaaS", "on_site": "구축형", "module": "모듈", "other": "기타"})
    price = Text("가격", limit=60, required=False, hint="예: 월 80만원부터")


class SolutionsForm(StepForm):
    title = "보유 솔루션"
    intro = "이 과제의 도입기업에 제공할 수 있는 솔루션입니다. 여기서 고치면 이 신청서에만 반영됩니다."

    solutions = Rows(SolutionRow, "보유 솔루션", least=1, most=200, noun="개")


class RecordRow(Row):
    year = Year()
    client = Text("고객 업종", limit=60)
    content = Text("구축 내용", limit=200)
    amount = Won("계약금액")
    period = Text("기간", limit=30, hint="예: 5개월")


class TrackRecordForm(StepForm):
    title = "솔루션 구축실적"
    intro = "솔루션을 구축한 사례입니다. 없으면 비운 채 저장하고 다음으로 넘어가세요."

    records = Rows(RecordRow, "구축실적", most=500, noun="건")
    strengths = LongText("이 과제와 관련된 역량", limit=1000, typical=(100, 400), advised=True)
