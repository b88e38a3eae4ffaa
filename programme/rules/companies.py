"""R11 and the companies' own facts: who is in the consortium, their numbers and their accounts."""

from collections.abc import Iterator

from programme import reception
from programme.announcement import Announcement
from programme.korean import grouped, spoken_date, with_particle
from programme.numbers import business_number_holds, corporation_number_holds, digits
from programme.rules.facts import BLOCK, PARTIES, SUPPLIER, WARN, PartyFacts, day, number, numbers, rows, text
from programme.rules.registry import COMPANY, CONSORTIUM, OURS, Context, Message, Rule, of_step

UNREADY_ID, STOPPED_ID, PENDING = "R11-unready", "R11-stopped", "R11-waiting"
NOT_IN_POOL = (UNREADY_ID, STOPPED_ID)  # the findings that a supplier's registration does not let it apply
UNREADY = {  # R11: states in which a supplier has not registered for this year: what is the matter, what to do
    "draft": (
        "공급기업 풀 등록을 아직 제출하지 않았습니다.",
        "접수 마감 전에 공급기업 풀 등록을 제출해 주세요.",
    ),
    "outdated": (
        "공급기업 풀에 등록된 정보가 올해 현행화되지 않았습니다.",
        "접수 마감 전에 현행화를 제출해 주세요.",
    ),
}
STOPPED = {  # and those in which the lead agency holds the registration up: the announcement knows neither
    "returned": (
        "공급기업 풀 등록에 보완 요청을 받고 아직 답하지 않았습니다.",
        "보완 요청을 받은 곳을 고쳐 접수 마감 전에 다시 제출해 주세요.",
    ),
    "suspended": (
        "공급기업 풀 등록이 정지되어 있습니다.",
        "{ask}에 정지 사유를 문의하거나, 다른 공급기업과 신청해 주세요.",
    ),
}


def no_supplier(context: Context) -> Iterator[Message]:
    roles = {party.role for party in context.facts.parties}
    if context.facts.parties and SUPPLIER not in roles:
        yield Message(
            "아직 공급기업이 없습니다.",
            "도입기업 혼자서는 신청할 수 없습니다.",
            "공급기업 풀에서 함께할 기업을 골라 주세요.",
        )


def supplier_unready(context: Context) -> Iterator[Message]:
    if context.party.pool_state in UNREADY:
        what, todo = UNREADY[context.party.pool_state]
        yield Message(what, "공급기업은 풀 등록이나 현행화를 해야 합니다.", todo)


def supplier_stopped(context: Context) -> Iterator[Message]:
    if context.party.pool_state in STOPPED:
        what, todo = STOPPED[context.party.pool_state]
        asked = todo.format(ask=reception.current(context.call).ask)
        yield Message(what, "이 상태의 등록은 풀에 등록한 것으로 보지 않습니다.", asked)


def supplier_waiting(context: Context) -> Iterator[Message]:
    if context.party.pool_state == "waiting":
        unsaid = f"승인 전에 낸 신청을 어떻게 볼지는 공고에 없으니 전담기관({context.call.phones[0]})에 확인해 주세요."
        other = (
            "여기에 낸 등록은 공고의 풀 등록이 아니니, 공급기업이 접수 시스템"
            f"({context.call.system.host})에도 등록했는지 확인해 주세요."
        )
        yield Message(
            "공급기업의 풀 등록이 승인을 기다리고 있습니다.",
            f"등록은 전담기관에서 승인하며, {context.call.approval}이 걸립니다.",
            f"이 사이트에서는 그대로 제출할 수 있습니다. {unsaid if reception.current(context.call).official else other}",
        )


def another_than_in_the_pool(context: Context) -> Iterator[Message]:
    listed, mine = digits(context.party.pool_number or ""), business_number(context.party)
    if listed and mine and listed != mine:
        yield Message(
            "공급기업의 사업자등록번호가 공급기업 풀에 등록된 번호와 다릅니다.",
            "공급기업은 풀에 등록한 기업이어야 합니다.",
            f"등록된 번호는 {context.party.pool_number}입니다. 공급기업이 기업 정보에서 번호를 확인해 주세요.",
        )


def not_joined(context: Context) -> Iterator[Message]:
    if not context.party.joined:
        yield Message(
            f"{with_particle(supplier_name(context), '이/가')} 아직 참여하지 않았습니다.",
            "남의 이름으로 신청하는 일이 없도록, 컨소시엄에 드는 기업은 스스로 참여해야 합니다.",
            "그 기업의 담당자가 초대 메일이나 ‘내 신청’에서 수락해야 합니다. 함께하지 않는다면 컨소시엄에서 빼 주세요.",
        )


