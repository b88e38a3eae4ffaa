"""The call the tests are about, and what it asks of each kind of application."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from forms import wizards
from programme import calls, rules
from programme.application_types import CONSULTING, POOL, PROJECT, PURPOSES, SITE, ApplicationType
from programme.evidence_kinds import Kind

TYPES = calls.TYPES["2024-221"]
CALL = calls.announcement("2024-221")
PROJECT_TYPE, POOL_TYPE, CONSULTING_TYPE, SITE_TYPE = (TYPES[kind] for kind in (PROJECT, POOL, CONSULTING, SITE))
WIZARDS = {kind: wizards.of(TYPES[kind]) for kind in PURPOSES}  # what one applies with; sheets: test_score_sheets
CLAUSES = {clause.id: clause for clause in CALL.clauses}
CONSENTS, KINDS = PROJECT_TYPE.consents, PROJECT_TYPE.evidence
RULES, POOL_RULES = PROJECT_TYPE.rules, POOL_TYPE.rules
POOL_STEPS = wizards.steps(POOL_TYPE)


@dataclass(frozen=True)
class Facts(rules.Facts):
    """An application of the kind most tests are about."""

    type: ApplicationType = field(default=PROJECT_TYPE, kw_only=True)


@dataclass(frozen=True)
class PoolFacts(rules.Facts):
    type: ApplicationType = field(default=POOL_TYPE, kw_only=True)


def owed_by(role: str, exclusions: Mapping[str, Any]) -> tuple[Kind, ...]:
    """What a company of a project must submit with these answers to the step "exclusions"."""
    return PROJECT_TYPE.required_evidence(role, {"exclusions": exclusions})


def kind(slug: str) -> Kind:
    return calls.evidence_kinds()[slug]


def without_agency(monkeypatch: pytest.MonkeyPatch, agency: str) -> None:
    """Every package as if it had dropped one of its 수행기관 while its call runs."""
    for package, types in calls.TYPES.items():
        kept = {slug: each for slug, each in calls.announcement(package).agencies.items() if slug != agency}
        monkeypatch.setitem(
            calls.TYPES,
            package,
            {kind: replace(of, announcement=replace(of.announcement, agencies=kept)) for kind, of in types.items()},
        )
