"""Names and numbers as they are looked up: what a company is called does not hang on its legal form, blanks or
hyphens."""

import re
import unicodedata

from programme.characters import folded

LEGAL_FORMS = (
    "주식회사",
    "유한책임회사",
    "유한회사",
    "합자회사",
    "합명회사",
    "(주)",
    "(유)",
    "(합)",
    "(자)",
)  # ㈜ folds to (주)
FORM = re.compile("|".join(map(re.escape, LEGAL_FORMS)))
APART = re.compile(r"[\s.·-]")


def without_form(name: str) -> str:
    """The name, folded, without 주식회사 or (주) before or after it; a name that is nothing else stays."""
    bare = " ".join(FORM.sub(" ", folded(name)).split())
    return bare or folded(name)


def key(text: str) -> str:
    """A name or number as it is compared: ㈜ 한빛-테크 and 한빛테크 주식회사 are one, and so are 123-45-67890 and 1234567890."""
    return APART.sub("", without_form(text))


def initials(text: str) -> str:
    """The first consonant of each syllable: ㅎㅂ of 한빛, as `folded` leaves characters; other characters stay."""
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)
