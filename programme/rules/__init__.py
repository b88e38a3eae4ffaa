"""The announcement's rules: `check` takes plain facts and gives findings. The foot lists the rules by purpose.

A rule whose facts are missing or wrong stays silent: completeness is judged by the forms. R9 (the window) and "one
application a company and call" are kept where submissions are written; R12 is the closing day every rule here reads;
R13 (places and pass mark) is information: call_2024_221.SLOTS.
"""

from programme.purposes import CONSULTING, POOL, PROJECT
from programme.rules import companies, eligibility, money, plan, pool, proofs
from programme.rules.companies import NOT_IN_POOL, PENDING
from programme.rules.facts import (
    ADOPTER,
    BLOCK,
    CONSENTS,
    EVIDENCE,
    PARTIES,
    SUPPLIER,
    WARN,
    EvidenceFacts,
    Facts,
    Finding,
    PartyFacts,
)
from programme.rules.money import largest_grant
from programme.rules.registry import Rule

__all__ = [
    "ADOPTER",
    "BLOCK",
    "CONSENTS",
    "CONSULTING_RULES",
    "EVIDENCE",
    "NOT_IN_POOL",
    "PARTIES",
    "PENDING",
    "POOL_RULES",
    "RULES",
    "SUPPLIER",
    "WARN",
    "EvidenceFacts",
    "Facts",
    "Finding",
    "PartyFacts",
    "Rule",
    "check",
    "largest_grant",
    "refusal",
]

RULES: tuple[Rule, ...] = eligibility.RULES + companies.RULES + plan.RULES + money.RULES + proofs.RULES
POOL_RULES: tuple[Rule, ...] = pool.RULES + proofs.POOL_RULES
# A request for consulting has neither partners nor papers; what is asked in it is judged as in a project.
CONSULTING_RULES = tuple(rule for rule in RULES if rule.step not in (PARTIES, EVIDENCE))
REFUSALS = ("consent-refused", "pool-consent-refused")
BY_PURPOSE = {PROJECT: RULES, POOL: POOL_RULES, CONSULTING: CONSULTING_RULES}


def refusal(finding: Finding) -> bool:
    """Whether it is about a required consent refused, not one still to be answered."""
    return finding.id in REFUSALS


def check(facts: Facts) -> list[Finding]:
    """Everything the rules of its purpose have to say, in the order an application is written."""
    return [finding for rule in BY_PURPOSE[facts.purpose] for finding in rule.findings(facts)]
