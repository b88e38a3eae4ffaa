"""사업비: costs besides people, who pays, and the budget they and the companies' people make."""

from collections.abc import Mapping
from typing import Any

from forms.base import Sent, StepForm
from forms.by_call import by_call
from forms.fields import Choice, LongText, Row, Rows, Select, Text, Won
from forms.fields.figures import BELOW_ZERO
from programme import budget
from programme.announcement import NEW, UPGRADE
from programme.guidance import skeletons
from programme.korean import grouped, official_amount, part_of

ADOPTER, SUPPLIER = "adopter", "supplier"


class CostRow(Row):
    category = Select("비목", by_call(lambda call: {category: category for category in call.categories}))
    basis = Text("산출 근거", limit=200, hint="예: 태블릿 20대 × 450,000원")
    amount = Won("금액")


class CostsForm(StepForm):
    title = "그 밖의 사업비와 현물"
    intro = (
        "돈이 드는 비목만 적습니다. 도입기업 참여인력의 현물은 ‘투입인력과 현물’에서 옵니다. 다른 현물만 비목을 ‘현물’로 적습니다. "
        "SW 개발비는 공급기업이 적는 인력에서 계산하니 여기에 적지 않습니다."
    )

    lines = Rows(CostRow, "사업비 항목", most=40, noun="건")


class FundingForm(StepForm):
    title = "사업비 조달"
    intro = by_call(
        lambda call: (
            "총사업비와 현물은 적으신 인력과 사업비에서, 현금은 나머지로 계산합니다. "
            f"정부지원금은 총사업비의 {call.share}%까지입니다."
        )
    )
    takes_over = True

    total = Won("총사업비", required=False, typed=False)
    grant = Won(
        "정부지원금",
        hint=by_call(
            lambda call: (
                f"신규 최대 {grouped(call.caps[NEW])}원, 고도화 최대 {grouped(call.caps[UPGRADE])}원. "
                "‘6천만’, ‘1억 2천만’처럼 적어도 됩니다."
            )
        ),
    )
    cash = Won("민간부담금(현금)", required=False, typed=False, least=BELOW_ZERO)
    in_kind = Won("민간부담금(현물)", required=False, typed=False)
    vat = Choice(
        "부가가치세",
        {"apart": "별도(도입기업 부담, 총사업비에 포함하지 않음)", "included": "총사업비에 포함"},
        hint="공고에는 정해져 있지 않습니다. 보통 별도로 합니다.",
        ready="apart",
    )
    source = LongText("민간부담금 조달 방법", limit=600, typical=(100, 300), skeleton=skeletons.SOURCE)

    @classmethod
    def taken_over(cls, journey: Any) -> Sent:
        """The total and what of it is in kind, by what the companies' people and the other costs come to."""
        found = sums(journey)
        if not found:
            return {}
        return {"total": [str(sum(found.values()))], "in_kind": [str(found.get(cls.call.in_kind, 0))]}

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        total, grant, in_kind = (field.data for field in (self.total, self.grant, self.in_kind))
        if self.cash.data is None and None not in (total, grant, in_kind):
            self.cash.data = total - grant - in_kind

    def computed(self) -> dict[str, Any]:
        total = self.total.data or 0
        parts = {name: self[name].data or 0 for name in ("grant", "cash", "in_kind")}
        private = parts["cash"] + parts["in_kind"]
        return {
            "total_hangul": official_amount(self.total.data),
            "grant_hangul": official_amount(self.grant.data),
            "sum": grouped(sum(parts.values())),
            "private_hangul": official_amount(private),
            "private_share": part_of(private, total),
            "total_share": part_of(total, total),
        } | {f"{name}_share": part_of(part, total) for name, part in parts.items()}


def people(journey: Any, role: str) -> list[Mapping[str, Any]]:
    """The people of all companies of this role, as values."""
    parties = [party for party in journey.parties if party.role == role]
    return [row for party in parties for row in journey.data(f"{role}_team", party)["people"]]


def costs(journey: Any) -> list[Mapping[str, Any]]:
    return list(journey.data("costs")["lines"])


def sums(journey: Any) -> dict[str, int]:
    """Each category's sum, labour first."""
    call = journey.steps["costs"].form.call
    return budget.sums(call, people(journey, SUPPLIER), people(journey, ADOPTER), costs(journey))


def labour(journey: Any) -> dict[str, Any]:
    """SW개발비 산출 내역 in print: {lines [{no, job, months, wage, amount}], total}."""
    call = journey.steps["costs"].form.call
    lines = budget.labour(call, people(journey, SUPPLIER))
    return {
        "lines": [
            {
                "no": str(number),
                "job": line.job,
                "months": grouped(line.months),
                "wage": grouped(line.wage),
                "amount": grouped(line.amount),
            }
            for number, line in enumerate(lines, start=1)
        ],
        "total": grouped(budget.cut(sum(line.amount for line in lines))) if lines else "",
    }


def by_category(journey: Any) -> list[dict[str, Any]]:
    """비목별 table: {category, lines [{basis, amount}], total, share} in print, labour first."""
    totals = sums(journey)
    whole, kind = sum(totals.values()), journey.steps["costs"].form.call.in_kind
    lines: dict[str, list[dict[str, str]]] = {category: [] for category in totals}
    for line in labour(journey)["lines"]:
        basis = f"{line['job']} {line['months']}MM × {line['wage']}원"
        lines[budget.LABOUR].append({"basis": basis, "amount": line["amount"]})
    for row in people(journey, ADOPTER):
        if won := budget.in_kind(row):
            who = row["position"] or row["name"] or ""  # what somebody is paid stands beside no name where it can
            basis = f"도입기업 {who} {grouped(row['months'])}MM × {grouped(row['wage'])}원"
            lines[kind].append({"basis": basis, "amount": grouped(won)})
    for row in costs(journey):
        if row["category"]:
            lines[row["category"]].append({"basis": row["basis"] or "", "amount": grouped(row["amount"])})
    return [
        {"category": category, "lines": lines[category], "total": grouped(total), "share": part_of(total, whole)}
        for category, total in totals.items()
    ]
