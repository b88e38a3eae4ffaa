"""What the rules read, and what they say. Plain values: no forms, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from programme.grounds import OURS, Ground
from programme.korean import day_of

if TYPE_CHECKING:
    from programme.application_types import ApplicationType

BLOCK, WARN = "block", "warn"
ADOPTER, SUPPLIER = "adopter", "supplier"
# Where a finding may stand besides the wizards' steps: the companies' list, their certificates, their consents.
PARTIES, EVIDENCE, CONSENTS = "parties", "evidence", "consents"

BEYOND = 10**18  # no answer has that many digits
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class EvidenceFacts:
    """The newest certificate of a kind."""

    number: str | None = None
    issued: date | None = None
    expires: date | None = None
    has_file: bool = False


@dataclass(frozen=True)
class PartyFacts:
    """One company. data: {step slug: values}; evidence: {kind: certificate}; undescribed: how many of its files nobody
    said the kind of; consents: {slug: "yes", "no" or ""}; pool_state: a supplier's (draft, waiting, returned, approved,
    outdated, suspended), None when not known; pool_number: the business number it stands under in the pool;
    number_taken: another company's entry holds the number of this registration; tax_state: what the tax office says of
    its number (suspended, closed, unregistered), tax_day: since when it is closed; joined, confirmed: by its own hand;
    changed: titles of steps saved again since it confirmed."""

    key: int
    role: str
    lead: bool = False
    name: str = ""
    data: Mapping[str, Answers] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceFacts] = field(default_factory=dict)
    undescribed: int = 0
    consents: Mapping[str, str] = field(default_factory=dict)
    pool_state: str | None = None
    pool_number: str | None = None
    number_taken: bool = False
    tax_state: str = ""
    tax_day: date | None = None
    joined: bool = True
    confirmed: bool = True
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """An application as the rules see it. type: by whose rules it is judged; closing: aware; shared: {step slug:
    values} of the steps answered once; opening: aware, None where it is not known; call_closing: when the whole call
    ends, where the application's own window ends before; today: the day it is judged on, in Korea."""

    closing: datetime
    shared: Mapping[str, Answers] = field(default_factory=dict)
    parties: tuple[PartyFacts, ...] = ()
    opening: datetime | None = None
    call_closing: datetime | None = None
    today: date | None = None
    type: "ApplicationType" = field(kw_only=True)

    @property
    def opening_day(self) -> date | None:
        """접수 시작일, in Korea."""
        return day_of(self.opening) if self.opening else None

    @property
    def call_closing_day(self) -> date | None:
        """The call's last day, in Korea."""
        return day_of(self.call_closing) if self.call_closing else None

    @property
    def closing_day(self) -> date:
        """접수 마감일, in Korea: certificates count to its very end."""
        return day_of(self.closing)


@dataclass(frozen=True)
class Finding:
    """One thing a rule has to say: what happened, why (with its clause quoted, or that there is none), what to do.

    step, party, field: where it stands; party None for what is answered once; field "" for the step as a whole, a kind
    of evidence or a consent's slug in their places.
    """

    id: str
    level: str
    step: str
    party: int | None
    field: str
    what: str
    why: str
    todo: str
    ground: Ground = OURS


def number(answers: Answers, name: str) -> Decimal | None:
    """A number given; None when missing, or nothing a form would have let through."""
    value = answers.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    given = Decimal(value)
    return given if given.is_finite() and abs(given) < BEYOND else None


def numbers(answers: Answers, *names: str) -> list[Decimal] | None:
    """All of these numbers; None when any is missing."""
    found = [number(answers, name) for name in names]
    return None if any(value is None for value in found) else [value for value in found if value is not None]


def text(answers: Answers, name: str) -> str:
    value = answers.get(name)
    return value.strip() if isinstance(value, str) else ""


def day(answers: Answers, name: str) -> date | None:
    value = answers.get(name)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def rows(answers: Answers, name: str) -> list[Answers]:
    value = answers.get(name)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
