"""What is said about a piece of evidence when its file is handed in."""

from forms.base import StepForm
from forms.fields import Day, Text


class EvidenceForm(StepForm):
    title = "증빙 올리기"

    issuer = Text("발급기관", limit=60, hint="예: 국세청 홈택스")
    number = Text("발급번호", limit=60, required=False)
    issued = Day("발급일")
    expires = Day("유효기간 만료일", required=False, hint="증명서에 적혀 있을 때만. 예: 2025-03-31")
