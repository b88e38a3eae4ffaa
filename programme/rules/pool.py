"""Registering in the supplier pool (붙임2): its limits, and the company's own facts."""

from collections.abc import Iterator

from programme import reception
from programme.announcement import Announcement
from programme.exclusions import Exclusion
from programme.rules import companies
from programme.rules.eligibility import barred
from programme.rules.facts import BLOCK, WARN, number, text
from programme.rules.facts import rows as table
from programme.rules.registry import COMPANY, OURS, Check, Context, Message, Rule


def limited(limit: Exclusion) -> Check:
    return barred(
        limit,
        "등록제한",
        "등록기간 마감일 기준으로 이 사유에 해당하는 기업은 등록할 수 없습니다.",
        "올해는 등록할 수 없습니다.",
    )


def number_taken(context: Context) -> Iterator[Message]:
    if context.party.number_taken:
        yield Message(
            f"사업자등록번호 {text(context.own('company'), 'number')}(으)로 이미 등록한 공급기업이 있습니다.",
            "이 사이트에서는 사업자등록번호 하나로 한 번만 등록할 수 있습니다.",
            "번호를 다시 확인해 주세요. 맞다면 같은 회사의 담당자에게 초대해 달라고 하거나 "
            f"{reception.current(context.call).ask}에 문의해 주세요.",
        )


def head_count(context: Context) -> Iterator[Message]:
    """Looks for more people named of a kind than the firm says it has."""
    answers = context.own("staff")
    for kind, name in (("software", "SW"), ("engineering", "엔지니어링")):
        named = sum(row.get("kind") == kind for row in table(answers, "people"))
        told = number(answers, kind)
        if told is not None and named > told:
            yield Message(
                f"{name} 인력은 {told}명인데 주요 인력에는 {named}명을 적었습니다.",
                "인력 수는 고용보험 명부로 확인하는 수이며, 주요 인력은 그 가운데 일부를 적습니다.",
                "인력 수와 주요 인력의 구분을 다시 확인해 주세요.",
                field=kind,
            )


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("pool-number-taken", BLOCK, OURS, "company", "number", COMPANY, number_taken),
        *(
            Rule(f"pool-{limit.field}", BLOCK, limit.ground, limit.step, limit.field, COMPANY, limited(limit))
            for limit in call.pool_limits
        ),
        *(
            Rule(f"pool-{name}", WARN, OURS, step, field, COMPANY, look)
            for name, step, field, look in (
                ("business-number", "company", "number", companies.business_digit),
                ("tax-office", "company", "number", companies.not_in_business),
                ("corporation-number", "company", "corporation_number", companies.corporation_digit),
                ("corporation-number-missing", "company", "corporation_number", companies.corporation_without_number),
                ("accounts", "finances", "accounts", companies.unbalanced),
                ("head-count", "staff", "people", head_count),
            )
        ),
    )
