"""Who signs a company's consents; the texts themselves are in programme/consents."""

from forms.base import StepForm
from forms.fields import Choice, Text

CAPACITIES = {"representative": "대표자", "delegate": "대표자의 위임을 받은 담당자"}


class ConsentForm(StepForm):
    title = "동의서"

    signer = Text("동의하는 사람의 이름", limit=60, autocomplete="name")
    capacity = Choice("자격", CAPACITIES)
