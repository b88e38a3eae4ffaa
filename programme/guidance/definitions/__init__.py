"""The words of the programme in plain Korean: the page of words (/help/terms) and the help of every step show these. A
call's figures are not said here."""

from programme.guidance.definitions.plan import MONEY, PLAN
from programme.guidance.definitions.taking_part import COMPANY, ELIGIBILITY, PROGRAMME

GROUPS = {
    "사업과 사람들": PROGRAMME,
    "자격": ELIGIBILITY,
    "사업계획": PLAN,
    "돈": MONEY,
    "기업 현황": COMPANY,
}
DEFINITIONS = {definition.slug: definition for group in GROUPS.values() for definition in group}
