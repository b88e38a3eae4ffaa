"""What is said about a piece of evidence."""

from typing import Any

from wtforms.validators import ValidationError

from forms.base import StepForm
from forms.fields import Day, Select, Text
from programme.calls import evidence_kinds
from programme.evidence_kinds import ONE


class EvidenceForm(StepForm):
    title = "증빙 올리기"

    kind = Select("증빙 종류", {slug: kind.title for slug, kind in evidence_kinds().items()})
    issuer = Text("발급기관", limit=60, hint="예: 국세청. 한 곳에서만 내는 증명서는 비우면 저절로 적힙니다.")
    number = Text("발급번호", limit=60, required=False)
    issued = Day("발급일", past=True)
    expires = Day("유효기간 만료일", required=False, hint="증명서에 적혀 있을 때만. 예: 2025-03-31")

    def process(self, *args: Any, **kwargs: Any) -> None:
        """A certificate only one body issues is that body's, where nobody says otherwise."""
        super().process(*args, **kwargs)
        kind = evidence_kinds().get(self.kind.data or "")
        if kind and kind.issued == ONE and self.issuer.blank:
            self.issuer.process(None, kind.issuer)
            self.issuer.raw_data = [kind.issuer]

    def validate_expires(self, field: Day) -> None:
        if field.data and self.issued.data and field.data < self.issued.data:
            raise ValidationError("만료일이 발급일보다 빠릅니다. 두 날짜를 증명서와 견주어 확인해 주세요.")

    @property
    def valid_values(self) -> dict[str, Any]:
        """What holds so far, {kind, issuer, number, issued, expires}; the kind only once everything does."""
        known = {field.name: field.data for field in self if not field.errors}
        known |= {name: known[name] or "" for name in ("issuer", "number") if name in known}
        return known if not self.errors else {name: value for name, value in known.items() if name != "kind"}
