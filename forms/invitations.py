"""Inviting another company or a colleague, and answering an invitation."""

from forms.base import StepForm
from forms.fields import Choice, Email, LongText, Text

ROLES = {"adopter": "도입기업", "supplier": "공급기업"}


class InviteForm(StepForm):
    title = "기업 초대하기"

    role = Choice("어떤 기업으로 초대하나요", ROLES)
    name = Text("회사명", limit=60, required=False, hint="어느 기업에 보냈는지 알아보기 위한 이름입니다.")
    email = Email("담당자 이메일", hint="초대 메일을 받을 주소입니다. 예: name@example.com", autocomplete="off")


class MessageForm(StepForm):
    title = "전할 말"

    message = LongText(
        "전할 말",
        limit=500,
        rows=4,
        required=False,
        hint="누구이고 왜 함께하고 싶은지 적으면 답을 빨리 받습니다. 초대 메일에 그대로 들어갑니다. 500자까지",
    )


class ColleagueForm(StepForm):
    title = "동료 초대하기"

    email = Email("동료의 이메일", hint="초대 메일을 받을 주소입니다. 예: name@example.com", autocomplete="off")


class DeclineForm(StepForm):
    title = "초대 거절하기"

    reason = Text("거절하는 까닭", limit=200, required=False, hint="초대한 기업에 그대로 전해 드립니다.")
