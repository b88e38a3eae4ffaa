"""What the requirement check (요건검토) looks at, line by line: which clause each line quotes, whom it concerns, and which
answers, certificates and exceptions speak to it. Which lines a call has, its package says."""

from collections.abc import Iterable
from dataclasses import dataclass

from programme.consents import BOTH
from programme.exclusions import Exclusion
from programme.grounds import Ground

ELIGIBILITY, EXCLUDED, DOCUMENTS, COMPANIES = "eligibility", "excluded", "documents", "companies"
SECTIONS = {ELIGIBILITY: "신청자격", EXCLUDED: "지원제외", DOCUMENTS: "제출서류", COMPANIES: "기업"}
FITS, FAILS = "fits", "fails"
RESOLVED = "resolved"  # 예외 ①, which counts only before the first site round opens (공고 3., 예외 사유)
WORDS = {  # what the two plain answers are called, by section
    ELIGIBILITY: ("맞음", "맞지 않음"),
    EXCLUDED: ("해당하지 않음", "해당함"),
    DOCUMENTS: ("냈음", "내지 않았거나 맞지 않음"),
    COMPANIES: ("같음", "다름"),
}


@dataclass(frozen=True)
class Requirement:
    """id: what a check is kept under; number: as the announcement counts it; whole: asked once, not of each company;
    roles: of which companies; asked: the questions whose "yes" means an exclusion; evidence: the kinds that prove it;
    excepted: whether exceptions ①–④ may lift it."""

    id: str
    section: str
    number: str
    title: str
    ground: Ground
    whole: bool = False
    roles: tuple[str, ...] = BOTH
    asked: tuple[Exclusion, ...] = ()
    evidence: tuple[str, ...] = ()
    excepted: bool = False


def excluded(number: str, title: str, cases: Iterable[Exclusion], roles: tuple[str, ...]) -> Requirement:
    """The line of one numbered exclusion, from the questions it is asked by."""
    asked = tuple(each for each in cases if each.number == number)
    lifted = any(each.lifted_by for each in asked)
    name = f"x{number.strip('()')}"
    return Requirement(name, EXCLUDED, number, title, asked[0].ground, roles=roles, asked=asked, excepted=lifted)
