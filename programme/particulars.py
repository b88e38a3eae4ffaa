"""Who runs this site, as its pages for everybody say it: from the settings, and what of it is missing."""

from dataclasses import dataclass
from functools import cache

import config

NOBODY = "-"  # of PROCESSORS: personal data is handled by nobody else
# {setting: what it is called}; of the first two one is enough. /privacy must say all of them (개인정보 보호법 제30조).
NEEDED = {
    "operator": "운영하는 곳의 이름",
    "operator_address": "주소",
    "operator_phone": "전화번호",
    "operator_email": "이메일",
    "privacy_officer": "개인정보 보호책임자",
    "processors": "개인정보 처리를 맡은 곳",
    "policies_from": "시행일",
}


@dataclass(frozen=True)
class Particulars:
    """ "" for what is not set. processors: (who, what for); missing: {setting: what it is called}."""

    name: str
    address: str
    phone: str
    email: str
    officer: str
    processors: tuple[tuple[str, str], ...]
    since: str
    missing: dict[str, str]


@cache
def of(settings: config.Settings) -> Particulars:
    name = settings.operator or settings.controller
    given = {setting: getattr(settings, setting).strip() for setting in NEEDED} | {"operator": name}
    return Particulars(
        name=name,
        address=given["operator_address"],
        phone=given["operator_phone"],
        email=given["operator_email"],
        officer=given["privacy_officer"],
        processors=processors(given["processors"]),
        since=given["policies_from"],
        missing={setting: korean for setting, korean in NEEDED.items() if not given[setting]},
    )


def processors(text: str) -> tuple[tuple[str, str], ...]:
    """What PROCESSORS says, read."""
    each = [part.partition(":") for part in text.split(";") if part.strip() and part.strip() != NOBODY]
    return tuple((who.strip(), what.strip()) for who, _, what in each)


def unset(settings: config.Settings) -> str:
    """The variables that are missing, for whoever starts the site; "" for none."""
    names = [setting.upper() for setting in of(settings).missing]
    return ", ".join("OPERATOR or CONTROLLER" if name == "OPERATOR" else name for name in names)
