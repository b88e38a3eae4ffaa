"""An application with every declared field filled, each with a text of its own, made from the declarations alone."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import wtforms

from forms import wizards
from forms.base import Sent
from forms.fields import (
    BusinessNumber,
    Choice,
    Choices,
    CorporationNumber,
    Day,
    Email,
    IndustryCode,
    LongText,
    Number,
    Phone,
    Postcode,
    Rows,
    Web,
    Whole,
)
from forms.wizard import Journey, Party, Respondent, Step
from services.documents import catalogue
from tests.call import CONSENTS, KINDS, PROJECT_TYPE

WIZARDS = wizards.of(PROJECT_TYPE)
PARTIES = (Party(11, Respondent.ADOPTER, lead=True), Party(12, Respondent.ADOPTER), Party(13, Respondent.SUPPLIER))
AT = datetime(2026, 11, 22, 5, 3, tzinfo=UTC)
STAMP = catalogue.Stamp("2024-221-A-000123", 12, AT, "작성 중")

SHAPES: dict[type[wtforms.Field], str] = {
    BusinessNumber: "000-00-{:05d}",
    CorporationNumber: "000000-{:07d}",
    Phone: "010-0000-{:04d}",
    Email: "name{}@example.com",
    Web: "https://w{}.example.com",
    Postcode: "{:05d}",
    IndustryCode: "70{:03d}",
    LongText: "첫째 줄 글{0:05d}가\n둘째 줄 글{0:05d}나",
}


def value(field: Any, number: int) -> str:
    """Something this kind of field takes, and no other field has."""
    for kind, shape in SHAPES.items():
        if isinstance(field, kind):
            return shape.format(number)
    if isinstance(field, Choice | Choices):
        return (*field.offered, *field.opens)[-1]  # so that what depends on it applies
    if isinstance(field, Day):
        return (date(2000, 1, 1) + timedelta(days=number)).isoformat()
    if isinstance(field, Whole):
        return str(max(field.least, 0) + number % (min(field.most, 900_000) - max(field.least, 0) + 1))
    return f"{number}.5" if isinstance(field, Number) else f"글{number:05d}"


def answer(step: Step, numbers: Any) -> Sent:
    """The whole step as a browser would send it, two rows a table."""
    sent: Sent = {}
    for name, field in step.form()._fields.items():
        if isinstance(field, Rows):
            for row in range(2):
                for column, cell in field.row()._fields.items():
                    sent[f"{name}-{row}-{column}"] = [value(cell, next(numbers))]
        else:
            sent[name] = [value(field, next(numbers))]
    return sent


def journey(parties: tuple[Party, ...] = PARTIES) -> Journey:
    numbers = count(1)
    blank = Journey(WIZARDS, parties, {})
    answers = {task.key: answer(step, numbers) for step in blank.steps.values() for task in blank.split(step)}
    return Journey(WIZARDS, parties, answers)


def consents() -> dict[int, Any]:
    given = {"choice": "yes", "at": AT, "by": "한가온", "capacity": "delegate"}
    return {party.key: {consent.slug: given for consent in CONSENTS} for party in PARTIES}


def evidence() -> dict[int, Any]:
    """Every kind of document for every company, its texts naming both."""
    return {
        party.key: {
            kind.slug: [
                {
                    "issuer": f"발급기관 {kind.slug} {party.key}",
                    "number": f"T-{kind.slug}-{party.key}",
                    "issued": date(2024, 4, 3),
                    "expires": date(2024, 5, 3),
                    "file": f"{kind.title}_{party.key}.pdf",
                    "sha256": f"{party.key:064x}",
                    "note": f"비고 {kind.slug} {party.key}",
                }
            ]
            for kind in KINDS
        }
        for party in PARTIES
    }


def context(filled: Journey) -> dict[str, Any]:
    return catalogue.build_context(filled, STAMP, consents(), evidence(), PROJECT_TYPE)


def receipt(facts: dict[str, Any]) -> dict[str, Any]:
    stored = [("[서식1] 사업계획서.docx", "ab" * 32)]
    attached = [("주식회사 온결", "국세 납세증명서", "납세증명서.pdf", "cd" * 32)]
    return catalogue.for_receipt(facts, catalogue.ReceiptDetails(AT, AT, "서다온", stored, attached), PROJECT_TYPE)
