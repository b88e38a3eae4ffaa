"""Texts of consent printed as 서식2 and 서식3, each asked and answered by itself.

The texts are our own: the official ones are not public. They follow 개인정보 보호법 제15조 제2항 and 제17조 제2항
(purpose, items, period, right to refuse, receiver), 제22조 (each apart, optional ones never in the way) and 신용정보법
제32조, and they MUST BE READ BY A LAWYER before a real call uses them. No person's identity number is ever asked for.
Left out on purpose: "typed data win over the uploaded plan" (here both are one) and the pledge (no paper of this call).

A changed text gets a new `version`; the ledger keeps version and hash of what was answered.
"""

import hashlib

from programme.consents.consulting import CONSULTING_CONSENTS
from programme.consents.credit import CREDIT
from programme.consents.kinds import ADOPTER, BOTH, CREDIT_FORM, PERSONAL_FORM, SUPPLIER, Blocks, Consent, Notice
from programme.consents.personal import CAREER_LINE, NOTICES, PERSONAL
from programme.purposes import PROJECT

__all__ = [
    "ADOPTER",
    "BOTH",
    "BY_SLUG",
    "CAREER_LINE",
    "CONSENTS",
    "CREDIT_FORM",
    "NOTICES",
    "PERSONAL_FORM",
    "SUPPLIER",
    "Blocks",
    "Consent",
    "Notice",
    "asked_of",
    "text_hash",
]

CONSENTS: tuple[Consent, ...] = CREDIT + PERSONAL + CONSULTING_CONSENTS
BY_SLUG = {consent.slug: consent for consent in CONSENTS}


def asked_of(role: str, purpose: str = PROJECT) -> tuple[Consent, ...]:
    """The consents a company of this role is asked for, in the order they are printed."""
    return tuple(consent for consent in CONSENTS if role in consent.roles and purpose in consent.purposes)


def text_hash(consent: Consent) -> str:
    """SHA-256, in hexadecimal, of everything the person reads before choosing."""
    return hashlib.sha256(consent.text.encode()).hexdigest()
