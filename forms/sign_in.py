"""Signing in: which address, and the code that was mailed there."""

from typing import Any

from forms.base import StepForm
from forms.fields import Coded, Email, Text
from programme.numbers import digits


class Code(Coded):
    """Digits, however they are typed: "１２３ 456" is 123456. lengths: how many there may be, and how that is said."""

    inputmode = "numeric"

    def __init__(self, label: str, *, lengths: tuple[int, ...], description: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.lengths, self.description = lengths, description

    def read(self, text: str) -> str:
        number = digits(text)
        if len(number) not in self.lengths:
            raise ValueError(
                f"번호는 숫자 {self.description}입니다. 지금 {len(number)}자리이니 다시 보고 입력해 주세요."
            )
        return number


class AddressForm(StepForm):
    title = "로그인"
    email = Email(hint="번호를 받을 주소입니다. 예: name@example.com")


class NameForm(StepForm):
    title = "함께 쓰는 사람에게 보이는 이름"
    name = Text("이름", limit=60, required=False, autocomplete="name")


class CodeForm(StepForm):
    title = "메일로 받은 번호 입력"
    code = Code(
        "번호",
        lengths=(6, 10),
        description="여섯 자리, 요청이 많았던 주소는 열 자리",
        hint="메일에 적힌 숫자",
        limit=30,
        autocomplete="one-time-code",
    )


class ProofForm(StepForm):
    title = "담당자 확인"
    code = Code(
        "인증 앱 번호",
        lengths=(6,),
        description="여섯 자리",
        hint="인증 앱에 나오는 숫자 여섯 자리",
        limit=30,
        autocomplete="one-time-code",
    )
