"""What a company is asked for besides answers, by what it applies for: kinds of evidence, and texts to agree to."""

from collections.abc import Mapping
from typing import Any

from programme import consents, papers, pool, reception
from programme.consents import Consent
from programme.consents.consulting import CONSENTS as CONSULTING_CONSENTS
from programme.consents.pool import CONSENTS as POOL_CONSENTS
from programme.papers import Kind
from programme.purposes import CONSULTING, POOL, PROJECT

KINDS: dict[str, tuple[Kind, ...]] = {PROJECT: papers.KINDS, POOL: pool.KINDS, CONSULTING: ()}
EVERY = papers.BY_SLUG | {kind.slug: kind for kind in pool.KINDS if kind.slug not in papers.BY_SLUG}  # by slug
CONSENTS = {PROJECT: consents.CONSENTS, POOL: POOL_CONSENTS, CONSULTING: CONSULTING_CONSENTS}


def kinds(purpose: str, role: str) -> list[Kind]:
    """The evidence a company of this role may hand in, in the order it is asked for."""
    return [kind for kind in KINDS[purpose] if role in kind.roles]


def owed(purpose: str, role: str, answers: Mapping[str, Mapping[str, Any]]) -> tuple[Kind, ...]:
    """The evidence it must hand in. answers: its own, {step slug: values}."""
    if purpose == POOL:
        return pool.owed(answers)
    return papers.owed_by(role, answers.get("exclusions", {})) if KINDS[purpose] else ()


def texts(purpose: str, role: str) -> list[Consent]:
    """The texts a company of this role is asked to agree to, in the order they are printed."""
    return [text for text in every_text(purpose) if role in text.roles]


def every_text(purpose: str) -> list[Consent]:
    """The texts of a purpose, naming whoever runs this site: it hands data on."""
    return [text.given_by(reception.current().controller) for text in CONSENTS[purpose]]


def withheld(purpose: str, role: str, choices: Mapping[str, str]) -> set[str]:
    """The questions whose answers a company may keep to itself, and does: only an optional text it did not agree to
    covers them. choices: {slug of a text: "yes", "no" or ""}."""
    asked = texts(purpose, role)
    told = {place for text in asked if text.required or choices.get(text.slug) == "yes" for place in text.places}
    return {place for text in asked for place in text.places} - told


def title_of(slug: str) -> str:
    """What a kind of evidence is called; papers brought in from elsewhere may be of a kind this year does not know."""
    return EVERY[slug].title if slug in EVERY else EVERY["other"].title


def place_of(slug: str) -> int:
    """Where papers of a kind stand among the others."""
    return list(EVERY).index(slug if slug in EVERY else "other")


def title(purpose: str, slug: str) -> str:
    """What a text or a kind of evidence is called here; one that only another purpose asks for, as it is called there."""
    named: dict[str, str] = {}
    for at in (purpose, *KINDS):
        named = (
            {text.slug: text.title for text in every_text(at)} | {kind.slug: kind.title for kind in KINDS[at]} | named
        )
    return named.get(slug, slug)