def not_confirmed(context: Context) -> Iterator[Message]:
    if context.party.joined and not context.party.confirmed:
        yield Message(
            f"{with_particle(supplier_name(context), '이/가')} 맡은 내용을 아직 확인하지 않았습니다.",
            "컨소시엄이 함께 내는 신청서이므로, 주관이 아닌 기업은 제출 전에 한 번은 스스로 확인해야 합니다.",
            "그 기업의 담당자가 맡은 일을 마친 뒤 ‘맡은 내용 확인’에서 확인해 주세요.",
        )


def changed_since(context: Context) -> Iterator[Message]:
    if context.party.joined and context.party.changed:
        yield Message(
            f"{with_particle(supplier_name(context), '이/가')} 확인한 뒤에 다음 단계가 바뀌었습니다({', '.join(context.party.changed)}).",
            "확인하고 나서 고친 내용은 그 기업이 아직 보지 못했을 수 있습니다.",
            "그 기업에 다시 확인을 부탁해 주세요. 작은 고침이라면 그대로 제출할 수 있습니다.",
        )


def supplier_name(context: Context) -> str:
    return context.party.name or "한 기업"


def both_sides(context: Context) -> Iterator[Message]:
    if any(other.role != context.party.role for other in earlier_duplicates(context)):
        yield Message(
            "같은 사업자등록번호가 도입기업과 공급기업 양쪽에 있습니다.",
            "한 기업이 자기 자신과 컨소시엄을 구성할 수는 없다고 보았습니다.",
            "사업자등록번호를 다시 확인하고, 같은 기업이라면 다른 공급기업을 골라 주세요.",
        )


def same_number_twice(context: Context) -> Iterator[Message]:
    if any(other.role == context.party.role for other in earlier_duplicates(context)):
        yield Message(
            "같은 사업자등록번호가 컨소시엄에 두 번 있습니다.",
            "한 기업은 컨소시엄에 한 번만 들어갑니다.",
            "사업자등록번호를 다시 확인하고, 같은 기업이라면 하나를 빼 주세요.",
        )


def earlier_duplicates(context: Context) -> list[PartyFacts]:
    """Companies listed before this one under the same business number."""
    mine = business_number(context.party)
    before = context.facts.parties[: context.facts.parties.index(context.party)]
    return [other for other in before if mine and business_number(other) == mine]


def business_number(party: PartyFacts) -> str:
    return digits(text(of_step(party.data, "company"), "number"))


def business_digit(context: Context) -> Iterator[Message]:
    given = digits(text(context.own("company"), "number"))
    if len(given) == 10 and not business_number_holds(given):
        yield Message(
            "사업자등록번호 끝자리가 맞지 않습니다.",
            "끝자리는 앞의 아홉 자리로 셈한 값과 보통 같습니다.",
            "등록증의 10자리 숫자와 같은지 확인해 주세요. 그대로 맞다면 계속 진행할 수 있습니다.",
        )


TAX_STATES = {  # what the tax office says of a business number that is not of an open firm
    "suspended": "휴업 중인",
    "closed": "폐업한",
}


def not_in_business(context: Context) -> Iterator[Message]:
    party = context.party
    given = text(context.own("company"), "number")
    if party.tax_state in TAX_STATES:
        since = f" {spoken_date(party.tax_day)}에" if party.tax_day else ""
        yield Message(
            f"사업자등록번호 {with_particle(given, '이/가')} 국세청에{since} {TAX_STATES[party.tax_state]} 사업자로 나옵니다.",
            "접수 마감일 현재 휴업·폐업 중인 기업은 지원제외에 해당할 수 있습니다.",
            "등록증의 번호와 같은지 먼저 확인해 주세요. 번호가 맞고 실제와 다르면 홈택스나 세무서에서 확인해 바로잡고, "
            "신고한 지 며칠 되지 않았다면 국세청 자료에 늦게 반영될 수 있습니다. 이 때문에 제출이 막히지는 않습니다.",
        )
    if party.tax_state == "unregistered":
        yield Message(
            f"사업자등록번호 {with_particle(given, '이/가')} 국세청에 등록되지 않은 번호로 나옵니다.",
            "기관이 번호로 기업을 확인하지 못할 수 있습니다.",
            "등록증의 번호와 같은지 확인해 주세요. 막 등록했다면 국세청 자료에 늦게 반영될 수 있으니 그대로 제출할 수 있습니다.",
            ground=OURS,
        )


