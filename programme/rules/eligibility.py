"""R3–R7, R10: whether this application may be made at all (공고 2. and 3.)."""

from collections.abc import Iterator

from programme import industry
from programme.announcement import DELIVERY, NEW, UPGRADE, Announcement
from programme.exclusions import Exclusion, lifted, met
from programme.korean import with_particle
from programme.rules.facts import ADOPTER, BLOCK, WARN, text
from programme.rules.registry import COMPANY, CONSORTIUM, OURS, Check, Context, Message, Rule


def upgrade_of_delivery(context: Context) -> Iterator[Message]:
    track = context.shared("track")
    if track.get("track") == UPGRADE and track.get("service_type") == DELIVERY:
        yield Message(
            "고도화 과제에 서비스 전달체계 개선 유형을 고르셨습니다.",
            "고도화는 BM 창출 유형만 지원합니다.",
            "지원유형을 BM 창출로 바꾸거나, 서비스 전달체계 개선이 맞다면 지원구분을 신규로 바꿔 주세요.",
        )


def built_in_another_year(context: Context) -> Iterator[Message]:
    year = text(context.shared("earlier_build"), "year")
    if upgrading(context) and year and year not in {str(year) for year in context.call.build_years}:
        yield Message(
            f"기존 솔루션의 구축 연도가 {context.call.built}에 들지 않습니다.",
            f"고도화는 {context.call.built}에 이 사업으로 구축한 솔루션에만 지원합니다.",
            "구축 연도를 다시 확인해 주세요. 이 사업으로 구축한 솔루션이 없다면 지원구분을 신규로 바꿔 주세요.",
        )


def upgraded_before(context: Context) -> Iterator[Message]:
    if upgrading(context) and context.shared("earlier_build").get("upgraded") == "yes":
        yield Message(
            "고도화 과제에 이미 참여한 적이 있다고 답하셨습니다.",
            "고도화 과제는 도입기업마다 한 번만 참여할 수 있습니다.",
            "참여 이력을 다시 확인해 주세요. 참여한 적이 있다면 올해는 신청할 수 없습니다.",
        )


def upgrading(context: Context) -> bool:
    return context.shared("track").get("track") == UPGRADE


def new_again(context: Context) -> Iterator[Message]:
    named = context.own("history").get("new_years")
    years = [str(year) for year in context.call.build_years if isinstance(named, list | tuple) and str(year) in named]
    if years and context.shared("track").get("track") == NEW:
        yield Message(
            f"{', '.join(years)}년에 이 사업의 신규 과제에 참여했다고 답하셨습니다.",
            f"{context.call.built}에 신규 과제에 참여한 기업은 올해 고도화 과제만 신청할 수 있습니다.",
            "구축한 솔루션을 개선하는 과제라면 지원구분을 고도화로 바꿔 주세요.",
        )


def barred(case: Exclusion, name: str, effect: str, outcome: str) -> Check:
    """Looks for one case of what bars companies (name: 지원제외, 등록제한) that no claimed exception lifts. effect: what
    the announcement says of companies in it; outcome: what that means for this one."""

    def look(context: Context) -> Iterator[Message]:
        answers, call = context.own(case.step), context.call
        if met(case, answers) and not lifted(case, answers, call.exceptions):
            way = (
                f"예외 사유 {call.exception_numbers} 가운데 해당하는 것이 있으면 고르고 증빙을 올려 주세요. 없다면"
                if case.lifted_by
                else "맞다면"
            )
            yield Message(
                f"{name} {case.number}에 ‘예’라고 답하셨습니다. ({case.words})",
                effect,
                f"답을 다시 확인해 주세요. {way} {outcome}",
            )

    return look


def excluded(exclusion: Exclusion) -> Check:
    return barred(
        exclusion,
        "지원제외",
        "접수 마감일 현재 이 사유에 해당하는 기업은 지원받을 수 없습니다.",
        "이 기업은 참여할 수 없습니다.",
    )


