"""The announcement's rules: `check` takes plain facts and gives findings. Each call's package says which it judges by.

A rule whose facts are missing or wrong stays silent: completeness is judged by the forms. R9 (the window) and "one
application a company and call" are kept where submissions are written; R12 is the closing day every rule here reads;
R13 (places and pass mark) is information: Announcement.slots.
"""

from programme.announcement import Announcement
from programme.rules import companies, consulting, eligibility, evidence, money, plan, pool
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
from programme.rules.reuse import Said, findings

__all__ = [
    "ADOPTER",
    "BLOCK",
    "CONSENTS",
    "EVIDENCE",
    "NOT_IN_POOL",
    "PARTIES",
    "PENDING",
    "SUPPLIER",
    "WARN",
    "EvidenceFacts",
    "Facts",
    "Finding",
    "PartyFacts",
    "Rule",
    "Said",
    "check",
    "check_steps",
    "largest_grant",
    "of_consulting",
    "of_pool",
    "of_project",
    "refusal",
]

REFUSALS = ("consent-refused", "pool-consent-refused")


def of_project(call: Announcement) -> tuple[Rule, ...]:
    """What a project is judged by."""
    return (
        *eligibility.rules(call),
        *companies.rules(call),
        *plan.rules(call),
        *money.rules(call),
        *evidence.rules(call),
    )


def of_pool(call: Announcement) -> tuple[Rule, ...]:
    """What a registration in the supplier pool is judged by."""
    return (*pool.rules(call), *evidence.pool_rules(call))


def of_consulting(call: Announcement) -> tuple[Rule, ...]:
    """A request for consulting has neither partners nor evidence; what is asked in it is judged as in a project."""
    return (*consulting.rules(call), *(rule for rule in of_project(call) if rule.step not in (PARTIES, EVIDENCE)))


def refusal(finding: Finding) -> bool:
    """Whether it is about a required consent refused, not one still to be answered."""
    return finding.id in REFUSALS


def check(facts: Facts) -> list[Finding]:
    """Everything the rules have to say, in the order an application is written."""
    return [finding for rule in facts.type.rules for finding in rule.findings(facts)]


def check_steps(facts: Facts, said: dict[str, Said] | None = None) -> list[Finding]:
    """What they have to say of steps: no evidence, consents or companies looked at, which need not be among the
    facts. said: what they said of other answers, see `reuse.findings`."""
    apart = PARTIES, EVIDENCE, CONSENTS
    judging = [rule for rule in facts.type.rules if rule.step not in apart]
    return findings(judging, facts, {} if said is None else said)
