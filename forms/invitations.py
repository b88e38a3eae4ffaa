"""Inviting another company or a colleague, and answering an invitation."""

from forms.base import StepForm
from forms.fields import Choice, Email, LongText, Phone, Text

ROLES = {"adopter": "도입기업", "supplier": "공급기업"}


class InviteForm(StepForm):
    title = "기업 초대하기"

    role = Choice("초대할 기업", ROLES)
    name = Text("회사명", limit=60, required=False, hint="어느 기업에 보냈는지 알아보기 위한 이름입니다.")
    email = Email("담당자 이메일", hint="초대 메일을 받을 주소입니다. 예: name@example.com", autocomplete="off")


class MessageForm(StepForm):
    """Asked before an invitation goes out. inviter, phone: only of a lead that has not said so in its own steps yet,
    where they are kept too."""

    title = "초대 메일 보내기"

    inviter = Text(
        "귀사의 회사명",
        limit=60,
        hint="초대 메일에 들어가고, 기업 정보 단계에도 적어 둡니다.",
        autocomplete="organization",
    )
    phone = Phone(
        "귀사의 대표 전화", required=False, hint="적으면 초대받은 기업이 물어볼 수 있습니다. 예: 02-0000-0000"
    )
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
