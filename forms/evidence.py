"""What is said about a piece of evidence."""

from collections.abc import Iterable
from typing import Any, Self

from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from forms.base import Sent, StepForm
from forms.fields import Day, Select, Text
from forms.fields.figures import EXAMPLE_DAY
from programme.calls import evidence_kinds
from programme.evidence_kinds import ONE, Kind


class EvidenceForm(StepForm):
    title = "증빙 올리기"

    kind = Select("증빙 종류", {slug: kind.title for slug, kind in evidence_kinds().items()})
    issuer = Text("발급기관", limit=60, hint="예: 국세청. 한 곳에서만 내는 증명서는 비우면 저절로 적힙니다.")
    number = Text("발급번호", limit=60, required=False)
    issued = Day("발급일", past=True)
    expires = Day("유효기간 만료일", required=False, hint=f"증명서에 적혀 있을 때만. 예: {EXAMPLE_DAY}")

    @classmethod
    def of_file(cls, file: str, sent: Sent, kinds: Iterable[Kind]) -> Self:
        """What is said about one of several files of a page, each under names of its own. sent: without those;
        kinds: those to choose from."""
        form = cls(MultiDict({f"{file}-{name}": values for name, values in sent.items()}), prefix=f"{file}-")
        form.kind.choices = {kind.slug: kind.title for kind in kinds}
        form.kind.process(MultiDict({form.kind.name: sent.get("kind", [])}))
        return form

    @classmethod
    def pick_file(cls, file: str, posted: MultiDict[str, str]) -> Sent:
        """What a page sent about one of its files."""
        mark = f"{file}-"
        named = [(name.removeprefix(mark), value) for name, value in posted.items(multi=True) if name.startswith(mark)]
        return cls.pick(MultiDict(named))

    @property
    def sole_issuer(self) -> str:
        """The body that alone issues certificates of the kind chosen, and so this one where nobody says otherwise."""
        kind = evidence_kinds().get(self.kind.data or "")
        return kind.issuer if kind and kind.issued == ONE else ""

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        super().validate(*args, **kwargs)
        if self.issuer.blank and self.sole_issuer:
            self.issuer.errors = []
        return not self.errors

    def validate_expires(self, field: Day) -> None:
        if field.data and self.issued.data and field.data < self.issued.data:
            raise ValidationError("만료일이 발급일보다 빠릅니다. 두 날짜를 증명서와 견주어 확인해 주세요.")

    @property
    def valid_values(self) -> dict[str, Any]:
        """What holds so far, {kind, issuer, number, issued, expires}; the kind, until everything does, as `likely`."""
        known = {field.short_name: field.data for field in self if not field.errors}
        known |= {name: known[name] or "" for name in ("issuer", "number") if name in known}
        if self.errors:
            known["likely"] = known.pop("kind", None) or ""
        elif not known["issuer"]:
            known["issuer"] = self.sole_issuer
        return known