def corporation_digit(context: Context) -> Iterator[Message]:
    given = digits(text(context.own("company"), "corporation_number"))
    if len(given) == 13 and not corporation_number_holds(given):
        yield Message(
            "법인등록번호 끝자리가 맞지 않습니다.",
            "끝자리는 앞의 열두 자리로 셈한 값과 보통 같습니다.",
            "등기부의 13자리 숫자와 같은지 확인해 주세요. 그대로 맞다면 계속 진행할 수 있습니다.",
        )


def corporation_without_number(context: Context) -> Iterator[Message]:
    company = context.own("company")
    if company.get("kind") == "corporation" and "corporation_number" in company and not company["corporation_number"]:
        yield Message(
            "법인인데 법인등록번호가 비어 있습니다.",
            "법인의 사업자등록증명원에는 법인등록번호가 함께 적혀 있습니다.",
            "등기부의 13자리 숫자를 적어 주세요. 번호가 없는 단체라면 그대로 진행할 수 있습니다.",
        )


def unbalanced(context: Context) -> Iterator[Message]:
    for row in rows(context.own("finances"), "accounts"):
        figures = numbers(row, "assets", "liabilities", "equity")
        if figures and figures[0] - figures[1] != figures[2]:
            assets, liabilities, equity = (grouped(figure) for figure in figures)
            year = number(row, "year")
            yield Message(
                f"{f'{year}년 ' if year else ''}자본이 자산 − 부채와 다릅니다.",
                f"자산 {assets}원 − 부채 {liabilities}원은 {grouped(figures[0] - figures[1])}원인데 "
                f"자본에 {equity}원이 적혀 있습니다.",
                "재무제표증명원의 금액과 같은지 확인해 주세요. 그대로 맞다면 계속 진행할 수 있습니다.",
            )


def accounts_years(context: Context) -> Iterator[Message]:
    years = [int(year) for row in rows(context.own("finances"), "accounts") if (year := number(row, "year"))]
    opened = day(context.own("company"), "opened")
    wanted = [year for year in context.call.account_years if opened is None or year >= opened.year]
    missing = [year for year in wanted if year not in years]
    if years and (missing or len(years) > len(set(years)) or set(years) - set(context.call.account_years)):
        first, last = context.call.account_years[0], context.call.account_years[-1]
        lacking = f" 지금 {', '.join(f'{year}년' for year in missing)} 재무가 없습니다." if missing else ""
        yield Message(
            f"재무는 {first}~{last}년을 한 해에 한 줄씩 적습니다.{lacking}",
            "공고는 최근년도 결산만 내게 하지만, 사업계획서의 기업현황에는 세 해를 적습니다.",
            "연도를 확인해 주세요. 그 해의 결산이 없으면 그대로 진행할 수 있습니다.",
        )


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("consortium", BLOCK, call.grounds["consortium"], PARTIES, "", CONSORTIUM, no_supplier),
        Rule("not-joined", BLOCK, OURS, PARTIES, "", COMPANY, not_joined),
        Rule("not-confirmed", BLOCK, OURS, PARTIES, "", COMPANY, not_confirmed),
        Rule("changed-since", WARN, OURS, PARTIES, "", COMPANY, changed_since),
        Rule(UNREADY_ID, BLOCK, call.grounds["pool"], PARTIES, "", SUPPLIER, supplier_unready),
        Rule(STOPPED_ID, BLOCK, OURS, PARTIES, "", SUPPLIER, supplier_stopped),
        Rule(PENDING, WARN, call.grounds["pool_approval"], PARTIES, "", SUPPLIER, supplier_waiting),
        Rule("pool-number", BLOCK, call.grounds["pool"], "company", "number", SUPPLIER, another_than_in_the_pool),
        Rule("both-sides", BLOCK, OURS, "company", "number", COMPANY, both_sides),
        Rule("twice", BLOCK, OURS, "company", "number", COMPANY, same_number_twice),
        Rule("business-number", WARN, OURS, "company", "number", COMPANY, business_digit),
        Rule("tax-office", WARN, call.grounds["out_of_business"], "company", "number", COMPANY, not_in_business),
        Rule("corporation-number", WARN, OURS, "company", "corporation_number", COMPANY, corporation_digit),
        Rule(
            "corporation-number-missing",
            WARN,
            OURS,
            "company",
            "corporation_number",
            COMPANY,
            corporation_without_number,
        ),
        Rule("accounts", WARN, OURS, "finances", "accounts", COMPANY, unbalanced),
        Rule("accounts-years", WARN, OURS, "finances", "accounts", COMPANY, accounts_years),
    )
