"""사업비: labour, other costs, and who pays. A line is in won; a category's sum is cut to 1,000 won."""

from typing import Any

from forms.base import StepForm
from forms.by_call import by_call
from forms.fields import Choice, LongText, Number, Row, Rows, Select, Text, Won
from programme.announcement import NEW, UPGRADE
from programme.guidance import skeletons
from programme.korean import grouped, official_amount, part_of

LABOUR = "SW개발비"


def cut(won: int) -> int:
    """The amount with what is below 1,000 won cut off."""
    return won // 1000 * 1000


class LabourRow(Row):
    job = Select("직무", by_call(lambda call: call.jobs))
    months = Number("투입공수", unit="MM", hint="1명이 한 달이면 1")
    wage = Won("월 단가", hint="SW기술자 평균임금을 참고하세요.")

    @property
    def amount(self) -> int:
        return int((self.months.data or 0) * (self.wage.data or 0))

    def computed(self) -> dict[str, str]:
        return {"amount": grouped(self.amount)}


class LabourForm(StepForm):
    title = "SW 개발비"
    intro = "금액은 투입공수 × 월 단가로 계산하며, 합계는 천원 미만을 버립니다."

    lines = Rows(LabourRow, "SW 개발 인력", least=1, most=20)

    @property
    def total(self) -> int:
        return cut(sum(row.amount for row in self.lines.filled))

    def computed(self) -> dict[str, Any]:
        return {"total": grouped(self.total)}


class CostRow(Row):
    category = Select("비목", by_call(lambda call: {category: category for category in call.categories}))
    basis = Text("산출 근거", limit=200, hint="예: 태블릿 20대 × 450,000원")
    amount = Won("금액")


class CostsForm(StepForm):
    title = "그 밖의 사업비와 현물"
    intro = "비목마다 한 줄 이상 적습니다. 도입기업 참여인력 인건비는 비목을 ‘현물’로 고릅니다."

    lines = Rows(CostRow, "사업비 항목", most=40, noun="건")

    @property
    def sums(self) -> dict[str, int]:
        """Each category's sum, cut to 1,000 won, in the order of the announcement's categories."""
        rows = self.lines.data
        named = {row["category"] for row in rows}
        return {
            category: cut(sum(row["amount"] or 0 for row in rows if row["category"] == category))
            for category in self.call.categories
            if category in named
        }

    def computed(self) -> dict[str, Any]:
        return {"total": grouped(sum(self.sums.values()))}


class FundingForm(StepForm):
    title = "사업비 조달"
    intro = by_call(
        lambda call: (
            "총사업비 = 정부지원금 + 민간부담금(현금) + 민간부담금(현물)입니다. "
            f"정부지원금은 총사업비의 {call.share}%까지입니다."
        )
    )

    total = Won("총사업비")
    grant = Won(
        "정부지원금",
        hint=by_call(
            lambda call: f"신규 최대 {grouped(call.caps[NEW])}원, 고도화 최대 {grouped(call.caps[UPGRADE])}원"
        ),
    )
    cash = Won("민간부담금(현금)")
    in_kind = Won("민간부담금(현물)")
    vat = Choice(
        "부가가치세",
        {"apart": "별도(도입기업 부담, 총사업비에 포함하지 않음)", "included": "총사업비에 포함"},
        hint="공고에는 정해져 있지 않습니다. 보통 별도로 합니다.",
    )
    source = LongText("민간부담금 조달 방법", limit=600, typical=(100, 300), skeleton=skeletons.SOURCE)

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


def by_category(labour: LabourForm, costs: CostsForm) -> list[dict[str, Any]]:
    """비목별 table: {category, lines [{basis, amount, share}], total, share} in print, labour first."""
    totals = {LABOUR: labour.total} | costs.sums
    whole = sum(totals.values())
    worked = [
        {
            "basis": f"{row.job.printed} {row.months.printed}MM × {row.wage.printed}원",
            "amount": grouped(row.amount),
        }
        for row in labour.lines.filled
    ]
    lines = {LABOUR: worked} | {category: [] for category in costs.sums}
    for row in costs.lines.filled:
        if row.category.data:
            lines[row.category.data].append({"basis": row.basis.printed, "amount": row.amount.printed})
    return [
        {"category": category, "lines": lines[category], "total": grouped(total), "share": part_of(total, whole)}
        for category, total in totals.items()
        if lines[category]
    ]
