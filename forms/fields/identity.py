"""Who and where: company numbers, phones, e-mail, addresses, industry codes."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

import config
from forms.fields.base import Answer, Coded
from models.industry import table
from programme.industry import section
from programme.numbers import dialled_here, digits, written


class BusinessNumber(Coded):
    """A 사업자등록번호, kept as 000-00-00000 however it was typed. A wrong check digit only warns (rules)."""

    inputmode = "numeric"

    def __init__(self, label: str = "사업자등록번호", **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 30, "hint": "숫자 10자리", **kwargs})

    def read(self, text: str) -> str:
        number = digits(text)
        if len(number) != 10:
            raise ValueError(
                f"사업자등록번호는 숫자 10자리입니다. 지금 {len(number)}자리이니 등록증을 보고 다시 입력해 주세요."
            )
        return written(number)


class CorporationNumber(Coded):
    """A 법인등록번호, kept as 000000-0000000."""

    inputmode = "numeric"

    def __init__(self, label: str = "법인등록번호", **kwargs: Any) -> None:
        super().__init__(
            label, **{"limit": 30, "hint": "숫자 13자리, 개인사업자는 비워 둡니다", "required": False, **kwargs}
        )

    def read(self, text: str) -> str:
        number = digits(text)
        if len(number) != 13:
            raise ValueError(
                f"법인등록번호는 숫자 13자리입니다. 지금 {len(number)}자리이니 등기부를 보고 다시 입력해 주세요."
            )
        return f"{number[:6]}-{number[6:]}"


class Phone(Coded):
    """A Korean telephone number, kept with hyphens and encrypted."""

    personal = True
    inputmode = "tel"
    FORMS = (
        r"(02)(\d{3,4})(\d{4})",
        r"(0[3-6][1-5])(\d{3,4})(\d{4})",
        r"(010)(\d{4})(\d{4})",
        r"(01[16-9])(\d{3,4})(\d{4})",
        r"(0[78]0)(\d{3,4})(\d{4})",
        r"(050\d)(\d{3,4})(\d{4})",
        r"(1[5-9]\d{2})(\d{4})",
    )

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 30, "hint": "예: 02-0000-0000", "autocomplete": "tel", **kwargs})

    def read(self, text: str) -> str:
        plain = dialled_here(text)
        if not re.fullmatch("[0-9() .-]*", plain):
            raise ValueError("전화번호 하나만 숫자로 입력해 주세요. 내선과 설명은 빼고 적습니다. 예: 02-0000-0000")
        number = digits(plain)
        for form in self.FORMS:
            if parts := re.fullmatch(form, number):
                return "-".join(parts.groups())
        raise ValueError("전화번호를 지역번호나 010부터 모두 입력해 주세요. 예: 02-0000-0000, 010-0000-0000")


class Email(Coded):
    """One e-mail address, kept encrypted. Two addresses in one field are refused."""

    personal = True
    inputmode = "email"

    def __init__(self, label: str = "이메일", **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 254, "hint": "예: name@example.com", "autocomplete": "email", **kwargs})

    def read(self, text: str) -> str:
        try:
            return normalized(text)
        except EmailNotValidError:
            raise ValueError(
                "이메일 주소를 다시 확인해 주세요. 골뱅이(@)와 점이 있어야 합니다. 예: name@example.com"
            ) from None


@lru_cache(maxsize=1024)
def normalized(address: str) -> str:
    """An address as mail is sent to it: every page that shows one reads it. Raises EmailNotValidError."""
    return validate_email(address, check_deliverability=False, test_environment=True).normalized


class Web(Answer):
    """A web address; only http and https, so that no link can carry a script."""

    inputmode = "url"

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"hint": "예: https://www.example.com", **kwargs})

    def read(self, text: str) -> str:
        address = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or "." not in parts.netloc or re.search(r"\s", address):
            raise ValueError("홈페이지 주소를 다시 확인해 주세요. 예: https://www.example.com")
        return address


class Postcode(Coded):
    """A five-digit 우편번호, which is found with its address."""

    inputmode = "numeric"

    @property
    def finds(self) -> str:
        return "addresses" if config.current().address_key else ""

    def __init__(self, label: str = "우편번호", **kwargs: Any) -> None:
        super().__init__(label, **{"limit": 10, "hint": "숫자 5자리", "autocomplete": "postal-code", **kwargs})

    def read(self, text: str) -> str:
        if len(number := digits(text)) != 5:
            raise ValueError("우편번호는 숫자 5자리입니다.")
        return number


class IndustryCode(Coded):
    """A code of the Korean Standard Industrial Classification (KSIC): two to five digits. ksic: of which revision. One
    the official table does not have only warns; words may be typed too, to be found by."""

    finds = "industries"

    def __init__(self, label: str = "업종 코드(KSIC)", *, ksic: int, **kwargs: Any) -> None:
        hint = "숫자 2~5자리. 번호를 모르면 하는 일을 적고 찾습니다. 예: 75110, 음식점"
        super().__init__(label, **{"limit": 60, "hint": hint, **kwargs})
        self.ksic = ksic

    def read(self, text: str) -> str:
        packed = re.sub("[ .-]", "", text)
        code = packed.upper().removeprefix(packed[:1].upper()) if "A" <= packed[:1].upper() <= "U" else packed
        if re.fullmatch("[0-9]{6}", code):
            raise ValueError(
                "6자리는 홈택스 업종코드입니다. 여기에는 한국표준산업분류의 2~5자리 코드를 적습니다. ‘업종 찾기’로 찾아 주세요."
            )
        if not re.fullmatch("[0-9]{2,5}", code):
            raise ValueError("업종 코드는 숫자 2~5자리입니다. ‘업종 찾기’를 누르면 적은 말로 찾아 드립니다.")
        if not section(code):
            raise ValueError(f"{code[:2]}(으)로 시작하는 업종은 없습니다. ‘업종 찾기’로 찾아 주세요.")
        return code

    @property
    def told(self) -> str:
        """What the code means, as far as it is known."""
        known = table(self.ksic)
        if not self.data or (known.complete and self.data not in known.names):
            return ""
        division = self.data[:2]
        if known.complete or self.data == division:
            return known.names[self.data]
        return f"앞 두 자리 {division}: {known.names[division]}. 나머지 자리는 목록이 없어 확인하지 못합니다."

    @property
    def warning(self) -> str:
        if self.data and table(self.ksic).complete and not self.told:
            return f"{self.data}은(는) {self.ksic}차 한국표준산업분류에 없는 코드입니다. ‘업종 찾기’로 확인해 주세요. 그대로 두어도 제출할 수 있습니다."
        return super().warning
