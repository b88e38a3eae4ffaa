"""A row of a list of firms brought into the pool, judged as the wizards judge the same answers."""

from forms.base import StepForm
from forms.fields import BusinessNumber, Email, Phone, Text, Web


class FirmForm(StepForm):
    """Its labels are the heads of the list's columns."""

    name = Text("회사명", limit=60)
    number = BusinessNumber()
    email = Email("이메일")
    contact = Text("담당자", limit=60, required=False)
    position = Text("직위", limit=60, required=False)
    contact_phone = Phone("담당자 전화", required=False)
    mobile = Phone("휴대전화", required=False)
    representative = Text("대표자", limit=60, required=False)
    phone = Phone("대표 전화", required=False)
    address = Text("주소", limit=120, required=False)
    website = Web("홈페이지", required=False)


HEADS = {field.label.text: field.name for field in FirmForm()}
REQUIRED = [field.label.text for field in FirmForm() if field.required]
PHONES = {field.name for field in FirmForm() if isinstance(field, Phone)}
# {step of a registration: {its field: column}}
STEPS = {
    "company": {
        "name": "name",
        "number": "number",
        "representative": "representative",
        "phone": "phone",
        "address": "address",
        "website": "website",
    },
    "contact": {
        "name": "contact",
        "position": "position",
        "phone": "contact_phone",
        "mobile": "mobile",
        "email": "email",
    },
}
