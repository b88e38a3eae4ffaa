"""R11 and the companies' own facts: who is in the consortium, their numbers and their accounts."""

from collections.abc import Iterator

from programme import reception
from programme.announcement import Announcement
from programme.korean import grouped, with_particle
from programme.numbers import business_number_holds, corporation_number_holds, digits
from programme.rules.facts import BLOCK, PARTIES, SUPPLIER, WARN, PartyFacts, day, number, numbers, rows, text
from programme.rules.registry import COMPANY, CONSORTIUM, OURS, Case, Rule, Said, of_step

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


def no_supplier(case: Case) -> Iterator[Said]:
    roles = {party.role for party in case.facts.parties}
    if case.facts.parties and SUPPLIER not in roles:
        yield Said(
            "아직 공급기업이 없습니다.",
            "도입기업 혼자서는 신청할 수 없습니다.",
            "공급기업 풀에서 함께할 기업을 골라 주세요.",
        )


def supplier_unready(case: Case) -> Iterator[Said]:
    if case.party.pool_state in UNREADY:
        what, todo = UNREADY[case.party.pool_state]
        yield Said(what, "공급기업은 풀 등록이나 현행화를 해야 합니다.", todo)


def supplier_stopped(case: Case) -> Iterator[Said]:
    if case.party.pool_state in STOPPED:
        what, todo = STOPPED[case.party.pool_state]
        asked = todo.format(ask=reception.current(case.call).ask)
        yield Said(what, "이 상태의 등록은 풀에 등록한 것으로 보지 않습니다.", asked)


def supplier_waiting(case: Case) -> Iterator[Said]:
    if case.party.pool_state == "waiting":
        unsaid = f"승인 전에 낸 신청을 어떻게 볼지는 공고에 없으니 전담기관({case.call.phones[0]})에 확인해 주세요."
        other = (
            "여기에 낸 등록은 공고의 풀 등록이 아니니, 공급기업이 접수 시스템"
            f"({case.call.system.host})에도 등록했는지 확인해 주세요."
        )
        yield Said(
            "공급기업의 풀 등록이 승인을 기다리고 있습니다.",
            f"등록은 전담기관에서 승인하며, {case.call.approval}이 걸립니다.",
            f"이 사이트에서는 그대로 제출할 수 있습니다. {unsaid if reception.current(case.call).official else other}",
        )


def another_than_in_the_pool(case: Case) -> Iterator[Said]:
    listed, mine = digits(case.party.pool_number or ""), business_number(case.party)
    if listed and mine and listed != mine:
        yield Said(
            "공급기업의 사업자등록번호가 공급기업 풀에 등록된 번호와 다릅니다.",
            "공급기업은 풀에 등록한 기업이어야 합니다.",
            f"등록된 번호는 {case.party.pool_number}입니다. 공급기업이 기업 정보에서 번호를 확인해 주세요.",
        )


def not_joined(case: Case) -> Iterator[Said]:
    if not case.party.joined:
        yield Said(
            f"{with_particle(called(case), '이/가')} 아직 참여하지 않았습니다.",
            "남의 이름으로 신청하는 일이 없도록, 컨소시엄에 드는 기업은 스스로 참여해야 합니다.",
            "그 기업의 담당자가 초대 메일이나 ‘내 신청’에서 수락해야 합니다. 함께하지 않는다면 컨소시엄에서 빼 주세요.",
        )


def not_confirmed(case: Case) -> Iterator[Said]:
    if case.party.joined and not case.party.confirmed:
        yield Said(
            f"{with_particle(called(case), '이/가')} 맡은 내용을 아직 확인하지 않았습니다.",
            "컨소시엄이 함께 내는 신청서이므로, 주관이 아닌 기업은 제출 전에 한 번은 스스로 확인해야 합니다.",
            "그 기업의 담당자가 맡은 일을 마친 뒤 ‘맡은 내용 확인’에서 확인해 주세요.",
        )


def changed_since(case: Case) -> Iterator[Said]:
    if case.party.joined and case.party.changed:
        yield Said(
            f"{with_particle(called(case), '이/가')} 확인한 뒤에 다음 단계가 바뀌었습니다({', '.join(case.party.changed)}).",
            "확인하고 나서 고친 내용은 그 기업이 아직 보지 못했을 수 있습니다.",
            "그 기업에 다시 확인을 부탁해 주세요. 작은 고침이라면 그대로 제출할 수 있습니다.",
        )