def not_an_sme(context: Context) -> Iterator[Message]:
    if context.own("business").get("sme") == "no":
        yield Message(
            "중소기업이 아니라고 답하셨습니다.",
            "도입기업과 공급기업 모두 중소기업이어야 합니다.",
            "중소기업 여부를 다시 확인해 주세요. 중소기업확인서를 받을 수 있다면 ‘예’로 바꿔 주세요.",
        )


def manufacturer(context: Context) -> Iterator[Message]:
    code = text(context.own("business"), "industry_code")
    if industry.section(code) == industry.MANUFACTURING:
        yield Message(
            f"업종 코드 {with_particle(code, '은/는')} 제조업(C)입니다.",
            "이 사업은 서비스(비제조) 분야의 도입기업을 지원합니다.",
            "서비스업도 함께 하고 있다면 이 과제에 해당하는 서비스업 코드로 바꿔 주세요.",
        )


def doubtful_service(context: Context) -> Iterator[Message]:
    code = text(context.own("business"), "industry_code")
    section = industry.section(code)
    if section in industry.DOUBTFUL:
        yield Message(
            f"업종 코드 {with_particle(code, '은/는')} {industry.SECTIONS[section][0]}({section})입니다.",
            "도입기업은 서비스업을 영위해야 하는데, 이 업종을 서비스업으로 볼지는 공고에 없습니다.",
            "서비스업도 함께 하고 있다면 그 코드를 적고, 아니라면 접수 전에 수행기관에 문의해 주세요.",
        )


def barred_industry(context: Context) -> Iterator[Message]:
    code = text(context.own("business"), "industry_code")
    if name := industry.barred(code):
        yield Message(
            f"업종 코드 {with_particle(code, '은/는')} {name}입니다.",
            "주점업과 유흥·향락업은 지원제외 업종입니다.",
            "업종 코드를 다시 확인해 주세요. 주된 업종이 다르다면 그 코드로 바꿔 주세요.",
        )


def gambling(context: Context) -> Iterator[Message]:
    code = text(context.own("business"), "industry_code")
    if code.startswith(industry.GAMBLING):
        yield Message(
            f"업종 코드 {with_particle(code, '은/는')} 사행시설 관리 및 운영업입니다.",
            f"공고의 지원제외 {context.call.case_numbers['exclusions', 'unsound']}에 있는 유흥·향락업에 드는지는 공고에 없습니다.",
            "업종 코드를 다시 확인하고, 맞다면 접수 전에 수행기관에 문의해 주세요.",
        )


def rules(call: Announcement) -> tuple[Rule, ...]:
    grounds = call.grounds
    return (
        Rule("R3-type", BLOCK, grounds["upgrade_type"], "track", "service_type", CONSORTIUM, upgrade_of_delivery),
        Rule("R3-year", BLOCK, grounds["built"], "earlier_build", "year", CONSORTIUM, built_in_another_year),
        Rule("R3-once", BLOCK, grounds["upgraded_once"], "earlier_build", "upgraded", CONSORTIUM, upgraded_before),
        Rule("R10-sme", BLOCK, grounds["sme"], "business", "sme", COMPANY, not_an_sme),
        Rule("R10-manufacturer", BLOCK, grounds["field"], "business", "industry_code", ADOPTER, manufacturer),
        Rule("R10-service", WARN, grounds["service"], "business", "industry_code", ADOPTER, doubtful_service),
        Rule("R6-industry", BLOCK, grounds["unsound"], "business", "industry_code", COMPANY, barred_industry),
        Rule("R6-gambling", WARN, OURS, "business", "industry_code", COMPANY, gambling),
        Rule("R4-new", BLOCK, grounds["only_upgrade"], "history", "new_years", ADOPTER, new_again),
        *(
            Rule(
                f"{'R5' if case.step == 'history' else 'R6'}-{case.field}",
                BLOCK,
                case.ground,
                case.step,
                case.field,
                ADOPTER if case.step == "history" else COMPANY,
                excluded(case),
            )
            for case in call.exclusions
        ),
    )
