"""자격 확인: what decides early whether an application can be made (announcement section 3)."""

from forms.base import StepForm
from forms.by_call import by_call
from forms.fields import Answered, Choice, Choices, IndustryCode, LongText, Select, Text, YesNo
from programme.announcement import NEW, UPGRADE
from programme.korean import short_amount, with_particle


def exception(step: str, case: str, whose: str = "") -> Select:
    """Which exception ①–④ a company claims in a case it said yes to. Nobody is made to claim one: the rules say that
    without one it may not apply."""
    return Select(
        by_call(lambda call: f"{call.case_numbers[step, case]}{whose}의 예외 사유"),
        by_call(lambda call: call.exceptions),
        required=False,
        hint="해당하는 것을 고르고, 증빙 화면에서 예외 사유 증빙을 올려 주세요. 해당하는 것이 없으면 신청할 수 없습니다.",
        when=Answered(case, "yes"),
    )


IN_OUR_WORDS = "‘이를테면’ 뒤는 이 사이트가 쉽게 풀어 쓴 것이며, 판단은 공고에 따릅니다."


def case(step: str, field: str, added: str = "", kind: str = "지원제외") -> str:
    """The hint of a question about an exclusion: its number in the announcement, and one plain example of it."""
    hint: str = by_call(
        lambda call: f"{kind} {call.case_numbers[step, field]}{added}. 이를테면 {call.examples[step, field]}"
    )
    return hint


BUILD_YEARS = by_call(lambda call: {str(year): f"{year}년" for year in call.build_years})


class TrackForm(StepForm):
    title = "지원구분과 지원유형"
    intro = by_call(
        lambda call: (
            f"고도화는 {call.built}에 이 사업으로 구축한 솔루션을 개선할 때 고르며, BM 창출 유형만 신청할 수 있습니다."
        )
    )

    track = Choice(
        "지원구분",
        by_call(lambda call: call.tracks),
        hint=by_call(
            lambda call: (
                f"신규는 최대 {short_amount(call.caps[NEW])}, 고도화는 최대 {short_amount(call.caps[UPGRADE])}까지 지원합니다."
            )
        ),
    )
    service_type = Choice(
        "지원유형",
        by_call(lambda call: call.service_types),
        hint="BM 창출은 새 서비스를 만들어 파는 것(예: 온라인 연결 플랫폼), 서비스 전달체계 개선은 지금 서비스의 물류·판매·고객 응대 "
        "방식을 바꾸는 것입니다.",
    )


class EarlierBuildForm(StepForm):
    title = "기존에 구축한 솔루션"
    intro = "고도화 과제는 이 사업으로 이미 구축한 솔루션의 기능을 개선하거나 서비스 범위를 넓히는 과제입니다."

    year = Choice("구축 연도", BUILD_YEARS)
    solution = Text("솔루션 이름", limit=100)
    built = LongText(
        "구축 내용과 운영 현황", limit=1500, typical=(200, 600), hint="기능, 이용자 수, 운영 성과를 적어 주세요."
    )
    upgraded = YesNo("고도화 과제에 참여한 적이 있나요?", hint="고도화 과제는 도입기업마다 1회만 참여할 수 있습니다.")


class BusinessForm(StepForm):
    title = "기업 구분과 업종"
    intro = by_call(
        lambda call: (
            f"서비스(비제조) 분야의 중소기업이 대상입니다. 업종 코드는 {call.ksic}차 한국표준산업분류를 따릅니다."
        )
    )

    sme = YesNo("중소기업기본법 제2조에 따른 중소기업인가요?", hint="중소기업확인서를 받을 수 있으면 ‘예’입니다.")
    industry_code = IndustryCode(ksic=by_call(lambda call: call.ksic))
    industry = Text("업종 이름", limit=60, hint="예: 고용 알선업")
    main_service = Text("주생산 서비스", limit=100, hint="예: 환자·간병인 연결 서비스")


class HistoryForm(StepForm):
    title = "다른 사업 참여 이력"
    intro = by_call(
        lambda call: (
            f"도입기업만 답합니다. 공고 {call.sections.eligibility}의 지원제외 {call.cases_of('history')}입니다. {IN_OUR_WORDS}"
        )
    )
    offers_none = True

    new_years = Choices(
        "이 사업의 신규 과제에 참여한 해",
        BUILD_YEARS,
        hint=case(
            "history",
            "new_years",
            ". 참여한 적이 없으면 비워 둡니다. 참여한 적이 있으면 고도화 과제만 신청할 수 있습니다",
        ),
    )
    smart_factory = YesNo(
        "스마트공장 보급확산 사업에 참여했거나 참여 중·예정인가요?",
        hint=case("history", "smart_factory"),
    )
    smart_workshop = YesNo("스마트공방 사업에 참여했거나 참여 중·예정인가요?", hint=case("history", "smart_workshop"))
    equipment = YesNo("장비 도입이 이 과제의 주된 목적인가요?", hint=case("history", "equipment"))


class ExclusionsForm(StepForm):
    title = "지원제외 사유 확인"
    intro = by_call(
        lambda call: (
            f"접수 마감일을 기준으로 답해 주세요. 지원제외 {with_particle(call.cases_of('exclusions'), '은/는')} 도입기업과 "
            f"공급기업 모두 답합니다(공고 {call.sections.eligibility}). {IN_OUR_WORDS}"
        )
    )
    offers_none = True

    unsound = YesNo(
        "불건전 소프트웨어 및 공급업, 유흥향락업, 주점업을 하고 있나요?",
        hint=case("exclusions", "unsound"),
    )
    insolvent = YesNo("부도 상태이거나 휴업·폐업 중인가요?", hint=case("exclusions", "insolvent"))
    insolvent_exception = exception("exclusions", "insolvent")
    tax_arrears = YesNo("국세나 지방세를 체납 중인가요?", hint=case("exclusions", "tax_arrears"))
    tax_exception = exception("exclusions", "tax_arrears")
    subsidy = YesNo(
        "국가보조금 통합관리지침 등 관계 법령·지침의 결격사유에 해당하나요?",
        hint=case("exclusions", "subsidy"),
    )
    subsidy_exception = exception("exclusions", "subsidy")
    default_company = YesNo(
        "기업이 채무불이행으로 규제 중이거나 부도·화의·법정관리 등으로 정상적인 금융 거래가 어렵나요?",
        hint=case("exclusions", "default_company", " 신청기관"),
    )
    default_company_exception = exception("exclusions", "default_company", " 신청기관")
    default_person = YesNo(
        "대표자가 채무불이행으로 규제 중이거나 정상적인 금융 거래가 어렵나요?",
        hint=case("exclusions", "default_person", " 대표자"),
    )
    default_person_exception = exception("exclusions", "default_person", " 대표자")
    sanction_company = YesNo(
        "기업이 정부부처나 산하기관의 지원사업 참여제한 또는 제재를 받고 있나요?",
        hint=case("exclusions", "sanction_company", " 신청기관"),
    )
    sanction_person = YesNo(
        "대표자가 정부부처나 산하기관의 지원사업 참여제한 또는 제재를 받고 있나요?",
        hint=case("exclusions", "sanction_person", " 대표자"),
    )
    other = YesNo("그 밖에 참여가 제한될 만한 사유가 있나요?", hint=case("exclusions", "other"))
