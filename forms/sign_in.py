"""Signing in: which address, and the code that was mailed there."""

from forms.base import StepForm
from forms.fields import Coded, Email
from programme.numbers import digits


class Code(Coded):
    """Six digits, however they are typed: "１２３ 456" is 123456."""

    inputmode = "numeric"

    def read(self, text: str) -> str:
        number = digits(text)
        if len(number) != 6:
            raise ValueError(f"번호는 숫자 여섯 자리입니다. 지금 {len(number)}자리이니 메일을 보고 다시 입력해 주세요.")
        return number


class AddressForm(StepForm):
    title = "로그인"
    email = Email(hint="번호를 받을 주소입니다. 예: name@example.com")


class CodeForm(StepForm):
    title = "메일로 받은 번호 입력"
    code = Code("번호", hint="메일에 적힌 숫자 여섯 자리", limit=30, autocomplete="one-time-code")


class ProofForm(StepForm):
    title = "담당자 확인"
    code = Code("인증 앱 번호", hint="인증 앱에 나오는 숫자 여섯 자리", limit=30, autocomplete="one-time-code")