def called(case: Case) -> str:
    return case.party.name or "한 기업"


def both_sides(case: Case) -> Iterator[Said]:
    if any(other.role != case.party.role for other in earlier_twins(case)):
        yield Said(
            "같은 사업자등록번호가 도입기업과 공급기업 양쪽에 있습니다.",
            "한 기업이 자기 자신과 컨소시엄을 구성할 수는 없다고 보았습니다.",
            "사업자등록번호를 다시 확인하고, 같은 기업이라면 다른 공급기업을 골라 주세요.",
        )


def twice(case: Case) -> Iterator[Said]:
    if any(other.role == case.party.role for other in earlier_twins(case)):
        yield Said(
            "같은 사업자등록번호가 컨소시엄에 두 번 있습니다.",
            "한 기업은 컨소시엄에 한 번만 들어갑니다.",
            "사업자등록번호를 다시 확인하고, 같은 기업이라면 하나를 빼 주세요.",
        )


def earlier_twins(case: Case) -> list[PartyFacts]:
    """Companies listed before this one under the same business number."""
    mine = business_number(case.party)
    before = case.facts.parties[: case.facts.parties.index(case.party)]
    return [other for other in before if mine and business_number(other) == mine]


def business_number(party: PartyFacts) -> str:
    return digits(text(of_step(party.data, "company"), "number"))


def business_digit(case: Case) -> Iterator[Said]:
    given = digits(text(case.own("company"), "number"))
    if len(given) == 10 and not business_number_holds(given):
        yield Said(
            "사업자등록번호 끝자리가 맞지 않습니다.",
            "끝자리는 앞의 아홉 자리로 셈한 값과 보통 같습니다.",
            "등록증의 10자리 숫자와 같은지 확인해 주세요. 그대로 맞다면 계속 진행할 수 있습니다.",
        )


def corporation_digit(case: Case) -> Iterator[Said]:
    given = digits(text(case.own("company"), "corporation_number"))
    if len(given) == 13 and not corporation_number_holds(given):
        yield Said(
            "법인등록번호 끝자리가 맞지 않습니다.",
            "끝자리는 앞의 열두 자리로 셈한 값과 보통 같습니다.",
            "등기부의 13자리 숫자와 같은지 확인해 주세요. 그대로 맞다면 계속 진행할 수 있습니다.",
        )


def corporation_without_number(case: Case) -> Iterator[Said]:
    company = case.own("company")
    if company.get("kind") == "corporation" and "corporation_number" in company and not company["corporation_number"]:
        yield Said(
            "법인인데 법인등록번호가 비어 있습니다.",
            "법인의 사업자등록증명원에는 법인등록번호가 함께 적혀 있습니다.",
            "등기부의 13자리 숫자를 적어 주세요. 번호가 없는 단체라면 그대로 진행할 수 있습니다.",
        )


def unbalanced(case: Case) -> Iterator[Said]:
    for row in rows(case.own("finances"), "accounts"):
        figures = numbers(row, "assets", "liabilities", "equity")
        if figures and figures[0] - figures[1] != figures[2]:
            assets, liabilities, equity = (grouped(figure) for figure in figures)
            year = number(row, "year")
            yield Said(
                f"{f'{year}년 ' if year else ''}자본이 자산 − 부채와 다릅니다.",
                f"자산 {assets}원 − 부채 {liabilities}원은 {grouped(figures[0] - figures[1])}원인데 "
                f"자본에 {equity}원이 적혀 있습니다.",
                "재무제표증명원의 금액과 같은지 확인해 주세요. 그대로 맞다면 계속 진행할 수 있습니다.",
            )


def accounts_years(case: Case) -> Iterator[Said]:
    years = [int(year) for row in rows(case.own("finances"), "accounts") if (year := number(row, "year"))]
    opened = day(case.own("company"), "opened")
    wanted = [year for year in case.call.account_years if opened is None or year >= opened.year]
    missing = [year for year in wanted if year not in years]
    if years and (missing or len(years) > len(set(years)) or set(years) - set(case.call.account_years)):
        first, last = case.call.account_years[0], case.call.account_years[-1]
        lacking = f" 지금 {', '.join(f'{year}년' for year in missing)} 재무가 없습니다." if missing else ""
        yield Said(
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
        Rule("twice", BLOCK, OURS, "company", "number", COMPANY, twice),
        Rule("business-number", WARN, OURS, "company", "number", COMPANY, business_digit),
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
